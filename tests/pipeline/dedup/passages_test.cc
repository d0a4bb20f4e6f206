#include "pipeline/dedup/passages.h"

#include <gtest/gtest.h>

#include <string>

namespace copytaster::dedup {
namespace {

std::string piece(std::string_view text, text::ByteRange range) {
  return std::string(text.substr(range.begin, range.end - range.begin));
}

TEST(Passages, LongestRunsAsTheyStand) {
  const std::string left = "He said the barge struck the old bridge on Monday, and left.";
  const std::string right =
      "The barge struck a post. THE BARGE STRUCK the old bridge; on Monday it rained.";
  const SharedText shared = shared_text(left, right);
  ASSERT_EQ(shared.passages.size(), 1U);
  EXPECT_EQ(piece(left, shared.passages[0].left), "the barge struck the old bridge on Monday");
  EXPECT_EQ(piece(right, shared.passages[0].right), "THE BARGE STRUCK the old bridge; on Monday");
  EXPECT_EQ(shared.passages[0].words, 8U);
}

TEST(Passages, TwoWordsAreChance) {
  EXPECT_TRUE(shared_text("the old bridge", "the old harbour").passages.empty());
  EXPECT_TRUE(shared_text("", "the old harbour").passages.empty());
  EXPECT_TRUE(shared_text("the old harbour", "").passages.empty());
}

TEST(Passages, AFrameIsWhatASpinnerLeaves) {
  const std::string left =
      "On Monday the vessel hit a span of the bridge in Tormouth, and 12 of it sank.";
  const std::string right =
      "On Monday the boat rammed a part of the crossing in Tormouth, and 12 of it fell.";
  const SharedText shared = shared_text(left, right);
  std::string frame;
  for (const auto& word : shared.frame) {
    EXPECT_EQ(piece(left, word.left), piece(right, word.right));
    frame += piece(left, word.left) + " ";
  }
  EXPECT_EQ(frame, "a of the ");
  EXPECT_EQ(shared.passages.size(), 2U) << "the rest stands in passages of three words or more";
}

/// Every passage found is one, word for word, and none could be made longer at its end.
TEST(Passages, AreEqualWordsAndEndWhereTheyMust) {
  std::string left;
  std::string right;
  for (std::uint32_t i = 0; i < 400; ++i) {
    left += "w" + std::to_string(i * i % 37 / 5) + " ";
    right += "w" + std::to_string(i * 7 % 41 / 6) + " ";
  }
  const auto words = [](const std::string& text) { return text::tokenize(text); };
  const SharedText shared = shared_text(left, right);
  ASSERT_GT(shared.passages.size(), 5U);
  std::uint32_t end = 0;
  for (const auto& passage : shared.passages) {
    EXPECT_GE(passage.left.begin, end);
    end = passage.left.end;
    const auto one = words(piece(left, passage.left));
    const auto other = words(piece(right, passage.right));
    ASSERT_EQ(one.size(), passage.words);
    ASSERT_EQ(other.size(), passage.words);
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].hash, other[i].hash);
    const auto after_one = words(left.substr(passage.left.end));
    const auto after_other = words(right.substr(passage.right.end));
    if (!after_one.empty() && !after_other.empty()) {
      EXPECT_NE(after_one.front().hash, after_other.front().hash);
    }
  }
}

}  // namespace
}  // namespace copytaster::dedup
