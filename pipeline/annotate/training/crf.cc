#include "pipeline/annotate/training/crf.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "pipeline/check.h"

namespace copytaster::annotate {
namespace {

constexpr std::size_t kRow = kLabels - 1;
constexpr auto kAllSteps = steps();
using Vector = std::array<float, kLabels>;
using Row = std::array<float, kRow>;

/// e to the x, within 2e-7 of it: by one polynomial, so that every machine's is the same.
float exponential(float x) {
  x = std::clamp(x, -80.0F, 80.0F) * 1.44269504F;
  const float whole = std::floor(x);
  const float part = (x - whole) * 0.693147181F;
  float sum = 1.0F / 5040.0F;
  for (const float factor :
       {1.0F / 720.0F, 1.0F / 120.0F, 1.0F / 24.0F, 1.0F / 6.0F, 0.5F, 1.0F, 1.0F})
    sum = sum * part + factor;
  const auto exponent = static_cast<std::uint32_t>(static_cast<int>(whole) + 127);
  return sum * std::bit_cast<float>(exponent << 23U);
}

/// Numbers that look random and are the same each time.
class Sequence {
 public:
  std::uint32_t next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>(state_ >> 32U);
  }
  std::size_t below(std::size_t bound) { return std::size_t{next()} * bound >> 32U; }

 private:
  std::uint64_t state_ = 88172645463325252ULL;
};

/// Words that stand side by side, each with its features.
struct Chain {
  std::size_t begin = 0;  ///< first word, of all words of all chains
  std::size_t end = 0;
};

/// All examples, with features by small numbers.
struct Corpus {
  std::vector<std::uint32_t> names;        ///< of the features, by number
  std::vector<std::uint32_t> features;     ///< of all words
  std::vector<std::uint32_t> word_begins;  ///< into `features`; one more than words
  std::vector<Label> labels;
  std::vector<Chain> chains;
};

template <typename Visit>
void each_chain(const Example& example, const Visit& visit) {
  const auto& words = example.text.words;
  for (std::size_t i = 0; i < words.size();) {
    if (!words[i].candidate) {
      ++i;
      continue;
    }
    const std::size_t begin = i++;
    while (i < words.size() && words[i].candidate && !words[i].breaks) ++i;
    visit(begin, i);
  }
}

std::unordered_map<std::uint32_t, std::uint32_t> count_features(
    const std::vector<Example>& examples) {
  std::unordered_map<std::uint32_t, std::uint32_t> counts;
  FeatureList list;
  for (const Example& example : examples) {
    for (std::size_t i = 0; i < example.text.words.size(); ++i) {
      if (!example.text.words[i].candidate) continue;
      word_features(example.text.words, i, list);
      for (std::size_t f = 0; f < list.count; ++f) ++counts[list.hashes[f]];
    }
  }
  return counts;
}

Corpus make_corpus(const std::vector<Example>& examples, std::size_t least) {
  Corpus corpus;
  auto numbers = count_features(examples);
  for (const auto& [name, count] : numbers) {
    if (count >= least && name != 0) corpus.names.push_back(name);
  }
  std::sort(corpus.names.begin(), corpus.names.end());
  numbers.clear();
  for (std::size_t i = 0; i < corpus.names.size(); ++i)
    numbers.emplace(corpus.names[i], static_cast<std::uint32_t>(i));
  corpus.word_begins.push_back(0);
  FeatureList list;
  for (const Example& example : examples) {
    each_chain(example, [&](std::size_t begin, std::size_t end) {
      const std::size_t first = corpus.labels.size();
      for (std::size_t i = begin; i < end; ++i) {
        word_features(example.text.words, i, list);
        for (std::size_t f = 0; f < list.count; ++f) {
          const auto number = numbers.find(list.hashes[f]);
          if (number != numbers.end()) corpus.features.push_back(number->second);
        }
        corpus.word_begins.push_back(static_cast<std::uint32_t>(corpus.features.size()));
        corpus.labels.push_back(example.labels[i]);
      }
      corpus.chains.push_back({first, corpus.labels.size()});
    });
  }
  return corpus;
}

class Trainer {
 public:
  Trainer(const Corpus& corpus, const CrfOptions& options)
      : corpus_(corpus),
        options_(options),
        weights_(corpus.names.size()),
        squares_(corpus.names.size()),
        sums_(corpus.names.size()),
        order_(corpus.chains.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  void pass(bool average) {
    for (std::size_t i = order_.size(); i > 1; --i)
      std::swap(order_[i - 1], order_[sequence_.below(i)]);
    for (const std::size_t chain : order_) learn(corpus_.chains[chain]);
    if (!average) return;
    ++averaged_;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      for (std::size_t k = 0; k < kRow; ++k) sums_[i][k] += weights_[i][k];
    }
    for (std::size_t i = 0; i < kSteps; ++i) step_sums_[i] += steps_[i];
  }

  [[nodiscard]] ModelParts parts() const;

 private:
  void learn(const Chain& chain);
  void read_scores(const Chain& chain);
  void forward_backward(std::size_t size);
  void update(const Chain& chain);
  void update_steps(const Chain& chain);
  void adapt(float& weight, float& square, float gradient) const {
    gradient += static_cast<float>(options_.decay) * weight;
    square += gradient * gradient;
    weight -= static_cast<float>(options_.rate) * gradient / std::sqrt(square + 1e-6F);
  }

  const Corpus& corpus_;
  const CrfOptions& options_;
  std::vector<Row> weights_;
  std::vector<Row> squares_;
  std::vector<Row> sums_;
  std::array<float, kSteps> steps_{};
  std::array<float, kSteps> step_squares_{};
  std::array<float, kSteps> step_sums_{};
  std::size_t averaged_ = 0;
  std::vector<std::size_t> order_;
  Sequence sequence_;
  // Of the chain at hand, by word.
  std::vector<std::vector<std::uint32_t>> kept_;
  std::vector<Vector> local_;
  std::vector<Vector> forward_;
  std::vector<Vector> backward_;
  std::array<float, kSteps> step_potentials_{};
  std::array<float, kSteps> step_gradients_{};
};

void Trainer::learn(const Chain& chain) {
  read_scores(chain);
  forward_backward(chain.end - chain.begin);
  step_gradients_.fill(0);
  update_steps(chain);
  update(chain);
}

void Trainer::read_scores(const Chain& chain) {
  const std::size_t size = chain.end - chain.begin;
  if (kept_.size() < size) kept_.resize(size);
  local_.assign(size, Vector{});
  const auto dropped = static_cast<std::uint32_t>(options_.dropout * 4294967295.0);
  for (std::size_t i = 0; i < size; ++i) {
    kept_[i].clear();
    Vector& scores = local_[i];
    for (std::size_t f = corpus_.word_begins[chain.begin + i];
         f < corpus_.word_begins[chain.begin + i + 1]; ++f) {
      if (sequence_.next() < dropped) continue;
      kept_[i].push_back(corpus_.features[f]);
      const Row& row = weights_[corpus_.features[f]];
      for (std::size_t k = 0; k < kRow; ++k) scores[k + 1] += row[k];
    }
    const float most = *std::max_element(scores.begin(), scores.end());
    for (float& score : scores) score = exponential(score - most);
  }
  for (std::size_t i = 0; i < kSteps; ++i) step_potentials_[i] = exponential(steps_[i]);
}

void scale(Vector& values) {
  const float sum = std::accumulate(values.begin(), values.end(), 0.0F);
  CHECK(sum > 0);
  for (float& value : values) value /= sum;
}

/// Probabilities up to a factor for each word; kOutside stands before the first and after the last.
void Trainer::forward_backward(std::size_t size) {
  forward_.assign(size + 1, Vector{});
  backward_.assign(size + 1, Vector{});
  forward_[0][kOutside] = 1;  // before word 0; forward_[i + 1] is of word i
  for (std::size_t i = 0; i < size; ++i) {
    Vector& next = forward_[i + 1];
    for (std::size_t s = 0; s < kSteps; ++s)
      next[kAllSteps[s] & 0xffU] += forward_[i][kAllSteps[s] >> 8U] * step_potentials_[s];
    for (std::size_t k = 0; k < kLabels; ++k) next[k] *= local_[i][k];
    scale(next);
  }
  // backward_[i] is of word i - 1: what comes after it.
  for (std::size_t s = 0; s < kSteps; ++s) {
    if ((kAllSteps[s] & 0xffU) == kOutside)
      backward_[size][kAllSteps[s] >> 8U] = step_potentials_[s];
  }
  scale(backward_[size]);
  for (std::size_t i = size; i-- > 0;) {
    for (std::size_t s = 0; s < kSteps; ++s) {
      const std::size_t after = kAllSteps[s] & 0xffU;
      backward_[i][kAllSteps[s] >> 8U] +=
          step_potentials_[s] * local_[i][after] * backward_[i + 1][after];
    }
    scale(backward_[i]);
  }
}

void Trainer::update_steps(const Chain& chain) {
  const std::size_t size = chain.end - chain.begin;
  std::array<float, kSteps> joint{};
  for (std::size_t i = 0; i <= size; ++i) {
    float sum = 0;
    for (std::size_t s = 0; s < kSteps; ++s) {
      const std::size_t after = kAllSteps[s] & 0xffU;
      float value = forward_[i][kAllSteps[s] >> 8U] * step_potentials_[s];
      if (i < size) {
        value *= local_[i][after] * backward_[i + 1][after];
      } else if (after != kOutside) {
        value = 0;
      }
      joint[s] = value;
      sum += value;
    }
    for (std::size_t s = 0; s < kSteps; ++s) step_gradients_[s] += joint[s] / sum;
    const Label before = i > 0 ? corpus_.labels[chain.begin + i - 1] : kOutside;
    const Label after = i < size ? corpus_.labels[chain.begin + i] : kOutside;
    const auto pair = static_cast<std::uint16_t>(before << 8U | after);
    const auto right = std::lower_bound(kAllSteps.begin(), kAllSteps.end(), pair);
    CHECK(right != kAllSteps.end() && *right == pair);
    step_gradients_[static_cast<std::size_t>(right - kAllSteps.begin())] -= 1;
  }
}

void Trainer::update(const Chain& chain) {
  for (std::size_t i = 0; i < chain.end - chain.begin; ++i) {
    Vector gradient{};
    for (std::size_t k = 0; k < kLabels; ++k)
      gradient[k] = forward_[i + 1][k] * backward_[i + 1][k];
    scale(gradient);
    gradient[corpus_.labels[chain.begin + i]] -= 1;
    for (const std::uint32_t feature : kept_[i]) {
      Row& weights = weights_[feature];
      Row& squares = squares_[feature];
      for (std::size_t k = 0; k < kRow; ++k) adapt(weights[k], squares[k], gradient[k + 1]);
    }
  }
  for (std::size_t s = 0; s < kSteps; ++s) {
    if (step_gradients_[s] != 0) adapt(steps_[s], step_squares_[s], step_gradients_[s]);
  }
}

float largest(const Row& row) {
  float most = 0;
  for (const float weight : row) most = std::max(most, std::abs(weight));
  return most;
}

ModelParts Trainer::parts() const {
  const float passes = static_cast<float>(std::max<std::size_t>(averaged_, 1));
  constexpr auto kUnit = static_cast<float>(kWeightUnit);
  std::vector<std::size_t> kept(sums_.size());
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  if (options_.features > 0 && options_.features < kept.size()) {
    std::stable_sort(kept.begin(), kept.end(), [&](std::size_t a, std::size_t b) {
      return largest(sums_[a]) > largest(sums_[b]);
    });
    kept.resize(options_.features);
    std::sort(kept.begin(), kept.end());
  }
  ModelParts parts;
  for (const std::size_t i : kept) {
    WeightRow row;
    for (std::size_t k = 0; k < kRow; ++k) {
      const float weight = sums_[i][k] / passes * kUnit;
      row[k] = static_cast<std::int8_t>(std::lround(std::clamp(weight, -127.0F, 127.0F)));
    }
    const bool speaks = std::any_of(row.begin(), row.end(), [](std::int8_t w) { return w != 0; });
    if (speaks) parts.rows.emplace_back(corpus_.names[i], row);
  }
  for (std::size_t s = 0; s < kSteps; ++s)
    parts.steps[s] = static_cast<std::int32_t>(
        std::lround(std::clamp(step_sums_[s] / passes, -500.0F, 500.0F) * kUnit));
  return parts;
}

}  // namespace

ModelParts train_crf(const std::vector<Example>& examples, const CrfOptions& options,
                     const std::function<void(std::size_t)>& tell) {
  const Corpus corpus = make_corpus(examples, options.least);
  Trainer trainer(corpus, options);
  for (std::size_t pass = 0; pass < options.passes; ++pass) {
    trainer.pass(pass >= options.passes / 2);
    tell(pass + 1);
  }
  return trainer.parts();
}

}  // namespace copytaster::annotate
