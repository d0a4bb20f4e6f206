#include "daemon/kafka/input_topics.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "daemon/kafka/topic_plan.h"

namespace copytaster::kafka {

Result<TopicPatterns, Failure> input_patterns(const Settings& settings) {
  std::vector<std::string> topics = settings.input.topics;
  if (!settings.input.overrides.empty()) topics.push_back(settings.input.overrides);
  auto patterns = TopicPatterns::parse(topics, written_topics(settings));
  if (!patterns)
    return Error<Failure>({Remedy::kStop, patterns.error() + " (setting input.topics)"});
  return std::move(*patterns);
}

FoundInputs find_inputs(Admin& admin, const TopicPatterns& patterns) {
  std::vector<std::string> wanted = patterns.names();
  if (patterns.has_patterns()) {
    auto all = admin.topics();
    if (!all) return Error<Failure>(all.error());
    for (auto& topic : *all) {
      if (patterns.matches(topic)) wanted.push_back(std::move(topic));
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  }
  return admin.describe(wanted);
}

std::vector<std::string> missing_inputs(const TopicPatterns& patterns,
                                        const std::map<std::string, TopicDescription>& found,
                                        bool has_user, const std::set<std::string>& told) {
  std::vector<std::string> absent;
  for (const auto& name : patterns.names()) {
    if (!found.contains(name) && !told.contains(name)) absent.push_back(name);
  }
  std::vector<std::string> there;
  for (const auto& [topic, description] : found) there.push_back(topic);
  std::vector<std::string> idle;
  for (const auto& [pattern, taken] : patterns.taken_by_pattern(there)) {
    if (taken.empty()) idle.push_back(pattern);
  }
  std::vector<std::string> words;
  if (!absent.empty())
    words.push_back(
        fmt::format("no input topic {} exists: make it with `copytaster topics "
                    "--create`, or correct the setting input.topics "
                    "(input.overrides, where it is that one)",
                    fmt::join(absent, ", ")));
  if (!idle.empty())
    words.push_back(
        fmt::format("no topic matches the pattern {}: correct the setting "
                    "input.topics, or make the topic{}",
                    fmt::join(idle, ", "), has_user ? fmt::format(", {}", kUnlisted) : ""));
  return words;
}

std::size_t count_partitions(const FoundInputs::value_type& found) {
  std::size_t count = 0;
  for (const auto& [topic, description] : found)
    count += static_cast<std::size_t>(description.partitions);
  return count;
}

}  // namespace copytaster::kafka
