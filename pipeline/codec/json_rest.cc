#include "pipeline/codec/json_rest.h"

#include <fmt/core.h>

#include <algorithm>

namespace copytaster::codec {
namespace {

namespace dom = simdjson::dom;

/// A pointer's token as the name that it means: RFC 6901 writes `/` as `~1` and `~` as `~0`.
std::string unescaped(std::string_view token) {
  std::string name;
  for (std::size_t at = 0; at < token.size(); ++at) {
    const bool escape = token[at] == '~' && at + 1 < token.size();
    if (escape) ++at;
    name.push_back(!escape ? token[at] : token[at] == '1' ? '/' : '~');
  }
  return name;
}

std::optional<std::string> rest_of_object(dom::object object,
                                          const std::vector<std::string>& taken) {
  std::string rest;
  for (const auto& [key, value] : object) {
    if (const auto part = rest_of(value, below(taken, key)))
      rest += (rest.empty() ? "{" : ",") + quoted(key) + ":" + *part;
  }
  if (rest.empty()) return std::nullopt;
  return rest + "}";
}

std::optional<std::string> rest_of_list(dom::array list, const std::vector<std::string>& taken) {
  std::string rest;
  std::size_t index = 0;
  for (const dom::element item : list) {
    if (const auto part = rest_of(item, below(taken, std::to_string(index++))))
      rest += (rest.empty() ? "[" : ",") + *part;
  }
  if (rest.empty()) return std::nullopt;
  return rest + "]";
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') json.push_back('\\');
    if (byte < 0x20) {
      json += fmt::format("\\u{:04x}", byte);
    } else {
      json.push_back(c);
    }
  }
  return json + "\"";
}

std::vector<std::string> below(const std::vector<std::string>& pointers, std::string_view name) {
  std::vector<std::string> inside;
  for (const auto& pointer : pointers) {
    if (!pointer.starts_with('/')) continue;
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    if (unescaped(std::string_view(pointer).substr(1, end - 1)) == name)
      inside.push_back(pointer.substr(end));
  }
  return inside;
}

std::optional<std::string> rest_of(dom::element value, const std::vector<std::string>& taken) {
  if (taken.empty()) return simdjson::to_string(value);
  if (std::find(taken.begin(), taken.end(), "") != taken.end()) return std::nullopt;
  dom::object object;
  if (value.get(object) == simdjson::SUCCESS) return rest_of_object(object, taken);
  dom::array list;
  if (value.get(list) == simdjson::SUCCESS) return rest_of_list(list, taken);
  return simdjson::to_string(value);
}

}  // namespace copytaster::codec
