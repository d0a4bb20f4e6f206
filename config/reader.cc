#include "config/reader.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "config/nearest.h"
#include "config/units.h"

namespace copytaster {
namespace {

constexpr std::size_t kShownBytes = 60;
constexpr double kTenYears = 10 * 365.25 * 86'400'000;

template <class Number>
std::optional<Number> parse_number(const std::string& text) {
  Number number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return number;
}

/// A value as a message shows it: what a stray file holds must not fill the terminal.
std::string_view shown(std::string_view value) { return value.substr(0, kShownBytes); }

}  // namespace

void MappingReader::problem(const YAML::Mark& mark, const std::string& key, std::string message,
                            std::string suggestion) {
  findings_.problems.push_back({mark.line + 1, mark.column + 1, path_ + std::string(shown(key)),
                                std::move(message), std::move(suggestion)});
}

void MappingReader::wrong_value(const std::string& key, std::string_view value,
                                std::string_view wanted) {
  problem(findings_.places[path_ + key], key,
          fmt::format("is \"{}\"; it must be {}", shown(value), wanted));
}

YAML::Node MappingReader::take(const std::string& key) {
  known_.push_back(key);
  YAML::Node node = std::as_const(node_)[key];
  if (node.IsDefined()) findings_.places[path_ + key] = node.Mark();
  return node;
}

bool MappingReader::is_a(const std::string& key, const YAML::Node& node,
                         YAML::NodeType::value shape) {
  if (!node.IsDefined() || node.IsNull()) return false;
  if (node.Type() == shape) return true;
  problem(node.Mark(), key,
          shape == YAML::NodeType::Sequence ? "must be a list, each item behind a hyphen"
                                            : "must be a mapping, one `name: value` a line");
  return false;
}

std::optional<std::string> MappingReader::scalar(const std::string& key, std::string_view wanted) {
  const YAML::Node node = take(key);
  if (!node.IsDefined()) return std::nullopt;
  if (node.IsScalar()) return node.Scalar();
  problem(node.Mark(), key,
          fmt::format("{}; it must be {}",
                      node.IsNull() ? "has no value" : "is a list or a mapping", wanted));
  return std::nullopt;
}

void MappingReader::text(const std::string& key, std::string& target) {
  if (const auto value = scalar(key, "a text (\"\" for none)")) target = *value;
}

void MappingReader::flag(const std::string& key, bool& target) {
  constexpr std::string_view kWanted = "true or false";
  const auto value = scalar(key, kWanted);
  if (!value) return;
  if (*value != "true" && *value != "false") return wrong_value(key, *value, kWanted);
  target = *value == "true";
}

void MappingReader::number(const std::string& key, double& target, double least, double most) {
  const std::string wanted = fmt::format("a number from {} to {}", least, most);
  const auto value = scalar(key, wanted);
  if (!value) return;
  const auto read = parse_number<double>(*value);
  // Written so that "nan", which compares as false with everything, is refused.
  if (!read || !(*read >= least && *read <= most)) return wrong_value(key, *value, wanted);
  target = *read;
}

void MappingReader::duration(const std::string& key, std::chrono::milliseconds& target) {
  constexpr std::string_view kWanted = "a duration from 1ms to 3652d, such as 7d or 12h 30m";
  const auto value = scalar(key, kWanted);
  if (!value) return;
  const auto read = parse_duration(*value);
  if (!read || !(*read >= 1 && *read <= kTenYears)) return wrong_value(key, *value, kWanted);
  target = std::chrono::milliseconds(static_cast<std::int64_t>(*read));
}

void MappingReader::size(const std::string& key, std::size_t& target, std::size_t least,
                         std::size_t most) {
  const std::string wanted =
      fmt::format("a size from {} to {}, such as 64MiB", show_size(least), show_size(most));
  const auto value = scalar(key, wanted);
  if (!value) return;
  const auto read = parse_size(*value);
  if (!read || !(*read >= static_cast<double>(least) && *read <= static_cast<double>(most)))
    return wrong_value(key, *value, wanted);
  target = static_cast<std::size_t>(*read);
}

std::optional<std::uint64_t> MappingReader::whole_number(const std::string& key,
                                                         std::uint64_t least, std::uint64_t most) {
  const std::string wanted = fmt::format("a whole number from {} to {}", least, most);
  const auto value = scalar(key, wanted);
  if (!value) return std::nullopt;
  const auto read = parse_number<std::uint64_t>(*value);
  if (read && *read >= least && *read <= most) return read;
  wrong_value(key, *value, wanted);
  return std::nullopt;
}

void MappingReader::one_of(const std::string& key, std::string& target,
                           const std::vector<std::string>& allowed) {
  std::string wanted = "one of";
  for (const auto& each : allowed) wanted += (&each == &allowed.front() ? " " : ", ") + each;
  const auto value = scalar(key, wanted);
  if (!value) return;
  if (std::find(allowed.begin(), allowed.end(), *value) == allowed.end())
    return wrong_value(key, *value, wanted);
  target = *value;
}

void MappingReader::texts(const std::string& key, std::vector<std::string>& target) {
  const YAML::Node node = take(key);
  if (!is_a(key, node, YAML::NodeType::Sequence)) return;
  target.clear();
  for (const auto& each : node) {
    if (each.IsScalar()) {
      target.push_back(each.Scalar());
    } else {
      problem(each.Mark(), key, "has an item that is no text");
    }
  }
}

void MappingReader::texts_by_name(const std::string& key,
                                  std::map<std::string, std::string>& target) {
  const YAML::Node node = take(key);
  if (!is_a(key, node, YAML::NodeType::Map)) return;
  target.clear();
  for (const auto& pair : node) {
    const YAML::Node& name = pair.first;
    const YAML::Node& value = pair.second;
    const std::string full = key + "." + (name.IsScalar() ? name.Scalar() : "?");
    if (!name.IsScalar() || !value.IsScalar()) {
      problem(name.Mark(), full, "must be a name and a text, such as title: /headline");
    } else if (!target.emplace(name.Scalar(), value.Scalar()).second) {
      problem(name.Mark(), full, "is set twice; keep one of them");
    } else {
      findings_.places[path_ + full] = value.Mark();
    }
  }
}

void MappingReader::report_unknown(const YAML::Mark& mark, const std::string& key) {
  const auto meant = nearest(key, known_);
  problem(mark, key, "is not a setting", meant ? path_ + *meant : "");
}

void MappingReader::finish() {
  std::set<std::string> seen;
  for (const auto& pair : node_) {
    const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "?";
    if (!seen.insert(key).second) {
      problem(pair.first.Mark(), key, "is set twice; keep one of them");
    } else if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
      report_unknown(pair.first.Mark(), key);
    }
  }
}

}  // namespace copytaster
