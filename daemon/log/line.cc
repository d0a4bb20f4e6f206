#include "daemon/log/line.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>

#include "pipeline/codec/json_writer.h"
#include "pipeline/codec/times.h"

namespace copytaster::log {
namespace {

/// File names and brokers' words may be any bytes, JSON may not.
std::string as_utf8(std::string_view text) {
  std::string valid(text);
  if (!simdjson::validate_utf8(valid.data(), valid.size())) {
    std::replace_if(
        valid.begin(), valid.end(), [](char c) { return static_cast<unsigned char>(c) > 0x7f; },
        '?');
  }
  return valid;
}

/// As syslog counts.
int priority(Level level) {
  switch (level) {
    case Level::kDebug:
      return 7;
    case Level::kInfo:
      return 6;
    case Level::kWarning:
      return 4;
    case Level::kError:
      return 3;
  }
  return 6;
}

std::string upper(std::string_view word) {
  std::string large(word);
  for (char& c : large)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return large;
}

std::string shown(const Field& field) {
  return std::visit([](const auto& value) { return fmt::format("{}", value); }, field.value);
}

void write_field(codec::JsonWriter& json, const Field& field) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    json.field(field.name, as_utf8(*text));
  } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    json.integer(field.name, *number);
  } else {
    json.share(field.name, std::get<double>(field.value));
  }
}

}  // namespace

std::string to_json(const Line& line, std::chrono::system_clock::time_point now) {
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
  codec::JsonWriter json;
  json.begin();
  json.field("time", codec::format_time({since.count()}));
  json.field("level", name(line.level));
  json.field("event", line.event);
  json.field("message", as_utf8(line.message));
  if (!line.instance.empty()) json.field("name", as_utf8(line.instance));
  for (const auto& field : line.fields) write_field(json, field);
  json.end();
  return json.text();
}

std::vector<std::string> to_journal(const Line& line) {
  std::vector<std::string> entries = {
      fmt::format("MESSAGE={}", line.message), fmt::format("PRIORITY={}", priority(line.level)),
      "SYSLOG_IDENTIFIER=copytaster", fmt::format("COPYTASTER_EVENT={}", line.event)};
  if (!line.instance.empty()) entries.push_back(fmt::format("COPYTASTER_NAME={}", line.instance));
  for (const auto& field : line.fields)
    entries.push_back(fmt::format("COPYTASTER_{}={}", upper(field.name), shown(field)));
  return entries;
}

}  // namespace copytaster::log
