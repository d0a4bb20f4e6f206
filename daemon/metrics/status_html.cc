#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <iterator>

#include "daemon/metrics/process_figures.h"
#include "daemon/metrics/status.h"
#include "pipeline/codec/times.h"

namespace copytaster::metrics {
namespace {

using std::chrono::duration;
using std::chrono::system_clock;

constexpr std::string_view kHead =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta http-equiv=\"refresh\" content=\"5\">"
    "<meta name=\"viewport\" content=\"width=device-width\"><title>copytaster {0}</title>\n<style>"
    "body{{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em}}"
    "table{{border-collapse:collapse;margin:0 0 1.5em}}th,td{{text-align:left;padding:.15em 1.2em "
    ".15em 0;vertical-align:top}}th{{font-weight:600}}td.n{{text-align:right;"
    "font-variant-numeric:tabular-nums}}h2{{font-size:1.05em;margin:1.2em 0 .3em}}"
    "</style></head><body>\n<h1>{0}: {1}</h1>\n";

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '&':
        safe += "&amp;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string megabytes(double bytes) { return fmt::format("{:.1f} MiB", bytes / (1 << 20)); }

std::string ago(double seconds) {
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min", seconds / 60);
  if (seconds < 172'800) return fmt::format("{:.0f} h", seconds / 3600);
  return fmt::format("{:.0f} days", seconds / 86'400);
}

class StatusPage {
 public:
  explicit StatusPage(const Metrics& metrics) : metrics_(metrics) {}

  std::string write() {
    const Identity& identity = metrics_.identity();
    std::string role(kRoles[static_cast<std::size_t>(metrics_.role.load())]);
    std::replace(role.begin(), role.end(), '_', ' ');
    fmt::format_to(std::back_inserter(out_), fmt::runtime(kHead), escaped(identity.name), role);
    write_facts();
    if (figures_) {
      write_ledger();
      write_inputs();
      write_dead_letters();
    } else {
      out_ += "<p>The journal is being folded; its figures follow.</p>\n";
    }
    write_stages();
    out_ +=
        "<p><a href=\"/status.json\">the same as JSON</a>, <a href=\"/metrics\">for "
        "Prometheus</a></p>\n</body></html>\n";
    return std::move(out_);
  }

 private:
  void heading(std::string_view text) { out_ += fmt::format("<h2>{}</h2>\n<table>\n", text); }
  void fact(std::string_view name, std::string_view value) {
    out_ += fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", escaped(name), escaped(value));
  }
  void count(std::string_view name, std::uint64_t number) {
    out_ += fmt::format("<tr><td>{}</td><td class=\"n\">{}</td></tr>\n", escaped(name), number);
  }
  void end() { out_ += "</table>\n"; }

  void write_facts();
  void write_ledger();
  void write_inputs();
  void write_dead_letters();
  void write_stages();

  const Metrics& metrics_;
  const std::optional<JournalFigures> figures_ = metrics_.figures();
  std::string out_;
};

void StatusPage::write_facts() {
  const Identity& identity = metrics_.identity();
  const ProcessFigures process = process_figures();
  const double now = duration<double>(system_clock::now().time_since_epoch()).count();
  out_ += "<table>\n";
  fact("ready", metrics_.ready() ? "yes" : "no");
  fact("version", identity.librdkafka.empty()
                      ? identity.version
                      : identity.version + ", librdkafka " + identity.librdkafka);
  fact("settings", metrics_.settings());
  if (figures_ && figures_->settings != metrics_.settings() && !figures_->settings.empty())
    fact("settings of the journal", figures_->settings);
  fact("up for", ago(now - process.started));
  const double last = metrics_.last_commit.value();
  fact("last commit", last > 0 ? ago(now - last) + " ago" : "none since the start");
  const Remembered remembered = metrics_.remembered();
  fact("remembered",
       fmt::format("{} articles, {} stories, {} of {}", remembered.articles, remembered.stories,
                   megabytes(static_cast<double>(remembered.bytes)),
                   megabytes(metrics_.memory_limit.value())));
  fact("process", fmt::format("{} resident, {} threads, {} files",
                              megabytes(static_cast<double>(process.resident_bytes)),
                              process.threads, process.open_files));
  end();
}

void StatusPage::write_ledger() {
  const Ledger& ledger = figures_->ledger;
  heading("Ledger: what became of every input");
  count("in", ledger.in);
  count("= new", ledger.fresh);
  count("+ copies", ledger.copies);
  count("+ updates", ledger.updates);
  count("+ stale", ledger.stale);
  count("+ kills", ledger.kills);
  count("+ dead letters", ledger.dead_letters);
  count("+ overrides", ledger.overrides);
  end();
  heading("Copies by kind");
  for (std::size_t kind = 0; kind < kKinds; ++kind)
    if (is_copy(static_cast<Kind>(kind)))
      count(copytaster::name(static_cast<Kind>(kind)), figures_->kinds[kind]);
  end();
  heading("Records by topic");
  for (const auto& [topic, records] : figures_->records.counts()) count(topic, records);
  end();
}

void StatusPage::write_inputs() {
  heading("Input");
  out_ += "<tr><th>partition</th><th>position</th><th>lag</th><th>newest</th></tr>\n";
  const auto standings = metrics_.standings();
  for (const auto& at : figures_->positions) {
    const auto offsets = lag(at, standings);
    out_ += fmt::format(
        "<tr><td>{}/{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
        escaped(at.topic), at.partition, at.next.value(), offsets ? std::to_string(*offsets) : "-",
        at.last_timestamp == Timestamp{} ? "-" : codec::format_time(at.last_timestamp));
  }
  end();
}

void StatusPage::write_dead_letters() {
  heading("Dead letters by reason");
  for (const auto& [reason, letters] : figures_->dead_letters.counts())
    if (letters > 0) count(reason, letters);
  end();
  if (figures_->last_dead_letters.empty()) return;
  heading("The last dead letters");
  for (const auto& letter : figures_->last_dead_letters) {
    out_ += fmt::format("<tr><td>{}/{}/{}</td><td>{}</td><td>{}</td></tr>\n",
                        escaped(letter.origin.topic), letter.origin.partition,
                        letter.origin.offset.value(), codec::format_time(letter.origin.timestamp),
                        escaped(letter.reason));
  }
  end();
}

void StatusPage::write_stages() {
  heading("Stages, since the start of the process");
  out_ += "<tr><th>stage</th><th>batches</th><th>mean</th></tr>\n";
  metrics_.batch_seconds.each([this](std::string_view stage, const BatchHistogram& cell) {
    std::uint64_t batches = 0;
    for (const auto bucket : cell.buckets()) batches += bucket;
    const double mean = batches == 0 ? 0 : cell.sum() / static_cast<double>(batches);
    out_ +=
        fmt::format("<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{:.1f} ms</td></tr>\n",
                    stage, batches, mean * 1000);
  });
  end();
}

}  // namespace

std::string status_html(const Metrics& metrics) { return StatusPage(metrics).write(); }

}  // namespace copytaster::metrics
