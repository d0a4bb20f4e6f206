#include "tests/quality/html.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "pipeline/codec/times.h"
#include "pipeline/hash.h"
#include "pipeline/text/clean.h"
#include "pipeline/text/html.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

using Words = std::vector<std::string>;

std::string read_gzip(const std::filesystem::path& file) {
  std::string content;
  const gzFile stream = gzopen(file.c_str(), "rb");
  if (stream == nullptr) return content;
  std::array<char, 65536> buffer{};
  for (int size = 1; size > 0;) {
    size = gzread(stream, buffer.data(), buffer.size());
    if (size > 0) content.append(buffer.data(), static_cast<std::size_t>(size));
  }
  gzclose(stream);
  return content;
}

/// Runs of letters and digits, ASCII in lower case. Typographic punctuation stands in three
/// blocks of Unicode, each with a first byte or two of its own in UTF-8.
Words words_of(std::string_view text) {
  Words words(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::string_view rest = text.substr(i, 2);
    const bool wide = rest == "\xe2\x80" || rest == "\xe3\x80";
    if (wide || byte == 0xc2) {
      if (!words.back().empty()) words.emplace_back();
      i += wide ? 2 : 1;
    } else if (byte >= 0x80 || std::isalnum(byte) != 0) {
      words.back().push_back(static_cast<char>(byte < 0x80 ? std::tolower(byte) : byte));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// A title is the same whatever nobody sees in it: soft hyphens, zero-width characters.
Words title_words(std::string_view title) { return words_of(text::clean_characters(title)); }

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

Ratio overlap(const Words& found, const Words& expected) {
  std::unordered_map<std::string, int> counts;
  for (const std::string& word : expected) ++counts[word];
  Ratio ratio{0, found.size(), expected.size()};
  for (const std::string& word : found) ratio.right += counts[word]-- > 0 ? 1U : 0U;
  return ratio;
}

struct Expected {
  std::string title;
  std::string body;
  std::optional<Timestamp> published;
  std::optional<std::vector<std::string>> authors;
};

void append(std::string& body, const rapidjson::Value& lines) {
  for (const auto& line : lines.GetArray()) body += std::string(line.GetString()) + "\n";
}

Expected expected_of(const rapidjson::Value& version) {
  Expected expected;
  if (version["title"].IsString()) expected.title = version["title"].GetString();
  append(expected.body, version["body"]["summary"]);
  for (const auto& section : version["body"]["sections"].GetArray()) {
    append(expected.body, section["headline"]);
    append(expected.body, section["paragraphs"]);
  }
  if (version.HasMember("publishing_date") && version["publishing_date"].IsString())
    expected.published = codec::parse_time(version["publishing_date"].GetString());
  if (version.HasMember("authors") && version["authors"].IsArray()) {
    expected.authors.emplace();
    for (const auto& author : version["authors"].GetArray())
      expected.authors->push_back(joined(words_of(author.GetString())));
    std::sort(expected.authors->begin(), expected.authors->end());
  }
  return expected;
}

/// The version of which most words stand on the page.
Expected version_on_page(const std::filesystem::path& file, const std::string& page) {
  Expected best;
  double best_share = -1;
  const Words words = words_of(page);
  const std::unordered_set<std::string> on_page(words.begin(), words.end());
  std::string json;
  for (const std::string& line : lines_of(file)) json += line + "\n";
  rapidjson::Document versions;
  versions.Parse(json.c_str());
  if (!versions.IsObject()) return best;
  for (const auto& version : versions.GetObject()) {
    Expected expected = expected_of(version.value);
    const Words wanted = words_of(expected.title + " " + expected.body);
    const auto there = std::count_if(wanted.begin(), wanted.end(), [&](const std::string& word) {
      return on_page.contains(word);
    });
    const double share =
        static_cast<double>(there) / static_cast<double>(std::max<std::size_t>(1, wanted.size()));
    if (share <= best_share) continue;
    best_share = share;
    best = std::move(expected);
  }
  return best;
}

/// Sums over pages.
struct Sums {
  std::size_t pages = 0;
  double f1 = 0, precision = 0, recall = 0, least = 1;
  Ratio title, date, authors;
  double milliseconds = 0;

  [[nodiscard]] Row row(std::string part) const {
    const auto count = static_cast<double>(pages);
    return {"html_fundus",
            std::move(part),
            pages,
            {f1 / count, precision / count, recall / count, least, title.recall(), date.recall(),
             authors.recall(), milliseconds / count}};
  }
};

double milliseconds_of(const std::string& page, std::size_t depth) {
  double least = std::numeric_limits<double>::max();
  for (int i = 0; i < 3; ++i) {
    const std::clock_t begun = std::clock();
    const text::HtmlArticle article = text::read_html(page, depth);
    const auto spent = static_cast<double>(std::clock() - begun);
    if (!article.body.empty()) least = std::min(least, spent * 1000 / CLOCKS_PER_SEC);
  }
  return least;
}

void measure_page(const std::string& page, const Expected& expected, Sums& sums) {
  Article article;
  article.html = page;
  const text::TextLimits limits;
  const auto document = text::make_document(article, limits);
  const Ratio body =
      overlap(words_of(document ? document->body : std::string()), words_of(expected.body));
  ++sums.pages;
  sums.f1 += body.f1();
  sums.precision += body.precision();
  sums.recall += body.recall();
  sums.least = std::min(sums.least, body.f1());
  sums.milliseconds += milliseconds_of(page, limits.html_depth);
  if (!document) return;
  ++sums.title.expected;
  sums.title.right += title_words(document->headline) == title_words(expected.title) ? 1U : 0U;
  if (expected.published) {
    ++sums.date.expected;
    sums.date.right += codec::parse_time(document->page.published) == expected.published ? 1U : 0U;
  }
  if (expected.authors) {
    std::vector<std::string> authors;
    for (const std::string& author : document->page.authors)
      authors.push_back(joined(words_of(author)));
    std::sort(authors.begin(), authors.end());
    ++sums.authors.expected;
    sums.authors.right += authors == *expected.authors ? 1U : 0U;
  }
}

}  // namespace

void visit_pages(
    const std::function<void(const std::string& page, const std::string& expected)>& visit) {
  const std::filesystem::path folder = "html_fundus";
  for (const auto& entry : objects_of(folder / "index.jsonl")) {
    const std::string publisher = entry["publisher"].GetString();
    const std::string page = read_gzip(data_folder() / folder / entry["file"].GetString());
    const Expected expected = version_on_page(
        folder / "expected" / entry["country"].GetString() / (publisher + ".json"), page);
    visit(page, expected.title + "\n" + expected.body);
  }
}

Report measure_html() {
  Report report{"pages to articles",
                {"f1", "precision", "recall", "least", "title", "date", "authors", "ms"},
                {},
                {}};
  const std::filesystem::path folder = "html_fundus";
  std::array<Sums, 3> sums;
  for (const auto& entry : objects_of(folder / "index.jsonl")) {
    const std::string publisher = entry["publisher"].GetString();
    const std::string page = read_gzip(data_folder() / folder / entry["file"].GetString());
    const Expected expected = version_on_page(
        folder / "expected" / entry["country"].GetString() / (publisher + ".json"), page);
    measure_page(page, expected, sums[0]);
    measure_page(page, expected, sums[1 + hash64(publisher) % 2]);
  }
  if (sums[0].pages == 0) {
    report.missing.emplace_back("html_fundus");
    return report;
  }
  report.rows = {sums[0].row("all"), sums[1].row("half a"), sums[2].row("half b")};
  return report;
}

}  // namespace copytaster::quality
