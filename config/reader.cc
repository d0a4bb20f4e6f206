#include "config/reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

namespace copytaster {
namespace {

/// Levenshtein's distance, for the suggestion of a misspelt key.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

struct Unit {
  std::string_view name;
  double factor;
};

/// A number with a unit, blanks between them allowed; "7d 12h" adds up. None when it is no such
/// text.
template <std::size_t kCount>
std::optional<double> parse_units(std::string_view text, const std::array<Unit, kCount>& units,
                                  bool unit_needed) {
  double total = 0;
  bool any = false;
  const auto skip_blanks = [&text] {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  };
  for (skip_blanks(); !text.empty(); skip_blanks()) {
    double number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc{} || number < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    skip_blanks();
    std::size_t length = 0;
    while (length < text.size() && std::isalpha(static_cast<unsigned char>(text[length])) != 0)
      ++length;
    const std::string_view name = text.substr(0, length);
    const auto unit = std::find_if(units.begin(), units.end(),
                                   [name](const Unit& each) { return each.name == name; });
    if (unit == units.end() && (unit_needed || !name.empty())) return std::nullopt;
    total += number * (unit == units.end() ? 1 : unit->factor);
    text.remove_prefix(length);
    any = true;
  }
  return any ? std::optional(total) : std::nullopt;
}

constexpr std::array kDurations = {Unit{"ms", 1},        Unit{"s", 1000},
                                   Unit{"m", 60'000},    Unit{"min", 60'000},
                                   Unit{"h", 3'600'000}, Unit{"d", 86'400'000}};
constexpr std::array kSizes = {Unit{"B", 1},           Unit{"KB", 1e3},   Unit{"MB", 1e6},
                               Unit{"GB", 1e9},        Unit{"KiB", 1024}, Unit{"MiB", 1048576},
                               Unit{"GiB", 1073741824}};

}  // namespace

MappingReader::MappingReader(YAML::Node node, std::string path, std::vector<Problem>& problems)
    : node_(std::move(node)), path_(std::move(path)), problems_(problems) {}

void MappingReader::problem(const YAML::Node& node, const std::string& key,
                            const std::string& message) {
  problems_.push_back(
      {node.Mark().line + 1, node.Mark().column + 1, fmt::format("{}{} {}", path_, key, message)});
}

YAML::Node MappingReader::take(const std::string& key) {
  known_.push_back(key);
  return node_.IsMap() ? YAML::Node(std::as_const(node_)[key])
                       : YAML::Node(YAML::NodeType::Undefined);
}

std::string MappingReader::scalar(const std::string& key, const YAML::Node& node,
                                  std::string_view wanted) {
  if (node.IsScalar()) return node.Scalar();
  problem(node, key, fmt::format("must be {}", wanted));
  return {};
}

void MappingReader::read(const std::string& key, std::string& target) {
  const YAML::Node node = take(key);
  if (node.IsDefined() && !node.IsNull()) target = scalar(key, node, "a text");
}

void MappingReader::read(const std::string& key, bool& target) {
  const YAML::Node node = take(key);
  if (!node.IsDefined()) return;
  const std::string text = scalar(key, node, "true or false");
  if (text == "true" || text == "false") {
    target = text == "true";
  } else if (!text.empty()) {
    problem(node, key, fmt::format("is \"{}\"; it must be true or false", text));
  }
}

void MappingReader::read(const std::string& key, double& target, double least, double most) {
  const YAML::Node node = take(key);
  if (!node.IsDefined()) return;
  const std::string text = scalar(key, node, "a number");
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() && number >= least &&
      number <= most) {
    target = number;
  } else if (node.IsScalar()) {
    problem(node, key,
            fmt::format("is \"{}\"; it must be a number from {} to {}", text, least, most));
  }
}

void MappingReader::read(const std::string& key, std::chrono::milliseconds& target) {
  const YAML::Node node = take(key);
  if (!node.IsDefined()) return;
  const std::string text = scalar(key, node, "a duration such as 7d or 12h 30m");
  const auto duration = parse_units(text, kDurations, true);
  if (duration && *duration >= 1 && *duration <= 3.2e11) {
    target = std::chrono::milliseconds(static_cast<std::int64_t>(*duration));
  } else if (node.IsScalar()) {
    problem(
        node, key,
        fmt::format("is \"{}\"; it must be a duration from 1ms to ten years, such as 7d or 12h 30m",
                    text));
  }
}

void MappingReader::read(const std::string& key, std::vector<std::string>& target) {
  const YAML::Node node = take(key);
  if (!node.IsDefined() || node.IsNull()) return;
  if (!node.IsSequence()) {
    problem(node, key, "must be a list, such as [one, two]");
    return;
  }
  target.clear();
  for (const auto& each : node) target.push_back(scalar(key, each, "a list of texts"));
}

void MappingReader::read(const std::string& key, std::map<std::string, std::string>& target) {
  const YAML::Node node = take(key);
  if (!node.IsDefined() || node.IsNull()) return;
  if (!node.IsMap()) {
    problem(node, key, "must be a mapping, such as {title: /headline}");
    return;
  }
  target.clear();
  for (const auto& pair : node)
    target[pair.first.Scalar()] = scalar(key, pair.second, "a mapping of texts");
}

void MappingReader::read_one_of(const std::string& key, std::string& target,
                                const std::vector<std::string>& allowed) {
  const YAML::Node node = take(key);
  if (!node.IsDefined()) return;
  const std::string text = scalar(key, node, "a text");
  if (std::find(allowed.begin(), allowed.end(), text) != allowed.end()) {
    target = text;
    return;
  }
  std::string list;
  for (const auto& each : allowed) list += (list.empty() ? "" : ", ") + each;
  problem(node, key, fmt::format("is \"{}\"; it must be one of {}", text, list));
}

void MappingReader::read_count(const std::string& key, std::uint64_t& target, std::uint64_t least,
                               std::uint64_t most) {
  const YAML::Node node = take(key);
  if (!node.IsDefined()) return;
  const std::string text = scalar(key, node, "a whole number");
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() && number >= least &&
      number <= most) {
    target = number;
  } else if (node.IsScalar()) {
    problem(node, key,
            fmt::format("is \"{}\"; it must be a whole number from {} to {}", text, least, most));
  }
}

void MappingReader::read_size(const std::string& key, std::size_t& target, std::size_t least,
                              std::size_t most) {
  const YAML::Node node = take(key);
  if (!node.IsDefined()) return;
  const std::string text = scalar(key, node, "a size such as 64MiB");
  const auto size = parse_units(text, kSizes, false);
  if (size && *size >= static_cast<double>(least) && *size <= static_cast<double>(most)) {
    target = static_cast<std::size_t>(*size);
  } else if (node.IsScalar()) {
    problem(node, key,
            fmt::format("is \"{}\"; it must be a size from {} to {} bytes, such as 64MiB", text,
                        least, most));
  }
}

void MappingReader::section(const std::string& key,
                            const std::function<void(MappingReader&)>& body) {
  const YAML::Node node = take(key);
  if (!node.IsDefined() || node.IsNull()) return;
  if (!node.IsMap()) {
    problem(node, key, "must be a mapping of settings");
    return;
  }
  MappingReader reader(node, path_ + key + ".", problems_);
  body(reader);
  reader.finish();
}

void MappingReader::each(const std::string& key, const std::function<void(MappingReader&)>& body) {
  const YAML::Node node = take(key);
  if (!node.IsDefined() || node.IsNull()) return;
  if (!node.IsSequence()) {
    problem(node, key, "must be a list of mappings");
    return;
  }
  std::size_t index = 0;
  for (const auto& item : node) {
    const std::string name = fmt::format("{}[{}]", key, index++);
    if (!item.IsMap()) {
      problem(item, name, "must be a mapping");
      continue;
    }
    MappingReader reader(item, path_ + name + ".", problems_);
    body(reader);
    reader.finish();
  }
}

void MappingReader::finish() {
  if (!node_.IsMap()) return;
  std::vector<std::string> seen;
  for (const auto& pair : node_) {
    const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "";
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      problem(pair.first, key, "is set twice; keep one of them");
      continue;
    }
    seen.push_back(key);
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    const auto nearest =
        std::min_element(known_.begin(), known_.end(), [&key](const auto& left, const auto& right) {
          return edit_distance(key, left) < edit_distance(key, right);
        });
    const bool close =
        nearest != known_.end() && edit_distance(key, *nearest) <= 1 + key.size() / 3;
    problem(pair.first, key,
            close ? fmt::format("is not a setting; did you mean {}{}?", path_, *nearest)
                  : std::string("is not a setting; config/defaults.yaml lists them all"));
  }
}

}  // namespace copytaster
