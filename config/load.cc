#include "config/load.h"

#include <fmt/core.h>
#include <simdjson.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "config/reader.h"
#include "config/schema.h"

namespace copytaster {
namespace {

constexpr std::size_t kFileBytes = kMiB;
constexpr std::size_t kMostProblems = 100;

/// Looks for anchors and aliases before anything is built: a few lines of them can stand for
/// billions of nodes, and no setting needs them.
class AnchorFinder : public YAML::EventHandler {
 public:
  std::optional<YAML::Mark> found;
  YAML::Mark begin;

  void OnDocumentStart(const YAML::Mark& mark) override { begin = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { note(mark, anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override { note(mark, anchor); }
  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                const std::string& /*value*/) override {
    note(mark, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    note(mark, anchor);
  }
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    note(mark, anchor);
  }
  void OnMapEnd() override {}

 private:
  void note(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0 && !found) found = mark;
  }
};

Problem at(const YAML::Mark& mark, std::string message) {
  return {mark.line + 1, mark.column + 1, "", std::move(message), ""};
}

/// What no setting may be read under; none when the text is one plain document.
std::optional<Problem> find_refused(const std::string& yaml) {
  std::istringstream stream(yaml);
  YAML::Parser parser(stream);
  AnchorFinder finder;
  const bool any = parser.HandleNextDocument(finder);
  if (finder.found)
    return at(*finder.found, "anchors (&name) and aliases (*name) are not allowed; write it out");
  AnchorFinder second;
  if (any && parser.HandleNextDocument(second))
    return at(second.begin, "a second document begins behind `---`; a configuration is one");
  return std::nullopt;
}

void read_text(const std::string& yaml, Settings& settings, Findings& findings) try {
  if (auto refused = find_refused(yaml)) {
    findings.problems.push_back(std::move(*refused));
    return;
  }
  const YAML::Node root = YAML::Load(yaml);
  findings.places[""] = root.IsMap() ? root.Mark() : YAML::Mark();
  if (root.IsMap()) {
    MappingReader reader(root, "", findings);
    describe(reader, settings);
    reader.finish();
  } else if (root.IsDefined() && !root.IsNull()) {
    findings.problems.push_back(
        at(root.Mark(), "a configuration is a mapping of settings, such as `name: newsroom`"));
  }
} catch (const YAML::Exception& error) {
  findings.problems.push_back(at(error.mark, "no valid YAML: " + error.msg));
}

/// Gives a problem found in the settings the place of what the file holds of it: the key, another
/// setting in the conflict, the innermost section of the key, else where all settings begin.
void locate(Problem& problem, const Findings& findings) {
  std::vector<std::string> keys = {problem.key};
  keys.insert(keys.end(), problem.others.begin(), problem.others.end());
  for (std::size_t dot = problem.key.rfind('.'); dot != std::string::npos && dot > 0;
       dot = problem.key.rfind('.', dot - 1))
    keys.push_back(problem.key.substr(0, dot));
  keys.emplace_back();
  for (const auto& key : keys) {
    const auto place = findings.places.find(key);
    if (place == findings.places.end()) continue;
    problem.line = place->second.line + 1;
    problem.column = place->second.column + 1;
    return;
  }
}

void add_located(std::vector<Problem> found, Findings& findings) {
  for (auto& problem : found) {
    locate(problem, findings);
    findings.problems.push_back(std::move(problem));
  }
}

/// Whether `known` is about that setting, about its whole section, or about a key that was to be
/// it: then what its default leads to is no problem of its own.
bool explains(const Problem& known, const std::string& key) {
  return known.key == key || known.suggestion == key || key.starts_with(known.key + ".") ||
         (!known.suggestion.empty() && key.starts_with(known.suggestion + "."));
}

/// What a purpose asks beyond valid settings, as far as the file could be read.
void add_more(const Check& more, const Settings& settings, Findings& findings) {
  const std::vector<Problem> known = findings.problems;
  if (std::any_of(known.begin(), known.end(), [](const Problem& each) { return each.key.empty(); }))
    return;
  auto found = more(settings);
  std::erase_if(found, [&known](const Problem& problem) {
    return std::any_of(known.begin(), known.end(),
                       [&problem](const Problem& each) { return explains(each, problem.key); });
  });
  add_located(std::move(found), findings);
}

LoadResult refuse(std::string message) {
  return tl::unexpected(std::vector<Problem>{{0, 0, "", std::move(message), ""}});
}

/// Bytes that the message about them could not show.
std::optional<Problem> find_invalid_utf8(std::string_view yaml) {
  int line = 1;
  std::size_t line_begin = 0;
  for (std::size_t at = 0; at < yaml.size();) {
    const auto first = static_cast<unsigned char>(yaml[at]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const std::string_view sequence = yaml.substr(at, size);
    if (!simdjson::validate_utf8(sequence.data(), sequence.size())) {
      return Problem{line, static_cast<int>(at - line_begin) + 1, "",
                     "holds bytes that are not UTF-8; save the file in that encoding", ""};
    }
    at += size;
    if (first == '\n') {
      ++line;
      line_begin = at;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string to_string(const Problem& problem) {
  std::string text;
  if (problem.line > 0) text = fmt::format("line {}, column {}: ", problem.line, problem.column);
  if (!problem.key.empty()) text += problem.key + " ";
  text += problem.message;
  if (!problem.suggestion.empty()) text += fmt::format("; did you mean {}?", problem.suggestion);
  return text;
}

LoadResult parse_settings(std::string_view yaml, const Check& more) {
  if (yaml.size() > kFileBytes) return refuse("is larger than 1 MiB, so it is no configuration");
  if (const auto problem = find_invalid_utf8(yaml)) return tl::unexpected(std::vector{*problem});
  Settings settings;
  Findings findings;
  read_text(std::string(yaml), settings, findings);
  auto& problems = findings.problems;
  add_located(find_conflicts(settings), findings);
  if (more) add_more(more, settings, findings);
  if (problems.empty()) return settings;
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& left, const Problem& right) {
    return std::pair(left.line, left.column) < std::pair(right.line, right.column);
  });
  if (problems.size() > kMostProblems) {
    const std::size_t left = problems.size() - kMostProblems;
    problems.resize(kMostProblems);
    problems.push_back({0, 0, "", fmt::format("and {} more problems", left), ""});
  }
  return tl::unexpected(std::move(problems));
}

LoadResult load_settings(const std::filesystem::path& file, const Check& more) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(kFileBytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (!stream.is_open() || stream.bad())
    return refuse("can't be read; is the path right, and may this user read it?");
  return parse_settings(text, more);
}

}  // namespace copytaster
