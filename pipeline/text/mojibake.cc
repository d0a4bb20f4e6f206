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

/// Characters that together are the bytes of one in UTF-8.
struct Sequence {
  std::array<char, 4> bytes{};
  std::size_t length = 0;  ///< of `bytes`; 0: there is none
  std::size_t begin = 0;   ///< in the line
  std::size_t end = 0;
  int last = 0;  ///< byte
  utf8proc_int32_t meant = 0;
  bool has_control = false;  ///< one of the characters is a control, which nobody writes

  [[nodiscard]] std::string_view text() const { return {bytes.data(), length}; }
};

Sequence sequence_at(std::string_view line, std::size_t at) {
  Sequence found;
  std::size_t length = 1;
  found.begin = found.end = at;
  for (std::size_t i = 0; i < length; ++i) {
    if (found.end >= line.size()) return {};
    const Point point = point_at(line, found.end);
    const int byte = byte_of(point.value);
    if (byte < 0) return {};
    if (i == 0) length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
    if (length == 0) return {};
    found.bytes[i] = static_cast<char>(byte);
    found.end += point.size;
    found.last = byte;
    found.has_control = found.has_control || point.value < 0xa0;
  }
  const Point meant = point_at({found.bytes.data(), length}, 0);
  if (meant.size != length) return {};
  found.meant = meant.value;
  found.length = length;
  return found;
}

/// Neither of Western Europe's letters nor of typography, signs of currencies among it, nor an
/// emoji: one alone may be characters that were meant ("É»", "passé…”").
bool is_foreign(const Sequence& sequence) {
  if (sequence.length == 2) return byte_of(sequence.meant) < 0;
  return sequence.length == 3 && (sequence.meant < 0x2000 || sequence.meant > 0x22ff);
}

/// The line with all its sequences read as UTF-8; nothing where it isn't certain that they are.
std::optional<std::string> repaired_whole(std::string_view line) {
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
    const Sequence sequence = sequence_at(line, at);
    if (sequence.length == 0 || is_quoted(line, at, sequence.end)) return std::nullopt;
    ++sequences;
    foreign = foreign || is_foreign(sequence);
    certain = certain || sequence.length > 2 || !closes_quote(sequence.last);
    text += sequence.text();
    at = sequence.end;
  }
  // One that is foreign was meant as it stands, a line of them is Cyrillic or the like.
  if (!certain || (foreign && sequences < kForeignLeast)) return std::nullopt;
  return text;
}

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a sequence can't have been meant where it stands, whatever else the line has.
bool is_certain(std::string_view line, const Sequence& sequence) {
  const auto first = static_cast<unsigned char>(sequence.bytes[0]);
  const auto second = static_cast<unsigned char>(sequence.bytes[1]);
  // "â€", "â‚", "â„": quotation marks, dashes, the euro, the trade mark.
  if (sequence.length == 3)
    return first == 0xe2 && (second == 0x80 || second == 0x82 || second == 0x84);
  if (sequence.length == 4) return sequence.meant >= 0x1f000 && sequence.meant <= 0x1faff;
  if (first > 0xc5) return false;
  // Â, Ã, Ä or Å, and a mark: no large letter follows a small one, nor does a word go on behind it.
  const char before = sequence.begin > 0 ? line[sequence.begin - 1] : ' ';
  const char after = sequence.end < line.size() ? line[sequence.end] : ' ';
  const bool goes_on = is_small(after) || is_digit(after) || (after >= 'A' && after <= 'Z');
  if (is_small(before) || sequence.has_control) return true;
  if (second == 0x91 || second == 0x92) return false;  // an apostrophe: "Å’s"
  return goes_on || (is_digit(before) && !closes_quote(sequence.last));
}

/// The line with those runs of sequences read as UTF-8 that are certain each by itself; nothing
/// where none is.
std::optional<std::string> repaired_runs(std::string_view line) {
  std::string text;
  bool changed = false;
  for (std::size_t at = 0; at < line.size();) {
    std::string run;
    bool certain = false;
    std::size_t sequences = 0;
    std::size_t end = at;
    for (Sequence next = sequence_at(line, at); next.length > 0; next = sequence_at(line, end)) {
      run += next.text();
      certain = certain || is_certain(line, next);
      ++sequences;
      end = next.end;
    }
    certain = (certain || sequences >= kForeignLeast) && !is_quoted(line, at, end);
    if (sequences == 0) end = at + point_at(line, at).size;
    text += certain ? std::string_view(run) : line.substr(at, end - at);
    changed = changed || certain;
    at = end;
  }
  if (!changed) return std::nullopt;
  return text;
}

std::optional<std::string> repaired(std::string_view line) {
  auto text = repaired_whole(line);
  return text ? std::move(text) : repaired_runs(line);
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
