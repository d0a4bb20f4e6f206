#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/dedup/compare.h"
#include "pipeline/desk.h"

/// Verdicts in words: what was measured, against what, and what it led to.
namespace copytaster::explain {

/// One thing measured of two texts, and from where on it makes a copy.
struct Feature {
  std::string name;  ///< stable, as in JSON
  std::string what;  ///< for a person
  double value = 0;  ///< a share
  /// By the kind of copy that it can make; none where it is only shown.
  std::vector<std::pair<CopyKind, double>> thresholds;
};

[[nodiscard]] std::vector<Feature> features(const dedup::Comparison& comparison,
                                            const dedup::CopyOptions& options);

/// Why the one text is, or is not, a copy of the other: one sentence.
[[nodiscard]] std::string reason(const Fingerprint& arriving, const Fingerprint& other,
                                 const dedup::Comparison& comparison,
                                 const dedup::CopyOptions& options);

/// Why the verdict is not what the texts alone say; empty where they decided.
[[nodiscard]] std::string reason_beside_texts(const Analysis& analysis, const Decided& decided);

}  // namespace copytaster::explain
