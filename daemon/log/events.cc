#include "daemon/log/events.h"

#include <array>

namespace copytaster::log {
namespace {

constexpr std::array kAll = {
    &kStarted,         &kHttpListens,      &kHttpAbsent,    &kStopping,        &kStopTimedOut,
    &kRunFailed,       &kSettingsUnusable, &kStageStuck,    &kRunEnded,        &kSettingsDanger,
    &kReloadBegun,     &kReloadHeld,       &kReloaded,      &kReloadRefused,   &kTrouble,
    &kNothingToRead,   &kInputNew,         &kInputLost,     &kOutputMadeAnew,  &kLimitsChanged,
    &kLimitsUnknown,   &kBatchCommitted,   &kLibrdkafka,    &kJournalFolded,   &kJournalHeadLost,
    &kStandingBy,      &kStandingAside,    &kTakingLead,    &kTakeOverStep,    &kLeading,
    &kLeadEnded,       &kCommitsResumed,   &kCrashedBefore, &kSuspectsUnnoted, &kSuspectUntried,
    &kSuspectHarmless, &kSuspectSetAside};

}  // namespace

std::span<const Event* const> events() { return kAll; }

std::string_view name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "";
}

}  // namespace copytaster::log
