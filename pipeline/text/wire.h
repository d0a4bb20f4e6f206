#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/text/tokens.h"

namespace copytaster::text {

/// What a text says as wire copy does, around the report itself. The text keeps all of it.
struct WireCopy {
  std::string slugline;
  std::string located;  ///< place of the dateline ("LUXEMBOURG")
  std::string by;       ///< names on the byline, else who reported by the credit at the foot
  std::string credit;   ///< agency of the dateline, or of a line of its own ("Reuters")
  std::string ed_note;  ///< notes to editors, corrections, embargoes above the report: a line each
  std::string embargo;  ///< the line that names it; empty where there is none
  /// In bytes, by kind: slugline, byline, dateline, credit, note, embargo, stamp, end.
  /// No two overlap.
  std::map<std::string, std::vector<ByteRange>> ranges;
};

/// Reads the lines before the first sentence and behind the last one by their form and place, in
/// the larger European languages. `body` is clean: paragraphs, lines without white space at their
/// ends; `source` is who sent it. Pure and thread-safe.
[[nodiscard]] WireCopy read_wire(std::string_view body, std::string_view source);

}  // namespace copytaster::text
