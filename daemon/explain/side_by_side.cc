#include "daemon/explain/side_by_side.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace copytaster::explain {
namespace {

constexpr std::size_t kLeastWidth = 20;
constexpr std::string_view kBetween = " │ ";
constexpr std::size_t kBetweenColumns = 3;

enum class Mark : std::uint8_t { kNone, kPassage, kFrame };

constexpr std::array<std::string_view, 3> kColours = {"\033[0m", "\033[1;32m", "\033[4;36m"};

struct Letter {
  std::string_view bytes;
  std::size_t columns = 1;
  Mark mark = Mark::kNone;
};

struct Line {
  std::vector<Letter> letters;
  std::size_t columns = 0;
};

struct Span {
  std::uint32_t first;
  std::uint32_t last;
};

bool within(std::uint32_t point, const Span* begin, const Span* end) {
  return std::any_of(begin, end,
                     [point](Span span) { return point >= span.first && point <= span.last; });
}

/// After the East Asian widths of Unicode, in blocks; marks of the scripts that news is written in.
std::size_t columns_of(std::uint32_t point) {
  static constexpr std::array kWide = {
      Span{0x1100, 0x115f},   Span{0x2e80, 0x303e},  Span{0x3041, 0xa4cf}, Span{0xac00, 0xd7a3},
      Span{0xf900, 0xfaff},   Span{0xfe30, 0xfe6f},  Span{0xff00, 0xff60}, Span{0xffe0, 0xffe6},
      Span{0x1f300, 0x1faff}, Span{0x20000, 0x3fffd}};
  static constexpr std::array kNoWidth = {
      Span{0x0300, 0x036f}, Span{0x0591, 0x05bd}, Span{0x064b, 0x065f},
      Span{0x0e31, 0x0e31}, Span{0x0e34, 0x0e3a}, Span{0x0e47, 0x0e4e},
      Span{0x200b, 0x200f}, Span{0x202a, 0x202e}, Span{0xfe00, 0xfe0f}};
  if (point < 0x300) return 1;
  if (within(point, kNoWidth.data(), kNoWidth.data() + kNoWidth.size())) return 0;
  return within(point, kWide.data(), kWide.data() + kWide.size()) ? 2 : 1;
}

/// The letter that begins at `at`.
Letter letter_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const std::string_view bytes = text.substr(at, size);
  std::uint32_t point = size == 1 ? first : first & (0x7fU >> size);
  for (std::size_t i = 1; i < bytes.size(); ++i)
    point = (point << 6U) | (static_cast<unsigned char>(bytes[i]) & 0x3fU);
  return {bytes, columns_of(point), Mark::kNone};
}

/// The text as letters, marked; without colour the marks are letters, too.
class Letters {
 public:
  Letters(const MarkedText& marked, bool colour) : colour_(colour) {
    std::size_t passage = 0;
    std::size_t word = 0;
    for (std::size_t at = 0; at < marked.text.size();) {
      const Mark before = mark_;
      mark_ = Mark::kNone;
      if (is_in(marked.frame, word, at)) mark_ = Mark::kFrame;
      if (is_in(marked.passages, passage, at)) mark_ = Mark::kPassage;
      const bool begins = starts(marked.frame, word, at) || starts(marked.passages, passage, at);
      if (mark_ != before || begins) {
        close(before);
        open(mark_);
      }
      Letter letter = letter_at(marked.text, at);
      letter.mark = colour ? mark_ : Mark::kNone;
      at += letter.bytes.size();
      letters_.push_back(letter);
    }
    close(mark_);
  }

  [[nodiscard]] std::vector<Letter> take() { return std::move(letters_); }

 private:
  static bool is_in(const std::vector<text::ByteRange>& ranges, std::size_t& next, std::size_t at) {
    while (next < ranges.size() && ranges[next].end <= at) ++next;
    return next < ranges.size() && ranges[next].begin <= at;
  }
  static bool starts(const std::vector<text::ByteRange>& ranges, std::size_t next, std::size_t at) {
    return next < ranges.size() && ranges[next].begin == at;
  }
  void open(Mark mark) { put(mark == Mark::kPassage ? "[" : mark == Mark::kFrame ? "{" : ""); }
  void close(Mark mark) { put(mark == Mark::kPassage ? "]" : mark == Mark::kFrame ? "}" : ""); }
  void put(std::string_view sign) {
    if (!colour_ && !sign.empty()) letters_.push_back({sign, 1, Mark::kNone});
  }

  bool colour_;
  Mark mark_ = Mark::kNone;
  std::vector<Letter> letters_;
};

/// Breaks at blanks, and words that are longer than a line wherever they must.
class Wrapper {
 public:
  explicit Wrapper(std::size_t width) : width_(width) {}

  std::vector<Line> wrap(const std::vector<Letter>& letters) {
    for (const Letter& letter : letters) {
      if (letter.bytes == "\n") {
        end_word();
        end_line();
      } else if (letter.bytes == " ") {
        end_word();
        blank_ = letter;
      } else {
        if (word_.columns + letter.columns > width_) end_word();
        word_.letters.push_back(letter);
        word_.columns += letter.columns;
      }
    }
    end_word();
    end_line();
    return std::move(lines_);
  }

 private:
  void end_word() {
    if (word_.letters.empty()) return;
    const std::size_t blank = blank_ && line_.columns > 0 ? 1 : 0;
    if (line_.columns + blank + word_.columns > width_) {
      end_line();
    } else if (blank > 0) {
      line_.letters.push_back(*blank_);
      ++line_.columns;
    }
    line_.letters.insert(line_.letters.end(), word_.letters.begin(), word_.letters.end());
    line_.columns += word_.columns;
    word_ = {};
    blank_.reset();
  }
  void end_line() {
    lines_.push_back(std::move(line_));
    line_ = {};
    blank_.reset();
  }

  std::size_t width_;
  std::vector<Line> lines_;
  Line line_;
  Line word_;
  std::optional<Letter> blank_;
};

void write(const Line& line, bool colour, std::string& out) {
  Mark mark = Mark::kNone;
  for (const Letter& letter : line.letters) {
    if (colour && letter.mark != mark) {
      if (mark != Mark::kNone) out += kColours.front();
      if (letter.mark != Mark::kNone) out += kColours.at(static_cast<std::size_t>(letter.mark));
    }
    mark = letter.mark;
    out += letter.bytes;
  }
  if (colour && mark != Mark::kNone) out += kColours.front();
}

}  // namespace

std::string side_by_side(const MarkedText& left, const MarkedText& right, std::size_t width,
                         bool colour) {
  const std::size_t column = (std::max(width, kLeastWidth) - kBetweenColumns) / 2;
  const auto lefts = Wrapper(column).wrap(Letters(left, colour).take());
  const auto rights = Wrapper(column).wrap(Letters(right, colour).take());
  std::string out;
  for (std::size_t i = 0; i < std::max(lefts.size(), rights.size()); ++i) {
    const std::size_t columns = i < lefts.size() ? lefts[i].columns : 0;
    if (i < lefts.size()) write(lefts[i], colour, out);
    out.append(column - std::min(column, columns), ' ');
    out += kBetween;
    if (i < rights.size()) write(rights[i], colour, out);
    while (out.back() == ' ') out.pop_back();
    out += '\n';
  }
  return out;
}

}  // namespace copytaster::explain
