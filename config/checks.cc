// What no single key shows: settings against each other, names against what exists.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "config/load.h"
#include "pipeline/codec/article_reader.h"
#include "pipeline/hash.h"

namespace copytaster {
namespace {

constexpr std::size_t kTopicBytes = 249;

Problem about(std::string message) { return {0, 0, std::move(message)}; }

bool is_topic_name(std::string_view name) {
  return !name.empty() && name.size() <= kTopicBytes && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' ||
                  c == '-';
         });
}

void check_topics(const Settings& settings, std::vector<Problem>& problems) {
  const OutputSettings& output = settings.output;
  const std::vector<std::pair<std::string, std::string>> topics = {
      {"input.topic", settings.input.topic},
      {"output.enriched", output.enriched},
      {"output.duplicates", output.duplicates},
      {"output.dead_letters", output.dead_letters},
      {"output.verdicts", output.verdicts},
      {"output.stories", output.stories},
      {"the journal's topic (from name)", settings.name + ".journal"}};
  for (std::size_t i = 0; i < topics.size(); ++i) {
    if (!is_topic_name(topics[i].second)) {
      problems.push_back(
          about(fmt::format("{} is \"{}\"; a topic's name has 1 to 249 letters, digits, dots, "
                            "underscores and hyphens",
                            topics[i].first, topics[i].second)));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (topics[i].second == topics[j].second) {
        problems.push_back(
            about(fmt::format("{} and {} are both \"{}\"; each needs a topic of its own",
                              topics[j].first, topics[i].first, topics[i].second)));
      }
    }
  }
  const std::set<std::string> reserved = {settings.input.topic, output.dead_letters,
                                          output.verdicts, output.stories,
                                          settings.name + ".journal"};
  for (std::size_t i = 0; i < output.routes.size(); ++i) {
    const std::string& topic = output.routes[i].topic;
    if (!is_topic_name(topic) || reserved.contains(topic)) {
      problems.push_back(
          about(fmt::format("output.routes[{}].topic is \"{}\"; it must be a topic's name that "
                            "serves nothing else",
                            i, topic)));
    }
  }
}

}  // namespace

std::vector<Problem> find_conflicts(const Settings& settings) {
  std::vector<Problem> problems;
  check_topics(settings, problems);
  const auto& names = codec::field_names();
  for (const auto& [field, pointer] : settings.input.fields) {
    if (std::find(names.begin(), names.end(), field) == names.end()) {
      std::string known;
      for (const auto& name : names) known += (known.empty() ? "" : ", ") + name;
      problems.push_back(
          about(fmt::format("input.fields.{} is not a field; they are {}", field, known)));
    }
    if (!pointer.starts_with('/')) {
      problems.push_back(about(
          fmt::format("input.fields.{} is \"{}\"; a JSON pointer begins with /", field, pointer)));
    }
  }
  static const std::set<std::string> kKinds = {"new",     "update",  "exact", "near", "spun",
                                               "rewrite", "excerpt", "stale", "kill"};
  for (std::size_t i = 0; i < settings.output.routes.size(); ++i) {
    for (const auto& kind : settings.output.routes[i].kinds) {
      if (!kKinds.contains(kind)) {
        problems.push_back(about(fmt::format(
            "output.routes[{}].kinds has \"{}\", which is no kind of verdict", i, kind)));
      }
    }
  }
  if (settings.dedup.first_seen_window < settings.dedup.window) {
    problems.push_back(
        about("dedup.first_seen_window is shorter than dedup.window, which then never applies"));
  }
  if (settings.pipeline.buffer_bytes < settings.pipeline.batch_bytes) {
    problems.push_back(
        about("pipeline.buffer_bytes is less than pipeline.batch_bytes: not one batch would fit"));
  }
  for (std::size_t i = 0; i < settings.sources.size(); ++i) {
    if (settings.sources[i].name.empty())
      problems.push_back(about(fmt::format("sources[{}].name is missing", i)));
  }
  return problems;
}

std::vector<Problem> check_run(const Settings& settings) {
  std::vector<Problem> problems;
  if (settings.input.files.empty())
    problems.push_back(about("input.files is not set: the folder to read"));
  if (settings.output.files.empty())
    problems.push_back(about("output.files is not set: the folder to write"));
  std::error_code error;
  const bool same = !settings.input.files.empty() &&
                    std::filesystem::weakly_canonical(settings.input.files, error) ==
                        std::filesystem::weakly_canonical(settings.output.files, error);
  if (same)
    problems.push_back(
        about("input.files and output.files are the same folder: the output would be read again"));
  return problems;
}

std::string settings_hash(const Settings& settings) {
  std::string text;
  const auto add = [&text](const auto& value) { text += fmt::format("{}\n", value); };
  const auto add_list = [&](const std::vector<std::string>& list) {
    add(list.size());
    for (const auto& each : list) add(each);
  };
  const OutputSettings& output = settings.output;
  for (const auto& each :
       {settings.input.format, output.enriched, output.duplicates, output.dead_letters,
        output.verdicts, output.stories, output.uri_prefix}) {
    add(each);
  }
  for (const auto& [field, pointer] : settings.input.fields) add(field + "=" + pointer);
  for (const auto& route : output.routes) {
    add(route.topic);
    for (const auto* list : {&route.subjects, &route.entities, &route.places, &route.languages,
                             &route.sources, &route.kinds}) {
      add_list(*list);
    }
  }
  const DedupSettings& dedup = settings.dedup;
  for (const auto duration :
       {dedup.window, dedup.first_seen_window, dedup.late_original, settings.stories.window}) {
    add(duration.count());
  }
  for (const double share : {dedup.near_containment, dedup.spun_skeleton_containment,
                             dedup.excerpt_containment, settings.stories.join_cosine}) {
    add(share);
  }
  const LimitsSettings& limits = settings.limits;
  for (const std::size_t bytes :
       {dedup.memory, settings.stories.memory, limits.message_bytes, limits.body_bytes,
        limits.headline_bytes, limits.html_bytes, limits.source_fields_bytes}) {
    add(bytes);
  }
  for (const auto& source : settings.sources) {
    add(source.name);
    add(source.rank);
    add_list(source.aliases);
  }
  return fmt::format("{:016x}", hash64(text));
}

}  // namespace copytaster
