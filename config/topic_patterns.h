#pragma once

#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/result.h"

namespace copytaster {

/// The topics to read: names, and patterns, which begin with ^ and are regular expressions
/// (ECMAScript) for whole names. A pattern never takes a topic that `excluded` names or one of
/// Kafka's own (they begin with two underscores). Immutable.
class TopicPatterns {
 public:
  TopicPatterns() = default;
  /// Fails with a pattern's text and what is wrong with it.
  static Result<TopicPatterns> parse(const std::vector<std::string>& topics,
                                     std::vector<std::string> excluded);

  [[nodiscard]] bool matches(std::string_view topic) const;
  [[nodiscard]] bool pattern_matches(std::string_view topic) const;
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] bool has_patterns() const { return !patterns_.empty(); }

 private:
  std::vector<std::string> names_;
  std::vector<std::regex> patterns_;
  std::vector<std::string> excluded_;
};

}  // namespace copytaster
