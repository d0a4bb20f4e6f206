#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/metrics/catalogue.h"

namespace copytaster::metrics {

/// Writes samples in the text format of Prometheus, version 0.0.4: for each family once `begin`,
/// then its samples. Values of labels may be anything; they are escaped. One thread.
class TextFormat {
 public:
  using Label = std::pair<std::string_view, std::string_view>;

  void begin(const Family& family);
  void sample(std::uint64_t value, std::initializer_list<Label> labels = {});
  void sample(std::int64_t value, std::initializer_list<Label> labels = {});
  void sample(double value, std::initializer_list<Label> labels = {});
  /// `counts`: of each bucket alone, the last one without a bound.
  void histogram(std::span<const double> bounds, std::span<const std::uint64_t> counts, double sum,
                 std::initializer_list<Label> labels = {});

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void name(std::string_view suffix, std::initializer_list<Label> labels, std::string_view bound);

  std::string text_;
  std::string_view family_;
};

}  // namespace copytaster::metrics
