#pragma once

#include <map>
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
  /// Which of these topics each pattern takes, by its text, in their order.
  [[nodiscard]] std::map<std::string, std::vector<std::string>> taken_by_pattern(
      const std::vector<std::string>& topics) const;

 private:
  struct Pattern {
    std::string text;
    std::regex expression;
    [[nodiscard]] bool matches(std::string_view topic) const;
  };
  [[nodiscard]] bool is_excluded(std::string_view topic) const;

  std::vector<std::string> names_;
  std::vector<Pattern> patterns_;
  std::vector<std::string> excluded_;
};

}  // namespace copytaster
