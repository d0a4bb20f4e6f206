#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

#include "config/load.h"
#include "samples.h"

namespace copytaster {
namespace {

TEST(Problems, AnEmptyFileAndOneLineAreValid) {
  for (const char* yaml : {"", "\n", "# nothing\n", "---\n", "input:\n", "input: {}\n"})
    EXPECT_EQ(parse_settings(yaml), Settings{}) << yaml;
  const auto settings = parse_settings("name: sports\n");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->name, "sports");
}

TEST(Problems, AMisspeltKeyIsSuggestedWithItsPlace) {
  EXPECT_EQ(problems_of("name: a\ndedup:\n  windw: 7d\n"),
            "line 3, column 3: dedup.windw is not a setting; did you mean dedup.window?\n");
  EXPECT_EQ(problems_of("dedupe: {}\n"),
            "line 1, column 1: dedupe is not a setting; did you mean dedup?\n");
  EXPECT_EQ(problems_of("output:\n  routes:\n    - {topic: a, langauges: [en]}\n"),
            "line 3, column 18: output.routes[0].langauges is not a setting; did you mean "
            "output.routes[0].languages?\n");
  EXPECT_EQ(problems_of("xyzzy: 1\n"), "line 1, column 1: xyzzy is not a setting\n");
}

TEST(Problems, BytesThatAreNotUtf8HaveTheirPlace) {
  EXPECT_EQ(problems_of("name: a\nlog: {level: \xe9t\xe9}\n"),
            "line 2, column 14: holds bytes that are not UTF-8; save the file in that encoding\n");
  EXPECT_EQ(problems_of("# caf\u00e9, \u6e2f\u53e3, \U0001f468\nname: a\n"), "");
}

TEST(Problems, AllProblemsComeAtOnceInTheOrderOfTheFile) {
  const auto settings = parse_settings(
      "name: a\n"
      "pipeline: {threads: two, batch_bytes: 8 furlongs}\n"
      "input:\n"
      "  topic: news.enriched\n"
      "  follow: maybe\n"
      "log: {level: loud}\n"
      "name: b\n"
      "colour: red\n");
  ASSERT_FALSE(settings);
  std::vector<std::pair<int, std::string>> found;
  for (const auto& problem : settings.error()) found.emplace_back(problem.line, problem.key);
  const std::vector<std::pair<int, std::string>> wanted = {
      {2, "pipeline.threads"},
      {2, "pipeline.batch_bytes"},
      {4, "output.enriched"},  // is input.topic, which stands there
      {5, "input.follow"},
      {6, "log.level"},
      {7, "name"},
      {8, "colour"}};
  EXPECT_EQ(found, wanted);
}

/// Of a conflict one side may be a default: then the other is what to change.
TEST(Problems, AConflictStandsWhereTheFileSetsAPartOfIt) {
  const std::vector<std::pair<const char*, const char*>> placed = {
      {"\ndedup:\n  first_seen_window: 200d\n",
       "line 3, column 22: journal.keep is shorter than dedup.first_seen_window"},
      {"dedup:\n  window: 40d\n", "line 2, column 11: dedup.first_seen_window is shorter"},
      {"dedup: {window: 40d, first_seen_window: 39d}\n",
       "line 1, column 41: dedup.first_seen_window is shorter"},
      {"pipeline: {batch_bytes: 900MiB}\n", "line 1, column 25: pipeline.buffer_bytes is less"},
      {"limits: {body_bytes: 60MiB}\n", "line 1, column 22: limits.html_bytes is less"},
      {"output:\n  enriched: newsroom.journal\n", "line 2, column 13: name and output.enriched"},
      {"input: {topic: news.stories}\n", "line 1, column 16: output.stories and input.topic"},
      {"kafka: {tls: {enabled: true, certificate_file: c}}\n",
       "line 1, column 48: kafka.tls.key_file and"},
      {"kafka:\n  sasl: {username: u}\n", "line 2, column 20: kafka.sasl.mechanism is none"},
      {"kafka:\n  sasl: {mechanism: PLAIN, username: u}\n",
       "line 2, column 9: kafka.sasl.password_file is not set"}};
  for (const auto& [yaml, expected] : placed)
    EXPECT_EQ(problems_of(yaml).substr(0, std::string(expected).size()), expected) << yaml;
}

TEST(Problems, WhatIsAskedMoreIsPlacedToo) {
  const auto missing = parse_settings("name: x\ninput: {topic: t}\n", check_run);
  ASSERT_FALSE(missing);
  ASSERT_EQ(missing.error().size(), 2U);
  EXPECT_EQ(to_string(missing.error()[0]),
            "line 1, column 1: output.files is not set: the folder to write");
  EXPECT_TRUE(
      to_string(missing.error()[1]).starts_with("line 2, column 8: input.files is not set"));
  const auto same = parse_settings("input: {files: a}\noutput:\n  files: a\n", check_run);
  ASSERT_FALSE(same);
  EXPECT_TRUE(to_string(same.error()[0]).starts_with("line 3, column 10: output.files is input"));
  const auto late =
      parse_settings("input: {files: a, start: latest}\noutput: {files: b}", check_run);
  ASSERT_FALSE(late);
  EXPECT_TRUE(
      to_string(late.error()[0]).starts_with("line 1, column 26: input.start is for Kafka"));
}

TEST(Problems, WhatIsAskedMoreComesWithTheRestButNotOfWhatIsWrongAlready) {
  const auto keys = [](const char* yaml) {
    std::string all;
    const auto settings = parse_settings(yaml, check_run);
    if (settings) return all;
    for (const auto& problem : settings.error()) all += problem.key + " ";
    return all;
  };
  EXPECT_EQ(keys("name: [x]\n"), "input.files output.files name ");
  EXPECT_EQ(keys("input: {file: a}\noutput: {files: a}\n"), "input.file ")
      << "input.files is meant";
  EXPECT_EQ(keys("inptu: {files: a}\noutput: 7\n"), "inptu output ");
  EXPECT_EQ(keys("input: {files: [a]}\n"), "output.files input.files ");
  EXPECT_EQ(keys("a: 'b"), " ") << "nothing is known of what can't be read";
}

TEST(Problems, WhatTheFileLeavesOutStandsWhereItsPartBegins) {
  const std::vector<std::pair<const char*, const char*>> placed = {
      {"output:\n  routes:\n    - topic: a\n    - places: [China]\n",
       "line 4, column 7: output.routes[1].topic is"},
      {"sources:\n  - {name: a}\n  - {rank: 1}\n", "line 3, column 5: sources[1].name is missing"},
      {"name: a\n---\nname: b\n", "line 2, column 1: a second document"}};
  for (const auto& [yaml, expected] : placed)
    EXPECT_EQ(problems_of(yaml).substr(0, std::string(expected).size()), expected) << yaml;
}

TEST(Problems, AWrongValueNamesWhatIsAllowed) {
  EXPECT_EQ(problems_of("pipeline: {threads: -1}"),
            "line 1, column 21: pipeline.threads is \"-1\"; it must be a whole number from 0 to "
            "1024\n");
  EXPECT_EQ(problems_of("dedup: {near_containment: 7}"),
            "line 1, column 27: dedup.near_containment is \"7\"; it must be a number from 0.1 to "
            "1\n");
  EXPECT_EQ(problems_of("limits: {body_bytes: 65MiB, html_bytes: 64MiB}"),
            "line 1, column 22: limits.body_bytes is \"65MiB\"; it must be a size from 1KiB to "
            "64MiB, such as 64MiB\n");
  EXPECT_EQ(problems_of("input: {format: xml}"),
            "line 1, column 17: input.format is \"xml\"; it must be one of json, ninjs\n");
  EXPECT_EQ(problems_of("input: {follow: yes}"),
            "line 1, column 17: input.follow is \"yes\"; it must be true or false\n");
}

TEST(Problems, EveryWrongShapeIsAProblem) {
  for (const char* yaml : {"5",
                           "[a]",
                           "name: [a]",
                           "name: {a: b}",
                           "name:",
                           "input: 5",
                           "input: [a]",
                           "input: {files: [a]}",
                           "output: {routes: {topic: a}}",
                           "output: {routes: [a]}",
                           "output: {routes: [{topic: [a]}]}",
                           "output: {routes: [{topic: a, kinds: new}]}",
                           "output: {routes: [{topic: a, kinds: [[new]]}]}",
                           "input: {fields: [a]}",
                           "input: {fields: {title: [/a]}}",
                           "input: {fields: {[a]: /a}}",
                           "input: {fields: {title: /a, title: /b}}",
                           "? [a]\n: b",
                           "dedup: {window: }",
                           "dedup: {window: 7}",
                           "dedup: {window: 0s}",
                           "dedup: {window: 4000d}",
                           "dedup: {near_containment: nan}",
                           "dedup: {near_containment: 1e999}",
                           "dedup: {memory: inf}",
                           "pipeline: {threads: 1.5}",
                           "pipeline: {threads: 99999999999999999999}",
                           "sources: [{name: a, rank: 0}]",
                           "sources: [{name: a, rank: 1001}]",
                           "a: 'b",
                           "a: b: c",
                           "\t- a",
                           "name: a\n---\nname: b\n",
                           "name: *a",
                           "name: &a b",
                           "input: &a {}",
                           "input: &a [b]",
                           "input: &a",
                           "b: {<<: *a}"}) {
    EXPECT_NE(problems_of(yaml), "") << yaml;
  }
}

TEST(Problems, ABillionLaughsIsRefusedAtOnce) {
  std::string yaml = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string number = std::to_string(i);
    yaml.append("a").append(number).append(": &a").append(number).append(" [");
    for (int j = 0; j < 9; ++j) yaml += (j > 0 ? ", *a" : "*a") + std::to_string(i - 1);
    yaml += "]\n";
  }
  EXPECT_EQ(
      problems_of(yaml),
      "line 1, column 5: anchors (&name) and aliases (*name) are not allowed; write it out\n");
}

TEST(Problems, WhatIsLargeOrDeepEndsSoonWithAProblem) {
  const std::size_t most = std::size_t{1} << 20U;
  std::string many;
  for (int i = 0; many.size() + 20 < most; ++i)
    many.append("k").append(std::to_string(i)).append(": 1\n");
  std::string nested;
  for (int i = 0; i < 1000; ++i) nested += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  for (const std::string& yaml :
       {std::string(most + 1, '#'), std::string(most, '['), std::string(most, '{'), many, nested,
        std::string(most / 2, '-') + "a", std::string(5000, '?'),
        std::string(most - 10, 'k') + ": 1"}) {
    const auto begun = std::chrono::steady_clock::now();
    const auto settings = parse_settings(yaml);
    ASSERT_FALSE(settings) << yaml.substr(0, 20);
    EXPECT_LE(settings.error().size(), 101U);
    for (const auto& problem : settings.error()) EXPECT_LT(to_string(problem).size(), 400U);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
  }
}

TEST(Problems, NoBytesMakeItThrow) {
  const std::string yaml = canonical_yaml(unusual_settings());
  std::mt19937 random(7);
  std::size_t refused = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string damaged = yaml;
    for (int i = 0; i < 3; ++i) {
      const std::size_t at = random() % damaged.size();
      if (random() % 2 == 0) {
        damaged[at] = static_cast<char>(random() % 256);
      } else {
        damaged.erase(at, random() % 40);
      }
    }
    if (!parse_settings(damaged)) ++refused;
  }
  EXPECT_GT(refused, 1000U);
}

TEST(Problems, AFileThatIsNotThereSaysSo) {
  const auto folder = std::filesystem::path(testing::TempDir());
  for (const auto& path : {folder / "no such file.yaml", folder}) {
    const auto settings = load_settings(path);
    ASSERT_FALSE(settings) << path;
    EXPECT_EQ(to_string(settings.error()[0]),
              "can't be read; is the path right, and may this user read it?");
  }
  const auto file = folder / "config_load_test.yaml";
  std::ofstream(file) << "name: from-a-file\n";
  const auto settings = load_settings(file);
  std::filesystem::remove(file);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->name, "from-a-file");
}

}  // namespace
}  // namespace copytaster
