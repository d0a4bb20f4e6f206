#include "pipeline/annotate/training/trainer.h"

#include <gtest/gtest.h>

#include "tests/pipeline/annotate/support.h"

namespace copytaster::annotate {
namespace {

/// Invented sentences: names by their neighbours, so that there is something to learn.
std::vector<LabelledText> sentences() {
  std::string lines;
  const std::vector<std::string> people = {"Zorblat", "Quenser", "Brimolo", "Tavuntar", "Oxelund"};
  const std::vector<std::string> places = {"Mirrovale", "Ghastin", "Plumedor", "Sarnoxi"};
  for (std::size_t i = 0; i < 60; ++i) {
    const std::string& person = people[i % people.size()];
    const std::string& place = places[i % places.size()];
    lines += "Yesterday O\n" + person + " B-PER\nspoke O\nto O\nus O\nnear O\n" + place +
             " B-LOC\n. O\n\n";
    lines += "The O\nfirm O\n" + person + " B-ORG\nWidgets I-ORG\nbought O\nland O\n. O\n\n";
    lines += "Nothing O\nhappened O\nin O\nthe O\nold O\ntown O\n. O\n\n";
  }
  return read_labelled(lines).value();
}

TrainerOptions quick() {
  TrainerOptions options;
  options.crf.passes = 6;
  return options;
}

std::string train(const std::vector<LabelledText>& texts, const TrainerOptions& options) {
  return train_entities(texts, shipped_lexicons(), {}, options, [](std::size_t) {});
}

TEST(Trainer, LearnsNamesThatNoListHolds) {
  const auto [learned, kept] = hold_out(sentences());
  EXPECT_EQ(kept.size(), 18U);
  const auto model = EntityModel::parse(train(learned, quick()));
  ASSERT_TRUE(model.has_value());
  const TaggerScores scores = score_tagger(kept, shipped_lexicons(), *model);
  EXPECT_EQ(scores.all().expected, 18U);
  EXPECT_GE(scores.all().f1(), 0.95);
}

TEST(Trainer, SameTextsGiveTheSameBytes) {
  const auto texts = sentences();
  const std::string bytes = train(texts, quick());
  EXPECT_EQ(bytes, train(texts, quick()));
  TrainerOptions other = quick();
  other.crf.passes = 5;
  EXPECT_NE(bytes, train(texts, other));
}

TEST(Trainer, FeaturesAreBoundedAndPassesTold) {
  TrainerOptions options = quick();
  options.crf.features = 50;
  std::vector<std::size_t> told;
  const auto bytes = train_entities(sentences(), shipped_lexicons(), {}, options,
                                    [&](std::size_t pass) { told.push_back(pass); });
  EXPECT_LE(EntityModel::parse(bytes).value().features(), 50U);
  EXPECT_EQ(told, (std::vector<std::size_t>{1, 2, 3, 4, 5, 6}));
}

TEST(Trainer, TextsWithoutNamesOrWordsAreNoTrouble) {
  const std::vector<LabelledText> texts = {{"", {}}, {"nothing here.", {}}, {"...", {}}};
  const auto model = EntityModel::parse(train(texts, quick()));
  ASSERT_TRUE(model.has_value());
  EXPECT_EQ(score_tagger(texts, shipped_lexicons(), *model).all().found, 0U);
}

}  // namespace
}  // namespace copytaster::annotate
