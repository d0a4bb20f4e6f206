#include "pipeline/memory/packed_article.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>

#include "pipeline/memory/allocated.h"
#include "pipeline/memory/byte_stream.h"

namespace copytaster::memory {
namespace {

constexpr std::uint32_t kWhole = 0xffffffffU;  ///< the threshold of a sample that is the whole set

/// How far a uri or URL is like those of its neighbours: up to the last colon of a URN, else up to
/// the first slash that does not belong to "://".
std::size_t common_beginning(std::string_view text) {
  std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    const std::size_t colon = text.rfind(':');
    return colon == std::string_view::npos ? 0 : colon + 1;
  }
  if (text.substr(slash, 2) == "//") slash = text.find('/', slash + 2);
  return slash == std::string_view::npos ? 0 : slash + 1;
}

/// The difference of two times, whatever they are: it wraps, and so does adding it again.
std::int64_t since(Timestamp base, Timestamp time) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(time.milliseconds) -
                                   static_cast<std::uint64_t>(base.milliseconds));
}
Timestamp after(Timestamp base, std::int64_t difference) {
  return {static_cast<std::int64_t>(static_cast<std::uint64_t>(base.milliseconds) +
                                    static_cast<std::uint64_t>(difference))};
}

enum Flag : std::uint8_t {
  kUpdated = 1,
  kPublished = 2,
  kRoot = 4,
  kStatus = 8,  ///< times the status, of two bits
  kRulings = 32,
};
constexpr std::uint8_t kStatusMask = 3;

void write(ByteWriter& writer, const Sketch& sketch) {
  // Nearly always the threshold is the largest hash, or the sample is whole.
  const std::uint32_t last = sketch.hashes.empty() ? 0 : sketch.hashes.back();
  const std::uint8_t form = sketch.threshold == kWhole ? 0 : sketch.threshold == last ? 1 : 2;
  writer.byte(form);
  if (form == 2) writer.unsigned_number(sketch.threshold);
  writer.unsigned_number(sketch.population);
  writer.ascending(sketch.hashes);
}

void read(ByteReader& reader, Sketch& sketch) {
  const std::uint8_t form = reader.byte();
  sketch.threshold = kWhole;
  if (form == 2) sketch.threshold = static_cast<std::uint32_t>(reader.unsigned_number());
  sketch.population = static_cast<std::uint32_t>(reader.unsigned_number());
  reader.ascending(sketch.hashes);
  if (form == 1) sketch.threshold = sketch.hashes.empty() ? 0 : sketch.hashes.back();
}

void write(ByteWriter& writer, const Outline& outline) {
  writer.unsigned_number(outline.threshold);
  writer.unsigned_number(outline.terms.size());
  for (const std::uint16_t term : outline.terms) {
    writer.byte(static_cast<std::uint8_t>(term & 0xffU));
    writer.byte(static_cast<std::uint8_t>(term >> 8U));
  }
}

void read(ByteReader& reader, Outline& outline) {
  outline.threshold = static_cast<std::uint16_t>(reader.unsigned_number());
  outline.terms.resize(reader.unsigned_number());
  for (auto& term : outline.terms) {
    const std::uint8_t low = reader.byte();
    term = static_cast<std::uint16_t>(low | (reader.byte() << 8U));
  }
}

/// Every sample of a fingerprint, in one order.
template <typename Print>
auto sketches_of(Print& print) {
  return std::array{&print.skeleton, &print.word_grams, &print.numbers, &print.names,
                    &print.figures};
}

void write(ByteWriter& writer, const Fingerprint& print) {
  writer.fixed64(print.content);
  writer.fixed64(print.headline);
  writer.unsigned_number(print.words);
  for (const Sketch* sketch : sketches_of(print)) {
    write(writer, *sketch);
  }
  write(writer, print.outline);
}

void read(ByteReader& reader, Fingerprint& print) {
  print.content = reader.fixed64();
  print.headline = reader.fixed64();
  print.words = static_cast<std::uint32_t>(reader.unsigned_number());
  for (Sketch* sketch : sketches_of(print)) {
    read(reader, *sketch);
  }
  read(reader, print.outline);
}

void write(ByteWriter& writer, const std::vector<Ruling>& rulings) {
  writer.unsigned_number(rulings.size());
  for (const auto& ruling : rulings) {
    writer.byte(static_cast<std::uint8_t>(ruling.type));
    writer.byte(static_cast<std::uint8_t>(ruling.copy));
    writer.text(ruling.of);
    writer.text(ruling.by);
    writer.text(ruling.why);
  }
}

void read(ByteReader& reader, std::vector<Ruling>& rulings) {
  rulings.resize(reader.unsigned_number());
  for (auto& ruling : rulings) {
    ruling.type = static_cast<OverrideType>(reader.byte());
    ruling.copy = static_cast<CopyKind>(reader.byte());
    ruling.of = reader.text();
    ruling.by = reader.text();
    ruling.why = reader.text();
  }
}

/// What is a string of the pool.
void write_common(ByteWriter& writer, const RememberedArticle& article) {
  writer.text(std::string_view(article.uri).substr(0, common_beginning(article.uri)));
  writer.text(std::string_view(article.url_key).substr(0, common_beginning(article.url_key)));
  writer.text(article.source);
  writer.text(article.credit);
  writer.text(article.origin.topic);
  writer.text(article.root ? article.root->origin.topic : std::string());
  writer.unsigned_number(article.topics.size());
  for (const auto& topic : article.topics) writer.text(topic);
}

void read_common(ByteReader reader, RememberedArticle& article) {
  article.uri = reader.text();
  article.url_key = reader.text();
  article.source = reader.text();
  article.credit = reader.text();
  article.origin.topic = reader.text();
  const std::string_view root_topic = reader.text();
  if (article.root) article.root->origin.topic = root_topic;
  article.topics.resize(reader.unsigned_number());
  for (auto& topic : article.topics) topic = reader.text();
}

void write_root(ByteWriter& writer, const VersionReference& root, Timestamp base) {
  writer.text(root.uri);
  writer.unsigned_number(root.version);
  writer.signed_number(root.origin.partition);
  writer.signed_number(root.origin.offset.value());
  writer.signed_number(since(base, root.origin.timestamp));
}

void read_root(ByteReader& reader, VersionReference& root, Timestamp base) {
  root.uri = reader.text();
  root.version = static_cast<std::uint32_t>(reader.unsigned_number());
  root.origin.partition = static_cast<std::int32_t>(reader.signed_number());
  root.origin.offset = Offset(reader.signed_number());
  root.origin.timestamp = after(base, reader.signed_number());
}

void write_times(ByteWriter& writer, const RememberedArticle& article) {
  const Timestamp base = article.origin.timestamp;
  writer.signed_number(base.milliseconds);
  if (article.updated_at) writer.signed_number(since(base, *article.updated_at));
  if (article.published_at) writer.signed_number(since(base, *article.published_at));
  writer.signed_number(since(base, article.first_created));
  writer.signed_number(since(base, article.version_created));
  writer.signed_number(since(base, article.first_seen));
}

void read_times(ByteReader& reader, std::uint8_t flags, RememberedArticle& article) {
  const Timestamp base{reader.signed_number()};
  article.origin.timestamp = base;
  article.updated_at.reset();
  article.published_at.reset();
  if ((flags & kUpdated) != 0) article.updated_at = after(base, reader.signed_number());
  if ((flags & kPublished) != 0) article.published_at = after(base, reader.signed_number());
  article.first_created = after(base, reader.signed_number());
  article.version_created = after(base, reader.signed_number());
  article.first_seen = after(base, reader.signed_number());
}

void write_own(ByteWriter& writer, const RememberedArticle& article) {
  const auto status = static_cast<std::uint8_t>(article.status);
  writer.byte(static_cast<std::uint8_t>(
      (article.updated_at ? kUpdated : 0) | (article.published_at ? kPublished : 0) |
      (article.root ? kRoot : 0) | (status * kStatus) | (article.rulings.empty() ? 0 : kRulings)));
  writer.byte(static_cast<std::uint8_t>(article.kind));
  write_times(writer, article);
  writer.signed_number(article.origin.partition);
  writer.signed_number(article.origin.offset.value());
  writer.unsigned_number(article.version);
  writer.unsigned_number(article.revisions);
  writer.signed_number(static_cast<std::int64_t>(article.number - article.story));
  writer.fixed64(article.metadata);
  if (article.root) write_root(writer, *article.root, article.origin.timestamp);
  writer.text(std::string_view(article.uri).substr(common_beginning(article.uri)));
  writer.text(std::string_view(article.url_key).substr(common_beginning(article.url_key)));
  writer.text(article.own_version);
  write(writer, article.fingerprint);
  if (!article.rulings.empty()) write(writer, article.rulings);
}

}  // namespace

PackedArticle::PackedArticle(const RememberedArticle& article, StringPool& pool) {
  ByteWriter writer;
  write_common(writer, article);
  common_ = pool.acquire(writer.bytes());
  writer.clear();
  write_own(writer, article);
  size_ = static_cast<std::uint32_t>(writer.bytes().size());
  bytes_.reset(new char[size_]);
  std::memcpy(bytes_.get(), writer.bytes().data(), size_);
}

void PackedArticle::unpack(std::uint64_t number, const StringPool& pool,
                           RememberedArticle& article) const {
  ByteReader reader({bytes_.get(), size_});
  const std::uint8_t flags = reader.byte();
  article.number = number;
  article.root.reset();
  if ((flags & kRoot) != 0) article.root.emplace();
  read_common(ByteReader(pool.text(common_)), article);
  article.status = static_cast<PubStatus>(flags / kStatus & kStatusMask);
  article.kind = static_cast<Kind>(reader.byte());
  read_times(reader, flags, article);
  article.origin.partition = static_cast<std::int32_t>(reader.signed_number());
  article.origin.offset = Offset(reader.signed_number());
  article.version = static_cast<std::uint32_t>(reader.unsigned_number());
  article.revisions = static_cast<std::uint32_t>(reader.unsigned_number());
  article.story = number - static_cast<std::uint64_t>(reader.signed_number());
  article.metadata = reader.fixed64();
  if (article.root) read_root(reader, *article.root, article.origin.timestamp);
  article.uri += reader.text();
  article.url_key += reader.text();
  article.own_version = reader.text();
  read(reader, article.fingerprint);
  article.rulings.clear();
  if ((flags & kRulings) != 0) read(reader, article.rulings);
}

std::size_t PackedArticle::bytes() const { return sizeof(PackedArticle) + allocated(size_); }

bool can_be_packed(const RememberedArticle& article) {
  const Fingerprint& print = article.fingerprint;
  if (print.outline.terms.size() > Outline::kMost) return false;
  for (const Sketch* sketch : sketches_of(print)) {
    const auto& hashes = sketch->hashes;
    if (std::adjacent_find(hashes.begin(), hashes.end(), std::greater_equal<>()) != hashes.end()) {
      return false;
    }
  }
  return true;
}

}  // namespace copytaster::memory
