#include "pipeline/annotate/training/gum.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "pipeline/annotate/training/joined_text.h"

namespace copytaster::annotate {
namespace {

constexpr std::array<std::string_view, 40> kTitles = {
    "Mr.",     "Mr",      "Mrs.",      "Mrs",       "Ms.",     "Ms",      "Miss",
    "Dr.",     "Dr",      "Prof.",     "Professor", "Sir",     "Lord",    "Lady",
    "King",    "Queen",   "Prince",    "Princess",  "Pope",    "Saint",   "President",
    "Vice",    "Prime",   "Minister",  "Senator",   "Sen.",    "Rep.",    "Governor",
    "Gov.",    "Mayor",   "Judge",     "Justice",   "Chief",   "General", "Gen.",
    "Colonel", "Captain", "Secretary", "Director",  "Chairman"};

struct Row {
  std::string_view word;
  bool proper = false;
  std::string_view notes;
};

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;   ///< one past its last row; 0 while it is open
  std::size_t head = 0;  ///< place of its head within it, from 0
  std::string_view id;
  std::string_view type;
};

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

std::string_view entities_of(std::string_view notes) {
  for (const std::string_view note : split(notes, '|')) {
    if (note.starts_with("Entity=")) return note.substr(7);
  }
  return {};
}

/// "(8-organization-new-nnnnn-cf3-3,5,6-sgl-University_of_Portsmouth"
Span opened(std::string_view text, std::size_t row) {
  Span span;
  span.begin = row;
  const auto fields = split(text, '-');
  span.id = fields[0];
  if (fields.size() > 1) span.type = fields[1];
  std::size_t head = 1;
  if (fields.size() > 5) {
    std::from_chars(fields[5].data(), fields[5].data() + fields[5].size(), head);
  }
  span.head = head > 0 ? head - 1 : 0;
  return span;
}

void close(std::vector<Span>& spans, std::string_view id, std::size_t row) {
  const auto open = std::find_if(spans.rbegin(), spans.rend(),
                                 [&](const Span& span) { return span.end == 0 && span.id == id; });
  if (open != spans.rend()) open->end = row + 1;
}

/// The spans of a sentence that begin and end in it: "(" opens one, and ")" ends the one just
/// opened, or the one whose number stands before it.
std::vector<Span> spans_of(const std::vector<Row>& rows) {
  std::vector<Span> spans;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::string_view rest = entities_of(rows[row].notes);
    while (!rest.empty()) {
      const bool opens = rest.front() == '(';
      if (opens) rest.remove_prefix(1);
      const std::size_t end = std::min(rest.find_first_of("()"), rest.size());
      if (opens) spans.push_back(opened(rest.substr(0, end), row));
      const bool closes = end < rest.size() && rest[end] == ')';
      if (closes) close(spans, opens ? spans.back().id : rest.substr(0, end), row);
      rest.remove_prefix(closes ? end + 1 : end);
    }
  }
  std::erase_if(spans, [](const Span& span) { return span.end == 0; });
  std::stable_sort(spans.begin(), spans.end(),
                   [](const Span& a, const Span& b) { return a.end - a.begin > b.end - b.begin; });
  return spans;
}

bool joins(std::string_view word, bool organisation) {
  if (word == "-" || word == "/" || word == "of" || word == "&") return true;
  return organisation && (word == "and" || word == "for");
}

/// Narrows a span to the name within it; false where there is none.
bool narrow(const std::vector<Row>& rows, Span& span) {
  const bool person = span.type == "person";
  const bool organisation = span.type == "organization";
  const std::size_t head = span.begin + span.head;
  if (head >= span.end || !rows[head].proper) return false;
  const auto joined = [&](std::size_t i) {
    return person ? rows[i].word == "-" : joins(rows[i].word, organisation);
  };
  std::size_t begin = head;
  std::size_t end = head + 1;
  while (begin > span.begin) {
    if (rows[begin - 1].proper) {
      --begin;
    } else if (begin > span.begin + 1 && joined(begin - 1) && rows[begin - 2].proper) {
      begin -= 2;
    } else {
      break;
    }
  }
  while (end < span.end) {
    if (rows[end].proper) {
      ++end;
    } else if (end + 1 < span.end && joined(end) && rows[end + 1].proper) {
      end += 2;
    } else {
      break;
    }
  }
  while (person && begin < end &&
         std::find(kTitles.begin(), kTitles.end(), rows[begin].word) != kTitles.end()) {
    ++begin;
  }
  span.begin = begin;
  span.end = end;
  return begin < end;
}

std::size_t type_named(std::string_view name) {
  if (name == "person") return 0;
  if (name == "organization") return 1;
  if (name == "place") return 2;
  return name == "time" ? JoinedText::kNoName : 3;
}

void add_sentence(const std::vector<Row>& rows, JoinedText& joined) {
  std::vector<std::size_t> types(rows.size(), JoinedText::kNoName);
  std::vector<bool> begins(rows.size());
  for (Span span : spans_of(rows)) {
    const std::size_t type = type_named(span.type);
    if (!narrow(rows, span) || type == JoinedText::kNoName) continue;
    const auto first = types.begin() + static_cast<std::ptrdiff_t>(span.begin);
    const auto last = types.begin() + static_cast<std::ptrdiff_t>(span.end);
    if (std::any_of(first, last, [](std::size_t t) { return t != JoinedText::kNoName; })) continue;
    std::fill(first, last, type);
    begins[span.begin] = true;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) joined.token(rows[i].word, types[i], begins[i]);
  joined.end_sentence();
}

}  // namespace

bool is_gum(const std::vector<std::string_view>& lines) {
  return std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
    return !line.starts_with('#') && line.find("Entity=(") != std::string_view::npos;
  });
}

std::vector<LabelledText> read_gum(const std::vector<std::string_view>& lines) {
  std::vector<LabelledText> texts;
  JoinedText joined;
  std::vector<Row> rows;
  const auto end_sentence = [&] {
    if (!rows.empty()) add_sentence(rows, joined);
    rows.clear();
  };
  const auto end_document = [&] {
    end_sentence();
    LabelledText text = joined.take();
    if (!text.text.empty()) texts.push_back(std::move(text));
  };
  for (const std::string_view line : lines) {
    if (line.starts_with("# newdoc")) end_document();
    if (line.empty()) end_sentence();
    const auto columns = split(line, '\t');
    const bool numbered = columns[0].find_first_not_of("0123456789") == std::string_view::npos;
    if (columns.size() < 5 || !numbered) continue;
    // The tables of five columns are cut out of those of ten.
    const std::string_view tag = columns[columns.size() < 10 ? 3 : 4];
    rows.push_back({columns[1], tag.starts_with("NNP"), columns.back()});
  }
  end_document();
  return texts;
}

}  // namespace copytaster::annotate
