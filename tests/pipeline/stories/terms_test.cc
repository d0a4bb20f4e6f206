#include "pipeline/stories/terms.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/oracles/news_generator.h"

namespace copytaster::stories {
namespace {

using oracles::document_of;

std::uint16_t weight_of(const std::vector<StoryTerm>& terms, std::string_view word) {
  for (const auto& term : terms) {
    if (term.hash == (text::token_hash(word) & 0xffffffU)) return term.weight;
  }
  return 0;
}

RC_GTEST_PROP(StoryTerms, AreAscendingDistinctBoundedAndWeighted, (std::uint64_t seed)) {
  oracles::Dice dice(seed);
  const auto document = document_of("Ships collide", to_text(oracles::invent_story(dice, 900)));
  const auto terms = story_terms(document, {});
  RC_ASSERT(terms.size() == 48U);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    RC_ASSERT(i == 0 || terms[i - 1].hash < terms[i].hash);
    RC_ASSERT(terms[i].weight >= 1000);
  }
}

TEST(StoryTerms, LeaveOutFunctionWordsNumbersAndPunctuation) {
  const auto terms =
      story_terms(document_of("", "The ferry was in the harbour for 1200 hours."), {});
  EXPECT_EQ(weight_of(terms, "the"), 0);
  EXPECT_EQ(weight_of(terms, "1200"), 0);
  EXPECT_EQ(weight_of(terms, "ferry"), 1000);
}

TEST(StoryTerms, HeadlineAndNamedEntitiesWeighMore) {
  Entity porto;
  porto.name = "Porto";
  const auto terms = story_terms(document_of("Ferry", "Boats near Porto"), {porto});
  EXPECT_GT(weight_of(terms, "ferry"), weight_of(terms, "boats"));
  EXPECT_GT(weight_of(terms, "porto"), weight_of(terms, "boats"));
}

TEST(StoryTerms, FrequencyIsDamped) {
  const auto terms = story_terms(document_of("", "ferry ferry ferry ferry harbour"), {});
  EXPECT_GT(weight_of(terms, "ferry"), weight_of(terms, "harbour"));
  EXPECT_LT(weight_of(terms, "ferry"), 3 * weight_of(terms, "harbour"));
}

}  // namespace
}  // namespace copytaster::stories
