#include "tests/quality/dedup.h"

#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "pipeline/dedup/fingerprint.h"
#include "tests/oracles/news_generator.h"
#include "tests/quality/copies/copy_memory.h"
#include "tests/quality/data.h"
#include "tests/quality/fundus.h"

namespace copytaster::quality {
namespace {

using oracles::Dice;
using oracles::Story;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kSpunShare = 0.7;  ///< of the content words are exchanged

struct Found {
  std::size_t right = 0;
  std::size_t kind = 0;
  std::size_t strangers = 0;
  std::size_t of = 0;
};

void add_row(Report& report, const std::string& set, const std::string& part, const Found& found) {
  report.rows.push_back({set,
                         part,
                         found.of,
                         {ratio_of(found.right, found.of), ratio_of(found.kind, found.right),
                          ratio_of(found.strangers, found.of)}});
}

void count(Found& found, std::optional<Match> match, std::size_t expected, CopyKind kind) {
  ++found.of;
  if (!match) return;
  const bool right = match->at == expected;
  found.right += right ? 1U : 0U;
  found.kind += right && match->comparison.copy == kind ? 1U : 0U;
  found.strangers += right ? 0U : 1U;
}

void measure_changes(Report& report, const std::string& set, const std::vector<Story>& originals) {
  Dice dice(77);
  CopyMemory memory;
  Found among;
  for (const Story& original : originals) {
    const auto print = dedup::make_fingerprint(oracles::document_of(original));
    ++among.of;
    among.strangers += memory.best(print) ? 1U : 0U;
    memory.add(print);
  }
  const auto spin = [&](const Story& story) { return oracles::spin(story, dice, kSpunShare); };
  const auto edit = [&](const Story& story) { return oracles::edit_on_the_wire(story, dice); };
  const std::pair<const char*, std::function<Story(const Story&)>> changes[] = {
      {"wire-edited", edit}, {"spun", spin}, {"spun and wire-edited", [&](const Story& story) {
                                                return edit(spin(story));
                                              }}};
  for (const auto& [name, change] : changes) {
    Found found;
    const CopyKind kind =
        std::string_view(name) == "wire-edited" ? CopyKind::kNear : CopyKind::kSpun;
    for (std::size_t i = 0; i < originals.size(); ++i) {
      count(found, memory.best(dedup::make_fingerprint(oracles::document_of(change(originals[i])))),
            i, kind);
    }
    add_row(report, set, name, found);
  }
  report.rows.push_back({set,
                         "originals taken for copies",
                         among.of,
                         {kNone, kNone, ratio_of(among.strangers, among.of)}});
}

/// Pairs of names, each in order.
std::set<std::pair<std::string, std::string>> labelled_pairs(const std::string& file) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const std::string& line : lines_of(file)) {
    const std::size_t space = line.find(' ');
    if (space == std::string::npos) continue;
    const std::string left = line.substr(0, space);
    const std::string right = line.substr(space + 1);
    pairs.insert(std::minmax(left, right));
  }
  return pairs;
}

void measure_pairs(Report& report, const std::string& size) {
  const std::string set = "minhash_articles " + size;
  const auto expected = labelled_pairs("minhash_articles/articles_" + size + ".truth");
  const auto lines = lines_of("minhash_articles/articles_" + size + ".train");
  if (expected.empty() || lines.empty()) {
    report.missing.push_back(set);
    return;
  }
  CopyMemory memory;
  std::vector<std::string> names;
  Ratio ratio{0, 0, expected.size()};
  for (const std::string& line : lines) {
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string name = line.substr(0, space);
    const auto print = dedup::make_fingerprint(document_of("", line.substr(space)));
    for (const Match& match : memory.copies(print)) {
      ++ratio.given;
      ratio.right += expected.contains(std::minmax(name, names[match.at])) ? 1U : 0U;
    }
    memory.add(print);
    names.push_back(name);
  }
  const double strangers = ratio.given == 0 ? 0 : 1 - ratio.precision();
  report.rows.push_back({set, "pairs", expected.size(), {ratio.recall(), kNone, strangers}});
}

/// Bodies in other languages than English: a copy that lost its last quarter and stands between
/// another paper's paragraphs, and a piece of a third, of which the text must leave 60 words.
void measure_languages(Report& report) {
  const auto joined = [](std::vector<std::string>::const_iterator begin,
                         std::vector<std::string>::const_iterator end) {
    std::string body;
    for (; begin != end; ++begin) body += (body.empty() ? "" : "\n\n") + *begin;
    return document_of("", body);
  };
  const auto at = [](const std::vector<std::string>& all, std::size_t part, std::size_t of) {
    return all.begin() + static_cast<std::ptrdiff_t>(all.size() * part / of);
  };
  CopyMemory memory;
  std::vector<std::vector<std::string>> originals;
  Found strangers;
  for (const LabelledBody& labelled : fundus_bodies()) {
    if (labelled.language == "en") continue;
    const auto& all = labelled.paragraphs;
    const auto print = dedup::make_fingerprint(joined(all.begin(), all.end()));
    if (all.size() < 6 || print.words < 180) continue;
    ++strangers.of;
    strangers.strangers += memory.best(print) ? 1U : 0U;
    memory.add(print);
    originals.push_back(all);
  }
  if (originals.empty()) {
    report.missing.emplace_back("html_fundus, not English");
    return;
  }
  Found near;
  Found excerpts;
  for (std::size_t i = 0; i < originals.size(); ++i) {
    const auto& all = originals[i];
    const auto& other = originals[(i + 1) % originals.size()];
    std::vector<std::string> wrapped{other.front()};
    wrapped.insert(wrapped.end(), all.begin(), at(all, 3, 4));
    wrapped.push_back(other.back());
    count(near, memory.best(dedup::make_fingerprint(joined(wrapped.begin(), wrapped.end()))), i,
          CopyKind::kNear);
    const auto piece = dedup::make_fingerprint(joined(at(all, 1, 3), at(all, 2, 3)));
    if (piece.words >= 60) count(excerpts, memory.best(piece), i, CopyKind::kExcerpt);
  }
  add_row(report, "html_fundus, not English", "cut and wrapped", near);
  add_row(report, "html_fundus, not English", "excerpt of a third", excerpts);
  report.rows.push_back({"html_fundus, not English",
                         "originals taken for copies",
                         strangers.of,
                         {kNone, kNone, ratio_of(strangers.strangers, strangers.of)}});
}

Report empty_report() { return {"dedup", {"found", "kind", "stranger"}, {}, {}}; }

}  // namespace

Report measure_dedup() {
  Report report = empty_report();
  measure_pairs(report, "100");
  measure_pairs(report, "1000");
  measure_languages(report);
  return report;
}

Report measure_dedup_on_invented_texts(std::size_t count) {
  Report report = empty_report();
  Dice dice(42);
  std::vector<Story> originals;
  for (std::size_t i = 0; i < count; ++i)
    originals.push_back(oracles::invent_story(dice, 120 + dice.roll(500)));
  measure_changes(report, "invented", originals);
  return report;
}

}  // namespace copytaster::quality
