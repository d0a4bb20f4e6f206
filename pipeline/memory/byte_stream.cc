#include "pipeline/memory/byte_stream.h"

#include <bit>
#include <cstring>

namespace copytaster::memory {
namespace {

/// A quotient of so many is followed by the whole gap: one code word never exceeds 56 bits, the
/// least that one unaligned load of 64 bits shows.
constexpr unsigned kEscape = 24;
constexpr unsigned kRawBits = 32;
static_assert(std::endian::native == std::endian::little, "bits are numbered from the lowest byte");

/// Appends bits, the lowest first.
class BitAppender {
 public:
  explicit BitAppender(std::string& bytes) : bytes_(bytes) {}
  void append(std::uint64_t bits, unsigned count) {
    pending_ |= bits << held_;
    held_ += count;
    for (; held_ >= 8; held_ -= 8) {
      bytes_.push_back(static_cast<char>(pending_ & 0xffU));
      pending_ >>= 8U;
    }
  }
  void finish() {
    if (held_ > 0) append(0, 8 - held_);
  }

 private:
  std::string& bytes_;
  std::uint64_t pending_ = 0;
  unsigned held_ = 0;
};

constexpr std::uint64_t ones(unsigned count) { return (std::uint64_t{1} << count) - 1; }

/// The number of low bits of a gap that are written as they are: those below the mean gap.
unsigned rice_parameter(const std::vector<std::uint32_t>& values) {
  const std::uint64_t mean = values.back() / values.size();
  return mean < 2 ? 0 : static_cast<unsigned>(std::bit_width(mean)) - 1;
}

/// The 57 bits or more that begin at a bit; zeros past the end.
std::uint64_t window(std::string_view bytes, std::size_t bit) {
  const std::size_t at = bit / 8;
  std::uint64_t bits = 0;
  if (at + sizeof(bits) <= bytes.size()) [[likely]] {
    std::memcpy(&bits, bytes.data() + at, sizeof(bits));
  } else if (at < bytes.size()) {
    std::memcpy(&bits, bytes.data() + at, bytes.size() - at);
  }
  return bits >> (bit % 8);
}

}  // namespace

void ByteWriter::unsigned_number(std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) byte(static_cast<std::uint8_t>(value | 0x80U));
  byte(static_cast<std::uint8_t>(value));
}

void ByteWriter::signed_number(std::int64_t value) {
  unsigned_number((static_cast<std::uint64_t>(value) << 1U) ^
                  static_cast<std::uint64_t>(value >> 63U));
}

void ByteWriter::fixed64(std::uint64_t value) {
  char bytes[sizeof(value)];
  std::memcpy(bytes, &value, sizeof(value));
  bytes_.append(bytes, sizeof(value));
}

void ByteWriter::text(std::string_view text) {
  unsigned_number(text.size());
  bytes_ += text;
}

void ByteWriter::ascending(const std::vector<std::uint32_t>& values) {
  unsigned_number(values.size());
  if (values.empty()) return;
  const unsigned low = rice_parameter(values);
  byte(static_cast<std::uint8_t>(low));
  BitAppender bits(bytes_);
  std::uint64_t next = 0;  // the least that the next value can be
  for (const std::uint32_t value : values) {
    CHECK(value >= next);
    const std::uint64_t gap = value - next;
    const std::uint64_t quotient = gap >> low;
    if (quotient < kEscape) {
      bits.append(ones(static_cast<unsigned>(quotient)), static_cast<unsigned>(quotient) + 1);
      bits.append(gap & ones(low), low);
    } else {
      bits.append(ones(kEscape), kEscape);
      bits.append(gap, kRawBits);
    }
    next = std::uint64_t{value} + 1;
  }
  bits.finish();
}

std::uint64_t ByteReader::unsigned_number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const std::uint8_t next = byte();
    value |= std::uint64_t{next & 0x7fU} << shift;
    if (next < 0x80U) return value;
  }
}

std::int64_t ByteReader::signed_number() {
  const std::uint64_t value = unsigned_number();
  return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1));
}

std::uint64_t ByteReader::fixed64() {
  std::uint64_t value = 0;
  CHECK(bytes_.size() - at_ >= sizeof(value));
  std::memcpy(&value, bytes_.data() + at_, sizeof(value));
  at_ += sizeof(value);
  return value;
}

void ByteReader::ascending(std::vector<std::uint32_t>& values) {
  values.resize(unsigned_number());
  if (values.empty()) return;
  const unsigned low = byte();
  const std::string_view rest = bytes_.substr(at_);
  std::size_t bit = 0;
  std::uint64_t next = 0;
  for (auto& value : values) {
    const std::uint64_t bits = window(rest, bit);
    const auto quotient = static_cast<unsigned>(std::countr_one(bits));
    std::uint64_t gap = 0;
    if (quotient < kEscape) [[likely]] {
      gap = (std::uint64_t{quotient} << low) | ((bits >> (quotient + 1)) & ones(low));
      bit += quotient + 1 + low;
    } else {
      gap = (bits >> kEscape) & ones(kRawBits);
      bit += kEscape + kRawBits;
    }
    value = static_cast<std::uint32_t>(next + gap);
    next = std::uint64_t{value} + 1;
  }
  CHECK((bit + 7) / 8 <= rest.size());
  at_ += (bit + 7) / 8;
}

}  // namespace copytaster::memory
