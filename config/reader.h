#pragma once

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/load.h"

namespace copytaster {

/// Reads the keys of one YAML mapping into settings and collects what is wrong. Every key is asked
/// for by name; `finish` reports those that nobody asked for, with the nearest known name.
class MappingReader {
 public:
  /// `path` is the mapping's own key with a final dot, or empty for the root. `problems` must
  /// outlive it.
  MappingReader(YAML::Node node, std::string path, std::vector<Problem>& problems);

  void read(const std::string& key, std::string& target);
  void read(const std::string& key, bool& target);
  void read(const std::string& key, double& target, double least, double most);
  void read(const std::string& key, std::chrono::milliseconds& target);
  void read(const std::string& key, std::vector<std::string>& target);
  void read(const std::string& key, std::map<std::string, std::string>& target);
  void read_one_of(const std::string& key, std::string& target,
                   const std::vector<std::string>& allowed);
  /// A whole number in [least, most].
  void read_count(const std::string& key, std::uint64_t& target, std::uint64_t least,
                  std::uint64_t most);
  /// "64MiB", "10 MB" or a plain number of bytes, in [least, most].
  void read_size(const std::string& key, std::size_t& target, std::size_t least, std::size_t most);
  /// Runs `body` on the mapping below `key`, if it is there, and finishes it.
  void section(const std::string& key, const std::function<void(MappingReader&)>& body);
  /// Runs `body` on each mapping of the list below `key`.
  void each(const std::string& key, const std::function<void(MappingReader&)>& body);
  void finish();

 private:
  YAML::Node take(const std::string& key);
  void problem(const YAML::Node& node, const std::string& key, const std::string& message);
  [[nodiscard]] std::string scalar(const std::string& key, const YAML::Node& node,
                                   std::string_view wanted);

  YAML::Node node_;
  std::string path_;
  std::vector<Problem>& problems_;
  std::vector<std::string> known_;
};

}  // namespace copytaster
