#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/annotate/tagging/clusters.h"
#include "pipeline/annotate/tagging/features.h"
#include "pipeline/annotate/tagging/labels.h"
#include "pipeline/result.h"

namespace copytaster::annotate {

/// A weight of one, in the whole numbers of a model: a feature's weight is at most 127 / 32.
inline constexpr int kWeightUnit = 32;

/// No step weighs more, or less than its negative.
inline constexpr std::int32_t kMaxStep = 1 << 15;

/// What a feature says for each label but kOutside, which has no weight of its own.
using WeightRow = std::array<std::int8_t, kLabels - 1>;

/// A trained model in the order of its file.
struct ModelParts {
  std::vector<std::pair<std::uint32_t, WeightRow>> rows;  ///< ascending by feature
  std::array<std::int32_t, kSteps> steps{};               ///< weights of steps(), in units of rows
  std::vector<std::pair<std::uint32_t, std::uint32_t>> clusters;  ///< ascending by word
};

/// Weights of a sequence model for names: whole numbers, so that the labels are the same on every
/// machine. Immutable and safe to share between threads.
class EntityModel {
 public:
  /// A file is a line that names format and version, three counts, the parts, and the XXH3 of all
  /// before it. A newer version is refused, and so is a cut or damaged file; the error says which.
  [[nodiscard]] static Result<EntityModel> parse(std::string_view bytes);
  /// As `parse`; the error names the file.
  [[nodiscard]] static Result<EntityModel> load(const std::filesystem::path& file);
  /// The bytes of a file.
  [[nodiscard]] static std::string write(const ModelParts& parts);

  /// Hash of the file, 16 hex digits.
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] const ClusterTable& clusters() const { return clusters_; }
  [[nodiscard]] std::size_t features() const { return features_; }

  using Scores = std::array<std::int32_t, kLabels>;
  /// The rows of one word's features.
  struct Rows {
    std::array<std::uint32_t, kMaxFeatures> places;
    std::size_t count = 0;
  };
  /// Asks the memory for what `rows` of these features will need.
  void prefetch(const FeatureList& list) const;
  /// Finds the rows of these features, and asks the memory for what `scores` of them will need.
  [[nodiscard]] Rows rows(const FeatureList& list) const;
  /// The sum of these rows.
  [[nodiscard]] Scores scores(const Rows& rows) const;
  [[nodiscard]] Scores scores(const FeatureList& list) const { return scores(rows(list)); }
  /// The weight of a step; only steps that may_follow have one.
  [[nodiscard]] std::int32_t step(Label before, Label after) const {
    return steps_[before * kLabels + after];
  }

 private:
  explicit EntityModel(const ModelParts& parts, std::string version);
  [[nodiscard]] std::uint32_t spilled_row(std::uint32_t feature) const;

  /// Up to four features whose lower bits are the same: their upper 16 bits, and the row of the
  /// first, which the others' follow. No branch and one line of memory to find one, or to find that
  /// it is not there, which is as likely. Places that are not used repeat the first feature.
  struct alignas(16) Bucket {
    std::uint64_t tags = 0;  ///< the first one lowest
    std::uint32_t first_row = 0;
  };
  /// A row with room to be added up; one line of memory holds two.
  struct alignas(32) WideRow {
    std::array<std::int16_t, kLabels - 1> weights{};
  };
  static constexpr std::size_t kBucketSize = 4;

  std::vector<Bucket> buckets_;
  std::vector<WideRow> rows_;  ///< the first one of zeros, for features that have none
  std::vector<std::pair<std::uint32_t, std::uint32_t>> spilled_;  ///< of full buckets: their rows
  std::bitset<16384> may_be_spilled_;                             ///< by the lowest bits
  std::uint32_t mask_ = 0;
  std::size_t features_ = 0;
  std::array<std::int32_t, kLabels * kLabels> steps_{};
  ClusterTable clusters_;
  std::string version_;
};

}  // namespace copytaster::annotate
