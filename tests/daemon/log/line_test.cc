#include "daemon/log/line.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace copytaster::log {
namespace {

TEST(Line, IsOneJsonObject) {
  const Line line{"trouble",
                  Level::kWarning,
                  "a \"broker\"\nis away",
                  "desk",
                  {{"topic", "in"}, {"offset", std::int64_t{7}}}};
  EXPECT_EQ(to_json(line, std::chrono::system_clock::time_point(std::chrono::milliseconds(1500))),
            R"({"time":"1970-01-01T00:00:01.500Z","level":"warning","event":"trouble",)"
            R"("message":"a \"broker\"\nis away","name":"desk","topic":"in","offset":7})");
}

TEST(Line, WhatIsNoUtf8IsReplaced) {
  const Line line{"trouble", Level::kError, "file \xff\xe9.jsonl", "", {}};
  const std::string json = to_json(line, {});
  EXPECT_NE(json.find("file ??.jsonl"), std::string::npos) << json;
}

TEST(Line, HasTheFieldsOfTheJournal) {
  const Line line{
      "limits_changed", Level::kInfo, "two\nlines", "desk", {{"bytes", std::int64_t{9}}}};
  const auto entries = to_journal(line);
  for (const auto* expected :
       {"MESSAGE=two\nlines", "PRIORITY=6", "COPYTASTER_EVENT=limits_changed",
        "COPYTASTER_NAME=desk", "COPYTASTER_BYTES=9"})
    EXPECT_NE(std::find(entries.begin(), entries.end(), expected), entries.end()) << expected;
}

}  // namespace
}  // namespace copytaster::log
