#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "daemon/log/events.h"

/// The log of `run`: lines for people, JSON lines or entries of systemd's journal, on standard
/// error. From any thread, once `set_up` was called; before, and in other commands, as text at
/// level info. Nothing here throws for a log that can't be written.
namespace copytaster::log {

enum class Format : std::uint8_t {
  kText,      ///< "[time] [copytaster] [level] message": events and fields are not shown
  kJson,      ///< an object a line: time, level, event, message, and the fields
  kJournald,  ///< MESSAGE, PRIORITY, COPYTASTER_EVENT, COPYTASTER_FIELD; text where no journal runs
};

/// What a line is about, beside its words: a topic, a partition, a count. `name` is [a-z_]+.
struct Field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double> value;
};
using Fields = std::initializer_list<Field>;

/// `instance` is the setting `name`: a field of every line.
void set_up(Format format, Level level, std::string instance);
/// From the next line on.
void set_level(Level level);
[[nodiscard]] bool shown(Level level);

/// The word of a setting: "text", "json", "journald"; "debug", "info", "warning", "error".
[[nodiscard]] std::optional<Format> format_of(std::string_view word);
[[nodiscard]] std::optional<Level> level_of(std::string_view word);

/// Counts the event and writes its line, if its level is shown. Of one event at most 60 lines a
/// minute are written (of those at level debug, all); the next one says how many were held back.
void write(const Event& event, Level level, std::string_view message, Fields fields = {});
/// Counts it and writes nothing: the same trouble has been told within the minute.
void hold_back(const Event& event);
/// How often it happened since the start of the process.
[[nodiscard]] std::uint64_t count(const Event& event);

template <class... Arguments>
void say(const Event& event, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  write(event, event.level, fmt::format(format, std::forward<Arguments>(arguments)...));
}

template <class... Arguments>
void say_of(const Event& event, Fields fields, fmt::format_string<Arguments...> format,
            Arguments&&... arguments) {
  write(event, event.level, fmt::format(format, std::forward<Arguments>(arguments)...), fields);
}

}  // namespace copytaster::log
