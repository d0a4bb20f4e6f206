#include <gtest/gtest.h>

#include <filesystem>

#include "pipeline/codec/article_reader.h"
#include "samples.h"

namespace copytaster {
namespace {

/// The keys that the problems of a configuration are about.
std::vector<std::string> keys_of(std::string_view yaml) {
  std::vector<std::string> keys;
  const auto settings = parse_settings(yaml);
  if (settings) return keys;
  for (const auto& problem : settings.error()) keys.push_back(problem.key);
  return keys;
}

using Keys = std::vector<std::string>;

TEST(Checks, EachTopicServesOnePurpose) {
  EXPECT_EQ(
      problems_of("output:\n  dead_letters: news.raw\n"),
      "line 2, column 17: output.dead_letters and input.topic are both \"news.raw\"; each needs "
      "a topic of its own\n");
  const Keys outputs = {"enriched", "duplicates", "dead_letters", "verdicts", "stories"};
  for (const auto& one : outputs) {
    EXPECT_EQ(keys_of("output: {" + one + ": news.raw}"), Keys{"output." + one});
    EXPECT_EQ(keys_of("output: {" + one + ": newsroom.journal}"), Keys{"name"});
    for (const auto& other : outputs) {
      if (one < other) {
        EXPECT_EQ(keys_of("output: {" + one + ": same, " + other + ": same}").size(), 1U);
      }
    }
  }
}

TEST(Checks, OverridesAreATopicOfTheirOwn) {
  EXPECT_EQ(keys_of("input: {overrides: news.overrides}"), Keys{});
  EXPECT_EQ(keys_of("input: {overrides: a b}"), Keys{"input.overrides"});
  for (const char* taken : {"news.raw", "news.enriched", "news.verdicts"})
    EXPECT_EQ(keys_of(std::string("input: {overrides: ") + taken + "}").size(), 1U) << taken;
  EXPECT_EQ(keys_of("input: {overrides: said}\noutput: {routes: [{topic: said}]}"),
            Keys{"output.routes[0].topic"});
}

TEST(Checks, ARouteGoesWhereRecordsMayGo) {
  const auto routed = [](const std::string& topic) {
    return keys_of("output: {routes: [{topic: \"" + topic + "\"}]}");
  };
  const Keys refused = {"output.routes[0].topic"};
  for (const char* topic :
       {"news.raw", "news.dead", "news.verdicts", "news.stories", "newsroom.journal", "", "a b"})
    EXPECT_EQ(routed(topic), refused) << topic;
  for (const char* topic : {"desk.politics", "news.enriched", "news.duplicates"})
    EXPECT_EQ(routed(topic), Keys{}) << topic;
  EXPECT_EQ(keys_of("output: {routes: [{kinds: [new]}]}"), refused);
}

TEST(Checks, TopicsFollowTheRulesOfKafka) {
  const auto named = [](const std::string& topic) {
    return keys_of("input: {topic: \"" + topic + "\"}");
  };
  for (const std::string& topic : {std::string("a"), std::string("A.b_c-9"), std::string(249, 'a')})
    EXPECT_EQ(named(topic), Keys{}) << topic;
  for (const std::string& topic :
       {std::string(), std::string("."), std::string(".."), std::string("a b"), std::string("a/b"),
        std::string("é"), std::string(250, 'a')})
    EXPECT_EQ(named(topic), Keys{"input.topic"}) << topic;
  EXPECT_EQ(keys_of("name: \"\""), Keys{"name"});
  EXPECT_EQ(keys_of("name: a/b"), Keys{"name"});
  EXPECT_EQ(keys_of("name: " + std::string(249, 'a')), Keys{"name"});
}

TEST(Checks, FieldsAreOnesThatCanBeMapped) {
  for (const auto& field : codec::field_names())
    EXPECT_EQ(keys_of("input: {fields: {" + field + ": /a}}"), Keys{}) << field;
  EXPECT_EQ(keys_of("input: {fields: {headline: /a}}"), Keys{"input.fields.headline"});
  for (const char* good : {"/", "/a/0", "/a~0b~1c", "/é b"})
    EXPECT_EQ(keys_of(std::string("input: {fields: {title: \"") + good + "\"}}"), Keys{}) << good;
  for (const char* bad : {"", "a", "a/b", "/a~", "/a~2", "/~0~", "$.a"})
    EXPECT_EQ(keys_of(std::string("input: {fields: {title: \"") + bad + "\"}}"),
              Keys{"input.fields.title"})
        << bad;
}

TEST(Checks, RoutesNameKindsAndLanguagesThatExist) {
  const auto route = [](const std::string& rule) {
    return keys_of("output: {routes: [{topic: a, " + rule + "}]}");
  };
  EXPECT_EQ(route("kinds: [kill, stale, exact, near, spun, rewrite, excerpt, update, new]"),
            Keys{});
  EXPECT_EQ(route("kinds: [newish]"), Keys{"output.routes[0].kinds"});
  for (const char* good : {"en", "pt-BR", "zh-Hant-TW", "yue", "und", "de-1996"})
    EXPECT_EQ(route(std::string("languages: [") + good + "]"), Keys{}) << good;
  for (const char* bad :
       {"", "e", "english", "en_GB", "en-", "-en", "e1", "en--GB", "en-ninechars"})
    EXPECT_EQ(route(std::string("languages: [\"") + bad + "\"]"),
              Keys{"output.routes[0].languages"})
        << bad;
}

TEST(Checks, ASourceHasOneNameThatNoOtherHas) {
  EXPECT_EQ(keys_of("sources: [{name: a, aliases: [b]}, {name: c}]"), Keys{});
  EXPECT_EQ(keys_of("sources: [{rank: 5}]"), Keys{"sources[0].name"});
  EXPECT_EQ(keys_of("sources: [{name: a}, {name: a}]"), Keys{"sources[1].name"});
  EXPECT_EQ(keys_of("sources: [{name: a}, {name: b, aliases: [a]}]"), Keys{"sources[1].aliases"});
}

TEST(Checks, AmountsFitEachOther) {
  EXPECT_EQ(keys_of("dedup: {first_seen_window: 1h}"), Keys{"dedup.first_seen_window"});
  EXPECT_EQ(keys_of("dedup: {window: 30d}"), Keys{});
  EXPECT_EQ(keys_of("dedup: {window: 31d}"), Keys{"dedup.first_seen_window"});
  EXPECT_EQ(keys_of("pipeline: {buffer_bytes: 1MiB}"), Keys{"pipeline.buffer_bytes"});
  EXPECT_EQ(keys_of("limits: {html_bytes: 1MiB}"), Keys{"limits.html_bytes"});
}

TEST(Checks, UrisBeginLikeUris) {
  for (const char* good : {"urn:article", "https://news.example/item", "tag:news.example,2026"})
    EXPECT_EQ(keys_of(std::string("output: {uri_prefix: \"") + good + "\"}"), Keys{}) << good;
  for (const char* bad : {"", "article", ":a", "1a:b", "urn:a b", "urn:é", "a/b:c"})
    EXPECT_EQ(keys_of(std::string("output: {uri_prefix: \"") + bad + "\"}"),
              Keys{"output.uri_prefix"})
        << bad;
}

TEST(CheckRun, WantsAnInputAndAnOutputThatDiffer) {
  Settings settings;
  EXPECT_EQ(check_run(settings).size(), 2U);
  const auto folder = std::filesystem::path(testing::TempDir());
  settings.input.files = (folder / "in").string();
  ASSERT_EQ(check_run(settings).size(), 1U);
  EXPECT_EQ(to_string(check_run(settings)[0]), "output.files is not set: the folder to write");
  settings.output.files = (folder / "out").string();
  EXPECT_TRUE(check_run(settings).empty());
  for (const auto& same : {folder / "in", folder / "in" / "", folder / "out" / ".." / "in"}) {
    settings.output.files = same.string();
    EXPECT_EQ(check_run(settings).size(), 1U) << same;
  }
}

}  // namespace
}  // namespace copytaster
