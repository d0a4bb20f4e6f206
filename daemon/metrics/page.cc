#include "daemon/metrics/page.h"

#include <chrono>
#include <utility>
#include <vector>

#include "daemon/log/log.h"
#include "daemon/metrics/process_figures.h"
#include "daemon/metrics/text_format.h"

namespace copytaster::metrics {
namespace {

using std::chrono::duration;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

class PageWriter {
 public:
  explicit PageWriter(const Metrics& metrics) : metrics_(metrics) {}

  std::string write() {
    write_journal();
    write_input();
    write_memory();
    write_work();
    write_lead();
    write_settings();
    write_events();
    write_clients();
    write_process();
    return out_.take();
  }

 private:
  void one(const Family& family, auto value) {
    out_.begin(family);
    out_.sample(value);
  }
  void one_if(const Family& family, bool there, auto value) {
    out_.begin(family);
    if (there) out_.sample(value);
  }
  void tally(const Family& family, const Tally* counts) {
    out_.begin(family);
    if (counts == nullptr) return;
    for (const auto& [word, count] : counts->counts()) out_.sample(count, {{family.labels, word}});
  }
  void counters(const Family& family, const auto& cells) {
    out_.begin(family);
    cells.each([&](std::string_view word, const Counter& cell) {
      out_.sample(cell.value(), {{family.labels, word}});
    });
  }
  void histogram(const auto& cell, std::initializer_list<TextFormat::Label> labels = {}) {
    const auto counts = cell.buckets();
    out_.histogram(cell.bounds(), counts, cell.sum(), labels);
  }
  void histograms(const Family& family, const auto& cells) {
    out_.begin(family);
    cells.each([&](std::string_view word, const auto& cell) {
      histogram(cell, {{family.labels, word}});
    });
  }

  void write_journal();
  void write_input();
  void write_memory();
  void write_work();
  void write_lead();
  void write_settings();
  void write_events();
  void write_clients();
  void write_process();

  const Metrics& metrics_;
  const std::optional<JournalFigures> figures_ = metrics_.figures();
  TextFormat out_;
};

void PageWriter::write_journal() {
  const JournalFigures* const held = figures_ ? &*figures_ : nullptr;
  out_.begin(kInputs);
  if (held != nullptr) out_.sample(held->ledger.in);
  out_.begin(kDecisions);
  if (held != nullptr) {
    const Ledger& ledger = held->ledger;
    const std::pair<std::string_view, std::uint64_t> outcomes[] = {
        {"new", ledger.fresh},         {"copy", ledger.copies},
        {"update", ledger.updates},    {"stale", ledger.stale},
        {"kill", ledger.kills},        {"dead_letter", ledger.dead_letters},
        {"override", ledger.overrides}};
    for (const auto& [outcome, count] : outcomes) out_.sample(count, {{"outcome", outcome}});
  }
  out_.begin(kVerdicts);
  for (std::size_t kind = 0; held != nullptr && kind < kKinds; ++kind)
    out_.sample(held->kinds[kind], {{"kind", copytaster::name(static_cast<Kind>(kind))}});
  tally(kDeadLetters, held != nullptr ? &held->dead_letters : nullptr);
  tally(kRecords, held != nullptr ? &held->records : nullptr);
  out_.begin(kForgotten);
  if (held != nullptr) {
    out_.sample(held->forgotten_articles, {{"what", "article"}});
    out_.sample(held->forgotten_stories, {{"what", "story"}});
    out_.sample(held->forgotten_sources, {{"what", "source"}});
  }
  tally(kLost, held != nullptr ? &held->lost : nullptr);
}

void PageWriter::write_input() {
  const auto standings = metrics_.standings();
  const std::vector<Position> none;
  const auto& positions = figures_ ? figures_->positions : none;
  const auto each = [this](std::string_view topic, std::int32_t partition, auto value) {
    out_.sample(value, {{"topic", topic}, {"partition", std::to_string(partition)}});
  };
  out_.begin(kPosition);
  for (const auto& at : positions) each(at.topic, at.partition, at.next.value());
  out_.begin(kNewestInput);
  for (const auto& at : positions) {
    if (at.last_timestamp == Timestamp{}) continue;
    each(at.topic, at.partition, static_cast<double>(at.last_timestamp.milliseconds) / 1000);
  }
  out_.begin(kEnd);
  for (const auto& at : standings) each(at.topic, at.partition, at.end);
  out_.begin(kLag);
  for (const auto& at : positions)
    if (const auto offsets = lag(at, standings)) each(at.topic, at.partition, *offsets);
}

void PageWriter::write_memory() {
  const Remembered remembered = metrics_.remembered();
  one(kArticles, std::uint64_t{remembered.articles});
  one(kStories, std::uint64_t{remembered.stories});
  one(kMemory, std::uint64_t{remembered.bytes});
  one(kMemoryLimit, metrics_.memory_limit.value());
}

void PageWriter::write_work() {
  histograms(kArticleSeconds, metrics_.article_seconds);
  histograms(kBatchSeconds, metrics_.batch_seconds);
  out_.begin(kLatency);
  histogram(metrics_.latency);
  out_.begin(kStageBusy);
  const auto now = nanoseconds(steady_clock::now().time_since_epoch()).count();
  metrics_.busy_since.each([&](std::string_view stage, const auto& since) {
    const std::int64_t begun = since.load();
    const nanoseconds busy(begun == 0 || now < begun ? 0 : now - begun);
    out_.sample(duration<double>(busy).count(), {{"stage", stage}});
  });
  one(kInFlight, metrics_.in_flight.value());
  one(kInFlightBytes, metrics_.in_flight_bytes.value());
  one(kInputBytes, metrics_.input_bytes.value());
  counters(kOutputBytes, metrics_.output_bytes);
  out_.begin(kBatchInputs);
  histogram(metrics_.batch_inputs);
  counters(kTransactions, metrics_.transactions);
  one(kRefolds, metrics_.refolds.value());
  one(kPollFailures, metrics_.poll_failures.value());
  one_if(kLastCommit, metrics_.last_commit.value() > 0, metrics_.last_commit.value());
}

void PageWriter::write_lead() {
  out_.begin(kRole);
  const Role role = metrics_.role;
  for (std::size_t i = 0; i < kRoles.size(); ++i)
    out_.sample(std::uint64_t{static_cast<Role>(i) == role}, {{"role", kRoles[i]}});
  one(kReady, std::uint64_t{metrics_.ready()});
  one(kTakeOvers, metrics_.take_overs.value());
  counters(kLeadsEnded, metrics_.leads_ended);
  const double taken = metrics_.take_over_seconds.value();
  one_if(kTakeOverSeconds, taken > 0, taken);
}

void PageWriter::write_settings() {
  const std::string hash = metrics_.settings();
  out_.begin(kSettings);
  if (!hash.empty()) out_.sample(std::uint64_t{1}, {{"hash", hash}});
  counters(kReloads, metrics_.reloads);
  one(kLastReload, std::uint64_t{!metrics_.last_reload_refused});
}

void PageWriter::write_events() {
  out_.begin(kEvents);
  for (const auto* event : log::events()) out_.sample(log::count(*event), {{"event", event->name}});
}

void PageWriter::write_clients() {
  const auto clients = metrics_.clients.figures();
  const auto each = [&](const Family& family, const auto& show) {
    out_.begin(family);
    for (const auto& [client, figures] : clients) show(client, figures);
  };
  each(kClientRequests, [this](const auto& client, const ClientFigures& figures) {
    out_.sample(figures.requests, {{"client", client}});
  });
  each(kClientBytes, [this](const auto& client, const ClientFigures& figures) {
    out_.sample(figures.bytes_sent, {{"client", client}, {"direction", "sent"}});
    out_.sample(figures.bytes_received, {{"client", client}, {"direction", "received"}});
  });
  each(kClientErrors, [this](const auto& client, const ClientFigures& figures) {
    out_.sample(figures.send_errors, {{"client", client}, {"kind", "send"}});
    out_.sample(figures.receive_errors, {{"client", client}, {"kind", "receive"}});
    out_.sample(figures.timeouts, {{"client", client}, {"kind", "timeout"}});
  });
  each(kClientDisconnects, [this](const auto& client, const ClientFigures& figures) {
    out_.sample(figures.disconnects, {{"client", client}});
  });
  each(kClientQueue, [this](const auto& client, const ClientFigures& figures) {
    out_.sample(figures.queued, {{"client", client}});
  });
  each(kBrokersUp, [this](const auto& client, const ClientFigures& figures) {
    out_.sample(figures.brokers_up, {{"client", client}});
  });
  each(kRoundTrip, [this](const auto& client, const ClientFigures& figures) {
    out_.sample(figures.round_trip_median, {{"client", client}, {"percentile", "50"}});
    out_.sample(figures.round_trip_99, {{"client", client}, {"percentile", "99"}});
  });
}

void PageWriter::write_process() {
  counters(kHttpRequests, metrics_.http_requests);
  const Identity& identity = metrics_.identity();
  out_.begin(kBuild);
  out_.sample(std::uint64_t{1},
              {{"version", identity.version}, {"librdkafka", identity.librdkafka}});
  const ProcessFigures process = process_figures();
  one(kCpu, process.cpu_seconds);
  one(kResident, process.resident_bytes);
  one(kVirtual, process.virtual_bytes);
  one(kOpenFiles, process.open_files);
  one(kMostFiles, process.most_files);
  one(kThreads, process.threads);
  one(kStart, process.started);
}

}  // namespace

std::string page(const Metrics& metrics) { return PageWriter(metrics).write(); }

}  // namespace copytaster::metrics
