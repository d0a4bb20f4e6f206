#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace copytaster::memory {

/// Gives things that are known by ascending 64-bit numbers a small slot each, so that tables can
/// name them in three bytes and arrays can hold what is known of them. Slots are used again. Which
/// slot a number has depends on the past, so no answer may depend on it. One thread at a time.
class SlotMap {
 public:
  static constexpr std::uint32_t kMost = 1U << 24U;  ///< slots at once

  /// `number` has no slot yet; fewer than kMost have one.
  std::uint32_t add(std::uint64_t number);
  /// `number` has a slot.
  void remove(std::uint64_t number);
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t number) const;
  /// Of a slot in use.
  [[nodiscard]] std::uint64_t number(std::uint32_t slot) const { return numbers_[slot]; }
  /// The least number above `number`.
  [[nodiscard]] std::optional<std::uint64_t> after(std::uint64_t number) const;
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Every slot is below this; arrays by slot need so many places.
  [[nodiscard]] std::size_t slots() const { return numbers_.size(); }
  /// By formula, from the numbers held alone.
  [[nodiscard]] std::size_t bytes() const;

 private:
  static constexpr std::size_t kPage = 64;
  static constexpr std::uint32_t kNone = 0xffffffffU;
  using Page = std::array<std::uint32_t, kPage>;

  /// Numbers come nearly without gaps and leave nearly in order: a page is full or gone.
  std::map<std::uint64_t, Page> pages_;  ///< by number / kPage
  std::vector<std::uint64_t> numbers_;   ///< by slot
  std::vector<std::uint32_t> free_;
  std::size_t size_ = 0;
};

}  // namespace copytaster::memory
