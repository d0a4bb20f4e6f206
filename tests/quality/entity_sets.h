#pragma once

#include <string>
#include <vector>

#include "pipeline/annotate/training/labelled.h"

namespace copytaster::quality {

/// A labelled set: its files below data_folder().
struct EntitySet {
  std::string name;
  std::vector<std::string> files;
};

/// The sets that are reported, in the order of the table.
[[nodiscard]] std::vector<EntitySet> reported_sets();

/// The texts of a set; none where it is not there. Ends the program when a file can't be read.
[[nodiscard]] std::vector<annotate::LabelledText> texts_of(const EntitySet& set);

/// What a model was made of, and which sets it may be scored on: those that no part of it saw.
struct EntityRecipe {
  std::string name;
  std::vector<EntitySet> sets;
  std::vector<std::string> unlabelled;  ///< files below data_folder()
  std::vector<std::string> scored_on;   ///< names of reported sets
};

/// The models that are trained to be measured: on CoNLL-2003; on it and the open sets; on the open
/// sets alone, as the shipped one but without what it is scored on.
[[nodiscard]] std::vector<EntityRecipe> measured_recipes();

/// The reported sets of which a model's card names a file, by the file's hash.
[[nodiscard]] std::vector<std::string> sets_on_card(const std::string& card_json);

}  // namespace copytaster::quality
