#include "pipeline/stories/terms.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <utility>

#include "pipeline/dedup/function_words.h"

namespace copytaster::stories {
namespace {

constexpr std::size_t kTerms = 48;
constexpr std::uint32_t kEntityTimes =
    3;                                  ///< added to a word of a named entity: who and where tell
constexpr std::uint32_t kShortest = 3;  ///< bytes of a word
constexpr double kScale = 1000;
/// One word in a hundred shares its hash with another one of a vocabulary of 200,000.
constexpr std::uint32_t kHashMask = 0xffffffU;

struct Count {
  std::uint32_t hash = 0;
  std::uint32_t times = 0;
  std::uint32_t place = 0;  ///< 0 for the word that occurred first
};

/// Counts words by their hashes, in the order of their first occurrence.
class Counter {
 public:
  /// At most `words` distinct ones can be added.
  explicit Counter(std::size_t words) : places_(std::bit_ceil(2 * words + 1)) {
    counts_.reserve(words);
  }

  void add(const std::vector<text::Token>& tokens, std::uint32_t times) {
    for (const auto& token : tokens) {
      if (token.kind != text::TokenKind::kWord || token.masked ||
          token.end - token.begin < kShortest)
        continue;
      if (!dedup::is_function_word(token.hash)) add(token.hash & kHashMask, times);
    }
  }
  void add(std::uint32_t hash, std::uint32_t times) {
    std::size_t at = hash & (places_.size() - 1);
    while (places_[at] != 0 && counts_[places_[at] - 1].hash != hash)
      at = (at + 1) & (places_.size() - 1);
    if (places_[at] == 0) {
      counts_.push_back({hash, 0, static_cast<std::uint32_t>(counts_.size())});
      places_[at] = static_cast<std::uint32_t>(counts_.size());
    }
    counts_[places_[at] - 1].times += times;
  }

  /// The `most` most frequent, among equals the earliest, in no order; the counter is spent.
  std::vector<Count> most_frequent(std::size_t most) && {
    if (counts_.size() > most) {
      const auto end = counts_.begin() + static_cast<std::ptrdiff_t>(most);
      std::nth_element(
          counts_.begin(), end, counts_.end(), [](const Count& left, const Count& right) {
            return left.times != right.times ? left.times > right.times : left.place < right.place;
          });
      counts_.erase(end, counts_.end());
    }
    return std::move(counts_);
  }

 private:
  std::vector<std::uint32_t> places_;  ///< open addressing; place in `counts_` plus one, 0 is free
  std::vector<Count> counts_;
};

/// The tokens of all names, a line each: to scan one text costs less than many short ones.
std::vector<text::Token> tokens_of_names(const std::vector<Entity>& entities) {
  std::string names;
  for (const auto& entity : entities) {
    names += entity.name;
    names += '\n';
  }
  return text::tokenize(names);
}

}  // namespace

std::vector<StoryTerm> story_terms(const text::Document& document,
                                   const std::vector<Entity>& entities) {
  const std::vector<text::Token> names = tokens_of_names(entities);
  Counter counter(document.headline_tokens.size() + document.body_tokens.size() + names.size());
  counter.add(document.headline_tokens, 2);
  counter.add(document.body_tokens, 1);
  counter.add(names, kEntityTimes);
  const std::vector<Count> counts = std::move(counter).most_frequent(kTerms);
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
