#include "pipeline/annotate/training/word_clusters.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "pipeline/text/tokens.h"

namespace copytaster::annotate {
namespace {

/// Sparse vectors over `dimensions`, each of length one, one after the other.
struct Vectors {
  std::size_t dimensions = 0;
  std::vector<std::size_t> begins{0};
  std::vector<std::pair<std::uint32_t, float>> values;
  [[nodiscard]] std::size_t size() const { return begins.size() - 1; }

  /// Ends the vector whose values were appended since the last call.
  void end() {
    float square = 0;
    for (std::size_t k = begins.back(); k < values.size(); ++k)
      square += values[k].second * values[k].second;
    const float length = std::sqrt(square);
    for (std::size_t k = begins.back(); k < values.size() && length > 0; ++k)
      values[k].second /= length;
    begins.push_back(values.size());
  }
};

/// Centres by dimension, so that a sparse vector meets all centres at once.
struct Centres {
  std::size_t count = 0;
  std::vector<float> values;  ///< [dimension][centre]
};

Centres centres_of(const Vectors& vectors, const std::vector<std::uint32_t>& groups,
                   std::size_t count) {
  Centres centres{count, std::vector<float>(vectors.dimensions * count)};
  std::vector<float> squares(count);
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    for (std::size_t k = vectors.begins[i]; k < vectors.begins[i + 1]; ++k) {
      centres.values[vectors.values[k].first * count + groups[i]] += vectors.values[k].second;
    }
  }
  for (std::size_t d = 0; d < vectors.dimensions; ++d) {
    for (std::size_t c = 0; c < count; ++c)
      squares[c] += centres.values[d * count + c] * centres.values[d * count + c];
  }
  for (float& square : squares) square = square > 0 ? 1 / std::sqrt(square) : 0;
  for (std::size_t d = 0; d < vectors.dimensions; ++d) {
    for (std::size_t c = 0; c < count; ++c) centres.values[d * count + c] *= squares[c];
  }
  return centres;
}

/// The nearest centre of each vector; of equal ones the first.
std::vector<std::uint32_t> nearest(const Vectors& vectors, const Centres& centres) {
  std::vector<std::uint32_t> groups(vectors.size());
  std::vector<float> products(centres.count);
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    std::fill(products.begin(), products.end(), 0.0F);
    for (std::size_t k = vectors.begins[i]; k < vectors.begins[i + 1]; ++k) {
      const float* row = &centres.values[vectors.values[k].first * centres.count];
      const float value = vectors.values[k].second;
      for (std::size_t c = 0; c < centres.count; ++c) products[c] += value * row[c];
    }
    groups[i] = static_cast<std::uint32_t>(std::max_element(products.begin(), products.end()) -
                                           products.begin());
  }
  return groups;
}

struct Grouping {
  std::vector<std::uint32_t> groups;
  Centres centres;
};

Grouping group(const Vectors& vectors, std::size_t count, std::size_t rounds) {
  count = std::min(count, vectors.size());
  Grouping grouping;
  grouping.groups.resize(vectors.size());
  for (std::size_t i = 0; i < vectors.size(); ++i)
    grouping.groups[i] = static_cast<std::uint32_t>(i % count);
  // The first vectors alone are the first centres.
  Vectors seeds;
  seeds.dimensions = vectors.dimensions;
  seeds.begins.assign(vectors.begins.begin(),
                      vectors.begins.begin() + static_cast<std::ptrdiff_t>(count) + 1);
  seeds.values.assign(vectors.values.begin(),
                      vectors.values.begin() + static_cast<std::ptrdiff_t>(seeds.begins.back()));
  grouping.centres = centres_of(seeds, grouping.groups, count);
  for (std::size_t round = 0; round < rounds; ++round) {
    grouping.groups = nearest(vectors, grouping.centres);
    grouping.centres = centres_of(vectors, grouping.groups, count);
  }
  return grouping;
}

/// The centres as vectors, to be grouped themselves.
Vectors vectors_of(const Centres& centres, std::size_t dimensions) {
  Vectors vectors;
  vectors.dimensions = dimensions;
  for (std::size_t c = 0; c < centres.count; ++c) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      const float value = centres.values[d * centres.count + c];
      if (value != 0) vectors.values.emplace_back(static_cast<std::uint32_t>(d), value);
    }
    vectors.end();
  }
  return vectors;
}

}  // namespace

void WordClusterer::add(std::string_view text) {
  for (const text::Token& token : text::tokenize(text)) {
    if (token.starts_sentence) tokens_.push_back({kBreak, false});
    const auto [number, added] =
        numbers_.try_emplace(token.hash, static_cast<std::uint32_t>(hashes_.size()));
    if (added) {
      hashes_.push_back(token.hash);
      counts_.push_back(0);
    }
    ++counts_[number->second];
    const bool lower = token.kind != text::TokenKind::kWord ||
                       token.letter_case == text::LetterCase::kLower || token.starts_sentence;
    tokens_.push_back({number->second, !lower});
  }
  tokens_.push_back({kBreak, false});
}

std::vector<std::uint32_t> WordClusterer::most_frequent(const ClusterOptions& options) const {
  std::vector<std::uint32_t> words(hashes_.size() - 1);
  std::iota(words.begin(), words.end(), 1U);
  std::stable_sort(words.begin(), words.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return counts_[a] > counts_[b]; });
  while (!words.empty() && counts_[words.back()] < options.least) words.pop_back();
  words.resize(std::min(words.size(), options.words));
  return words;
}

/// The dimensions are each frequent word before and after, a sentence's end, all rarer words, and
/// whether the word is capitalised.
WordClusterer::Counts WordClusterer::count(const std::vector<std::uint32_t>& words,
                                           std::size_t most) const {
  const auto none = static_cast<std::uint32_t>(words.size());
  std::vector<std::uint32_t> rank(hashes_.size(), none);
  for (std::size_t i = 0; i < words.size(); ++i) rank[words[i]] = static_cast<std::uint32_t>(i);
  const auto contexts = static_cast<std::uint32_t>(std::min(most, words.size()));
  const std::uint32_t side = contexts + 2;
  Counts counts{std::vector<std::map<std::uint32_t, float>>(words.size()),
                std::vector<double>(2 * side + 2)};
  const auto context = [&](std::uint32_t word) {
    return word == kBreak ? contexts : std::min(rank[word], contexts + 1);
  };
  for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) {
    const std::uint32_t word = tokens_[i].word == kBreak ? none : rank[tokens_[i].word];
    if (word == none) continue;
    for (const std::uint32_t dimension :
         {context(tokens_[i - 1].word), side + context(tokens_[i + 1].word),
          2 * side + (tokens_[i].capital ? 1U : 0U)}) {
      ++counts.of_words[word][dimension];
      ++counts.totals[dimension];
    }
  }
  return counts;
}

ClusterTable WordClusterer::finish(const ClusterOptions& options) const {
  const std::vector<std::uint32_t> words = most_frequent(options);
  if (words.empty()) return {};
  const Counts counts = count(words, options.contexts);
  const double all = std::accumulate(counts.totals.begin(), counts.totals.end(), 0.0);
  Vectors vectors;
  vectors.dimensions = counts.totals.size();
  for (const auto& seen : counts.of_words) {
    double own = 0;
    for (const auto& [dimension, times] : seen) own += static_cast<double>(times);
    for (const auto& [dimension, times] : seen) {
      const double information =
          std::log(static_cast<double>(times) * all / (own * counts.totals[dimension]));
      if (information > 0) vectors.values.emplace_back(dimension, static_cast<float>(information));
    }
    vectors.end();
  }
  const auto fine = group(vectors, options.fine, options.rounds);
  const auto middle =
      group(vectors_of(fine.centres, vectors.dimensions), options.middle, options.rounds);
  const auto coarse =
      group(vectors_of(middle.centres, vectors.dimensions), options.coarse, options.rounds);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> packed;
  for (std::size_t w = 0; w < words.size(); ++w) {
    const std::uint32_t f = fine.groups[w];
    const std::uint32_t m = middle.groups[f];
    const std::uint32_t c = coarse.groups[m];
    packed.emplace_back(hashes_[words[w]], (f + 1) | (m + 1) << 12U | (c + 1) << 22U);
  }
  std::sort(packed.begin(), packed.end());
  return ClusterTable(std::move(packed));
}

}  // namespace copytaster::annotate
