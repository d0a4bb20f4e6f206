#include "pipeline/text/wire.h"

#include <algorithm>
#include <optional>

#include "pipeline/text/dateline.h"
#include "pipeline/text/embargo.h"
#include "pipeline/text/wire_lines.h"
#include "pipeline/text/wire_slugs.h"
#include "pipeline/text/wire_words.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kHeadLines = 16;
constexpr std::size_t kFootLines = 8;
constexpr std::size_t kEditorsBytes = 4096;
constexpr std::size_t kHeadlines = 2;  ///< lines of a headline between a slug and a dateline
constexpr std::size_t kHeadlineBytes = 140;
constexpr std::size_t kNoteBytes = 400;

const char* kind_name(WireLine line) {
  switch (line) {
    case WireLine::kSlug:
    case WireLine::kMaybeSlug:
      return "slugline";
    case WireLine::kByline:
      return "byline";
    case WireLine::kCredit:
      return "credit";
    case WireLine::kNote:
      return "note";
    case WireLine::kEmbargo:
      return "embargo";
    case WireLine::kStamp:
      return "stamp";
    default:
      return "end";
  }
}

class Reader {
 public:
  Reader(std::string_view body, std::string_view source) : body_(body), source_(source) {}

  WireCopy read() {
    read_head();
    read_editors_foot();
    read_foot();
    read_marks();
    for (auto& [kind, ranges] : copy_.ranges) {
      std::sort(ranges.begin(), ranges.end(),
                [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
    }
    return std::move(copy_);
  }

 private:
  [[nodiscard]] std::string_view line_at(std::size_t begin) const {
    return body_.substr(begin, std::min(body_.find('\n', begin), body_.size()) - begin);
  }

  [[nodiscard]] std::size_t next_text(std::size_t at) const {
    return std::min(body_.find_first_not_of("\n ", at), body_.size());
  }

  void add(const char* kind, std::size_t begin, std::size_t end) {
    copy_.ranges[kind].push_back(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  void add_note(std::string_view line) {
    if (!copy_.ed_note.empty()) copy_.ed_note += '\n';
    copy_.ed_note += line;
  }

  static void fill(std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
  }

  void take(const HeadLine& line, std::size_t at) {
    const std::string_view text = without_frame(body_.substr(at, line.end));
    add(kind_name(line.kind), at, at + line.end);
    switch (line.kind) {
      case WireLine::kSlug:
        return fill(copy_.slugline, line.value);
      case WireLine::kByline:
        if (is_agency(line.value)) fill(copy_.credit, line.value);
        return fill(copy_.by, line.value);
      case WireLine::kCredit:
        if (is_agency(line.value)) fill(copy_.credit, line.value);
        return;
      case WireLine::kEmbargo:
        fill(copy_.embargo, std::string(text));
        return add_note(text);
      case WireLine::kStamp:
        return;
      default:
        return add_note(text);
    }
  }

  /// Lines up to the dateline, or up to the first sentence. Headlines may stand between.
  void read_head() {
    std::size_t at = next_text(0);
    std::size_t headlines = 0;
    bool behind_byline = false;
    std::optional<std::size_t> slug_at;
    for (std::size_t lines = 0; lines < kHeadLines && at < body_.size(); ++lines) {
      const std::string_view line = line_at(at);
      if (const auto dateline = find_dateline(body_.substr(at), source_)) {
        take_dateline(*dateline, at);
        break;
      }
      HeadLine found = read_head_line(line, {behind_byline, false});
      bool leads = is_headline(line);
      if (found.kind == WireLine::kText && !leads && line.size() <= kNoteBytes) {
        const auto below = dateline_below(at + line.size());
        if (below) found = read_head_line(line, {behind_byline, true});
        leads = below && !below->credit.empty();
      }
      // What is the whole text, or its last line, is no line before a report.
      if (found.kind != WireLine::kText && next_text(at + found.end) == body_.size()) break;
      behind_byline = found.kind == WireLine::kByline;
      if (found.kind == WireLine::kText || found.kind == WireLine::kMaybeSlug) {
        if (found.kind == WireLine::kMaybeSlug && headlines == 0) slug_at = at;
        if (!leads || ++headlines > kHeadlines) break;
        at = next_text(at + line.size());
        continue;
      }
      if (found.kind == WireLine::kEmbargo) extend_embargo(found, at);
      take(found, at);
      text_from_ = at + found.end;
      at = next_text(text_from_);
    }
    if (slug_at && !copy_.ranges.empty() && copy_.slugline.empty())
      take({WireLine::kSlug, std::string(line_at(*slug_at)), line_at(*slug_at).size()}, *slug_at);
  }

  /// What the next line begins with: a report never begins twice, so this one is none of it.
  [[nodiscard]] std::optional<Dateline> dateline_below(std::size_t end) const {
    const std::size_t next = next_text(end);
    return next == body_.size() ? std::nullopt : find_dateline(body_.substr(next), source_);
  }

  static bool is_headline(std::string_view line) {
    return line.size() <= kHeadlineBytes && !line.ends_with('.') && !line.ends_with('"');
  }

  /// "EMBARGOED UNTIL" and its time on two lines.
  void extend_embargo(HeadLine& found, std::size_t at) const {
    const std::string_view line = body_.substr(at, found.end);
    if (line.find_first_of("0123456789") != line.npos) return;
    const std::size_t next = next_text(at + found.end);
    const std::string_view below = line_at(next);
    if (below.size() < 60 && below.find_first_of("0123456789") != below.npos)
      found.end = next + below.size() - at;
  }

  void take_dateline(const Dateline& dateline, std::size_t at) {
    copy_.located = dateline.place;
    fill(copy_.credit, dateline.credit);
    text_from_ = at + dateline.end;
    add("dateline", at, text_from_);
  }

  /// What the agency says is for editors alone, from the line that says so to the end.
  void read_editors_foot() {
    const std::size_t tail = body_.size() - std::min(body_.size(), kEditorsBytes);
    std::size_t at = body_.find('\n', std::max(tail, text_from_));
    for (; at < body_.size(); at = body_.find('\n', at)) {
      const std::string_view line = line_at(++at);
      if (!begins_editors_foot(line)) continue;
      foot_ = at;
      return add("note", at, body_.size());
    }
  }

  /// Lines from the end upwards, as long as they are no text.
  void read_foot() {
    std::size_t end = foot_;
    for (std::size_t lines = 0; lines < kFootLines; ++lines) {
      while (end > text_from_ && (body_[end - 1] == '\n' || body_[end - 1] == ' ')) --end;
      const std::size_t newline = end == 0 ? body_.npos : body_.rfind('\n', end - 1);
      std::size_t begin = newline == body_.npos ? 0 : newline + 1;
      // A report of one line has its dateline and its credit in it.
      begin = std::max(begin, text_from_);
      if (begin >= end) return;
      const std::string_view line = body_.substr(begin, end - begin);
      const FootLine found = read_foot_line(line);
      const bool rule = line.find_first_not_of("_-* ") == line.npos && line.size() >= 3;
      // A text that is nothing but its credit is none.
      const bool whole = begin + found.begin == next_text(0);
      if (whole || (found.kind == WireLine::kText && !rule)) return;
      if (!rule) {
        add(kind_name(found.kind), begin + found.begin, end);
        fill(copy_.by, found.by);
        fill(copy_.credit, found.credit);
        if (found.kind == WireLine::kNote || found.kind == WireLine::kEmbargo) add_note(line);
        if (found.kind == WireLine::kEmbargo) fill(copy_.embargo, std::string(line));
      }
      if (found.begin > 0) return;  // the rest of that line is text
      foot_ = end = begin;
    }
  }

  /// Marks between the takes: "MORE", "ENDS" and what follows it for editors.
  void read_marks() {
    std::size_t at = text_from_;
    while (at < foot_) {
      const std::string_view line = line_at(at);
      if (at > 0 && body_[at - 1] == '\n' && is_end_mark(line, false))
        add("end", at, at + line.size());
      at += line.size() + 1;
    }
  }

  std::string_view body_;
  std::string_view source_;
  WireCopy copy_;
  std::size_t text_from_ = 0;        ///< where the report's text begins
  std::size_t foot_ = body_.size();  ///< where the lines behind it begin
};

}  // namespace

WireCopy read_wire(std::string_view body, std::string_view source) {
  return Reader(body, source).read();
}

}  // namespace copytaster::text
