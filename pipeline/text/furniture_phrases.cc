#include "pipeline/text/furniture_phrases.h"

#include <algorithm>

namespace copytaster::text {

Prefixes::Prefixes(std::string_view phrases) : buckets_(kBuckets) {
  while (!phrases.empty()) {
    const std::size_t end = std::min(phrases.find('|'), phrases.size());
    const std::string_view phrase = phrases.substr(0, end);
    buckets_[bucket(phrase)].push_back(phrase);
    phrases.remove_prefix(std::min(end + 1, phrases.size()));
  }
}

bool holds_any(std::string_view line, std::string_view phrases) {
  while (!phrases.empty()) {
    const std::size_t end = std::min(phrases.find('|'), phrases.size());
    if (line.find(phrases.substr(0, end)) != std::string_view::npos) return true;
    phrases.remove_prefix(std::min(end + 1, phrases.size()));
  }
  return false;
}

std::size_t words_in(std::string_view line) {
  return line.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(line.begin(), line.end(), ' '));
}

}  // namespace copytaster::text
