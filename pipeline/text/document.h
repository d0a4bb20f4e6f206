#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/records.h"
#include "pipeline/result.h"
#include "pipeline/text/html_metadata.h"
#include "pipeline/text/tokens.h"

namespace copytaster::text {

/// Bounds on what one article's text may cost.
struct TextLimits {
  std::size_t body_bytes = 2 << 20;   ///< cleaned body; longer is a rejection
  std::size_t headline_bytes = 4096;  ///< cleaned headline; longer is a rejection
  std::size_t html_bytes = 20 << 20;  ///< markup read; longer is a rejection
  std::size_t html_depth = 400;       ///< elements nested deeper are read as plain text
};

/// An article's text, clean and scanned: exactly the values that are sent out, and their tokens.
struct Document {
  std::string headline;
  std::string body;  ///< paragraphs separated by one empty line
  std::vector<Token> headline_tokens;
  std::vector<Token> body_tokens;
  std::vector<ByteRange> sentences;  ///< of the body, in order
  std::string language;              ///< BCP 47; "und" when unsure
  // What it says as wire copy does, see wire.h; each is empty where it doesn't.
  std::string slugline;
  std::string located;
  std::string by;
  std::string credit;
  std::string ed_note;
  std::string embargo;  ///< the line that holds it back
  /// What was mended of the texts: "mojibake", "references"; see mojibake.h and references.h.
  std::vector<std::string> repaired;
  HtmlMetadata page;  ///< what the article's markup says of it; empty where it came as plain text
  bool update_marker = false;  ///< the headline says UPDATE, LEAD, CORRECTED, … of itself
  std::map<std::string, std::vector<ByteRange>>
      ranges;  ///< of the body by kind: "dateline", "credit", …
};

/// Cleans and scans the text of `article`: markup to text, boilerplate removed, Unicode to NFC,
/// tokens, language. Pure and thread-safe. Rejects with code empty_text, text_too_large.
[[nodiscard]] Result<Document, Rejection> make_document(const Article& article,
                                                        const TextLimits& limits);

/// Places of one text in code points: counted once, asked for often. `text` must outlive it.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text);

  /// The code points before `byte`, which lies within the text or at its end.
  [[nodiscard]] std::uint32_t before(std::size_t byte) const;
  /// Where the code point with this number begins; the text's size for those behind its end.
  [[nodiscard]] std::uint32_t byte_of(std::uint32_t code_point) const;
  [[nodiscard]] CodePointRange of(ByteRange range) const {
    return {before(range.begin), before(range.end)};
  }
  [[nodiscard]] std::vector<CodePointRange> of(const std::vector<ByteRange>& ranges) const;

 private:
  std::string_view text_;
  std::vector<std::uint32_t> blocks_;  ///< code points before each block of bytes; none in ASCII
};

}  // namespace copytaster::text
