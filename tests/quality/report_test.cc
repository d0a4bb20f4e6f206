#include "tests/quality/report.h"

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

TEST(Report, CountsAndMissingSets) {
  const Ratio ratio{3, 4, 6};
  EXPECT_DOUBLE_EQ(ratio.precision(), 0.75);
  EXPECT_DOUBLE_EQ(ratio.recall(), 0.5);
  EXPECT_DOUBLE_EQ(ratio.f1(), 0.6);
  EXPECT_EQ(Ratio{}.f1(), 0);
  const Report report{"title", {"f1"}, {{"set", "all", 6, {0.6}}}, {"other"}, {"third: why"}};
  EXPECT_EQ(report.value("set", "all", "f1"), 0.6);
  EXPECT_EQ(report.value("set", "all", "recall"), std::nullopt);
  EXPECT_EQ(report.value("other", "all", "f1"), std::nullopt);
  EXPECT_NE(as_table(report).find("0.600"), std::string::npos);
  EXPECT_NE(as_table(report).find("skipped: other"), std::string::npos);
  EXPECT_NE(as_table(report).find("refused: third: why"), std::string::npos);
  rapidjson::Document json;
  json.Parse(as_json(report).c_str());
  ASSERT_TRUE(json.IsObject());
  EXPECT_EQ(json["rows"][0]["f1"].GetDouble(), 0.6);
  EXPECT_STREQ(json["refused"][0].GetString(), "third: why");
}

TEST(Csv, QuotesAndCommas) {
  EXPECT_EQ(csv_fields(R"("3","a, b","say ""hi""",)"),
            (std::vector<std::string>{"3", "a, b", "say \"hi\"", ""}));
}

}  // namespace
}  // namespace copytaster::quality
