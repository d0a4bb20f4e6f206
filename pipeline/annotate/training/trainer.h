#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/annotate/lexicons.h"
#include "pipeline/annotate/tagging/model.h"
#include "pipeline/annotate/training/crf.h"
#include "pipeline/annotate/training/labelled.h"

namespace copytaster::annotate {

struct TrainerOptions {
  CrfOptions crf;
  /// What counts against calling a word no name, in units of log odds: labelled sets leave out many
  /// names, and what is learned from one kind of text is too timid in another.
  double against_outside = 3;
  /// Of so many texts one is learned once more in capitals, and others in title case and in small
  /// letters: headlines and careless feeds.
  std::size_t recase_every = 10;
};

/// Trains a model of these texts and returns the bytes of its file. Deterministic: see train_crf,
/// which calls `tell`.
[[nodiscard]] std::string train_entities(const std::vector<LabelledText>& texts,
                                         const Lexicons& lexicons, const ClusterTable& clusters,
                                         const TrainerOptions& options,
                                         const std::function<void(std::size_t)>& tell);

/// Groups of like words, from these texts and from unlabelled ones; none without the latter.
[[nodiscard]] ClusterTable cluster_words(const std::vector<LabelledText>& texts,
                                         const std::vector<std::string>& unlabelled);

/// How well a model finds the names of texts, with its own labels alone: by type, and of all.
struct TaggerScores {
  std::array<NameCounts, 3> types;
  [[nodiscard]] NameCounts all() const;
};
[[nodiscard]] TaggerScores score_tagger(const std::vector<LabelledText>& texts,
                                        const Lexicons& lexicons, const EntityModel& model);

/// Every tenth text apart, from the first on: what is held out while the scores are made.
struct HeldOut {
  std::vector<LabelledText> learned;
  std::vector<LabelledText> kept;
};
[[nodiscard]] HeldOut hold_out(const std::vector<LabelledText>& texts);

}  // namespace copytaster::annotate
