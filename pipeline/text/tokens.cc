#include "pipeline/text/tokens.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

#include "pipeline/hash.h"
#include "pipeline/letter_case.h"
#include "pipeline/text/eight_bytes.h"
#include "pipeline/text/sentences.h"

namespace copytaster::text {
namespace {

/// What the scanner asks of an ASCII byte, as bits.
enum AsciiKind : std::uint8_t {
  kLetter = 1U << 0U,
  kUpper = 1U << 1U,
  kDigit = 1U << 2U,
  kSpace = 1U << 3U,
  kPunctuation = 1U << 4U,
  kAddress = 1U << 6U,  ///< begins addresses, handles and tags
  kInside = 1U << 5U,   ///< no letter, but may stand inside a word: "don't", "Suk-yeol", "U.S."
};

constexpr std::array<std::uint8_t, 128> ascii_kinds() {
  std::array<std::uint8_t, 128> kinds{};
  for (char c = 'a'; c <= 'z'; ++c) kinds[static_cast<unsigned char>(c)] = kLetter;
  for (char c = 'A'; c <= 'Z'; ++c) kinds[static_cast<unsigned char>(c)] = kLetter | kUpper;
  for (char c = '0'; c <= '9'; ++c) kinds[static_cast<unsigned char>(c)] = kDigit;
  for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'})
    kinds[static_cast<unsigned char>(c)] = kSpace;
  for (const char c : std::string_view("!\"#%()*,/:;?@[\\]_{}"))
    kinds[static_cast<unsigned char>(c)] = kPunctuation;
  for (const char c : std::string_view("'-&."))
    kinds[static_cast<unsigned char>(c)] = kPunctuation | kInside;
  for (const char c : std::string_view("hHwW@#")) kinds[static_cast<unsigned char>(c)] |= kAddress;
  return kinds;
}
constexpr std::array<std::uint8_t, 128> kAscii = ascii_kinds();

constexpr bool is_ascii(unsigned char c) { return c < 0x80; }
constexpr bool is_ascii(unsigned char c, unsigned kinds) {
  return c < 0x80 && (kAscii[c] & kinds) != 0;
}

/// One code point of valid UTF-8 and what the scanner asks of it.
struct CodePoint {
  utf8proc_int32_t value = 0;
  std::uint32_t size = 1;
  bool letter = false;
  bool upper = false;
  bool caseless = false;  ///< a letter of a script without capitals
  bool digit = false;
  bool space = false;
  bool alone = false;  ///< of a script written without spaces: a token by itself
};

bool written_without_spaces(utf8proc_int32_t c) {
  if (c < 0x0e00) return false;
  if (c < 0x3040)  // Thai and Lao, Burmese, Khmer
    return c < 0x0f00 || (c >= 0x1000 && c < 0x10a0) || (c >= 0x1780 && c < 0x1800);
  return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

CodePoint decode_wide(std::string_view text, std::size_t at) {
  CodePoint point;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &point.value);
  if (size < 1) return point;
  point.size = static_cast<std::uint32_t>(size);
  const auto category = utf8proc_category(point.value);
  point.upper = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
  point.caseless = category == UTF8PROC_CATEGORY_LO;
  point.letter = category <= UTF8PROC_CATEGORY_ME && category != UTF8PROC_CATEGORY_CN;
  point.digit = category == UTF8PROC_CATEGORY_ND;
  point.space = category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
                category == UTF8PROC_CATEGORY_ZP;
  point.alone = point.letter && written_without_spaces(point.value);
  return point;
}

inline CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (!is_ascii(byte)) return decode_wide(text, at);
  CodePoint point;
  point.value = byte;
  point.letter = (kAscii[byte] & kLetter) != 0;
  point.upper = (kAscii[byte] & kUpper) != 0;
  point.digit = (kAscii[byte] & kDigit) != 0;
  point.space = (kAscii[byte] & kSpace) != 0;
  return point;
}

/// A word of nothing but letters of ASCII.
struct PlainWord {
  std::size_t size = 0;  ///< 0: there is none
  std::uint32_t hash = 0;
  LetterCase letter_case = LetterCase::kLower;
};

/// The case of a word: whether its first letter is a capital, any behind that is, any is none.
LetterCase case_of(bool first, bool others, bool small) {
  if (!others) return first ? LetterCase::kCapitalised : LetterCase::kLower;
  return first && !small ? LetterCase::kUpper : LetterCase::kMixed;
}

/// Whether a word may go on behind its letters of ASCII, or be the beginning of an address.
constexpr bool may_go_on(char behind) {
  const auto byte = static_cast<unsigned char>(behind);
  return !is_ascii(byte) || is_ascii(byte, kDigit | kInside) || byte == ':';
}

/// The plain word at `at`, as nearly all are, read eight letters at a time. There is none where the
/// word may go on, is very long, or stands at the very end of the text.
PlainWord plain_word(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 3 * kStep;
  std::array<char, kLongest> folded;
  if (at + kLongest >= text.size()) return {};
  PlainWord word;
  std::uint64_t large = 0;  // bit 7 of each capital, in turn of each eight
  std::uint64_t small = 0;  // of each other letter
  std::size_t letters = kStep;
  while (letters == kStep) {
    if (word.size == kLongest) return {};
    const std::uint64_t bytes = load(text, at + word.size);
    const std::uint64_t folded_bytes = fold(bytes);
    std::memcpy(folded.data() + word.size, &folded_bytes, kStep);
    const std::uint64_t others = no_letters(folded_bytes);
    letters = static_cast<std::size_t>(std::countr_zero(others)) / 8;
    const std::uint64_t inside = (others - 1) & ~others & 0x80 * kOnes;  // of each letter
    const std::uint64_t upper = capitals(bytes) & inside;
    large |= word.size == 0 ? upper & ~std::uint64_t{0x80} : upper;
    small |= inside & ~upper;
    word.size += letters;
  }
  if (may_go_on(text[at + word.size])) return {};
  word.hash = static_cast<std::uint32_t>(hash64({folded.data(), word.size}));
  word.letter_case =
      case_of(is_ascii(static_cast<unsigned char>(text[at]), kUpper), large != 0, small != 0);
  return word;
}

/// token_hash of the first `size` bytes. Nearly every word is short, ASCII and not at the very end
/// of its text: it is folded in whole steps, beyond its end.
std::uint32_t hash_first(std::string_view text, std::size_t size) {
  std::array<char, 4 * kStep> word;
  if (size > word.size() || text.size() < size + kStep) return token_hash(text.substr(0, size));
  std::uint64_t seen = 0;
  for (std::size_t at = 0; at < size; at += kStep) {
    std::uint64_t bytes = load(text, at);
    const std::size_t beyond = at + kStep > size ? at + kStep - size : 0;
    seen |= bytes << (8 * beyond);
    bytes = fold(bytes);
    std::memcpy(word.data() + at, &bytes, kStep);
  }
  if ((seen & 0x80 * kOnes) != 0) return token_hash(text.substr(0, size));
  return static_cast<std::uint32_t>(hash64({word.data(), size}));
}

bool is_punctuation(utf8proc_int32_t c) {
  if (c < 0x80) return is_ascii(static_cast<unsigned char>(c), kPunctuation);
  const auto category = utf8proc_category(c);
  return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

/// The bytes of the code point at `at` when it may stand inside a word (don't, Suk-yeol, U.S.),
/// else 0.
std::uint32_t joiner(std::string_view text, std::size_t at) {
  if (text[at] == '\'' || text[at] == '-' || text[at] == '&') return 1;
  if (text.substr(at, 3) == "\xe2\x80\x99") return 3;
  return 0;
}

bool is_katakana(utf8proc_int32_t c) { return c >= 0x30a1 && c <= 0x30ff; }

/// Where what belongs to a letter of a script without spaces ends: its marks (vowels and tones of
/// Thai), and of Katakana the whole run, which is a word.
std::size_t cluster_end(std::string_view text, std::size_t at, utf8proc_int32_t first) {
  while (at < text.size() && !is_ascii(static_cast<unsigned char>(text[at]))) {
    const CodePoint point = decode(text, at);
    const auto category = utf8proc_category(point.value);
    const bool mark = category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
    if (!mark && !(is_katakana(first) && is_katakana(point.value))) break;
    at += point.size;
  }
  return at;
}

bool is_regional(utf8proc_int32_t c) { return c >= 0x1f1e6 && c <= 0x1f1ff; }

/// Where an emoji of several code points ends: colours of skin, joined ones, two letters of a flag.
std::size_t emoji_end(std::string_view text, std::size_t at, utf8proc_int32_t first) {
  if (first < 0x2190) return at;
  bool joined = false;
  while (at < text.size() && !is_ascii(static_cast<unsigned char>(text[at]))) {
    const CodePoint point = decode(text, at);
    const utf8proc_int32_t c = point.value;
    const bool modifies = c == 0xfe0f || c == 0x200d || c == 0x20e3 ||
                          (c >= 0x1f3fb && c <= 0x1f3ff) || (c >= 0xe0020 && c <= 0xe007f);
    if (!modifies && !joined && !(is_regional(first) && is_regional(c))) break;
    joined = c == 0x200d;
    if (is_regional(c)) first = 0;
    at += point.size;
  }
  return at;
}

/// A byte of a handle, a hashtag or an address of mail.
bool is_name_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return !is_ascii(byte) || is_ascii(byte, kLetter | kDigit) || c == '_';
}

bool may_begin_address(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return is_ascii(byte, kAddress);
}

/// Where the address in the net, of mail, the handle or the hashtag that begins here ends; 0 where
/// none does.
std::size_t address_end(std::string_view text, std::size_t at) {
  const char c = text[at];
  std::size_t end = at + 1;
  if (c == '@' || c == '#') {
    while (end < text.size() && is_name_byte(text[end]) &&
           (is_ascii(static_cast<unsigned char>(text[end])) || decode(text, end).letter ||
            (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U))
      ++end;
    const bool named =
        end > at + 1 && (c == '@' || !is_ascii(static_cast<unsigned char>(text[at + 1]), kDigit));
    return named ? end : 0;
  }
  const auto begins = [text, at](std::string_view what) {
    return text.substr(at).starts_with(what);
  };
  if (!begins("http://") && !begins("https://") && !begins("www.") && !begins("HTTP://") &&
      !begins("HTTPS://") && !begins("WWW."))
    return 0;
  static constexpr std::string_view kEnds = "\"<>{}|\\^`";
  while (end < text.size() && static_cast<unsigned char>(text[end]) > ' ' &&
         is_ascii(static_cast<unsigned char>(text[end])) && kEnds.find(text[end]) == kEnds.npos)
    ++end;
  // A sentence's own marks may stand behind it; a bracket is its own where it opened there.
  static constexpr std::string_view kTrailing = ".,;:!?'*_)]";
  while (end > at && kTrailing.find(text[end - 1]) != kTrailing.npos) {
    if (text[end - 1] == ')' && text.substr(at, end - at).find('(') != text.npos) break;
    --end;
  }
  return end;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Token> scan() {
    tokens_.reserve(text_.size() / 5 + 4);
    while (at_ < text_.size()) {
      if (text_[at_] == ' ') {
        ++at_;
        continue;
      }
      if (is_ascii(static_cast<unsigned char>(text_[at_]), kLetter)) {
        if (const PlainWord plain = plain_word(text_, at_); plain.size > 0) {
          push(plain);
          continue;
        }
      }
      const CodePoint point = decode(text_, at_);
      if (point.space) {
        if (point.value == '\n') note(breaks_.lines);
        at_ += point.size;
      } else if (const std::size_t end =
                     may_begin_address(text_[at_]) ? address_end(text_, at_) : 0) {
        const std::size_t begin = at_;
        at_ = end;
        push(begin, TokenKind::kOther, LetterCase::kNone);
      } else if (point.letter) {
        word(point);
      } else if (point.digit) {
        number();
      } else {
        mark(point);
      }
    }
    return std::move(tokens_);
  }

  [[nodiscard]] const Breaks& breaks() const { return breaks_; }

 private:
  /// Notes the next token, once.
  void note(std::vector<std::uint32_t>& list) const {
    const auto next = static_cast<std::uint32_t>(tokens_.size());
    if (list.empty() || list.back() != next) list.push_back(next);
  }

  void push(const PlainWord& word) {
    Token token;
    token.begin = static_cast<std::uint32_t>(at_);
    at_ += word.size;
    token.end = static_cast<std::uint32_t>(at_);
    token.hash = word.hash;
    token.kind = TokenKind::kWord;
    token.letter_case = word.letter_case;
    tokens_.push_back(token);
  }

  void push(std::size_t begin, TokenKind kind, LetterCase letter_case) {
    Token token;
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(at_);
    token.hash = hash_first(text_.substr(begin), at_ - begin);
    token.kind = kind;
    token.letter_case = letter_case;
    tokens_.push_back(token);
  }

  void word(const CodePoint& first) {
    const std::size_t begin = at_;
    std::size_t letters = 0;
    std::size_t uppers = 0;
    if (first.alone) {
      at_ = cluster_end(text_, at_ + first.size, first.value);
      push(begin, TokenKind::kWord, LetterCase::kNone);
      return;
    }
    while (at_ < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (is_ascii(byte)) {
        if ((kAscii[byte] & (kLetter | kDigit)) != 0) {
          letters += kAscii[byte] & kLetter;
          uppers += (kAscii[byte] & kUpper) / kUpper;
          ++at_;
          continue;
        }
        if ((kAscii[byte] & kInside) == 0) break;
      }
      const CodePoint point = decode(text_, at_);
      if ((point.letter && !point.alone) || point.digit) {
        letters += point.letter ? 1U : 0U;
        uppers += point.upper ? 1U : 0U;
        at_ += point.size;
        continue;
      }
      if (abbreviation_dot(begin)) {
        ++at_;
        continue;
      }
      const std::uint32_t joined = joiner(text_, at_);
      if (joined == 0 || at_ + joined >= text_.size()) break;
      const CodePoint next = decode(text_, at_ + joined);
      if (!next.letter && !next.digit) break;
      at_ += joined;
    }
    LetterCase letter_case = LetterCase::kLower;
    if (first.upper) letter_case = uppers == 1 ? LetterCase::kCapitalised : LetterCase::kMixed;
    if (uppers == letters && letters > 1) letter_case = LetterCase::kUpper;
    if (!first.upper && uppers > 0) letter_case = LetterCase::kMixed;
    if (first.caseless) letter_case = LetterCase::kNone;
    if (text_[at_ - 1] == '.') note(breaks_.stops);
    push(begin, TokenKind::kWord, letter_case);
  }

  /// Whether the full stop here belongs to initials such as "U.S." or "J.", single capitals before
  /// it, or stands within an abbreviation or a name ("a.m.", "Amazon.com"): small letters follow.
  [[nodiscard]] bool abbreviation_dot(std::size_t begin) const {
    if (text_[at_] != '.' || at_ == begin) return false;
    if (at_ + 1 < text_.size() && text_[at_ + 1] >= 'a' && text_[at_ + 1] <= 'z') return true;
    const auto last = static_cast<unsigned char>(text_[at_ - 1]);
    if (last < 'A' || last > 'Z') return false;
    return at_ - begin == 1 || text_[at_ - 2] == '.';
  }

  void number() {
    const std::size_t begin = at_;
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      const bool inner = (c == '.' || c == ',' || c == ':') && at_ + 1 < text_.size() &&
                         is_ascii(static_cast<unsigned char>(text_[at_ + 1]), kDigit);
      const CodePoint point = decode(text_, at_);
      if (!point.digit && !inner && !is_ascii(c, kLetter)) break;
      at_ += point.size;
    }
    push(begin, TokenKind::kNumber, LetterCase::kNone);
  }

  void mark(const CodePoint& point) {
    const std::size_t begin = at_;
    at_ = emoji_end(text_, at_ + point.size, point.value);
    const auto c = point.value;
    if (c == '.' || c == '!' || c == '?' || c >= 0x80) note(breaks_.stops);
    push(begin, is_punctuation(point.value) ? TokenKind::kPunctuation : TokenKind::kOther,
         LetterCase::kNone);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  Breaks breaks_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text, std::string_view language) {
  Scanner scanner(text);
  std::vector<Token> tokens = scanner.scan();
  mark_sentences(text, tokens, scanner.breaks(), language);
  return tokens;
}

std::uint32_t token_hash(std::string_view word) {
  std::string folded = in_small_ascii(word);
  const bool ascii = std::all_of(word.begin(), word.end(),
                                 [](char c) { return is_ascii(static_cast<unsigned char>(c)); });
  if (ascii) return static_cast<std::uint32_t>(hash64(folded));
  folded.clear();
  for (std::size_t at = 0; at < word.size();) {
    utf8proc_int32_t value = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(word.data() + at),
                                       static_cast<utf8proc_ssize_t>(word.size() - at), &value);
    if (size < 1) {
      folded.push_back(word[at++]);
      continue;
    }
    at += static_cast<std::size_t>(size);
    // The typographic apostrophe is the same word as the plain one.
    value = value == 0x2019 ? '\'' : utf8proc_tolower(value);
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto length = utf8proc_encode_char(value, bytes.data());
    folded.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
  }
  return static_cast<std::uint32_t>(hash64(folded));
}

}  // namespace copytaster::text
