#pragma once

#include <cstdint>
#include <string_view>

namespace copytaster::dedup {

/// The words that hold a sentence together in the larger languages of Europe, and in Turkish,
/// Vietnamese, Indonesian and Swahili: articles, pronouns, prepositions, conjunctions, auxiliaries.
/// One list for all, so that the language found in a text changes nothing; a word that means
/// something else in English ("die", "war", "son") is left out. `token_hash` is text::token_hash of
/// the word. Thread-safe.
[[nodiscard]] bool is_function_word(std::uint32_t token_hash);

/// For a number from two to twelve that is spelt out in English, German, French, Spanish, Italian,
/// Dutch or Portuguese, the token_hash of its figures; 0 for other words. Thread-safe.
[[nodiscard]] std::uint32_t number_of_word(std::uint32_t token_hash);

/// For the name of a month in those languages, or its English abbreviation, a number that is its
/// own; 0 for other words. "May" is one, too: what stands beside it tells. Thread-safe.
[[nodiscard]] std::uint32_t month_of_word(std::uint32_t token_hash);

/// Function words of languages in Greek, Cyrillic, Armenian or Georgian letters: there any word of
/// three letters or fewer. False for words in other letters.
[[nodiscard]] bool is_short_word_of_another_alphabet(std::string_view word);

}  // namespace copytaster::dedup
