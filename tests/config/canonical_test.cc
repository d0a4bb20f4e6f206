#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "samples.h"

namespace copytaster {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(Canonical, ReadsBackAsTheSameSettings) {
  for (const Settings& settings : {Settings{}, unusual_settings()}) {
    const std::string yaml = canonical_yaml(settings);
    ASSERT_EQ(problems_of(yaml), "") << yaml;
    EXPECT_EQ(*parse_settings(yaml), settings) << yaml;
  }
}

TEST(Canonical, TheUnusualSettingsLeaveNoDefaultUntested) {
  Settings unusual = unusual_settings();
  unusual.output.routes.clear();
  unusual.sources.clear();
  const auto plain_lines = lines_of(canonical_yaml(Settings{}));
  const auto unusual_lines = lines_of(canonical_yaml(unusual));
  ASSERT_EQ(plain_lines.size(), unusual_lines.size());
  for (std::size_t i = 0; i < plain_lines.size(); ++i) {
    if (plain_lines[i].ends_with(":") || plain_lines[i].ends_with("[]")) continue;
    EXPECT_NE(plain_lines[i], unusual_lines[i]);
  }
}

TEST(JournalledYaml, ReadsBackWithoutHowTheClusterIsReachedAndWhatIsThisMachines) {
  const Settings unusual = unusual_settings();
  const std::string yaml = journalled_yaml(unusual);
  ASSERT_EQ(problems_of(yaml), "") << yaml;
  Settings expected = unusual;
  expected.kafka = {};
  expected.http = {};
  expected.log = {};
  expected.pipeline.threads = 0;
  expected.pipeline.state.clear();
  EXPECT_EQ(*parse_settings(yaml), expected);
}

TEST(JournalledYaml, WhatIsTooLongForTheJournalIsAProblem) {
  Settings settings;
  for (int i = 0; i < 4000; ++i)
    settings.output.routes.push_back({"desk." + std::to_string(i), {}, {}, {}, {}, {}, {}});
  const auto problems = find_conflicts(settings);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_NE(to_string(problems[0]).find("too long for the journal"), std::string::npos);
  settings.output.routes.resize(1000);
  EXPECT_TRUE(find_conflicts(settings).empty());
}

using Change = std::function<void(Settings&)>;

const std::vector<Change>& changes_of_records() {
  static const std::vector<Change> kChanges = {
      [](Settings& s) { s.input.topic = "other"; },
      [](Settings& s) { s.input.format = "ninjs"; },
      [](Settings& s) { s.input.fields["title"] = "/headline"; },
      [](Settings& s) { s.input.fields["title"] = "/h"; },
      [](Settings& s) { s.output.enriched = "other"; },
      [](Settings& s) { s.output.duplicates = "other"; },
      [](Settings& s) { s.output.dead_letters = "other"; },
      [](Settings& s) { s.output.verdicts = "other"; },
      [](Settings& s) { s.output.stories = "other"; },
      [](Settings& s) { s.output.uri_prefix = "urn:other"; },
      [](Settings& s) {
        s.output.routes = {{"a", {"x", "y"}, {}, {}, {}, {}, {}}};
      },
      [](Settings& s) {
        s.output.routes = {{"a", {"x\", \"y"}, {}, {}, {}, {}, {}}};
      },
      [](Settings& s) {
        s.output.routes = {{"a", {"x"}, {"y"}, {}, {}, {}, {}}};
      },
      [](Settings& s) {
        s.output.routes = {{"a", {}, {}, {"x"}, {}, {}, {}}};
      },
      [](Settings& s) {
        s.output.routes = {{"a", {}, {}, {}, {"x"}, {}, {}}};
      },
      [](Settings& s) {
        s.output.routes = {{"a", {}, {}, {}, {}, {"x"}, {}}};
      },
      [](Settings& s) {
        s.output.routes = {{"a", {}, {}, {}, {}, {}, {"x"}}};
      },
      [](Settings& s) { s.dedup.window += std::chrono::milliseconds(1); },
      [](Settings& s) { s.dedup.first_seen_window += std::chrono::milliseconds(1); },
      [](Settings& s) { s.dedup.memory += 1; },
      [](Settings& s) { s.dedup.near_containment += 1e-12; },
      [](Settings& s) { s.dedup.spun_skeleton_containment += 1e-12; },
      [](Settings& s) { s.dedup.excerpt_containment += 1e-12; },
      [](Settings& s) { s.dedup.rewrite_score += 1e-12; },
      [](Settings& s) { s.dedup.late_original += std::chrono::milliseconds(1); },
      [](Settings& s) { s.stories.window += std::chrono::milliseconds(1); },
      [](Settings& s) { s.stories.join_cosine += 1e-12; },
      [](Settings& s) { s.stories.memory += 1; },
      [](Settings& s) { s.limits.message_bytes += 1; },
      [](Settings& s) { s.limits.body_bytes += 1; },
      [](Settings& s) { s.limits.headline_bytes += 1; },
      [](Settings& s) { s.limits.html_bytes += 1; },
      [](Settings& s) { s.limits.source_fields_bytes += 1; },
      [](Settings& s) {
        s.sources = {{"a", 1, {"b"}}};
      },
      [](Settings& s) {
        s.sources = {{"a", 2, {"b"}}};
      },
      [](Settings& s) {
        s.sources = {{"a", 1, {}}, {"b", 1, {}}};
      }};
  return kChanges;
}

TEST(SettingsHash, DiffersForWhateverChangesARecord) {
  std::set<std::string> hashes = {settings_hash(Settings{})};
  for (const auto& change : changes_of_records()) {
    Settings settings;
    change(settings);
    EXPECT_TRUE(hashes.insert(settings_hash(settings)).second) << canonical_yaml(settings);
  }
  EXPECT_EQ(hashes.begin()->size(), 16U);
}

TEST(SettingsHash, IsTheSameForWhateverDoesNot) {
  const Settings unusual = unusual_settings();
  Settings settings;
  settings.name = unusual.name;
  settings.input.files = unusual.input.files;
  settings.input.follow = unusual.input.follow;
  settings.input.overrides = unusual.input.overrides;
  settings.output.files = unusual.output.files;
  settings.pipeline = unusual.pipeline;
  settings.annotate = unusual.annotate;
  settings.journal = unusual.journal;
  settings.http = unusual.http;
  settings.log = unusual.log;
  EXPECT_NE(settings, Settings{});
  EXPECT_EQ(settings_hash(settings), settings_hash(Settings{}));
}

}  // namespace
}  // namespace copytaster
