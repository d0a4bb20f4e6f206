#include "pipeline/annotate/training/gum.h"

#include <gtest/gtest.h>

namespace copytaster::annotate {
namespace {

using Names = std::vector<LabelledName>;

TEST(Gum, NamesAreTheProperNounsAroundTheHeadOfASpan) {
  // "President Noam Chomsky of the University of Portsmouth, England met the men in May."
  const auto texts = read_labelled(
      "# newdoc id = x\n"
      "1\tPresident\tx\tNNP\tEntity=(1-person-new-s-cf1-1,2,3-coref\n"
      "2\tNoam\tx\tNNP\t_\n"
      "3\tChomsky\tx\tNNP\t_\n"
      "4\tof\tx\tIN\t_\n"
      "5\tthe\tx\tDT\tEntity=(2-organization-new-s-cf2-2,4-sgl\n"
      "6\tUniversity\tx\tNNP\t_\n"
      "7\tof\tx\tIN\t_\n"
      "8\tPortsmouth\tx\tNNP\tSpaceAfter=No|Entity=(3-place-new-s-cf3-1-sgl\n"
      "9\t,\tx\t,\t_\n"
      "10\tEngland\tx\tNNP\tEntity=(4-place-new-s-cf4-1-sgl)3)2)1)\n"
      "11\tmet\tx\tVBD\t_\n"
      "12\tthe\tx\tDT\tEntity=(5-person-new-s-cf5-2-sgl\n"
      "13\tmen\tx\tNNS\tEntity=5)\n"
      "14\tin\tx\tIN\t_\n"
      "15\tMay\tx\tNNP\tEntity=(6-time-new-s-cf6-1-sgl)\n");
  ASSERT_TRUE(texts.has_value()) << texts.error();
  ASSERT_EQ(texts->size(), 1U);
  const LabelledText& text = texts->front();
  ASSERT_EQ(text.names.size(), 3U);
  const auto spelled = [&](std::size_t i) {
    return text.text.substr(text.names[i].at.begin, text.names[i].at.end - text.names[i].at.begin);
  };
  EXPECT_EQ(spelled(0), "Noam Chomsky");
  EXPECT_EQ(text.names[0].type, 0U);
  EXPECT_EQ(spelled(1), "University of Portsmouth");
  EXPECT_EQ(text.names[1].type, 1U);
  EXPECT_EQ(spelled(2), "England");
  EXPECT_EQ(text.names[2].type, 2U);
}

TEST(Gum, DamagedSpansAreNoNames) {
  const auto texts = read_labelled(
      "1\tOslo\tx\tNNP\tEntity=(1-place-new-s-cf1-99-coref)\n"
      "2\tRome\tx\tNNP\tEntity=7))((2-place\n"
      "3\tParis\tx\tNNP\tEntity=(3-place-new-s-cf1--coref)\n");
  ASSERT_TRUE(texts.has_value());
  ASSERT_EQ(texts->size(), 1U);
  EXPECT_EQ(texts->front().names, (Names{{{10, 15}, 2}}));
}

}  // namespace
}  // namespace copytaster::annotate
