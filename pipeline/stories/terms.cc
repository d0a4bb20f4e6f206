#include "pipeline/stories/terms.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "pipeline/dedup/fingerprint.h"

namespace copytaster::stories {
namespace {

constexpr std::size_t kTerms = 48;
constexpr std::uint32_t kShortest = 3;  ///< bytes of a word
constexpr double kScale = 1000;

struct Count {
  std::uint32_t hash = 0;
  std::uint32_t times = 0;
};

class Counter {
 public:
  void add(const std::vector<text::Token>& tokens, std::uint32_t times) {
    for (const auto& token : tokens) {
      if (token.kind != text::TokenKind::kWord || token.masked ||
          token.end - token.begin < kShortest)
        continue;
      if (!dedup::is_function_word(token.hash)) add(token.hash, times);
    }
  }
  void add(std::uint32_t hash, std::uint32_t times) {
    const auto [place, is_new] = places_.emplace(hash, counts_.size());
    if (is_new) counts_.push_back({hash, 0});
    counts_[place->second].times += times;
  }
  /// In order of first occurrence.
  std::vector<Count>& counts() { return counts_; }

 private:
  std::unordered_map<std::uint32_t, std::size_t> places_;
  std::vector<Count> counts_;
};

}  // namespace

std::vector<StoryTerm> story_terms(const text::Document& document,
                                   const std::vector<Entity>& entities) {
  Counter counter;
  counter.add(document.headline_tokens, 2);
  counter.add(document.body_tokens, 1);
  for (const auto& entity : entities) counter.add(text::tokenize(entity.name), 1);
  auto& counts = counter.counts();
  std::stable_sort(counts.begin(), counts.end(),
                   [](const Count& left, const Count& right) { return left.times > right.times; });
  if (counts.size() > kTerms) counts.resize(kTerms);
  std::vector<StoryTerm> terms;
  terms.reserve(counts.size());
  for (const auto& count : counts) {
    const double weight =
        std::min(65535.0, kScale * (1 + std::log(static_cast<double>(count.times))));
    terms.push_back({count.hash, static_cast<std::uint16_t>(weight)});
  }
  std::sort(terms.begin(), terms.end(),
            [](const StoryTerm& left, const StoryTerm& right) { return left.hash < right.hash; });
  return terms;
}

}  // namespace copytaster::stories
