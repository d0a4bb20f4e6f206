#include "daemon/reload/live_settings.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "config/live.h"
#include "daemon/log/log.h"

namespace copytaster::reload {
namespace {

constexpr std::chrono::milliseconds kLookForRoom(50);

std::vector<std::string> words_of(const std::string& file, const std::vector<Problem>& problems) {
  std::vector<std::string> words;
  for (const auto& problem : problems)
    words.push_back(fmt::format("{}: {}", file, to_string(problem)));
  return words;
}

/// What decides and isn't a setting: other files behind the same names.
void add_changed_models(const SettingsInForce& before, const SettingsInForce& after,
                        std::vector<std::string>& changed) {
  if (before.entities != after.entities) changed.emplace_back("the lexicons or the entity model");
  if (before.topics != after.topics) changed.emplace_back("the topics");
}

Report refuse(std::vector<std::string> problems) {
  return {Result::kRefused, std::move(problems), {}, {}};
}

void tell(const Report& report) {
  for (const auto& problem : report.problems) log::say(log::kReloadRefused, "reload: {}", problem);
  for (const auto& key : report.held)
    log::say(log::kReloadHeld, "reload: {} takes effect at the next start", key);
  const std::string& hash = report.in_force->in_force.hash;
  switch (report.result) {
    case Result::kRefused:
      return log::say(log::kReloadRefused, "reload refused: the settings {} stay in force", hash);
    case Result::kUnchanged:
      return log::say(log::kReloaded, "reload: nothing to take over; the settings {} stay in force",
                      hash);
    case Result::kTaken:
      log::say(log::kReloaded,
               "reload: the settings {} are in force from the next batch on; changed: {}", hash,
               fmt::join(report.changed, ", "));
  }
}

}  // namespace

LiveSettings::LiveSettings(LiveOptions options, Settings in_force,
                           std::shared_ptr<const Engine> engine)
    : options_(std::move(options)),
      in_force_(std::move(in_force)),
      engine_(engine),
      snapshot_(engine->snapshot(options_.guard(Engine::work(engine)))),
      thread_([this] { work(); }) {}

LiveSettings::~LiveSettings() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void LiveSettings::request() {
  {
    const std::lock_guard lock(mutex_);
    requested_ = true;
  }
  changed_.notify_all();
}

SnapshotHandle LiveSettings::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

SnapshotHandle LiveSettings::listen(std::function<void(SnapshotHandle)> listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
  return snapshot_;
}

void LiveSettings::work() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return requested_ || closing_; });
    }
    if (!wait_for_room()) return;
    if (options_.observer.begun) options_.observer.begun();
    Report report = load();
    report.in_force = snapshot();
    tell(report);
    if (options_.observer.ended) options_.observer.ended(report);
  }
}

/// Whether the request is to be carried out, once no more than one engine is left.
bool LiveSettings::wait_for_room() {
  std::unique_lock lock(mutex_);
  while (!closing_) {
    std::erase_if(replaced_, [](const auto& engine) { return engine.expired(); });
    if (replaced_.empty()) break;
    changed_.wait_for(lock, kLookForRoom, [this] { return closing_; });
  }
  requested_ = false;
  return !closing_;
}

Report LiveSettings::load() {
  log::say(log::kReloadBegun, "reload: reading {}", options_.file);
  std::shared_ptr<const Engine> engine;
  LiveChange change;
  const auto read = options_.load(options_.file, [&](const Settings& settings) {
    change = change_live(in_force_, settings);
    std::vector<Problem> problems;
    auto created = Engine::create(change.settings);
    if (created) {
      engine = std::move(*created);
    } else {
      for (auto& reason : unloadable(change.settings))
        problems.push_back(problem_of(std::move(reason)));
    }
    return problems;
  });
  if (!read) return refuse(words_of(options_.file, read.error()));
  if (!change.held.empty()) {
    // What stays and what is taken over were never read as one.
    auto problems = find_conflicts(change.settings);
    for (auto& problem : check_run(change.settings)) problems.push_back(std::move(problem));
    if (!problems.empty()) {
      auto words = words_of(options_.file, problems);
      words.push_back(
          fmt::format("{}: that is so together with the values that stay until the "
                      "next start: {}",
                      options_.file, fmt::join(change.held, ", ")));
      return refuse(std::move(words));
    }
  }
  const SnapshotHandle before = snapshot();
  SnapshotHandle after = engine->snapshot(options_.guard(Engine::work(engine)));
  Report report{Result::kTaken, {}, std::move(change.taken_up), std::move(change.held)};
  add_changed_models(before->in_force, after->in_force, report.changed);
  if (report.changed.empty()) {
    report.result = Result::kUnchanged;
    return report;
  }
  if (options_.prepare) {
    if (const auto ready = options_.prepare(change.settings); !ready)
      return refuse({fmt::format("{}: {}", options_.file, ready.error().message)});
  }
  in_force_ = std::move(change.settings);
  replaced_.push_back(std::exchange(engine_, engine));
  publish(std::move(after));
  return report;
}

void LiveSettings::publish(SnapshotHandle snapshot) {
  log::set_level(log::level_of(in_force_.log.level).value_or(log::Level::kInfo));
  const std::lock_guard lock(mutex_);
  snapshot_ = std::move(snapshot);
  if (listener_) listener_(snapshot_);
}

}  // namespace copytaster::reload
