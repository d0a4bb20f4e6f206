#include "pipeline/codec/journal_codec.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>
#include <utility>

namespace copytaster::codec {
namespace {

constexpr std::uint8_t kFormatVersion = 10;
constexpr std::uint8_t kOldestVersion = 6;  // what it lacks stays as a Desk begins
// What came after that, and since when it is there.
constexpr std::uint8_t kFigures = 7;
constexpr std::uint8_t kOverrides = 8;
constexpr std::uint8_t kWholeSettings = 9;
constexpr std::uint8_t kOutlines = 10;
static_assert(std::endian::native == std::endian::little,
              "fields are copied as they lie in memory");

/// Appends fields. Same calls as Reader, so that one list of fields serves both directions.
class Writer {
 public:
  template <typename T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void field(const T& value) {
    char raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));
    bytes.append(raw, sizeof(T));
  }
  void field(const std::string& value) {
    field(static_cast<std::uint32_t>(value.size()));
    bytes += value;
  }
  template <typename T, typename Each>
  void list(const std::vector<T>& values, Each each) {
    field(static_cast<std::uint32_t>(values.size()));
    for (const auto& value : values) each(*this, value);
  }
  template <typename T, typename Each>
  void optional(const std::optional<T>& value, Each each) {
    field(static_cast<std::uint8_t>(value.has_value()));
    if (value) each(*this, *value);
  }

  [[nodiscard]] static bool has(std::uint8_t /*version*/) { return true; }

  std::string bytes;
};

/// Reads the same fields; after the first one that does not fit every further one is skipped.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void field(T& value) {
    if (!take(sizeof(T))) return;
    std::memcpy(&value, bytes_.data() + at_ - sizeof(T), sizeof(T));
  }
  void field(bool& value) {
    std::uint8_t byte = 0;
    field(byte);
    value = byte != 0;
    if (byte > 1) failed_ = true;
  }
  void field(std::string& value) {
    std::uint32_t size = 0;
    field(size);
    if (take(size)) value.assign(bytes_.substr(at_ - size, size));
  }
  template <typename T, typename Each>
  void list(std::vector<T>& values, Each each) {
    std::uint32_t size = 0;
    field(size);
    if (failed_ || size > bytes_.size() - at_) {
      failed_ = true;
      return;
    }
    values.resize(size);
    for (auto& value : values) each(*this, value);
  }
  template <typename T, typename Each>
  void optional(std::optional<T>& value, Each each) {
    bool present = false;
    field(present);
    if (present && !failed_) each(*this, value.emplace());
  }
  void fail() { failed_ = true; }
  /// Whether the entry's format has what came with this version; asked once its own is read.
  [[nodiscard]] bool has(std::uint8_t version) const { return version_ >= version; }
  void set_version(std::uint8_t version) { version_ = version; }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  bool take(std::size_t size) {
    if (failed_ || size > bytes_.size() - at_) {
      failed_ = true;
      return false;
    }
    at_ += size;
    return true;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::uint8_t version_ = 0;
  bool failed_ = false;
};

// Each function names the fields of one struct, once, for both directions.

constexpr auto kPlain = [](auto& archive, auto& value) { archive.field(value); };
constexpr auto kTime = [](auto& archive, auto& time) { archive.field(time.milliseconds); };

constexpr auto kOffset = [](auto& archive, auto& offset) {
  std::int64_t value = offset.value();
  archive.field(value);
  if constexpr (!std::is_const_v<std::remove_reference_t<decltype(offset)>>) offset = Offset(value);
};

constexpr auto kOrigin = [](auto& archive, auto& origin) {
  archive.field(origin.topic);
  archive.field(origin.partition);
  kOffset(archive, origin.offset);
  kTime(archive, origin.timestamp);
};

constexpr auto kReference = [](auto& archive, auto& reference) {
  archive.field(reference.uri);
  archive.field(reference.version);
  kOrigin(archive, reference.origin);
};

constexpr auto kSketch = [](auto& archive, auto& sketch) {
  archive.list(sketch.hashes, kPlain);
  archive.field(sketch.threshold);
  archive.field(sketch.population);
};

constexpr auto kFingerprint = [](auto& archive, auto& print) {
  archive.field(print.content);
  archive.field(print.headline);
  archive.field(print.words);
  kSketch(archive, print.skeleton);
  kSketch(archive, print.word_grams);
  kSketch(archive, print.numbers);
  kSketch(archive, print.names);
  if (archive.has(kFigures)) kSketch(archive, print.figures);
  if (!archive.has(kOutlines)) return;
  archive.list(print.outline.terms, kPlain);
  archive.field(print.outline.threshold);
};

constexpr auto kRuling = [](auto& archive, auto& ruling) {
  archive.field(ruling.type);
  archive.field(ruling.of);
  archive.field(ruling.copy);
  archive.field(ruling.by);
  archive.field(ruling.why);
};
constexpr auto kRulings = [](auto& archive, auto& rulings) { archive.list(rulings, kRuling); };

constexpr auto kSameSource = [](auto& archive, auto& same) {
  archive.field(same.source);
  archive.field(same.same_as);
};

constexpr auto kArticle = [](auto& archive, auto& article) {
  archive.field(article.number);
  archive.field(article.uri);
  archive.field(article.source);
  archive.field(article.url_key);
  kOrigin(archive, article.origin);
  archive.field(article.version);
  archive.field(article.own_version);
  archive.optional(article.updated_at, kTime);
  archive.optional(article.published_at, kTime);
  kTime(archive, article.first_created);
  kTime(archive, article.version_created);
  kTime(archive, article.first_seen);
  kTime(archive, article.last_matched);
  archive.field(article.metadata);
  archive.field(article.status);
  archive.field(article.kind);
  archive.field(article.revisions);
  archive.optional(article.root, kReference);
  archive.field(article.credit);
  archive.field(article.story);
  archive.list(article.topics, kPlain);
  kFingerprint(archive, article.fingerprint);
  if (archive.has(kOverrides)) kRulings(archive, article.rulings);
};

constexpr auto kChange = [](auto& archive, auto& change) {
  archive.field(change.number);
  archive.field(change.kind);
  archive.optional(change.root, kReference);
  archive.list(change.topics, kPlain);
  if (!archive.has(kOverrides)) return;
  archive.optional(change.story, kPlain);
  archive.optional(change.rulings, kRulings);
};

constexpr auto kTerm = [](auto& archive, auto& term) {
  archive.field(term.hash);
  archive.field(term.weight);
};

constexpr auto kStory = [](auto& archive, auto& story) {
  archive.field(story.id);
  archive.field(story.articles);
  kTime(archive, story.first_seen);
  kTime(archive, story.last_seen);
  archive.list(story.sources, kPlain);
  archive.list(story.centroid, kTerm);
  archive.field(story.title);
  if (archive.has(kOverrides)) archive.list(story.merged, kPlain);
};

constexpr auto kPage = [](auto& archive, auto& page) {
  archive.field(page.index);
  archive.list(page.counts, kPlain);
};

constexpr auto kSourceLines = [](auto& archive, auto& source) {
  archive.field(source.source);
  archive.field(source.articles);
  archive.field(source.taught);
  archive.list(source.lines, [](auto& each, auto& line) {
    each.field(line.hash);
    each.field(line.last);
    each.field(line.count);
  });
};

/// The lines that changed were all had by the same, the latest article.
constexpr auto kLineChange = [](auto& archive, auto& change) {
  archive.field(change.set.source);
  archive.field(change.set.articles);
  archive.field(change.set.taught);
  archive.list(change.set.lines, [&](auto& each, auto& line) {
    each.field(line.hash);
    each.field(line.count);
    if constexpr (!std::is_const_v<std::remove_reference_t<decltype(line)>>)
      line.last = change.set.articles;
  });
  archive.list(change.dropped, kPlain);
};

constexpr auto kLedger = [](auto& archive, auto& ledger) {
  archive.field(ledger.in);
  archive.field(ledger.fresh);
  archive.field(ledger.copies);
  archive.field(ledger.updates);
  archive.field(ledger.stale);
  archive.field(ledger.kills);
  archive.field(ledger.dead_letters);
  if (archive.has(kOverrides)) archive.field(ledger.overrides);
};

constexpr auto kOutput = [](auto& archive, auto& output) {
  archive.field(output.topic);
  archive.field(output.hash);
};

constexpr auto kPosition = [](auto& archive, auto& position) {
  archive.field(position.topic);
  archive.field(position.partition);
  kOffset(archive, position.next);
  kTime(archive, position.last_timestamp);
  archive.field(position.topic_id);
};

constexpr auto kGap = [](auto& archive, auto& gap) {
  archive.field(gap.topic);
  archive.field(gap.topic_id);
  archive.field(gap.partition);
  kOffset(archive, gap.from);
  kOffset(archive, gap.to);
};

constexpr auto kInForce = [](auto& archive, auto& settings) {
  archive.field(settings.hash);
  archive.field(settings.program);
  archive.field(settings.entities);
  archive.field(settings.topics);
  archive.field(settings.text);
};

constexpr auto kEntry = [](auto& archive, auto& entry) {
  archive.field(entry.type);
  archive.field(entry.sequence);
  if (entry.type == EntryType::kSettings) {
    archive.optional(entry.in_force, kInForce);
    return;
  }
  if (entry.type == EntryType::kCommit) {
    archive.list(entry.positions, kPosition);
    archive.field(entry.settings);
    archive.list(entry.gaps, kGap);
    return;
  }
  kTime(archive, entry.clock.now);
  archive.field(entry.clock.heard);
  archive.field(entry.clock.agreed);
  archive.field(entry.clock.ahead);
  kTime(archive, entry.clock.earliest_claim);
  kLedger(archive, entry.ledger);
  archive.field(entry.next_number);
  archive.optional(entry.article, kArticle);
  archive.optional(entry.story, kStory);
  archive.optional(entry.frequencies, kPage);
  archive.list(entry.forgotten_articles, kPlain);
  archive.list(entry.forgotten_stories, kPlain);
  archive.list(entry.forgotten_sources, kPlain);
  if (archive.has(kOverrides)) archive.list(entry.same_sources, kSameSource);
  if (entry.type == EntryType::kCarry) {
    archive.optional(entry.source_lines, kSourceLines);
    archive.field(entry.carry_begins);
    archive.field(entry.carry_ends);
    if (archive.has(kWholeSettings)) archive.optional(entry.in_force, kInForce);
    return;
  }
  kOrigin(archive, entry.origin);
  archive.field(entry.uri);
  archive.field(entry.outcome);
  archive.list(entry.matched, kPlain);
  archive.list(entry.changes, kChange);
  archive.list(entry.learned_terms, kPlain);
  archive.optional(entry.lines_changed, kLineChange);
  if (archive.has(kOverrides)) archive.list(entry.split_stories, kStory);
  archive.list(entry.outputs, kOutput);
};

bool enums_in_range(const std::vector<Ruling>& rulings) {
  return std::all_of(rulings.begin(), rulings.end(), [](const Ruling& each) {
    return each.type <= OverrideType::kSplit && each.copy <= CopyKind::kExcerpt;
  });
}

bool enums_in_range(const JournalEntry& entry, std::uint8_t version) {
  if (entry.type > (version < kWholeSettings ? EntryType::kCommit : EntryType::kSettings))
    return false;
  for (const auto& change : entry.changes) {
    if (change.kind > Kind::kNew || (change.rulings && !enums_in_range(*change.rulings)))
      return false;
  }
  return !entry.article ||
         (entry.article->status <= PubStatus::kCanceled && entry.article->kind <= Kind::kNew &&
          enums_in_range(entry.article->rulings));
}

}  // namespace

std::string encode(const JournalEntry& entry) {
  Writer writer;
  writer.field(kFormatVersion);
  kEntry(writer, entry);
  return std::move(writer.bytes);
}

bool is_newer(std::string_view bytes) {
  return !bytes.empty() && static_cast<std::uint8_t>(bytes.front()) > kFormatVersion;
}

Result<JournalEntry> decode(std::string_view bytes) {
  Reader reader(bytes);
  std::uint8_t version = 0;
  reader.field(version);
  if (is_newer(bytes)) {
    return Error<std::string>(
        fmt::format("journal format {} is newer than {}, the newest this program knows: upgrade it",
                    version, kFormatVersion));
  }
  JournalEntry entry;
  reader.set_version(version);
  kEntry(reader, entry);
  if (version < kOldestVersion || reader.failed() || !reader.at_end() ||
      !enums_in_range(entry, version)) {
    return Error<std::string>(
        fmt::format("damaged entry of {} bytes, at byte {}", bytes.size(), reader.at()));
  }
  return entry;
}

}  // namespace copytaster::codec
