#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

/// Lists of phrases in one string, a bar between two of them, as the wordings of furniture are
/// written down. Lines and phrases are as `simple_line` makes them. Pure and thread-safe.
namespace copytaster::text {

/// Whether `is_meant` says so of one of the phrases; asks no further then.
bool any_phrase(std::string_view phrases, const auto& is_meant) {
  while (!phrases.empty()) {
    const std::string_view phrase = phrases.substr(0, phrases.find('|'));
    if (is_meant(phrase)) return true;
    phrases.remove_prefix(std::min(phrase.size() + 1, phrases.size()));
  }
  return false;
}

/// Phrases by their first two bytes, so that most lines are told from all of them by one look.
class Prefixes {
 public:
  /// `phrases` must outlive it.
  explicit Prefixes(std::string_view phrases);
  /// The bytes of the longest one that the line begins with, whole words; 0: none.
  [[nodiscard]] std::size_t match(std::string_view line) const {
    return longest(line,
                   [line](std::size_t size) { return line.size() == size || line[size] == ' '; });
  }
  /// The same, whatever follows.
  [[nodiscard]] std::size_t begin_of(std::string_view line) const {
    return longest(line, [](std::size_t) { return true; });
  }

 private:
  [[nodiscard]] std::size_t longest(std::string_view line, const auto& may_end_at) const {
    std::size_t found = 0;
    if (line.size() < 2) return found;
    for (const std::string_view phrase : buckets_[bucket(line)]) {
      if (phrase.size() > found && line.starts_with(phrase) && may_end_at(phrase.size()))
        found = phrase.size();
    }
    return found;
  }

  static constexpr std::size_t kBuckets = 256;
  static std::size_t bucket(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const auto second = static_cast<unsigned char>(text[1]);
    return (first * 31U + second) % kBuckets;
  }
  std::vector<std::vector<std::string_view>> buckets_;
};

/// Whether a phrase stands anywhere in the line, in a word or not.
[[nodiscard]] bool holds_any(std::string_view line, std::string_view phrases);

/// By their blanks.
[[nodiscard]] std::size_t words_in(std::string_view line);

}  // namespace copytaster::text
