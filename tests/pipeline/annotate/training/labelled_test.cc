#include "pipeline/annotate/training/labelled.h"

#include <gtest/gtest.h>

namespace copytaster::annotate {
namespace {

using Names = std::vector<LabelledName>;

std::vector<LabelledText> texts_of(std::string_view lines) {
  auto texts = read_labelled(lines);
  EXPECT_TRUE(texts.has_value()) << texts.error();
  return texts.value_or(std::vector<LabelledText>{});
}

TEST(Labelled, TokensAreJoinedAsPrintedAndSpansAreBytes) {
  const auto texts = texts_of(
      "Renée I-PER\nZöe I-PER\n's O\nfriend O\n( O\nParis B-LOC\n) O\n\" O\nHi O\n\" O\n. O\n\n"
      "Oslo I-LOC\nBergen B-LOC\nNovel B-creative-work\nGroup B-group\n");
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0].text, "Renée Zöe's friend (Paris) \"Hi\".\n\n");
  EXPECT_EQ(texts[0].names, (Names{{{0, 11}, 0}, {{22, 27}, 2}}));
  EXPECT_EQ(texts[1].names, (Names{{{0, 4}, 2}, {{5, 11}, 2}, {{12, 17}, 3}, {{18, 23}, 1}}));
}

TEST(Labelled, DocumentsAreKeptWhole) {
  const auto texts = texts_of(
      "# newdoc\n1\tOslo\tB-LOC\t-\n\n# text = x\n1\tEnd\tO\t-\n\n# newdoc\n1\tBergen\tB-LOC\t-\n");
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0].text, "Oslo\n\nEnd\n\n");
  EXPECT_EQ(texts[1].names, (Names{{{0, 6}, 2}}));
}

TEST(Labelled, TheLastColumnOfTagsCounts) {
  const auto texts = texts_of("-DOCSTART- -X- O O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\n");
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0].names, (Names{{{0, 2}, 1}}));
}

TEST(Labelled, TokensBetweenTabsMayHoldSpaces) {
  const auto texts = texts_of("New York\tB-LOC\n \tO\n\tO\nnow\tO\n");
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0].names, (Names{{{0, 8}, 2}}));
}

TEST(Labelled, AFileWithoutTagsIsRefused) {
  for (const char* lines : {"", "one two\nthree four\n", "word\n"}) {
    const auto texts = read_labelled(lines);
    ASSERT_FALSE(texts.has_value()) << lines;
    EXPECT_NE(texts.error().find("tag"), std::string::npos);
  }
}

}  // namespace
}  // namespace copytaster::annotate
