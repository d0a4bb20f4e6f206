#include "tests/fuzz/properties.h"

#include <algorithm>

namespace copytaster::fuzz {
namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

/// Bytes of the valid sequence that begins here; 0 when there is none. RFC 3629, table by table.
std::size_t sequence(std::string_view text) {
  const auto at = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || size > text.size()) return 0;
  if (!std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(size), continues))
    return 0;
  const bool overlong = (first == 0xe0 && at(1) < 0xa0) || (first == 0xf0 && at(1) < 0x90);
  const bool surrogate = first == 0xed && at(1) > 0x9f;
  const bool beyond = first == 0xf4 && at(1) > 0x8f;
  return overlong || surrogate || beyond ? 0 : size;
}

std::size_t byte_of(std::string_view text, std::uint32_t code_point) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (!continues(text[at]) && code_point-- == 0) break;
  }
  return at;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = sequence(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::uint32_t code_points(std::string_view text) {
  return static_cast<std::uint32_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !continues(byte); }));
}

void check_within(const std::vector<CodePointRange>& ranges, std::string_view text) {
  const std::uint32_t length = code_points(text);
  for (const auto& range : ranges) {
    CHECK(range.begin < range.end);
    CHECK(range.end <= length);
  }
}

void check_analysis(const Analysis& analysis) {
  for (const std::string_view text :
       {std::string_view(analysis.headline), std::string_view(analysis.body),
        std::string_view(analysis.located), std::string_view(analysis.by),
        std::string_view(analysis.credit), std::string_view(analysis.article.uri)}) {
    CHECK(is_utf8(text));
  }
  for (const auto& [kind, ranges] : analysis.ranges) check_within(ranges, analysis.body);
  for (const auto& entity : analysis.entities) {
    CHECK(!entity.name.empty() && is_utf8(entity.name));
    CHECK(entity.relevance >= 0 && entity.relevance <= 1);
    check_within(entity.mentions, analysis.body);
    check_within(entity.in_headline, analysis.headline);
  }
  for (const auto& quote : analysis.quotes) {
    check_within({quote.at}, analysis.body);
    const std::size_t begin = byte_of(analysis.body, quote.at.begin);
    const std::size_t end = byte_of(analysis.body, quote.at.end);
    CHECK(analysis.body.substr(begin, end - begin) == quote.text);
  }
}

}  // namespace copytaster::fuzz
