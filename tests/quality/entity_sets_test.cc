#include "tests/quality/entity_sets.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "pipeline/hash.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

TEST(EntitySets, NoRecipeIsScoredOnWhatItIsMadeOf) {
  for (const EntityRecipe& recipe : measured_recipes()) {
    for (const EntitySet& reported : reported_sets()) {
      const auto& scored = recipe.scored_on;
      if (std::find(scored.begin(), scored.end(), reported.name) == scored.end()) continue;
      for (const std::string& file : reported.files) {
        for (const EntitySet& made_of : recipe.sets) {
          EXPECT_EQ(std::count(made_of.files.begin(), made_of.files.end(), file), 0)
              << recipe.name << ", " << file;
        }
        EXPECT_EQ(std::count(recipe.unlabelled.begin(), recipe.unlabelled.end(), file), 0);
      }
    }
  }
}

TEST(EntitySets, CardsAreReadByHash) {
  const std::string bytes = bytes_of("wikigold/wikigold.conll.txt");
  if (bytes.empty()) GTEST_SKIP() << "no labelled sets under COPYTASTER_DATA";
  const std::string card = fmt::format(R"({{"labelled": [{{"xxh3": "{:016x}"}}]}})", hash64(bytes));
  EXPECT_EQ(sets_on_card(card), std::vector<std::string>{"wikigold"});
  EXPECT_TRUE(sets_on_card("{}").empty());
}

}  // namespace
}  // namespace copytaster::quality
