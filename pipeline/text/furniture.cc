#include "pipeline/text/furniture.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "pipeline/text/furniture_words.h"
#include "pipeline/text/wire_lines.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kParagraph = 240;    ///< a line so long is furniture only as a notice or form
constexpr std::size_t kNoticeBytes = 900;  ///< a longer one never is
constexpr std::size_t kLabelBytes = 120;   ///< a label is shorter
constexpr std::size_t kBetween = 3;        ///< labels in a row among buttons: a menu's, a name
constexpr std::size_t kBetweenBytes = 40;
constexpr std::size_t kMenuLines = 5;  ///< fewer in a row make no menu
constexpr std::size_t kMenuNames = 2;  ///< of them that any site's menu has
constexpr std::size_t kMenuBytes = 40;
constexpr std::size_t kFormLines = 6;  ///< lines within which a form shows that it is one

/// What `simple_line` makes of each byte of ASCII: letters and digits folded, the rest a blank.
constexpr std::array<char, 128> simple_bytes() {
  std::array<char, 128> bytes{};
  for (std::size_t c = 0; c < bytes.size(); ++c) {
    const bool digit = c >= '0' && c <= '9';
    const bool lower = c >= 'a' && c <= 'z';
    const bool upper = c >= 'A' && c <= 'Z';
    bytes[c] = static_cast<char>(upper ? c + 32 : digit || lower ? c : ' ');
  }
  return bytes;
}
constexpr std::array<char, 128> kSimple = simple_bytes();

/// The small letter of one below U+0800, which has two bytes; 0 for what is no letter.
std::uint32_t small_letter(std::uint32_t c) {
  const auto within = [c](std::uint32_t first, std::uint32_t last) {
    return c >= first && c <= last;
  };
  if (c < 0xc0 || c == 0xd7 || c == 0xf7) return 0;
  if (within(0xc0, 0xde)) return c + 32;
  const bool even_is_upper = within(0x100, 0x137) || within(0x14a, 0x177) || within(0x200, 0x21f);
  const bool odd_is_upper = within(0x139, 0x148) || within(0x179, 0x17e);
  if (even_is_upper) return c | 1U;
  if (odd_is_upper) return c + (c & 1U);
  if (c == 0x386) return 0x3ac;
  if (within(0x388, 0x38a)) return c + 37;
  if (c == 0x38c) return 0x3cc;
  if (within(0x38e, 0x38f)) return c + 63;
  if (within(0x391, 0x3ab)) return c + 32;
  if (within(0x410, 0x42f)) return c + 32;
  return within(0x400, 0x40f) ? c + 80 : c;
}

bool ends_sentence(std::string_view line) {
  for (const std::string_view quote :
       {"\"", "'", ")", "\xe2\x80\x9d", "\xe2\x80\x9c", "\xc2\xbb"}) {
    if (line.ends_with(quote)) line.remove_suffix(quote.size());
  }
  return line.ends_with('.') || line.ends_with('!') || line.ends_with('?') ||
         line.ends_with("\xe2\x80\xa6") || line.ends_with(";");
}

enum class Form : std::uint8_t {
  kText,
  kLabel,
  kMenu,
  kButton,
  kRelated,
  kHeading,
  kNotice,
  kForm,
  kWholeForm,
  kField,
  kCredit,
  kWire  ///< a byline or another line of wire copy: the article's own, whatever stands around it
};

struct Line {
  std::string_view text;
  bool gap = false;  ///< an empty line stands before it
  Form form = Form::kText;
  bool goes = false;
};

/// Whether it speaks of cookies; quick, for every text is asked: few letters are a k.
bool names_cookies(std::string_view text) {
  for (std::size_t at = text.find('k'); at != text.npos; at = text.find('k', at + 1))
    if (at >= 3 && text.substr(at - 2, 4) == "ooki") return true;
  return false;
}

/// What a long paragraph may be besides text. Fields that must be filled in have an asterisk.
Form form_of_paragraph(std::string_view text, bool cookies) {
  if (text.size() >= kNoticeBytes) return Form::kText;
  if (cookies && names_cookies(text) && asks_for_cookies(simple_line(text))) return Form::kNotice;
  const bool starred = text.find('*') != text.npos;
  return starred && wording_of(simple_line(text), true) == Wording::kWholeForm ? Form::kWholeForm
                                                                               : Form::kText;
}

/// `cookies`: the whole text speaks of them.
Form form_of(std::string_view text, bool cookies) {
  if (text.size() >= kParagraph) return form_of_paragraph(text, cookies);
  const bool sentence = ends_sentence(text);
  const std::string simple = simple_line(text);
  switch (wording_of(simple, sentence)) {
    case Wording::kButton:
      return Form::kButton;
    case Wording::kRelated:
      return Form::kRelated;
    case Wording::kHeading:
      return Form::kHeading;
    case Wording::kNotice:
      return Form::kNotice;
    case Wording::kMenu:
      return Form::kMenu;
    case Wording::kForm:
      return Form::kForm;
    case Wording::kWholeForm:
      return Form::kWholeForm;
    case Wording::kField:
      return Form::kField;
    case Wording::kNone:
      break;
  }
  if (cookies && asks_for_cookies(simple)) return Form::kNotice;
  const bool named = text.find(':') != std::string_view::npos || text.starts_with("\xc2\xa9");
  if (!sentence && named && credits_picture(simple)) return Form::kCredit;
  if (sentence || text.size() >= kLabelBytes) return Form::kText;
  const WireLine wire = read_head_line(text, {}).kind;
  return wire == WireLine::kText || wire == WireLine::kMaybeSlug ? Form::kLabel : Form::kWire;
}

std::vector<Line> read_lines(std::string_view body) {
  std::vector<Line> lines;
  const bool cookies = names_cookies(body);
  bool gap = false;
  for (std::size_t at = 0; at <= body.size();) {
    const std::size_t end = std::min(body.find('\n', at), body.size());
    const std::string_view text = body.substr(at, end - at);
    at = end + 1;
    if (text.empty()) {
      gap = true;
      continue;
    }
    const bool goes_on = !gap && !lines.empty() && text[0] >= 'a' && text[0] <= 'z' &&
                         !ends_sentence(lines.back().text);
    lines.push_back({text, gap, goes_on ? Form::kText : form_of(text, cookies), false});
    gap = false;
  }
  return lines;
}

/// A heading of a form is one where its fields follow, or nothing does.
bool is_form(const std::vector<Line>& lines, std::size_t at) {
  if (lines[at].form == Form::kWholeForm) return true;
  const std::size_t end = std::min(lines.size(), at + 1 + kFormLines);
  for (std::size_t i = at + 1; i < end; ++i) {
    if (lines[i].form == Form::kField || lines[i].form == Form::kButton ||
        lines[i].form == Form::kNotice)
      return true;
  }
  return at + 1 == lines.size();
}

/// A form in the last half of the text and all that follows it: other readers' comments.
void mark_forms(std::vector<Line>& lines, std::size_t bytes) {
  std::size_t before = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].form == Form::kForm || lines[i].form == Form::kWholeForm) {
      lines[i].goes = true;
      const std::size_t own = lines[i].form == Form::kWholeForm ? lines[i].text.size() : 0;
      if (before * 2 >= bytes - own && is_form(lines, i)) {
        for (std::size_t rest = i; rest < lines.size(); ++rest) lines[rest].goes = true;
        return;
      }
    }
    before += lines[i].text.size() + 1;
  }
}

bool is_certain(Form form) {
  return form != Form::kText && form != Form::kLabel && form != Form::kMenu && form != Form::kWire;
}

/// Fields name what any list may name ("Name", "Email"): alone they are none.
void mark_certain(std::vector<Line>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool field = lines[i].form == Form::kField;
    const bool beside = (i > 0 && is_certain(lines[i - 1].form)) ||
                        (i + 1 < lines.size() && is_certain(lines[i + 1].form));
    lines[i].goes = lines[i].goes || (is_certain(lines[i].form) && (!field || beside));
  }
}

/// Under "Read also" within the text, the title of another article; what follows that may head the
/// text below. Before the first text it may be the article's own.
void mark_titles(std::vector<Line>& lines) {
  const auto is_title = [](const Line& line) {
    return line.form == Form::kLabel || (line.text.size() < kLabelBytes &&
                                         (line.text.ends_with('?') || line.text.ends_with('!')));
  };
  bool behind_text = false;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    behind_text = behind_text || lines[i].form == Form::kText;
    if (behind_text && lines[i].form == Form::kHeading && is_title(lines[i + 1]))
      lines[i + 1].goes = true;
  }
}

/// A few short labels with buttons on both sides: the names of a menu.
void mark_between(std::vector<Line>& lines) {
  const auto is_frame = [](const Line& line) {
    return line.form == Form::kButton || line.form == Form::kNotice;
  };
  std::size_t last = lines.size();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool label = lines[i].form == Form::kLabel || lines[i].form == Form::kMenu;
    const bool short_label = label && lines[i].text.size() < kBetweenBytes;
    if (is_frame(lines[i])) {
      if (last < i && i - last - 1 <= kBetween)
        for (std::size_t between = last + 1; between < i; ++between) lines[between].goes = true;
      last = i;
    } else if (!short_label) {
      last = lines.size();
    }
  }
}

/// Between `begin` and `end` there is no text. A menu is many short labels in a row of which some
/// are in any site's; it reaches from the first of those, or of buttons, to the last one: what
/// stands before or behind may be a headline.
void mark_menus(std::vector<Line>& lines, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    std::size_t run = i;
    std::size_t names = 0;
    std::size_t first = end;
    std::size_t last = end;
    while (run < end && lines[run].text.size() < kMenuBytes) {
      names += lines[run].form == Form::kMenu ? 1U : 0U;
      if (lines[run].form != Form::kLabel && lines[run].form != Form::kWire) {
        first = std::min(first, run);
        last = run;
      }
      ++run;
    }
    if (run - i >= kMenuLines && names >= kMenuNames)
      for (std::size_t line = first; line <= last; ++line)
        lines[line].goes = lines[line].goes || lines[line].form != Form::kWire;
    i = std::max(i, run);
  }
}

/// Menus before the first sentence of the text and behind the last.
void mark_menus(std::vector<Line>& lines) {
  const auto is_text = [](const Line& line) { return line.form == Form::kText; };
  const auto first = std::find_if(lines.begin(), lines.end(), is_text);
  const auto last = std::find_if(lines.rbegin(), lines.rend(), is_text);
  mark_menus(lines, 0, static_cast<std::size_t>(first - lines.begin()));
  if (last != lines.rend())
    mark_menus(lines, static_cast<std::size_t>(last.base() - lines.begin()), lines.size());
}

/// At the end, what stands under "Most read" or among the last buttons and is no sentence.
void mark_foot(std::vector<Line>& lines) {
  std::size_t foot = lines.size();
  while (foot > 0 && lines[foot - 1].form != Form::kText) --foot;
  if (foot == 0) return;
  const auto heads = [](const Line& line) {
    return line.form == Form::kRelated || line.form == Form::kHeading;
  };
  const auto begin = lines.begin() + static_cast<std::ptrdiff_t>(foot);
  for (auto line = std::find_if(begin, lines.end(), heads); line != lines.end(); ++line)
    line->goes = true;
}

}  // namespace

std::string simple_line(std::string_view line) {
  std::string simple;
  simple.reserve(line.size());
  const auto blank = [&simple] {
    if (!simple.empty() && simple.back() != ' ') simple.push_back(' ');
  };
  for (std::size_t at = 0; at < line.size();) {
    const auto byte = static_cast<unsigned char>(line[at]);
    if (byte < 0x80) {
      const char c = kSimple[byte];
      if (c == ' ') {
        blank();
      } else {
        simple.push_back(c);
      }
      ++at;
    } else if (byte >= 0xc0 && byte < 0xe0 && at + 1 < line.size()) {
      const std::uint32_t c =
          ((byte & 0x1fU) << 6U) | (static_cast<unsigned char>(line[at + 1]) & 0x3fU);
      const std::uint32_t small = small_letter(c);
      if (small == 0) {
        blank();
      } else {
        simple.push_back(static_cast<char>(0xc0U | (small >> 6U)));
        simple.push_back(static_cast<char>(0x80U | (small & 0x3fU)));
      }
      at += 2;
    } else {
      // General punctuation, arrows and symbols; other scripts have no wordings here.
      const std::size_t size = byte >= 0xf0 ? 4 : 3;
      if (byte == 0xe2 || byte >= 0xf0) {
        blank();
      } else {
        simple += line.substr(at, size);
      }
      at += size;
    }
  }
  if (!simple.empty() && simple.back() == ' ') simple.pop_back();
  return simple;
}

std::string without_furniture(std::string_view body) {
  std::vector<Line> lines = read_lines(body);
  mark_forms(lines, body.size());
  mark_certain(lines);
  mark_titles(lines);
  mark_between(lines);
  mark_menus(lines);
  mark_foot(lines);
  std::string kept;
  kept.reserve(body.size());
  bool gap = false;
  for (const Line& line : lines) {
    gap = gap || line.gap;
    if (line.goes) continue;
    if (!kept.empty()) kept += gap ? "\n\n" : "\n";
    kept += line.text;
    gap = false;
  }
  return kept;
}

}  // namespace copytaster::text
