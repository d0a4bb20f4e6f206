#include <chrono>
#include <utility>

#include "daemon/log/log.h"
#include "daemon/metrics/process_figures.h"
#include "daemon/metrics/status.h"
#include "pipeline/codec/json_writer.h"
#include "pipeline/codec/times.h"

namespace copytaster::metrics {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

std::int64_t number(std::uint64_t count) { return static_cast<std::int64_t>(count); }

std::string time_text(double seconds) {
  return codec::format_time({static_cast<std::int64_t>(seconds * 1000)});
}

void write_tally(codec::JsonWriter& json, std::string_view name, const Tally& tally) {
  json.begin_list(name);
  for (const auto& [word, count] : tally.counts()) {
    json.begin();
    json.field("name", word);
    json.integer("count", number(count));
    json.end();
  }
  json.end_list();
}

void write_figures(codec::JsonWriter& json, const JournalFigures& figures) {
  const Ledger& ledger = figures.ledger;
  json.begin("ledger");
  json.integer("in", number(ledger.in));
  json.integer("new", number(ledger.fresh));
  json.integer("copies", number(ledger.copies));
  json.integer("updates", number(ledger.updates));
  json.integer("stale", number(ledger.stale));
  json.integer("kills", number(ledger.kills));
  json.integer("dead_letters", number(ledger.dead_letters));
  json.integer("overrides", number(ledger.overrides));
  json.end();
  json.begin("verdicts");
  for (std::size_t kind = 0; kind < kKinds; ++kind)
    json.integer(copytaster::name(static_cast<Kind>(kind)), number(figures.kinds[kind]));
  json.end();
  write_tally(json, "dead_letters", figures.dead_letters);
  write_tally(json, "records", figures.records);
  write_tally(json, "lost", figures.lost);
  json.begin_list("last_dead_letters");
  for (const auto& letter : figures.last_dead_letters) {
    json.begin();
    json.field("topic", letter.origin.topic);
    json.integer("partition", letter.origin.partition);
    json.integer("offset", letter.origin.offset.value());
    json.field("timestamp", codec::format_time(letter.origin.timestamp));
    json.field("reason", letter.reason);
    json.end();
  }
  json.end_list();
}

void write_inputs(codec::JsonWriter& json, const JournalFigures& figures,
                  const std::vector<InputStanding>& standings) {
  json.begin_list("inputs");
  for (const auto& at : figures.positions) {
    json.begin();
    json.field("topic", at.topic);
    json.integer("partition", at.partition);
    json.integer("position", at.next.value());
    if (const auto offsets = lag(at, standings)) json.integer("lag", *offsets);
    if (at.last_timestamp != Timestamp{})
      json.field("newest", codec::format_time(at.last_timestamp));
    json.end();
  }
  json.end_list();
}

void write_stage(codec::JsonWriter& json, std::string_view stage, const BatchHistogram& cell) {
  std::uint64_t count = 0;
  for (const auto bucket : cell.buckets()) count += bucket;
  json.begin();
  json.field("stage", stage);
  json.integer("batches", number(count));
  json.share("seconds", cell.sum());
  json.end();
}

void write_work(codec::JsonWriter& json, const Metrics& metrics) {
  json.begin_list("stages");
  metrics.batch_seconds.each(
      [&](std::string_view stage, const BatchHistogram& cell) { write_stage(json, stage, cell); });
  json.end_list();
  json.begin("busy");
  const auto now = nanoseconds(steady_clock::now().time_since_epoch()).count();
  metrics.busy_since.each([&](std::string_view stage, const auto& since) {
    const std::int64_t begun = since.load();
    const nanoseconds busy(begun == 0 || now < begun ? 0 : now - begun);
    json.share(stage, duration<double>(busy).count());
  });
  json.end();
  json.begin("transactions");
  metrics.transactions.each([&](std::string_view outcome, const Counter& cell) {
    json.integer(outcome, number(cell.value()));
  });
  json.end();
  json.integer("in_flight_batches", static_cast<std::int64_t>(metrics.in_flight.value()));
  json.integer("in_flight_bytes", static_cast<std::int64_t>(metrics.in_flight_bytes.value()));
  if (metrics.last_commit.value() > 0)
    json.field("last_commit", time_text(metrics.last_commit.value()));
}

void write_process(codec::JsonWriter& json) {
  const ProcessFigures process = process_figures();
  json.begin("process");
  json.field("started", time_text(process.started));
  json.share("cpu_seconds", process.cpu_seconds);
  json.integer("resident_bytes", number(process.resident_bytes));
  json.integer("threads", number(process.threads));
  json.integer("open_files", number(process.open_files));
  json.end();
  json.begin("events");
  for (const auto* event : log::events())
    if (const auto count = log::count(*event); count > 0) json.integer(event->name, number(count));
  json.end();
}

}  // namespace

std::string status_json(const Metrics& metrics) {
  const Identity& identity = metrics.identity();
  const auto figures = metrics.figures();
  codec::JsonWriter json;
  json.begin();
  json.field("name", identity.name);
  json.field("version", identity.version);
  json.field_if("librdkafka", identity.librdkafka);
  json.field("transport", identity.transport);
  json.field("role", kRoles[static_cast<std::size_t>(metrics.role.load())]);
  json.truth("ready", metrics.ready());
  json.field("settings", metrics.settings());
  const auto now = system_clock::now().time_since_epoch();
  json.integer("now_ms", std::chrono::duration_cast<milliseconds>(now).count());
  json.integer("take_overs", number(metrics.take_overs.value()));
  if (figures) {
    if (!figures->settings.empty()) json.field("journal_settings", figures->settings);
    write_figures(json, *figures);
    write_inputs(json, *figures, metrics.standings());
  }
  const Remembered remembered = metrics.remembered();
  json.begin("remembered");
  json.integer("articles", number(remembered.articles));
  json.integer("stories", number(remembered.stories));
  json.integer("bytes", number(remembered.bytes));
  json.integer("limit_bytes", static_cast<std::int64_t>(metrics.memory_limit.value()));
  json.end();
  write_work(json, metrics);
  write_process(json);
  json.end();
  return json.text();
}

}  // namespace copytaster::metrics
