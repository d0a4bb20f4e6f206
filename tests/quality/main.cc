// Prints the tables of tests/quality/run. Exit codes: 0, 64 usage, 77 skipped for want of data.
#include <cstdio>
#include <cstring>
#include <string_view>

#include "tests/quality/copies/copies.h"
#include "tests/quality/copies/rewrites.h"
#include "tests/quality/dedup.h"
#include "tests/quality/entities.h"
#include "tests/quality/furniture.h"
#include "tests/quality/html.h"
#include "tests/quality/language.h"
#include "tests/quality/report.h"
#include "tests/quality/scraped.h"
#include "tests/quality/sentences.h"
#include "tests/quality/stories.h"
#include "tests/quality/topics.h"
#include "tests/quality/wire.h"

namespace {

using copytaster::quality::Report;

struct Kind {
  std::string_view name;
  Report (*measure)();
};

Report all_of_dedup() {
  using namespace copytaster::quality;
  Report report = measure_copies();
  if (report.rows.empty()) return report;
  for (const Report& further : {measure_rewrites(), measure_dedup_on_invented_texts(2500),
                                measure_dedup(), measure_furniture(2000)}) {
    report.rows.insert(report.rows.end(), further.rows.begin(), further.rows.end());
    report.missing.insert(report.missing.end(), further.missing.begin(), further.missing.end());
  }
  return report;
}

Report all_of_entities() {
  Report report = copytaster::quality::measure_entities();
  const Report trained = copytaster::quality::measure_trained_entities();
  report.rows.insert(report.rows.end(), trained.rows.begin(), trained.rows.end());
  return report;
}

constexpr Kind kKinds[] = {{"entities", all_of_entities},
                           {"topics", copytaster::quality::measure_topics},
                           {"html", copytaster::quality::measure_html},
                           {"language", copytaster::quality::measure_language},
                           {"scraped", copytaster::quality::measure_scraped},
                           {"stories", copytaster::quality::measure_stories},
                           {"dedup", all_of_dedup},
                           {"sentences", copytaster::quality::measure_sentences},
                           {"wire", copytaster::quality::measure_wire}};

constexpr int kUsage = 64;
constexpr int kSkipped = 77;

}  // namespace

int main(int count, char** arguments) {
  const bool json = count == 3 && std::strcmp(arguments[2], "--json") == 0;
  if (count == 2 || json) {
    for (const Kind& kind : kKinds) {
      if (kind.name != arguments[1]) continue;
      const Report report = kind.measure();
      if (report.rows.empty()) {
        std::fprintf(stderr, "skipped: no labelled sets; set COPYTASTER_DATA to their folder\n");
        return kSkipped;
      }
      const std::string text = json ? copytaster::quality::as_json(report) + "\n"
                                    : copytaster::quality::as_table(report);
      std::fputs(text.c_str(), stdout);
      return 0;
    }
  }
  std::fprintf(stderr,
               "usage: quality entities|topics|html|language|scraped|sentences|stories|dedup|wire "
               "[--json]\n");
  return kUsage;
}
