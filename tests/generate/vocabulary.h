#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// The words of generated articles.
namespace copytaster::generate {

/// SplitMix64: small, and the same numbers on every machine, which std::uniform_int_distribution
/// isn't.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31U);
  }

  /// From 0 to `bound` - 1; `bound` must not be 0. Slightly uneven, which matters to nobody here.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  template <std::size_t kSize>
  std::string_view pick(const std::array<std::string_view, kSize>& words) {
    return words[below(kSize)];
  }

 private:
  std::uint64_t state_;
};

/// A sentence with slots in braces: {N} noun, {P} plural noun, {V} verb in the past, {I}
/// infinitive, {A} adjective, {B} adverb, {F} first mention of a person (two names), {L} family
/// name, {O} organisation, {C} town, {K} country,
/// {#} number, {R} role, {D} day, {S} verb of saying. Between two slots stand two fixed words at
/// most, so that no word 3-gram is fixed.
[[nodiscard]] std::string_view pick_sentence(Random& random);
[[nodiscard]] std::string_view pick_headline(Random& random);

/// A word for the slot of this letter; more than 2,000 nouns and a thousand verbs are composed from
/// parts, and names from syllables.
[[nodiscard]] std::string pick_word(char slot, Random& random);

}  // namespace copytaster::generate
