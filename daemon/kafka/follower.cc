#include "daemon/kafka/follower.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "pipeline/codec/journal_codec.h"

namespace copytaster::kafka {

using std::chrono::steady_clock;

Outcome Follower::follow(std::chrono::milliseconds wait, std::chrono::milliseconds budget) {
  const auto until = steady_clock::now() + budget;
  while (steady_clock::now() < until) {
    auto next = reader_->next(wait);
    if (!next) return Error<Failure>(next.error());
    if (!*next) return {};
    if (auto applied = apply(**next); !applied) return applied;
  }
  return {};
}

Outcome Follower::apply(const JournalRecord& record) {
  const auto entry = codec::decode(record.entry);
  outdated_ = codec::is_newer(record.entry);
  if (!entry) return unfit(entry.error());
  if (const auto applied = desk_->apply(*entry); !applied) return unfit(applied.error());
  counts_.add(*entry);
  if (!first_) first_ = record.offset;
  last_ = record.offset;
  if (entry->carry_begins) open_round_ = record.offset;
  if (entry->carry_ends && open_round_) last_round_ = open_round_;
  return {};
}

int Follower::percent(std::int64_t end) const {
  if (!first_ || end <= *first_) return 0;
  return static_cast<int>(
      std::min<std::int64_t>(100, 100 * (last_ + 1 - *first_) / (end - *first_)));
}

std::optional<std::int64_t> Follower::needed_from() const {
  if (last_round_) return last_round_;
  return desk_->whole() ? first_ : 0;
}

/// Damage is no broker's passing mood: folding again gives the same.
Error<Failure> Follower::unfit(const std::string& why) const {
  std::string message = fmt::format("the journal {} can't be folded: {}", reader_->topic(), why);
  if (!outdated_) message += fmt::format("; {}", kUnfitJournal);
  return Error<Failure>({Remedy::kStop, std::move(message)});
}

}  // namespace copytaster::kafka
