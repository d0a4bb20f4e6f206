#include "pipeline/text/document.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "pipeline/text/clean.h"
#include "pipeline/text/html.h"
#include "pipeline/text/language.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kDatelineBytes = 90;
constexpr std::size_t kBylineBytes = 80;
constexpr std::size_t kTitleBytes = 200;
constexpr std::size_t kBlockBytes = 64;

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const char kept = c == '\n' ? ' ' : c;
    if (kept == ' ' && (line.empty() || line.back() == ' ')) continue;
    line.push_back(kept);
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::uint32_t count_code_points(std::string_view text) {
  std::uint32_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1U : 0U;
  return count;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// The first line of a text without a title is its headline when it stands alone, is short and is
/// no sentence.
void take_headline(Document& document) {
  const std::size_t end = document.body.find("\n\n");
  if (end == std::string::npos || end > kTitleBytes || end == 0) return;
  const std::string line = document.body.substr(0, end);
  if (line.find('\n') != std::string::npos || line.back() == '.') return;
  document.headline = line;
  document.body.erase(0, end + 2);
}

/// A body that begins with its own headline is sent without it.
void drop_repeated_headline(Document& document) {
  const std::size_t end = std::min(document.body.find('\n'), document.body.size());
  if (document.headline.empty() || end == document.body.size()) return;
  if (document.body.compare(0, end, document.headline) != 0) return;
  document.body.erase(0,
                      std::min(document.body.find_first_not_of('\n', end), document.body.size()));
}

void add_range(Document& document, const char* kind, std::size_t begin, std::size_t end) {
  document.ranges[kind].push_back(
      {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
}

/// "By Jane Doe" alone on the first line. Returns where the text goes on.
std::size_t find_byline(Document& document) {
  const std::string& body = document.body;
  if (!body.starts_with("By ")) return 0;
  const std::size_t end = body.find('\n');
  if (end == std::string::npos || end > kBylineBytes || body[end - 1] == '.' || !is_upper(body[3]))
    return 0;
  document.by = body.substr(3, end - 3);
  add_range(document, "byline", 0, end);
  return std::min(body.find_first_not_of('\n', end), body.size());
}

/// The agency in "(Reuters)", where it stands just before the dash of a dateline.
void find_credit(Document& document, std::size_t begin, std::size_t end) {
  const std::string_view head(document.body.data() + begin, end - begin);
  const std::size_t open = head.find('(');
  const std::size_t close = head.find(')', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos || close < open + 2) return;
  document.credit = std::string(head.substr(open + 1, close - open - 1));
}

/// "LUXEMBOURG, June 13 (Reuters) - " at the beginning of the text: a place in capitals, or any
/// place with an agency behind it, then a dash.
void find_dateline(Document& document, std::size_t from) {
  const std::string_view body = document.body;
  const std::string_view head = body.substr(from, kDatelineBytes);
  std::size_t dash = std::string_view::npos;
  std::size_t after = 0;
  static constexpr std::array<std::string_view, 5> kDashes = {" - ", " -- ", " \xe2\x80\x93 ",
                                                              " \xe2\x80\x94 ", ") -"};
  for (const std::string_view mark : kDashes) {
    const std::size_t found = head.find(mark);
    if (found < dash) {
      dash = found;
      after = found + mark.size();
    }
  }
  if (dash == std::string_view::npos || dash == 0 || head.substr(0, dash).find('\n') != head.npos)
    return;
  const std::string_view line = head.substr(0, dash + (head[dash] == ')' ? 1 : 0));
  const bool credited = line.find('(') != std::string_view::npos && is_upper(line.front());
  const std::size_t place_end = std::min({line.find(','), line.find(" ("), line.size()});
  const std::string_view place = line.substr(0, place_end);
  const bool capitals = place.size() >= 3 && is_upper(place.front()) &&
                        std::none_of(place.begin(), place.end(), is_lower);
  if (!capitals && !credited) return;
  if (place.size() > 2 && place.front() != '(') document.located = std::string(place);
  find_credit(document, from, from + line.size());
  add_range(document, "dateline", from, from + after);
}

/// "(Reporting by …)", "Editing by …" or "(Northwire)" as the last paragraph.
void find_closing_credit(Document& document) {
  const std::string& body = document.body;
  const std::size_t before = body.rfind('\n');
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  const std::string_view line = std::string_view(body).substr(begin);
  if (begin == 0 || line.empty() || line.size() > kDatelineBytes * 2) return;
  const bool bracketed = line.front() == '(' && line.back() == ')';
  const bool reporting = line.starts_with("Reporting by") || line.starts_with("(Reporting by") ||
                         line.starts_with("Editing by") || line.starts_with("Source: ");
  const bool end_mark = line == "ENDS" || line == "MORE" || line == "REUTER" || line == "Reuter";
  if (!bracketed && !reporting && !end_mark) return;
  add_range(document, "credit", begin, body.size());
  if (bracketed && !reporting && document.credit.empty() && line.find(' ') == line.npos) {
    document.credit = std::string(line.substr(1, line.size() - 2));
  }
  if (line.starts_with("Source: ") && document.credit.empty())
    document.credit = std::string(line.substr(8));
}

/// Whether a marker begins the headline or follows a dash in it, as in "GRAINS-UPDATE 2".
bool has_update_marker(std::string_view headline) {
  static constexpr std::array<std::string_view, 8> kMarkers = {
      "UPDATE", "LEAD", "CORRECTED", "CORRECTION", "WRAPUP", "REFILE", "ADVISORY", "Update:"};
  return std::any_of(kMarkers.begin(), kMarkers.end(), [headline](std::string_view marker) {
    const std::size_t found = headline.find(marker);
    return found == 0 || (found != headline.npos && headline[found - 1] == '-');
  });
}

void mask(Document& document) {
  auto& tokens = document.body_tokens;
  for (const auto& [kind, ranges] : document.ranges) {
    for (const auto& range : ranges) {
      auto token = std::lower_bound(
          tokens.begin(), tokens.end(), range.begin,
          [](const Token& each, std::uint32_t begin) { return each.begin < begin; });
      for (; token != tokens.end() && token->end <= range.end; ++token) token->masked = true;
    }
  }
}

Rejection too_large(std::string_view field, std::size_t bytes, std::size_t limit) {
  return {
      "analyse", "text_too_large",
      fmt::format("{} has {} bytes, more than limits.{}_bytes = {}", field, bytes, field, limit)};
}

}  // namespace

Result<Document, Rejection> make_document(const Article& article, const TextLimits& limits) {
  const std::string& given = article.body.empty() ? article.html : article.body;
  const bool markup = article.body.empty() ? !given.empty() : looks_like_html(given);
  if (markup && given.size() > limits.html_bytes)
    return Error(too_large("html", given.size(), limits.html_bytes));
  Document document;
  HtmlArticle page;
  if (markup) {
    page = read_html(given, limits.html_depth);
    document.page = std::move(page.metadata);
  }
  const std::string_view raw = markup ? page.body : given;
  const std::string& title = article.title.empty() ? document.page.headline : article.title;
  document.headline = one_line(clean_characters(title));
  document.body = without_furniture(paragraphs(clean_characters(raw)));
  if (document.headline.empty()) {
    take_headline(document);
  } else {
    drop_repeated_headline(document);
  }
  if (document.headline.empty() && document.body.empty()) {
    return Error(Rejection{"analyse", "empty_text", "neither title nor body holds any text"});
  }
  if (document.body.size() > limits.body_bytes)
    return Error(too_large("body", document.body.size(), limits.body_bytes));
  if (document.headline.size() > limits.headline_bytes) {
    return Error(too_large("headline", document.headline.size(), limits.headline_bytes));
  }
  find_dateline(document, find_byline(document));
  find_closing_credit(document);
  document.update_marker = has_update_marker(document.headline);
  document.headline_tokens = tokenize(document.headline);
  document.body_tokens = tokenize(document.body);
  mask(document);
  document.language =
      detect_language(document.headline, document.body,
                      article.language.empty() ? document.page.language : article.language);
  return document;
}

CodePoints::CodePoints(std::string_view text) : text_(text) {
  std::uint32_t count = 0;
  blocks_.reserve(text.size() / kBlockBytes + 1);
  for (std::size_t at = 0; at < text.size(); at += kBlockBytes) {
    blocks_.push_back(count);
    count += count_code_points(text.substr(at, kBlockBytes));
  }
  if (count == text.size()) blocks_.clear();
}

std::uint32_t CodePoints::before(std::size_t byte) const {
  if (blocks_.empty() || byte == 0) return static_cast<std::uint32_t>(byte);
  const std::size_t block = (byte - 1) / kBlockBytes;
  const std::size_t begin = block * kBlockBytes;
  return blocks_[block] + count_code_points(text_.substr(begin, byte - begin));
}

std::vector<CodePointRange> CodePoints::of(const std::vector<ByteRange>& ranges) const {
  std::vector<CodePointRange> points;
  points.reserve(ranges.size());
  for (const auto& range : ranges) points.push_back(of(range));
  return points;
}

}  // namespace copytaster::text
