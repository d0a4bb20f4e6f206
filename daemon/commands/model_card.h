#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/annotate/training/trainer.h"

namespace copytaster::commands {

/// A file that made a model: its name without folders, and its XXH3, 16 hex digits.
struct CardFile {
  std::string name;
  std::size_t bytes = 0;
  std::string xxh3;
};

/// What stands beside a model: where it comes from and how good it is.
struct ModelCard {
  std::string model;     ///< version
  std::string lexicons;  ///< version of those it was trained with
  std::string licence;
  std::size_t texts = 0;
  std::vector<CardFile> labelled;
  std::vector<CardFile> unlabelled;
  annotate::TaggerScores scores;  ///< held out
};

[[nodiscard]] CardFile card_file(std::string_view path, std::string_view bytes);

/// The card as JSON for people and programs: the same card, the same text.
[[nodiscard]] std::string card_json(const ModelCard& card);

}  // namespace copytaster::commands
