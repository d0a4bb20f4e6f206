#include "pipeline/text/html_hints.h"

#include <gtest/gtest.h>

#include <string>

namespace copytaster::text {
namespace {

TEST(HtmlHints, WordsOfManyLanguagesNameTheParts) {
  for (const std::string_view name :
       {"comments", "comment-list", "article__comments", "postComments", "disqus_thread",
        "kommentare", "commentaires", "comentarios", "commenti", "reacties", "komentarze",
        "related", "related-articles", "sectionContentWrapperInnerArticleComments", "verwandte",
        "articulos-relacionados correlati"})
    EXPECT_NE(hints_of(name) & kHintOthers, 0) << name;
  for (const std::string_view name : {"newsletter", "site-footer x", "werbung"})
    EXPECT_EQ(hints_of(name) & (kHintFurniture | kHintOthers), kHintFurniture) << name;
  for (const std::string_view name : {"share", "social-links", "main-menu", "teilen"})
    EXPECT_EQ(hints_of(name), kHintPerhaps) << name;
  for (const std::string_view name :
       {"articleBody", "article-body", "entry-content clearfix", "x post__content", "story_text"})
    EXPECT_NE(hints_of(name) & kHintArticle, 0) << name;
}

TEST(HtmlHints, AStateOrAWidgetSaysNothing) {
  for (const std::string_view name : {"comments-open", "has-comments", "with-related-links"})
    EXPECT_EQ(hints_of(name) & kHintOthers, 0) << name;
  for (const std::string_view name :
       {"elementor-widget elementor-widget-text-editor", "widget", "list", "", " ", "lighthouse",
        "sharepoint", "commentator", "admiral", "articlebodybuilder"})
    EXPECT_EQ(hints_of(name), 0) << name;
  EXPECT_EQ(hints_of("image-widget"), kHintCaption);
  EXPECT_EQ(hints_of("cookies-accepted"), kHintFurniture);
  EXPECT_NE(hints_of("cookie-banner") & kHintLayer, 0);
}

TEST(HtmlHints, AnIdOfOtherWordsIsMadeOfItsHeading) {
  EXPECT_EQ(hints_of_id("share-prices"), kHintPerhaps);
  EXPECT_EQ(hints_of_id("cookie-law"), kHintPerhaps);
  EXPECT_EQ(hints_of_id("comments-of-the-minister"), kHintPerhaps);
  EXPECT_EQ(hints_of_id("comments"), kHintFurniture | kHintOthers);
  EXPECT_EQ(hints_of_id("article-comments-list"), kHintFurniture | kHintOthers);
  EXPECT_EQ(hints_of_id("cookie-banner") & kHintFurniture, kHintFurniture);
  EXPECT_EQ(hints_of_id("ferry"), 0);
  EXPECT_EQ(hints_of_id("screen-reader-text"), 0);
}

TEST(HtmlHints, TextForScreenReadersAloneIsKnownByItsClass) {
  for (const std::string_view classes :
       {"sr-only", "x visually-hidden", "screen-reader-text", "u-visuallyHidden", "is-sr-only",
        "element-invisible", "a\tassistive-text", "visually_hidden", "show-for-sr"})
    EXPECT_EQ(hints_of(classes), kHintHidden) << classes;
  for (const std::string_view classes : {"", "hidden-gems", "screen", "not-sr-only", "sr-only-not",
                                         "visually-striking", "readers-text"})
    EXPECT_EQ(hints_of(classes), 0) << classes;
}

}  // namespace
}  // namespace copytaster::text
