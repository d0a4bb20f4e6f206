#include "tests/quality/wire.h"

#include <cmath>
#include <string>
#include <string_view>

#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

std::string text_of(const rapidjson::Document& object, const char* field) {
  const auto found = object.FindMember(field);
  if (found == object.MemberEnd() || !found->value.IsString()) return {};
  return found->value.GetString();
}

/// The place before the first comma, which all datelines of the set have.
std::string place_of(std::string_view dateline) {
  dateline = dateline.substr(0, dateline.find(','));
  const std::size_t begin = dateline.find_first_not_of(' ');
  return begin == dateline.npos ? "" : std::string(dateline.substr(begin));
}

void measure_reuters(Report& report) {
  Ratio places;
  for (const auto& item : objects_of("reuters21578/reuters21578.jsonl")) {
    const std::string dateline = text_of(item, "dateline");
    const std::string body = text_of(item, "body");
    // Without a comma the field holds no date: a remark, or half of a line.
    if (body.size() < 200 || dateline.find(',') == dateline.npos) continue;
    const text::Document document = document_of(text_of(item, "title"), dateline + " " + body);
    ++places.expected;
    places.given += document.located.empty() ? 0U : 1U;
    places.right += document.located == place_of(dateline) ? 1U : 0U;
  }
  if (places.expected == 0) {
    report.missing.emplace_back("reuters21578");
    return;
  }
  report.rows.push_back(
      {"reuters21578", "dateline", places.expected, {places.recall(), places.precision()}});
}

/// The share of a set's texts with a range of this kind.
void measure_found(Report& report, const std::string& set, const std::string& file,
                   const char* field) {
  Ratio any;
  for (const auto& item : objects_of(file)) {
    const std::string body = text_of(item, field);
    if (body.empty()) continue;
    ++any.expected;
    any.right += document_of(text_of(item, "title"), body).ranges.empty() ? 0U : 1U;
  }
  if (any.expected == 0) {
    report.missing.push_back(set);
    return;
  }
  report.rows.push_back({set, "any line", any.expected, {any.recall(), std::nan("")}});
}

}  // namespace

Report measure_wire() {
  Report report{"wire copy", {"found", "precision"}, {}, {}};
  measure_reuters(report);
  measure_found(report, "bbc_news", "bbc_news/bbc.jsonl", "text");
  return report;
}

}  // namespace copytaster::quality
