#include "pipeline/codec/ninjs_properties.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <simdjson.h>

#include <set>

#include "pipeline/codec/article_reader.h"
#include "pipeline/codec/record_writer.h"
#include "tests/pipeline/codec/ninjs_check.h"

namespace copytaster::codec {
namespace {

/// The record of a ninjs message whose text says nothing more than its fields.
std::string record_of(const std::string& json) {
  AnalysedMessage analysed;
  analysed.message.origin.topic = "news.raw";
  analysed.message.value = json;
  ReaderOptions options;
  options.format = InputFormat::kNinjs;
  auto article = read_article(analysed.message, options);
  EXPECT_TRUE(article.has_value()) << json << (article ? "" : article.error().message);
  if (!article) return "{}";
  Analysis& analysis = analysed.analysis.emplace();
  analysis.headline = article->title;
  analysis.body = article->body.empty() ? article->html : article->body;
  analysis.language = article->language;
  analysis.located = "DATELINE";
  analysis.article = std::move(*article);
  Decision decision;
  decision.topics = {"enriched"};
  return write_records(analysed, decision, {})[0].value;
}

std::string at(const std::string& json, const std::string& pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element value;
  if (parser.parse(json).at_pointer(pointer).get(value) != simdjson::SUCCESS) return "absent";
  return simdjson::to_string(value);
}

/// The texts of a JSON value, at any depth.
void collect(simdjson::dom::element value, std::set<std::string>& texts) {
  if (value.is<simdjson::dom::object>()) {
    for (const auto& [key, inner] : simdjson::dom::object(value)) collect(inner, texts);
  } else if (value.is<simdjson::dom::array>()) {
    for (const auto inner : simdjson::dom::array(value)) collect(inner, texts);
  } else if (value.is<std::string_view>()) {
    texts.emplace(std::string_view(value));
  }
}

/// Random ninjs, good and odd, in which no two texts are equal but for the roles.
class NinjsGenerator {
 public:
  std::string message() {
    std::string json = R"({"uri":"urn:in:1","headline":"h0")";
    for (const auto* name :
         {"by", "byline", "copyrightHolder", "edNote", "slugline", "title", "located", "profile",
          "body_text", "body_html", "body_xhtml", "canonicalurl", "url", "desk"}) {
      if (yes()) json += fmt::format(R"(,"{}":{})", name, text());
    }
    if (yes()) json += fmt::format(R"(,"type":{})", yes() ? "\"picture\"" : text());
    for (const auto* name : {"headlines", "bodies", "infoSources", "altIds", "people",
                             "organisations", "places", "subjects", "associations", "renditions",
                             "descriptions", "genres", "events", "objects"}) {
      if (yes()) json += fmt::format(R"(,"{}":{})", name, list());
    }
    return json + "}";
  }

  [[nodiscard]] int texts() const { return next_; }

 private:
  static bool yes() { return *rc::gen::arbitrary<bool>(); }
  std::string text() { return fmt::format("\"t{}.\"", next_++); }

  std::string list() {
    std::string json = "[";
    for (int items = *rc::gen::inRange(0, 4); items > 0; --items)
      json += (json.size() > 1 ? "," : "") + item();
    return json + "]";
  }

  std::string item() {
    std::string json = fmt::format(R"({{"value":{},"name":{})", text(), text());
    if (yes()) json = fmt::format(R"({{"value":{})", text());
    if (yes()) json = fmt::format(R"({{"name":{})", text());
    if (yes())
      json += *rc::gen::element<std::string>(R"(,"role":"main")", R"(,"role":"url")",
                                             R"(,"role":)" + text());
    for (const auto* name : {"contentType", "literal", "odd"}) {
      if (*rc::gen::inRange(0, 4) == 0) json += fmt::format(R"(,"{}":{})", name, text());
    }
    return json + "}";
  }

  int next_ = 0;
};

TEST(NinjsProperties, NothingOfAnInputVanishes) {
  EXPECT_TRUE(rc::check([] {
    NinjsGenerator generator;
    const std::string input = generator.message();
    const std::string record = record_of(input);
    RC_ASSERT(test::ninjs_problem(record) == "");
    simdjson::dom::parser in_parser;
    simdjson::dom::parser out_parser;
    std::set<std::string> given;
    std::set<std::string> found;
    collect(in_parser.parse(input), given);
    collect(out_parser.parse(record), found);
    for (const auto& text : given) RC_ASSERT(found.contains(text));
  }));
}

TEST(NinjsProperties, FurtherItemsStandBehindOurs) {
  const std::string record = record_of(R"({"uri":"urn:in:1","type":"picture","located":"PARIS",
    "headlines":[{"role":"short","value":"S"},{"role":"main","contentType":"text/plain","value":"H"}],
    "bodies":[{"role":"main","wordCount":1,"value":"B"},{"role":"caption","charCount":7,"value":"C"},
              {"role":"odd","value":"O","odd":"kept"},{"charCount":-1,"value":"N"}],
    "infoSources":[{"name":"AFP","uri":"urn:s:afp"},{"name":"SECOND"}],
    "altIds":[{"role":"desk","value":"7"},{"role":"url","value":"https://e.com/a"}]})");
  EXPECT_EQ(test::ninjs_problem(record), "");
  const std::map<std::string, std::string> expected = {
      {"/type", R"("picture")"},
      {"/located", R"("PARIS")"},
      {"/headlines/0/value", R"("H")"},
      {"/headlines/1", R"({"role":"short","value":"S"})"},
      {"/bodies/0/value", R"("B")"},
      {"/bodies/1", R"({"role":"caption","charCount":7,"value":"C"})"},
      {"/bodies/2", "absent"},
      {"/infoSources/0/name", R"("AFP")"},
      {"/infoSources/1", R"({"name":"SECOND"})"},
      {"/altIds/0/role", R"("url")"},
      {"/altIds/1", R"({"role":"desk","value":"7"})"},
      {"/copytaster/source_fields",
       R"({"bodies":[{"role":"odd","value":"O","odd":"kept"},{"charCount":-1,"value":"N"}],)"
       R"("infoSources":[{"uri":"urn:s:afp"}]})"}};
  for (const auto& [pointer, json] : expected) EXPECT_EQ(at(record, pointer), json) << pointer;
}

TEST(NinjsProperties, ATypeThatNinjsHasNotIsKeptAside) {
  const std::string record = record_of(R"({"uri":"urn:in:1","type":"song","headline":"H"})");
  EXPECT_EQ(at(record, "/type"), R"("text")");
  EXPECT_EQ(at(record, "/located"), R"("DATELINE")");
  EXPECT_EQ(at(record, "/copytaster/source_fields"), R"({"type":"song"})");
}

TEST(NinjsProperties, AKillTakesTheFurtherTextsBackToo) {
  const std::string record = record_of(R"({"uri":"urn:in:1","pubStatus":"canceled","type":"video",
    "headlines":[{"value":"H"},{"value":"S"}],"bodies":[{"value":"B"},{"value":"C"}]})");
  EXPECT_EQ(at(record, "/type"), R"("video")");
  EXPECT_EQ(at(record, "/headlines/1"), "absent");
  EXPECT_EQ(at(record, "/bodies"), "absent");
  EXPECT_EQ(at(record, "/copytaster/source_fields"), "{}");
}

}  // namespace
}  // namespace copytaster::codec
