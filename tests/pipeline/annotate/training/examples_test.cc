#include "pipeline/annotate/training/examples.h"

#include <gtest/gtest.h>

#include "tests/pipeline/annotate/support.h"

namespace copytaster::annotate {
namespace {

TEST(Examples, NamesBecomeLabels) {
  const Example example = make_example({"Ann Lee left Oslo's port.", {{{0, 7}, 0}, {{13, 17}, 2}}},
                                       shipped_lexicons(), {});
  EXPECT_EQ(example.labels,
            (std::vector<Label>{label_of(0, Place::kBegin), label_of(0, Place::kLast), kOutside,
                                label_of(2, Place::kOnly), kOutside, kOutside}));
}

TEST(Examples, WhatCannotBeFoundIsNothingToLearnFrom) {
  // "Anglo" ends within a token.
  const Example example =
      make_example({"The Anglo-Dutch treaty.", {{{4, 9}, 2}}}, shipped_lexicons(), {});
  EXPECT_EQ(example.labels[1], kOutside);
  EXPECT_FALSE(example.text.words[1].candidate);
  EXPECT_TRUE(example.text.words[0].candidate);
}

TEST(Examples, CountsAreOfExactSpanAndType) {
  const LabelledText text{"Ann Lee left Oslo.", {{{0, 7}, 0}, {{13, 17}, 2}}};
  std::array<NameCounts, 3> counts;
  count_names(text, {label_of(0, Place::kOnly), kOutside, kOutside, label_of(2, Place::kOnly), 0},
              counts);
  EXPECT_EQ(counts[0].right, 0U);
  EXPECT_EQ(counts[0].found, 1U);
  EXPECT_EQ(counts[2].right, 1U);
  EXPECT_EQ(counts[2].f1(), 1.0);
  EXPECT_EQ(NameCounts{}.f1(), 0.0);
}

TEST(Examples, RecasedTextKeepsItsPlaces) {
  const LabelledText text{"Zoë was in Oslo.", {{{0, 4}, 0}}};
  EXPECT_EQ(recased(text, Casing::kUpper).text, "ZOë WAS IN OSLO.");
  EXPECT_EQ(recased(text, Casing::kTitle).text, "Zoë Was In Oslo.");
  EXPECT_EQ(recased(text, Casing::kLower).text, "zoë was in oslo.");
  EXPECT_EQ(recased(text, Casing::kUpper).names, text.names);
}

}  // namespace
}  // namespace copytaster::annotate
