#include "pipeline/dedup/fingerprint.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <utility>

#include "pipeline/dedup/function_words.h"
#include "pipeline/hash.h"

namespace copytaster::dedup {
namespace {

using text::LetterCase;
using text::Token;
using text::TokenKind;

constexpr std::size_t kSampleLeast = 64;
constexpr std::size_t kSampleShare = 8;
constexpr std::size_t kSampleMost = 192;
constexpr std::size_t kFactsMost = 16;  ///< numbers, and as many names
constexpr std::size_t kLeadWords = 120;
constexpr std::size_t kSkeletonGram = 4;
constexpr std::size_t kWordGram = 3;
constexpr std::size_t kBuckets = 256;
constexpr std::uint32_t kBucketRange = 1U << 24U;  ///< hashes of one bucket
constexpr unsigned kDroppedBits = 8;

/// Word lists of a 32-bit rolling kind: each gram's hash is the mix of its members' hashes in
/// order.
template <std::size_t kLength>
std::vector<std::uint32_t> grams(const std::vector<std::uint32_t>& words) {
  std::vector<std::uint32_t> hashes;
  if (words.size() < kLength) return hashes;
  hashes.reserve(words.size());
  for (std::size_t i = 0; i + kLength <= words.size(); ++i) {
    std::uint64_t gram = kLength;
    for (std::size_t j = 0; j < kLength; ++j) gram = combine(gram, words[i + j]);
    hashes.push_back(static_cast<std::uint32_t>(gram >> 32U));
  }
  return hashes;
}

/// Sorts hashes, which lie evenly over their range: into buckets by their leading bits, and then
/// each bucket of a few.
void sort_hashes(std::vector<std::uint32_t>& hashes) {
  if (hashes.size() < kBuckets / 2) {
    std::sort(hashes.begin(), hashes.end());
    return;
  }
  std::array<std::uint32_t, kBuckets + 1> ends{};  // of the bucket before, until it is filled
  for (const std::uint32_t hash : hashes) ++ends[hash / kBucketRange + 1];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  std::vector<std::uint32_t> sorted(hashes.size());
  for (const std::uint32_t hash : hashes) sorted[ends[hash / kBucketRange]++] = hash;
  for (std::size_t i = 0, begin = 0; i < kBuckets; begin = ends[i++]) {
    if (ends[i] - begin > 1)
      std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(begin), sorted.begin() + ends[i]);
  }
  hashes.swap(sorted);
}

/// `dropped_bits` low bits of what is kept go. A sample that is only compared with one other needs
/// few: unlike 3-grams of two texts of 800 words agree in 24 bits in one of two hundred pairs,
/// which then seem to share one more. What is looked up among all texts needs 32.
Sketch sample(std::vector<std::uint32_t> hashes, std::size_t least, std::size_t most,
              unsigned dropped_bits) {
  sort_hashes(hashes);
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  Sketch sketch;
  sketch.population = static_cast<std::uint32_t>(hashes.size());
  const std::size_t size = std::min(most, std::max(least, hashes.size() / kSampleShare));
  const bool whole = hashes.size() <= size;
  if (!whole) hashes.resize(size);
  for (auto& hash : hashes) hash >>= dropped_bits;
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (whole) {
    sketch.population = static_cast<std::uint32_t>(hashes.size());
  } else {
    sketch.threshold = hashes.back();
  }
  // A copy of exactly its size: what was allocated held the whole text's hashes.
  sketch.hashes.assign(hashes.begin(), hashes.end());
  return sketch;
}

/// Feeds the words of a text, in order, to one hash.
std::uint64_t hash_words(const std::vector<std::uint32_t>& words) {
  return hash64(
      {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(std::uint32_t)});
}

struct Words {
  std::vector<std::uint32_t> all;
  std::vector<std::uint32_t> skeleton;
  std::vector<std::uint32_t> numbers;
  std::vector<std::uint32_t> names;
};

/// The first word of a sentence is capitalised whatever it is, and may have been swapped.
bool is_name(const Token& token) {
  return token.letter_case == LetterCase::kUpper || token.letter_case == LetterCase::kMixed ||
         (token.letter_case == LetterCase::kCapitalised && !token.starts_sentence);
}

/// What a machine that swaps synonyms leaves standing, names apart. A script without capitals tells
/// no names from other words: there every word stays, and a copy is found by its words alone.
bool is_left_standing(const Token& token, std::string_view text) {
  return token.kind == TokenKind::kNumber || token.letter_case == LetterCase::kNone ||
         is_function_word(token.hash) ||
         is_short_word_of_another_alphabet(text.substr(token.begin, token.end - token.begin));
}

// Letters to a word, on average, of what is written without spaces.
constexpr std::uint32_t kIdeographs = 2;
constexpr std::uint32_t kAlphabet = 4;

/// How many letters make a word where each is a token by itself: in Thai and Lao, in Han and kana.
/// 0 for other tokens.
std::uint32_t letters_of_a_word(const Token& token, std::string_view text) {
  if (token.end - token.begin != 3 || token.letter_case != LetterCase::kNone) return 0;
  const auto first = static_cast<unsigned char>(text[token.begin]);
  const auto second = static_cast<unsigned char>(text[token.begin + 1]);
  if (first >= 0xe3 && first <= 0xe9) return kIdeographs;
  return first == 0xe0 && second >= 0xb8 && second <= 0xbb ? kAlphabet : 0;
}

/// Gathers the words of a text, at most `most`. Letters that stand alone are put together: a word
/// ends after those that their hash chooses, so the same text has the same words wherever it
/// stands.
class Collector {
 public:
  Collector(std::string_view text, std::size_t most) : text_(text), most_(most) {}

  void add(const Token& token) {
    const std::uint32_t letters = letters_of_a_word(token, text_);
    if (letters == 0 || token.begin != run_end_) end_run();
    if (token.masked || token.kind == TokenKind::kPunctuation || token.kind == TokenKind::kOther)
      return;
    if (letters == 0) {
      const bool name = is_name(token);
      if (name) words_.names.push_back(token.hash);
      if (token.kind == TokenKind::kNumber) words_.numbers.push_back(token.hash);
      push(token.hash, name || is_left_standing(token, text_));
      return;
    }
    run_ = run_end_ == 0 ? token.hash : static_cast<std::uint32_t>(combine(run_, token.hash));
    run_end_ = token.end;
    if (token.hash % letters == 0) end_run();
  }
  [[nodiscard]] bool full() const { return words_.all.size() >= most_; }

  Words take() {
    end_run();
    return std::move(words_);
  }
  void reserve(std::size_t size) {
    words_.all.reserve(size);
    words_.skeleton.reserve(size);
  }

 private:
  void push(std::uint32_t hash, bool of_skeleton) {
    words_.all.push_back(hash);
    if (of_skeleton) words_.skeleton.push_back(hash);
  }
  void end_run() {
    if (run_end_ != 0 && !full()) push(run_, true);
    run_end_ = 0;
  }

  std::string_view text_;
  std::size_t most_;
  Words words_;
  std::uint32_t run_ = 0;
  std::uint32_t run_end_ = 0;  ///< in bytes; 0: no letters wait
};

Words collect(const std::vector<Token>& tokens, std::string_view text,
              std::size_t most = SIZE_MAX) {
  Collector collector(text, most);
  collector.reserve(std::min(most, tokens.size()));
  for (const Token& token : tokens) {
    if (collector.full()) break;
    collector.add(token);
  }
  return collector.take();
}

}  // namespace

Fingerprint make_fingerprint(const text::Document& document) {
  const Words headline = collect(document.headline_tokens, document.headline);
  Words body = collect(document.body_tokens, document.body);
  if (body.all.empty()) body = headline;
  Fingerprint print;
  print.headline = hash_words(headline.all);
  print.content = hash_words(body.all);
  print.words = static_cast<std::uint32_t>(body.all.size());
  print.skeleton = sample(grams<kSkeletonGram>(body.skeleton), kSampleLeast, kSampleMost, 0);
  print.word_grams = sample(grams<kWordGram>(body.all), kSampleLeast, kSampleMost, kDroppedBits);
  print.numbers = sample(std::move(body.numbers), kFactsMost, kFactsMost, kDroppedBits);
  print.names = sample(std::move(body.names), kFactsMost, kFactsMost, kDroppedBits);
  return print;
}

Fingerprint make_lead(const text::Document& document, std::uint32_t words) {
  const Words lead = collect(document.body_tokens, document.body, kLeadWords);
  Fingerprint print;
  print.words = words;
  print.skeleton = sample(grams<kSkeletonGram>(lead.skeleton), kLeadWords, kLeadWords, 0);
  print.word_grams = sample(grams<kWordGram>(lead.all), kLeadWords, kLeadWords, kDroppedBits);
  return print;
}

}  // namespace copytaster::dedup
