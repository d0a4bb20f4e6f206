#include "pipeline/stories/packed_story.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "pipeline/check.h"
#include "pipeline/memory/allocated.h"
#include "pipeline/memory/byte_stream.h"

namespace copytaster::stories {
namespace {

/// The weights of terms that occur once, twice, … (see terms.h): most stories have one article.
constexpr std::array<std::uint16_t, 15> kPlainWeights = {
    1000, 1693, 2098, 2386, 2609, 2791, 2945, 3079, 3197, 3302, 3397, 3484, 3564, 3639, 3708};
constexpr unsigned kHashBytes = 3;
constexpr std::uint8_t kOtherWeight = 15;  ///< the weight itself follows

std::uint8_t code_of(std::uint16_t weight) {
  const auto* found = std::lower_bound(kPlainWeights.begin(), kPlainWeights.end(), weight);
  if (found == kPlainWeights.end() || *found != weight) return kOtherWeight;
  return static_cast<std::uint8_t>(found - kPlainWeights.begin());
}

void write(memory::ByteWriter& writer, const std::vector<StoryTerm>& terms) {
  writer.unsigned_number(terms.size());
  for (const auto& term : terms) {
    CHECK(term.hash < (1U << (8 * kHashBytes)));
    for (unsigned i = 0; i < kHashBytes; ++i) {
      writer.byte(static_cast<std::uint8_t>(term.hash >> (8 * i)));
    }
  }
  for (std::size_t i = 0; i < terms.size(); i += 2) {
    const std::uint8_t second = i + 1 < terms.size() ? code_of(terms[i + 1].weight) : 0;
    writer.byte(static_cast<std::uint8_t>(code_of(terms[i].weight) | (second << 4U)));
  }
  for (const auto& term : terms) {
    if (code_of(term.weight) != kOtherWeight) continue;
    writer.byte(static_cast<std::uint8_t>(term.weight));
    writer.byte(static_cast<std::uint8_t>(term.weight >> 8U));
  }
}

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

void read(memory::ByteReader& reader, std::vector<StoryTerm>& terms) {
  terms.resize(reader.unsigned_number());
  const std::string_view hashes = reader.raw(terms.size() * kHashBytes);
  const std::string_view codes = reader.raw((terms.size() + 1) / 2);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::size_t at = i * kHashBytes;
    terms[i].hash = byte_at(hashes, at) | (std::uint32_t{byte_at(hashes, at + 1)} << 8U) |
                    (std::uint32_t{byte_at(hashes, at + 2)} << 16U);
    const unsigned code = (byte_at(codes, i / 2) >> (i % 2 * 4)) & 15U;
    if (code == kOtherWeight) {
      const std::string_view weight = reader.raw(2);
      terms[i].weight = static_cast<std::uint16_t>(byte_at(weight, 0) | (byte_at(weight, 1) << 8U));
    } else {
      terms[i].weight = kPlainWeights[code];
    }
  }
}

}  // namespace

PackedStory::PackedStory(const RememberedStory& story) {
  memory::ByteWriter writer;
  write(writer, story.centroid);
  writer.unsigned_number(story.articles);
  writer.signed_number(story.first_seen.milliseconds);
  writer.unsigned_number(story.sources.size());
  for (const std::uint64_t source : story.sources) writer.fixed64(source);
  writer.text(story.title);
  for (const std::uint64_t merged : story.merged) writer.fixed64(merged);
  size_ = static_cast<std::uint32_t>(writer.bytes().size());
  bytes_.reset(new char[size_]);
  std::memcpy(bytes_.get(), writer.bytes().data(), size_);
}

void PackedStory::unpack(RememberedStory& story) const {
  memory::ByteReader reader({bytes_.get(), size_});
  read(reader, story.centroid);
  story.articles = static_cast<std::uint32_t>(reader.unsigned_number());
  story.first_seen = {reader.signed_number()};
  story.sources.resize(reader.unsigned_number());
  for (auto& source : story.sources) source = reader.fixed64();
  story.title = reader.text();
  story.merged.clear();
  while (!reader.at_end()) story.merged.push_back(reader.fixed64());
}

void PackedStory::unpack_centroid(std::vector<StoryTerm>& centroid) const {
  memory::ByteReader reader({bytes_.get(), size_});
  read(reader, centroid);
}

void PackedStory::prefetch() const {
  constexpr std::size_t kLine = 64;
  constexpr std::size_t kCentroidBytes =
      192;  // of an article's terms; what follows comes by itself
  for (std::size_t at = 0; at < std::min<std::size_t>(size_, kCentroidBytes); at += kLine) {
    __builtin_prefetch(bytes_.get() + at);
  }
}

std::size_t PackedStory::bytes() const { return sizeof(PackedStory) + memory::allocated(size_); }

bool can_be_packed(const RememberedStory& story) {
  const auto& terms = story.centroid;
  const bool ascending = std::adjacent_find(terms.begin(), terms.end(),
                                            [](const StoryTerm& left, const StoryTerm& right) {
                                              return left.hash >= right.hash;
                                            }) == terms.end();
  return ascending && (terms.empty() || terms.back().hash < (1U << (8 * kHashBytes)));
}

}  // namespace copytaster::stories
