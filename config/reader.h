#pragma once

#include <fmt/core.h>
#include <yaml-cpp/yaml.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/load.h"

namespace copytaster {

/// What reading a file found out: its problems, and where each key stands (by full name, such as
/// "output.routes[0].topic"), so that what is found out later can be located too.
struct Findings {
  std::vector<Problem> problems;
  std::map<std::string, YAML::Mark> places;
};

/// Reads the keys of one YAML mapping into settings and collects what is wrong; the target of a
/// wrong value keeps its default. Every key is asked for by name; `finish` reports those that
/// nobody asked for. A visitor of schema.h. Not thread-safe; throws nothing of its own.
class MappingReader {
 public:
  /// `path` is the mapping's own key with a final dot, empty for the root. `findings` must outlive
  /// the reader.
  MappingReader(const YAML::Node& node, std::string path, Findings& findings)
      : node_(node), path_(std::move(path)), findings_(findings) {}

  void text(const std::string& key, std::string& target);
  void flag(const std::string& key, bool& target);
  void number(const std::string& key, double& target, double least, double most);
  /// "7d", "12h 30m", "500ms"; from 1ms to ten years.
  void duration(const std::string& key, std::chrono::milliseconds& target);
  /// "64MiB", "10 MB" or a plain number of bytes, in [least, most].
  void size(const std::string& key, std::size_t& target, std::size_t least, std::size_t most);
  /// A whole number in [least, most].
  template <class Count>
  void count(const std::string& key, Count& target, std::uint64_t least, std::uint64_t most) {
    if (const auto read = whole_number(key, least, most)) target = static_cast<Count>(*read);
  }
  void one_of(const std::string& key, std::string& target, const std::vector<std::string>& allowed);
  void texts(const std::string& key, std::vector<std::string>& target);
  void texts_by_name(const std::string& key, std::map<std::string, std::string>& target);

  /// The mapping below `key`, if it is there.
  template <class Part>
  void section(const std::string& key, Part& target) {
    if (const auto node = take(key); is_a(key, node, YAML::NodeType::Map)) below(key, node, target);
  }
  /// The list of mappings below `key`, if it is there.
  template <class Part>
  void each(const std::string& key, std::vector<Part>& targets) {
    const auto node = take(key);
    if (!is_a(key, node, YAML::NodeType::Sequence)) return;
    for (const auto& item : node) {
      const std::string name = fmt::format("{}[{}]", key, targets.size());
      findings_.places[path_ + name] = item.Mark();
      Part& target = targets.emplace_back();
      if (is_a(name, item, YAML::NodeType::Map)) below(name, item, target);
    }
  }
  /// Reports keys that are set twice and keys that are no setting, with the nearest one that is.
  void finish();

 private:
  template <class Part>
  void below(const std::string& key, const YAML::Node& node, Part& target) {
    MappingReader reader(node, path_ + key + ".", findings_);
    describe(reader, target);
    reader.finish();
  }
  YAML::Node take(const std::string& key);
  [[nodiscard]] std::optional<std::uint64_t> whole_number(const std::string& key,
                                                          std::uint64_t least, std::uint64_t most);
  /// Whether `node` is set and of that shape; a wrong shape is a problem, no value at all is none.
  bool is_a(const std::string& key, const YAML::Node& node, YAML::NodeType::value shape);
  /// The scalar below `key`; none when it is not set, a problem when it is something else.
  std::optional<std::string> scalar(const std::string& key, std::string_view wanted);
  void problem(const YAML::Mark& mark, const std::string& key, std::string message,
               std::string suggestion = "");
  void wrong_value(const std::string& key, std::string_view value, std::string_view wanted);
  void report_unknown(const YAML::Mark& mark, const std::string& key);

  YAML::Node node_;
  std::string path_;
  Findings& findings_;
  std::vector<std::string> known_;
};

}  // namespace copytaster
