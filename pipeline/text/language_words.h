#pragma once

#include <string_view>

namespace copytaster::text {

/// How sure the little words of a text make its language.
struct WordsLanguage {
  std::string_view language;  ///< BCP 47; empty where no words of any were there
  double share = 0;           ///< of all the weight that words had, what this language has; 0 to 1
  double weight = 0;          ///< about the number of words that only this language has
};

/// The language of the first words of a text in Latin script by the small words (the, of, and) that
/// each language has most: quick, where it is sure. Looks at `most` bytes at the most. Pure and
/// thread-safe.
[[nodiscard]] WordsLanguage language_by_words(std::string_view text, std::size_t most);

/// "da" or "no" of a text that is one of them: by words that one of them has and the other writes
/// otherwise. Empty where the first `most` bytes have as many of both. Pure and thread-safe.
[[nodiscard]] std::string_view danish_or_norwegian(std::string_view text, std::size_t most);

}  // namespace copytaster::text
