// What no single key shows: settings against each other, names against what exists.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "config/kafka_checks.h"
#include "config/listen_address.h"
#include "config/load.h"
#include "config/nearest.h"
#include "pipeline/codec/article_reader.h"
#include "pipeline/records.h"

namespace copytaster {
namespace {

constexpr std::size_t kTopicBytes = 249;
constexpr std::array kKinds = {Kind::kKill,    Kind::kStale,  Kind::kExact,
                               Kind::kNear,    Kind::kSpun,   Kind::kRewrite,
                               Kind::kExcerpt, Kind::kUpdate, Kind::kNew};

bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// Kafka's rule.
bool is_topic_name(std::string_view name) {
  return !name.empty() && name.size() <= kTopicBytes && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

/// The shape of BCP 47: a language of two or three letters, then parts of one to eight letters or
/// digits.
bool is_language_tag(std::string_view tag) {
  const std::string_view language = tag.substr(0, tag.find('-'));
  if (language.size() < 2 || language.size() > 3) return false;
  if (std::any_of(language.begin(), language.end(),
                  [](char c) { return std::isalpha(static_cast<unsigned char>(c)) == 0; }))
    return false;
  for (tag.remove_prefix(language.size()); !tag.empty();) {
    tag.remove_prefix(1);
    const std::string_view part = tag.substr(0, tag.find('-'));
    if (part.empty() || part.size() > 8 || !std::all_of(part.begin(), part.end(), is_alphanumeric))
      return false;
    tag.remove_prefix(part.size());
  }
  return true;
}

/// RFC 6901, the whole document left out: a field is a part of it.
bool is_json_pointer(std::string_view pointer) {
  if (!pointer.starts_with('/')) return false;
  for (std::size_t at = pointer.find('~'); at != std::string_view::npos;
       at = pointer.find('~', at + 1)) {
    const char next = at + 1 < pointer.size() ? pointer[at + 1] : '\0';
    if (next != '0' && next != '1') return false;
  }
  return true;
}

/// A scheme, a colon and no blanks: what can stand before ":SOURCE:ID".
bool is_uri_prefix(std::string_view prefix) {
  const std::size_t colon = prefix.find(':');
  return colon != std::string_view::npos && colon > 0 &&
         std::isalpha(static_cast<unsigned char>(prefix.front())) != 0 &&
         std::all_of(
             prefix.begin(), prefix.begin() + static_cast<std::ptrdiff_t>(colon),
             [](char c) { return is_alphanumeric(c) || c == '+' || c == '.' || c == '-'; }) &&
         std::all_of(prefix.begin(), prefix.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

struct TopicUse {
  std::string key;   ///< the setting that it comes from
  std::string what;  ///< for a person
  std::string topic;
};

class Checker {
 public:
  explicit Checker(const Settings& settings) : settings_(settings) {}

  std::vector<Problem> check() {
    check_topics();
    check_fields();
    check_routes();
    check_sources();
    check_amounts();
    check_http();
    return std::move(problems_);
  }

 private:
  void add(std::string key, std::string message, std::vector<std::string> others = {}) {
    problems_.push_back({0, 0, std::move(key), std::move(message), "", std::move(others)});
  }

  void check_topic_name(const std::string& key, std::string_view topic) {
    if (is_topic_name(topic)) return;
    add(key, fmt::format("is \"{}\"; a topic's name has 1 to 249 letters (a to z), digits, dots, "
                         "underscores and hyphens",
                         topic));
  }

  void check_topics() {
    const OutputSettings& output = settings_.output;
    std::vector<TopicUse> uses = {
        {"input.topic", "input.topic", settings_.input.topic},
        {"output.enriched", "output.enriched", output.enriched},
        {"output.duplicates", "output.duplicates", output.duplicates},
        {"output.dead_letters", "output.dead_letters", output.dead_letters},
        {"output.verdicts", "output.verdicts", output.verdicts},
        {"output.stories", "output.stories", output.stories},
        {"name", "the journal of that name", settings_.name + ".journal"}};
    if (!settings_.input.overrides.empty())
      uses.push_back({"input.overrides", "input.overrides", settings_.input.overrides});
    if (settings_.name.empty()) add("name", "is empty; the journal is named after it");
    for (auto use = uses.begin(); use != uses.end(); ++use) {
      check_topic_name(use->key, use->topic);
      for (auto earlier = uses.begin(); earlier != use; ++earlier) {
        if (earlier->topic != use->topic) continue;
        add(use->key,
            fmt::format("and {} are both \"{}\"; each needs a topic of its own", earlier->what,
                        use->topic),
            {earlier->key});
      }
    }
    for (std::size_t i = 0; i < output.routes.size(); ++i) {
      const std::string key = fmt::format("output.routes[{}].topic", i);
      const std::string& topic = output.routes[i].topic;
      check_topic_name(key, topic);
      // Enriched and duplicates hold records like those that are routed, the others don't.
      for (const auto& use : uses) {
        if (use.topic == topic && use.key != "output.enriched" && use.key != "output.duplicates")
          add(key,
              fmt::format("is \"{}\", which is {}; a route needs another topic", topic, use.what));
      }
    }
  }

  void check_fields() {
    const auto& names = codec::field_names();
    for (const auto& [field, pointer] : settings_.input.fields) {
      const std::string key = "input.fields." + field;
      if (std::find(names.begin(), names.end(), field) == names.end()) {
        std::string known;
        for (const auto& name : names) known += (known.empty() ? "" : ", ") + name;
        add(key, fmt::format("is not a field of an article; they are {}", known));
        if (const auto meant = nearest(field, names))
          problems_.back().suggestion = "input.fields." + *meant;
      }
      if (!is_json_pointer(pointer))
        add(key, fmt::format("is \"{}\"; a JSON pointer begins with / and has ~ only in ~0 and ~1",
                             pointer));
    }
  }

  void check_routes() {
    for (std::size_t i = 0; i < settings_.output.routes.size(); ++i) {
      const RouteSettings& route = settings_.output.routes[i];
      const std::string key = fmt::format("output.routes[{}].", i);
      for (const auto& kind : route.kinds) {
        if (std::any_of(kKinds.begin(), kKinds.end(),
                        [&kind](Kind each) { return name(each) == kind; }))
          continue;
        std::string known;
        for (const Kind each : kKinds)
          known += fmt::format("{}{}", known.empty() ? "" : ", ", name(each));
        add(key + "kinds", fmt::format("has \"{}\"; the kinds are {}", kind, known));
      }
      for (const auto& language : route.languages) {
        if (!is_language_tag(language))
          add(key + "languages",
              fmt::format("has \"{}\"; a language is a BCP 47 tag, such as en or pt-BR", language));
      }
    }
  }

  void check_sources() {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < settings_.sources.size(); ++i) {
      const SourceSettings& source = settings_.sources[i];
      const std::string key = fmt::format("sources[{}].", i);
      if (source.name.empty()) {
        add(key + "name", "is missing");
      } else if (!seen.insert(source.name).second) {
        add(key + "name", fmt::format("is \"{}\", which names a source already", source.name));
      }
      for (const auto& alias : source.aliases) {
        if (!seen.insert(alias).second)
          add(key + "aliases", fmt::format("has \"{}\", which names a source already", alias));
      }
    }
  }

  void check_http() {
    const std::string& listen = settings_.http.listen;
    if (listen.empty() || listen == kNoListen) return;
    if (const auto address = parse_listen(listen); !address) add("http.listen", address.error());
  }

  void check_amounts() {
    const auto& [window, first_seen] =
        std::pair(settings_.dedup.window, settings_.dedup.first_seen_window);
    if (first_seen < window)
      add("dedup.first_seen_window", "is shorter than dedup.window, which then never applies",
          {"dedup.window"});
    if (settings_.pipeline.buffer_bytes < settings_.pipeline.batch_bytes)
      add("pipeline.buffer_bytes", "is less than pipeline.batch_bytes: not one batch would fit",
          {"pipeline.batch_bytes"});
    if (settings_.limits.html_bytes < settings_.limits.body_bytes)
      add("limits.html_bytes",
          "is less than limits.body_bytes: a page is never smaller than its text",
          {"limits.body_bytes"});
    if (settings_.journal.keep < first_seen)
      add("journal.keep",
          "is shorter than dedup.first_seen_window: what is remembered would not "
          "outlast a restart",
          {"dedup.first_seen_window"});
    if (!is_uri_prefix(settings_.output.uri_prefix))
      add("output.uri_prefix",
          fmt::format("is \"{}\"; it must begin like a URI, such as urn:article",
                      settings_.output.uri_prefix));
  }

  const Settings& settings_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> find_conflicts(const Settings& settings) {
  auto problems = Checker(settings).check();
  for (auto& problem : find_kafka_conflicts(settings)) problems.push_back(std::move(problem));
  if (const std::size_t bytes = journalled_yaml(settings).size(); bytes > kMostJournalledBytes) {
    problems.push_back({0, 0, "",
                        fmt::format("is too long for the journal, which holds it whole: {} bytes "
                                    "with all defaults, and {} fit; name fewer routes or sources",
                                    bytes, kMostJournalledBytes),
                        ""});
  }
  return problems;
}

std::vector<Problem> check_run(const Settings& settings) {
  if (settings.uses_kafka()) return check_kafka_run(settings);
  std::vector<Problem> problems;
  const std::filesystem::path input = settings.input.files;
  const std::filesystem::path output = settings.output.files;
  if (input.empty())
    problems.push_back({0, 0, "input.files",
                        "is not set: the folder to read (on Kafka: kafka.brokers and "
                        "input.topics)",
                        ""});
  if (output.empty())
    problems.push_back({0, 0, "output.files", "is not set: the folder to write", ""});
  if (settings.input.start != "earliest")
    problems.push_back({0, 0, "input.start",
                        "is for Kafka: a folder is always read from its beginning; leave it out, "
                        "and keep what is not to be read in another folder",
                        ""});
  if (input.empty() || output.empty()) return problems;
  std::error_code unreadable;
  if (std::filesystem::weakly_canonical(input / "", unreadable) ==
      std::filesystem::weakly_canonical(output / "", unreadable)) {
    problems.push_back(
        {0, 0, "output.files", "is input.files too: the output would be read again", ""});
  }
  return problems;
}

}  // namespace copytaster
