#include "pipeline/dedup/fingerprint.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/oracles/exact_overlap.h"
#include "tests/oracles/news_generator.h"

namespace copytaster::dedup {
namespace {

using oracles::document_of;

RC_GTEST_PROP(Fingerprint, SamplesAreAscendingDistinctAndBounded, (std::uint64_t seed)) {
  oracles::Dice dice(seed);
  const auto print = make_fingerprint(document_of(oracles::invent_story(dice, dice.roll(3000))));
  for (const Sketch* sketch : {&print.skeleton, &print.word_grams, &print.numbers, &print.names}) {
    const auto& hashes = sketch->hashes;
    RC_ASSERT(std::is_sorted(hashes.begin(), hashes.end()));
    RC_ASSERT(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
    RC_ASSERT(hashes.size() <= 192U);
    RC_ASSERT(hashes.size() <= sketch->population);
    const bool whole = hashes.size() == sketch->population;
    RC_ASSERT(sketch->threshold == (whole ? 0xffffffffU : hashes.back()));
  }
  RC_ASSERT(print.numbers.hashes.size() <= 16U);
  RC_ASSERT(print.names.hashes.size() <= 16U);
}

RC_GTEST_PROP(Fingerprint, PopulationIsTheNumberOfDistinctGrams, (std::uint64_t seed)) {
  oracles::Dice dice(seed);
  const auto document = document_of(oracles::invent_story(dice, 50 + dice.roll(500)));
  RC_ASSERT(make_fingerprint(document).word_grams.population ==
            oracles::word_grams(document).size());
}

TEST(Fingerprint, CaseAndPunctuationDoNotMatter) {
  const auto plain = make_fingerprint(document_of("", "The minister said 14 ships left Porto."));
  const auto other =
      make_fingerprint(document_of("", "THE MINISTER said: 14 ships, left -- Porto"));
  EXPECT_EQ(plain.content, other.content);
  EXPECT_NE(plain.content,
            make_fingerprint(document_of("", "The minister said 15 ships left Porto.")).content);
}

TEST(Fingerprint, MaskedTokensAreNoPartOfIt) {
  const std::string text = "The harbour of Porto was closed on Monday after 3 ships collided.";
  const std::string furniture = " Sign up for our newsletter.";
  auto with = document_of("", text + furniture);
  for (auto& token : with.body_tokens) token.masked = token.begin >= text.size();
  EXPECT_EQ(make_fingerprint(with), make_fingerprint(document_of("", text)));
}

TEST(Fingerprint, HeadlineHasAHashOfItsOwnAndStandsInForNoBody) {
  const auto print = make_fingerprint(document_of("Ships collide", "Three ships collided."));
  const auto renamed = make_fingerprint(document_of("Ships crash", "Three ships collided."));
  EXPECT_EQ(print.content, renamed.content);
  EXPECT_NE(print.headline, renamed.headline);
  EXPECT_EQ(make_fingerprint(document_of("Ships collide", "")).words, 2U);
}

TEST(Fingerprint, SynonymsLeaveTheSkeletonAndChangeTheWords) {
  oracles::Dice dice(3);
  const auto story = oracles::invent_story(dice, 400);
  const auto print = make_fingerprint(document_of(story));
  const auto spun = make_fingerprint(document_of(oracles::spin(story, dice, 1.0)));
  EXPECT_EQ(print.skeleton, spun.skeleton);
  EXPECT_NE(print.word_grams, spun.word_grams);
}

}  // namespace
}  // namespace copytaster::dedup
