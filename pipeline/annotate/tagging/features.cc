#include "pipeline/annotate/tagging/features.h"

#include <algorithm>

#include "pipeline/hash.h"

namespace copytaster::annotate {
namespace {

using text::LetterCase;
using text::TokenKind;

/// How a word stands elsewhere in the document.
enum DocumentBit : std::uint16_t {
  kSeenLower = 1U << 0U,
  kSeenInside = 1U << 1U,  ///< capitalised, and not because of its place
  kSeenAsFirst = 1U << 2U,
  kSeenAsLast = 1U << 3U,  ///< of a person's full name, by the rules
  kSeenInOrg = 1U << 4U,
  kSeenAsOrgEnd = 1U << 5U,
  kSeenAsPlace = 1U << 6U,
  kSeenAfterTitle = 1U << 7U,
  kSeenAfterIn = 1U << 8U,
  kSeenBesideSay = 1U << 9U,
  kSeenBeforeOrgHead = 1U << 10U,
  kSeenInRun = 1U << 11U,  ///< beside another capitalised word
};

constexpr std::uint32_t kLowerShape = 2;  ///< of every word in small letters
constexpr std::size_t kLongWord = 4;  ///< bytes; shorter words say nothing of a sentence's casing

std::uint32_t class_of(unsigned char c) {
  if (c >= 'A' && c <= 'Z') return 1;
  if (c >= 'a' && c <= 'z') return 2;
  if (c >= '0' && c <= '9') return 3;
  return c >= 0x80 ? 4U : 8U + c;
}

/// Runs of one class of characters count once, but for whether they are longer than one.
std::uint32_t shape_of(std::string_view word) {
  std::uint32_t shape = 17;
  for (std::size_t i = 0; i < word.size();) {
    const std::uint32_t kind = class_of(static_cast<unsigned char>(word[i]));
    std::size_t end = i + 1;
    while (end < word.size() && class_of(static_cast<unsigned char>(word[end])) == kind) ++end;
    shape = (shape ^ (kind * 2 + (end > i + 1 ? 1U : 0U))) * 0x01000193U;
    i = end;
  }
  return shape;
}

std::uint32_t folded(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 'A' && byte <= 'Z' ? byte + 32U : byte;
}

/// What is asked of every word.
void read_word(const text::Token& token, const Word& known, TagWord& word) {
  word.hash = known.hash;
  word.kinds = known.kinds;
  word.capital = known.capital;
  word.starts = token.starts_sentence;
  word.length = static_cast<std::uint8_t>(std::min<std::size_t>(token.end - token.begin, 255));
  word.shape = kLowerShape;
}

/// What is asked of candidates and their neighbours alone.
void read_letters(std::string_view text, const text::Token& token, TagWord& word) {
  std::string_view bytes = text.substr(token.begin, token.end - token.begin);
  if (word.hash != token.hash) bytes.remove_suffix(bytes[bytes.size() - 2] == '\'' ? 2 : 4);
  word.length = static_cast<std::uint8_t>(std::min<std::size_t>(bytes.size(), 255));
  if (token.letter_case != LetterCase::kLower) word.shape = shape_of(bytes.substr(0, 64));
  for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 4); ++i) {
    word.prefix = word.prefix << 8U | folded(bytes[i]);
    word.suffix |= folded(bytes[bytes.size() - 1 - i]) << (8 * i);
  }
}

bool is_wordy(const text::Token& token) {
  return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
}

Casing casing_of(const std::vector<text::Token>& tokens, const std::vector<TagWord>& words,
                 std::size_t begin, std::size_t end) {
  std::size_t all = 0;
  std::size_t long_words = 0;
  std::size_t capitals = 0;
  std::size_t long_capitals = 0;
  std::size_t upper = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (tokens[i].kind != TokenKind::kWord) continue;
    const bool is_long = tokens[i].end - tokens[i].begin >= kLongWord;
    const bool is_upper = tokens[i].letter_case == LetterCase::kUpper;
    ++all;
    long_words += is_long ? 1U : 0U;
    capitals += words[i].capital ? 1U : 0U;
    long_capitals += is_long && words[i].capital ? 1U : 0U;
    upper += is_long && is_upper ? 1U : 0U;
  }
  if (long_words >= 2 && upper * 10 >= long_words * 7) return Casing::kUpper;
  if (long_words >= 4 && long_capitals * 10 >= long_words * 9) return Casing::kTitle;
  if (all >= 3 && capitals == 0) return Casing::kLower;
  return Casing::kUsual;
}

void read_casing(const std::vector<text::Token>& tokens, std::vector<TagWord>& words) {
  for (std::size_t begin = 0; begin < words.size();) {
    std::size_t end = begin + 1;
    while (end < words.size() && !tokens[end].starts_sentence) ++end;
    const Casing casing = casing_of(tokens, words, begin, end);
    for (; begin < end; ++begin) words[begin].casing = casing;
  }
}

/// Whether the token by itself may be a name or part of one.
bool stands_out(const text::Token& token, const TagWord& word) {
  if (token.masked || !is_wordy(token)) return false;
  if (word.casing == Casing::kLower) return token.kind == TokenKind::kWord;
  return token.kind == TokenKind::kWord && token.letter_case != LetterCase::kLower &&
         token.letter_case != LetterCase::kNone;
}

void mark_candidates(std::string_view text, const std::vector<text::Token>& tokens,
                     std::vector<TagWord>& words) {
  std::vector<bool> out(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    out[i] = words[i].candidate = stands_out(tokens[i], words[i]);
    words[i].breaks = i > 0 && (tokens[i].masked || tokens[i - 1].masked ||
                                tokens[i].begin > tokens[i - 1].end + 1);
  }
  const auto is_out = [&](std::size_t i) { return i < out.size() && out[i]; };
  // "The", "But", "Monday": no names by themselves, and a third of all capitals.
  constexpr std::uint32_t kPlain = kCommon | kCalendar;
  constexpr std::uint32_t kNamed = kPlaceName | kOrgName | kPersonName | kFirstName | kSurname;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool plain = words[i].casing == Casing::kUsual && (words[i].kinds & kPlain) != 0 &&
                       (words[i].kinds & kNamed) == 0;
    if (plain && out[i] && !is_out(i + 1) && (i == 0 || !is_out(i - 1))) {
      out[i] = words[i].candidate = false;
    }
  }
  // What may stand within or at the end of a name: "von der", "747", the full stop of "Inc.".
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (out[i] || tokens[i].masked) continue;
    const bool before = out[i - 1];
    const bool after = is_out(i + 1);
    if (tokens[i].kind == TokenKind::kNumber) {
      words[i].candidate = before || after;
    } else if (tokens[i].kind == TokenKind::kWord) {
      words[i].candidate = (words[i].kinds & kParticle) != 0 &&
                           (before || after || (i > 1 && out[i - 2]) || is_out(i + 2));
    } else {
      const char c = text[tokens[i].begin];
      const bool joins = c == '.' || c == '-' || c == '&' || c == '\'' || c == '/';
      words[i].candidate = joins && before && (after || (c == '.' && words[i - 1].length <= 4));
    }
  }
}

void read_rules(const Names& names, std::vector<TagWord>& words) {
  for (const NameSpan& span : names.spans) {
    const auto type = static_cast<std::size_t>(span.type);
    const bool one = span.end == span.begin + 1;
    const auto evidence = static_cast<std::uint32_t>(
        hash64(span.evidence, (span.bare ? 2U : 0U) + (span.sure ? 1U : 0U)));
    for (std::size_t i = span.begin; i < span.end; ++i) {
      Place place = Place::kInside;
      if (i == span.begin) place = Place::kBegin;
      if (i + 1 == span.end) place = one ? Place::kOnly : Place::kLast;
      words[i].rule_label = label_of(type, place);
      words[i].rule = evidence * 31U + words[i].rule_label;
    }
  }
}

constexpr std::uint32_t feature(std::uint64_t number, std::uint64_t value) {
  std::uint64_t mixed = (value ^ number * 0x9e3779b97f4a7c15ULL) * 0xd6e8feb86659fd93ULL;
  mixed = (mixed ^ mixed >> 32U) * 0xd6e8feb86659fd93ULL;
  return static_cast<std::uint32_t>(mixed >> 32U);
}
constexpr std::uint64_t pair(std::uint64_t first, std::uint64_t second) {
  return first * 0xff51afd7ed558ccdULL + second;
}

/// The run of capitalised words around one of them.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
};

constexpr std::size_t kLongestRun = 6;

Run run_of(const std::vector<TagWord>& words, std::size_t i) {
  Run run{i, i + 1};
  while (run.begin > 0 && i - run.begin < kLongestRun && !words[run.begin].breaks &&
         words[run.begin - 1].candidate)
    --run.begin;
  while (run.end < words.size() && run.end - i < kLongestRun && !words[run.end].breaks &&
         words[run.end].candidate)
    ++run.end;
  return run;
}

/// Numbers of the templates; part of the model's format.
enum Template : std::uint64_t {
  kWord0 = 1,
  kWordM1,
  kWordP1,
  kWordM2,
  kWordP2,
  kPairM1,
  kPairP1,
  kShape0,
  kShapes,
  kAround,
  kKindsPairM1,
  kKindsPairP1,
  kFineM1,
  kFineP1,
  kLengthShape,
  kPrefix2,
  kSuffix2,
  kShapeM1,
  kShapeP1,
  kKindsShape,
  kPrefix3,
  kPrefix4,
  kSuffix3,
  kSuffix4,
  kFine0,
  kMiddle0,
  kMiddleM1,
  kMiddleP1,
  kMiddleRule,
  kCoarses,
  kKinds0,
  kKindsM1,
  kKindsP1,
  kRule0,
  kRules,
  kWordRule,
  kCasing,
  kStarts,
  kDocument,
  kDocumentBit,
  kRunPlace,
  kRunBefore,
  kRunAfter,
  kRunBeforeRule,
  kRunKinds
};

void neighbour_features(const std::vector<TagWord>& words, std::size_t i, FeatureList& out) {
  static const TagWord kNone{};
  const auto at = [&](std::size_t k, bool there) -> const TagWord& {
    return there ? words[k] : kNone;
  };
  const TagWord& word = words[i];
  const TagWord& before = at(i - 1, i > 0 && !word.breaks);
  const TagWord& before2 = at(i - 2, &before != &kNone && i > 1 && !before.breaks);
  const TagWord& after = at(i + 1, i + 1 < words.size() && !words[i + 1].breaks);
  const TagWord& after2 =
      at(i + 2, &after != &kNone && i + 2 < words.size() && !words[i + 2].breaks);
  out.add(feature(kWordM1, before.hash));
  out.add(feature(kWordP1, after.hash));
  out.add(feature(kWordM2, before2.hash));
  out.add(feature(kWordP2, after2.hash));
  out.add(feature(kAround, pair(before.hash, after.hash)));
  out.add(feature(kKindsPairM1, pair(before.kinds, word.kinds)));
  out.add(feature(kKindsPairP1, pair(word.kinds, after.kinds)));
  out.add(feature(kFineM1, fine_cluster(before.clusters)));
  out.add(feature(kFineP1, fine_cluster(after.clusters)));
  out.add(feature(kPairM1, pair(before.hash, word.hash)));
  out.add(feature(kPairP1, pair(word.hash, after.hash)));
  out.add(feature(kShapeM1, pair(before.shape, word.shape)));
  out.add(feature(kShapeP1, pair(word.shape, after.shape)));
  out.add(feature(kShapes, pair(pair(before.shape, word.shape), after.shape)));
  if (before.clusters != 0) {
    out.add(feature(kMiddleM1, middle_cluster(before.clusters)));
  }
  if (after.clusters != 0) {
    out.add(feature(kMiddleP1, middle_cluster(after.clusters)));
  }
  out.add(
      feature(kCoarses, pair(pair(coarse_cluster(before.clusters), coarse_cluster(word.clusters)),
                             coarse_cluster(after.clusters))));
  out.add(feature(kKindsM1, pair(before.kinds, word.shape)));
  out.add(feature(kKindsP1, pair(after.kinds, word.shape)));
  out.add(feature(kRules, (std::uint64_t{before.rule_label} << 16U) |
                              (std::uint64_t{word.rule_label} << 8U) | after.rule_label));
}

void run_features(const std::vector<TagWord>& words, std::size_t i, FeatureList& out) {
  const Run run = run_of(words, i);
  const TagWord& word = words[i];
  const std::uint64_t before =
      run.begin > 0 && !words[run.begin].breaks ? words[run.begin - 1].hash : 1;
  const std::uint64_t after =
      run.end < words.size() && !words[run.end].breaks ? words[run.end].hash : 1;
  const std::uint64_t place = (i - run.begin) * 16 + (run.end - i);
  out.add(feature(kRunPlace, pair(place, static_cast<std::uint64_t>(word.casing))));
  out.add(feature(kRunBefore, pair(before, i == run.begin ? 1 : 0)));
  out.add(feature(kRunAfter, pair(after, i + 1 == run.end ? 1 : 0)));
  out.add(feature(kRunBeforeRule, pair(before, word.rule_label)));
  std::uint32_t kinds = 0;
  for (std::size_t k = run.begin; k < run.end; ++k) kinds |= words[k].kinds;
  kinds &= kOrgHead | kPlaceHead | kOtherHead | kTitle | kFirstName | kPlaceStart;
  out.add(feature(kRunKinds, pair(kinds, std::min<std::size_t>(i - run.begin, 1) * 2 +
                                             (i + 1 == run.end ? 1U : 0U))));
}

}  // namespace

TagText tag_text(std::string_view text, const std::vector<text::Token>& tokens, const Names& names,
                 const ClusterTable& clusters) {
  TagText result;
  result.words.resize(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    read_word(tokens[i], names.words[i], result.words[i]);
  }
  read_casing(tokens, result.words);
  mark_candidates(text, tokens, result.words);
  read_rules(names, result.words);
  std::vector<std::uint32_t> near;  // candidates and their neighbours
  near.reserve(tokens.size() / 2);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool is_near = result.words[i].candidate || (i > 0 && result.words[i - 1].candidate) ||
                         (i + 1 < tokens.size() && result.words[i + 1].candidate);
    if (!is_near) continue;
    near.push_back(static_cast<std::uint32_t>(i));
    clusters.prefetch(result.words[i].hash);
  }
  for (const std::uint32_t i : near) {
    read_letters(text, tokens[i], result.words[i]);
    result.words[i].clusters = clusters.find(result.words[i].hash);
  }
  return result;
}

void DocumentWords::collect(const TagText& text) {
  const std::vector<TagWord>& words = text.words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const TagWord& word = words[i];
    if (!word.capital || !word.candidate) continue;
    std::size_t bits = 0;
    if (word.casing == Casing::kUsual && !word.starts) bits |= kSeenInside;
    const bool before = i > 0 && !word.breaks;
    const bool after = i + 1 < words.size() && !words[i + 1].breaks;
    if (word.rule_label != kOutside) {
      const std::size_t type = type_of(word.rule_label);
      const Place place = place_of(word.rule_label);
      if (type == 0 && place == Place::kBegin) bits |= kSeenAsFirst;
      if (type == 0 && place == Place::kLast) bits |= kSeenAsLast;
      if (type == 1) bits |= kSeenInOrg;
      if (type == 1 && place == Place::kLast) bits |= kSeenAsOrgEnd;
      if (type == 2) bits |= kSeenAsPlace;
    }
    if (before && (words[i - 1].kinds & kTitle) != 0) bits |= kSeenAfterTitle;
    if (before && (words[i - 1].kinds & kPlaceBefore) != 0) bits |= kSeenAfterIn;
    if ((before && (words[i - 1].kinds & kSay) != 0) || (after && (words[i + 1].kinds & kSay) != 0))
      bits |= kSeenBesideSay;
    if (after && (words[i + 1].kinds & kOrgHead) != 0) bits |= kSeenBeforeOrgHead;
    if ((before && words[i - 1].capital) || (after && words[i + 1].capital)) bits |= kSeenInRun;
    seen_.set(word.hash % seen_.size());
    const auto [found, added] = bits_.try_emplace(word.hash, bits);
    if (!added) found |= bits;
  }
  // Names come first in most texts: what stands before its first capital is not looked for.
  for (const TagWord& word : words) {
    if (!seen_[word.hash % seen_.size()]) continue;
    if (word.capital || word.shape != kLowerShape) continue;
    if (bits_.find(word.hash) != HashPlaces::kNone)
      bits_.try_emplace(word.hash, 0).first |= kSeenLower;
  }
}

void DocumentWords::look_up(TagText& text) const {
  for (TagWord& word : text.words) {
    if (!word.candidate) continue;
    const std::size_t bits = bits_.find(word.hash);
    if (bits != HashPlaces::kNone) word.document = static_cast<std::uint16_t>(bits);
  }
}

void word_features(const std::vector<TagWord>& words, std::size_t i, FeatureList& out) {
  const TagWord& word = words[i];
  out.count = 0;
  out.add(feature(kWord0, word.hash));
  out.add(feature(kShape0, word.shape));
  out.add(feature(kLengthShape, pair(std::min<std::uint32_t>(word.length, 12), word.shape)));
  out.add(feature(kPrefix2, word.prefix >> 16U));
  out.add(feature(kSuffix2, word.suffix & 0xffffU));
  if (word.length > 3) out.add(feature(kPrefix3, word.prefix >> 8U));
  if (word.length > 4) out.add(feature(kPrefix4, word.prefix));
  if (word.length > 3) out.add(feature(kSuffix3, word.suffix & 0xffffffU));
  if (word.length > 4) out.add(feature(kSuffix4, word.suffix));
  if (word.clusters != 0) {
    out.add(feature(kFine0, fine_cluster(word.clusters)));
    out.add(feature(kMiddle0, middle_cluster(word.clusters)));
    out.add(feature(kMiddleRule, pair(middle_cluster(word.clusters), word.rule_label)));
  }
  out.add(feature(kKinds0, word.kinds));
  out.add(feature(kKindsShape, pair(word.kinds, word.shape)));
  out.add(feature(kRule0, word.rule));
  out.add(feature(kWordRule, pair(word.hash, word.rule_label)));
  out.add(feature(kCasing, pair(static_cast<std::uint64_t>(word.casing), word.shape)));
  out.add(feature(kStarts, pair(word.starts ? 1 : 0, word.shape)));
  out.add(feature(kDocument, word.document));
  for (std::uint32_t bits = word.document; bits != 0; bits &= bits - 1) {
    out.add(feature(kDocumentBit, pair(bits & (~bits + 1), word.rule_label)));
  }
  neighbour_features(words, i, out);
  run_features(words, i, out);
}

}  // namespace copytaster::annotate
