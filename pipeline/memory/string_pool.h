#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace copytaster::memory {

/// Strings of which many things hold the same: each is kept once, as long as someone holds it. Ids
/// are used again, and depend on the past. One thread at a time.
class StringPool {
 public:
  /// One holder more.
  std::uint32_t acquire(std::string_view text);
  /// One holder less.
  void release(std::uint32_t id);
  /// Valid while it has a holder.
  [[nodiscard]] std::string_view text(std::uint32_t id) const { return *entries_[id].text; }
  /// By formula, from the strings held alone.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Entry {
    const std::string* text = nullptr;  ///< the key in ids_
    std::uint32_t holders = 0;
  };

  std::unordered_map<std::string, std::uint32_t> ids_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_;
  std::size_t text_bytes_ = 0;
};

}  // namespace copytaster::memory
