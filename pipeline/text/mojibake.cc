#include "pipeline/text/mojibake.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <optional>

#include "pipeline/text/windows1252.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kForeignLeast = 4;
constexpr int kRounds = 3;  ///< text that was damaged more often is beyond repair

/// The byte that was read as this character; -1 where none was.
int byte_of(utf8proc_int32_t c) {
  if (c >= 0x80 && c <= 0xff) return c;
  const auto* const found = std::find(kWindows1252.begin(), kWindows1252.end(), c);
  return found == kWindows1252.end() || c == 0
             ? -1
             : 0x80 + static_cast<int>(found - kWindows1252.begin());
}

struct Point {
  utf8proc_int32_t value = 0;
  std::size_t size = 1;
};

Point point_at(std::string_view text, std::size_t at) {
  Point point;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &point.value);
  if (size > 0) point.size = static_cast<std::size_t>(size);
  return point;
}

/// Quotation marks and the like, which may follow a large letter by chance: "MANHÃ”".
bool closes_quote(int byte) {
  return byte == 0x91 || byte == 0x92 || byte == 0x93 || byte == 0x94 || byte == 0xbb ||
         byte == 0x9b || byte == 0x85 || byte == 0xa0 || byte == 0xab || byte == 0x8b;
}

bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

/// A sequence that a text quotes: `"â€™"`.
bool is_quoted(std::string_view line, std::size_t begin, std::size_t end) {
  return begin > 0 && end < line.size() && is_quote(line[begin - 1]) && is_quote(line[end]);
}

/// The line with its sequences read as UTF-8; nothing where it isn't certain that they are.
std::optional<std::string> repaired(std::string_view line) {
  std::string text;
  text.reserve(line.size());
  bool certain = false;
  bool foreign = false;
  std::size_t sequences = 0;
  for (std::size_t at = 0; at < line.size();) {
    if (static_cast<unsigned char>(line[at]) < 0x80) {
      text.push_back(line[at++]);
      continue;
    }
    std::array<char, 4> bytes{};
    std::size_t length = 1;
    std::size_t end = at;
    int last = 0;
    for (std::size_t i = 0; i < length; ++i) {
      if (end >= line.size()) return std::nullopt;
      const Point point = point_at(line, end);
      const int byte = byte_of(point.value);
      if (byte < 0) return std::nullopt;
      if (i == 0) length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
      if (length == 0) return std::nullopt;
      bytes[i] = static_cast<char>(byte);
      end += point.size;
      last = byte;
    }
    const Point decoded = point_at({bytes.data(), length}, 0);
    if (decoded.size != length) return std::nullopt;
    ++sequences;
    foreign = foreign || (length == 2 && byte_of(decoded.value) < 0);
    if (is_quoted(line, at, end)) return std::nullopt;
    certain = certain || length > 2 || !closes_quote(last);
    text.append(bytes.data(), length);
    at = end;
  }
  // Two bytes that make no character of Windows-1252: one "É»" was meant as it stands, a line of
  // them is Cyrillic or the like.
  if (!certain || (foreign && sequences < kForeignLeast)) return std::nullopt;
  return text;
}

/// Whether a first byte of a sequence stands in the text as a character: Â to ô, U+00C2 to U+00F4.
bool may_hold_sequences(std::string_view text) {
  for (std::size_t at = text.find('\xc3'); at != text.npos && at + 1 < text.size();
       at = text.find('\xc3', at + 1)) {
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if (second >= 0x82 && second <= 0xb4 && at + 2 < text.size() &&
        static_cast<unsigned char>(text[at + 2]) >= 0x80)
      return true;
  }
  return false;
}

bool repair_once(std::string& text) {
  std::string kept;
  bool changed = false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view(text).substr(at, end - at);
    std::optional<std::string> better;
    if (may_hold_sequences(line)) better = repaired(line);
    changed = changed || better.has_value();
    kept += better ? std::string_view(*better) : line;
    if (end < text.size()) kept += '\n';
    at = end + 1;
  }
  if (changed) text = std::move(kept);
  return changed;
}

}  // namespace

bool repair_mojibake(std::string& text) {
  bool changed = false;
  for (int round = 0; round < kRounds; ++round) {
    if (!may_hold_sequences(text) || !repair_once(text)) break;
    changed = true;
  }
  return changed;
}

}  // namespace copytaster::text
