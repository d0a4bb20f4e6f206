#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "config/load.h"

namespace copytaster {

/// Valid settings of which none is the default; texts that YAML could misread among them.
inline Settings unusual_settings() {
  using std::chrono::hours;
  using std::chrono::milliseconds;
  Settings all;
  all.name = "night-desk";
  all.input = {"in: \"here\" # now",
               "wire.in",
               true,
               "ninjs",
               {{"title", "/a~1b/\\c"}, {"id", "/0"}},
               {"wire.a", "^wire\\.[b-d]$"},
               "wire.said",
               "2026-01-31T06:00:00Z",
               "stop"};
  all.kafka = {"a:1,b:2",
               {true, "/ca", "/cert", "/key", "/key password"},
               {"SCRAM-SHA-512", "us: er", "/pass"},
               milliseconds(7001),
               milliseconds(8002),
               {{"compression.type", "zstd"}, {"linger.ms", "7"}}};
  all.output = {"null", "o.enriched", "o.copies", "o.dead", "o.verdicts", "o.stories", "urn:x", {}};
  all.output.routes.push_back({"desk.a",
                               {"politics", "true"},
                               {"O'Neill", "12"},
                               {"Zürich"},
                               {"pt-BR"},
                               {"a\nb\t\x01"},
                               {"near", "spun"}});
  all.output.routes.push_back({"desk.b", {}, {}, {}, {}, {}, {}});
  all.pipeline = {3, 17, 4096, 1'000'001, "/var/lib/x"};
  all.dedup = {hours(5), hours(6), 123'456'789, 0.71, 0.31, 0.81, 0.21, milliseconds(1)};
  all.stories = {milliseconds(1234), 1.0 / 3, 7'654'321};
  all.limits = {2048, 1025, 65, 1026, 64};
  all.annotate = {"~/lexicons", "~/entities.model"};
  all.journal = {101, hours(24 * 9)};
  all.sources.push_back({"reuters", 1, {"Reuters", "- rtrs"}});
  all.sources.push_back({"afp", 2, {}});
  all.http = {"127.0.0.1:80"};
  all.log = {"debug", "json"};
  return all;
}

/// The problems of a configuration as `check` prints them, one a line; "" when it is valid.
inline std::string problems_of(std::string_view yaml) {
  const auto settings = parse_settings(yaml);
  std::string text;
  if (settings) return text;
  EXPECT_FALSE(settings.error().empty());
  for (const auto& problem : settings.error()) text += to_string(problem) + "\n";
  return text;
}

}  // namespace copytaster
