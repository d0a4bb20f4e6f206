#include "pipeline/text/html_state.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "pipeline/check.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kLeast = 400;  ///< bytes of a literal that may be an article

bool has_paragraphs(std::string_view literal) {
  static constexpr std::array<std::string_view, 4> kStarts = {"<p>", "<p ", "\\u003cp", "\\u003Cp"};
  return std::any_of(kStarts.begin(), kStarts.end(), [literal](std::string_view start) {
    return literal.find(start) != std::string_view::npos;
  });
}

/// The longest literal between double quotes with paragraphs in it, quotes left out.
std::string_view longest_literal(std::string_view script) {
  std::string_view longest;
  for (std::size_t at = script.find('"'); at != std::string_view::npos;) {
    std::size_t end = at + 1;
    while (end < script.size() && script[end] != '"' && script[end] != '\n') {
      end += script[end] == '\\' ? 2U : 1U;
    }
    if (end >= script.size()) break;
    const std::string_view literal = script.substr(at + 1, end - at - 1);
    if (literal.size() > std::max(kLeast, longest.size()) && has_paragraphs(literal))
      longest = literal;
    at = script.find('"', end + 1);
  }
  return longest;
}

std::string unescaped(std::string_view literal) {
  std::string json = "[\"";
  for (const char c : literal) json.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
  json += "\"]";
  simdjson::dom::parser parser;
  CHECK(parser.allocate(json.size()) == simdjson::SUCCESS);
  simdjson::dom::array array;
  std::string_view text;
  if (parser.parse(json).get(array) != simdjson::SUCCESS) return {};
  return array.at(0).get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

}  // namespace

std::string markup_in_scripts(std::string_view html) {
  std::string_view longest;
  for (std::size_t at = html.find("<script"); at != std::string_view::npos;) {
    const std::size_t begin = std::min(html.find('>', at), html.size());
    const std::size_t end = std::min(html.find("</script", begin), html.size());
    const std::string_view literal = longest_literal(html.substr(begin, end - begin));
    if (literal.size() > longest.size()) longest = literal;
    at = html.find("<script", end);
  }
  return unescaped(longest);
}

}  // namespace copytaster::text
