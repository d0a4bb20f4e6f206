#include "pipeline/text/document.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "pipeline/text/clean.h"
#include "pipeline/text/dateline.h"
#include "pipeline/text/embargo.h"
#include "pipeline/text/furniture.h"
#include "pipeline/text/html.h"
#include "pipeline/text/language.h"
#include "pipeline/text/mojibake.h"
#include "pipeline/text/references.h"
#include "pipeline/text/sentences.h"
#include "pipeline/text/wire.h"
#include "pipeline/text/wire_lines.h"

namespace copytaster::text {
namespace {

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

/// A byte of a code point that isn't its first.
bool is_inner(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

std::uint32_t count_code_points(std::string_view text) {
  std::uint32_t count = 0;
  for (const char c : text) count += is_inner(c) ? 0U : 1U;
  return count;
}

bool is_ascii(std::string_view text) {
  unsigned char seen = 0;  // no early end: the compiler makes vector instructions of it
  for (const char c : text) seen |= static_cast<unsigned char>(c);
  return seen < 0x80;
}

/// Whether a line of wire copy, which is no headline, begins there.
bool is_wire_line(std::string_view text) {
  const WireLine kind = read_head_line(text.substr(0, text.find('\n')), {}).kind;
  return kind != WireLine::kText && kind != WireLine::kMaybeSlug;
}

/// The first line of a text without a title is its headline when it stands alone, is short and is
/// no sentence. Lines of wire copy may stand above it, and below.
void take_headline(Document& document) {
  const std::string_view body = document.body;
  std::size_t begin = 0;
  std::size_t end = body.find('\n');
  while (end != body.npos &&
         read_head_line(body.substr(begin, end - begin), {}).kind != WireLine::kText) {
    begin = body.find_first_not_of('\n', end);
    end = body.find('\n', begin);
  }
  if (end == body.npos || end - begin > kTitleBytes) return;
  if (body.substr(end, 2) != "\n\n" && !is_wire_line(body.substr(end + 1))) return;
  const std::string_view line = body.substr(begin, end - begin);
  if (line.back() == '.' || line.find_first_not_of(" =") == line.npos || find_dateline(line, {}))
    return;
  // "Stadtrat sperrt Straße =" is how a header block ends one.
  document.headline = std::string(line.substr(0, line.find_last_not_of(" =") + 1));
  document.body.erase(begin, body.find_first_not_of('\n', end) - begin);
}

/// A body that begins with its own headline is sent without it.
void drop_repeated_headline(Document& document) {
  const std::size_t end = std::min(document.body.find('\n'), document.body.size());
  if (document.headline.empty() || end == document.body.size()) return;
  if (document.body.compare(0, end, document.headline) != 0) return;
  document.body.erase(0,
                      std::min(document.body.find_first_not_of('\n', end), document.body.size()));
}

/// A headline that begins with its embargo is sent without it; the note says it.
void take_headline_embargo(Document& document) {
  const std::size_t end = headline_embargo_end(document.headline);
  if (end == 0) return;
  document.embargo = document.headline.substr(0, end);
  static constexpr std::string_view kMarks = " :-|\xe2\x80\x93\x94";
  document.embargo.resize(document.embargo.find_last_not_of(kMarks) + 1);
  // A message of nothing else keeps its text.
  if (end == document.headline.size() && document.body.empty()) return;
  document.headline.erase(0, end);
  drop_repeated_headline(document);
}

/// What the text says as wire copy does. It is masked below, and left standing.
void take_wire(Document& document, std::string_view source) {
  WireCopy wire = read_wire(document.body, source);
  document.slugline = std::move(wire.slugline);
  document.located = std::move(wire.located);
  document.by = std::move(wire.by);
  document.credit = std::move(wire.credit);
  document.ed_note = document.embargo;
  if (!wire.ed_note.empty() && !document.ed_note.empty()) document.ed_note += '\n';
  document.ed_note += wire.ed_note;
  if (document.embargo.empty()) document.embargo = std::move(wire.embargo);
  document.ranges = std::move(wire.ranges);
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

/// Undoes what other programs did to the texts before they came here. Markup has been read.
void repair(Document& document, std::string& title, std::string& body, bool markup) {
  bool references = replace_references(title);
  if (!markup) references = replace_references(body) || references;
  bool mojibake = repair_mojibake(title);
  mojibake = repair_mojibake(body) || mojibake;
  if (mojibake) document.repaired.emplace_back("mojibake");
  if (references) document.repaired.emplace_back("references");
}

Rejection too_large(std::string_view field, std::size_t bytes, std::size_t limit) {
  return {
      "analyse", "text_too_large",
      fmt::format("{} has {} bytes, more than limits.{}_bytes = {}", field, bytes, field, limit)};
}

}  // namespace

Result<Document, Rejection> make_document(const Article& article, const TextLimits& limits) {
  const std::string& field = article.body.empty() ? article.html : article.body;
  const bool is_html = looks_like_html(field);
  const std::optional<std::string> escaped = is_html ? std::nullopt : escaped_html(field);
  const std::string& given = escaped ? *escaped : field;
  const bool markup = is_html || escaped || (article.body.empty() && !given.empty());
  if (markup && given.size() > limits.html_bytes)
    return Error(too_large("html", given.size(), limits.html_bytes));
  Document document;
  HtmlArticle page;
  if (markup) {
    page = read_html(given, limits.html_depth, article.url);
    document.page = std::move(page.metadata);
  }
  std::string raw = markup ? std::move(page.body) : given;
  std::string title = article.title.empty() ? document.page.headline
                                            : without_markup(article.title, limits.html_depth);
  repair(document, title, raw, markup);
  document.headline = one_line(clean_characters(title));
  document.body = without_furniture(paragraphs(clean_characters(raw)));
  drop_repeated_headline(document);
  take_headline_embargo(document);
  if (document.headline.empty()) take_headline(document);
  if (document.headline.empty() && document.body.empty()) {
    return Error(Rejection{"analyse", "empty_text", "neither title nor body holds any text"});
  }
  if (document.body.size() > limits.body_bytes)
    return Error(too_large("body", document.body.size(), limits.body_bytes));
  if (document.headline.size() > limits.headline_bytes) {
    return Error(too_large("headline", document.headline.size(), limits.headline_bytes));
  }
  const bool by_page = !article.source_given && !document.page.publisher.empty();
  take_wire(document, by_page ? document.page.publisher : article.source);
  document.update_marker = has_update_marker(document.headline);
  document.language =
      detect_language(document.headline, document.body,
                      article.language.empty() ? document.page.language : article.language);
  document.headline_tokens = tokenize(document.headline, document.language);
  document.body_tokens = tokenize(document.body, document.language);
  document.sentences = sentences(document.body, document.body_tokens);
  mask(document);
  return document;
}

CodePoints::CodePoints(std::string_view text) : text_(text) {
  if (is_ascii(text)) return;
  std::uint32_t count = 0;
  blocks_.reserve(text.size() / kBlockBytes + 1);
  for (std::size_t at = 0; at < text.size(); at += kBlockBytes) {
    blocks_.push_back(count);
    count += count_code_points(text.substr(at, kBlockBytes));
  }
}

std::uint32_t CodePoints::before(std::size_t byte) const {
  if (blocks_.empty() || byte == 0) return static_cast<std::uint32_t>(byte);
  const std::size_t block = (byte - 1) / kBlockBytes;
  const std::size_t begin = block * kBlockBytes;
  return blocks_[block] + count_code_points(text_.substr(begin, byte - begin));
}

std::uint32_t CodePoints::byte_of(std::uint32_t code_point) const {
  if (blocks_.empty()) return code_point;
  const auto block = std::upper_bound(blocks_.begin() + 1, blocks_.end(), code_point) - 1;
  std::size_t byte = static_cast<std::size_t>(block - blocks_.begin()) * kBlockBytes;
  // The block may begin within a code point, which belongs to the block before.
  for (std::uint32_t at = *block; byte < text_.size(); ++byte) {
    if (is_inner(text_[byte])) continue;
    if (at == code_point) break;
    ++at;
  }
  return static_cast<std::uint32_t>(byte);
}

std::vector<CodePointRange> CodePoints::of(const std::vector<ByteRange>& ranges) const {
  std::vector<CodePointRange> points;
  points.reserve(ranges.size());
  for (const auto& range : ranges) points.push_back(of(range));
  return points;
}

}  // namespace copytaster::text
