#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/kinds.h"

/// What people say against the program's verdicts.
namespace copytaster {

enum class OverrideType : std::uint8_t {
  kNotCopy,     ///< an item is no copy: of one other, or of any
  kCopyOf,      ///< an item is a copy of another
  kSplit,       ///< items leave their story for one of their own
  kMerge,       ///< the stories of two items are one
  kSameSource,  ///< two names mean one source; the same name twice takes that back
};

/// One message of the overrides topic, read and checked by itself; whether there are such items the
/// Desk knows.
struct Override {
  static constexpr std::size_t kMostItems = 64;

  OverrideType type = OverrideType::kNotCopy;
  std::vector<std::string> items;   ///< uris, apart: one; two to merge; up to kMostItems to split
  std::string of;                   ///< uri of the other item; empty: of any
  CopyKind copy = CopyKind::kNear;  ///< for a copy
  std::string source;               ///< for one source: the name that is another's, too…
  std::string same_as;              ///< …and that other's
  std::string by;                   ///< who says so; never empty
  std::string why;
};

/// A person's word about an item as it is remembered with it: it wins over what is found later.
struct Ruling {
  OverrideType type = OverrideType::kNotCopy;  ///< kNotCopy, kCopyOf or kSplit
  std::string of;                              ///< uri of the other item; empty: any
  CopyKind copy = CopyKind::kNone;             ///< for kCopyOf
  std::string by;
  std::string why;
  bool operator==(const Ruling&) const = default;
};

/// A name of a source and the one that counts instead; equal: it counts for itself again.
struct SameSource {
  std::string source;
  std::string same_as;
  bool operator==(const SameSource&) const = default;
};

[[nodiscard]] std::string_view name(OverrideType type);

}  // namespace copytaster
