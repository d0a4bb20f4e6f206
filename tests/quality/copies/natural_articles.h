#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/quality/copies/copy_memory.h"

namespace copytaster::quality {

/// An article as somebody published it.
struct NaturalArticle {
  std::string name;  ///< "reuters21578 12", "bbc_news business/001"
  std::string title;
  std::string body;
  Sender sender;  ///< the set, where one source wrote it; its time, where the set says it
};

/// All of reuters21578 with 150 characters or more, bbc_news, the 1,000 of minhash_articles,
/// fakenewsnet_2017, ecbplus_dev, the originals of rewrites_dev, inshorts and ag_news, in this
/// order; of sets that are not there, none.
[[nodiscard]] std::vector<NaturalArticle> natural_articles();

/// What a reader called a pair of natural articles that have much in common.
enum class PairLabel {
  kCopy,         ///< one report, sent again
  kUpdate,       ///< the same event, more or other facts
  kTemplate,     ///< another event in the same form
  kRewrite,      ///< one report in other words, the facts mostly in one order
  kIndependent,  ///< the same event, reported by two
};

using Labels = std::map<std::pair<std::string, std::string>, PairLabel>;

/// The labels in tests/quality/labels, by the pair's names, the earlier article first. They were
/// given by reading the two texts side by side, without any program's verdict in view.
[[nodiscard]] Labels natural_pairs();

}  // namespace copytaster::quality
