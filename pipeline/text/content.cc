#include "pipeline/text/content.h"

#include <utf8proc.h>

#include <array>
#include <cstring>
#include <limits>
#include <string>

#include "pipeline/hash.h"
#include "pipeline/letter_case.h"
#include "pipeline/text/eight_bytes.h"

namespace copytaster::text {
namespace {

constexpr utf8proc_int32_t kFractionSlash = 0x2044;
constexpr std::uint16_t kItself = std::numeric_limits<std::uint16_t>::max();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Letters, their marks, and numbers of every kind: what a reader reads aloud.
bool counts(utf8proc_int32_t c) {
  const auto category = utf8proc_category(c);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/// Gathers letters and digits in small letters.
class Letters {
 public:
  explicit Letters(std::string_view text) : text_(text), letters_(text.size() + kLongest, '\0') {}

  void add(const Token& token) {
    const std::size_t size = token.end - token.begin;
    if (token.kind == TokenKind::kWord && size <= kLongest &&
        token.begin + kLongest <= text_.size() && add_plain(token.begin, size)) {
      return;
    }
    add_slowly(token.begin, token.end);
  }

  [[nodiscard]] std::uint64_t hash() const {
    return size_ == 0 ? 0 : hash64({letters_.data(), size_});
  }

 private:
  static constexpr std::size_t kLongest = 2 * kStep;

  /// A word of 16 letters of ASCII at most, as nearly all are; else false.
  bool add_plain(std::size_t at, std::size_t size) {
    reserve(kLongest);
    const std::uint64_t first = fold(load(text_, at));
    const std::uint64_t others = no_letters(first);
    std::memcpy(letters_.data() + size_, &first, kStep);
    if (size <= kStep) {
      if ((others << (8 * (kStep - size))) != 0) return false;
    } else {
      const std::uint64_t second = fold(load(text_, at + kStep));
      if (others != 0 || (no_letters(second) << (8 * (kLongest - size))) != 0) return false;
      std::memcpy(letters_.data() + size_ + kStep, &second, kStep);
    }
    size_ += size;
    return true;
  }

  void add_slowly(std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end;) {
      const char c = in_small_ascii(text_[at]);
      if (static_cast<unsigned char>(c) >= 0x80) {
        at += add_wide(at);
        continue;
      }
      if (is_digit(c)) part_figures(at);
      if (is_digit(c) || (c >= 'a' && c <= 'z')) put(c);
      if (is_digit(c)) digit_end_ = at + 1;
      ++at;
    }
  }

  /// Two runs of digits are two figures, or one with a mark in it.
  void part_figures(std::size_t at) {
    if (size_ == 0 || !is_digit(letters_[size_ - 1]) || digit_end_ == at) return;
    const char mark = at == digit_end_ + 1 ? text_[digit_end_] : ' ';
    put(mark == '.' || mark == ',' || mark == ':' ? mark : ' ');
  }

  /// The code point at `at`, and how many bytes it has.
  std::size_t add_wide(std::size_t at) {
    utf8proc_int32_t c = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text_.data() + at),
                                       static_cast<utf8proc_ssize_t>(text_.size() - at), &c);
    if (size < 1) return 1;
    const auto* property = utf8proc_get_property(c);
    if (property->decomp_seqindex == kItself && property->casefold_seqindex == kItself) {
      if (counts(c)) put(c);
      return static_cast<std::size_t>(size);
    }
    constexpr std::size_t kMost = 32;  // of what one code point stands for; the longest has 18
    std::array<utf8proc_int32_t, kMost> parts{};
    int boundary = 0;
    const auto options =
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
    const auto found = utf8proc_decompose_char(c, parts.data(), kMost, options, &boundary);
    for (utf8proc_ssize_t i = 0; i < found; ++i) {
      const utf8proc_int32_t part = parts.at(static_cast<std::size_t>(i));
      if (part == kFractionSlash) put(' ');
      if (!counts(part)) continue;
      if (i == 0 && part < 0x80 && is_digit(static_cast<char>(part))) part_figures(at);
      put(part);
      digit_end_ = at + static_cast<std::size_t>(size);
    }
    return static_cast<std::size_t>(size);
  }

  void put(utf8proc_int32_t c) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto size = utf8proc_encode_char(c, bytes.data());
    for (utf8proc_ssize_t i = 0; i < size; ++i)
      put(static_cast<char>(bytes.at(static_cast<std::size_t>(i))));
  }

  void put(char c) {
    reserve(1);
    letters_[size_++] = c;
  }

  void reserve(std::size_t more) {
    if (size_ + more > letters_.size()) letters_.resize(2 * letters_.size() + more);
  }

  std::string_view text_;
  std::string letters_;
  std::size_t size_ = 0;
  std::size_t digit_end_ = 0;  ///< of the last figure put, in `text_`
};

}  // namespace

std::uint64_t content_hash(std::string_view text, const std::vector<Token>& tokens) {
  Letters letters(text);
  for (const Token& token : tokens) {
    if (!token.masked && token.kind != TokenKind::kPunctuation) letters.add(token);
  }
  return letters.hash();
}

}  // namespace copytaster::text
