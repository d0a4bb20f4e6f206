#include "daemon/log/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <vector>

#include "daemon/log/flood_guard.h"
#include "daemon/log/line.h"

namespace copytaster::log {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 3> kFormats = {
    {{"text", Format::kText}, {"json", Format::kJson}, {"journald", Format::kJournald}}};
constexpr std::array<std::pair<std::string_view, Level>, 4> kLevels = {
    {{"debug", Level::kDebug},
     {"info", Level::kInfo},
     {"warning", Level::kWarning},
     {"error", Level::kError}}};
constexpr std::size_t kMostEvents = 64;

/// One for the process, as there is one standard error.
struct State {
  std::atomic<Format> format = Format::kText;
  std::atomic<Level> level = Level::kInfo;
  std::string instance;  ///< set once, before there are threads
  FloodGuard flood;
  std::array<std::atomic<std::uint64_t>, kMostEvents> counts{};
};

State& state() {
  static State the_state;
  return the_state;
}

std::size_t index_of(const Event& event) {
  const auto all = events();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&event](const auto* each) { return each->name == event.name; });
  return static_cast<std::size_t>(found - all.begin());
}

spdlog::level::level_enum to_spdlog(Level level) {
  return spdlog::level::from_str(std::string(name(level)));
}

/// Sending says nothing of a journal that isn't there, and on such a machine nothing would be seen.
bool has_journal() { return access("/run/systemd/journal/socket", W_OK) == 0; }

/// Whether the journal took it.
bool send_to_journal(const Line& line) {
  const auto entries = to_journal(line);
  std::vector<iovec> parts;
  parts.reserve(entries.size());
  for (const auto& entry : entries)
    parts.push_back({const_cast<char*>(entry.data()), entry.size()});  // NOLINT: only read
  return sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) == 0;
}

}  // namespace

void set_up(Format format, Level level, std::string instance) {
  if (format == Format::kJournald && !has_journal()) format = Format::kText;
  state().format = format;
  state().instance = std::move(instance);
  const bool raw = format == Format::kJson;
  auto logger =
      raw ? spdlog::stderr_logger_mt("copytaster") : spdlog::stderr_color_mt("copytaster");
  if (raw) logger->set_pattern("%v");
  spdlog::set_default_logger(std::move(logger));
  set_level(level);
}

void set_level(Level level) {
  state().level = level;
  spdlog::set_level(to_spdlog(level));
}

bool shown(Level level) { return level >= state().level.load(); }

std::optional<Format> format_of(std::string_view word) {
  for (const auto& [text, format] : kFormats)
    if (text == word) return format;
  return std::nullopt;
}

std::optional<Level> level_of(std::string_view word) {
  for (const auto& [text, level] : kLevels)
    if (text == word) return level;
  return std::nullopt;
}

void hold_back(const Event& event) {
  static_assert(kMostEvents >= 48);
  state().counts.at(index_of(event)).fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t count(const Event& event) {
  return state().counts.at(index_of(event)).load(std::memory_order_relaxed);
}

void write(const Event& event, Level level, std::string_view message, Fields fields) {
  hold_back(event);
  if (!shown(level)) return;
  const auto held_back = level == Level::kDebug ? 0 : state().flood.admit(event.name);
  if (!held_back) return;
  std::string whole(message);
  if (*held_back > 0) whole += fmt::format(" (and {} more such lines before)", *held_back);
  const Line line{event.name, level, whole, state().instance, fields};
  const Format format = state().format;
  if (format == Format::kJournald && send_to_journal(line)) return;
  if (format == Format::kJson) whole = to_json(line, std::chrono::system_clock::now());
  spdlog::log(to_spdlog(level), "{}", whole);
}

}  // namespace copytaster::log
