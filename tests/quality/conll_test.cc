#include "tests/quality/conll.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/quality/data.h"
#include "tests/quality/report.h"

namespace copytaster::quality {
namespace {

std::vector<LabelledText> texts_of(std::string_view lines, const ConllFormat& format) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "labelled.conll";
  std::ofstream(file) << lines;
  return labelled_texts(file, format);
}

TEST(Conll, TokensAreJoinedAsPrintedAndSpansAreCodePoints) {
  const auto texts = texts_of(
      "Renée I-PER\nZöe I-PER\n's O\nfriend O\n( O\nParis B-LOC\n) O\n\" O\nHi O\n\" O\n. O\n\n"
      "Oslo I-LOC\nBergen B-LOC\nNovel B-creative-work\nGroup B-group\n",
      {0, 1, ""});
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0].text, "Renée Zöe's friend (Paris) \"Hi\".\n\n");
  EXPECT_EQ(texts[0].names, (std::vector<LabelledName>{{{0, 9}, EntityType::kPerson},
                                                       {{20, 25}, EntityType::kPlace}}));
  EXPECT_EQ(texts[1].names, (std::vector<LabelledName>{{{0, 4}, EntityType::kPlace},
                                                       {{5, 11}, EntityType::kPlace},
                                                       {{18, 23}, EntityType::kOrganisation}}));
}

TEST(Conll, DocumentsAreKeptWhole) {
  const auto texts =
      texts_of("# newdoc\n1\tOslo\tB-LOC\n\n# text = x\n1\tEnd\tO\n\n# newdoc\n1\tBergen\tB-LOC\n",
               {1, 2, "# newdoc"});
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0].text, "Oslo\n\nEnd\n\n");
  EXPECT_EQ(texts[1].names, (std::vector<LabelledName>{{{0, 6}, EntityType::kPlace}}));
}

TEST(Report, CountsAndMissingSets) {
  const Ratio ratio{3, 4, 6};
  EXPECT_DOUBLE_EQ(ratio.precision(), 0.75);
  EXPECT_DOUBLE_EQ(ratio.recall(), 0.5);
  EXPECT_DOUBLE_EQ(ratio.f1(), 0.6);
  EXPECT_EQ(Ratio{}.f1(), 0);
  const Report report{"title", {"f1"}, {{"set", "all", 6, {0.6}}}, {"other"}};
  EXPECT_EQ(report.value("set", "all", "f1"), 0.6);
  EXPECT_EQ(report.value("set", "all", "recall"), std::nullopt);
  EXPECT_EQ(report.value("other", "all", "f1"), std::nullopt);
  EXPECT_NE(as_table(report).find("0.600"), std::string::npos);
  EXPECT_NE(as_table(report).find("skipped: other"), std::string::npos);
  rapidjson::Document json;
  json.Parse(as_json(report).c_str());
  ASSERT_TRUE(json.IsObject());
  EXPECT_EQ(json["rows"][0]["f1"].GetDouble(), 0.6);
}

TEST(Csv, QuotesAndCommas) {
  EXPECT_EQ(csv_fields(R"("3","a, b","say ""hi""",)"),
            (std::vector<std::string>{"3", "a, b", "say \"hi\"", ""}));
}

}  // namespace
}  // namespace copytaster::quality
