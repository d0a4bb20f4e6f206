#include "pipeline/text/html_attributes.h"

#include <gtest/gtest.h>

#include "pipeline/text/html_hints.h"

namespace copytaster::text {
namespace {

TEST(HtmlAttributes, TheIdOfAHeadingSaysNothing) {
  HtmlAttributes attributes;
  attributes.id = "newsletter";
  EXPECT_EQ(hints_of(attributes, HtmlRole::kHeading), 0);
  EXPECT_EQ(hints_of(attributes, HtmlRole::kParagraph), 0);
  EXPECT_EQ(hints_of(attributes, HtmlRole::kSection), kHintFurniture);
  attributes.classes = "newsletter";
  EXPECT_EQ(hints_of(attributes, HtmlRole::kHeading), kHintFurniture);
}

TEST(HtmlAttributes, ADialogIsNoneOfTheTextAndAMarkedCommentIsAnothers) {
  HtmlAttributes dialog;
  dialog.role = "dialog";
  EXPECT_EQ(hints_of(dialog, HtmlRole::kSection), kHintFurniture | kHintLayer);
  HtmlAttributes comment;
  comment.item_type = "https://schema.org/Comment";
  EXPECT_EQ(hints_of(comment, HtmlRole::kSection), kHintFurniture | kHintOthers);
}

TEST(HtmlAttributes, ALinkWithinThePageLeadsNowhereElse) {
  const std::string_view page = "https://x.test/live/storm";
  for (const std::string_view href :
       {"#entry-12", "https://x.test/live/storm#entry-12", "/live/storm?entry=12"})
    EXPECT_TRUE(leads_within(page, href)) << href;
  for (const std::string_view href : {"#", "", "/live/storm", "/live/storms#a", "https://x.test/",
                                      "https://y.test/live/storm#entry-12"})
    EXPECT_FALSE(leads_within(page, href)) << href;
  EXPECT_TRUE(leads_within("", "#a"));
  EXPECT_FALSE(leads_within("https://x.test", "?a")) << "a page without a path";
}

}  // namespace
}  // namespace copytaster::text
