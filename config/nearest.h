#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace copytaster {

/// What a misspelt word was probably meant to be: the known word at the least Levenshtein distance,
/// of equal ones the first; none where even that is further than 1 + a third of the word's bytes,
/// or where the word has more than 60.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace copytaster
