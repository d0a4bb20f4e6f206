#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// Every thing that the log tells, once: its stable name, how grave it is, what it means. The name
/// is the field `event` of a line in JSON and COPYTASTER_EVENT in the journal of systemd;
/// `copytaster_events_total` counts it. What lasts is said once a minute (daemon/log/log.h); it is
/// counted each time. No event has any text of an article, nor a secret.
namespace copytaster::log {

enum class Level : std::uint8_t { kDebug, kInfo, kWarning, kError };

struct Event {
  std::string_view name;  ///< [a-z_]+
  Level level = Level::kInfo;
  std::string_view meaning;
};

// The program.
inline constexpr Event kStarted{"started", Level::kDebug,
                                "the process began, with its version and the settings' hash"};
inline constexpr Event kHttpListens{"http_listens", Level::kDebug, "where /metrics can be read"};
inline constexpr Event kHttpAbsent{
    "http_absent", Level::kInfo,
    "the default address is taken (another instance's, most often): no /metrics of this one; give "
    "it an http.listen of its own"};
inline constexpr Event kStopping{"stopping", Level::kInfo, "a signal asked for the end"};
inline constexpr Event kStopTimedOut{"stop_timed_out", Level::kWarning,
                                     "the stop took too long; the next start settles what is open"};
inline constexpr Event kRunFailed{"run_failed", Level::kError,
                                  "the program ends: only a person can help; exit 69"};
inline constexpr Event kSettingsUnusable{
    "settings_unusable", Level::kError,
    "the settings name what can't be loaded (models, lexicons, keys); exit 78"};
inline constexpr Event kStageStuck{
    "stage_stuck", Level::kError,
    "a stage holds work and gets nowhere: the watchdog is no longer fed, and ends the process"};
inline constexpr Event kRunEnded{"run_ended", Level::kInfo, "how much was done, at the end"};
inline constexpr Event kSettingsDanger{
    "settings_danger", Level::kWarning,
    "settings that work but may harm: unencrypted passwords, topics that lose what is kept there"};

// Reload, for daemon/reload.
inline constexpr Event kReloadBegun{"reload_begun", Level::kInfo,
                                    "a signal asked for the configuration to be read again"};
inline constexpr Event kReloadHeld{"reload_held", Level::kWarning,
                                   "a setting changed that only the next start takes over"};
inline constexpr Event kReloaded{"reloaded", Level::kInfo, "new settings are in force"};
inline constexpr Event kReloadRefused{
    "reload_refused", Level::kError,
    "the new configuration has problems: what was in force before stays in force"};

// Input and output.
inline constexpr Event kTrouble{
    "trouble", Level::kWarning,
    "something failed and is tried again: a broker that is away, most often"};
inline constexpr Event kNothingToRead{"nothing_to_read", Level::kWarning,
                                      "the input folder holds nothing that is read"};
inline constexpr Event kInputNew{"input_new", Level::kWarning,
                                 "a partition or topic of the input is new, or was made anew"};
inline constexpr Event kInputLost{
    "input_lost", Level::kWarning,
    "messages were deleted, or damaged, before they were read; the range is in the journal"};
inline constexpr Event kOutputMadeAnew{"output_made_anew", Level::kWarning,
                                       "an output topic was deleted and made anew"};
inline constexpr Event kLimitsChanged{"limits_changed", Level::kInfo,
                                      "a topic takes records of another size"};
inline constexpr Event kLimitsUnknown{"limits_unknown", Level::kDebug,
                                      "the sizes that topics take could not be asked for"};
inline constexpr Event kBatchCommitted{"batch_committed", Level::kDebug,
                                       "a transaction was committed"};
inline constexpr Event kLibrdkafka{"librdkafka", Level::kDebug, "librdkafka's own words"};

// The journal and the lead.
inline constexpr Event kJournalFolded{"journal_folded", Level::kInfo,
                                      "how much the journal had remembered"};
inline constexpr Event kJournalHeadLost{
    "journal_head_lost", Level::kWarning,
    "the journal was cut past its last whole checkpoint: a restart now would lose the memory"};
inline constexpr Event kStandingBy{"standing_by", Level::kInfo,
                                   "another instance leads; this one folds along"};
inline constexpr Event kStandingAside{
    "standing_aside", Level::kWarning,
    "a newer program wrote the journal: this instance doesn't run for the lead; upgrade it"};
inline constexpr Event kTakingLead{"taking_lead", Level::kInfo, "the lead fell to this instance"};
inline constexpr Event kTakeOverStep{"take_over_step", Level::kDebug,
                                     "how far the take-over has come"};
inline constexpr Event kLeading{"leading", Level::kInfo, "the take-over is done: input is read"};
inline constexpr Event kLeadEnded{"lead_ended", Level::kInfo, "how much this lead brought"};
inline constexpr Event kCommitsResumed{"commits_resumed", Level::kInfo,
                                       "transactions are committed again, after leads without any"};

// Articles that crash the program.
inline constexpr Event kCrashedBefore{
    "crashed_before", Level::kWarning,
    "the last process crashed while it worked on these articles; each is tried alone first"};
inline constexpr Event kSuspectsUnnoted{"suspects_unnoted", Level::kWarning,
                                        "no notes can be kept of what crashes the program"};
inline constexpr Event kSuspectUntried{"suspect_untried", Level::kWarning,
                                       "a suspect could not be tried alone"};
inline constexpr Event kSuspectHarmless{"suspect_harmless", Level::kInfo,
                                        "a suspect does no harm alone: it is worked on as usual"};
inline constexpr Event kSuspectSetAside{
    "suspect_set_aside", Level::kError,
    "a suspect ended a process by itself: it becomes a dead letter, crashes_analysis"};

/// All of the above, in this order.
[[nodiscard]] std::span<const Event* const> events();

[[nodiscard]] std::string_view name(Level level);

}  // namespace copytaster::log
