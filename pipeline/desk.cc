#include "pipeline/desk.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "pipeline/check.h"
#include "pipeline/codec/journal_codec.h"
#include "pipeline/hash.h"

namespace copytaster {
Desk::Desk(DeskOptions options) : options_(std::move(options)), stories_(options_.stories) {
  CHECK(options_.checkpoint_every > 0);
}

std::size_t Desk::bytes() const { return articles_.bytes() + stories_.bytes() + lines_.bytes(); }

bool Desk::killed(std::string_view uri) const {
  const RememberedArticle* article = articles_.newest(uri);
  return article != nullptr && article->status == PubStatus::kCanceled;
}

/// Journals are read from elsewhere: what no Desk would have written is damage, not a bug.
Result<void> Desk::check_state(const JournalEntry& entry) {
  const bool article_fits =
      !entry.article || (entry.article->number != 0 && memory::can_be_packed(*entry.article));
  const bool story_fits =
      !entry.story || (entry.story->id != 0 && stories::can_be_packed(*entry.story));
  const bool split_fit = std::all_of(
      entry.split_stories.begin(), entry.split_stories.end(),
      [](const RememberedStory& each) { return each.id != 0 && stories::can_be_packed(each); });
  const bool lines_fit = (!entry.source_lines || dedup::can_be_set(*entry.source_lines)) &&
                         (!entry.lines_changed || dedup::can_be_set(entry.lines_changed->set));
  if (article_fits && story_fits && split_fit && lines_fit) return {};
  return Error<std::string>(fmt::format(
      "entry {} holds a sample that is not ascending: the journal is damaged", entry.sequence));
}

void Desk::set(const ArticleChange& change) {
  const RememberedArticle* found = articles_.find(change.number);
  if (found == nullptr) return;
  RememberedArticle changed = *found;
  changed.kind = change.kind;
  changed.root = change.root;
  changed.topics = change.topics;
  if (change.story) changed.story = *change.story;
  if (change.rulings) changed.rulings = *change.rulings;
  articles_.set(changed);
}

/// The first messages were outvoted (see DeskClock): what arrived with them arrived now at the
/// latest, or no window would ever close over it.
void Desk::set_back(Timestamp now) {
  for (auto number = articles_.after(0); number; number = articles_.after(*number)) {
    RememberedArticle article = articles_.read(*number);
    article.first_seen = std::min(article.first_seen, now);
    article.last_matched = std::min(article.last_matched, now);
    articles_.set(article);
  }
  for (auto id = stories_.after(0); id; id = stories_.after(*id)) {
    RememberedStory story = stories_.read(*id);
    story.first_seen = std::min(story.first_seen, now);
    story.last_seen = std::min(story.last_seen, now);
    stories_.set(story);
  }
}

std::optional<JournalEntry> Desk::use(DeskOptions options, const SettingsInForce& in_force) {
  CHECK(options.checkpoint_every > 0);
  options.max_record_bytes = std::move(options_.max_record_bytes);
  options_ = std::move(options);
  stories_.use(options_.stories);
  if (in_force == in_force_) return std::nullopt;
  JournalEntry entry;
  entry.type = EntryType::kSettings;
  entry.sequence = next_sequence_;
  entry.in_force = in_force;
  CHECK(apply(entry).has_value());
  return entry;
}

Result<void> Desk::apply(const JournalEntry& entry) {
  if (empty()) {
    from_start_ = entry.sequence == 0;
  } else if (entry.sequence != next_sequence_) {
    return Error<std::string>(fmt::format("entry {} follows entry {}: the journal has a gap",
                                          entry.sequence, next_sequence_ - 1));
  }
  if (auto fits = check_state(entry); !fits) return fits;
  next_sequence_ = entry.sequence + 1;
  if (entry.in_force) in_force_ = *entry.in_force;
  if (entry.type == EntryType::kSettings) return {};
  if (entry.type == EntryType::kCommit) {
    positions_ = entry.positions;
    settings_ = entry.settings;
    return {};
  }
  if (entry.clock.now < clock_.now) set_back(entry.clock.now);
  clock_ = entry.clock;
  ledger_ = entry.ledger;
  next_number_ = entry.next_number;
  for (const std::uint64_t number : entry.forgotten_articles) articles_.erase(number);
  for (const std::uint64_t id : entry.forgotten_stories) stories_.remove(id);
  for (const std::uint64_t source : entry.forgotten_sources) lines_.forget(source);
  // Absent while a trimmed journal is being folded: the carried state sets it again.
  for (const std::uint64_t number : entry.matched) articles_.touch(number, clock_.now);
  for (const auto& change : entry.changes) set(change);
  stories_.learn(entry.learned_terms);
  if (entry.article) articles_.set(*entry.article);
  for (const auto& story : entry.split_stories) stories_.set(story);
  if (entry.story) stories_.set(*entry.story);
  for (const auto& same : entry.same_sources) {
    if (same.source == same.same_as) same_sources_.erase(same.source);
    if (same.source != same.same_as) same_sources_[same.source] = same.same_as;
  }
  if (entry.frequencies) stories_.set_page(*entry.frequencies);
  if (entry.lines_changed) lines_.apply(*entry.lines_changed);
  if (entry.source_lines) lines_.set(*entry.source_lines);
  if (entry.type == EntryType::kCarry) carry_position(entry);
  return {};
}

/// Notes how far the round of carrying has come.
void Desk::carry_position(const JournalEntry& entry) {
  if (entry.carry_begins) {
    round_open_ = true;
    round_limit_ = entry.next_number;
    carried_pages_ = 0;
    carried_story_ = 0;
    carried_article_ = 0;
    carried_source_ = 0;
  }
  if (entry.frequencies) carried_pages_ = entry.frequencies->index + 1;
  if (entry.story) carried_story_ = entry.story->id;
  if (entry.article) carried_article_ = entry.article->number;
  if (entry.source_lines) carried_source_ = entry.source_lines->source;
  if (entry.carry_ends) {
    round_complete_ = round_complete_ || round_open_;
    round_open_ = false;
  }
}

JournalEntry Desk::commit(std::vector<Position> positions, std::string settings) {
  JournalEntry entry;
  entry.type = EntryType::kCommit;
  entry.sequence = next_sequence_;
  entry.positions = std::move(positions);
  entry.settings = std::move(settings);
  CHECK(apply(entry).has_value());
  return entry;
}

/// The next piece of older state, in the order pages, stories, articles, lines of
/// sources; none when the round is
/// over.
std::optional<JournalEntry> Desk::next_carry() const {
  JournalEntry entry;
  entry.type = EntryType::kCarry;
  entry.sequence = next_sequence_;
  entry.clock = clock_;
  entry.ledger = ledger_;
  entry.next_number = next_number_;
  entry.carry_begins = !round_open_;
  if (entry.carry_begins) {
    for (const auto& [source, same_as] : same_sources_)
      entry.same_sources.push_back({source, same_as});
    if (in_force_ != SettingsInForce{}) entry.in_force = in_force_;
  }
  const std::uint32_t page = round_open_ ? carried_pages_ : 0;
  if (page < stories::StoryIndex::kPages) {
    entry.frequencies = stories_.page(page);
    return entry;
  }
  if (const auto id = stories_.after(carried_story_); id && *id < round_limit_) {
    entry.story = stories_.read(*id);
    return entry;
  }
  if (const auto number = articles_.after(carried_article_); number && *number < round_limit_) {
    entry.article = articles_.read(*number);
    return entry;
  }
  if (const auto source = lines_.after(carried_source_)) {
    entry.source_lines = lines_.read(*source);
    return entry;
  }
  return std::nullopt;
}

/// Spreads one round of carrying evenly over `checkpoint_every` decisions. Which pieces follow a
/// decision depends on its sequence number and the state alone, so a restart carries on alike.
void Desk::carry(Decided& decided) {
  const std::uint64_t pieces =
      stories::StoryIndex::kPages + stories_.size() + articles_.size() + lines_.size();
  const std::uint64_t every = std::max<std::uint64_t>(1, options_.checkpoint_every / pieces);
  const std::uint64_t at_once = 1 + pieces / options_.checkpoint_every;
  if (ledger_.in % every != 0) return;
  for (std::uint64_t done = 0; done < at_once; ++done) {
    auto entry = next_carry();
    const bool over = !entry.has_value();
    if (over) {
      entry.emplace();
      entry->type = EntryType::kCarry;
      entry->sequence = next_sequence_;
      entry->clock = clock_;
      entry->ledger = ledger_;
      entry->next_number = next_number_;
      entry->carry_ends = true;
    }
    CHECK(apply(*entry).has_value());
    decided.carries.push_back(std::move(*entry));
    if (over) return;
  }
}

std::uint64_t Desk::state_hash() const {
  // The journal's own encoding is canonical, so one entry with a piece of state stands for the
  // piece.
  JournalEntry globals;
  globals.sequence = next_sequence_;
  globals.clock = clock_;
  globals.ledger = ledger_;
  globals.next_number = next_number_;
  globals.positions = positions_;
  globals.settings = settings_;
  for (const auto& [source, same_as] : same_sources_)
    globals.same_sources.push_back({source, same_as});
  JournalEntry settings;
  settings.type = EntryType::kSettings;
  settings.in_force = in_force_;
  std::uint64_t hash = combine(hash64(codec::encode(globals)), hash64(codec::encode(settings)));
  for (std::uint32_t page = 0; page < stories::StoryIndex::kPages; ++page) {
    JournalEntry entry;
    entry.frequencies = stories_.page(page);
    hash = combine(hash, hash64(codec::encode(entry)));
  }
  for (auto id = stories_.after(0); id; id = stories_.after(*id)) {
    JournalEntry entry;
    entry.story = stories_.read(*id);
    hash = combine(hash, hash64(codec::encode(entry)));
  }
  for (auto number = articles_.after(0); number; number = articles_.after(*number)) {
    JournalEntry entry;
    entry.article = articles_.read(*number);
    hash = combine(hash, hash64(codec::encode(entry)));
  }
  for (auto source = lines_.after(0); source; source = lines_.after(*source)) {
    JournalEntry entry;
    entry.type = EntryType::kCarry;
    entry.source_lines = lines_.read(*source);
    hash = combine(hash, hash64(codec::encode(entry)));
  }
  return hash;
}

}  // namespace copytaster
