#pragma once

#include "pipeline/dedup/outline.h"
#include "pipeline/records.h"

namespace copytaster::dedup {

/// Where one kind of copy ends and the next begins. Shares are of the arriving text, 0 to 1.
struct CopyOptions {
  double near_containment = 0.70;  ///< word 3-grams shared, from here on: near
  double spun_skeleton_containment =
      0.30;  ///< skeleton shared, from here on, with the words changed: spun
  double excerpt_containment = 0.80;  ///< shared with a text at least twice as long: excerpt
  double rewrite_score = 0.20;        ///< how far the order of facts is beyond chance: rewrite
  std::uint32_t least_words = 40;     ///< shorter texts can only be exact copies
  std::uint32_t least_shared = 4;     ///< hashes in common below which nothing is concluded
};

/// What two texts have in common, the arriving one against a remembered one.
struct Comparison {
  CopyKind copy = CopyKind::kNone;
  double score = 0;  ///< 0 to 1: what the kind was decided by
  double held = 0;   ///< share of the arriving text in the remembered one, words and skeleton
  Evidence evidence;
  double remembered_containment =
      0;  ///< share of the remembered text that stands in the arriving one
  double skeleton_containment = 0;  ///< share of either skeleton in the other, the larger one
  Rewording rewording;
  double rewrite_score = 0;    ///< 0 to 1: see `rewrite_score` in compare.cc
  bool contains = false;       ///< the remembered, shorter text stands in the arriving one
  bool same_template = false;  ///< the same words with other numbers: not a copy
};

/// Pure and symmetric in nothing: `arriving` is judged against `remembered`.
[[nodiscard]] Comparison compare(const Fingerprint& arriving, const Fingerprint& remembered,
                                 const CopyOptions& options);

/// The better explanation of two, as `number` names the remembered texts: an equal text, then
/// the one that holds more of the arriving text (a shorter version of the same report may stand in
/// it whole), then the earlier one; a rewrite only where there is nothing else, by its score.
[[nodiscard]] bool explains_better(const Comparison& left, std::uint64_t left_number,
                                   const Comparison& right, std::uint64_t right_number);

/// Whether a text is so short that a longer one may be its full story.
[[nodiscard]] inline bool is_flash(const Fingerprint& text) {
  constexpr std::uint32_t kFlashWords = 80;
  return text.words > 0 && text.words < kFlashWords;
}

/// Whether the remembered text is a flash (below 80 words) of which half or more, edited, stands in
/// the beginning of a text at least twice as long; `lead` is of `make_lead`.
[[nodiscard]] bool is_flash_of(const Fingerprint& remembered, const Fingerprint& lead);

}  // namespace copytaster::dedup
