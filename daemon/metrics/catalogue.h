#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// Every metric that /metrics shows, once: name, type, labels, meaning. Each family's HELP and TYPE
/// stand there from the first scrape on. In three kinds:
/// - *of the journal*: counted over the journal's committed entries, all in one transaction at a
///   time, so that they agree with each other and with the output topics at any moment, survive
///   restarts, and are the same on every instance (take max over instances, not sum). They have no
///   samples until the journal is folded. Of a journal whose head was cut off, all but
///   `copytaster_inputs_total` and `copytaster_decisions_total` count what was left of it.
/// - *of the process*: from 0 at its start.
/// - gauges: as things are.
///
/// Times are seconds, sizes bytes. Labels hold names of topics and words of ours, never a part of
/// an article.
namespace copytaster::metrics {

enum class Type : std::uint8_t { kCounter, kGauge, kHistogram };

struct Family {
  std::string_view name;
  Type type = Type::kCounter;
  std::string_view labels;  ///< their names, with spaces between
  std::string_view help;    ///< one sentence, without line ends or backslashes
};

// The ledger: of the journal.
inline constexpr Family kInputs{
    "copytaster_inputs_total", Type::kCounter, "",
    "Input records decided and committed; the sum of copytaster_decisions_total."};
inline constexpr Family kDecisions{
    "copytaster_decisions_total", Type::kCounter, "outcome",
    "Inputs by what became of them: new, copy, update, stale, kill, dead_letter, override."};
inline constexpr Family kVerdicts{
    "copytaster_verdicts_total", Type::kCounter, "kind",
    "Inputs with a verdict by its kind: new, update, stale, kill, exact, near, spun, rewrite, "
    "excerpt."};
inline constexpr Family kDeadLetters{
    "copytaster_dead_letters_total", Type::kCounter, "reason",
    "Inputs that became dead letters, by reason: invalid_json, invalid_utf8, wrong_type, too_deep, "
    "empty_text, message_too_large, field_too_large, record_too_large, bad_override, unknown_item, "
    "killed_item, story_over, too_many_sources, refused_by_sink, crashes_analysis."};
inline constexpr Family kRecords{
    "copytaster_output_records_total", Type::kCounter, "topic",
    "Records committed to each output topic; one input may lead to several, or to none."};
inline constexpr Family kForgotten{
    "copytaster_forgotten_total", Type::kCounter, "what",
    "Articles, stories and sources that left the memory, by window or for want of room."};
inline constexpr Family kLost{"copytaster_lost_inputs_total", Type::kCounter, "topic",
                              "Offsets of input that were gone before they were read; transaction "
                              "markers may be among them."};

// Positions: of the journal's last commit.
inline constexpr Family kPosition{"copytaster_input_position", Type::kGauge, "topic partition",
                                  "Offset from which the input is read on after a restart."};
inline constexpr Family kNewestInput{
    "copytaster_newest_input_timestamp_seconds", Type::kGauge, "topic partition",
    "Timestamp of the last committed input record; absent where none was read."};
inline constexpr Family kEnd{"copytaster_input_end", Type::kGauge, "topic partition",
                             "End of the input partition as the leader last heard of it."};
inline constexpr Family kLag{
    "copytaster_input_lag", Type::kGauge, "topic partition",
    "Offsets between position and end; 0 once everything there was read and committed. On the "
    "leader, on Kafka, alone."};

// What is remembered.
inline constexpr Family kArticles{"copytaster_remembered_articles", Type::kGauge, "",
                                  "Versions of articles that the Desk remembers."};
inline constexpr Family kStories{"copytaster_remembered_stories", Type::kGauge, "",
                                 "Live stories that the Desk remembers."};
inline constexpr Family kMemory{"copytaster_memory_bytes", Type::kGauge, "",
                                "What the Desk remembers, by formula, in bytes."};
inline constexpr Family kMemoryLimit{"copytaster_memory_limit_bytes", Type::kGauge, "",
                                     "dedup.memory and stories.memory together, in bytes."};

// The work: of the process.
inline constexpr Family kArticleSeconds{
    "copytaster_article_seconds", Type::kHistogram, "stage",
    "CPU-bound work on one input: analyse and encode, each measured, and decide, as the mean of "
    "its batch."};
inline constexpr Family kBatchSeconds{
    "copytaster_batch_seconds", Type::kHistogram, "stage",
    "Wall time of a batch in each stage, waiting included: poll, analyse, decide, encode, commit, "
    "and whole, from its arrival to its commit."};
inline constexpr Family kLatency{
    "copytaster_latency_seconds", Type::kHistogram, "",
    "From the timestamp of a Kafka input record to the commit of what became of it."};
inline constexpr Family kStageBusy{
    "copytaster_stage_busy_seconds", Type::kGauge, "stage",
    "For how long the oldest work under way has been in this stage; 0: none is."};
inline constexpr Family kInFlight{"copytaster_in_flight_batches", Type::kGauge, "",
                                  "Batches that have arrived and are not committed yet."};
inline constexpr Family kInFlightBytes{"copytaster_in_flight_bytes", Type::kGauge, "",
                                       "Bytes of raw input in them."};
inline constexpr Family kInputBytes{"copytaster_input_bytes_total", Type::kCounter, "",
                                    "Bytes of raw input committed."};
inline constexpr Family kOutputBytes{
    "copytaster_output_bytes_total", Type::kCounter, "to",
    "Bytes committed: of records (keys, values, headers) and of the journal."};
inline constexpr Family kBatchInputs{"copytaster_transaction_inputs", Type::kHistogram, "",
                                     "Inputs in each committed transaction."};
inline constexpr Family kTransactions{
    "copytaster_transactions_total", Type::kCounter, "outcome",
    "Tries to commit a batch: committed; retried (asked again); aborted (sent again); failed (the "
    "lead or the run ends)."};
inline constexpr Family kRefolds{
    "copytaster_refolds_total", Type::kCounter, "",
    "Folds of the journal because a record was refused three times; it becomes a dead letter."};
inline constexpr Family kPollFailures{"copytaster_poll_failures_total", Type::kCounter, "",
                                      "Polls of the input that failed, whatever the remedy."};
inline constexpr Family kLastCommit{
    "copytaster_last_commit_timestamp_seconds", Type::kGauge, "",
    "When the newest output was committed, by this machine's clock; absent until one is."};

// Who leads.
inline constexpr Family kRole{
    "copytaster_role", Type::kGauge, "role",
    "1 for what this instance is, 0 for the others: starting, standby, taking_over, leader, aside, "
    "stopping."};
inline constexpr Family kReady{
    "copytaster_ready", Type::kGauge, "",
    "1 when /readyz says yes: it leads, or stands by with the journal folded, ready to take over."};
inline constexpr Family kTakeOvers{"copytaster_take_overs_total", Type::kCounter, "",
                                   "Leads that this instance began."};
inline constexpr Family kLeadsEnded{"copytaster_leads_ended_total", Type::kCounter, "why",
                                    "Leads that ended: stopped, or failed."};
inline constexpr Family kTakeOverSeconds{
    "copytaster_take_over_seconds", Type::kGauge, "",
    "How long the last take-over took, from owning the lead to reading; absent before the first."};

// Settings.
inline constexpr Family kSettings{"copytaster_settings_info", Type::kGauge, "hash",
                                  "1 for the hash of the settings in force, as in records."};
inline constexpr Family kReloads{"copytaster_reloads_total", Type::kCounter, "result",
                                 "Reloads of the configuration: applied or refused."};
inline constexpr Family kLastReload{
    "copytaster_last_reload_successful", Type::kGauge, "",
    "1 unless the last reload was refused; before any reload 1: the start accepted the file."};

// What is logged.
inline constexpr Family kEvents{
    "copytaster_events_total", Type::kCounter, "event",
    "What happened, by the event's name, whether or not its line was held back by a limit."};

// librdkafka's own statistics, of the leader's two clients: consumer (input) and producer (output).
inline constexpr Family kClientRequests{"copytaster_kafka_requests_total", Type::kCounter, "client",
                                        "Requests that librdkafka sent to brokers."};
inline constexpr Family kClientBytes{"copytaster_kafka_bytes_total", Type::kCounter,
                                     "client direction",
                                     "Bytes that librdkafka sent to brokers and received."};
inline constexpr Family kClientErrors{
    "copytaster_kafka_errors_total", Type::kCounter, "client kind",
    "librdkafka's failures to send, to receive, and requests that timed out."};
inline constexpr Family kClientDisconnects{"copytaster_kafka_disconnects_total", Type::kCounter,
                                           "client", "Connections to brokers that ended."};
inline constexpr Family kClientQueue{"copytaster_kafka_queued_messages", Type::kGauge, "client",
                                     "Messages that wait in librdkafka's queues."};
inline constexpr Family kBrokersUp{"copytaster_kafka_brokers_up", Type::kGauge, "client",
                                   "Brokers that librdkafka is connected to."};
inline constexpr Family kRoundTrip{
    "copytaster_kafka_round_trip_seconds", Type::kGauge, "client percentile",
    "Time from request to answer in the last interval, of the slowest broker: 50 and 99."};

// The page itself, and the process.
inline constexpr Family kHttpRequests{
    "copytaster_http_requests_total", Type::kCounter, "page",
    "Requests answered: metrics, healthz, readyz, status, other."};
inline constexpr Family kBuild{"copytaster_build_info", Type::kGauge, "version librdkafka",
                               "1 for the program's version and librdkafka's."};
inline constexpr Family kCpu{"process_cpu_seconds_total", Type::kCounter, "",
                             "User and system CPU time of the process."};
inline constexpr Family kResident{"process_resident_memory_bytes", Type::kGauge, "",
                                  "Resident memory."};
inline constexpr Family kVirtual{"process_virtual_memory_bytes", Type::kGauge, "",
                                 "Virtual memory."};
inline constexpr Family kOpenFiles{"process_open_fds", Type::kGauge, "", "Open file descriptors."};
inline constexpr Family kMostFiles{"process_max_fds", Type::kGauge, "",
                                   "Most file descriptors that may be open."};
inline constexpr Family kThreads{"process_threads", Type::kGauge, "", "Threads of the process."};
inline constexpr Family kStart{"process_start_time_seconds", Type::kGauge, "",
                               "When the process started, since the Unix epoch."};

/// All of the above, in the order in which /metrics has them.
[[nodiscard]] std::span<const Family* const> families();

[[nodiscard]] std::string_view name(Type type);

}  // namespace copytaster::metrics
