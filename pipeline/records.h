#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/override.h"

/// The nouns of the pipeline, in the order in which an article becomes each of them:
/// Message → Article → Analysis → Verdict → Decision → OutputRecord. Plain values: copyable,
/// comparable by their fields, owned by whoever holds them, safe to hand between threads.
namespace copytaster {

/// Milliseconds since the Unix epoch, UTC. Always from a message, never from this machine's clock.
struct Timestamp {
  std::int64_t milliseconds = 0;
  auto operator<=>(const Timestamp&) const = default;
};

/// A position in a partition. A position to go on from is the last one read plus one: `next()`.
class Offset {
 public:
  constexpr Offset() = default;
  constexpr explicit Offset(std::int64_t value) : value_(value) {}
  [[nodiscard]] constexpr std::int64_t value() const { return value_; }
  [[nodiscard]] constexpr Offset next() const { return Offset(value_ + 1); }
  auto operator<=>(const Offset&) const = default;

 private:
  std::int64_t value_ = 0;
};

/// Where a message stands in the input, and when it was appended there.
struct Origin {
  std::string topic;
  std::int32_t partition = 0;
  Offset offset;
  Timestamp timestamp;
  bool operator==(const Origin&) const = default;
};

struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

/// What is known of a value that nobody holds.
struct Unheld {
  std::uint64_t bytes = 0;
  std::uint64_t xxh3 = 0;  ///< hash64 of them all
};

/// One raw input record, untouched. No value at all is a tombstone: a kill of the item named by the
/// key.
struct Message {
  Origin origin;
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::vector<Header> headers;
  /// The origin's timestamp is that of the message before: this one has none of its own, or one
  /// that can't be read. It says nothing about the time.
  bool timestamp_inherited = false;
  bool timestamp_unreadable = false;  ///< one that can't be read
  /// Set where the value is longer than its transport holds: `value` is "", and the message becomes
  /// a dead letter that names it.
  std::optional<Unheld> unheld;
};

/// Half-open range in Unicode code points of the value sent out.
struct CodePointRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  auto operator<=>(const CodePointRange&) const = default;
};

enum class PubStatus : std::uint8_t { kUsable, kWithheld, kCanceled };

/// An article as it was given: fields read and checked, nothing derived but the identity.
struct Article {
  std::string uri;     ///< identity as sent out: the id if that is global, else PREFIX:SOURCE:ID
  std::string source;  ///< as given, else the publisher its page names, else the input topic
  bool source_given = false;  ///< the identity is made of the source if so, else of the topic
  std::string url;            ///< as given; empty when absent
  std::string url_key;        ///< normalised; empty when it names no single page
  std::string title;
  std::string body;      ///< plain or scraped text, or markup
  std::string html;      ///< a whole page; used where `body` is empty
  std::string language;  ///< BCP 47 as declared; empty when absent
  std::string version;   ///< the item's own version as declared; empty when absent
  std::optional<Timestamp> published_at;
  std::optional<Timestamp> updated_at;
  std::optional<Timestamp> embargoed_until;
  PubStatus status = PubStatus::kUsable;
  std::optional<int> urgency;  ///< 1 (most urgent) to 9
  std::vector<std::string> authors;
  std::string section;
  std::string image;
  std::string encoding;  ///< of the message where it was not UTF-8 ("windows-1252"); else empty
  bool encoding_declared = false;  ///< somebody said so; else its bytes did
  /// Known ninjs properties that we don't derive, by name, each as JSON text, passed through.
  std::map<std::string, std::string> passthrough;
  /// Further items of the ninjs lists that we begin ourselves (`headlines`, …), by the list's name:
  /// JSON texts, commas between them.
  std::map<std::string, std::string> further;
  /// JSON object text of the fields that are not mapped; "{}" when there are none.
  std::string source_fields = "{}";
  /// Input headers to carry on to the output (traceparent among them).
  std::vector<Header> headers;
};

/// Why a message became a dead letter. `code` is stable and machine-readable ("invalid_json"),
/// `stage` is "read", "analyse", "decide", "encode" or "commit", `message` says what is wrong and
/// where, for a person.
struct Rejection {
  std::string stage;
  std::string code;
  std::string message;
  /// The dead letter names the original by its coordinates, length and checksum, and holds none of
  /// it: the dead letters refused it.
  bool named_only = false;
};

/// A bottom-k style sample of a set of hashes: all distinct hashes ≤ `threshold`, ascending.
struct Sketch {
  std::vector<std::uint32_t> hashes;
  std::uint32_t threshold = 0xffffffffU;  ///< 0xffffffff: the sample is the whole set
  std::uint32_t population = 0;           ///< distinct hashes of the whole text
  bool operator==(const Sketch&) const = default;
};

/// A sample of a text's terms, distinct, in the order in which they first stand in its beginning:
/// all that are ≤ `threshold`; see pipeline/dedup/outline.h.
struct Outline {
  static constexpr std::size_t kMost = 64;  ///< terms
  std::vector<std::uint16_t> terms;
  std::uint16_t threshold = 0xffff;  ///< 0xffff: the sample is the whole set
  bool operator==(const Outline&) const = default;
};

/// A line or paragraph of a body, as far as the Desk asks: whether its source says it again and
/// again.
struct TextLine {
  std::uint32_t hash = 0;        ///< of its words, case folded
  std::uint32_t first_word = 0;  ///< where its words begin among those of the text
  std::uint32_t words = 0;       ///< 1 or more
  CodePointRange at;             ///< in the body
  bool operator==(const TextLine&) const = default;
};

/// The words that a fingerprint is made of, kept so that it can be made again without some lines.
struct TextWords {
  std::vector<std::uint32_t> hashes;  ///< token hashes outside masked ranges, in order
  std::vector<std::uint8_t> kinds;    ///< of each word: see pipeline/dedup/fingerprint.cc
  std::vector<TextLine> lines;        ///< of the body, in order; at most dedup::kMostLines
  std::uint64_t content = 0;          ///< text::content_hash of the whole
};

/// What dedup remembers of a text. See pipeline/dedup/fingerprint.h for how it is made.
struct Fingerprint {
  std::uint64_t content = 0;   ///< hash of all letters and digits of the body, learned furniture
                               ///< included: equal means `exact`; 0: no words
  std::uint64_t headline = 0;  ///< hash of the normalised headline
  std::uint32_t words = 0;     ///< words outside masked ranges and learned furniture
  Sketch skeleton;             ///< 4-grams of function words, names and numbers; 32 bits
  Sketch word_grams;           ///< word 3-grams; 24 bits
  Sketch
      numbers;  ///< the distinct numbers of the text, 24 bits: tells other reports from spun copies
  Sketch names;    ///< the distinct capitalised words, 24 bits: tells form letters from spun copies
  Sketch figures;  ///< 24 bits for the words round a figure, 8 for the figure: tells templates
  Outline outline;  ///< names, numbers and telling words in order: tells rewrites
  bool operator==(const Fingerprint&) const = default;
};

/// A term of the sparse vector by which stories are compared.
struct StoryTerm {
  std::uint32_t hash = 0;    ///< 24 bits
  std::uint16_t weight = 0;  ///< term frequency, damped and scaled; 1 to 65535
  bool operator==(const StoryTerm&) const = default;
};

enum class EntityType : std::uint8_t { kPerson, kOrganisation, kPlace };

struct Entity {
  EntityType type = EntityType::kPerson;
  std::string name;
  std::string uri;       ///< empty when not linked
  std::string evidence;  ///< what made it an entity, for `explain`: "lexicon places", "title Mr", …
  bool about = false;    ///< what the article is about, else merely mentioned
  double relevance = 0;                     ///< 0 to 1
  std::vector<CodePointRange> mentions;     ///< in the body, ascending
  std::vector<CodePointRange> in_headline;  ///< in the headline, ascending
};

struct Quote {
  std::string text;
  std::string speaker;  ///< empty when unknown
  std::string verb;     ///< empty when unknown
  CodePointRange at;    ///< in the body, quotation marks excluded
};

struct Subject {
  std::string name;
  std::string uri;       ///< IPTC Media Topic
  int confidence = 0;    ///< 1 to 100
  std::string evidence;  ///< the most telling words, for `explain`
};

/// Everything that one message says by itself. A pure function of the message, the settings and the
/// models.
struct Analysis {
  Article article;
  std::string headline;  ///< exactly as sent out, UTF-8, NFC
  std::string body;      ///< exactly as sent out, UTF-8, NFC
  std::string language;  ///< BCP 47; "und" when unsure
  std::string located;   ///< from the dateline; empty when there is none
  std::string by;        ///< from authors or the byline; empty when there is none
  std::string credit;    ///< agency named by a credit line ("Reuters"); empty when there is none
  std::string slugline;  ///< of wire copy, from the text; empty when there is none
  std::string ed_note;   ///< notes to editors that stand in the text, a line each
  std::vector<std::string> repaired;  ///< what was mended of its characters: "mojibake", …
  std::uint32_t word_count = 0;
  std::map<std::string, std::vector<CodePointRange>>
      ranges;                             ///< by kind: "dateline", "furniture", …
  std::vector<CodePointRange> sentences;  ///< of the body, in order, apart
  TextWords words;
  Fingerprint fingerprint;  ///< of all these words: what the source repeats only the Desk knows
  Fingerprint lead;        ///< of the beginning, unsampled, to find the flash in it; not remembered
  bool live_blog = false;  ///< structured data says so
  std::uint64_t metadata =
      0;  ///< hash of headline, status and embargo: what makes a resend a revision
  bool update_marker = false;          ///< the headline says UPDATE, LEAD, CORRECTED, …
  std::vector<StoryTerm> story_terms;  ///< ascending by hash
  std::vector<Entity> entities;
  std::vector<Quote> quotes;
  std::vector<Subject> subjects;
};

/// A message after analysis: exactly one of analysis, ruled and rejection is there. The message is
/// kept for the dead letter and for the origin.
struct AnalysedMessage {
  Message message;
  std::optional<Analysis> analysis;
  std::optional<Rejection> rejection;
  std::optional<Override> ruled = {};  ///< of the overrides topic
};

/// A remembered version of an item, as named in records.
struct VersionReference {
  std::string uri;
  std::uint32_t version = 0;
  Origin origin;
  bool operator==(const VersionReference&) const = default;
};

struct Evidence {
  double skeleton = 0;     ///< estimated Jaccard of the skeletons
  double words = 0;        ///< estimated Jaccard of the word 3-grams
  double containment = 0;  ///< estimated share of the arriving text that stands in the matched one
  double order =
      0;  ///< estimated share of the terms of either outline that both have, in one order
};

/// Who had a text first, as far as can be told: a hint.
struct Canonical {
  std::string uri;  ///< empty where that item is not remembered
  std::string source;
  std::string why;  ///< "credit", "rank", "published" or "arrived"
};

struct Verdict {
  Kind kind = Kind::kNew;
  Identity identity = Identity::kFirst;
  CopyKind copy = CopyKind::kNone;
  std::optional<VersionReference> of;
  std::optional<VersionReference> matched;
  double score = 0;  ///< 0 to 1
  Evidence evidence;
  double novelty = 1;
  std::vector<std::string> contains;  ///< uris of earlier, shorter items that stand in this one
  std::vector<std::string> changed;   ///< for a revision: "body", "headline", "status", "embargo"
  bool of_killed = false;
  std::optional<Canonical> canonical = {};  ///< for a copy that the program found
  std::optional<Ruling> overruled = {};     ///< a person's word that it rests on
};

struct StoryReference {
  std::uint64_t id = 0;
  std::uint32_t articles = 0;
  std::uint32_t independent_sources = 0;
};

/// What the Desk decided about one analysed message; with the analysis, all that a record is made
/// of.
struct Decision {
  Verdict verdict;
  std::uint32_t version = 1;
  Timestamp first_created;
  Timestamp version_created;
  std::optional<VersionReference> supersedes;
  StoryReference story;
  std::vector<CodePointRange> furniture;  ///< lines of the body that its source repeats, ascending
  std::vector<std::string> topics;        ///< where the record goes, in order, without repeats
  std::vector<std::string> routed_out;    ///< those of `topics` that it no longer matches
};

/// What a later message changes about an earlier verdict; goes to `verdicts`.
struct VerdictRevision {
  VersionReference earlier;
  std::optional<VersionReference> was_copy_of;
  std::optional<VersionReference> now_copy_of;
  Kind old_kind = Kind::kNew;
  Kind new_kind = Kind::kNear;
  std::string why;
  std::string by;  ///< the person who said so; empty: found by the program
  Origin cause;    ///< of the message that changed it
};

/// One record for one downstream topic. No timestamp: the log gives one.
struct OutputRecord {
  std::string topic;
  std::optional<std::string> key;  ///< none is told apart from an empty one
  std::string value;
  std::vector<Header> headers;
};

/// What limits on the size of a record count: key, value, names and values of headers with the two
/// lengths before them, in bytes.
[[nodiscard]] std::size_t record_bytes(const OutputRecord& record);

/// Where to go on reading: the first offset of a partition that no committed transaction covers.
struct Position {
  std::string topic;
  std::int32_t partition = 0;
  Offset next;
  Timestamp
      last_timestamp;  ///< of the message before `next`; sources that infer time go on from it
  std::string topic_id = {};  ///< of the log that `next` counts in, where logs have ids; else empty
  bool operator==(const Position&) const = default;
};

/// Messages that were gone before they could be read: offsets `from` up to, not including, `to`.
struct Gap {
  std::string topic;
  std::string topic_id;
  std::int32_t partition = 0;
  Offset from;
  Offset to;
  bool operator==(const Gap&) const = default;
};

[[nodiscard]] std::string_view name(EntityType type);
[[nodiscard]] std::string_view name(PubStatus status);

}  // namespace copytaster
