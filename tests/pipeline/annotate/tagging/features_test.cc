#include "pipeline/annotate/tagging/features.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/pipeline/annotate/support.h"

namespace copytaster::annotate {
namespace {

TagText read(std::string_view text) {
  const auto tokens = text::tokenize(text);
  return tag_text(text, tokens, find_names(text, tokens, shipped_lexicons()), {});
}

std::vector<bool> candidates(std::string_view text) {
  std::vector<bool> all;
  for (const TagWord& word : read(text).words) all.push_back(word.candidate);
  return all;
}

TEST(Features, CandidatesAreCapitalsAndWhatMayJoinThem) {
  EXPECT_EQ(candidates("He met Ursula von der Leyen today."),
            (std::vector<bool>{false, false, true, true, true, true, false, false}));
  EXPECT_EQ(candidates("The flight of Boeing 747 to the sea"),
            (std::vector<bool>{false, false, true, true, true, false, false, false}));
  // But "The" may begin a name.
  EXPECT_TRUE(candidates("The Times said so.")[0]);
}

TEST(Features, CasingIsOfTheSentence) {
  const auto casing = [](std::string_view text) { return read(text).words.front().casing; };
  EXPECT_EQ(casing("The minister met Ann Lee in the old town."), Casing::kUsual);
  EXPECT_EQ(casing("MINISTER MEETS ANN LEE"), Casing::kUpper);
  EXPECT_EQ(casing("Minister Meets Business Leaders Near Harbour"), Casing::kTitle);
  EXPECT_EQ(casing("the minister met ann lee"), Casing::kLower);
  const auto lower = candidates("the minister met ann lee");
  EXPECT_EQ(std::count(lower.begin(), lower.end(), true), 5);
}

TEST(Features, ADocumentsOtherPlacesAreSeen) {
  TagText text = read("Ann Lee spoke. Lee left.");
  TagText other = read("He saw Lee.");
  FeatureList before;
  word_features(other.words, 2, before);
  DocumentWords document;
  document.collect(text);
  document.collect(other);
  document.look_up(other);
  EXPECT_NE(other.words[2].document, 0);
  FeatureList after;
  word_features(other.words, 2, after);
  EXPECT_GT(after.count, before.count);
}

TEST(Features, NoTextHasTooMany) {
  std::string text = "At Acme Corp. Ann Lee said Lee of Lee River City University, Lee said: lee.";
  TagText words = read(text);
  DocumentWords document;
  document.collect(words);
  document.look_up(words);
  FeatureList list;
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    words.words[i].document = 0xffff;
    words.words[i].clusters = 0xffffffffU;
    word_features(words.words, i, list);
    EXPECT_LE(list.count, kMaxFeatures);
  }
}

TEST(Features, ClustersAreFoundByWord) {
  const ClusterTable table({{5, 0x00401001U}, {9, 0x00802002U}});
  EXPECT_EQ(table.find(5), 0x00401001U);
  EXPECT_EQ(table.find(6), 0U);
  EXPECT_EQ(fine_cluster(table.find(9)), 2U);
  EXPECT_EQ(middle_cluster(table.find(9)), 2U);
  EXPECT_EQ(coarse_cluster(table.find(9)), 2U);
  EXPECT_EQ(ClusterTable().find(1), 0U);
}

}  // namespace
}  // namespace copytaster::annotate
