#include "daemon/metrics/page.h"

#include <gtest/gtest.h>

#include "daemon/metrics/catalogue.h"
#include "daemon/metrics/status.h"

namespace copytaster::metrics {
namespace {

Metrics& filled() {
  static Metrics metrics({"news<room>", "1.2", "2.3", "kafka"});
  JournalFigures figures;
  figures.ledger = {.in = 10, .fresh = 4, .copies = 3, .dead_letters = 3};
  figures.records.add("enriched", 9);
  figures.positions = {{"in", 2, Offset(17), {1'700'000'000'500}}};
  figures.last_dead_letters = {{{"in", 2, Offset(5), {}}, "empty_text"}};
  metrics.set(figures);
  metrics.set(std::vector<InputStanding>{{"in", 2, 17, 17, 20}});
  return metrics;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Page, HasEveryFamilyOnceFromTheStart) {
  const std::string text = page(Metrics({"n", "1", "", "files"}));
  for (const auto* family : families()) {
    const std::string type = "# TYPE " + std::string(family->name) + " ";
    EXPECT_TRUE(has(text, type)) << type;
    EXPECT_EQ(text.find(type), text.rfind(type)) << type;
  }
}

// A counter that fell back to 0 while the journal is folded would look like as many new inputs.
TEST(Page, ShowsNoLedgerUntilTheJournalIsFolded) {
  const std::string text = page(Metrics({"n", "1", "", "files"}));
  EXPECT_FALSE(has(text, "\ncopytaster_inputs_total "));
  EXPECT_FALSE(has(text, "\ncopytaster_decisions_total{"));
}

TEST(Page, ShowsTheJournalsFigures) {
  const std::string text = page(filled());
  EXPECT_TRUE(has(text, "\ncopytaster_inputs_total 10\n"));
  EXPECT_TRUE(has(text, "\ncopytaster_decisions_total{outcome=\"dead_letter\"} 3\n"));
  EXPECT_TRUE(has(text, "\ncopytaster_output_records_total{topic=\"enriched\"} 9\n"));
  EXPECT_TRUE(has(text, "\ncopytaster_input_lag{topic=\"in\",partition=\"2\"} 3\n"));
  EXPECT_TRUE(has(text,
                  "\ncopytaster_newest_input_timestamp_seconds{topic=\"in\",partition=\"2\"} "
                  "1700000000.5\n"));
  EXPECT_TRUE(has(text, "\ncopytaster_build_info{version=\"1.2\",librdkafka=\"2.3\"} 1\n"));
}

TEST(Status, IsEscaped) {
  const std::string html = status_html(filled());
  EXPECT_TRUE(has(html, "news&lt;room&gt;"));
  EXPECT_FALSE(has(html, "<room>"));
  EXPECT_FALSE(has(html, "<script"));
  EXPECT_TRUE(has(html, "in/2/5"));
  EXPECT_TRUE(has(html, "empty_text"));
}

TEST(Status, JsonHasTheSameLedger) {
  const std::string json = status_json(filled());
  EXPECT_TRUE(has(json, "\"ledger\":{\"in\":10,\"new\":4,\"copies\":3,")) << json;
  EXPECT_TRUE(has(json, "\"lag\":3")) << json;
}

TEST(Pages, AnswerByPath) {
  Metrics& metrics = filled();
  const auto answer = pages(metrics);
  EXPECT_EQ(answer("/healthz").status, 200U);
  EXPECT_EQ(answer("/readyz").status, 503U);
  metrics.role = Role::kLeader;
  EXPECT_EQ(answer("/readyz").status, 200U);
  EXPECT_EQ(answer("/readyz").body, "ready: leader\n");
  EXPECT_EQ(answer("/nothing").status, 404U);
  EXPECT_TRUE(answer("/").content_type.starts_with("text/html"));
  EXPECT_EQ(metrics.http_requests[Page::kReadyz].value(), 3U);
}

}  // namespace
}  // namespace copytaster::metrics
