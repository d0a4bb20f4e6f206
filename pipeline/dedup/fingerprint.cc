#include "pipeline/dedup/fingerprint.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include "pipeline/hash.h"

namespace copytaster::dedup {
namespace {

using text::LetterCase;
using text::Token;
using text::TokenKind;

constexpr std::size_t kSampleLeast = 64;
constexpr std::size_t kSampleShare = 8;
constexpr std::size_t kSampleMost = 192;
constexpr std::size_t kNumbersMost = 16;
constexpr std::size_t kLeadWords = 120;
constexpr std::size_t kSkeletonGram = 4;
constexpr std::size_t kWordGram = 3;
constexpr std::size_t kBuckets = 256;
constexpr std::uint32_t kBucketRange = 1U << 24U;  ///< hashes of one bucket
constexpr unsigned kDroppedBits = 8;

constexpr std::array<std::string_view, 150> kFunctionWords = {
    "a",       "about",   "above",    "across",  "after",   "again",   "against", "all",
    "along",   "also",    "although", "among",   "an",      "and",     "any",     "are",
    "around",  "as",      "at",       "be",      "because", "been",    "before",  "behind",
    "being",   "below",   "between",  "both",    "but",     "by",      "can",     "could",
    "despite", "did",     "do",       "does",    "down",    "during",  "each",    "either",
    "else",    "even",    "every",    "few",     "for",     "from",    "further", "had",
    "has",     "have",    "he",       "her",     "here",    "hers",    "him",     "his",
    "how",     "however", "i",        "if",      "in",      "into",    "is",      "it",
    "its",     "itself",  "less",     "may",     "me",      "might",   "more",    "most",
    "much",    "must",    "my",       "neither", "never",   "no",      "nor",     "not",
    "now",     "of",      "off",      "on",      "once",    "one",     "only",    "or",
    "other",   "our",     "out",      "over",    "own",     "per",     "quite",   "rather",
    "same",    "shall",   "she",      "should",  "since",   "so",      "some",    "still",
    "such",    "than",    "that",     "the",     "their",   "them",    "then",    "there",
    "these",   "they",    "this",     "those",   "though",  "through", "to",      "too",
    "toward",  "towards", "under",    "unless",  "until",   "up",      "upon",    "us",
    "very",    "was",     "we",       "were",    "what",    "when",    "where",   "whether",
    "which",   "while",   "who",      "whom",    "whose",   "why",     "will",    "with",
    "within",  "without", "would",    "yet",     "you",     "your"};

/// The hashes of the function words, in a table that is mostly free: asked for every word of every
/// article, and nearly always answered by the first slot.
class FunctionWords {
 public:
  FunctionWords() {
    for (const auto word : kFunctionWords) {
      std::uint32_t hash = text::token_hash(word);
      while (slots_[hash % kSlots] != 0) ++hash;
      slots_[hash % kSlots] = text::token_hash(word);
    }
  }
  [[nodiscard]] bool contains(std::uint32_t hash) const {
    for (std::uint32_t at = hash; slots_[at % kSlots] != 0; ++at) {
      if (slots_[at % kSlots] == hash) return true;
    }
    return false;
  }

 private:
  static constexpr std::uint32_t kSlots = 1024;
  std::array<std::uint32_t, kSlots> slots_{};  ///< open addressing; 0 is free
};

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
};

Words collect(const std::vector<Token>& tokens, std::size_t most = SIZE_MAX) {
  Words words;
  const std::size_t size = std::min(most, tokens.size());
  words.all.reserve(size);
  words.skeleton.reserve(size);
  for (const Token& token : tokens) {
    if (words.all.size() == most) break;
    if (token.masked || token.kind == TokenKind::kPunctuation || token.kind == TokenKind::kOther)
      continue;
    words.all.push_back(token.hash);
    const bool number = token.kind == TokenKind::kNumber;
    // The first word of a sentence is capitalised whatever it is, and a spinner may have changed
    // it.
    const bool name = (token.letter_case == LetterCase::kCapitalised && !token.starts_sentence) ||
                      token.letter_case == LetterCase::kUpper ||
                      token.letter_case == LetterCase::kMixed;
    if (number) words.numbers.push_back(token.hash);
    if (number || name || is_function_word(token.hash)) words.skeleton.push_back(token.hash);
  }
  return words;
}

}  // namespace

bool is_function_word(std::uint32_t token_hash) {
  static const FunctionWords kWords;
  return kWords.contains(token_hash);
}

Fingerprint make_fingerprint(const text::Document& document) {
  const Words headline = collect(document.headline_tokens);
  Words body = collect(document.body_tokens);
  if (body.all.empty()) body = headline;
  Fingerprint print;
  print.headline = hash_words(headline.all);
  print.content = hash_words(body.all);
  print.words = static_cast<std::uint32_t>(body.all.size());
  print.skeleton = sample(grams<kSkeletonGram>(body.skeleton), kSampleLeast, kSampleMost, 0);
  print.word_grams = sample(grams<kWordGram>(body.all), kSampleLeast, kSampleMost, kDroppedBits);
  print.numbers = sample(std::move(body.numbers), kNumbersMost, kNumbersMost, kDroppedBits);
  return print;
}

Fingerprint make_lead(const text::Document& document) {
  const Words lead = collect(document.body_tokens, kLeadWords);
  Fingerprint print;
  print.words = static_cast<std::uint32_t>(std::count_if(
      document.body_tokens.begin(), document.body_tokens.end(), [](const Token& token) {
        return !token.masked && token.kind != TokenKind::kPunctuation &&
               token.kind != TokenKind::kOther;
      }));
  print.skeleton = sample(grams<kSkeletonGram>(lead.skeleton), kLeadWords, kLeadWords, 0);
  print.word_grams = sample(grams<kWordGram>(lead.all), kLeadWords, kLeadWords, kDroppedBits);
  return print;
}

}  // namespace copytaster::dedup
