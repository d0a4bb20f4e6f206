#include "daemon/files/object_lines.h"

namespace copytaster::files {
namespace {

/// The place of the quote that ends the string which begins at `at`.
std::size_t end_of_string(std::string_view line, std::size_t at) {
  for (++at; at < line.size() && line[at] != '"'; ++at) {
    if (line[at] == '\\') ++at;
  }
  return at;
}

}  // namespace

bool ObjectLines::add(std::string_view line) {
  const bool first = !begun_;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == ' ' || c == '\t' || c == '\r') continue;
    if (!take(c)) return false;
    if (c == '"') at = end_of_string(line, at);
    if (at >= line.size()) return false;
  }
  return !first || !begun_ || !open_.empty();
}

/// A character that is no blank, and in no string but its first quote.
bool ObjectLines::take(char c) {
  const bool in_object = open_.ends_with('{');
  if (!begun_ ? c != '{' : open_.empty()) return false;
  begun_ = true;
  if (c == '{' || c == '[') {
    const bool expected =
        last_ == '\0' || last_ == ':' || (!in_object && (last_ == '[' || last_ == ','));
    if (!expected) return false;
    open_.push_back(c);
  }
  if (c == '}' || c == ']') {
    if (in_object != (c == '}')) return false;
    open_.pop_back();
  }
  last_ = c;
  return true;
}

}  // namespace copytaster::files
