#include "daemon/commands/support.h"

#include <fmt/core.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <system_error>

#include "config/load.h"
#include "daemon/kafka/connection.h"
#include "daemon/log/log.h"
#include "daemon/metrics/metered_executor.h"
#include "pipeline/codec/journal_codec.h"

namespace copytaster::commands {
namespace {

sigset_t stop_signals(StopSignals::Hangup hangup) {
  sigset_t set;
  sigemptyset(&set);
  if (hangup == StopSignals::Hangup::kReloads) sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

std::string clock_time(Timestamp time) {
  if (time == Timestamp{}) return "--:--";  // nobody gave one
  const std::time_t seconds = time.milliseconds / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:02}:{:02}", parts.tm_hour, parts.tm_min);
}

std::string_view colour_of(const Decided& decided) {
  if (decided.rejection) return "\033[31m";
  switch (decided.decision->verdict.kind) {
    case Kind::kNew:
      return "\033[32m";
    case Kind::kUpdate:
      return "\033[36m";
    case Kind::kKill:
      return "\033[1;31m";
    case Kind::kStale:
      return "\033[90m";
    default:
      return "\033[33m";
  }
}

std::string why(const Decided& decided) {
  const Verdict& verdict = decided.decision->verdict;
  if (verdict.of && verdict.identity == Identity::kResend) return "  sent before";
  if (verdict.of) {
    return fmt::format("  of {} (score {:.2f}{})", verdict.of->uri, verdict.score,
                       verdict.of_killed ? ", killed" : "");
  }
  if (verdict.kind == Kind::kUpdate) return fmt::format("  version {}", decided.decision->version);
  if (!verdict.contains.empty()) return fmt::format("  contains {}", verdict.contains.front());
  if (!decided.revisions.empty())
    return fmt::format("  {} is a copy of it", decided.revisions.front().earlier.uri);
  return "";
}

}  // namespace

LoadResult load_checked(const std::string& file, Purpose purpose, const Check& more) {
  return load_settings(file, [&](const Settings& read) {
    std::vector<Problem> problems;
    if (purpose == Purpose::kKafka && !read.uses_kafka()) {
      problems = {{0, 0, "kafka.brokers", "is not set: host:port of the cluster", ""}};
    } else if (purpose != Purpose::kEnrich) {
      problems = check_run(read);
    }
    if (problems.empty() && purpose != Purpose::kEnrich && read.uses_kafka())
      problems = kafka::check_connection(read);
    if (more) {
      for (auto& problem : more(read)) problems.push_back(std::move(problem));
    }
    return problems;
  });
}

std::optional<Settings> load_for(const std::string& file, Purpose purpose, const Check& more) {
  if (file.empty() && purpose == Purpose::kEnrich) return Settings{};
  if (file.empty()) {
    fmt::print(stderr, "copytaster: --config is empty; name the configuration, YAML\n");
    return std::nullopt;
  }
  const auto settings = load_checked(file, purpose, more);
  if (settings) return *settings;
  for (const auto& problem : settings.error())
    fmt::print(stderr, "{}: {}\n", file, to_string(problem));
  return std::nullopt;
}

std::string timestamp_pointer(const InputSettings& input) {
  const auto mapped = input.fields.find("timestamp");
  return mapped == input.fields.end() ? "/timestamp" : mapped->second;
}

Result<std::unique_ptr<files::FileSource>, Failure> open_input(const std::string& path,
                                                               const InputSettings& input) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error))
    return files::FileSource::open_one(path, input.topic, timestamp_pointer(input));
  auto source = files::FileSource::open(
      {path, input.topic, false, timestamp_pointer(input), input.overrides});
  if (source && !(*source)->why_empty().empty())
    fmt::print(stderr, "copytaster: {}\n", (*source)->why_empty());
  return source;
}

bool use_colour(std::FILE* stream) {
  return isatty(fileno(stream)) != 0 && std::getenv("NO_COLOR") == nullptr;
}

Outcome fold(Journal& journal, Desk& desk, metrics::JournalCounts* counts) {
  while (true) {
    auto next = journal.next();
    if (!next) return Error<Failure>(next.error());
    if (!next->has_value()) break;
    const auto entry = codec::decode(**next);
    if (!entry) return Error<Failure>({Remedy::kRestart, "journal: " + entry.error()});
    if (const auto applied = desk.apply(*entry); !applied) {
      return Error<Failure>({Remedy::kRestart, "journal: " + applied.error()});
    }
    if (counts != nullptr) counts->add(*entry);
  }
  if (!desk.whole()) {
    return Error<Failure>(
        {Remedy::kRestart,
         "journal: its head is gone and no complete checkpoint follows; restore it "
         "from a copy"});
  }
  return {};
}

std::unique_ptr<suspects::Guard> open_guard(const Settings& settings,
                                            const std::shared_ptr<const Engine>& engine) {
  const auto folder = suspects::notes_folder(settings.pipeline.state, settings.output.files);
  // Whatever a single article goes through, on a Desk that knows no other.
  const auto alone = [engine](Message message) {
    const AnalysedMessage analysed = engine->analyzer().analyse(std::move(message));
    Desk desk(engine->desk_options());
    Decided decided = desk.decide(analysed);
    static_cast<void>(engine->encoder().encode(analysed, decided));
  };
  return std::make_unique<suspects::Guard>(
      suspects::GuardOptions{folder, settings.name, engine->threads()}, alone);
}

namespace {

void show_reload(const reload::Report& report, metrics::Metrics& metrics) {
  const bool refused = report.result == reload::Result::kRefused;
  metrics.reloads[refused ? metrics::Reload::kRefused : metrics::Reload::kApplied].add();
  metrics.last_reload_refused = refused;
  metrics.set_settings(report.in_force->in_force.hash);
  const DeskOptions& desk = report.in_force->desk;
  metrics.memory_limit.set(static_cast<double>(desk.memory_bytes + desk.story_memory_bytes));
}

}  // namespace

std::unique_ptr<reload::LiveSettings> go_live(const std::string& file, const Settings& settings,
                                              std::shared_ptr<const Engine> engine,
                                              suspects::Guard& guard, Service& service,
                                              metrics::Metrics& metrics,
                                              std::function<Outcome(const Settings&)> prepare) {
  reload::LiveOptions options{file,
                              [](const std::string& name, const Check& more) {
                                return load_checked(name, Purpose::kRun, more);
                              },
                              std::move(prepare),
                              [&guard, &metrics](Work work) {
                                return metrics::metered(guard.guarded(std::move(work)), metrics);
                              },
                              {[&service] { service.reloading(); },
                               [&service, &metrics](const reload::Report& report) {
                                 service.ready();
                                 show_reload(report, metrics);
                               }}};
  return std::make_unique<reload::LiveSettings>(std::move(options), settings, std::move(engine));
}

std::string verdict_line(const AnalysedMessage& message, const Decided& decided, bool colour) {
  const std::string time = clock_time(message.message.origin.timestamp);
  const std::string_view on = colour ? colour_of(decided) : "";
  const std::string_view off = colour ? "\033[0m" : "";
  if (decided.rejection) {
    return fmt::format("{} {}{:<8}{} {}: {}", time, on, "rejected", off, decided.rejection->code,
                       decided.rejection->message);
  }
  const Analysis& analysis = *message.analysis;
  std::string headline =
      analysis.headline.empty() ? analysis.body.substr(0, 60) : analysis.headline;
  return fmt::format("{} {}{:<8}{} {:<16} {}{}", time, on, name(decided.decision->verdict.kind),
                     off, analysis.article.source, headline, why(decided));
}

void set_up_log(const Settings& settings) {
  log::set_up(log::format_of(settings.log.format).value_or(log::Format::kText),
              log::level_of(settings.log.level).value_or(log::Level::kInfo), settings.name);
}

std::string summary(const Ledger& ledger) {
  const auto some = [](std::uint64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
  };
  const std::string overrides =
      ledger.overrides > 0 ? " + " + some(ledger.overrides, "override", "overrides") : "";
  return fmt::format("{} in = {} new + {} + {} + {} stale + {} + {}{}", ledger.in, ledger.fresh,
                     some(ledger.copies, "copy", "copies"),
                     some(ledger.updates, "update", "updates"), ledger.stale,
                     some(ledger.kills, "kill", "kills"),
                     some(ledger.dead_letters, "dead letter", "dead letters"), overrides);
}

std::string pace(std::uint64_t inputs, double seconds) {
  return fmt::format("{:.1f} s, {:.0f} articles/s", seconds,
                     static_cast<double>(inputs) / std::max(seconds, 1e-9));
}

StopSignals::StopSignals(std::optional<std::chrono::seconds> patience, Hangup hangup)
    : patience_(patience), hangup_(hangup) {
  const sigset_t set = stop_signals(hangup_);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

StopSignals::~StopSignals() {
  if (!thread_.joinable()) return;
  closing_ = true;
  pthread_kill(thread_.native_handle(), SIGTERM);  // NOLINT: blocked there, and waited for
  thread_.join();
}

int StopSignals::came() const {
  const std::lock_guard lock(mutex_);
  return came_;
}

void StopSignals::on_stop(std::function<void()> stop) {
  const std::lock_guard lock(mutex_);
  stop_ = std::move(stop);
  if (came_ != 0 && stop_) stop_();
  if (thread_.joinable()) return;
  thread_ = std::thread([this] { listen(); });
}

void StopSignals::on_reload(std::function<void()> reload) {
  const std::lock_guard lock(mutex_);
  reload_ = std::move(reload);
  if (reload_ && std::exchange(hung_up_, false)) reload_();
}

void StopSignals::listen() {
  const sigset_t set = stop_signals(hangup_);
  for (int first = 0; !closing_;) {
    const bool urgent = patience_ && first != 0;
    const timespec limit = {urgent ? patience_->count() : 0, 0};
    const int signal = urgent ? sigtimedwait(&set, nullptr, &limit) : sigwaitinfo(&set, nullptr);
    if (closing_ || (signal < 0 && errno == EINTR)) continue;
    // Nothing is said: standard error may be the pipe that is full.
    if (urgent) std::_Exit(kSignalled + (signal < 0 ? first : signal));
    const std::lock_guard locked(mutex_);
    if (signal == SIGHUP) {
      if (reload_) reload_();
      hung_up_ = !reload_;
      continue;
    }
    first = signal;
    came_ = signal;
    if (stop_) stop_();
  }
}

}  // namespace copytaster::commands
