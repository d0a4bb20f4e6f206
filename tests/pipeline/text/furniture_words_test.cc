#include "pipeline/text/furniture_words.h"

#include <gtest/gtest.h>

namespace copytaster::text {
namespace {

TEST(Wordings, ACountIsNotWhatItIs) {
  EXPECT_EQ(wording_of("12 comments", false), Wording::kButton);
  EXPECT_EQ(wording_of("kommentare 3", false), Wording::kButton);
  EXPECT_EQ(wording_of("12", false), Wording::kNone);
  EXPECT_EQ(wording_of("facebook 12 twitter 3", false), Wording::kButton);
  EXPECT_EQ(wording_of("", false), Wording::kNone);
}

TEST(Wordings, ARequestNeedsItsObject) {
  EXPECT_EQ(wording_of("sign up for our newsletter", true), Wording::kNotice);
  EXPECT_EQ(wording_of("sign up for the draft ended on friday", true), Wording::kNone);
  EXPECT_EQ(wording_of("melden sie sich für den newsletter an", true), Wording::kNotice);
  EXPECT_EQ(wording_of("melden sie sich bei der reederei", true), Wording::kNone);
  EXPECT_EQ(wording_of("subscribed", false), Wording::kNone) << "whole words alone";
}

TEST(Wordings, ASentenceMustSayMoreThanALabel) {
  EXPECT_EQ(wording_of("share", false), Wording::kButton);
  EXPECT_EQ(wording_of("share", true), Wording::kNone);
  EXPECT_EQ(wording_of("read more about the second boat of the island", false), Wording::kRelated);
  EXPECT_EQ(wording_of("read more about the second boat of the island", true), Wording::kNone);
  EXPECT_EQ(wording_of("read more here", true), Wording::kRelated);
}

TEST(Wordings, PicturesAreCreditedBriefly) {
  EXPECT_TRUE(credits_picture("foto karin holm northwire"));
  EXPECT_TRUE(credits_picture("crédit photo karin holm"));
  EXPECT_FALSE(credits_picture("photographs karin holm"));
  EXPECT_FALSE(
      credits_picture("photo the ferry in the harbour of lindholm on monday morning at six"));
}

}  // namespace
}  // namespace copytaster::text
