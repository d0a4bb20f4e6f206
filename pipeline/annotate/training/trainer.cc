#include "pipeline/annotate/training/trainer.h"

#include <cmath>
#include <utility>

#include "pipeline/annotate/tagging/tagger.h"
#include "pipeline/annotate/training/word_clusters.h"

namespace copytaster::annotate {
namespace {

std::vector<Example> examples_of(const std::vector<LabelledText>& texts, const Lexicons& lexicons,
                                 const ClusterTable& clusters, std::size_t recase_every) {
  std::vector<Example> examples;
  examples.reserve(texts.size() + texts.size() / 4);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    examples.push_back(make_example(texts[i], lexicons, clusters));
    const std::size_t turn = recase_every > 0 ? i % (2 * recase_every) : 1;
    const auto learn_again = [&](Casing casing) {
      examples.push_back(make_example(recased(texts[i], casing), lexicons, clusters));
    };
    // Capitals twice as often as the others: wires write headlines so.
    if (turn == 0 || turn == recase_every) learn_again(Casing::kUpper);
    if (turn == recase_every / 2) learn_again(Casing::kTitle);
    if (turn == recase_every + recase_every / 2) learn_again(Casing::kLower);
  }
  return examples;
}

}  // namespace

std::string train_entities(const std::vector<LabelledText>& texts, const Lexicons& lexicons,
                           const ClusterTable& clusters, const TrainerOptions& options,
                           const std::function<void(std::size_t)>& tell) {
  const auto examples = examples_of(texts, lexicons, clusters, options.recase_every);
  ModelParts parts = train_crf(examples, options.crf, tell);
  parts.clusters = clusters.words();
  const auto bias = static_cast<std::int32_t>(std::lround(options.against_outside * kWeightUnit));
  constexpr auto kAllSteps = steps();
  for (std::size_t i = 0; i < kSteps; ++i) {
    if ((kAllSteps[i] & 0xffU) == kOutside) parts.steps[i] -= bias;
  }
  return EntityModel::write(parts);
}

ClusterTable cluster_words(const std::vector<LabelledText>& texts,
                           const std::vector<std::string>& unlabelled) {
  if (unlabelled.empty()) return {};
  WordClusterer clusterer;
  for (const std::string& text : unlabelled) clusterer.add(text);
  for (const LabelledText& text : texts) clusterer.add(text.text);
  return clusterer.finish({});
}

NameCounts TaggerScores::all() const {
  NameCounts sum;
  for (const NameCounts& type : types) {
    sum.right += type.right;
    sum.found += type.found;
    sum.expected += type.expected;
  }
  return sum;
}

TaggerScores score_tagger(const std::vector<LabelledText>& texts, const Lexicons& lexicons,
                          const EntityModel& model) {
  TaggerScores scores;
  for (const LabelledText& labelled : texts) {
    // Without its names, so that no word is left out for what the labels say.
    const Example example = make_example({labelled.text, {}}, lexicons, model.clusters());
    count_names(labelled, best_labels({&example.text}, model).front(), scores.types);
  }
  return scores;
}

HeldOut hold_out(const std::vector<LabelledText>& texts) {
  HeldOut parts;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    (i % 10 == 0 ? parts.kept : parts.learned).push_back(texts[i]);
  }
  return parts;
}

}  // namespace copytaster::annotate
