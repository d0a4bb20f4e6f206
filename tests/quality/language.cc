#include "tests/quality/language.h"

#include <map>
#include <string>

#include "tests/quality/data.h"
#include "tests/quality/fundus.h"

namespace copytaster::quality {

Report measure_language() {
  Report report{"language of bodies", {"accuracy", "precision"}, {}, {}};
  std::map<std::string, Ratio> regions;
  Ratio all;
  for (const LabelledBody& labelled : fundus_bodies()) {
    std::string body;
    for (const std::string& paragraph : labelled.paragraphs)
      body += (body.empty() ? "" : "\n\n") + paragraph;
    const std::string found = document_of("", body).language;
    for (Ratio* ratio : {&all, &regions[labelled.region]}) {
      ++ratio->expected;
      ratio->given += found == "und" ? 0U : 1U;
      ratio->right += found == labelled.language ? 1U : 0U;
    }
  }
  if (all.expected == 0) {
    report.missing.emplace_back("html_fundus");
    return report;
  }
  report.rows.push_back({"html_fundus", "all", all.expected, {all.recall(), all.precision()}});
  for (const auto& [region, ratio] : regions) {
    report.rows.push_back(
        {"html_fundus", region, ratio.expected, {ratio.recall(), ratio.precision()}});
  }
  return report;
}

}  // namespace copytaster::quality
