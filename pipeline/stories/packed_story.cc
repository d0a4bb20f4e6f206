#include "pipeline/stories/packed_story.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "pipeline/memory/allocated.h"
#include "pipeline/memory/byte_stream.h"

namespace copytaster::stories {
namespace {

/// The weights of terms that occur once, twice, … (see terms.h): most stories have one article.
constexpr std::array<std::uint16_t, 15> kPlainWeights = {
    1000, 1693, 2098, 2386, 2609, 2791, 2945, 3079, 3197, 3302, 3397, 3484, 3564, 3639, 3708};
constexpr std::uint8_t kOtherWeight = 15;  ///< the weight itself follows

std::uint8_t code_of(std::uint16_t weight) {
  const auto* found = std::lower_bound(kPlainWeights.begin(), kPlainWeights.end(), weight);
  if (found == kPlainWeights.end() || *found != weight) return kOtherWeight;
  return static_cast<std::uint8_t>(found - kPlainWeights.begin());
}

void write(memory::ByteWriter& writer, const std::vector<StoryTerm>& terms) {
  std::vector<std::uint32_t> hashes;
  hashes.reserve(terms.size());
  for (const auto& term : terms) hashes.push_back(term.hash);
  writer.ascending(hashes);
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

void read(memory::ByteReader& reader, std::vector<StoryTerm>& terms) {
  std::vector<std::uint32_t> hashes;
  reader.ascending(hashes);
  terms.resize(hashes.size());
  for (std::size_t i = 0; i < terms.size(); i += 2) {
    const std::uint8_t codes = reader.byte();
    terms[i] = {hashes[i], static_cast<std::uint16_t>(codes & 15U)};
    if (i + 1 < terms.size()) {
      terms[i + 1] = {hashes[i + 1], static_cast<std::uint16_t>(codes >> 4U)};
    }
  }
  for (auto& term : terms) {
    if (term.weight == kOtherWeight) {
      const std::uint16_t low = reader.byte();
      term.weight = static_cast<std::uint16_t>(low | (reader.byte() << 8U));
    } else {
      term.weight = kPlainWeights[term.weight];
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
}

void PackedStory::unpack_centroid(std::vector<StoryTerm>& centroid) const {
  memory::ByteReader reader({bytes_.get(), size_});
  read(reader, centroid);
}

std::size_t PackedStory::bytes() const { return sizeof(PackedStory) + memory::allocated(size_); }

bool can_be_packed(const RememberedStory& story) {
  return std::adjacent_find(story.centroid.begin(), story.centroid.end(),
                            [](const StoryTerm& left, const StoryTerm& right) {
                              return left.hash >= right.hash;
                            }) == story.centroid.end();
}

}  // namespace copytaster::stories
