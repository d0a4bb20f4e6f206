#include "config/load.h"

#include <fmt/core.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "config/reader.h"

namespace copytaster {
namespace {

constexpr std::size_t kFileBytes = std::size_t{1} << 20U;
constexpr std::size_t kMost = std::size_t{1} << 40U;

void read_input(MappingReader& reader, InputSettings& input) {
  reader.read("files", input.files);
  reader.read("topic", input.topic);
  reader.read("follow", input.follow);
  reader.read_one_of("format", input.format, {"json", "ninjs"});
  reader.read("fields", input.fields);
}

void read_output(MappingReader& reader, OutputSettings& output) {
  reader.read("files", output.files);
  reader.read("enriched", output.enriched);
  reader.read("duplicates", output.duplicates);
  reader.read("dead_letters", output.dead_letters);
  reader.read("verdicts", output.verdicts);
  reader.read("stories", output.stories);
  reader.read("uri_prefix", output.uri_prefix);
  reader.each("routes", [&output](MappingReader& rule) {
    RouteSettings& route = output.routes.emplace_back();
    rule.read("topic", route.topic);
    rule.read("subjects", route.subjects);
    rule.read("entities", route.entities);
    rule.read("places", route.places);
    rule.read("languages", route.languages);
    rule.read("sources", route.sources);
    rule.read("kinds", route.kinds);
  });
}

void read_pipeline(MappingReader& reader, PipelineSettings& pipeline) {
  reader.read_count("threads", pipeline.threads, 0, 1024);
  reader.read_count("batch_articles", pipeline.batch_articles, 1, 1'000'000);
  reader.read_size("batch_bytes", pipeline.batch_bytes, 1, kMost);
  reader.read_size("buffer_bytes", pipeline.buffer_bytes, 1, kMost);
}

void read_dedup(MappingReader& reader, DedupSettings& dedup) {
  reader.read("window", dedup.window);
  reader.read("first_seen_window", dedup.first_seen_window);
  reader.read_size("memory", dedup.memory, std::size_t{1} << 20U, kMost);
  reader.read("near_containment", dedup.near_containment, 0.1, 1);
  reader.read("spun_skeleton_containment", dedup.spun_skeleton_containment, 0.1, 1);
  reader.read("excerpt_containment", dedup.excerpt_containment, 0.1, 1);
  reader.read("late_original", dedup.late_original);
}

void read_limits(MappingReader& reader, LimitsSettings& limits) {
  reader.read_size("message_bytes", limits.message_bytes, 1024, std::size_t{64} << 20U);
  reader.read_size("body_bytes", limits.body_bytes, 1024, std::size_t{64} << 20U);
  reader.read_size("headline_bytes", limits.headline_bytes, 64, std::size_t{1} << 20U);
  reader.read_size("html_bytes", limits.html_bytes, 1024, std::size_t{64} << 20U);
  reader.read_size("source_fields_bytes", limits.source_fields_bytes, 64, std::size_t{16} << 20U);
}

void read_all(MappingReader& reader, Settings& settings) {
  reader.read("name", settings.name);
  reader.section("input", [&](MappingReader& part) { read_input(part, settings.input); });
  reader.section("output", [&](MappingReader& part) { read_output(part, settings.output); });
  reader.section("pipeline", [&](MappingReader& part) { read_pipeline(part, settings.pipeline); });
  reader.section("dedup", [&](MappingReader& part) { read_dedup(part, settings.dedup); });
  reader.section("stories", [&](MappingReader& part) {
    part.read("window", settings.stories.window);
    part.read("join_cosine", settings.stories.join_cosine, 0.01, 1);
    part.read_size("memory", settings.stories.memory, std::size_t{1} << 20U, kMost);
  });
  reader.section("limits", [&](MappingReader& part) { read_limits(part, settings.limits); });
  reader.section("annotate",
                 [&](MappingReader& part) { part.read("lexicons", settings.annotate.lexicons); });
  reader.section("journal", [&](MappingReader& part) {
    part.read_count("checkpoint_every", settings.journal.checkpoint_every, 100, 100'000'000);
  });
  reader.each("sources", [&settings](MappingReader& part) {
    SourceSettings& source = settings.sources.emplace_back();
    std::uint64_t rank = 100;
    part.read("name", source.name);
    part.read_count("rank", rank, 1, 1000);
    source.rank = static_cast<int>(rank);
    part.read("aliases", source.aliases);
  });
  reader.section("log", [&](MappingReader& part) {
    part.read_one_of("level", settings.log.level, {"debug", "info", "warning", "error"});
  });
  reader.finish();
}

}  // namespace

std::string to_string(const Problem& problem) {
  if (problem.line == 0) return problem.message;
  return fmt::format("line {}, column {}: {}", problem.line, problem.column, problem.message);
}

LoadResult parse_settings(std::string_view yaml) {
  std::vector<Problem> problems;
  Settings settings;
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    if (root.IsMap()) {
      MappingReader reader(root, "", problems);
      read_all(reader, settings);
    } else if (root.IsDefined() && !root.IsNull()) {
      problems.push_back(
          {1, 1, "a configuration is a mapping of settings, such as `name: newsroom`"});
    }
  } catch (const YAML::Exception& error) {
    problems.push_back({error.mark.line + 1, error.mark.column + 1, "no valid YAML: " + error.msg});
  }
  const auto conflicts = find_conflicts(settings);
  problems.insert(problems.end(), conflicts.begin(), conflicts.end());
  if (!problems.empty()) return tl::unexpected(problems);
  return settings;
}

LoadResult load_settings(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kFileBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (stream.bad() || (!stream.eof() && stream.fail()) || !stream.is_open()) {
    return tl::unexpected(std::vector<Problem>{
        {0, 0, "can't be read; is the path right, and may this user read it?"}});
  }
  if (text.size() > kFileBytes)
    return tl::unexpected(std::vector<Problem>{{0, 0, "is larger than 1 MiB"}});
  return parse_settings(text);
}

}  // namespace copytaster
