#pragma once

#include <vector>

#include "pipeline/annotate/tagging/features.h"
#include "pipeline/annotate/tagging/model.h"

namespace copytaster::annotate {

/// A name that the tagger found: a range of tokens. `type` is below kNameTypes.
struct TaggedName {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t type = 0;
};

/// The labels of each word of each text of one document, the best sequence by the model (Viterbi
/// over each run of candidates; words that are none are outside). A second look favours for each
/// word the type that it has in other places of the document. Pure.
[[nodiscard]] std::vector<std::vector<Label>> best_labels(const std::vector<const TagText*>& texts,
                                                          const EntityModel& model);

/// The names that these labels spell, ascending.
[[nodiscard]] std::vector<TaggedName> names_of(const std::vector<Label>& labels);

}  // namespace copytaster::annotate
