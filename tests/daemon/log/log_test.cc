#include "daemon/log/log.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace copytaster::log {
namespace {

TEST(Log, CountsWhatIsHeldBack) {
  const auto before = count(kTrouble);
  hold_back(kTrouble);
  EXPECT_EQ(count(kTrouble), before + 1);
}

TEST(Log, WritesWhatIsShownAlone) {
  set_up(Format::kJson, Level::kWarning, "desk");
  testing::internal::CaptureStderr();
  say(kStandingBy, "standing by for {}", "desk");
  say_of(kOutputMadeAnew, {{"topic", "out"}}, "{} is another", "out");
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_EQ(written.find("standing_by"), std::string::npos);
  EXPECT_NE(written.find("\"event\":\"output_made_anew\""), std::string::npos) << written;
  EXPECT_NE(written.find("\"topic\":\"out\""), std::string::npos) << written;
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 1);
  set_level(Level::kInfo);
  EXPECT_TRUE(shown(Level::kInfo));
  EXPECT_FALSE(shown(Level::kDebug));
}

// Else a machine without one, as most containers are, would show nothing at all.
TEST(Log, WithoutAJournalTheJournalsFormatIsText) {
  if (access("/run/systemd/journal/socket", F_OK) == 0) GTEST_SKIP() << "a journal runs here";
  testing::internal::CaptureStderr();
  spdlog::drop("copytaster");
  set_up(Format::kJournald, Level::kInfo, "desk");
  say(kStandingBy, "standing by for {}", "desk");
  EXPECT_NE(testing::internal::GetCapturedStderr().find("standing by for desk"), std::string::npos);
}

TEST(Log, WordsOfSettingsAreUnderstood) {
  EXPECT_EQ(format_of("journald"), Format::kJournald);
  EXPECT_EQ(level_of("warning"), Level::kWarning);
  EXPECT_EQ(format_of("xml"), std::nullopt);
  EXPECT_EQ(level_of("loud"), std::nullopt);
}

}  // namespace
}  // namespace copytaster::log
