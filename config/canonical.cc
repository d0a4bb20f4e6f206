// Settings as text: always the same text for the same settings, and it reads back as them.
#include <fmt/core.h>

#include <utility>

#include "config/load.h"
#include "config/schema.h"
#include "pipeline/hash.h"

namespace copytaster {
namespace {

/// A YAML scalar in double quotes: the one form in which any text survives.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += fmt::format("\\{}", c);
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

/// A line of the text, and the full name of the setting that it belongs to.
struct Line {
  std::string key;
  std::string text;
};

/// Writes the visited settings as block YAML. A visitor of schema.h. What stands within a list has
/// the list's own name.
class CanonicalWriter {
 public:
  CanonicalWriter(std::string prefix, bool in_list, std::string indent, std::vector<Line>& out)
      : prefix_(std::move(prefix)), in_list_(in_list), indent_(std::move(indent)), out_(out) {}

  void text(const std::string& key, const std::string& value) { line(key, in_quotes(value)); }
  void flag(const std::string& key, bool value) { line(key, value ? "true" : "false"); }
  void number(const std::string& key, double value, double /*least*/, double /*most*/) {
    line(key, fmt::format("{}", value));
  }
  void duration(const std::string& key, std::chrono::milliseconds value) {
    line(key, fmt::format("{}ms", value.count()));
  }
  template <class Count>
  void count(const std::string& key, Count value, std::uint64_t /*least*/, std::uint64_t /*most*/) {
    line(key, fmt::format("{}", value));
  }
  void size(const std::string& key, std::size_t value, std::size_t least, std::size_t most) {
    count(key, value, least, most);
  }
  void one_of(const std::string& key, const std::string& value,
              const std::vector<std::string>& /*allowed*/) {
    text(key, value);
  }
  void texts(const std::string& key, const std::vector<std::string>& values) {
    std::string list;
    for (const auto& each : values) list += (list.empty() ? "" : ", ") + in_quotes(each);
    line(key, "[" + list + "]");
  }
  void texts_by_name(const std::string& key, const std::map<std::string, std::string>& values) {
    std::string list;
    for (const auto& [name, value] : values)
      list += (list.empty() ? "" : ", ") + in_quotes(name) + ": " + in_quotes(value);
    line(key, "{" + list + "}");
  }
  template <class Part>
  void section(const std::string& key, Part& part) {
    line(key, "");
    CanonicalWriter below(name(key) + ".", in_list_, indent_ + "  ", out_);
    describe(below, part);
  }
  template <class Part>
  void each(const std::string& key, std::vector<Part>& parts) {
    line(key, parts.empty() ? "[]" : "");
    for (auto& part : parts) {
      out_.push_back({name(key), indent_ + "  -\n"});
      CanonicalWriter below(name(key), true, indent_ + "    ", out_);
      describe(below, part);
    }
  }

 private:
  [[nodiscard]] std::string name(const std::string& key) const {
    return in_list_ ? prefix_ : prefix_ + key;
  }
  void line(const std::string& key, const std::string& value) {
    out_.push_back({name(key), indent_ + key + (value.empty() ? ":" : ": ") + value + "\n"});
  }

  std::string prefix_;
  bool in_list_;
  std::string indent_;
  std::vector<Line>& out_;
};

std::vector<Line> canonical_lines(const Settings& settings) {
  Settings visited = settings;  // one schema serves reading too, so it asks for what it may change
  std::vector<Line> lines;
  CanonicalWriter writer("", false, "", lines);
  describe(writer, visited);
  return lines;
}

/// The text of each setting by its name, in the order of the file.
std::vector<Line> by_setting(const Settings& settings) {
  std::vector<Line> whole;
  for (auto& line : canonical_lines(settings)) {
    if (whole.empty() || whole.back().key != line.key) {
      whole.push_back(std::move(line));
    } else {
      whole.back().text += line.text;
    }
  }
  return whole;
}

}  // namespace

std::string canonical_yaml(const Settings& settings) {
  std::string out;
  for (const auto& line : canonical_lines(settings)) out += line.text;
  return out;
}

std::string journalled_yaml(const Settings& settings) {
  Settings deciding = settings;
  const Settings plain;
  deciding.kafka = plain.kafka;
  deciding.pipeline.threads = plain.pipeline.threads;
  deciding.pipeline.state = plain.pipeline.state;
  deciding.http = plain.http;
  deciding.log = plain.log;
  return canonical_yaml(deciding);
}

std::vector<std::string> changed_settings(const Settings& before, const Settings& after) {
  const auto left = by_setting(before);
  const auto right = by_setting(after);
  std::vector<std::string> changed;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i].text != right[i].text) changed.push_back(left[i].key);
  }
  return changed;
}

std::string settings_hash(const Settings& settings) {
  Settings shaping = settings;
  const Settings plain;
  shaping.name = plain.name;
  shaping.kafka = plain.kafka;
  shaping.input.topics = plain.input.topics;
  shaping.input.overrides = plain.input.overrides;
  shaping.input.start = plain.input.start;
  shaping.input.on_gap = plain.input.on_gap;
  shaping.input.files = plain.input.files;
  shaping.input.follow = plain.input.follow;
  shaping.output.files = plain.output.files;
  shaping.pipeline = plain.pipeline;
  shaping.annotate = plain.annotate;
  shaping.journal = plain.journal;
  shaping.http = plain.http;
  shaping.log = plain.log;
  return fmt::format("{:016x}", hash64(canonical_yaml(shaping)));
}

}  // namespace copytaster
