#include "pipeline/dedup/outline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <vector>

#include "pipeline/hash.h"

namespace copytaster::dedup {
namespace {

constexpr std::uint64_t kSeed = 0x6f75746c696e65;
constexpr std::uint16_t kNoTerm = 0;
/// By Weight: what a hash is divided by, as a factor.
constexpr std::array<double, 5> kTells = {1, 1, 1.0 / 3, 1.0 / 6, 1.0 / 20};

/// Small for what tells much. The square root spreads the small ones, which are those kept, over
/// more of the 16 bits. IEEE rounds both steps alike everywhere.
std::uint16_t term_of(std::uint32_t word_hash, Weight weight) {
  const auto hash = static_cast<std::uint32_t>(combine(kSeed, word_hash) >> 32U);
  const double divided = hash * kTells[static_cast<std::size_t>(weight)];
  return std::max<std::uint16_t>(static_cast<std::uint16_t>(std::sqrt(divided)), kNoTerm + 1);
}

/// Finds the place of a term in an outline: open addressing, a quarter full.
class Places {
 public:
  static constexpr std::uint8_t kNone = 0xff;

  explicit Places(const std::vector<std::uint16_t>& terms) : terms_(terms) {
    places_.fill(kNone);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      std::size_t at = terms[i] % kSize;
      while (places_[at] != kNone) at = (at + 1) % kSize;
      places_[at] = static_cast<std::uint8_t>(i);
    }
  }
  [[nodiscard]] std::uint8_t of(std::uint16_t term) const {
    std::size_t at = term % kSize;
    while (places_[at] != kNone && terms_[places_[at]] != term) at = (at + 1) % kSize;
    return places_[at];
  }

 private:
  static constexpr std::size_t kSize = 4 * Outline::kMost;

  const std::vector<std::uint16_t>& terms_;
  std::array<std::uint8_t, kSize> places_;
};

using Terms = std::array<std::uint16_t, kOutlineWords>;

/// Leaves out terms that stood before; the number of those left, in order.
std::size_t keep_first(Terms& terms, std::size_t count) {
  std::array<std::uint16_t, 1024> known{};  // a hash table, half full at most
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t at = terms[i] % known.size();
    while (known[at] != kNoTerm && known[at] != terms[i]) at = (at + 1) % known.size();
    if (known[at] == kNoTerm) terms[kept++] = terms[i];
    known[at] = terms[i];
  }
  return kept;
}

/// The `number`-th smallest of more terms: by counting their upper bytes, then within one of these.
std::uint16_t smallest(const Terms& terms, std::size_t count, std::size_t number) {
  std::array<std::uint16_t, 256> counts{};
  for (std::size_t i = 0; i < count; ++i) ++counts[terms[i] >> 8U];
  std::size_t upper = 0;
  while (counts[upper] < number) number -= counts[upper++];
  std::vector<std::uint16_t> within;
  std::copy_if(terms.begin(), terms.begin() + count, std::back_inserter(within),
               [upper](std::uint16_t term) { return term >> 8U == upper; });
  const auto place = within.begin() + static_cast<std::ptrdiff_t>(number) - 1;
  std::nth_element(within.begin(), place, within.end());
  return *place;
}

std::uint32_t up_to(const std::vector<std::uint16_t>& terms, std::uint16_t threshold) {
  return static_cast<std::uint32_t>(std::count_if(
      terms.begin(), terms.end(), [threshold](std::uint16_t term) { return term <= threshold; }));
}

}  // namespace

Outline make_outline(const TextWords& words) {
  const std::size_t size = std::min(kOutlineWords, words.hashes.size());
  Terms terms;
  std::size_t count = 0;
  for (std::size_t i = 0; i < size; ++i) {  // without a branch, for no one can foretell it
    const auto weight = static_cast<Weight>(words.kinds[i] >> kWeightBits);
    terms[count] = term_of(words.hashes[i], weight);
    count += weight != Weight::kNone ? 1U : 0U;
  }
  count = keep_first(terms, count);
  Outline outline;
  if (count > Outline::kMost) outline.threshold = smallest(terms, count, Outline::kMost);
  outline.terms.reserve(std::min(count, Outline::kMost));
  std::copy_if(terms.begin(), terms.begin() + count, std::back_inserter(outline.terms),
               [&](std::uint16_t term) { return term <= outline.threshold; });
  return outline;
}

double Rewording::order() const {
  const double both = static_cast<double>(arriving) * remembered;
  return both == 0 ? 0 : in_order / std::sqrt(both);
}

double Rewording::beyond_chance() const {
  // The longest run in order of n things in disorder is 2√n long (Vershik and Kerov, 1977). What is
  // beyond that counts for more where few terms could be compared, but not in proportion.
  constexpr double kFew = 9;
  static const double kWhole =
      (Outline::kMost - 2 * std::sqrt(Outline::kMost)) /
      std::pow(static_cast<double>(Outline::kMost) * Outline::kMost + kFew, 0.25);
  const double excess = in_order - 2 * std::sqrt(shared);
  const double both = static_cast<double>(arriving) * remembered;
  return std::max(0.0, excess / std::sqrt(std::sqrt(both + kFew)) / kWhole);
}

Rewording compare_outlines(const Outline& arriving, const Outline& remembered) {
  const std::uint16_t threshold = std::min(arriving.threshold, remembered.threshold);
  Rewording result;
  result.arriving = up_to(arriving.terms, threshold);
  result.remembered = up_to(remembered.terms, threshold);
  const Places places(arriving.terms);
  // The longest ascending run by patience sorting: of the runs of each length the least end.
  std::array<std::uint8_t, Outline::kMost> ends{};
  for (const std::uint16_t term : remembered.terms) {
    const std::uint8_t place = term > threshold ? Places::kNone : places.of(term);
    if (place == Places::kNone) continue;
    ++result.shared;
    auto* const run = std::lower_bound(ends.begin(), ends.begin() + result.in_order, place);
    if (run == ends.begin() + result.in_order) ++result.in_order;
    *run = place;
  }
  return result;
}

}  // namespace copytaster::dedup
