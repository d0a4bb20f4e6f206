#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/desk_clock.h"
#include "pipeline/records.h"

/// What the journal holds: outcomes, never inputs to a recomputation. Folding the entries in order
/// into an empty Desk gives the Desk that wrote them. Encoded by pipeline/codec/journal_codec.
namespace copytaster {

/// One version of an item as the Desk remembers it: everything that later decisions may ask.
struct RememberedArticle {
  std::uint64_t number = 0;  ///< decision number, unique, ascending in arrival order
  std::string uri;
  std::string source;
  std::string url_key;
  Origin origin;
  std::uint32_t version = 1;            ///< as published
  std::string own_version;              ///< the item's own version field; empty when it has none
  std::optional<Timestamp> updated_at;  ///< the item's own times, as given
  std::optional<Timestamp> published_at;
  Timestamp first_created;
  Timestamp version_created;
  Timestamp first_seen;    ///< Desk time of arrival
  Timestamp last_matched;  ///< Desk time of the latest arrival that matched it
  std::uint64_t metadata = 0;
  PubStatus status = PubStatus::kUsable;  ///< kCanceled: a stub, whose text only marks later copies
  Kind kind = Kind::kNew;
  std::uint32_t revisions = 0;           ///< growing versions of this item in a row
  std::optional<VersionReference> root;  ///< what it is a copy of; absent for an original
  std::string credit;
  std::uint64_t story = 0;
  std::vector<std::string> topics;  ///< every topic that this uri ever went to
  Fingerprint fingerprint;
  std::vector<Ruling> rulings;  ///< what people said about the item, from the earliest on, bounded
  bool operator==(const RememberedArticle&) const = default;
};

/// What an arrival changes about an article remembered before it.
struct ArticleChange {
  std::uint64_t number = 0;
  Kind kind = Kind::kNew;
  std::optional<VersionReference> root;
  std::vector<std::string> topics;
  std::optional<std::uint64_t> story = {};          ///< absent: as before
  std::optional<std::vector<Ruling>> rulings = {};  ///< absent: as before
  bool operator==(const ArticleChange&) const = default;
};

/// One story as the Desk remembers it.
struct RememberedStory {
  std::uint64_t id = 0;
  std::uint32_t articles = 0;
  Timestamp first_seen;
  Timestamp last_seen;
  std::vector<std::uint64_t> sources;  ///< hashes of the independent sources, ascending, bounded
  std::vector<StoryTerm> centroid;     ///< ascending by hash, bounded
  std::string title;                   ///< headline of its first article
  std::vector<std::uint64_t> merged = {};  ///< ids of stories that people merged into it, bounded
  bool operator==(const RememberedStory&) const = default;
};

/// One page of the document frequencies by which story terms are weighted.
struct FrequencyPage {
  std::uint32_t index = 0;
  std::vector<std::uint32_t> counts;
  bool operator==(const FrequencyPage&) const = default;
};

/// What the Desk knows of one line of a source's texts.
struct LineMark {
  std::uint32_t hash = 0;
  std::uint16_t last = 0;  ///< of the source's articles the one, by `articles`, that had it last
  std::uint8_t count = 0;  ///< articles that had it, 1 to 255; more stay at this number
  bool operator==(const LineMark&) const = default;
};

/// The lines of one source that may turn out to be its furniture; see pipeline/dedup/line_memory.h.
struct SourceLines {
  std::uint64_t source = 0;     ///< hash of its name, never 0
  std::uint16_t articles = 0;   ///< that were counted, modulo 2^16
  std::uint64_t taught = 0;     ///< decision number of the latest of them
  std::vector<LineMark> lines;  ///< strictly ascending by hash, bounded
  bool operator==(const SourceLines&) const = default;
};

/// What one article changes about the lines of its source.
struct LineChange {
  SourceLines set;                     ///< after it: its own lines alone
  std::vector<std::uint32_t> dropped;  ///< hashes of lines no longer remembered
  bool operator==(const LineChange&) const = default;
};

/// in = new + copies + updates + stale + kills + dead_letters + overrides, always.
struct Ledger {
  std::uint64_t in = 0;
  std::uint64_t fresh = 0;  ///< kind `new`
  std::uint64_t copies = 0;
  std::uint64_t updates = 0;
  std::uint64_t stale = 0;
  std::uint64_t kills = 0;
  std::uint64_t dead_letters = 0;
  std::uint64_t overrides = 0;  ///< what people said, and was done
  bool operator==(const Ledger&) const = default;
};

struct OutputHash {
  std::string topic;
  std::uint64_t hash = 0;  ///< hash64 of the record's value
  bool operator==(const OutputHash&) const = default;
};

/// All that decides what becomes of a message beside the messages themselves, so that whoever reads
/// the journal can decide again as it was decided. Nothing here is read by a fold.
struct SettingsInForce {
  std::string hash;      ///< of those that change records, as in their made_by
  std::string program;   ///< its version
  std::string entities;  ///< version of the lexicons and, where there is one, of the model
  std::string topics;    ///< version of the topics
  std::string text;      ///< the settings themselves, as YAML; pipeline/ never reads it
  bool operator==(const SettingsInForce&) const = default;
};

enum class EntryType : std::uint8_t {
  kDecision,  ///< one for every input record: an article, a kill or a rejection
  kCarry,     ///< older state set again, so that the journal's head can be trimmed
  kCommit,    ///< the last entry of every transaction
  kSettings,  ///< the first entry of the first transaction decided under other settings
};

/// One record of the journal. Which fields are set depends on the type; apply sets what is there.
struct JournalEntry {
  EntryType type = EntryType::kDecision;
  std::uint64_t sequence = 0;  ///< 0, 1, 2, …: a gap means that the journal was damaged

  // kDecision and kCarry.
  DeskClock clock;                ///< after this entry
  Ledger ledger;                  ///< after this entry
  std::uint64_t next_number = 0;  ///< after this entry
  std::optional<RememberedArticle> article;
  std::optional<RememberedStory> story;
  std::optional<FrequencyPage> frequencies;
  std::vector<std::uint64_t> forgotten_articles;
  std::vector<std::uint64_t> forgotten_stories;
  std::vector<std::uint64_t> forgotten_sources;  ///< whose lines are no longer remembered
  std::vector<SameSource> same_sources;          ///< carried whole with the beginning of a round

  // kDecision only.
  Origin origin;
  std::string uri;                     ///< empty for a rejection
  std::string outcome;                 ///< the verdict's kind, "rejected:CODE" or "override:TYPE"
  std::vector<std::uint64_t> matched;  ///< articles whose last_matched becomes clock.now
  std::vector<ArticleChange> changes;  ///< an original came second, a resend went to a new topic
  std::vector<std::uint32_t> learned_terms;  ///< hashes whose document frequency grows by one
  std::optional<LineChange> lines_changed;
  std::vector<RememberedStory> split_stories;  ///< as they are without what left them
  std::vector<OutputHash> outputs;

  // kCarry only.
  std::optional<SourceLines> source_lines;  ///< all of one source
  bool carry_begins = false;                ///< a round of carrying begins here…
  bool carry_ends = false;  ///< …and is whole here: everything before its beginning may be trimmed

  // kSettings, and kCarry with the beginning of a round.
  std::optional<SettingsInForce> in_force;

  // kCommit only.
  std::vector<Position> positions;
  std::string settings;   ///< hash of the settings in force, as in records' made_by
  std::vector<Gap> gaps;  ///< input that was lost before it could be read

  bool operator==(const JournalEntry&) const = default;
};

}  // namespace copytaster
