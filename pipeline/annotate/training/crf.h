#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "pipeline/annotate/tagging/model.h"
#include "pipeline/annotate/training/examples.h"

namespace copytaster::annotate {

struct CrfOptions {
  std::size_t passes = 16;
  double rate = 0.1;
  double decay = 1e-5;    ///< L2 on each feature that is touched
  double dropout = 0.7;   ///< share of the features of a word left out, anew in each pass
  std::size_t least = 2;  ///< a feature seen less often in training is left out
  /// At most so many, those of the largest weights; 0: all. Four in five can go without a loss, and
  /// the fewer there are the more of them lie in a core's cache.
  std::size_t features = 60'000;
};

/// Trains a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) by AdaGrad
/// (Duchi, Hazan and Singer 2011), the weights averaged over the second half of the passes. The
/// same examples and options give the same parts: one thread, a fixed order, arithmetic that is
/// the same on every machine. `tell` is called after each pass with the number of passes done.
[[nodiscard]] ModelParts train_crf(const std::vector<Example>& examples, const CrfOptions& options,
                                   const std::function<void(std::size_t)>& tell);

}  // namespace copytaster::annotate
