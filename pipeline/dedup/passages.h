#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/text/tokens.h"

namespace copytaster::dedup {

/// What stands in both of two texts, in bytes of each.
struct Shared {
  text::ByteRange left;
  text::ByteRange right;
  std::uint32_t words = 0;
};

/// What two texts have in common, for a person to see.
struct SharedText {
  /// Runs of three words or more as they are, letter case and punctuation aside; from the left
  /// text's beginning on, each time the longest. Ascending and apart on the left.
  std::vector<Shared> passages;
  /// Words of the skeleton (function words, names, numbers) outside those passages that stand in
  /// runs of four or more of both skeletons: what a spinner leaves. Ascending on the left.
  std::vector<Shared> frame;
};

/// Both texts are valid UTF-8 of less than 4 GiB. Time is about linear in their lengths. Pure.
[[nodiscard]] SharedText shared_text(std::string_view left, std::string_view right);

}  // namespace copytaster::dedup
