#include "pipeline/annotate/tagging/tagger.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "pipeline/annotate/training/trainer.h"
#include "tests/pipeline/annotate/support.h"

namespace copytaster::annotate {
namespace {

TagText tagged(std::string_view text, const EntityModel& model) {
  const auto tokens = text::tokenize(text);
  return tag_text(text, tokens, find_names(text, tokens, shipped_lexicons()), model.clusters());
}

/// A model with arbitrary weights for all features of a text.
EntityModel arbitrary_model(std::string_view text, std::uint64_t seed) {
  ModelParts parts;
  const TagText words = tagged(text, EntityModel::parse(EntityModel::write({})).value());
  const auto number = [&seed] {
    seed = combine(seed, 1);
    return static_cast<int>(seed % 21) - 10;
  };
  FeatureList list;
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    word_features(words.words, i, list);
    for (std::size_t f = 0; f < list.count; ++f) {
      WeightRow row;
      for (std::int8_t& weight : row) weight = static_cast<std::int8_t>(number());
      parts.rows.emplace_back(list.hashes[f], row);
    }
  }
  std::sort(parts.rows.begin(), parts.rows.end());
  parts.rows.erase(std::unique(parts.rows.begin(), parts.rows.end(),
                               [](const auto& a, const auto& b) { return a.first == b.first; }),
                   parts.rows.end());
  for (std::int32_t& step : parts.steps) step = 5 * number();
  return EntityModel::parse(EntityModel::write(parts)).value();
}

/// The best score of all sequences of labels, tried one by one.
std::int64_t best_score(const TagText& text, const EntityModel& model, std::size_t at,
                        Label before) {
  if (at == text.words.size())
    return may_follow(before, kOutside) ? model.step(before, kOutside) : -1'000'000;
  FeatureList list;
  word_features(text.words, at, list);
  const auto scores = model.scores(list);
  std::int64_t best = std::numeric_limits<std::int64_t>::min();
  for (Label label = 0; label < kLabels; ++label) {
    if (!may_follow(before, label)) continue;
    best = std::max(
        best, scores[label] + model.step(before, label) + best_score(text, model, at + 1, label));
  }
  return best;
}

std::vector<Label> labels_of(const TagText& text, const EntityModel& model) {
  return best_labels({&text}, model).front();
}

TEST(Tagger, FindsTheBestSequenceOfAll) {
  const std::string text = "Ann Lee Oslo Rome";
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const EntityModel model = arbitrary_model(text, seed);
    const TagText words = tagged(text, model);
    const auto labels = labels_of(words, model);
    std::int64_t score = 0;
    Label before = kOutside;
    FeatureList list;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      ASSERT_TRUE(words.words[i].candidate);
      ASSERT_TRUE(may_follow(before, labels[i]));
      word_features(words.words, i, list);
      score += model.scores(list)[labels[i]] + model.step(before, labels[i]);
      before = labels[i];
    }
    ASSERT_TRUE(may_follow(before, kOutside));
    score += model.step(before, kOutside);
    EXPECT_EQ(score, best_score(words, model, 0, kOutside)) << seed;
  }
}

TEST(Tagger, LongTextsOfCapitalsEndInTime) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "Ann Lee ";
  const EntityModel model = arbitrary_model("Ann Lee Ann Lee", 3);
  EXPECT_EQ(labels_of(tagged(text, model), model).size(), 40'000U);
}

TEST(Tagger, SmallLettersAreOutside) {
  const EntityModel model = arbitrary_model("Ann Lee", 5);
  const auto labels = labels_of(tagged("The talks in the old town ended badly.", model), model);
  for (std::size_t i = 1; i < labels.size(); ++i) EXPECT_EQ(labels[i], kOutside) << i;
}

TEST(Tagger, LabelsSpellNames) {
  const auto names =
      names_of({kOutside, label_of(0, Place::kBegin), label_of(0, Place::kInside),
                label_of(0, Place::kLast), label_of(2, Place::kOnly), label_of(2, Place::kOnly)});
  ASSERT_EQ(names.size(), 3U);
  EXPECT_EQ(names[0].begin, 1U);
  EXPECT_EQ(names[0].end, 4U);
  EXPECT_EQ(names[1].type, 2U);
  EXPECT_EQ(names[2].begin, 5U);
}

}  // namespace
}  // namespace copytaster::annotate
