#include "daemon/engine.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

#include "config/load.h"
#include "daemon/version.h"

namespace copytaster {
namespace {

AnalyzerOptions analyzer_options(const Settings& settings) {
  AnalyzerOptions options;
  options.reader.format =
      settings.input.format == "ninjs" ? codec::InputFormat::kNinjs : codec::InputFormat::kJson;
  options.reader.fields = settings.input.fields;
  options.reader.uri_prefix = settings.output.uri_prefix;
  options.reader.message_bytes = settings.limits.message_bytes;
  options.reader.source_fields_bytes = settings.limits.source_fields_bytes;
  options.text.body_bytes = settings.limits.body_bytes;
  options.text.headline_bytes = settings.limits.headline_bytes;
  options.text.html_bytes = settings.limits.html_bytes;
  return options;
}

TopicNames topic_names(const OutputSettings& output) {
  return {output.enriched, output.duplicates, output.dead_letters, output.verdicts, output.stories};
}

codec::MadeBy made_by(const Settings& settings, const annotate::Lexicons& lexicons,
                      const annotate::TopicModel& topics) {
  return {std::string(kVersion), settings_hash(settings), lexicons.version(), topics.version()};
}

}  // namespace

std::filesystem::path program_folder() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

std::filesystem::path default_lexicons() {
  auto installed = program_folder().parent_path() / "share" / "copytaster" / "lexicons";
  std::error_code error;
  if (std::filesystem::is_directory(installed, error)) return installed;
  return program_folder().parent_path().parent_path() / "config" / "lexicons";
}

Result<std::unique_ptr<Engine>> Engine::create(const Settings& settings) {
  const std::filesystem::path folder = settings.annotate.lexicons.empty()
                                           ? default_lexicons()
                                           : std::filesystem::path(settings.annotate.lexicons);
  auto lexicons = annotate::Lexicons::load(folder);
  if (!lexicons) return Error<std::string>(lexicons.error() + " (setting annotate.lexicons)");
  auto topics = annotate::TopicModel::load(folder / "topics.tsv");
  if (!topics) return Error<std::string>(topics.error() + " (setting annotate.lexicons)");
  return std::unique_ptr<Engine>(new Engine(settings, std::move(*lexicons), std::move(*topics)));
}

Engine::Engine(const Settings& settings, annotate::Lexicons lexicons, annotate::TopicModel topics)
    : settings_(settings),
      lexicons_(std::move(lexicons)),
      topics_(std::move(topics)),
      analyzer_(analyzer_options(settings), lexicons_, topics_),
      encoder_(made_by(settings, lexicons_, topics_), topic_names(settings.output)) {}

DeskOptions Engine::desk_options() const {
  DeskOptions options;
  options.window = settings_.dedup.window;
  options.first_seen_window = settings_.dedup.first_seen_window;
  options.memory_bytes = settings_.dedup.memory;
  options.late_original = settings_.dedup.late_original;
  options.story_memory_bytes = settings_.stories.memory;
  options.story_window = settings_.stories.window;
  options.stories.join_cosine = settings_.stories.join_cosine;
  options.checkpoint_every = settings_.journal.checkpoint_every;
  options.copy.near_containment = settings_.dedup.near_containment;
  options.copy.spun_skeleton_containment = settings_.dedup.spun_skeleton_containment;
  options.copy.excerpt_containment = settings_.dedup.excerpt_containment;
  options.topics = topic_names(settings_.output);
  for (const auto& source : settings_.sources) {
    options.source_ranks[source.name] = source.rank;
    for (const auto& alias : source.aliases) options.source_ranks[alias] = source.rank;
  }
  for (const auto& route : settings_.output.routes) {
    options.routes.push_back({route.topic, route.subjects, route.entities, route.places,
                              route.languages, route.sources, route.kinds});
  }
  return options;
}

ProcessorOptions Engine::processor_options() const {
  ProcessorOptions options;
  options.batch_articles = settings_.pipeline.batch_articles;
  options.batch_bytes = settings_.pipeline.batch_bytes;
  options.buffer_bytes = settings_.pipeline.buffer_bytes;
  options.settings = settings_hash(settings_);
  return options;
}

std::size_t Engine::threads() const {
  if (settings_.pipeline.threads > 0) return settings_.pipeline.threads;
  return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace copytaster
