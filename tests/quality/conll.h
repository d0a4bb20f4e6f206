#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/records.h"

namespace copytaster::quality {

/// A name that people marked, in code points of the text.
struct LabelledName {
  CodePointRange at;
  EntityType type = EntityType::kPerson;
  auto operator<=>(const LabelledName&) const = default;
};

/// A text made of a set's tokens, with its names; sentences stand as paragraphs.
struct LabelledText {
  std::string text;
  std::vector<LabelledName> names;
};

/// How a file of one token a line is written.
struct ConllFormat {
  std::size_t token = 0;        ///< column
  std::size_t tag = 1;          ///< column
  std::string begins_document;  ///< how the line begins that starts one; empty: each sentence does
};

/// The texts of a file below data_folder(). Tags in any of IOB1, IOB2; persons, organisations
/// (corporations and groups too) and places are kept, everything else is left out. Tokens are
/// joined as they would be printed, so that the program's own tokens are put to the test.
[[nodiscard]] std::vector<LabelledText> labelled_texts(const std::filesystem::path& file,
                                                       const ConllFormat& format);

}  // namespace copytaster::quality
