#include "config/topic_patterns.h"

#include <algorithm>
#include <utility>

namespace copytaster {

Result<TopicPatterns> TopicPatterns::parse(const std::vector<std::string>& topics,
                                           std::vector<std::string> excluded) {
  TopicPatterns parsed;
  parsed.excluded_ = std::move(excluded);
  for (const auto& topic : topics) {
    if (!topic.starts_with('^')) {
      parsed.names_.push_back(topic);
      continue;
    }
    try {
      parsed.patterns_.push_back(
          {topic, std::regex(topic, std::regex::ECMAScript | std::regex::optimize)});
    } catch (const std::regex_error& error) {
      return Error<std::string>(topic + ": " + error.what());
    }
  }
  return parsed;
}

bool TopicPatterns::Pattern::matches(std::string_view topic) const {
  return !topic.starts_with("__") && std::regex_match(topic.begin(), topic.end(), expression);
}

bool TopicPatterns::is_excluded(std::string_view topic) const {
  return std::find(excluded_.begin(), excluded_.end(), topic) != excluded_.end();
}

bool TopicPatterns::pattern_matches(std::string_view topic) const {
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [topic](const Pattern& pattern) { return pattern.matches(topic); });
}

bool TopicPatterns::matches(std::string_view topic) const {
  if (std::find(names_.begin(), names_.end(), topic) != names_.end()) return true;
  return !is_excluded(topic) && pattern_matches(topic);
}

std::map<std::string, std::vector<std::string>> TopicPatterns::taken_by_pattern(
    const std::vector<std::string>& topics) const {
  std::map<std::string, std::vector<std::string>> taken;
  for (const auto& pattern : patterns_) {
    auto& own = taken[pattern.text];
    for (const auto& topic : topics) {
      if (!is_excluded(topic) && pattern.matches(topic)) own.push_back(topic);
    }
  }
  return taken;
}

}  // namespace copytaster
