#include "pipeline/text/furniture_phrases.h"

#include <algorithm>

namespace copytaster::text {

Prefixes::Prefixes(std::string_view phrases) : buckets_(kBuckets) {
  any_phrase(phrases, [this](std::string_view phrase) {
    buckets_[bucket(phrase)].push_back(phrase);
    return false;
  });
}

bool holds_any(std::string_view line, std::string_view phrases) {
  return any_phrase(phrases, [line](std::string_view phrase) {
    return line.find(phrase) != std::string_view::npos;
  });
}

std::size_t words_in(std::string_view line) {
  return line.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(line.begin(), line.end(), ' '));
}

}  // namespace copytaster::text
