#include "pipeline/codec/json_numbers.h"

#include <simdjson.h>

#include <algorithm>
#include <vector>

namespace copytaster::codec {
namespace {

constexpr std::string_view kAfterNumber = ",]} \t\r\n";

bool fits(std::string_view number) {
  thread_local simdjson::dom::parser parser;
  return parser.parse(number.data(), number.size()).error() == simdjson::SUCCESS;
}

/// The end of the string whose opening quote stands at `at`: one past its closing quote.
std::size_t end_of_string(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return std::min(at + 1, json.size());
}

/// Knows, from the text before it, under which keys a place stands.
class Keys {
 public:
  void open() { keys_.emplace_back(); }
  void close() {
    if (!keys_.empty()) keys_.pop_back();
  }
  void colon() {
    if (!keys_.empty()) keys_.back() = last_string_;
  }
  void string(std::string_view quoted) { last_string_ = quoted.substr(1, quoted.size() - 2); }

  [[nodiscard]] NumberPlace place(std::string_view number) const {
    NumberPlace place{number, {}, {}};
    for (const auto& key : keys_) {
      if (key.empty()) continue;
      if (place.outer_key.empty()) place.outer_key = key;
      place.key = key;
    }
    return place;
  }

 private:
  std::vector<std::string_view> keys_;  ///< one an open object or array; empty for an array
  std::string_view last_string_;
};

}  // namespace

std::optional<NumberPlace> bad_number(std::string_view json) {
  Keys keys;
  for (std::size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      const std::size_t end = end_of_string(json, at);
      if (end - at < 2) return std::nullopt;
      keys.string(json.substr(at, end - at));
      at = end;
      continue;
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
      const std::size_t end = std::min(json.find_first_of(kAfterNumber, at), json.size());
      const std::string_view number = json.substr(at, end - at);
      if (!fits(number)) return keys.place(number);
      at = end;
      continue;
    }
    if (c == '{' || c == '[') keys.open();
    if (c == '}' || c == ']') keys.close();
    if (c == ':') keys.colon();
    ++at;
  }
  return std::nullopt;
}

}  // namespace copytaster::codec
