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
      parsed.patterns_.emplace_back(topic, std::regex::ECMAScript | std::regex::optimize);
    } catch (const std::regex_error& error) {
      return Error<std::string>(topic + ": " + error.what());
    }
  }
  return parsed;
}

bool TopicPatterns::pattern_matches(std::string_view topic) const {
  if (topic.starts_with("__")) return false;
  return std::any_of(patterns_.begin(), patterns_.end(), [topic](const std::regex& pattern) {
    return std::regex_match(topic.begin(), topic.end(), pattern);
  });
}

bool TopicPatterns::matches(std::string_view topic) const {
  if (std::find(names_.begin(), names_.end(), topic) != names_.end()) return true;
  return std::find(excluded_.begin(), excluded_.end(), topic) == excluded_.end() &&
         pattern_matches(topic);
}

}  // namespace copytaster
