#pragma once

#include "tests/oracles/news_generator.h"
#include "tests/quality/copies/thesaurus.h"

namespace copytaster::quality {

/// How a machine spins a text with a thesaurus.
struct SpinSetting {
  double share = 0;        ///< of the words with synonyms that are exchanged
  std::size_t senses = 1;  ///< whose synonyms are taken: more of them, worse ones
  bool phrases = false;    ///< several words for one
};

inline constexpr SpinSetting kLightSpin{0.5, 1, false};
inline constexpr SpinSetting kHarshSpin{1.0, 3, true};

/// Words of three letters and more in lower case become synonyms; names, numbers and connecting
/// words stay.
[[nodiscard]] oracles::Story spin_words(oracles::Story story, const Thesaurus& thesaurus,
                                        const SpinSetting& setting, oracles::Dice& dice);

/// What a machine without a thesaurus does: exchanges connecting words and a reporter's verbs by a
/// short list, leaves adverbs out, turns the parts of a sentence round at a comma, splits sentences
/// at ", and", and swaps neighbours. Attacks what spin_words leaves standing.
[[nodiscard]] oracles::Story rephrase(oracles::Story story, oracles::Dice& dice);

}  // namespace copytaster::quality
