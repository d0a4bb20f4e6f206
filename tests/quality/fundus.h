#pragma once

#include <string>
#include <vector>

namespace copytaster::quality {

/// What people expect of one page of html_fundus as its text, with the language they would call it.
struct LabelledBody {
  std::string region;                   ///< "jp"
  std::string language;                 ///< BCP 47
  std::vector<std::string> paragraphs;  ///< summary, subheads and paragraphs, in order
};

/// Every page's, and every version of it, in the order of the files' names; none without the set.
[[nodiscard]] std::vector<LabelledBody> fundus_bodies();

}  // namespace copytaster::quality
