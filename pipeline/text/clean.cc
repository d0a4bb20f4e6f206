#include "pipeline/text/clean.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/text/joiners.h"

namespace copytaster::text {
namespace {

/// Unicode's Stream-Safe Text Format (UAX 15): no script needs more, and to order n of them costs
/// n².
constexpr std::size_t kMostMarks = 30;
constexpr std::size_t kWrapWidth = 90;  ///< lines of a wrapped text are no longer
constexpr std::size_t kWrapSlack = 8;   ///< a full line may leave so much of its width free

bool is_removed(utf8proc_int32_t c) {
  if (c < 0x20) return c != '\n' && c != '\t';
  return c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0xad || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0x61c ||
         c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c & 0xfffe) == 0xfffe ||
         (c >= 0xfdd0 && c <= 0xfdef);  // those are no characters at all
}

bool is_kept(utf8proc_int32_t c, std::string_view before, std::string_view after) {
  if (c == kJoiner || c == kNonJoiner) return joiner_matters(c, before, after);
  return !is_removed(c);
}

bool is_blank(utf8proc_int32_t c) {
  return c == ' ' || c == '\t' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
         c == 0x202f || c == 0x205f || c == 0x3000;
}

bool ends_line(utf8proc_int32_t c) {
  return c == 0x0b || c == 0x0c || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_mark(utf8proc_int32_t c) { return utf8proc_get_property(c)->combining_class != 0; }

/// Whether NFC leaves this code point as it is, whatever stands beside it: Latin without its
/// combining marks, and punctuation. The test tries every one of them.
bool is_composed(utf8proc_int32_t c) { return c < 0x300 || (c >= 0x2002 && c < 0x20d0); }

std::string to_nfc(const std::string& text) {
  utf8proc_uint8_t* composed = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &composed, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(composed, &std::free);
  if (size < 0) return text;
  return {reinterpret_cast<const char*>(composed), static_cast<std::size_t>(size)};
}

/// Printable ASCII and line feeds, which stay as they are.
constexpr bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte < 0x7f) || byte == '\n';
}

/// Whether eight bytes are all printable ASCII.
bool all_printable(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  // Bit 7 of each byte below a blank, from delete on, and beyond ASCII; these alone carry into
  // others.
  return ((word | (word - 0x20 * kOnes) | (word + kOnes)) & 0x80 * kOnes) == 0;
}

/// Where the plain bytes from `at` on end.
std::size_t plain_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    while (at + sizeof(std::uint64_t) <= text.size() && all_printable(text.data() + at))
      at += sizeof(std::uint64_t);
    // A line feed among eight bytes, and the text's last ones.
    const std::size_t end = std::min(text.size(), at + sizeof(std::uint64_t));
    while (at < end && is_plain(text[at])) ++at;
    if (at < end) break;
  }
  return at;
}

bool has_double_blank(std::string_view text) {
  unsigned found = 0;  // no early end: the compiler makes vector instructions of it
  for (std::size_t i = 1; i < text.size(); ++i)
    found |= static_cast<unsigned>(text[i - 1] == ' ') & static_cast<unsigned>(text[i] == ' ');
  return found != 0;
}

/// Appends the text with single blanks.
void append_squeezed(std::string& to, std::string_view text) {
  if (!has_double_blank(text)) {
    to += text;
    return;
  }
  bool blank = false;
  for (const char c : text) {
    if (!(c == ' ' && blank)) to.push_back(c);
    blank = c == ' ';
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string_view trimmed(std::string_view line) {
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
  return line;
}

/// The width at which a text is wrapped, so that single line breaks are only where a line was full:
/// most lines are of nearly equal, small width. 0 of a text that isn't wrapped.
std::size_t wrap_width(const std::vector<std::string_view>& lines) {
  std::size_t longest = 0;
  std::size_t filled = 0;
  std::size_t followed = 0;
  for (const auto& line : lines) longest = std::max(longest, line.size());
  if (longest > kWrapWidth) return 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (trimmed(lines[i]).empty() || trimmed(lines[i + 1]).empty() || lines[i + 1].front() == ' ')
      continue;
    ++followed;
    filled += lines[i].size() * 3 >= longest * 2 ? 1U : 0U;
  }
  return followed >= 2 && filled * 10 >= followed * 7 ? longest : 0;
}

/// "(Adds quotes, background)": wire copy has such lines around its text.
bool stands_in_brackets(std::string_view line) {
  return line.starts_with('(') && line.ends_with(')') &&
         line.substr(0, line.find_last_not_of(')')).find(')') == line.npos;
}

/// Whether a line of a wrapped text ended before its width: the next one's first word, which is in
/// small letters where a sentence goes on, would have stood on it. Wire copy has such lines above
/// its text.
bool ends_early(std::string_view line, std::string_view next, std::size_t width) {
  if (stands_in_brackets(line) || stands_in_brackets(next)) return true;
  const bool goes_on = (next.front() >= 'a' && next.front() <= 'z') || line.ends_with(';');
  const std::size_t word = std::min(next.find(' '), next.size());
  return !goes_on && line.size() + 1 + word + kWrapSlack <= width;
}

}  // namespace

std::string clean_characters(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  bool composed = true;
  std::size_t marks = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = plain_end(text, at);
    if (end > at) marks = 0;
    kept += text.substr(at, end - at);
    at = end;
    if (at == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\r') {
      // A lone carriage return ends a line, too; before a line feed it is nothing.
      if (at + 1 >= text.size() || text[at + 1] != '\n') kept.push_back('\n');
      ++at;
      continue;
    }
    utf8proc_int32_t value = byte;
    utf8proc_ssize_t size = 1;
    if (byte >= 0x80) {
      size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                              static_cast<utf8proc_ssize_t>(text.size() - at), &value);
    }
    if (size < 1) {
      ++at;
      continue;
    }
    marks = byte >= 0x80 && is_mark(value) ? marks + 1 : 0;
    if (is_blank(value)) {
      kept.push_back(' ');
    } else if (ends_line(value)) {
      kept.push_back('\n');
    } else if (is_kept(value, kept, text.substr(at + static_cast<std::size_t>(size))) &&
               marks <= kMostMarks) {
      kept += text.substr(at, static_cast<std::size_t>(size));
      composed = composed && is_composed(value);
    }
    at += static_cast<std::size_t>(size);
  }
  return composed ? kept : to_nfc(kept);
}

std::string paragraphs(std::string_view raw) {
  const auto lines = lines_of(raw);
  const std::size_t width = wrap_width(lines);
  const bool wrapped = width > 0;
  std::string text;
  text.reserve(raw.size());
  bool open = false;
  std::string_view above;
  for (const auto& line : lines) {
    const std::string_view content = trimmed(line);
    if (content.empty()) {
      open = false;
      continue;
    }
    const bool indented = line.starts_with("  ");
    if (!open || indented || !wrapped) {
      if (!text.empty()) text += (open && !indented && !wrapped) ? "\n" : "\n\n";
    } else {
      text += ends_early(above, content, width) ? '\n' : ' ';
    }
    append_squeezed(text, content);
    above = content;
    open = true;
  }
  return text;
}

}  // namespace copytaster::text
