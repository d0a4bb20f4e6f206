#include "tests/quality/language.h"

#include <map>
#include <string>

#include "pipeline/text/language.h"
#include "tests/quality/data.h"
#include "tests/quality/fundus.h"

namespace copytaster::quality {

namespace {

constexpr std::size_t kWords = 10;

/// The first ten words between blanks; empty where there are fewer.
std::string ten_words(const std::string& paragraph) {
  std::size_t end = 0;
  for (std::size_t words = 0; words < kWords; ++words) {
    if (end == std::string::npos) return {};
    end = paragraph.find(' ', end == 0 ? 0 : end + 1);
  }
  return paragraph.substr(0, end);
}

void count(const std::string& found, const std::string& right, Ratio& ratio) {
  ++ratio.expected;
  ratio.given += found == "und" ? 0U : 1U;
  ratio.right += found == right ? 1U : 0U;
}

}  // namespace

Report measure_language() {
  Report report{"language", {"accuracy", "precision"}, {}, {}};
  std::map<std::string, Ratio> regions;
  Ratio all;
  Ratio short_ones;
  for (const LabelledBody& labelled : fundus_bodies()) {
    std::string body;
    for (const std::string& paragraph : labelled.paragraphs)
      body += (body.empty() ? "" : "\n\n") + paragraph;
    const std::string found = document_of("", body).language;
    count(found, labelled.language, all);
    count(found, labelled.language, regions[labelled.region]);
    for (const std::string& paragraph : labelled.paragraphs) {
      const std::string words = ten_words(paragraph);
      if (!words.empty())
        count(text::detect_language("", words, ""), labelled.language, short_ones);
    }
  }
  if (all.expected == 0) {
    report.missing.emplace_back("html_fundus");
    return report;
  }
  report.rows.push_back({"html_fundus", "all", all.expected, {all.recall(), all.precision()}});
  report.rows.push_back({"html_fundus",
                         "ten words",
                         short_ones.expected,
                         {short_ones.recall(), short_ones.precision()}});
  for (const auto& [region, ratio] : regions) {
    report.rows.push_back(
        {"html_fundus", region, ratio.expected, {ratio.recall(), ratio.precision()}});
  }
  return report;
}

}  // namespace copytaster::quality
