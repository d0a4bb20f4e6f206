#include "tests/quality/scraped.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/text/clean.h"
#include "pipeline/text/furniture.h"
#include "pipeline/text/html_tree.h"
#include "tests/quality/data.h"
#include "tests/quality/html.h"

namespace copytaster::quality {
namespace {

struct LabelledLine {
  std::string text;
  bool of_article = false;
};
using Page = std::vector<LabelledLine>;

struct Words {
  std::size_t pages = 0;
  std::size_t article = 0;
  std::size_t lost = 0;
  std::size_t furniture = 0;
  std::size_t removed = 0;
};

std::size_t words_in(const std::string& text) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
}

/// Which lines stay: those of the cleaned text, in order.
void count(const Page& page, Words& words) {
  std::string body;
  for (const LabelledLine& line : page) body += line.text + "\n\n";
  const std::string clean = text::without_furniture(text::paragraphs(body));
  std::size_t at = 0;
  ++words.pages;
  for (const LabelledLine& line : page) {
    const std::size_t size = words_in(line.text);
    const bool stays =
        clean.compare(at, line.text.size(), line.text) == 0 &&
        (at + line.text.size() == clean.size() || clean[at + line.text.size()] == '\n');
    if (stays) at = std::min(clean.find_first_not_of('\n', at + line.text.size()), clean.size());
    (line.of_article ? words.article : words.furniture) += size;
    if (!stays) (line.of_article ? words.lost : words.removed) += size;
  }
}

Row row_of(const std::string& set, const std::string& part, const Words& words) {
  const auto share = [](std::size_t some, std::size_t all) {
    return all == 0 ? 0 : static_cast<double>(some) / static_cast<double>(all);
  };
  return {set,
          part,
          words.pages,
          {share(words.removed, words.furniture), share(words.lost, words.article)}};
}

std::vector<Page> pages_of(const std::filesystem::path& file) {
  std::vector<Page> pages(1);
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (line == "====") {
      pages.emplace_back();
    } else if (line.size() > 2) {
      pages.back().push_back({line.substr(2), line[0] == '+'});
    }
  }
  return pages;
}

void measure_own(Report& report) {
  Words all;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(SOURCE_DIR) /
                                                               "tests" / "data" / "scraped")) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    Words words;
    for (const Page& page : pages_of(file)) {
      count(page, words);
      count(page, all);
    }
    report.rows.push_back(row_of("invented", file.stem().string(), words));
  }
  report.rows.insert(report.rows.begin(), row_of("invented", "all", all));
}

/// A paragraph of the expected text, or so much of one that it stands nowhere else.
bool is_expected(const std::string& line, const std::string& expected) {
  constexpr std::size_t kSure = 40;
  if (line.size() >= kSure) return expected.find(line) != std::string::npos;
  return ("\n" + expected + "\n").find("\n" + line + "\n") != std::string::npos;
}

/// Every block of the page, menus and all.
Page whole_page(const std::string& html, const std::string& expected) {
  const text::HtmlTree tree = text::read_html_tree(html, 400);
  Page page;
  for (const text::HtmlBlock& block : tree.blocks) {
    const std::string text =
        text::paragraphs(text::clean_characters(std::string(tree.text_of(block))));
    std::size_t begin = 0;
    while (begin < text.size()) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string line = text.substr(begin, end - begin);
      if (!line.empty()) page.push_back({line, is_expected(line, expected)});
      begin = end + 1;
    }
  }
  return page;
}

/// Texts that are all article: whatever is taken out of them is lost.
void measure_clean(Report& report, const std::string& set, const std::string& file,
                   const char* field) {
  Words all;
  for (const auto& item : objects_of(file)) {
    const auto found = item.FindMember(field);
    if (found == item.MemberEnd() || !found->value.IsString()) continue;
    const std::string body = text::paragraphs(text::clean_characters(found->value.GetString()));
    Page page;
    for (std::size_t begin = 0; begin < body.size();) {
      const std::size_t end = std::min(body.find('\n', begin), body.size());
      if (end > begin) page.push_back({body.substr(begin, end - begin), true});
      begin = end + 1;
    }
    count(page, all);
  }
  if (all.pages == 0) {
    report.missing.push_back(set);
    return;
  }
  Row row = row_of(set, "texts", all);
  row.values.front() = std::nan("");
  report.rows.push_back(std::move(row));
}

void measure_fundus(Report& report) {
  Words all;
  visit_pages([&all](const std::string& page, const std::string& expected) {
    count(whole_page(page, text::clean_characters(expected)), all);
  });
  if (all.pages == 0) {
    report.missing.emplace_back("html_fundus");
  } else {
    report.rows.push_back(row_of("html_fundus", "whole pages", all));
  }
}

}  // namespace

Report measure_scraped() {
  Report report{"scraped text", {"removed", "lost"}, {}, {}};
  measure_own(report);
  measure_fundus(report);
  measure_clean(report, "bbc_news", "bbc_news/bbc.jsonl", "text");
  measure_clean(report, "reuters21578", "reuters21578/reuters21578.jsonl", "body");
  return report;
}

}  // namespace copytaster::quality
