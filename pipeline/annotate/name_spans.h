#pragma once

#include <cstdint>
#include <string_view>
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
  bool whole = false;  ///< one word that may be a person's first name: no name goes on after it
};

/// The names in `tokens` of `text`, ascending, not overlapping.
[[nodiscard]] std::vector<NameSpan> find_names(std::string_view text,
                                               const std::vector<text::Token>& tokens,
                                               const Lexicons& lexicons);

}  // namespace copytaster::annotate
