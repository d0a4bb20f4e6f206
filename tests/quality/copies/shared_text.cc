#include "tests/quality/copies/shared_text.h"

#include <algorithm>
#include <cmath>

#include "pipeline/hash.h"
#include "tests/quality/copies/peers.h"

namespace copytaster::quality {
namespace {

/// Of the shorter one of two natural articles in the other: less, and neither is a copy.
constexpr double kSameText = 0.5;
constexpr double kAsMuch = 0.9;

}  // namespace

Grams grams_of(const std::string& text, std::size_t length) {
  Grams grams;
  const auto words = plain_words(text);
  for (std::size_t i = 0; i + length <= words.size(); ++i) {
    std::uint64_t gram = words[i];
    for (std::size_t j = 1; j < length; ++j) gram = combine(gram, words[i + j]);
    grams.insert(gram);
  }
  return grams;
}

double share(const Grams& part, const Grams& whole) {
  if (part.empty()) return 0;
  const auto held = std::count_if(part.begin(), part.end(),
                                  [&](std::uint64_t gram) { return whole.contains(gram); });
  return static_cast<double>(held) / static_cast<double>(part.size());
}

bool is_no_copy(const NaturalArticle& later, const NaturalArticle& earlier, const Labels& labels) {
  const auto label = labels.find({earlier.name, later.name});
  if (label != labels.end())
    return label->second == PairLabel::kTemplate || label->second == PairLabel::kIndependent;
  const Grams left = grams_of(later.body);
  const Grams right = grams_of(earlier.body);
  return std::max(share(left, right), share(right, left)) < kSameText;
}

bool holds_as_much(const Grams& copy, const NaturalArticle& match, const NaturalArticle& original) {
  return share(copy, grams_of(match.body)) >= kAsMuch * share(copy, grams_of(original.body));
}

double upper_bound(std::size_t cases, std::size_t of) {
  constexpr double kZ = 1.645;
  const auto n = static_cast<double>(of);
  const double p = static_cast<double>(cases) / n;
  const double centre = p + kZ * kZ / (2 * n);
  const double spread = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  return (centre + spread) / (1 + kZ * kZ / n);
}

}  // namespace copytaster::quality
