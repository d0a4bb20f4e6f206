#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/annotate/lexicons.h"
#include "pipeline/records.h"
#include "pipeline/text/tokens.h"

namespace copytaster::annotate {

/// A name found in one text: a range of tokens.
struct NameSpan {
  std::size_t begin = 0;  ///< first token
  std::size_t end = 0;    ///< one past the last
  EntityType type = EntityType::kPerson;
  const LexiconEntry* entry = nullptr;  ///< what the lexicons know of it
  std::string_view evidence;            ///< static text
  std::uint32_t first = 0;              ///< hash of the first word
  std::uint32_t last = 0;               ///< of the last
  bool family_first = false;            ///< `first` may be the family name
  /// One word that may be a person's surname, or an organisation's capitals: an entity only if a
  /// full name, or `sure`, says so.
  bool bare = false;
  bool sure = false;
  bool whole = false;     ///< one word that may be a person's first name: no name goes on after it
  bool by_model = false;  ///< found by a trained model; `evidence` is what the rules say besides
};

/// A token as the rules read it.
struct Word {
  std::uint64_t key = 0;   ///< of the lexicons
  std::uint32_t hash = 0;  ///< without a possessive
  std::uint32_t kinds = 0;
  const LexiconEntry* entry = nullptr;
  bool capital = false;
  bool upper = false;
  bool initial = false;  ///< one capital letter
  bool joined = false;   ///< nothing but one space stands before it
  bool asked = false;    ///< it may stand in a lexicon
  bool strict = false;   ///< in a sentence whose capitals mean nothing
};

/// What the rules read and found in one text.
struct Names {
  std::vector<Word> words;      ///< one for each token
  std::vector<NameSpan> spans;  ///< ascending, not overlapping
};

/// The names in `tokens` of `text` by lexicons and rules.
[[nodiscard]] Names find_names(std::string_view text, const std::vector<text::Token>& tokens,
                               const Lexicons& lexicons);

/// The longest phrase of the lexicons that begins at token `i` and is of one of the `kinds`: its
/// end and entry; none is (0, nullptr).
[[nodiscard]] std::pair<std::size_t, const LexiconEntry*> longest_phrase(
    const std::vector<text::Token>& tokens, const std::vector<Word>& words,
    const Lexicons& lexicons, std::size_t i, std::uint32_t kinds);

}  // namespace copytaster::annotate
