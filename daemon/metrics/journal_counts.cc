#include "daemon/metrics/journal_counts.h"

#include <algorithm>

namespace copytaster::metrics {
namespace {

constexpr std::string_view kRejected = "rejected:";
constexpr std::string_view kOther = "other";
constexpr std::size_t kLongestCode = 40;

/// Every code that a Rejection has in this program; tests/daemon/metrics/journal_counts_test.cc
/// looks for more of them in the sources.
std::vector<std::string_view> reasons() {
  return {"invalid_json",     "invalid_utf8",      "wrong_type",      "too_deep",
          "empty_text",       "message_too_large", "field_too_large", "record_too_large",
          "bad_override",     "unknown_item",      "killed_item",     "story_over",
          "too_many_sources", "refused_by_sink",   "crashes_analysis"};
}

/// Another program's journal may have other codes, but no texts.
std::string reason_of(std::string_view outcome) {
  const std::string_view code = outcome.substr(kRejected.size());
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";
  const bool is_code = !code.empty() && code.size() <= kLongestCode &&
                       code.find_first_not_of(kLetters) == std::string_view::npos;
  return std::string(is_code ? code : kOther);
}

}  // namespace

Tally::Tally(std::vector<std::string_view> names) {
  counts_.reserve(names.size());
  for (const auto name : names) counts_.emplace_back(name, 0);
}

void Tally::add(std::string_view name, std::uint64_t count) {
  const auto find = [this](std::string_view wanted) {
    return std::find_if(counts_.begin(), counts_.end(),
                        [wanted](const auto& each) { return each.first == wanted; });
  };
  auto found = find(name);
  if (found == counts_.end() && counts_.size() >= kMostNames) {
    name = kOther;
    found = find(name);
  }
  if (found == counts_.end()) found = counts_.emplace(counts_.end(), name, 0);
  found->second += count;
}

JournalFigures::JournalFigures() : dead_letters(reasons()) {}

void JournalCounts::add(const JournalEntry& entry) {
  if (entry.type == EntryType::kCommit) {
    now_.positions = entry.positions;
    now_.settings = entry.settings;
    for (const auto& gap : entry.gaps)
      now_.lost.add(gap.topic, static_cast<std::uint64_t>(gap.to.value() - gap.from.value()));
    committed_ = now_;
    return;
  }
  if (entry.type == EntryType::kSettings) return;  // the only entry that holds no ledger
  now_.ledger = entry.ledger;
  now_.forgotten_articles += entry.forgotten_articles.size();
  now_.forgotten_stories += entry.forgotten_stories.size();
  now_.forgotten_sources += entry.forgotten_sources.size();
  if (entry.type == EntryType::kDecision) add_outcome(entry);
}

void JournalCounts::add_outcome(const JournalEntry& entry) {
  for (const auto& output : entry.outputs) now_.records.add(output.topic);
  if (entry.outcome.starts_with(kRejected)) {
    DeadLetter letter{entry.origin, reason_of(entry.outcome)};
    now_.dead_letters.add(letter.reason);
    auto& last = now_.last_dead_letters;
    if (last.size() == kShownDeadLetters) last.erase(last.begin());
    last.push_back(std::move(letter));
    return;
  }
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    if (entry.outcome != name(static_cast<Kind>(kind))) continue;
    ++now_.kinds[kind];
    return;
  }
}

}  // namespace copytaster::metrics
