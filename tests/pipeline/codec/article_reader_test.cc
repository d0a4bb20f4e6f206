#include "pipeline/codec/article_reader.h"

#include <gtest/gtest.h>

#include <random>

namespace copytaster::codec {
namespace {

Result<Article, Rejection> read(const std::string& json, const ReaderOptions& options = {}) {
  Message message;
  message.origin.topic = "raw";
  message.value = json;
  return read_article(message, options);
}

std::string code(const std::string& json) {
  const auto article = read(json);
  return article ? "accepted" : article.error().code;
}

TEST(ArticleReader, ReadsTheDefaultFields) {
  const auto article = read(
      R"({"id":7,"source":"a b","title":"T","body":"B","published_at":"2026-03-01T10:00:00+02:00",
    "updated_at":1772352000000,"urgency":4,"authors":["X","Y"],"extra":{"k":[1,"é"]}})");
  ASSERT_TRUE(article.has_value()) << article.error().message;
  EXPECT_EQ(article->uri, "urn:article:a%20b:7");
  EXPECT_EQ(article->published_at->milliseconds, 1772352000000);
  EXPECT_EQ(article->updated_at, article->published_at) << "the zone counts";
  EXPECT_EQ(article->urgency, 4);
  EXPECT_EQ(article->authors, (std::vector<std::string>{"X", "Y"}));
  EXPECT_EQ(article->source_fields, R"({"extra":{"k":[1,"é"]}})");
}

TEST(ArticleReader, MapsAnyFieldByJsonPointer) {
  ReaderOptions options;
  options.fields = {{"title", "/content/head"}, {"body", "/content/parts/1"}};
  const auto article =
      read(R"({"content":{"head":"H","parts":["no","yes"]},"id":"urn:x:1"})", options);
  ASSERT_TRUE(article.has_value());
  EXPECT_EQ(article->title, "H");
  EXPECT_EQ(article->body, "yes");
  EXPECT_EQ(article->uri, "urn:x:1");
}

TEST(ArticleReader, ReadsNinjsAndPassesKnownPropertiesOn) {
  ReaderOptions options;
  options.format = InputFormat::kNinjs;
  const auto article = read(
      R"({"uri":"urn:n:1","headlines":[{"value":"H"}],"bodies":[{"value":"B"}],"pubStatus":"withheld",
    "embargoedUntil":"2026-03-02T00:00:00Z","slugline":"S","infoSources":[{"name":"Northwire"}]})",
      options);
  ASSERT_TRUE(article.has_value()) << article.error().message;
  EXPECT_EQ(article->title, "H");
  EXPECT_EQ(article->source, "Northwire");
  EXPECT_EQ(article->status, PubStatus::kWithheld);
  EXPECT_EQ(article->passthrough.at("slugline"), "\"S\"");
}

TEST(ArticleReader, EachKindOfBadInputHasItsCode) {
  EXPECT_EQ(code(R"({"id":"1","body":"cut)"), "invalid_json");
  EXPECT_EQ(code(""), "invalid_json");
  EXPECT_EQ(code("{\"body\":\"a\xff\"}"), "invalid_utf8");
  EXPECT_EQ(code(R"({"body":123})"), "wrong_type");
  EXPECT_EQ(code(R"({"body":"b","published_at":"yesterday"})"), "wrong_type");
  EXPECT_EQ(code(R"({"body":"b","urgency":"high"})"), "wrong_type");
  EXPECT_EQ(code(R"([1,2])"), "wrong_type");
  EXPECT_EQ(code(R"({"id":"1","title":"","body":""})"), "empty_text");
  EXPECT_EQ(code("{\"body\":\"b\",\"x\":" + std::string(200, '[') + std::string(200, ']') + "}"),
            "too_deep");
  EXPECT_EQ(code("{\"body\":\"" + std::string(50 << 20, 'a') + "\"}"), "message_too_large");
  EXPECT_EQ(code(R"({"body":"a\u0000b"})"), "accepted");
  EXPECT_EQ(code(R"({"title":"only"})"), "accepted");
}

TEST(ArticleReader, ATombstoneKillsTheItemOfItsKey) {
  Message message;
  message.origin.topic = "raw";
  message.key = "urn:article:a:1";
  const auto article = read_article(message, {});
  ASSERT_TRUE(article.has_value());
  EXPECT_EQ(article->status, PubStatus::kCanceled);
  EXPECT_EQ(article->uri, "urn:article:a:1");
}

TEST(ArticleReader, SourceFieldsAreBoundedAndSaySo) {
  ReaderOptions options;
  options.source_fields_bytes = 100;
  const auto article =
      read(R"({"body":"b","small":1,"large":")" + std::string(500, 'x') + "\"}", options);
  EXPECT_EQ(article->source_fields, R"({"small":1,"_truncated":true})");
}

TEST(ArticleReader, MutatedInputNeverCrashes) {
  const std::string whole =
      R"({"id":"1","source":"s","title":"T é","body":"B","authors":["x"],"urgency":3,"extra":{"a":[1,2]}})";
  std::mt19937_64 random(4);
  for (int i = 0; i < 20'000; ++i) {
    std::string mutated = whole.substr(0, 1 + random() % whole.size());
    for (std::uint64_t j = random() % 4; j > 0; --j)
      mutated[random() % mutated.size()] = static_cast<char>(random());
    const auto article = read(mutated);
    if (!article) {
      EXPECT_FALSE(article.error().message.empty());
    }
  }
}

}  // namespace
}  // namespace copytaster::codec
