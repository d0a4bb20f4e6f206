#include "pipeline/desk.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "pipeline/check.h"
#include "pipeline/codec/journal_codec.h"
#include "pipeline/hash.h"

namespace copytaster {
namespace {

/// What an article costs in memory, by formula: the struct, its strings and its sketches.
std::size_t bytes_of(const RememberedArticle& article) {
  constexpr std::size_t kNodeOverhead = 160;  // nodes of the maps and sets that hold its number
  std::size_t bytes = sizeof(RememberedArticle) + kNodeOverhead;
  bytes += article.uri.size() + article.source.size() + article.url_key.size() +
           article.origin.topic.size() + article.own_version.size() + article.credit.size();
  for (const auto& topic : article.topics) bytes += sizeof(std::string) + topic.size();
  const Fingerprint& print = article.fingerprint;
  return bytes +
         sizeof(std::uint32_t) * (print.skeleton.hashes.size() + print.word_grams.hashes.size() +
                                  print.numbers.hashes.size());
}

using NumbersByHash = std::unordered_map<std::uint64_t, std::vector<std::uint64_t>>;

void add_number(NumbersByHash& map, std::uint64_t key, std::uint64_t number) {
  auto& numbers = map[key];
  numbers.insert(std::lower_bound(numbers.begin(), numbers.end(), number), number);
}

void remove_number(NumbersByHash& map, std::uint64_t key, std::uint64_t number) {
  const auto found = map.find(key);
  CHECK(found != map.end());
  std::erase(found->second, number);
  if (found->second.empty()) map.erase(found);
}

}  // namespace

Desk::Desk(DeskOptions options) : options_(std::move(options)), stories_(options_.stories) {
  CHECK(options_.checkpoint_every > 0);
}

std::size_t Desk::bytes() const { return article_memory() + stories_.bytes(); }

const RememberedArticle* Desk::find(std::uint64_t number) const {
  const auto found = articles_.find(number);
  return found == articles_.end() ? nullptr : &found->second;
}

const RememberedArticle* Desk::newest(std::string_view uri) const {
  const auto found = items_.find(hash64(uri));
  if (found == items_.end()) return nullptr;
  const RememberedArticle* article = find(found->second.back());
  CHECK(article != nullptr);
  return article->uri == uri ? article : nullptr;
}

bool Desk::killed(std::string_view uri) const {
  const RememberedArticle* article = newest(uri);
  return article != nullptr && article->status == PubStatus::kCanceled;
}

void Desk::insert(const RememberedArticle& article) {
  erase(article.number);
  add_number(items_, hash64(article.uri), article.number);
  if (!article.url_key.empty()) add_number(urls_, hash64(article.url_key), article.number);
  by_last_matched_.emplace(article.last_matched, article.number);
  index_.add(article.number, article.fingerprint);
  article_bytes_ += bytes_of(article);
  articles_.emplace(article.number, article);
}

void Desk::erase(std::uint64_t number) {
  const auto found = articles_.find(number);
  if (found == articles_.end()) return;
  const RememberedArticle& article = found->second;
  remove_number(items_, hash64(article.uri), number);
  if (!article.url_key.empty()) remove_number(urls_, hash64(article.url_key), number);
  by_last_matched_.erase({article.last_matched, number});
  index_.remove(number, article.fingerprint);
  article_bytes_ -= bytes_of(article);
  articles_.erase(found);
}

Result<void> Desk::apply(const JournalEntry& entry) {
  if (empty()) {
    from_start_ = entry.sequence == 0;
  } else if (entry.sequence != next_sequence_) {
    return Error<std::string>(fmt::format("entry {} follows entry {}: the journal has a gap",
                                          entry.sequence, next_sequence_ - 1));
  }
  next_sequence_ = entry.sequence + 1;
  if (entry.type == EntryType::kCommit) {
    positions_ = entry.positions;
    settings_ = entry.settings;
    return {};
  }
  clock_ = entry.clock;
  ledger_ = entry.ledger;
  next_number_ = entry.next_number;
  for (const std::uint64_t number : entry.forgotten_articles) erase(number);
  for (const std::uint64_t id : entry.forgotten_stories) stories_.remove(id);
  if (entry.matched) {
    // Absent while a trimmed journal is being folded: the carried state sets it again.
    if (const auto found = articles_.find(*entry.matched); found != articles_.end()) {
      by_last_matched_.erase({found->second.last_matched, found->first});
      found->second.last_matched = clock_.now;
      by_last_matched_.emplace(clock_.now, found->first);
    }
  }
  if (entry.superseded) {
    if (const auto* found = find(*entry.superseded); found != nullptr && entry.article) {
      RememberedArticle changed = *found;
      changed.root =
          VersionReference{entry.article->uri, entry.article->version, entry.article->origin};
      changed.kind = Kind::kNear;
      insert(changed);
    }
  }
  stories_.learn(entry.learned_terms);
  if (entry.article) insert(*entry.article);
  if (entry.story) stories_.set(*entry.story);
  if (entry.frequencies) stories_.set_page(*entry.frequencies);
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
  }
  if (entry.frequencies) carried_pages_ = entry.frequencies->index + 1;
  if (entry.story) carried_story_ = entry.story->id;
  if (entry.article) carried_article_ = entry.article->number;
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

/// The next piece of older state, in the order pages, stories, articles; none when the round is
/// over.
std::optional<JournalEntry> Desk::next_carry() const {
  JournalEntry entry;
  entry.type = EntryType::kCarry;
  entry.sequence = next_sequence_;
  entry.clock = clock_;
  entry.ledger = ledger_;
  entry.next_number = next_number_;
  entry.carry_begins = !round_open_;
  const std::uint32_t page = round_open_ ? carried_pages_ : 0;
  if (page < stories::StoryIndex::kPages) {
    entry.frequencies = stories_.page(page);
    return entry;
  }
  if (const auto story = stories_.all().upper_bound(carried_story_);
      story != stories_.all().end() && story->first < round_limit_) {
    entry.story = story->second;
    return entry;
  }
  if (const auto article = articles_.upper_bound(carried_article_);
      article != articles_.end() && article->first < round_limit_) {
    entry.article = article->second;
    return entry;
  }
  return std::nullopt;
}

/// Spreads one round of carrying evenly over `checkpoint_every` decisions. Which pieces follow a
/// decision depends on its sequence number and the state alone, so a restart carries on alike.
void Desk::carry(Decided& decided) {
  const std::uint64_t pieces = stories::StoryIndex::kPages + stories_.size() + articles_.size();
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
  std::uint64_t hash = hash64(codec::encode(globals));
  for (std::uint32_t page = 0; page < stories::StoryIndex::kPages; ++page) {
    JournalEntry entry;
    entry.frequencies = stories_.page(page);
    hash = combine(hash, hash64(codec::encode(entry)));
  }
  for (const auto& [id, story] : stories_.all()) {
    JournalEntry entry;
    entry.story = story;
    hash = combine(hash, hash64(codec::encode(entry)));
  }
  for (const auto& [number, article] : articles_) {
    JournalEntry entry;
    entry.article = article;
    hash = combine(hash, hash64(codec::encode(entry)));
  }
  return hash;
}

}  // namespace copytaster
