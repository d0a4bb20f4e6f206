#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/check.h"

namespace copytaster::memory {

/// Appends integers, strings and ascending lists to a string, each in as few bytes as it needs.
/// What ByteReader reads in the same order is what was written. Pure values, no errors.
class ByteWriter {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  /// Little-endian base 128: one byte below 128, ten at most.
  void unsigned_number(std::uint64_t value);
  /// Small in either direction is short (zigzag).
  void signed_number(std::int64_t value);
  void fixed64(std::uint64_t value);
  void raw(std::string_view bytes) { bytes_ += bytes; }
  void text(std::string_view text);
  /// Strictly ascending; the gaps are Rice-coded (R. F. Rice, 1979) with the parameter that suits
  /// their mean. A sample of n hashes with one hash in every 2^b takes about n × (b + 1.5) bits.
  void ascending(const std::vector<std::uint32_t>& values);

  /// What was written so far.
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  std::string bytes_;
};

/// Reads what a ByteWriter wrote: bytes of this process's own memory, so damage is a bug. The bytes
/// outlive the reader.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t byte() {
    CHECK(at_ < bytes_.size());
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  std::uint64_t unsigned_number();
  std::int64_t signed_number();
  std::uint64_t fixed64();
  std::string_view raw(std::size_t size) {
    CHECK(size <= bytes_.size() - at_);
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  std::string_view text() { return raw(unsigned_number()); }
  /// Replaces what `values` holds.
  void ascending(std::vector<std::uint32_t>& values);
  [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace copytaster::memory
