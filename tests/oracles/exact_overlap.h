#pragma once

#include <set>
#include <vector>

#include "pipeline/text/document.h"

namespace copytaster::oracles {

/// Word 3-grams in full, kept as they are instead of hashed and sampled.
using Grams = std::set<std::vector<std::uint32_t>>;

inline Grams word_grams(const text::Document& document) {
  std::vector<std::uint32_t> words;
  for (const auto& token : document.body_tokens) {
    const bool counts =
        token.kind == text::TokenKind::kWord || token.kind == text::TokenKind::kNumber;
    if (counts && !token.masked) words.push_back(token.hash);
  }
  Grams grams;
  for (std::size_t i = 0; i + 3 <= words.size(); ++i) {
    grams.insert({words[i], words[i + 1], words[i + 2]});
  }
  return grams;
}

struct Shares {
  double jaccard = 0;
  double of_left = 0;
  double of_right = 0;
};

inline Shares shares(const Grams& left, const Grams& right) {
  std::size_t shared = 0;
  for (const auto& gram : left) shared += right.count(gram);
  const auto part = [shared](std::size_t of) {
    return of == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(of);
  };
  return {part(left.size() + right.size() - shared), part(left.size()), part(right.size())};
}

}  // namespace copytaster::oracles
