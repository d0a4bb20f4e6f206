#include "config/nearest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace copytaster {
namespace {

/// A longer one was never meant to be one of ours, and comparing it would take long.
constexpr std::size_t kLongestWord = 60;

/// Levenshtein's.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  if (word.size() > kLongestWord) return std::nullopt;
  std::optional<std::string> found;
  std::size_t distance = 2 + word.size() / 3;
  for (const auto& each : known) {
    const std::size_t other = edit_distance(word, each);
    if (other >= distance) continue;
    distance = other;
    found = each;
  }
  return found;
}

}  // namespace copytaster
