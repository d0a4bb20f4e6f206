#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/annotate/hash_places.h"
#include "pipeline/annotate/name_spans.h"
#include "pipeline/annotate/tagging/clusters.h"
#include "pipeline/annotate/tagging/labels.h"

/// What the tagger sees of a word. Trainer and tagger share this code: a change to it makes every
/// model unusable, so it goes with a new kModelVersion.
namespace copytaster::annotate {

/// How a sentence is written: what its capitals mean.
enum class Casing : std::uint8_t { kUsual, kTitle, kUpper, kLower };

/// A token as the tagger sees it.
struct TagWord {
  std::uint32_t hash = 0;      ///< case-folded, without a possessive
  std::uint32_t kinds = 0;     ///< of the lexicons
  std::uint32_t shape = 0;     ///< hash of the classes of its characters
  std::uint32_t prefix = 0;    ///< first four bytes, folded
  std::uint32_t suffix = 0;    ///< last four
  std::uint32_t clusters = 0;  ///< of ClusterTable; 0: unknown
  std::uint32_t rule = 0;      ///< what the rules say of it: label and evidence; 0: nothing
  std::uint16_t document = 0;  ///< DocumentBit, of all places where the word stands
  Casing casing = Casing::kUsual;
  Label rule_label = kOutside;
  std::uint8_t length = 0;  ///< bytes, at most 255
  bool capital = false;
  bool candidate = false;  ///< may be part of a name; all others are outside
  bool starts = false;     ///< first of its sentence
  bool breaks = false;     ///< a paragraph, or masked words, stand before it
};

/// One text, ready to be tagged.
struct TagText {
  std::vector<TagWord> words;
};

/// Reads one text. `names` is what find_names gave for it.
[[nodiscard]] TagText tag_text(std::string_view text, const std::vector<text::Token>& tokens,
                               const Names& names, const ClusterTable& clusters);

/// What a whole document says of its capitalised words: how else each stands in it. First `collect`
/// every text, then `look_up` every one.
class DocumentWords {
 public:
  void collect(const TagText& text);
  void look_up(TagText& text) const;

 private:
  HashPlaces bits_;
  std::bitset<4096>
      seen_;  ///< by the lowest bits of the hash: nearly all small words are not there
};

inline constexpr std::size_t kMaxFeatures = 64;

/// The features of one word, as hashes.
struct FeatureList {
  std::array<std::uint32_t, kMaxFeatures> hashes;
  std::size_t count = 0;
  void add(std::uint32_t hash) { hashes[count++] = hash; }
};

/// The features of candidate `i`.
void word_features(const std::vector<TagWord>& words, std::size_t i, FeatureList& features);

}  // namespace copytaster::annotate
