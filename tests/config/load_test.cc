#include "config/load.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace copytaster {
namespace {

std::string read(const std::string& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// All problems of a configuration, a line each.
std::string problems_of(std::string_view yaml) {
  const auto loaded = parse_settings(yaml);
  std::string text;
  if (loaded) return text;
  for (const auto& problem : loaded.error()) text += to_string(problem) + "\n";
  return text;
}

TEST(Settings, TheDefaultsFileEqualsTheCode) {
  const auto loaded = load_settings(DEFAULTS_FILE);
  ASSERT_TRUE(loaded.has_value()) << problems_of(read(DEFAULTS_FILE));
  EXPECT_TRUE(*loaded == Settings{});
}

TEST(Settings, EachDefaultStandsInTheFileAndIsRead) {
  // Were a key missing from the file or from the loader, changing it there would change nothing.
  std::string text = read(DEFAULTS_FILE);
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"name: newsroom", "name: other"},
      {"topic: news.raw", "topic: other.raw"},
      {"follow: false", "follow: true"},
      {"format: json", "format: ninjs"},
      {"fields: {}", "fields: {id: /x}"},
      {"enriched: news.enriched", "enriched: e"},
      {"duplicates: news.duplicates", "duplicates: d"},
      {"dead_letters: news.dead", "dead_letters: x"},
      {"verdicts: news.verdicts", "verdicts: v"},
      {"stories: news.stories", "stories: s"},
      {"urn:article", "urn:other"},
      {"routes: []", "routes: [{topic: r}]"},
      {"threads: 0", "threads: 3"},
      {"batch_articles: 1000", "batch_articles: 7"},
      {"batch_bytes: 8MiB", "batch_bytes: 9MiB"},
      {"buffer_bytes: 64MiB", "buffer_bytes: 65MiB"},
      {"  window: 7d", "  window: 8d"},
      {"first_seen_window: 30d", "first_seen_window: 31d"},
      {"memory: 2GiB", "memory: 3GiB"},
      {"near_containment: 0.7", "near_containment: 0.8"},
      {"spun_skeleton_containment: 0.3", "spun_skeleton_containment: 0.4"},
      {"excerpt_containment: 0.8", "excerpt_containment: 0.9"},
      {"rewrite_score: 0.2 ", "rewrite_score: 0.35 "},
      {"late_original: 10m", "late_original: 11m"},
      {"  window: 3d", "  window: 4d"},
      {"join_cosine: 0.2 ", "join_cosine: 0.35 "},
      {"memory: 256MiB", "memory: 257MiB"},
      {"message_bytes: 10MiB", "message_bytes: 11MiB"},
      {"body_bytes: 2MiB", "body_bytes: 3MiB"},
      {"headline_bytes: 4096", "headline_bytes: 4097"},
      {"html_bytes: 20MiB", "html_bytes: 21MiB"},
      {"source_fields_bytes: 16KiB", "source_fields_bytes: 17KiB"},
      {"lexicons: \"\"", "lexicons: x"},
      {"entity_model: none", "entity_model: x"},
      {"checkpoint_every: 100000", "checkpoint_every: 100001"},
      {"sources: []", "sources: [{name: a}]"},
      {"level: info", "level: debug"}};
  for (const auto& [from, to] : changes) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    std::string changed = text;
    changed.replace(at, from.size(), to);
    const auto loaded = parse_settings(changed);
    ASSERT_TRUE(loaded.has_value()) << to << "\n" << problems_of(changed);
    EXPECT_FALSE(*loaded == Settings{}) << to << " changed nothing";
  }
}

TEST(Settings, AnEmptyFileAndOneLineAreValid) {
  EXPECT_TRUE(parse_settings("").has_value());
  EXPECT_EQ(parse_settings("name: mine")->name, "mine");
}

TEST(Settings, AllProblemsAreReportedAtOnceWithPlaceAndSuggestion) {
  const std::string problems = problems_of(
      "dedup: {windw: 7d, memory: lots}\n"
      "pipeline:\n  threads: -1\n  threads: 2\n"
      "input: {fields: {titel: /t, body: b}}\n"
      "output: {enriched: same, duplicates: same}\n"
      "nonsense: 1\n");
  EXPECT_NE(
      problems.find("line 1, column 9: dedup.windw is not a setting; did you mean dedup.window?"),
      std::string::npos)
      << problems;
  EXPECT_NE(problems.find("dedup.memory is \"lots\""), std::string::npos) << problems;
  EXPECT_NE(problems.find("pipeline.threads is set twice"), std::string::npos) << problems;
  EXPECT_NE(problems.find("input.fields.titel is not a field"), std::string::npos) << problems;
  EXPECT_NE(problems.find("a JSON pointer begins with /"), std::string::npos) << problems;
  EXPECT_NE(problems.find("are both \"same\""), std::string::npos) << problems;
  EXPECT_NE(problems.find("line 7, column 1: nonsense is not a setting"), std::string::npos)
      << problems;
}

TEST(Settings, DamagedFilesAreProblemsNotCrashes) {
  EXPECT_NE(problems_of("a: [1, 2").find("no valid YAML"), std::string::npos);
  EXPECT_NE(problems_of("- a\n- b").find("mapping"), std::string::npos);
  EXPECT_NE(problems_of("dedup: 7").find("dedup must be a mapping"), std::string::npos);
  EXPECT_FALSE(load_settings("/nowhere/at/all.yaml").has_value());
}

TEST(Settings, RunNeedsInputAndOutputThatDiffer) {
  EXPECT_EQ(check_run(Settings{}).size(), 2U);
  Settings same;
  same.input.files = same.output.files = "/tmp/x";
  EXPECT_EQ(check_run(same).size(), 1U);
}

TEST(Settings, TheHashCoversWhatChangesRecordsAndNothingElse) {
  Settings settings;
  settings.pipeline.threads = 8;
  settings.input.files = "elsewhere";
  settings.log.level = "debug";
  EXPECT_EQ(settings_hash(settings), settings_hash(Settings{}));
  settings.dedup.near_containment = 0.71;
  EXPECT_NE(settings_hash(settings), settings_hash(Settings{}));
}

}  // namespace
}  // namespace copytaster
