#include "pipeline/text/furniture.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "pipeline/text/furniture_notices.h"
#include "pipeline/text/furniture_phrases.h"
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
constexpr std::size_t kLongMenu = 15;  ///< before the text, more are one wherever its names stand
constexpr std::size_t kMenuNames = 2;  ///< of them that any site's menu has
constexpr std::size_t kMenuBytes = 40;
constexpr std::size_t kYearBytes = 12;  ///< of a year or two before the sign of copyright
constexpr std::size_t kNameWords = 3;   ///< fewer may be written small: "dpa"
constexpr std::size_t kTitleWords = 6;  ///< with a number, fewer are rather a result than a title
constexpr std::size_t kFormLines = 6;   ///< lines within which a form shows that it is one

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
  kSection,
  kPage,
  kButton,
  kLink,     ///< names the one article that it leads to
  kMayLink,  ///< begins as one and goes on in words: a subhead, if its place says nothing else
  kHeading,  ///< a title stands under it
  kList,     ///< titles stand under it
  kTopic,    ///< at the end, longer titles may stand under it: "More from Northwire"
  kNotice,
  kForm,
  kWholeForm,
  kField,
  kCredit,
  kWire  ///< a byline or another line of wire copy: the article's own, whatever stands around it
};

bool is_menu(Form form) { return form == Form::kSection || form == Form::kPage; }

bool is_certain(Form form) {
  return form != Form::kText && form != Form::kLabel && !is_menu(form) && form != Form::kWire &&
         form != Form::kMayLink;
}

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
  if (cookies && names_cookies(text) && !reports(text) && asks_for_cookies(simple_line(text)))
    return Form::kNotice;
  const bool starred = text.find('*') != text.npos;
  return starred && wording_of(simple_line(text), true) == Wording::kWholeForm ? Form::kWholeForm
                                                                               : Form::kText;
}

/// Whether a colon, a dash or an arrow sets off a wording from what it leads to: "Read more: …",
/// "Read more – …", not "More from the budget".
bool is_set_off(std::string_view text) {
  for (const std::string_view mark : {":", "|", ">", " - ", "\xe2\x80\x93", "\xe2\x80\x94",
                                      "\xc2\xbb", "\xe2\x80\xba", "\xe2\x86\x92"}) {
    const std::size_t at = text.find(mark);
    if (at != text.npos && is_bare_wording(simple_line(text.substr(0, at)))) return true;
  }
  return false;
}

/// Whether a line is rather of results or a line-up than a title.
bool holds_data(std::string_view text) {
  const bool colon = text.find(':') != text.npos;
  std::size_t numbers = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    numbers += text.substr(at, end - at).find_first_of("0123456789") != text.npos ? 1U : 0U;
    at = end + 1;
  }
  return text.ends_with(':') || text.find(';') != text.npos || numbers > 1 ||
         (numbers > 0 && colon) || ((numbers > 0 || colon) && words_in(text) < kTitleWords);
}

/// Whether names follow a colon, as in "Photo: Jane Doe", not in "Photos: inside the mill".
bool names_somebody(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == text.npos) return text.starts_with("\xc2\xa9");
  if (text.find('/', colon) != text.npos) return true;
  std::size_t words = 0;
  std::size_t small = 0;
  for (std::size_t i = colon + 1; i < text.size(); ++i) {
    if (text[i - 1] != ' ' || text[i] == ' ') continue;
    ++words;
    small += text[i] >= 'a' && text[i] <= 'z' ? 1U : 0U;
  }
  return words < kNameWords || small * 2 <= words;
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
      if (is_bare_wording(simple)) return Form::kList;
      if (is_set_off(text)) return Form::kLink;
      if (!sentence) return Form::kMayLink;
      break;
    case Wording::kHeading:
      return Form::kHeading;
    case Wording::kNotice:
      if (!reports(text)) return Form::kNotice;
      break;
    case Wording::kSection:
      return Form::kSection;
    case Wording::kPage:
      return Form::kPage;
    case Wording::kForm:
      return Form::kForm;
    case Wording::kWholeForm:
      return Form::kWholeForm;
    case Wording::kField:
      return Form::kField;
    case Wording::kNone:
      break;
  }
  if (cookies && asks_for_cookies(simple) && !reports(text)) return Form::kNotice;
  const std::size_t sign = text.find("\xc2\xa9");
  const bool by_sign = sign != text.npos || simple.starts_with("copyright");
  if (!holds_quotes(text) && reserves_rights(simple, by_sign)) return Form::kNotice;
  if (!sentence && names_somebody(text) && credits_picture(simple)) return Form::kCredit;
  if (sentence || text.size() >= kLabelBytes) return Form::kText;
  if (sign < kYearBytes) return Form::kCredit;
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
    // The first word of a sentence that was broken there may be a button's: "Share\nprices fell".
    if (goes_on && lines.back().form != Form::kText && !is_certain(form_of(text, cookies)))
      lines.back().form = Form::kText;
    lines.push_back({text, gap, goes_on ? Form::kText : form_of(text, cookies), false});
    gap = false;
  }
  return lines;
}

std::size_t behind_text(const std::vector<Line>& lines) {
  const auto last = std::find_if(lines.rbegin(), lines.rend(),
                                 [](const Line& line) { return line.form == Form::kText; });
  return static_cast<std::size_t>(last.base() - lines.begin());
}

bool leads_on(Form form) {
  return form == Form::kLink || form == Form::kHeading || form == Form::kList;
}

bool ends_with_name(std::string_view text) {
  const std::size_t at = text.find_last_of(' ') + 1;
  return at < text.size() && text[at] >= 'A' && text[at] <= 'Z';
}

/// "More from the budget" is a subhead, except beside other links or as the last line. What ends in
/// a name may head titles at the end.
void settle_links(std::vector<Line>& lines) {
  const std::size_t foot = behind_text(lines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].form != Form::kMayLink) continue;
    const bool last = i >= foot && (i + 1 == lines.size() || is_certain(lines[i + 1].form));
    const bool beside = (i > 0 && leads_on(lines[i - 1].form)) ||
                        (i + 1 < lines.size() && leads_on(lines[i + 1].form));
    const bool heads = i >= foot && ends_with_name(lines[i].text) &&
                       (last || words_in(lines[i + 1].text) >= kTitleWords);
    if (heads) {
      lines[i].form = Form::kTopic;
    } else {
      lines[i].form = last || beside ? Form::kLink : Form::kLabel;
    }
  }
}

/// A heading of a form is one where a form's fields follow before any text, or nothing does:
/// buttons stand in any text.
bool is_form(const std::vector<Line>& lines, std::size_t at) {
  if (lines[at].form == Form::kWholeForm || at + 1 == lines.size()) return true;
  const std::size_t end = std::min(lines.size(), at + 1 + kFormLines);
  for (std::size_t i = at + 1; i < end && lines[i].form != Form::kText; ++i)
    if (lines[i].form == Form::kField) return true;
  return false;
}

/// Sentences and long paragraphs: neither menus nor notices.
struct Prose {
  std::size_t bytes = 0;
  std::size_t paragraphs = 0;
  void add(const Line& line) {
    if (line.form != Form::kText) return;
    bytes += line.text.size();
    ++paragraphs;
  }
};

/// Readers write less than the article in all, and less at a time.
bool may_be_comments(const Prose& article, const Prose& rest) {
  return rest.bytes <= article.bytes &&
         (rest.bytes == 0 || rest.bytes * article.paragraphs < article.bytes * rest.paragraphs);
}

/// A form and all that follows it, if that may be other readers' comments. Elsewhere the heading is
/// but a button.
void mark_forms(std::vector<Line>& lines) {
  Prose rest;
  for (const Line& line : lines) rest.add(line);
  Prose article;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool heads = lines[i].form == Form::kForm || lines[i].form == Form::kWholeForm;
    const bool form = heads && is_form(lines, i);
    if (form && article.bytes > 0 && may_be_comments(article, rest)) {
      for (std::size_t each = i; each < lines.size(); ++each) lines[each].goes = true;
      return;
    }
    if (heads && !form && !ends_sentence(lines[i].text) &&
        !is_bare_wording(simple_line(lines[i].text)))
      lines[i].form = Form::kLabel;
    article.add(lines[i]);
    if (lines[i].form == Form::kText) {
      rest.bytes -= lines[i].text.size();
      --rest.paragraphs;
    }
  }
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
    if (behind_text && lines[i].form == Form::kHeading && is_title(lines[i + 1]) &&
        !holds_data(lines[i + 1].text))
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
    const bool label = lines[i].form == Form::kLabel || is_menu(lines[i].form);
    const bool short_label = label && lines[i].text.size() < kBetweenBytes;
    if (is_frame(lines[i])) {
      if (last < i && i - last - 1 <= kBetween)
        for (std::size_t between = last + 1; between < i; ++between)
          lines[between].goes = lines[between].goes || !holds_data(lines[between].text);
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
    bool sure = false;  // a page, or two names in a row: sections may head the parts of a list
    std::size_t first = end;
    std::size_t last = end;
    while (run < end && lines[run].text.size() < kMenuBytes) {
      const bool name = is_menu(lines[run].form);
      names += name ? 1U : 0U;
      sure = sure || lines[run].form == Form::kPage ||
             (name && run > i && is_menu(lines[run - 1].form));
      if (lines[run].form != Form::kLabel && lines[run].form != Form::kWire) {
        first = std::min(first, run);
        last = run;
      }
      ++run;
    }
    sure = sure || (end < lines.size() && run - i >= kLongMenu);
    if (run - i >= kMenuLines && names >= kMenuNames && sure)
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

/// At the end, the titles under "Most read". Results may be the article's; they and the short lines
/// behind them stay, up to other furniture.
void mark_foot(std::vector<Line>& lines) {
  bool headed = false;
  bool listed = false;
  bool topic = false;
  for (std::size_t i = behind_text(lines); i < lines.size(); ++i) {
    Line& line = lines[i];
    if (line.form != Form::kLabel && line.form != Form::kSection) {
      headed = headed || line.form == Form::kHeading || line.form == Form::kList;
      topic = topic || line.form == Form::kTopic;
      listed = headed;
      line.goes = line.goes || (headed && line.form == Form::kPage);
    } else if (holds_data(line.text)) {
      listed = false;
    } else if (listed || ((headed || topic) && words_in(line.text) >= kTitleWords)) {
      line.goes = true;
    }
  }
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
  settle_links(lines);
  mark_forms(lines);
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
