#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/records.h"
#include "tests/oracles/news_generator.h"
#include "tests/quality/copies/thesaurus.h"

namespace copytaster::quality {

/// One way in which news is copied.
struct Change {
  std::string name;
  std::vector<CopyKind> kinds;  ///< any of which is right
  /// The copy of a body; `other` is another article, whose words may stand round it. Nothing where
  /// the body is too short to be changed in this way.
  std::function<std::optional<std::string>(const std::string& body, const std::string& other,
                                           oracles::Dice& dice)>
      make;
};

/// Every way: the same words in other clothes, wrapped, cut, edited, spun, excerpted, and some at
/// once. Those that need a thesaurus are left out where it is empty; it must outlive them.
[[nodiscard]] std::vector<Change> all_changes(const Thesaurus& thesaurus);

/// A flash, 25 to 60 words from the beginning of a body, with a few words changed; nothing where
/// the body is not three times as long.
[[nodiscard]] std::optional<std::string> make_flash(const std::string& body, oracles::Dice& dice);

}  // namespace copytaster::quality
