#include "pipeline/dedup/fingerprint.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <string_view>
#include <utility>

#include "pipeline/dedup/function_words.h"
#include "pipeline/dedup/outline.h"
#include "pipeline/hash.h"
#include "pipeline/text/content.h"

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
constexpr std::size_t kSparse = 10;  ///< words in a row that are none of the skeleton
constexpr std::size_t kWordGram = 3;
constexpr std::size_t kFew = 16;  ///< hashes that are sorted as they are, or found in one bucket
constexpr unsigned kDroppedBits = 8;

/// Word lists of a 32-bit rolling kind: each gram's hash is the mix of its members' hashes in
/// order. Only the first `size` words are read.
template <std::size_t kLength>
std::vector<std::uint32_t> grams(const std::vector<std::uint32_t>& words, std::size_t size) {
  std::vector<std::uint32_t> hashes;
  if (size < kLength) return hashes;
  hashes.reserve(size);
  for (std::size_t i = 0; i + kLength <= size; ++i) {
    std::uint64_t gram = kLength;
    for (std::size_t j = 0; j < kLength; ++j) gram = combine(gram, words[i + j]);
    hashes.push_back(static_cast<std::uint32_t>(gram >> 32U));
  }
  return hashes;
}

/// Sorts hashes, which lie evenly over their range: into buckets by their leading bits, about one
/// for each hash, which leaves few of them out of their place, and none far.
void sort_hashes(std::vector<std::uint32_t>& hashes) {
  if (hashes.size() < kFew) {
    std::sort(hashes.begin(), hashes.end());
    return;
  }
  const auto bits = static_cast<int>(std::bit_width(hashes.size()));
  const int shift = std::numeric_limits<std::uint32_t>::digits - bits;
  std::vector<std::uint32_t> ends((std::size_t{1} << bits) + 1);  // of the bucket before, at first
  for (const std::uint32_t hash : hashes) ++ends[(hash >> shift) + 1];
  const bool even = *std::max_element(ends.begin(), ends.end()) <= kFew;
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  std::vector<std::uint32_t> sorted(hashes.size());
  for (const std::uint32_t hash : hashes) sorted[ends[hash >> shift]++] = hash;
  hashes.swap(sorted);
  if (!even) {
    std::sort(hashes.begin(), hashes.end());
    return;
  }
  for (std::size_t i = 1; i < hashes.size(); ++i) {
    const std::uint32_t hash = hashes[i];
    std::size_t at = i;
    for (; at > 0 && hashes[at - 1] > hash; --at) hashes[at] = hashes[at - 1];
    hashes[at] = hash;
  }
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

// What a word is, beside a word: bits of TextWords::kinds.
constexpr std::uint8_t kInSkeleton = 1;
constexpr std::uint8_t kIsNumber = 2;
constexpr std::uint8_t kIsName = 4;
constexpr std::uint8_t kIsFigure = 8;  ///< a number, in figures or spelt out
// Above them: its Weight, see outline.h.

/// The hashes of those of the first `most` words that are of this kind.
std::vector<std::uint32_t> of_kind(const TextWords& words, std::uint8_t kind, std::size_t most) {
  std::vector<std::uint32_t> hashes(most);
  std::size_t size = 0;
  for (std::size_t i = 0; i < most; ++i) {  // without a branch, for no one can foretell it
    hashes[size] = words.hashes[i];
    size += (words.kinds[i] & kind) != 0 ? 1U : 0U;
  }
  hashes.resize(size);
  return hashes;
}

/// In a language whose function words are not known hardly a word is of the skeleton, and a piece
/// of a text would have none of its own: behind so many words without one every word is.
std::vector<std::uint32_t> skeleton_grams(const TextWords& words, std::size_t most) {
  std::vector<std::uint32_t> skeleton(most);
  std::size_t size = 0;
  std::size_t without = 0;
  for (std::size_t i = 0; i < most; ++i) {
    const bool stays = (words.kinds[i] & kInSkeleton) != 0;
    skeleton[size] = words.hashes[i];
    size += stays || without >= kSparse ? 1U : 0U;
    without = stays ? 0 : without + 1;
  }
  skeleton.resize(size);
  return grams<kSkeletonGram>(skeleton, size);
}

/// What a word adds to a figure that it is part of; the same for "6 April" and "April 6".
std::uint32_t value_of(std::uint32_t word) {
  if (const std::uint32_t spelt_out = number_of_word(word); spelt_out != 0) return spelt_out;
  const std::uint32_t month = month_of_word(word);
  return month != 0 ? month : word;
}

/// Each figure by its place: the two words before it and the one after, whatever figures are among
/// them. Figures in a row are one, as "6-1/16" is, and so is a month beside a day.
std::vector<std::uint32_t> figures_in_places(const TextWords& words) {
  constexpr std::uint32_t kFigure = 1;
  const std::size_t size = words.hashes.size();
  const auto near = [&](std::size_t at) {
    return at >= size ? 0 : (words.kinds[at] & kIsFigure) != 0 ? kFigure : words.hashes[at];
  };
  std::vector<std::uint32_t> figures;
  const auto is_figure = [&](std::size_t at) {
    return at < size && (words.kinds[at] & kIsFigure) != 0;
  };
  const auto is_month = [&](std::size_t at) {
    return at < size && month_of_word(words.hashes[at]) != 0;
  };
  for (std::size_t i = 0; i < size; ++i) {
    if (!is_figure(i)) continue;
    std::size_t begin = i;
    std::size_t end = i + 1;
    while (is_figure(end) || is_month(end)) ++end;
    if (begin > 0 && is_month(begin - 1)) --begin;
    std::uint32_t figure = 0;
    for (std::size_t at = begin; at < end; ++at) figure += value_of(words.hashes[at]);
    const std::uint64_t place = combine(combine(near(begin - 2), near(begin - 1)), near(end));
    figures.push_back((static_cast<std::uint32_t>(place >> 32U) & kPlaceMask) |
                      (figure & ~kPlaceMask));
    i = end;
  }
  return figures;
}

/// "P.M." keeps its last dot, and "p.m." leaves it to the sentence.
std::uint32_t word_hash(const Token& token, std::string_view text) {
  if (text[token.end - 1] != '.') return token.hash;
  return text::token_hash(text.substr(token.begin, token.end - token.begin - 1));
}

/// The first word of a sentence is capitalised whatever it is, and may have been swapped.
bool is_name(const Token& token, bool after_stop) {
  return token.letter_case == LetterCase::kUpper || token.letter_case == LetterCase::kMixed ||
         (token.letter_case == LetterCase::kCapitalised && !(token.starts_sentence && after_stop));
}

bool is_connecting(const Token& token, std::string_view text) {
  return is_function_word(token.hash) ||
         is_short_word_of_another_alphabet(text.substr(token.begin, token.end - token.begin));
}

/// What a machine that swaps synonyms leaves standing, names apart. A script without capitals tells
/// no names from other words: there every word stays, and a copy is found by its words alone.
bool is_left_standing(const Token& token, bool connecting) {
  return token.kind == TokenKind::kNumber || token.letter_case == LetterCase::kNone || connecting;
}

/// What a word that is no name, number or function word tells. Letters of other alphabets are
/// mostly of two bytes.
Weight weight_of(const Token& token, std::string_view text) {
  constexpr std::size_t kLong = 7;
  constexpr std::size_t kShort = 4;
  const bool latin = static_cast<unsigned char>(text[token.begin]) < 0x80U;
  const std::size_t letters = (token.end - token.begin) / (latin ? 1 : 2);
  return letters >= kLong ? Weight::kLong : letters <= kShort ? Weight::kShort : Weight::kPlain;
}

// Letters to a word, on average, of what is written without spaces.
constexpr std::uint32_t kIdeographs = 2;
constexpr std::uint32_t kAlphabet = 4;

bool is_stop(char mark) { return mark == '.' || mark == '!' || mark == '?'; }

/// How many letters make a word where each is a token by itself: in Thai and Lao, in Han and kana.
/// 0 for other tokens.
std::uint32_t letters_of_a_word(const Token& token, std::string_view text) {
  if (token.end - token.begin != 3 || token.letter_case != LetterCase::kNone) return 0;
  const auto first = static_cast<unsigned char>(text[token.begin]);
  const auto second = static_cast<unsigned char>(text[token.begin + 1]);
  if (first >= 0xe3 && first <= 0xe9) return kIdeographs;
  return first == 0xe0 && second >= 0xb8 && second <= 0xbb ? kAlphabet : 0;
}

/// Gathers the words of a text. Letters that stand alone are put together: a word
/// ends after those that their hash chooses, so the same text has the same words wherever it
/// stands.
class Collector {
 public:
  Collector(std::string_view text, std::size_t tokens) : text_(text) {
    words_.hashes.reserve(tokens);
    words_.kinds.reserve(tokens);
  }

  void add(const Token& token) {
    const std::uint32_t letters = letters_of_a_word(token, text_);
    if (letters == 0 || token.begin != run_end_) end_run();
    if (token.masked || token.kind == TokenKind::kPunctuation || token.kind == TokenKind::kOther) {
      after_stop_ = after_stop_ || token.masked || is_stop(text_[token.begin]);
      return;
    }
    const bool after_stop = std::exchange(after_stop_, false);
    if (letters == 0) {
      const bool name = is_name(token, after_stop);
      const bool number = token.kind == TokenKind::kNumber;
      const bool connecting = !name && !number && is_connecting(token, text_);
      push(word_hash(token, text_),
           static_cast<std::uint8_t>(
               (name ? kIsName : 0) | (number ? kIsNumber : 0) |
               (number || number_of_word(token.hash) != 0 ? kIsFigure : 0) |
               (name || is_left_standing(token, connecting) ? kInSkeleton : 0)),
           name || number ? Weight::kFact
           : connecting   ? Weight::kNone
                          : weight_of(token, text_));
      return;
    }
    run_ = run_end_ == 0 ? token.hash : static_cast<std::uint32_t>(combine(run_, token.hash));
    run_end_ = token.end;
    if (token.hash % letters == 0) end_run();
  }
  /// What was added since the last end of a line is one, from `begin` to `end` of the text, if it
  /// holds any word that counts.
  void end_line(std::size_t begin, std::size_t end) {
    end_run();
    const std::size_t first = line_begin_;
    const std::size_t size = words_.hashes.size() - first;
    line_begin_ = words_.hashes.size();
    if (size == 0) return;
    const auto hash = hash64({reinterpret_cast<const char*>(words_.hashes.data() + first),
                              size * sizeof(std::uint32_t)});
    words_.lines.push_back({static_cast<std::uint32_t>(hash >> 32U),
                            static_cast<std::uint32_t>(first),
                            static_cast<std::uint32_t>(size),
                            {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}});
  }

  TextWords take() {
    end_run();
    return std::move(words_);
  }

 private:
  void push(std::uint32_t hash, std::uint8_t kind, Weight weight) {
    words_.hashes.push_back(hash);
    words_.kinds.push_back(
        static_cast<std::uint8_t>(kind | (static_cast<unsigned>(weight) << kWeightBits)));
  }
  void end_run() {
    if (run_end_ != 0) push(run_, kInSkeleton, Weight::kPlain);
    run_end_ = 0;
  }

  std::string_view text_;
  TextWords words_;
  std::size_t line_begin_ = 0;  ///< of its words
  bool after_stop_ = true;      ///< no word since: a sentence begins by its marks, not its line
  std::uint32_t run_ = 0;
  std::uint32_t run_end_ = 0;  ///< in bytes; 0: no letters wait
};

/// The headline's words: no lines.
TextWords headline_words(const text::Document& document) {
  Collector collector(document.headline, document.headline_tokens.size());
  for (const Token& token : document.headline_tokens) collector.add(token);
  TextWords words = collector.take();
  words.content = text::content_hash(document.headline, document.headline_tokens);
  return words;
}

}  // namespace

bool is_of_skeleton(const Token& token, std::string_view text) {
  return (token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber) &&
         (is_name(token, true) || is_left_standing(token, is_connecting(token, text)));
}

std::uint64_t headline_hash(const text::Document& document) {
  return text::content_hash(document.headline, document.headline_tokens);
}

TextWords read_words(const text::Document& document) {
  const std::string_view body = document.body;
  Collector collector(body, document.body_tokens.size());
  std::size_t begin = 0;
  std::size_t end = std::min(body.find('\n'), body.size());
  for (const Token& token : document.body_tokens) {
    while (token.begin >= end && end < body.size()) {
      collector.end_line(begin, end);
      begin = end + 1;
      end = std::min(body.find('\n', begin), body.size());
    }
    collector.add(token);
  }
  collector.end_line(begin, end);
  TextWords words = collector.take();
  if (words.hashes.empty()) return headline_words(document);
  words.content = text::content_hash(body, document.body_tokens);
  if (words.lines.size() > kMostLines) {
    words.lines.erase(words.lines.begin() + kMostLines / 2, words.lines.end() - kMostLines / 2);
  }
  const text::CodePoints points(body);
  for (TextLine& line : words.lines) line.at = points.of({line.at.begin, line.at.end});
  return words;
}

TextWords without(const TextWords& words, const std::vector<bool>& leave_out) {
  TextWords left;
  left.content = words.content;
  left.hashes.reserve(words.hashes.size());
  left.kinds.reserve(words.kinds.size());
  const auto keep = [&](std::size_t begin, std::size_t end) {
    const auto from = static_cast<std::ptrdiff_t>(begin);
    const auto to = static_cast<std::ptrdiff_t>(end);
    left.hashes.insert(left.hashes.end(), words.hashes.begin() + from, words.hashes.begin() + to);
    left.kinds.insert(left.kinds.end(), words.kinds.begin() + from, words.kinds.begin() + to);
  };
  std::size_t at = 0;
  for (std::size_t i = 0; i < words.lines.size(); ++i) {
    if (!leave_out[i]) continue;
    keep(at, words.lines[i].first_word);
    at = words.lines[i].first_word + words.lines[i].words;
  }
  keep(at, words.hashes.size());
  return left;
}

Fingerprint make_fingerprint(const TextWords& words, std::uint64_t headline) {
  const std::size_t size = words.hashes.size();
  Fingerprint print;
  print.headline = headline;
  print.content = size == 0 ? 0 : words.content;
  print.words = static_cast<std::uint32_t>(size);
  print.skeleton = sample(skeleton_grams(words, size), kSampleLeast, kSampleMost, 0);
  print.word_grams =
      sample(grams<kWordGram>(words.hashes, size), kSampleLeast, kSampleMost, kDroppedBits);
  print.numbers = sample(of_kind(words, kIsNumber, size), kFactsMost, kFactsMost, kDroppedBits);
  print.names = sample(of_kind(words, kIsName, size), kFactsMost, kFactsMost, kDroppedBits);
  print.figures = sample(figures_in_places(words), kFactsMost, kFactsMost, 0);
  print.outline = make_outline(words);
  return print;
}

Fingerprint make_fingerprint(const text::Document& document) {
  return make_fingerprint(read_words(document), headline_hash(document));
}

Fingerprint make_lead(const TextWords& words) {
  const std::size_t size = std::min(kLeadWords, words.hashes.size());
  Fingerprint print;
  print.words = static_cast<std::uint32_t>(words.hashes.size());
  print.skeleton = sample(skeleton_grams(words, size), kLeadWords, kLeadWords, 0);
  print.word_grams =
      sample(grams<kWordGram>(words.hashes, size), kLeadWords, kLeadWords, kDroppedBits);
  return print;
}

}  // namespace copytaster::dedup
