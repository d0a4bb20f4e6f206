#include "pipeline/annotate/tagging/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <numeric>

#include "pipeline/hash.h"
#include "pipeline/read_file.h"

namespace copytaster::annotate {
namespace {

constexpr std::string_view kMagic = "copytaster-entities ";
constexpr int kVersion = 1;
constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20U;
static_assert(std::endian::native == std::endian::little, "numbers are written lowest byte first");

template <typename T>
void put(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Takes values off the front; asks for no more than is there.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <typename T>
  T take() {
    T value;
    std::memcpy(&value, bytes_.data() + at_, sizeof value);
    at_ += sizeof value;
    return value;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

struct Counts {
  std::uint32_t rows = 0;
  std::uint32_t steps = 0;
  std::uint32_t clusters = 0;
  [[nodiscard]] std::size_t bytes() const {
    return sizeof(Counts) + std::size_t{rows} * (sizeof(std::uint32_t) + sizeof(WeightRow)) +
           std::size_t{steps} * sizeof(std::int32_t) +
           std::size_t{clusters} * 2 * sizeof(std::uint32_t);
  }
};

/// Past the first line; the error says what is wrong with it.
Result<std::string_view> after_magic(std::string_view bytes) {
  if (bytes.size() > kMaxFileBytes) return Error<std::string>{"is larger than 64 MiB"};
  if (!bytes.starts_with(kMagic)) return Error<std::string>{"is no model of entities"};
  const std::string_view line = bytes.substr(0, std::min(bytes.find('\n'), std::size_t{40}));
  int version = 0;
  std::from_chars(line.data() + kMagic.size(), line.data() + line.size(), version);
  if (version > kVersion) {
    return Error<std::string>{fmt::format(
        "has version {}, and this program reads up to {}: upgrade the program", version, kVersion)};
  }
  if (version != kVersion || line.size() == bytes.size())
    return Error<std::string>{"does not begin as a model of entities does"};
  return bytes.substr(line.size() + 1);
}

Result<ModelParts> parts_of(std::string_view bytes) {
  const auto rest = after_magic(bytes);
  if (!rest) return Error<std::string>{rest.error()};
  if (rest->size() < sizeof(Counts) + sizeof(std::uint64_t))
    return Error<std::string>{"is cut short"};
  Reader reader(*rest);
  const auto counts = reader.take<Counts>();
  const std::size_t stated = counts.bytes() + sizeof(std::uint64_t);
  if (rest->size() != stated || counts.steps != kSteps) {
    return Error<std::string>{
        fmt::format("is cut short or damaged: {} bytes where {} are stated", rest->size(), stated)};
  }
  std::uint64_t sum = 0;
  std::memcpy(&sum, bytes.data() + bytes.size() - sizeof sum, sizeof sum);
  if (sum != hash64(bytes.substr(0, bytes.size() - sizeof sum)))
    return Error<std::string>{"is damaged: its checksum does not fit"};
  ModelParts parts;
  parts.rows.resize(counts.rows);
  for (auto& row : parts.rows) row.first = reader.take<std::uint32_t>();
  for (auto& row : parts.rows) row.second = reader.take<WeightRow>();
  for (std::int32_t& step : parts.steps) {
    step = reader.take<std::int32_t>();
    if (step < -kMaxStep || step > kMaxStep)
      return Error<std::string>{"is damaged: a step weighs too much"};
  }
  parts.clusters.resize(counts.clusters);
  for (auto& word : parts.clusters) word.first = reader.take<std::uint32_t>();
  for (auto& word : parts.clusters) word.second = reader.take<std::uint32_t>();
  return parts;
}

}  // namespace

std::string EntityModel::write(const ModelParts& parts) {
  std::string out(kMagic);
  out += std::to_string(kVersion) + "\n";
  put(out, Counts{static_cast<std::uint32_t>(parts.rows.size()), kSteps,
                  static_cast<std::uint32_t>(parts.clusters.size())});
  for (const auto& row : parts.rows) put(out, row.first);
  for (const auto& row : parts.rows) put(out, row.second);
  for (const std::int32_t step : parts.steps) put(out, step);
  for (const auto& word : parts.clusters) put(out, word.first);
  for (const auto& word : parts.clusters) put(out, word.second);
  put(out, hash64(out));
  return out;
}

Result<EntityModel> EntityModel::parse(std::string_view bytes) {
  const auto parts = parts_of(bytes);
  if (!parts) return Error<std::string>{parts.error()};
  return EntityModel(*parts, fmt::format("{:016x}", hash64(bytes)));
}

Result<EntityModel> EntityModel::load(const std::filesystem::path& file) {
  const auto bytes = read_file(file, kMaxFileBytes);
  if (!bytes) {
    return Error<std::string>{
        fmt::format("{}: cannot be read: {}", file.string(), bytes.error().message())};
  }
  auto model = parse(*bytes);
  if (!model) return Error<std::string>{fmt::format("{}: {}", file.string(), model.error())};
  return model;
}

EntityModel::EntityModel(const ModelParts& parts, std::string version)
    : features_(parts.rows.size()), clusters_(parts.clusters), version_(std::move(version)) {
  // At least 16 bits, so that a bucket and the 16 bits in it make up a whole feature.
  const std::size_t count = std::max(std::bit_ceil(parts.rows.size()), std::size_t{1} << 16U);
  mask_ = static_cast<std::uint32_t>(count - 1);
  std::vector<std::uint32_t> order(parts.rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return (parts.rows[a].first & mask_) < (parts.rows[b].first & mask_);
  });
  buckets_.resize(count);
  rows_.resize(1);
  rows_.reserve(parts.rows.size() + 1);
  for (std::size_t i = 0; i < order.size();) {
    const std::uint32_t bucket = parts.rows[order[i]].first & mask_;
    std::array<std::uint64_t, kBucketSize> tags{};
    buckets_[bucket].first_row = static_cast<std::uint32_t>(rows_.size());
    std::size_t used = 0;
    for (; i < order.size() && (parts.rows[order[i]].first & mask_) == bucket; ++i) {
      const auto& [feature, weights] = parts.rows[order[i]];
      if (used < kBucketSize) {
        tags[used++] = feature >> 16U;
      } else {
        spilled_.emplace_back(feature, static_cast<std::uint32_t>(rows_.size()));
        may_be_spilled_.set(feature % may_be_spilled_.size());
      }
      WideRow& row = rows_.emplace_back();
      std::copy(weights.begin(), weights.end(), row.weights.begin());
    }
    std::fill(tags.begin() + static_cast<std::ptrdiff_t>(used), tags.end(), tags[0]);
    buckets_[bucket].tags = tags[0] | tags[1] << 16U | tags[2] << 32U | tags[3] << 48U;
  }
  std::sort(spilled_.begin(), spilled_.end());
  constexpr auto kAllSteps = copytaster::annotate::steps();
  for (std::size_t i = 0; i < kSteps; ++i) {
    steps_[(kAllSteps[i] >> 8U) * kLabels + (kAllSteps[i] & 0xffU)] = parts.steps[i];
  }
}

std::uint32_t EntityModel::spilled_row(std::uint32_t feature) const {
  const auto at = std::lower_bound(spilled_.begin(), spilled_.end(), std::pair{feature, 0U});
  return at != spilled_.end() && at->first == feature ? at->second : 0;
}

void EntityModel::prefetch(const FeatureList& list) const {
  for (std::size_t f = 0; f < list.count; ++f)
    __builtin_prefetch(&buckets_[list.hashes[f] & mask_]);
}

EntityModel::Rows EntityModel::rows(const FeatureList& list) const {
  constexpr std::uint64_t kOnes = 0x0001000100010001;
  Rows rows;
  rows.count = list.count;
  for (std::size_t f = 0; f < list.count; ++f) {
    const std::uint32_t feature = list.hashes[f];
    const Bucket bucket = buckets_[feature & mask_];
    const std::uint64_t other = bucket.tags ^ (feature >> 16U) * kOnes;
    // The upper bit of each 16 that are zero; above the lowest such, of some others too.
    const std::uint64_t found = (other - kOnes) & ~other & kOnes << 15U;
    const auto at = static_cast<std::uint32_t>(std::countr_zero(found | 1ULL << 63U)) >> 4U;
    // Without a branch, for no one can foretell which features are there.
    std::uint32_t row = (bucket.first_row + at) & (0U - static_cast<std::uint32_t>(found != 0));
    if (may_be_spilled_[feature % may_be_spilled_.size()]) [[unlikely]]
      row = row == 0 ? spilled_row(feature) : row;
    rows.places[f] = row;
    __builtin_prefetch(&rows_[row]);
  }
  return rows;
}

EntityModel::Scores EntityModel::scores(const Rows& rows) const {
  // At most kMaxFeatures rows of int8: no sum leaves 16 bits.
  WideRow sums;
  for (std::size_t f = 0; f < rows.count; ++f) {
    const WideRow& row = rows_[rows.places[f]];
    for (std::size_t i = 0; i < row.weights.size(); ++i)
      sums.weights[i] = static_cast<std::int16_t>(sums.weights[i] + row.weights[i]);
  }
  Scores scores{};
  for (std::size_t i = 0; i < sums.weights.size(); ++i) scores[i + 1] = sums.weights[i];
  return scores;
}

}  // namespace copytaster::annotate
