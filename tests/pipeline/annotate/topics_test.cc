#include "pipeline/annotate/topics.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support.h"

namespace copytaster::annotate {
namespace {

TEST(Topics, ShippedModelKnowsFootball) {
  const auto model = TopicModel::load(lexicon_folder() / "topics.tsv");
  ASSERT_TRUE(model.has_value()) << model.error();
  const auto subjects = model->classify(document_of(
      "Striker wins cup",
      "The football coach praised the goalkeeper and the defender after the championship match."));
  ASSERT_EQ(subjects.size(), 1U);
  EXPECT_EQ(subjects[0].name, "sport");
  EXPECT_EQ(subjects[0].uri, "http://cv.iptc.org/newscodes/mediatopic/15000000");
  EXPECT_GE(subjects[0].confidence, 1);
  EXPECT_LE(subjects[0].confidence, 100);
  EXPECT_NE(subjects[0].evidence.find("striker"), std::string::npos) << subjects[0].evidence;
}

TEST(Topics, NoneRatherThanWrong) {
  const auto model = TopicModel::load(lexicon_folder() / "topics.tsv");
  ASSERT_TRUE(model.has_value());
  EXPECT_TRUE(model->classify(document_of("", "")).empty());
  EXPECT_TRUE(
      model->classify(document_of("A walk", "We went for a walk and came back for tea.")).empty());
}

TEST(Topics, MissingAndDamagedFilesAreRefusedByName) {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / "broken_topics.tsv";
  for (const char* text :
       {"", "sport", "#copytaster-topics 1\nword\t1\n#end 1\n",
        "#copytaster-topics 1\n@a\tb\nc\td\n#end 2\n", "#copytaster-topics 1\n@a\tb\n",
        "#copytaster-topics 1\n@a\tb\n#end 2\n"}) {
    std::ofstream(file) << text;
    const auto model = TopicModel::load(file);
    ASSERT_FALSE(model.has_value()) << text;
    EXPECT_NE(model.error().find("broken_topics.tsv"), std::string::npos);
  }
  std::filesystem::remove(file);
  EXPECT_FALSE(TopicModel::load(file).has_value());
}

}  // namespace
}  // namespace copytaster::annotate
