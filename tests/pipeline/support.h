#pragma once

#include <string>

#include "pipeline/records.h"
#include "pipeline/text/document.h"

namespace copytaster::testing {

/// Invented prose: `words` words in sentences, drawn from a seed; two seeds share no phrase but by
/// chance.
std::string prose(std::uint64_t seed, std::size_t words);

/// The message analysed by the real text and dedup rooms, its value taken as the bare text: source
/// "a", the offset as id.
AnalysedMessage analysed(Message message);

/// The text with most of its content words exchanged for others, one for one; function words,
/// capitalised words and numbers stay.
std::string spun(const std::string& text);

text::Document document(const std::string& title, const std::string& body);

}  // namespace copytaster::testing
