// Furniture: the lines that a source repeats over many articles. They don't count in dedup, and the
// record lists them; the text stays as it was analysed.
#include <algorithm>
#include <utility>

#include "pipeline/dedup/fingerprint.h"
#include "pipeline/desk_judgement.h"

namespace copytaster {
namespace {

/// A run of repeated lines of fewer words is no furniture: "Yes." is an answer, however often it is
/// given.
constexpr std::uint32_t kRunWords = 3;
/// Where fewer words than these would be left, what is repeated is the text itself.
constexpr std::uint32_t kLeftWords = 15;

/// Whether one line follows the other with no word between them.
bool adjoin(const TextLine& line, const TextLine& next) {
  return line.first_word + line.words == next.first_word;
}

struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Runs of repeated lines; those that are too short are struck out of `repeated`.
std::vector<Run> runs_of(const std::vector<TextLine>& lines, std::vector<bool>& repeated) {
  std::vector<Run> runs;
  for (std::size_t begin = 0; begin < lines.size(); ++begin) {
    if (!repeated[begin]) continue;
    std::size_t end = begin + 1;
    std::uint32_t words = lines[begin].words;
    while (end < lines.size() && repeated[end] && adjoin(lines[end - 1], lines[end]))
      words += lines[end++].words;
    if (words >= kRunWords) {
      runs.push_back({begin, end});
    } else {
      std::fill(repeated.begin() + static_cast<std::ptrdiff_t>(begin),
                repeated.begin() + static_cast<std::ptrdiff_t>(end), false);
    }
    begin = end - 1;
  }
  return runs;
}

}  // namespace

void Desk::discount_furniture(const Analysis& analysis, Judgement& judgement) const {
  judgement.text = &analysis.fingerprint;
  judgement.lead = &analysis.lead;
  const auto& lines = analysis.words.lines;
  auto repeated = lines_.furniture(dedup::LineMemory::key(analysis.article.source), lines);
  const auto runs = runs_of(lines, repeated);
  if (runs.empty()) return;
  const TextWords left = dedup::without(analysis.words, repeated);
  if (left.hashes.size() < kLeftWords) return;
  judgement.text_left = dedup::make_fingerprint(left, analysis.fingerprint.headline);
  judgement.lead_left = dedup::make_lead(left);
  judgement.text = &judgement.text_left;
  judgement.lead = &judgement.lead_left;
  for (const Run& run : runs)
    judgement.furniture.push_back({lines[run.begin].at.begin, lines[run.end - 1].at.end});
}

/// Versions of an item, equal texts and those under an equal headline are one article; what they
/// share is that article, not what frames it.
void Desk::learn_lines(const Analysis& analysis, const Judgement& judgement,
                       JournalEntry& entry) const {
  if (judgement.known_item || judgement.comparison.copy == CopyKind::kExact) return;
  if (judgement.matched != nullptr && !analysis.headline.empty() &&
      judgement.matched->fingerprint.headline == analysis.fingerprint.headline) {
    return;
  }
  const std::uint64_t source = dedup::LineMemory::key(analysis.article.source);
  entry.lines_changed = lines_.learn(source, next_number_, analysis.words.lines);
  if (entry.lines_changed)
    entry.forgotten_sources = lines_.excess(options_.line_memory_bytes, source);
}

}  // namespace copytaster
