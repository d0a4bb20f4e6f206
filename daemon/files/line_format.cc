#include "daemon/files/line_format.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>

#include <algorithm>
#include <string_view>

namespace copytaster::files {
namespace {

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = (group << 8U) | (i < have ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text.push_back(i <= have ? kAlphabet[(group >> (18U - 6U * i)) & 63U] : '=');
    }
  }
  return text;
}

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

void put(JsonWriter& writer, std::string_view text) {
  const std::string safe =
      simdjson::validate_utf8(text.data(), text.size()) ? std::string(text) : base64(text);
  writer.String(safe.data(), static_cast<rapidjson::SizeType>(safe.size()));
}

}  // namespace

std::string to_line(const OutputRecord& record) {
  // A dead letter keeps the headers it came with, an event's among them: its own decide.
  const auto has = [&record](std::string_view prefix) {
    return std::any_of(record.headers.begin(), record.headers.end(),
                       [prefix](const Header& header) { return header.name.starts_with(prefix); });
  };
  const bool json = has("ce_specversion") && !has("copytaster.errors.");
  // A line end within would make two lines of one record.
  if (json && record.value.find('\n') == std::string::npos) return record.value + "\n";
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  writer.Key("key");
  if (record.key) {
    put(writer, *record.key);
  } else {
    writer.Null();
  }
  writer.Key("headers");
  writer.StartObject();
  for (const auto& header : record.headers) {
    put(writer, header.name);
    put(writer, header.value);
  }
  writer.EndObject();
  writer.Key(simdjson::validate_utf8(record.value.data(), record.value.size()) ? "value"
                                                                               : "value_base64");
  put(writer, record.value);
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace copytaster::files
