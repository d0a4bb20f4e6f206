#include "daemon/engine.h"

#include <fmt/core.h>

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
  options.overrides = settings.input.overrides;
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

/// The model that the settings name, or the one that came with the program; nothing where they say
/// that there is to be none.
Result<std::optional<annotate::EntityModel>> load_entities(const std::string& setting) {
  if (setting == "none") return std::optional<annotate::EntityModel>{};
  std::filesystem::path file = setting;
  if (file.empty()) {
    auto found = shipped("models/entities-en.model", "config/models/entities-en.model");
    if (!found) {
      return Error<std::string>(
          "the model of entities is not beside the program: " + found.error() +
          "; copy the source's config/models to the first, or name a file, or "
          "none, in the setting annotate.entity_model");
    }
    file = std::move(*found);
  }
  auto model = annotate::EntityModel::load(file);
  if (!model) return Error<std::string>(model.error() + " (setting annotate.entity_model)");
  return std::optional<annotate::EntityModel>(std::move(*model));
}

struct Words {
  annotate::Lexicons lexicons;
  annotate::TopicModel topics;
};

/// The lexicons that the setting names, or those that came with the program.
Result<Words> load_words(const std::string& setting) {
  std::filesystem::path folder = setting;
  if (folder.empty()) {
    auto found = shipped("lexicons", "config/lexicons");
    if (!found) {
      return Error<std::string>("the lexicons are not beside the program: " + found.error() +
                                "; copy the source's config/lexicons to the first, or name its "
                                "place in the setting annotate.lexicons");
    }
    folder = std::move(*found);
  }
  // Where the setting is empty it is not what is wrong.
  const std::string_view remedy =
      setting.empty() ? " (set annotate.lexicons to use lexicons from another folder)"
                      : " (setting annotate.lexicons)";
  auto lexicons = annotate::Lexicons::load(folder);
  if (!lexicons) return Error<std::string>(lexicons.error().append(remedy));
  auto topics = annotate::TopicModel::load(folder / "topics.tsv");
  if (!topics) return Error<std::string>(topics.error().append(remedy));
  return Words{std::move(*lexicons), std::move(*topics)};
}

std::filesystem::path program_folder() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

}  // namespace

Result<std::filesystem::path> shipped(const std::filesystem::path& installed,
                                      const std::filesystem::path& in_source) {
  const auto program = program_folder();
  const std::filesystem::path places[] = {program.parent_path() / "share/copytaster" / installed,
                                          program.parent_path().parent_path() / in_source};
  std::error_code error;
  for (const auto& place : places) {
    if (std::filesystem::exists(place, error)) return place;
  }
  return Error<std::string>(
      fmt::format("neither {} nor {} is there", places[0].string(), places[1].string()));
}

std::string entities_version(const annotate::Lexicons& lexicons,
                             const annotate::EntityModel* model) {
  return model == nullptr ? lexicons.version() : lexicons.version() + "+" + model->version();
}

Result<std::shared_ptr<const Engine>> Engine::create(const Settings& settings) {
  auto words = load_words(settings.annotate.lexicons);
  if (!words) return Error<std::string>(words.error());
  auto entities = load_entities(settings.annotate.entity_model);
  if (!entities) return Error<std::string>(entities.error());
  return std::shared_ptr<const Engine>(new Engine(settings, std::move(words->lexicons),
                                                  std::move(words->topics), std::move(*entities)));
}

std::vector<std::string> unloadable(const Settings& settings) {
  std::vector<std::string> reasons;
  if (auto words = load_words(settings.annotate.lexicons); !words) reasons.push_back(words.error());
  if (auto entities = load_entities(settings.annotate.entity_model); !entities)
    reasons.push_back(entities.error());
  return reasons;
}

Problem problem_of(std::string failure) {
  static constexpr std::string_view kMark = " (setting ";
  const std::size_t mark = failure.rfind(kMark);
  if (mark == std::string::npos || !failure.ends_with(')'))
    return {0, 0, "", std::move(failure), ""};
  const std::size_t key = mark + kMark.size();
  return {0, 0, failure.substr(key, failure.size() - key - 1),
          "can't be used: " + failure.substr(0, mark), ""};
}

Engine::Engine(const Settings& settings, annotate::Lexicons lexicons, annotate::TopicModel topics,
               std::optional<annotate::EntityModel> entities)
    : settings_(settings),
      lexicons_(std::move(lexicons)),
      topics_(std::move(topics)),
      entities_(std::move(entities)),
      made_by_{std::string(kVersion), settings_hash(settings),
               entities_version(lexicons_, entity_model()), topics_.version()},
      analyzer_(analyzer_options(settings), lexicons_, topics_, entity_model()),
      encoder_(made_by_, topic_names(settings.output)) {}

Work Engine::work(std::shared_ptr<const Engine> engine) {
  const auto analyse = [engine](Message message) {
    return engine->analyzer_.analyse(std::move(message));
  };
  return {analyse, [engine = std::move(engine)](const AnalysedMessage& message, Decided& decided) {
            return engine->encoder_.encode(message, decided);
          }};
}

SnapshotHandle Engine::snapshot(Work work) const {
  SettingsInForce in_force{made_by_.settings, made_by_.version, made_by_.entities_model,
                           made_by_.topics_model, journalled_yaml(settings_)};
  return std::make_shared<const Snapshot>(
      Snapshot{desk_options(), std::move(in_force), std::move(work)});
}

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
  options.copy.rewrite_score = settings_.dedup.rewrite_score;
  options.topics = topic_names(settings_.output);
  for (const auto& source : settings_.sources) {
    options.source_ranks[source.name] = source.rank;
    for (const auto& alias : source.aliases) options.source_names[alias] = source.name;
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
  return options;
}

std::size_t Engine::threads() const {
  if (settings_.pipeline.threads > 0) return settings_.pipeline.threads;
  return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace copytaster
