#include "pipeline/dedup/passages.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include "pipeline/dedup/fingerprint.h"
#include "pipeline/hash.h"

namespace copytaster::dedup {
namespace {

using text::ByteRange;
using text::Token;

constexpr std::size_t kPassageWords = 3;
constexpr std::size_t kFrameWords = 4;
constexpr std::size_t kPlaces = 16;  ///< of one gram in the right text that are tried

struct Run {
  std::size_t left = 0;  ///< index of its first word
  std::size_t right = 0;
  std::size_t size = 0;
};

std::uint64_t gram_at(const std::vector<Token>& words, std::size_t at, std::size_t size) {
  std::uint64_t gram = size;
  for (std::size_t i = at; i < at + size; ++i) gram = combine(gram, words[i].hash);
  return gram;
}

std::size_t common(const std::vector<Token>& left, std::size_t l, const std::vector<Token>& right,
                   std::size_t r) {
  std::size_t size = 0;
  while (l + size < left.size() && r + size < right.size() &&
         left[l + size].hash == right[r + size].hash)
    ++size;
  return size;
}

/// What is taken is passed over on the left, so each word is compared kPlaces times at most.
std::vector<Run> runs(const std::vector<Token>& left, const std::vector<Token>& right,
                      std::size_t least) {
  std::vector<Run> found;
  if (right.size() < least) return found;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> places;
  for (std::size_t r = 0; r + least <= right.size(); ++r) {
    auto& of_gram = places[gram_at(right, r, least)];
    if (of_gram.size() < kPlaces) of_gram.push_back(r);
  }
  for (std::size_t l = 0; l + least <= left.size();) {
    Run best;
    if (const auto of_gram = places.find(gram_at(left, l, least)); of_gram != places.end()) {
      for (const std::size_t r : of_gram->second) {
        const std::size_t size = common(left, l, right, r);
        if (size > best.size) best = {l, r, size};
      }
    }
    if (best.size >= least) found.push_back(best);
    l += std::max<std::size_t>(1, best.size);
  }
  return found;
}

std::vector<Token> words_of(std::string_view text) {
  std::vector<Token> words = text::tokenize(text);
  std::erase_if(words, [](const Token& token) {
    return token.kind != text::TokenKind::kWord && token.kind != text::TokenKind::kNumber;
  });
  return words;
}

std::vector<Token> skeleton_of(const std::vector<Token>& words, std::string_view text) {
  std::vector<Token> skeleton;
  for (const Token& word : words) {
    if (is_of_skeleton(word, text)) skeleton.push_back(word);
  }
  return skeleton;
}

/// Which bytes of a text its passages cover.
class Covered {
 public:
  Covered(const std::vector<Shared>& passages, ByteRange Shared::*side) {
    for (const auto& passage : passages) ranges_.push_back(passage.*side);
    std::sort(ranges_.begin(), ranges_.end(),
              [](ByteRange one, ByteRange other) { return one.begin < other.begin; });
  }
  [[nodiscard]] bool has(const Token& token) const {
    const auto next =
        std::upper_bound(ranges_.begin(), ranges_.end(), token.begin,
                         [](std::uint32_t at, ByteRange range) { return at < range.begin; });
    return std::any_of(ranges_.begin(), next,
                       [&](ByteRange range) { return token.begin < range.end; });
  }

 private:
  std::vector<ByteRange> ranges_;
};

}  // namespace

SharedText shared_text(std::string_view left, std::string_view right) {
  SharedText shared;
  const auto left_words = words_of(left);
  const auto right_words = words_of(right);
  for (const Run& run : runs(left_words, right_words, kPassageWords)) {
    shared.passages.push_back(
        {{left_words[run.left].begin, left_words[run.left + run.size - 1].end},
         {right_words[run.right].begin, right_words[run.right + run.size - 1].end},
         static_cast<std::uint32_t>(run.size)});
  }
  const auto left_frame = skeleton_of(left_words, left);
  const auto right_frame = skeleton_of(right_words, right);
  const Covered on_left(shared.passages, &Shared::left);
  const Covered on_right(shared.passages, &Shared::right);
  for (const Run& run : runs(left_frame, right_frame, kFrameWords)) {
    for (std::size_t i = 0; i < run.size; ++i) {
      const Token& l = left_frame[run.left + i];
      const Token& r = right_frame[run.right + i];
      if (!on_left.has(l) && !on_right.has(r))
        shared.frame.push_back({{l.begin, l.end}, {r.begin, r.end}, 1});
    }
  }
  return shared;
}

}  // namespace copytaster::dedup
