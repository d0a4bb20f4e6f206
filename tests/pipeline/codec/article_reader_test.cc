#include "pipeline/codec/article_reader.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <simdjson.h>

#include <random>
#include <set>

namespace copytaster::codec {
namespace {

Message message_of(std::string value) {
  Message message;
  message.origin.topic = "news.raw";
  message.value = std::move(value);
  return message;
}

Article read(const std::string& json, const ReaderOptions& options = {}) {
  auto article = read_article(message_of(json), options);
  EXPECT_TRUE(article.has_value()) << json << ": " << (article ? "" : article.error().message);
  return article.value_or(Article{});
}

Rejection rejected(const std::string& json, const ReaderOptions& options = {}) {
  auto article = read_article(message_of(json), options);
  EXPECT_FALSE(article.has_value()) << json.substr(0, 200);
  if (article) return {};
  EXPECT_EQ(article.error().stage, "read");
  const std::string& text = article.error().message;
  EXPECT_TRUE(simdjson::validate_utf8(text.data(), text.size())) << "a message is shown and sent";
  return article.error();
}

ReaderOptions ninjs() {
  ReaderOptions options;
  options.format = InputFormat::kNinjs;
  return options;
}

TEST(ArticleReader, DefaultFields) {
  const Article article =
      read(R"({"id":"a1","url":"https://www.example.com/a?utm_source=x","source":"Wire",
    "title":"T","body":"B","html":"<p>H","language":"en","published_at":"2026-03-01T10:20:30Z",
    "updated_at":1772360430,"status":"usable","urgency":3,"authors":["A","B"],"section":"s","image":"i",
    "version":7,"desk":{"a":[1,2.5,null]},"tags":["x"]})");
  EXPECT_EQ(article.uri, "urn:article:Wire:a1");
  EXPECT_EQ(article.url_key, "example.com/a");
  EXPECT_EQ(article.title + article.body + article.html, "TB<p>H");
  EXPECT_EQ(article.published_at, article.updated_at) << "ISO 8601 and seconds since 1970 agree";
  EXPECT_EQ(article.published_at->milliseconds, 1'772'360'430'000);
  EXPECT_EQ(article.urgency, 3);
  EXPECT_EQ(article.authors, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(article.version, "7");
  EXPECT_EQ(article.source_fields, R"({"desk":{"a":[1,2.5,null]},"tags":["x"]})");
}

TEST(ArticleReader, AnyFieldCanBeMapped) {
  for (const auto& field : field_names()) {
    if (field == "timestamp") continue;  // the files transport's own
    ReaderOptions options;
    options.fields[field] = "/deep/0/x~1y";
    const bool number = field == "urgency" || field.ends_with("_at") || field == "embargoed_until";
    const std::string value = field == "status" ? "\"withheld\"" : number ? "5" : "\"value\"";
    const std::string with = R"({"title":"t","body":"b","deep":[{"x/y":)" + value + "}]}";
    const Article mapped = read(with, options);
    EXPECT_EQ(mapped.source_fields.find("deep"), std::string::npos) << field;
    options.fields[field] = "/absent";
    EXPECT_NE(read(with, options).source_fields.find("deep"), std::string::npos) << field;
    if (field == "title") {
      EXPECT_EQ(mapped.title, "value");
    }
    if (field == "urgency") {
      EXPECT_EQ(mapped.urgency, 5);
    }
    if (field == "updated_at") {
      EXPECT_EQ(mapped.updated_at, Timestamp{5000});
    }
    if (field == "status") {
      EXPECT_EQ(mapped.status, PubStatus::kWithheld);
    }
  }
}

TEST(ArticleReader, TheRestOfAPartlyMappedObjectIsKept) {
  ReaderOptions options;
  options.fields = {{"title", "/headline/text"},
                    {"id", "/meta/id"},
                    {"section", "/tags/1"},
                    {"source", "/a~1b/~0"}};
  const Article article =
      read(R"({"headline":{"text":"T","extra":1},"meta":{"id":"1","more":{"x":[]}},"body":"b",
    "tags":["x","s","y"],"id":"own","title":"left","a/b":{"~":"s","\"":2},"none":null})",
           options);
  EXPECT_EQ(article.title + article.section + article.source, "Tss");
  EXPECT_EQ(article.source_fields,
            R"({"headline":{"extra":1},"meta":{"more":{"x":[]}},"tags":["x","y"],)"
            R"("id":"own","title":"left","a/b":{"\"":2},"none":null})");
}

TEST(ArticleReader, IdentityIsTheIdElseTheUrlElseTheContent) {
  EXPECT_EQ(read(R"({"id":"urn:x:1","title":"t"})").uri, "urn:x:1");
  EXPECT_EQ(read(R"({"id":"AP:1","source":"a","title":"t"})").uri, "urn:article:a:AP%3A1");
  EXPECT_NE(read(R"({"id":"AP:1","source":"a","title":"t"})").uri,
            read(R"({"id":"AP:1","source":"b","title":"t"})").uri);
  ReaderOptions own;
  own.uri_prefix = "desk:article";
  const std::string made = read(R"({"id":"AP:1","source":"a","title":"t"})", own).uri;
  EXPECT_EQ(read(R"({"id":")" + made + R"(","title":"t"})", own).uri, made) << "ours, read again";
  EXPECT_EQ(read(R"({"id":12,"title":"t"})").uri, "urn:article:news.raw:12");
  EXPECT_EQ(read(R"({"id":"ü 1","title":"t"})").uri, "urn:article:news.raw:%C3%BC%201");
  EXPECT_EQ(read(R"({"url":"https://www.example.com/a/?fbclid=1","title":"t"})").uri,
            read(R"({"url":"http://example.com/a#x","title":"other"})").uri);
  EXPECT_EQ(read(R"({"title":"t","body":"b"})").uri, read(R"({"body":"b","title":"t","x":1})").uri);
  EXPECT_NE(read(R"({"title":"t","body":"b"})").uri, read(R"({"title":"t","body":"c"})").uri);
  EXPECT_NE(read(R"({"title":"tb"})").uri, read(R"({"title":"t","body":"b"})").uri);
}

TEST(ArticleReader, AKillNeedsNoTextButAName) {
  Message tombstone = message_of("");
  tombstone.value.reset();
  tombstone.key = "urn:x:1";
  auto kill = read_article(tombstone, {});
  ASSERT_TRUE(kill.has_value());
  EXPECT_EQ(kill->uri, "urn:x:1");
  EXPECT_EQ(kill->status, PubStatus::kCanceled);
  tombstone.key = "a 1";
  EXPECT_EQ(read_article(tombstone, {})->uri, "urn:article:news.raw:a%201");
  tombstone.key.reset();
  EXPECT_EQ(read_article(tombstone, {}).error().code, "empty_text");

  EXPECT_EQ(read(R"({"id":"1","status":"canceled"})").status, PubStatus::kCanceled);
  EXPECT_EQ(rejected(R"({"status":"canceled"})").code, "empty_text");
  Message keyed = message_of(R"({"status":"canceled"})");
  keyed.key = "urn:x:2";
  EXPECT_EQ(read_article(keyed, {})->uri, "urn:x:2");
}

TEST(ArticleReader, AnEmbargoWithholds) {
  EXPECT_EQ(read(R"({"title":"t","embargoed_until":"2099-01-01"})").status, PubStatus::kWithheld);
  EXPECT_EQ(read(R"({"id":"1","status":"canceled","embargoed_until":"2099-01-01"})").status,
            PubStatus::kCanceled);
}

TEST(ArticleReader, BadInputIsRejectedWithItsReason) {
  const std::string whole = R"({"id":"a","title":"täglich","body":"b"})";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string code = rejected(whole.substr(0, size)).code;
    EXPECT_TRUE(code == "invalid_json" || code == "invalid_utf8") << size << code;
  }
  EXPECT_EQ(rejected("{\"title\":\"\xff\"}").code, "invalid_utf8");
  EXPECT_EQ(rejected("{\"title\":\"\xed\xa0\x80\"}").code, "invalid_utf8") << "a bare surrogate";
  EXPECT_EQ(rejected(R"({"title":"\udc00"})").code, "invalid_json");
  EXPECT_EQ(rejected("{\"title\":\"a\nb\"}").code, "invalid_json");
  EXPECT_EQ(
      rejected("{\"title\":\"t\",\"x\":" + std::string(5000, '[') + std::string(5000, ']') + "}")
          .code,
      "too_deep");
  EXPECT_EQ(rejected("{\"x\":\"" + std::string(50 << 20, 'a') + "\"}").code, "message_too_large");
  EXPECT_EQ(rejected("[1,2]").code, "wrong_type");
  for (const auto* empty :
       {"{}", R"({"title":""})", R"({"title":null,"body":null})", R"({"id":"a"})"})
    EXPECT_EQ(rejected(empty).code, "empty_text") << empty;
}

TEST(ArticleReader, WhatItsTransportCouldNotHoldIsNamed) {
  Message message = message_of("");
  message.unheld = Unheld{123456789, 0xabcdef};
  const Rejection rejection = read_article(message, {}).error();
  EXPECT_EQ(rejection.code, "message_too_large");
  EXPECT_NE(rejection.message.find("123456789 bytes"), std::string::npos);
  EXPECT_TRUE(rejection.named_only);
}

TEST(ArticleReader, AWrongTypeNamesItsField) {
  const std::set<std::string> names_too = {"id", "version"};
  for (const auto& field : field_names()) {
    if (field == "timestamp") continue;
    const bool number_fits = names_too.contains(field) || field.ends_with("_at") ||
                             field == "embargoed_until" || field == "urgency";
    std::vector<std::string> wrong = {"true", R"({"a":1})"};
    if (!number_fits) wrong.emplace_back("5");
    if (field != "authors") wrong.emplace_back("[1]");
    for (const auto& value : wrong) {
      const auto json =
          fmt::format(R"({{"{}":{},"{}":"t"}})", field, value, field == "title" ? "body" : "title");
      const Rejection rejection = rejected(json);
      EXPECT_EQ(rejection.code, "wrong_type") << json;
      EXPECT_NE(rejection.message.find(field), std::string::npos) << rejection.message;
    }
  }
  for (const auto* json :
       {R"({"title":"t","published_at":"yesterday"})", R"({"title":"t","urgency":10})",
        R"({"title":"t","updated_at":9e30})", R"({"title":"t","status":"gone"})",
        R"({"title":"t","authors":["a",1]})"}) {
    EXPECT_EQ(rejected(json).code, "wrong_type") << json;
  }
}

TEST(ArticleReader, ANumberThatCannotBeHeldIsNamedWithItsField) {
  for (const auto* number : {"1e400", "-123456789012345678901", "36893488147419103232", "01"}) {
    const Rejection own = rejected(fmt::format(R"({{"title":"t","likes":[1,{}]}})", number));
    EXPECT_EQ(own.code, "invalid_json");
    EXPECT_NE(own.message.find(fmt::format("{} in \"likes\"", number)), std::string::npos)
        << own.message;
    const Rejection inner = rejected(fmt::format(R"({{"stats":{{"n":{}}},"title":"t"}})", number));
    EXPECT_NE(inner.message.find(fmt::format("{} in \"n\" of \"stats\"", number)),
              std::string::npos)
        << inner.message;
  }
}

TEST(ArticleReader, WhatIsWrongIsNamedWhereItStands) {
  EXPECT_EQ(rejected(R"({"title":"t","id":1.5})").message,
            "id must be a string or a whole number; it is 1.5");
  EXPECT_EQ(rejected(R"({"title":"t","id":true})").message,
            "id must be a string or a whole number; it is true");
  EXPECT_EQ(rejected(R"({"title":"t","authors":7})").message,
            "authors must be a string or a list of strings; it is 7");
  EXPECT_EQ(rejected(R"({"headline":"t","pubStatus":"gone"})", ninjs()).message,
            "status (at /pubStatus) is \"gone\"; it must be usable, withheld or canceled");
  EXPECT_EQ(rejected(R"({"headline":"t","uri":false})", ninjs()).message,
            "id (at /uri) must be a string or a whole number; it is false");
  EXPECT_EQ(rejected(R"({"headline":"t","bodies":[{"role":"main","value":5}]})", ninjs()).message,
            "body (at /bodies/0/value) must be a string; it is 5");
  EXPECT_EQ(rejected(R"({"uri":"1"})", ninjs()).message,
            "no text: nothing at /headlines/0/value, /headline, /title, /bodies/0/value, "
            "/body_text, /body_html, /body_xhtml");
  EXPECT_EQ(rejected(R"({"headline":"t","pubStatus":"canceled"})", ninjs()).message,
            "a kill that names nothing to kill: nothing at /uri, /canonicalurl, /url, and the "
            "message has no key");
  ReaderOptions mapped;
  mapped.fields = {{"source", "/meta/agency"}, {"body", "/text"}};
  EXPECT_EQ(rejected(R"({"title":"t","meta":{"agency":3}})", mapped).message,
            "source (at /meta/agency) must be a string; it is 3");
  EXPECT_EQ(rejected(R"({"title":"t","meta":{"agency":")" + std::string(300, 'a') + "\"}}", mapped)
                .message,
            "source (at /meta/agency) has 300 bytes; at most 256 are allowed");
  EXPECT_EQ(rejected("{}", mapped).message, "no text: nothing at /title, /text, /html");
}

TEST(ArticleReader, WhatNamesAnItemIsBounded) {
  const std::string longer(1100, 'x');
  for (const auto* field : {"id", "source", "language", "version"}) {
    EXPECT_EQ(rejected(R"({"title":"t",")" + std::string(field) + "\":\"" + longer + "\"}").code,
              "field_too_large");
  }
}

TEST(ArticleReader, NoCharacterIsEverSplit) {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string author(shift, 'a');
    for (int i = 0; i < 200; ++i) author += "\xf0\x9f\x98\x80";
    const Article article = read(R"({"title":"t","authors":[")" + author + "\"]}");
    ASSERT_EQ(article.authors.size(), 1U);
    EXPECT_TRUE(simdjson::validate_utf8(article.authors[0].data(), article.authors[0].size()));
    EXPECT_LE(article.authors[0].size(), 256U);
    EXPECT_GT(article.authors[0].size(), 250U);
    rejected(R"({"title":"t","urgency":")" + author + "\"}");
    rejected(R"({"title":"t","status":")" + author + "\"}");
  }
}

TEST(ArticleReader, EscapesAndCodePointsArriveWhole) {
  const Article article = read(
      "\xef\xbb\xbf{\"title\":\"\\u0041\\ud83d\\ude00\\\"\\\\\\/"
      "\\u0000\\n\xd7\xa9\xcc\x81\",\"k\\\"\\u0001\":\"\\u0000\"}");
  EXPECT_EQ(article.title, std::string("A\xf0\x9f\x98\x80\"\\/\0\n\xd7\xa9\xcc\x81", 14));
  EXPECT_EQ(article.source_fields, R"({"k\"\u0001":"\u0000"})");
}

TEST(ArticleReader, OfTwoFieldsWithOneNameTheFirstCounts) {
  const Article article = read(R"({"title":"first","title":"second","x":1,"x":2})");
  EXPECT_EQ(article.title, "first");
  EXPECT_EQ(article.source_fields, R"({"x":1})");
}

TEST(ArticleReader, SourceFieldsAreBoundedByWholeFields) {
  ReaderOptions options;
  options.source_fields_bytes = 40;
  const Article article = read(
      R"({"title":"t","a":1,"big":")" + std::string(100, 'x') + R"(","b":2,"_truncated":"mine"})",
      options);
  EXPECT_EQ(article.source_fields, R"({"a":1,"b":2,"_truncated":true})");
  std::string many = R"({"title":"t")";
  for (int i = 0; i < 5000; ++i) many += ",\"k" + std::to_string(i) + "\":1";
  EXPECT_TRUE(read(many + "}").source_fields.ends_with(R"("_truncated":true})"));
}

TEST(ArticleReader, NinjsInEveryVersion) {
  const Article three = read(R"({"uri":"urn:x:1","type":"text","pubStatus":"withheld","version":"4",
    "versionCreated":"2026-03-01T10:20:30Z","altIds":[{"role":"x","value":"1"},{"role":"url","value":"https://e.com/a"}],
    "infoSources":[{"name":"Wire"}],"headlines":[{"role":"short","value":"no"},{"role":"main","value":"H"}],
    "bodies":[{"value":"B"}],"by":"A","copyrightHolder":"C","edNote":"N","genres":[{"name":"g"}],"desk":"d"})",
                             ninjs());
  EXPECT_EQ(three.uri, "urn:x:1");
  EXPECT_EQ(three.title + three.body + three.source + three.version, "HBWire4");
  EXPECT_EQ(three.url, "https://e.com/a");
  EXPECT_EQ(three.status, PubStatus::kWithheld);
  EXPECT_EQ(three.updated_at->milliseconds, 1'772'360'430'000);
  EXPECT_EQ(three.authors, std::vector<std::string>{"A"});
  const std::map<std::string, std::string> passed = {{"copyrightHolder", "\"C\""},
                                                     {"edNote", "\"N\""},
                                                     {"genres", R"([{"name":"g"}])"},
                                                     {"type", "\"text\""}};
  EXPECT_EQ(three.passthrough, passed);
  EXPECT_NE(three.source_fields.find(R"("desk":"d")"), std::string::npos);
  const Article one =
      read(R"({"uri":"urn:x:2","headline":"H","body_text":"B","pubstatus":"canceled"})", ninjs());
  EXPECT_EQ(one.title + one.body, "HB");
  EXPECT_EQ(one.status, PubStatus::kCanceled);
}

TEST(ArticleReader, AMalformedNinjsPropertyIsKeptAside) {
  for (const auto* property :
       {R"("edNote":5)", R"("descriptions":[{"role":"x"}])", R"("genres":[{"name":"a","odd":"b"}])",
        R"("genres":{"name":"a"})", R"("expires":"soon")", R"("representationType":"half")",
        R"("rightsInfo":{})", R"("renditions":[{}])", R"("objects":[{"uri":"no uri"}])"}) {
    const Article article =
        read(std::string(R"({"uri":"urn:x:1","headline":"H",)") + property + "}", ninjs());
    EXPECT_TRUE(article.passthrough.empty()) << property;
    EXPECT_EQ(article.source_fields, fmt::format("{{{}}}", property));
  }
}

TEST(ArticleReader, HeadersAreCarriedButForThoseARecordSets) {
  Message message = message_of(R"({"title":"t"})");
  message.headers = {{"traceparent", "00-1"},
                     {"ce_id", "x"},
                     {"content-type", "x"},
                     {"copytaster.errors.stage", "read"}};
  EXPECT_EQ(read_article(message, {})->headers, (std::vector<Header>{{"traceparent", "00-1"}}));
}

/// Random damage to a good message: always an article or a rejection, and what is kept is JSON.
TEST(ArticleReader, OtherEncodingsAreReadWhereTheyAreCertain) {
  const std::string latin1 = "{\"title\":\"Caf\xe9\"}";
  EXPECT_EQ(rejected(latin1).code, "invalid_utf8");
  for (const char* type :
       {"application/json; charset=iso-8859-1", "text/x;charset=\"latin1\"; q=1"}) {
    Message message = message_of(latin1);
    message.headers = {{"content-type", type}};
    const auto article = read_article(message, {});
    ASSERT_TRUE(article) << type;
    EXPECT_EQ(article->title, "Café");
    EXPECT_EQ(article->encoding, "windows-1252");
    EXPECT_TRUE(article->encoding_declared);
  }
  const Article wide = read(std::string("{\0\"\0t\0i\0t\0l\0e\0\"\0:\0\"\0\xe9\0\"\0}\0", 26));
  EXPECT_EQ(wide.title, "é");
  EXPECT_EQ(wide.encoding, "utf-16le");
  EXPECT_FALSE(wide.encoding_declared);
  EXPECT_EQ(read("{\"title\":\"Café\",\"charset\":\"latin1\"}").encoding, "") << "it is UTF-8";
}

TEST(ArticleReader, WhatBeginsInUTF16AndIsNoneIsRejected) {
  EXPECT_EQ(rejected(std::string("{\0\"", 3)).code, "invalid_utf8");
  EXPECT_EQ(rejected("\xff\xfe").code, "invalid_json");
  EXPECT_EQ(rejected(std::string("{\0\"\0", 4)).code, "invalid_json");
  Message message = message_of("{\"title\":\"\xe9\xff\xc3\"}");
  message.headers = {{"content-type", "x; charset=utf-8"}};
  EXPECT_EQ(read_article(message, {}).error().code, "invalid_utf8");
}

TEST(ArticleReader, NoBytesBreakIt) {
  const std::string whole =
      R"({"uri":"urn:x:1","id":"a","title":"T\u00e9","body":"Bü","authors":["A"],"urgency":3,
    "published_at":"2026-03-01T10:20:30Z","x":{"y":[1,2.5,null,true]},"genres":[{"name":"g"}],"edNote":"n"})";
  static constexpr std::string_view kPieces = "{}[]\",:\\0123456789eE.-+tfnu\xff\xc3\xbc ";
  std::mt19937 random(11);
  int good = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string bytes = whole;
    for (auto edits = 1 + random() % 4; edits > 0; --edits) {
      const std::size_t at = random() % bytes.size();
      if (random() % 3 == 0)
        bytes.erase(at, 1 + random() % 8);
      else if (random() % 2 == 0)
        bytes.insert(at, 1, kPieces[random() % kPieces.size()]);
      else
        bytes[at] = kPieces[random() % kPieces.size()];
      if (bytes.empty()) bytes.push_back('{');
    }
    const auto article =
        read_article(message_of(bytes), random() % 2 == 0 ? ninjs() : ReaderOptions{});
    if (!article) {
      EXPECT_TRUE(
          simdjson::validate_utf8(article.error().message.data(), article.error().message.size()));
      continue;
    }
    ++good;
    simdjson::dom::parser parser;
    EXPECT_EQ(parser.parse(article->source_fields).error(), simdjson::SUCCESS)
        << article->source_fields;
    EXPECT_FALSE(article->uri.empty());
  }
  EXPECT_GT(good, 100);
  EXPECT_LT(good, 29000);
}

}  // namespace
}  // namespace copytaster::codec
