#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/text/tokens.h"

namespace copytaster::text {

/// A hash of the letters and digits of a text in order, outside masked tokens: the same whatever
/// its case, its Unicode form (composed, decomposed, compatibility), its marks and blanks, and so
/// wherever a program thinks that a word ends ("example.com", "EXAMPLE.COM"). Figures stay apart:
/// "1.5", "15" and "1 5" are three texts. 0 of a text without any. `tokens` are `tokenize`'s. Pure
/// and thread-safe.
[[nodiscard]] std::uint64_t content_hash(std::string_view text, const std::vector<Token>& tokens);

}  // namespace copytaster::text
