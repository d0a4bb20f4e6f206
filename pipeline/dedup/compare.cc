#include "pipeline/dedup/compare.h"

#include <algorithm>
#include <iterator>

#include "pipeline/dedup/fingerprint.h"

namespace copytaster::dedup {
namespace {

constexpr double kLength = 2.0;     ///< an excerpt's original is at least so many times as long
constexpr double kCorrected = 0.1;  ///< of the figures: a copy corrects no more
constexpr std::uint32_t kNumbersLeast = 5;  ///< of a text: fewer stand in many another
constexpr std::uint32_t kFlashShared = 3;   ///< n-grams in common: fewer may be a phrase
constexpr double kFlashShare = 0.5;         ///< of the flash, which its full story rewords
// See `share_much`.
constexpr double kNearWords = 0.35;
constexpr double kNearMean = 0.45;  ///< of the Jaccard similarities of words and skeleton
constexpr double kNearBoth = 0.63;  ///< of one text's words and skeleton together
// Words over skeleton, of what is left of each.
constexpr double kSpunWords = 0.80;       ///< from here on, not spun
constexpr double kLooseWords = 0.70;      ///< the same where the skeleton is loose
constexpr double kShortWords = 0.55;      ///< the same where a text is short
constexpr double kVeryFactsWords = 0.95;  ///< the same where the facts are the very same
constexpr double kFewWords = 0.40;        ///< below, hardly a word was left: spun throughout
constexpr double kLooseSkeleton = 0.60;   ///< of it left standing; below, it is loose
constexpr double kSureSkeleton = 0.50;    ///< from here on, no chance
constexpr std::uint32_t kShortText = 80;  ///< words
constexpr std::uint32_t kSpunShared = 8;  ///< skeleton hashes in common: fewer come by chance
constexpr std::uint32_t kMuchShared = 12;
constexpr double kSpunJaccard = 0.09;
constexpr double kSameNumbers = 0.5;      ///< of one side's: fewer, and another thing is reported
constexpr double kSameNames = 0.6;        ///< of one side's: fewer, not spun
constexpr double kSomeNames = 0.3;        ///< the same where chance is out of the question
constexpr double kSameFactsOfBoth = 0.5;  ///< of all: fewer, not spun where chance is not
constexpr double kKeptWords = 0.5;        ///< of them: what is copied was not reworded
constexpr double kLostNumbers = 0.35;     ///< of them: what counts otherwise is another report
constexpr std::uint32_t kFactsLeast = 3;  ///< fewer names or numbers on one side tell nothing
constexpr std::uint32_t kManyNames = 8;   ///< on each side: they tell by themselves
constexpr double kNearlyAllNames = 0.75;  ///< of one side's
constexpr std::uint32_t kSomeFacts = 6;   ///< names and numbers on each side
constexpr double kVeryFacts = 0.7;        ///< of all: the very same
constexpr double kRuin = 2.0 / 3;         ///< of what is asked of a skeleton: see `is_ruin`
constexpr double kRuinJaccard = 0.06;
constexpr double kRuinWords = 0.6;
constexpr double kRuinFacts = 0.55;
constexpr std::uint32_t kFactsOfRuin = 5;

struct Overlap {
  std::uint32_t shared = 0;
  std::uint32_t left = 0;
  std::uint32_t right = 0;

  [[nodiscard]] double jaccard() const {
    const std::uint32_t all = left + right - shared;
    return all == 0 ? 0 : static_cast<double>(shared) / all;
  }
  [[nodiscard]] double of_left() const {
    return left == 0 ? 0 : static_cast<double>(shared) / left;
  }
  [[nodiscard]] double of_right() const {
    return right == 0 ? 0 : static_cast<double>(shared) / right;
  }
};

/// Counts up to the smaller threshold: below it both samples are complete, so the shares are
/// unbiased.
Overlap overlap(const Sketch& left, const Sketch& right) {
  const std::uint32_t threshold = std::min(left.threshold, right.threshold);
  Overlap result;
  auto l = left.hashes.begin();
  auto r = right.hashes.begin();
  while (l != left.hashes.end() && *l <= threshold) {
    while (r != right.hashes.end() && *r < *l) {
      ++r;
      ++result.right;
    }
    if (r != right.hashes.end() && *r == *l) ++result.shared;
    ++l;
    ++result.left;
  }
  while (r != right.hashes.end() && *r <= threshold) {
    ++r;
    ++result.right;
  }
  return result;
}

/// Whether the facts (numbers, names) of the one text are not those of the other: less than `share`
/// of either side's. Fewer than `least` on one side tell nothing.
bool differ(const Overlap& facts, std::uint32_t least, double share) {
  return std::min(facts.left, facts.right) >= least &&
         std::max(facts.of_left(), facts.of_right()) < share;
}

/// Figures in places that both texts have. A place may hold several, of which as many count as the
/// text with fewer has there.
struct Exchange {
  std::ptrdiff_t figures = 0;
  std::ptrdiff_t exchanged = 0;  ///< of them: others than in the other text
};

/// Up to the smaller threshold, as `overlap` does: above it a sample may lack what the text has.
Exchange exchange(const Sketch& left, const Sketch& right) {
  Exchange result;
  std::vector<std::uint32_t> kept;
  const std::uint32_t threshold = std::min(left.threshold, right.threshold);
  const auto end_of = [threshold](const Sketch& sketch) {
    return std::upper_bound(sketch.hashes.begin(), sketch.hashes.end(), threshold);
  };
  const auto left_end = end_of(left);
  const auto right_end = end_of(right);
  auto l = left.hashes.begin();
  auto r = right.hashes.begin();
  while (l != left_end && r != right_end) {
    const std::uint32_t place = std::min(*l & kPlaceMask, *r & kPlaceMask);
    const auto is_past = [place](std::uint32_t hash) { return (hash & kPlaceMask) != place; };
    const auto l_end = std::find_if(l, left_end, is_past);
    const auto r_end = std::find_if(r, right_end, is_past);
    kept.clear();
    std::set_intersection(l, l_end, r, r_end, std::back_inserter(kept));
    const std::ptrdiff_t figures = std::min(l_end - l, r_end - r);
    result.figures += figures;
    result.exchanged += figures - std::ssize(kept);
    l = l_end;
    r = r_end;
  }
  return result;
}

/// What two texts report: the numbers and the names of each.
struct Facts {
  Overlap numbers;
  Overlap names;

  [[nodiscard]] Overlap all() const {
    return {numbers.shared + names.shared, numbers.left + names.left, numbers.right + names.right};
  }
};

/// How much of the words and of the skeleton of either text stands in the other, the larger shares.
struct Kept {
  double words = 0;
  double skeleton = 0;
};

/// Reports of another day or event in the same words: figures of their own stand in the same
/// places. A copy that was cut or wrapped loses the places along with the figures, and one that was
/// corrected keeps nearly all.
bool is_template(const Fingerprint& arriving, const Fingerprint& remembered, const Facts& facts) {
  const Exchange shared = exchange(arriving.figures, remembered.figures);
  if (static_cast<double>(shared.exchanged) <= kCorrected * static_cast<double>(shared.figures))
    return false;
  // Where all numbers of the one text stand in the other, a single place was met by chance.
  const Overlap& numbers = facts.numbers;
  return shared.exchanged > 1 || std::min(numbers.left, numbers.right) < kNumbersLeast ||
         std::max(numbers.of_left(), numbers.of_right()) < 1;
}

/// Whether both texts name the same names and count the same, as a spun copy and its original do.
/// Form letters share the skeleton's function words alone. `sure`: so little is left of the words,
/// or so much of the skeleton, that chance is out of the question; else the facts must say more:
/// notices of one kind name the same authority, and little else. Of many names nearly all stand for
/// the numbers, which a spinner may spell out.
bool state_the_same(const Facts& facts, const Kept& kept, bool sure) {
  const Overlap& names = facts.names;
  const bool named = std::min(names.left, names.right) >= kManyNames &&
                     std::max(names.of_left(), names.of_right()) >= kNearlyAllNames;
  if (differ(facts.numbers, kFactsLeast, kSameNumbers) &&
      !(named && kept.skeleton >= kSureSkeleton))
    return false;
  if (differ(names, kFactsLeast, sure ? kSomeNames : kSameNames)) return false;
  if (sure) return true;
  return (named || !differ(facts.numbers, 1, kSameNumbers)) &&
         facts.all().jaccard() >= kSameFactsOfBoth;
}

/// Whether no more of the words is left than of the skeleton, as a share of that: a text that keeps
/// as much of either quotes, or is partly the same. Short texts keep something by chance; texts
/// that name and count the very same are no strangers.
bool are_changed(const Fingerprint& arriving, const Fingerprint& remembered, const Facts& facts,
                 const Overlap& skeleton, const Kept& kept) {
  const Overlap all = facts.all();
  double most = kept.skeleton < kLooseSkeleton ? kLooseWords : kSpunWords;
  if (std::min(arriving.words, remembered.words) < kShortText) {
    most = kShortWords;
  } else if (kept.skeleton >= kSureSkeleton && skeleton.shared >= kMuchShared &&
             std::min(all.left, all.right) >= kSomeFacts && all.jaccard() >= kVeryFacts) {
    most = kVeryFactsWords;
  }
  return kept.words < most * kept.skeleton;
}

/// Little is left of the skeleton, of words hardly any, and nearly all facts: a spun text of which
/// another desk left a part.
bool is_ruin(const Facts& facts, const Overlap& skeleton, const Kept& kept,
             const CopyOptions& options) {
  const Overlap all = facts.all();
  return skeleton.jaccard() >= kRuinJaccard &&
         kept.skeleton >= kRuin * options.spun_skeleton_containment &&
         kept.words < kRuinWords * kept.skeleton && std::min(all.left, all.right) >= kFactsOfRuin &&
         all.jaccard() >= kRuinFacts;
}

/// A spinner leaves the skeleton standing while the words change throughout.
bool is_spun(const Fingerprint& arriving, const Fingerprint& remembered, const Overlap& words,
             const Overlap& skeleton, const Facts& facts, const CopyOptions& options) {
  const Kept kept{std::max(words.of_left(), words.of_right()),
                  std::max(skeleton.of_left(), skeleton.of_right())};
  if (skeleton.shared < kSpunShared) return false;
  const bool stands =
      skeleton.jaccard() >= kSpunJaccard && kept.skeleton >= options.spun_skeleton_containment;
  if (!stands && !is_ruin(facts, skeleton, kept, options)) return false;
  if (!are_changed(arriving, remembered, facts, skeleton, kept)) return false;
  const bool sure = kept.words < kFewWords * kept.skeleton || kept.skeleton >= kSureSkeleton;
  return state_the_same(facts, kept, sure);
}

/// A rewrite tells what its original tells, in that order, in other words: the terms of the
/// outlines stand in one order far beyond chance. That of another version of an agency's report
/// does, too, but much of its wording stays; and that of a report of the same event counts what the
/// other does not.
double rewrite_score(const Overlap& words, const Overlap& numbers, const Rewording& rewording) {
  const double lost = std::min(numbers.left, numbers.right) == 0
                          ? 0
                          : 1 - std::max(numbers.of_left(), numbers.of_right());
  const double kept = std::max(words.of_left(), words.of_right());
  return std::clamp(rewording.beyond_chance() - kKeptWords * kept - kLostNumbers * lost, 0.0, 1.0);
}

/// Much of either text stands in the other one, and much is new; or most of the one, by words and
/// skeleton together. Two samples are surer than one.
bool share_much(const Overlap& words, const Overlap& skeleton, bool much_longer) {
  if (words.jaccard() >= kNearWords && words.jaccard() + skeleton.jaccard() >= 2 * kNearMean)
    return true;
  const Overlap both{words.shared + skeleton.shared, words.left + skeleton.left,
                     words.right + skeleton.right};
  return (much_longer ? both.of_right() : std::max(both.of_left(), both.of_right())) >= kNearBoth;
}

CopyKind kind_of(const Fingerprint& arriving, const Fingerprint& remembered, const Overlap& words,
                 const Overlap& skeleton, const Facts& facts, double rewritten,
                 const CopyOptions& options) {
  const bool much_longer = remembered.words >= kLength * arriving.words;
  const bool enough = words.shared >= options.least_shared;
  if (enough && much_longer && words.of_left() >= options.excerpt_containment)
    return CopyKind::kExcerpt;
  // A copy that was wrapped in other text holds most of the remembered one.
  const double kept = much_longer ? words.of_right() : std::max(words.of_left(), words.of_right());
  if (enough && kept >= options.near_containment) return CopyKind::kNear;
  if (is_spun(arriving, remembered, words, skeleton, facts, options)) return CopyKind::kSpun;
  if (enough && share_much(words, skeleton, much_longer)) return CopyKind::kNear;
  return rewritten >= options.rewrite_score ? CopyKind::kRewrite : CopyKind::kNone;
}

}  // namespace

Comparison compare(const Fingerprint& arriving, const Fingerprint& remembered,
                   const CopyOptions& options) {
  Comparison result;
  if (arriving.content == remembered.content && arriving.content != 0) {
    result.copy = CopyKind::kExact;
    result.score = 1;
    result.held = 1;
    result.evidence = {1, 1, 1, 1};
    result.remembered_containment = 1;
    result.skeleton_containment = 1;
    return result;
  }
  const Overlap words = overlap(arriving.word_grams, remembered.word_grams);
  const Overlap skeleton = overlap(arriving.skeleton, remembered.skeleton);
  result.rewording = compare_outlines(arriving.outline, remembered.outline);
  const Facts facts{overlap(arriving.numbers, remembered.numbers),
                    overlap(arriving.names, remembered.names)};
  result.rewrite_score = rewrite_score(words, facts.numbers, result.rewording);
  result.evidence = {skeleton.jaccard(), words.jaccard(), words.of_left(),
                     result.rewording.order()};
  result.remembered_containment = words.of_right();
  result.skeleton_containment = std::max(skeleton.of_left(), skeleton.of_right());
  const bool contained =
      words.shared >= options.least_shared && words.of_right() >= options.near_containment;
  result.contains = contained && arriving.words >= kLength * remembered.words;
  if (arriving.words < options.least_words || remembered.words < options.least_words) return result;
  result.same_template = is_template(arriving, remembered, facts);
  // A flash in its full story is no copy of the flash: the full story is what is new.
  if (result.same_template || result.contains) return result;
  result.copy =
      kind_of(arriving, remembered, words, skeleton, facts, result.rewrite_score, options);
  if (result.copy == CopyKind::kNone) return result;
  const Overlap& decided = result.copy == CopyKind::kSpun ? skeleton : words;
  result.score = result.copy == CopyKind::kRewrite
                     ? result.rewrite_score
                     : std::max(decided.of_left(), decided.of_right());
  const Overlap both{words.shared + skeleton.shared, words.left + skeleton.left, 0};
  result.held = both.of_left();
  return result;
}

bool explains_better(const Comparison& left, std::uint64_t left_number, const Comparison& right,
                     std::uint64_t right_number) {
  const auto strength = [](CopyKind copy) {
    return copy == CopyKind::kExact ? 2 : copy == CopyKind::kRewrite ? 0 : 1;
  };
  if (strength(left.copy) != strength(right.copy))
    return strength(left.copy) > strength(right.copy);
  if (left.copy == CopyKind::kRewrite && left.score != right.score) return left.score > right.score;
  return left.held != right.held ? left.held > right.held : left_number < right_number;
}

bool is_flash_of(const Fingerprint& remembered, const Fingerprint& lead) {
  if (!is_flash(remembered) || lead.words < kLength * remembered.words) return false;
  const auto stands = [](const Overlap& shared) {
    return shared.shared >= kFlashShared && shared.of_right() >= kFlashShare;
  };
  return stands(overlap(lead.word_grams, remembered.word_grams)) ||
         stands(overlap(lead.skeleton, remembered.skeleton));
}

}  // namespace copytaster::dedup
