#pragma once

#include <array>
#include <vector>

#include "pipeline/annotate/lexicons.h"
#include "pipeline/annotate/tagging/features.h"
#include "pipeline/annotate/training/labelled.h"

namespace copytaster::annotate {

/// A text as the tagger sees it, with the right label of each word.
struct Example {
  TagText text;
  std::vector<Label> labels;
};

/// Reads a labelled text as the tagger would. What is labelled as a name but can't be found as one,
/// because it begins or ends within a token or holds a word that can't be part of a name, is
/// nothing to learn from: its words are no candidates.
[[nodiscard]] Example make_example(const LabelledText& labelled, const Lexicons& lexicons,
                                   const ClusterTable& clusters);

struct NameCounts {
  std::size_t right = 0;  ///< exact span and type
  std::size_t found = 0;
  std::size_t expected = 0;
  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
  [[nodiscard]] double f1() const;
};

/// Adds what `labels`, one for each token of the text, found of its people, organisations and
/// places.
void count_names(const LabelledText& labelled, const std::vector<Label>& labels,
                 std::array<NameCounts, 3>& counts);

/// A copy with other letters: all capitals, first letters capital, or all small. Only ASCII letters
/// change, so that the names keep their places.
[[nodiscard]] LabelledText recased(const LabelledText& labelled, Casing casing);

}  // namespace copytaster::annotate
