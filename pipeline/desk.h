#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/article_store.h"
#include "pipeline/codec/routes.h"
#include "pipeline/dedup/compare.h"
#include "pipeline/dedup/line_memory.h"
#include "pipeline/journal_entry.h"
#include "pipeline/records.h"
#include "pipeline/reissue.h"
#include "pipeline/result.h"
#include "pipeline/stories/story_index.h"

namespace copytaster {

/// The topics that records go to whatever the routing rules say.
struct TopicNames {
  std::string enriched = "news.enriched";
  std::string duplicates = "news.duplicates";
  std::string dead_letters = "news.dead";
  std::string verdicts = "news.verdicts";
  std::string stories = "news.stories";
};

struct DeskOptions {
  std::chrono::milliseconds window = std::chrono::hours(24 * 7);  ///< since the last match
  std::chrono::milliseconds first_seen_window = std::chrono::hours(24 * 30);
  std::size_t memory_bytes = std::size_t{2}
                             << 30U;  ///< remembered, by formula; the oldest leave first
  std::size_t story_memory_bytes = std::size_t{256} << 20U;
  std::size_t line_memory_bytes = std::size_t{64} << 20U;  ///< what sources repeat, by formula
  std::chrono::milliseconds story_window = std::chrono::hours(24 * 3);  ///< a silent story ends
  std::chrono::milliseconds late_original = std::chrono::minutes(10);
  std::uint64_t checkpoint_every = 100'000;  ///< decisions in which all older state is carried once
  std::map<std::string, int> source_ranks;   ///< 1 is the most trusted; absent: none
  std::map<std::string, std::string> source_names;  ///< another name of a source to the one it has
  dedup::CopyOptions copy;
  stories::StoryOptions stories;
  TopicNames topics;
  std::vector<codec::RouteRule> routes;
  /// As `Sink::max_record_bytes` has them, by topic; a topic that is not named takes anything.
  std::map<std::string, std::size_t> max_record_bytes;
};

/// What one analysed message led to. `entry.outputs` is filled when the records are encoded;
/// `carries` follow it in the journal.
struct Decided {
  std::optional<Decision> decision;    ///< absent for a rejection and an override
  std::optional<Rejection> rejection;  ///< the message's, or the Desk's own
  std::vector<VerdictRevision> revisions;
  std::vector<Reissue> reissues;
  bool story_began = false;                     ///< it is `entry.story`
  std::optional<RememberedStory> story_merged;  ///< into `entry.story`, by a person
  std::vector<RememberedStory> stories_ended;
  JournalEntry entry;
  std::vector<JournalEntry> carries;
};

/// Everything remembered, and the decisions made from it. `decide` is a function of the entries
/// applied so far and the message alone: no clock, no randomness, no threads. It computes an entry
/// and applies it, so that a fold of the journal runs the very code that the live Desk ran. One
/// thread at a time.
class Desk {
 public:
  explicit Desk(DeskOptions options);

  Decided decide(const AnalysedMessage& analysed);

  /// From the next decision on these options hold, whatever was decided before; but for
  /// `max_record_bytes`, which `limit_records` alone changes. The entry that tells the journal what
  /// is in force, applied; none where the journal says it already.
  std::optional<JournalEntry> use(DeskOptions options, const SettingsInForce& in_force);

  /// From the next decision on topics take records of at most these sizes, as
  /// `DeskOptions::max_record_bytes` has them.
  void limit_records(std::map<std::string, std::size_t> max_record_bytes);

  /// Names of sources that people declared one are remembered up to this number.
  static constexpr std::size_t kMostSameSources = 256;

  /// The entry that ends a transaction: positions and settings in force.
  JournalEntry commit(std::vector<Position> positions, std::string settings);

  /// Sets what the entry says. Fails when its sequence number does not follow the last one.
  Result<void> apply(const JournalEntry& entry);

  /// Whether the entries applied hold one complete set of state: from the very first, or a whole
  /// round of carried state.
  [[nodiscard]] bool whole() const { return empty() || from_start_ || round_complete_; }
  [[nodiscard]] bool empty() const { return next_sequence_ == 0; }
  /// Equal for two Desks that decide alike from here on.
  [[nodiscard]] std::uint64_t state_hash() const;
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  [[nodiscard]] const std::vector<Position>& positions() const { return positions_; }
  [[nodiscard]] const std::string& settings() const { return settings_; }
  /// What the journal says of the settings of the last decision; empty where it is of a program
  /// that didn't journal them.
  [[nodiscard]] const SettingsInForce& in_force() const { return in_force_; }
  [[nodiscard]] std::size_t articles() const { return articles_.size(); }
  [[nodiscard]] std::size_t stories() const { return stories_.size(); }
  /// What is remembered, in bytes, by formula: the same on every machine.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Judgement;

  [[nodiscard]] Decided begin(const AnalysedMessage& analysed) const;
  void judge(const AnalysedMessage& analysed, Decided& decided) const;
  void reject(const AnalysedMessage& analysed, Rejection rejection, Decided& decided) const;
  [[nodiscard]] std::optional<Rejection> too_large(const AnalysedMessage& analysed,
                                                   const Decided& decided) const;
  [[nodiscard]] std::size_t most_bytes(const std::string& topic) const;
  void judge_article(const AnalysedMessage& analysed, Decided& decided) const;
  // desk_override.cc
  std::optional<Rejection> overrule(const AnalysedMessage& analysed, Decided& decided) const;
  std::optional<Rejection> rule_copy(const Override& said, const Origin& cause,
                                     Decided& decided) const;
  std::optional<Rejection> split(const Override& said, Decided& decided) const;
  std::optional<Rejection> merge(const Override& said, Decided& decided) const;
  std::optional<Rejection> unify(const Override& said, Decided& decided) const;
  [[nodiscard]] Result<const RememberedArticle*, Rejection> overruled_item(
      const std::string& uri, const DeskClock& clock) const;
  [[nodiscard]] std::vector<std::uint64_t> reached(const std::string& uri) const;
  [[nodiscard]] bool leads_to(const RememberedArticle& article, const std::string& uri) const;
  void keep_ruling(const std::string& uri, const Ruling& ruling, bool turned,
                   Decided& decided) const;
  void turn(const RememberedArticle& item, Verdict verdict, const Origin& cause,
            Decided& decided) const;
  void set_free(const RememberedArticle& item, const Ruling& ruling, const Origin& cause,
                Decided& decided) const;
  void send_with_story(const RememberedArticle& item, const Override& said,
                       const RememberedStory& story, Decided& decided) const;
  [[nodiscard]] const Ruling* ruled_apart(const Judgement& judgement,
                                          const RememberedArticle& candidate) const;
  bool settle_as_ruled(Judgement& judgement) const;
  [[nodiscard]] const std::string& source_name(const std::string& source) const;
  [[nodiscard]] bool same_source(const std::string& left, const std::string& right) const;
  [[nodiscard]] std::optional<int> rank_of(const std::string& source) const;
  // desk_furniture.cc
  void discount_furniture(const Analysis& analysis, Judgement& judgement) const;
  void learn_lines(const Analysis& analysis, const Judgement& judgement, JournalEntry& entry) const;
  // desk_identity.cc
  void judge_kill(const AnalysedMessage& analysed, Decided& decided) const;
  void find_identity(const Analysis& analysis, Judgement& judgement) const;
  [[nodiscard]] const RememberedArticle* find_item(const Analysis& analysis,
                                                   const Judgement& judgement) const;
  // desk_copy.cc
  void find_copy(const Analysis& analysis, Judgement& judgement) const;
  [[nodiscard]] bool is_comparable(const Analysis& analysis, const Judgement& judgement,
                                   const RememberedArticle& candidate,
                                   const dedup::Comparison& comparison) const;
  [[nodiscard]] bool names_same_source(const Analysis& analysis,
                                       const RememberedArticle& candidate) const;
  [[nodiscard]] bool is_of_another_day(const Analysis& analysis,
                                       const RememberedArticle& candidate) const;
  [[nodiscard]] bool is_correction(const Analysis& analysis, const Judgement& judgement,
                                   const RememberedArticle& candidate,
                                   const dedup::Comparison& comparison) const;
  void weigh(const Analysis& analysis, std::uint64_t number, Judgement& judgement) const;
  [[nodiscard]] std::optional<std::uint64_t> nearest_story(const Analysis& analysis,
                                                           Judgement& judgement) const;
  void name_contained(const RememberedArticle& flash, Judgement& judgement) const;
  void find_contained(const Analysis& analysis, Judgement& judgement) const;
  void settle_copy(const Analysis& analysis, Judgement& judgement) const;
  [[nodiscard]] bool credits(const RememberedArticle& article, const std::string& source) const;
  [[nodiscard]] bool is_late_original(const Analysis& analysis, Timestamp arrived,
                                      const RememberedArticle& earlier) const;
  [[nodiscard]] const RememberedArticle* earlier_copy(const Analysis& analysis,
                                                      const Judgement& judgement) const;
  [[nodiscard]] std::vector<const RememberedArticle*> way_to_root(
      const RememberedArticle& article) const;
  [[nodiscard]] VersionReference root_of(const RememberedArticle& article) const;
  [[nodiscard]] const RememberedArticle* open_item(const Analysis& analysis,
                                                   const Judgement& judgement,
                                                   const RememberedArticle& matched) const;
  [[nodiscard]] const RememberedArticle* updated_item(const Analysis& analysis,
                                                      const Judgement& judgement) const;
  [[nodiscard]] Canonical canonical_of(const Analysis& analysis, const Judgement& judgement) const;
  void supersede(const Analysis& analysis, const Judgement& judgement, const Origin& origin,
                 Decided& decided) const;
  [[nodiscard]] Reissue send_again(const RememberedArticle& earlier, Verdict verdict) const;
  [[nodiscard]] Kind kind_of(const Judgement& judgement) const;
  void choose_topics(const Analysis& analysis, const Judgement& judgement,
                     Decision& decision) const;
  void choose_story(const Analysis& analysis, Judgement& judgement, Decided& decided) const;
  [[nodiscard]] RememberedArticle remember(const Analysis& analysis, const Origin& origin,
                                           const Judgement& judgement,
                                           const Decision& decision) const;
  void forget_old(Decided& decided) const;
  void carry(Decided& decided);
  [[nodiscard]] std::optional<JournalEntry> next_carry() const;

  [[nodiscard]] bool killed(std::string_view uri) const;
  /// Out of the window at that time, though not forgotten yet: it counts for nothing.
  [[nodiscard]] bool outdated(const RememberedArticle& article, const DeskClock& clock) const;
  static Result<void> check_state(const JournalEntry& entry);
  void set(const ArticleChange& change);
  void set_back(Timestamp now);
  void carry_position(const JournalEntry& entry);

  DeskOptions options_;  ///< how is decided; nothing that is applied asks them

  ArticleStore articles_;  ///< what `memory_bytes` bounds; stories have a budget of their own
  stories::StoryIndex stories_;
  dedup::LineMemory lines_;
  std::map<std::string, std::string> same_sources_;  ///< by people; no value is a key

  DeskClock clock_;
  Ledger ledger_;
  std::uint64_t next_number_ = 1;
  std::uint64_t next_sequence_ = 0;
  std::vector<Position> positions_;
  std::string settings_;
  SettingsInForce in_force_;

  // Where the round of carrying stands: what the last carried entry was.
  bool from_start_ = false;
  bool round_open_ = false;
  bool round_complete_ = false;
  std::uint64_t round_limit_ = 0;  ///< articles and stories from this number on need no carrying
  std::uint32_t carried_pages_ = 0;
  std::uint64_t carried_story_ = 0;
  std::uint64_t carried_article_ = 0;
  std::uint64_t carried_source_ = 0;
};

}  // namespace copytaster
