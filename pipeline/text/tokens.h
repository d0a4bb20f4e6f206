#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace copytaster::text {

/// Half-open range in bytes of a UTF-8 text.
struct ByteRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const ByteRange&) const = default;
};

enum class TokenKind : std::uint8_t { kWord, kNumber, kPunctuation, kOther };
/// None: of what is no word, and of scripts without capitals.
enum class LetterCase : std::uint8_t { kNone, kLower, kCapitalised, kUpper, kMixed };

/// A word ("don't", "U.S.", "Suk-yeol", "a.m"), number ("5,000.25", "2017"), punctuation mark or
/// anything else (URL, handle, hashtag, emoji). Of scripts without spaces each letter is a word
/// with its marks, and each run of Katakana. Every room reads the same tokens: a text is scanned
/// once.
struct Token {
  std::uint32_t begin = 0;  ///< bytes into the text
  std::uint32_t end = 0;
  std::uint32_t hash = 0;  ///< of the case-folded bytes: equal for "China" and "CHINA"
  TokenKind kind = TokenKind::kOther;
  LetterCase letter_case = LetterCase::kNone;
  bool starts_sentence = false;
  bool masked =
      false;  ///< furniture, credit lines, datelines: sent out, but no part of the fingerprint
};

/// The tokens of `text`, in order; white space belongs to none. `text` is valid UTF-8 of less than
/// 4 GiB, in `language` (BCP 47; "" where unknown), which only decides where sentences end.
[[nodiscard]] std::vector<Token> tokenize(std::string_view text, std::string_view language = {});

/// The hash that `tokenize` gives a token with these bytes.
[[nodiscard]] std::uint32_t token_hash(std::string_view word);

}  // namespace copytaster::text
