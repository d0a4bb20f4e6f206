#include "pipeline/annotate/tagging/tagger.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace copytaster::annotate {
namespace {

/// Words that are read as one: a text in capitals without an end is cut there, and no sum
/// overflows.
constexpr std::size_t kLongestChain = 1'000;
/// Far below every sum of weights: a word's are less than 2^13 and a step's at most kMaxStep.
constexpr std::int32_t kImpossible = std::numeric_limits<std::int32_t>::min() / 4;

using Scores = EntityModel::Scores;

/// What speaks for the type that a word has in other places of the document.
constexpr std::int32_t kOnceElsewhere = 2 * kWeightUnit;
constexpr std::int32_t kMoreElsewhere = 3 * kWeightUnit;

/// Viterbi over words that stand side by side, with kOutside before and after them.
class Chain {
 public:
  explicit Chain(const EntityModel& model) {
    for (auto& row : steps_) row.fill(kImpossible);
    constexpr auto kAllSteps = steps();
    for (const std::uint16_t pair : kAllSteps) {
      const auto before = static_cast<Label>(pair >> 8U);
      const auto after = static_cast<Label>(pair & 0xffU);
      steps_[before][after] = model.step(before, after);
    }
  }

  /// Writes the best labels of `size` words with these scores.
  void decode(const Scores* scores, std::size_t size, Label* labels) {
    best_.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
      Sums& sums = best_[i];
      sums = i == 0 ? steps_[kOutside] : best_of_steps(best_[i - 1]);
      for (std::size_t label = 0; label < kLabels; ++label) sums[label] += scores[i][label];
    }
    Label next = kOutside;
    for (std::size_t i = size; i-- > 0;) next = labels[i] = best_before(best_[i], next);
  }

 private:
  static constexpr std::size_t kWidth = 20;  ///< labels, and some more for whole vectors
  using Sums = std::array<std::int32_t, kWidth>;

  [[nodiscard]] Sums best_of_steps(const Sums& from) const {
    Sums next;
    next.fill(kImpossible);
    for (Label before = 0; before < kLabels; ++before) {
      if (from[before] <= kImpossible / 2) continue;
      if (is_open(before)) {  // the name goes on, or ends
        for (const Place place : {Place::kInside, Place::kLast}) {
          const Label after = label_of(type_of(before), place);
          next[after] = std::max(next[after], from[before] + steps_[before][after]);
        }
        continue;
      }
      for (std::size_t after = 0; after < kWidth; ++after)
        next[after] = std::max(next[after], from[before] + steps_[before][after]);
    }
    return next;
  }

  /// The first of the labels before `after` that lead to the highest sum.
  [[nodiscard]] Label best_before(const Sums& sums, Label after) const {
    Label best = kOutside;
    std::int32_t most = std::numeric_limits<std::int32_t>::min();
    for (Label before = 0; before < kLabels; ++before) {  // what may not follow is impossible
      const std::int32_t sum = sums[before] + steps_[before][after];
      best = sum > most ? before : best;
      most = std::max(most, sum);
    }
    return best;
  }

  std::array<Sums, kLabels> steps_;
  std::vector<Sums> best_;
};

/// All texts of one document.
class DocumentTagger {
 public:
  DocumentTagger(const std::vector<const TagText*>& texts, const EntityModel& model)
      : texts_(texts), model_(model), chain_(model) {}

  std::vector<std::vector<Label>> run() {
    for (const TagText* text : texts_) first_look(text->words);
    for (const Run& run : runs_) second_look(run);
    return std::move(labels_);
  }

 private:
  /// Candidates side by side.
  struct Run {
    std::size_t text = 0;
    std::size_t begin = 0;  ///< first word
    std::size_t end = 0;
    std::size_t scores = 0;  ///< of the first word, in scores_
  };

  void first_look(const std::vector<TagWord>& words) {
    const std::size_t text = labels_.size();
    labels_.emplace_back(words.size(), kOutside);
    std::size_t scored = scores_.size();
    score(words);
    for (std::size_t i = 0; i < words.size();) {
      if (!words[i].candidate) {
        ++i;
        continue;
      }
      Run run{text, i, i + 1, scored};
      while (run.end < words.size() && words[run.end].candidate && !words[run.end].breaks &&
             run.end - run.begin < kLongestChain)
        ++run.end;
      scored += run.end - run.begin;
      i = run.end;
      runs_.push_back(run);
      decode(run);
      note(words, run);
    }
  }

  /// Scores all candidates in turn. What one of them needs of the memory is asked for one and two
  /// turns before it is used.
  void score(const std::vector<TagWord>& words) {
    std::array<FeatureList, 2> features;
    std::array<EntityModel::Rows, 2> rows;
    std::size_t turn = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!words[i].candidate) continue;
      FeatureList& own = features[turn % 2];
      const FeatureList& last = features[(turn + 1) % 2];
      if (turn >= 2) scores_.push_back(model_.scores(rows[turn % 2]));
      if (turn >= 1) rows[(turn + 1) % 2] = model_.rows(last);
      word_features(words, i, own);
      model_.prefetch(own);
      ++turn;
    }
    if (turn >= 2) scores_.push_back(model_.scores(rows[turn % 2]));
    if (turn >= 1) scores_.push_back(model_.scores(features[(turn + 1) % 2]));
  }

  void decode(const Run& run) {
    chain_.decode(&scores_[run.scores], run.end - run.begin, &labels_[run.text][run.begin]);
  }

  /// Counts the types of the words of a run.
  void note(const std::vector<TagWord>& words, const Run& run) {
    for (std::size_t i = run.begin; i < run.end; ++i) {
      const Label label = labels_[run.text][i];
      if (label == kOutside || !words[i].capital) continue;
      const auto [place, added] = places_.try_emplace(words[i].hash, counts_.size());
      if (added) counts_.push_back({});
      ++counts_[place][type_of(label)];
    }
  }

  /// Reads a run once more if some of its words have other labels elsewhere than here.
  void second_look(const Run& run) {
    bool changed = false;
    for (std::size_t i = run.begin; i < run.end; ++i) {
      const TagWord& word = texts_[run.text]->words[i];
      const std::size_t place = word.capital ? places_.find(word.hash) : HashPlaces::kNone;
      if (place == HashPlaces::kNone) continue;
      changed |= favour(counts_[place], labels_[run.text][i], scores_[run.scores + i - run.begin]);
    }
    if (changed) decode(run);
  }

  /// Adds to the scores of the type that the word has most often in other places, if it is clear.
  static bool favour(const std::array<std::uint32_t, kNameTypes>& counts, Label here,
                     Scores& scores) {
    std::array<std::uint32_t, kNameTypes> others = counts;
    if (here != kOutside) --others[type_of(here)];
    const auto most =
        static_cast<std::size_t>(std::max_element(others.begin(), others.end()) - others.begin());
    const std::uint32_t all = std::accumulate(others.begin(), others.end(), 0U);
    if (others[most] * 3 < all * 2 || all == 0) return false;
    if (here != kOutside && type_of(here) == most) return false;
    for (const Place place : {Place::kBegin, Place::kInside, Place::kLast, Place::kOnly})
      scores[label_of(most, place)] += others[most] > 1 ? kMoreElsewhere : kOnceElsewhere;
    return true;
  }

  const std::vector<const TagText*>& texts_;
  const EntityModel& model_;
  Chain chain_;
  std::vector<Scores> scores_;  ///< of all candidates
  std::vector<Run> runs_;
  std::vector<std::vector<Label>> labels_;
  HashPlaces places_;  ///< of words in counts_
  std::vector<std::array<std::uint32_t, kNameTypes>> counts_;
};

}  // namespace

std::vector<std::vector<Label>> best_labels(const std::vector<const TagText*>& texts,
                                            const EntityModel& model) {
  return DocumentTagger(texts, model).run();
}

std::vector<TaggedName> names_of(const std::vector<Label>& labels) {
  std::vector<TaggedName> names;
  for (std::size_t i = 0; i < labels.size();) {
    if (labels[i] == kOutside) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < labels.size() && goes_on(labels[end])) ++end;
    names.push_back({i, end, type_of(labels[i])});
    i = end;
  }
  return names;
}

}  // namespace copytaster::annotate
