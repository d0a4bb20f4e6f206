#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/hash.h"
#include "pipeline/result.h"
#include "pipeline/text/tokens.h"

namespace copytaster::annotate {

/// What a word or phrase may be, as bits: "Sullivan" is a surname and a small place.
enum LexiconKind : std::uint32_t {
  kPlaceName = 1U << 0U,   ///< well known: a place wherever it stands
  kSmallPlace = 1U << 1U,  ///< a place only after "in" or before a larger place
  kDemonym = 1U << 2U,     ///< "Chinese": no entity, ends a name
  kOrgName = 1U << 3U,
  kPersonName = 1U << 4U,
  kFirstName = 1U << 5U,
  kSurname = 1U << 6U,
  kTitle = 1U << 7U,         ///< "Secretary of State"
  kOrgHead = 1U << 8U,       ///< "Ministry", "Inc"
  kPlaceHead = 1U << 9U,     ///< "River"
  kFamilyFirst = 1U << 10U,  ///< family names that stand before the given name
  kCalendar = 1U << 11U,
  kCommon = 1U << 12U,  ///< words that are capitalised only by their position
  kSay = 1U << 13U,
  kPlaceBefore = 1U << 14U,  ///< "in", "at", …
  kParticle = 1U << 15U,     ///< "van", "bin", "of", …: may stand within a name
  kInsideOrg = 1U << 16U,    ///< "of", "for", …: within organisations only
  kAcronym = 1U << 17U,      ///< counts only where written in capitals: "US", "WHO"
  kPrefix = 1U << 18U,       ///< some longer phrase begins so
  kOtherHead = 1U << 19U,    ///< "Cup", "War", "Act": ends the name of something else
  kPlaceStart = 1U << 20U,   ///< "Fort", "San": begins a place
  kDirection = 1U << 21U,    ///< "North", "Upper": part of a place or organisation that follows
  kModifier = 1U << 22U,     ///< "National": part of an organisation that follows
  kWellKnown = 1U << 23U,    ///< a surname that needs no first name: "Merkel"
};

/// A phrase of the lexicons. `name` and `uri` index the pool of Lexicons; 0 is the empty string.
struct LexiconEntry {
  std::uint64_t key = 0;
  std::uint32_t kinds = 0;
  std::uint32_t name = 0;
  std::uint32_t uri = 0;
};

/// Gazetteers and word lists, in one hash table over phrases of tokens. Immutable once loaded and
/// so safe to share between threads. About 12 MB.
class Lexicons {
 public:
  /// Longest phrase in tokens.
  static constexpr std::size_t kMaxPhrase = 8;

  /// Reads countries, places, organisations, people, names and words (.tsv) of `directory`. The
  /// error names the file and says what is wrong with it.
  [[nodiscard]] static Result<Lexicons> load(const std::filesystem::path& directory);

  /// Hash of all the files, 16 hex digits.
  [[nodiscard]] std::string version() const;

  /// The entry with this phrase key, or nullptr.
  [[nodiscard]] const LexiconEntry* find(std::uint64_t key) const {
    return may_hold(key) ? look_up(key) : nullptr;
  }
  /// Whether there may be an entry with this key: false is certain, true holds but for one in
  /// fifty. Touches one word of 256 KB.
  [[nodiscard]] bool may_hold(std::uint64_t key) const {
    const std::uint64_t bits = filter_bits(key);
    return (filter_[key >> 1U & (kFilterWords - 1)] & bits) == bits;
  }
  [[nodiscard]] const std::string& pooled(std::uint32_t index) const { return pool_[index]; }
  [[nodiscard]] std::size_t size() const { return used_; }

 private:
  LexiconEntry& slot(std::uint64_t key);
  [[nodiscard]] const LexiconEntry* look_up(std::uint64_t key) const;

  static constexpr std::size_t kFilterWords = std::size_t{1} << 15U;
  /// Two bits of one word of the filter stand for each key.
  static std::uint64_t filter_bits(std::uint64_t key) {
    return std::uint64_t{1} << (key >> 52U & 63U) | std::uint64_t{1} << (key >> 58U);
  }
  Result<void> read(std::string_view text);
  void add(std::uint32_t kind, std::string_view name, std::string_view uri,
           std::string_view canonical);
  std::uint32_t pool(std::string_view text);

  std::vector<LexiconEntry> table_;  ///< open addressing; key 0 is free; size a power of two
  /// A Bloom filter over the keys, 256 KB, which stay in a core's cache: most words of a text are
  /// in no lexicon, and the table is too large for any cache.
  std::vector<std::uint64_t> filter_;
  std::vector<std::string> pool_{""};
  std::size_t used_ = 0;
  std::uint64_t version_ = 0;
};

/// The hash of a word that ends in s or S, without a possessive "'s".
[[nodiscard]] std::uint32_t hash_without_possessive(std::string_view text,
                                                    const text::Token& token);

/// The hash of a token without a possessive "'s".
[[nodiscard]] inline std::uint32_t word_hash(std::string_view text, const text::Token& token) {
  const char last = text[token.end - 1];
  return last == 's' || last == 'S' ? hash_without_possessive(text, token) : token.hash;
}

/// Goes on from the key of a phrase to that of the phrase and one more word. Start with 0.
[[nodiscard]] inline std::uint64_t phrase_key(std::uint64_t before, std::uint32_t word) {
  return combine(before, word) | 1U;  // never 0, which marks a free slot
}

}  // namespace copytaster::annotate
