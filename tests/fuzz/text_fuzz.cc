// Cleaning, scanning and the document: tokens in order, on the borders of code points; offsets as
// counted one by one.
#include <string>

#include "pipeline/text/clean.h"
#include "pipeline/text/document.h"
#include "pipeline/text/furniture.h"
#include "tests/fuzz/properties.h"

namespace {

using namespace copytaster;

bool on_border(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80U;
}

void check_tokens(std::string_view text, const std::vector<text::Token>& tokens) {
  std::uint32_t before = 0;
  for (const auto& token : tokens) {
    CHECK(token.begin >= before && token.begin < token.end && token.end <= text.size());
    CHECK(on_border(text, token.begin) && on_border(text, token.end));
    before = token.end;
  }
}

void check_offsets(std::string_view text, const std::vector<text::Token>& tokens) {
  std::vector<text::ByteRange> ranges;
  for (const auto& token : tokens) ranges.push_back({token.begin, token.end});
  const auto points = text::CodePoints(text).of(ranges);
  CHECK(points.size() == ranges.size());
  for (std::size_t i = 0; i < ranges.size(); i += 1 + ranges.size() / 16) {
    CHECK(points[i].begin == fuzz::code_points(text.substr(0, ranges[i].begin)));
    CHECK(points[i].end == fuzz::code_points(text.substr(0, ranges[i].end)));
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view given = fuzz::as_text(data, size);
  if (!fuzz::is_utf8(given)) return 0;  // the reader rejects it
  const std::string clean = text::clean_characters(given);
  CHECK(fuzz::is_utf8(clean));
  CHECK(text::clean_characters(clean) == clean);
  CHECK(fuzz::is_utf8(text::without_furniture(text::paragraphs(clean))));
  Article article;
  const std::size_t line = given.find('\n');
  if (line != std::string_view::npos && line % 2 == 1) article.title = given.substr(0, line);
  article.body = given;
  article.language = "en";
  const auto document = text::make_document(article, {});
  if (!document) return 0;
  check_tokens(document->headline, document->headline_tokens);
  check_tokens(document->body, document->body_tokens);
  check_offsets(document->body, document->body_tokens);
  for (const auto& [kind, ranges] : document->ranges) {
    for (const auto& range : ranges) {
      CHECK(range.begin < range.end && range.end <= document->body.size());
      CHECK(on_border(document->body, range.begin) && on_border(document->body, range.end));
    }
  }
  return 0;
}
