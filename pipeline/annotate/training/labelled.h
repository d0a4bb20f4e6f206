#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/result.h"
#include "pipeline/text/tokens.h"

/// Texts with names that people marked, from files of one token a line.
namespace copytaster::annotate {

struct LabelledName {
  text::ByteRange at;
  std::size_t type = 0;  ///< below kNameTypes
  bool operator==(const LabelledName&) const = default;
};

/// A document made of a file's tokens, joined as they would be printed, so that the program's own
/// tokens are trained on and put to the test; sentences stand as paragraphs.
struct LabelledText {
  std::string text;
  std::vector<LabelledName> names;  ///< ascending
};

/// Reads a file of labelled tokens, which may be
/// - columns, separated by white space: the tag (IOB1 or IOB2) in the last column that always holds
///   tags, the token in the first, or in the second where the first one numbers the tokens;
/// - GUM's tables, known by their `Entity=`: names are the spans headed by proper nouns.
/// An empty line ends a sentence; a line that begins with -DOCSTART- or "# newdoc" begins a
/// document, and without any each sentence is one. Types are told by what sets call them (PER,
/// person, corporation, …); those that are no person, organisation or place are the fourth.
/// The error says what is missing.
[[nodiscard]] Result<std::vector<LabelledText>> read_labelled(std::string_view file);

}  // namespace copytaster::annotate
