#include "tests/quality/entities.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <tuple>

#include "pipeline/annotate/entities.h"
#include "pipeline/annotate/training/readable.h"
#include "pipeline/annotate/training/trainer.h"
#include "tests/quality/data.h"
#include "tests/quality/entity_sets.h"

namespace copytaster::quality {
namespace {

using annotate::EntityModel;
using annotate::LabelledText;
using Found = std::tuple<CodePointRange, std::size_t>;  ///< where, and of which type

constexpr std::array<const char*, 3> kParts = {"person", "organisation", "place"};
using Ratios = std::array<Ratio, kParts.size()>;

std::set<Found> found_in(const std::string& text, const EntityModel* model) {
  text::Document document;
  document.body = text;
  document.body_tokens = text::tokenize(text);
  document.language = "en";
  std::set<Found> names;
  for (const Entity& entity : annotate::find_entities(document, shipped_lexicons(), model)) {
    for (const CodePointRange& mention : entity.mentions)
      names.emplace(mention, static_cast<std::size_t>(entity.type));
  }
  return names;
}

void score(const LabelledText& labelled, const EntityModel* model, Ratios& ratios) {
  const auto found = found_in(labelled.text, model);
  const text::CodePoints points(labelled.text);
  for (const auto& [at, type] : found) ++ratios[type].given;
  for (const auto& name : labelled.names) {
    if (name.type >= kParts.size()) continue;
    ++ratios[name.type].expected;
    ratios[name.type].right += found.contains({points.of(name.at), name.type}) ? 1U : 0U;
  }
}

/// Rows of one set: named by the set and the model.
void add_rows(const EntitySet& set, const std::string& by, const EntityModel* model,
              Report& report) {
  Ratios ratios;
  for (const LabelledText& labelled : texts_of(set)) score(labelled, model, ratios);
  Ratio all;
  for (const Ratio& ratio : ratios) {
    all.right += ratio.right;
    all.given += ratio.given;
    all.expected += ratio.expected;
  }
  if (all.expected == 0) {
    report.missing.push_back(set.name + ", " + by);
    return;
  }
  const std::string name = set.name + ", " + by;
  const auto row = [&](const char* part, const Ratio& ratio) {
    report.rows.push_back(
        {name, part, ratio.expected, {ratio.precision(), ratio.recall(), ratio.f1()}});
  };
  row("all", all);
  for (std::size_t i = 0; i < kParts.size(); ++i) row(kParts[i], ratios[i]);
}

EntityModel trained(const EntityRecipe& recipe) {
  std::vector<LabelledText> texts;
  for (const EntitySet& set : recipe.sets) {
    auto more = texts_of(set);
    std::move(more.begin(), more.end(), std::back_inserter(texts));
  }
  std::vector<std::string> unlabelled;
  for (const std::string& file : recipe.unlabelled)
    unlabelled.push_back(annotate::readable_text(bytes_of(file)));
  const auto clusters = annotate::cluster_words(texts, unlabelled);
  return EntityModel::parse(
             annotate::train_entities(texts, shipped_lexicons(), clusters, {}, [](std::size_t) {}))
      .value();
}

bool is_there(const EntityRecipe& recipe) {
  return std::all_of(recipe.sets.begin(), recipe.sets.end(), [](const EntitySet& set) {
    return !set.files.empty() && !bytes_of(set.files.front()).empty();
  });
}

Report empty_report() {
  return {"entities: exact span and type", {"precision", "recall", "f1"}, {}, {}};
}

}  // namespace

Report measure_entities() {
  Report report = empty_report();
  std::ifstream stream(std::filesystem::path(SOURCE_DIR) /
                       "config/models/entities-en.model.card.json");
  const std::string card{std::istreambuf_iterator<char>(stream), {}};
  const auto on_card = sets_on_card(card);
  for (const EntitySet& set : reported_sets()) {
    if (std::find(on_card.begin(), on_card.end(), set.name) == on_card.end()) {
      add_rows(set, "shipped model", &shipped_entities(), report);
    } else {
      report.refused.push_back(set.name + ": the card of the shipped model names it");
    }
    add_rows(set, "rules alone", nullptr, report);
  }
  return report;
}

Report measure_trained_entities() {
  Report report = empty_report();
  for (const EntityRecipe& recipe : measured_recipes()) {
    if (!is_there(recipe)) {
      report.missing.push_back(recipe.name);
      continue;
    }
    const EntityModel model = trained(recipe);
    for (const EntitySet& set : reported_sets()) {
      const auto& wanted = recipe.scored_on;
      if (std::find(wanted.begin(), wanted.end(), set.name) != wanted.end())
        add_rows(set, recipe.name, &model, report);
    }
  }
  return report;
}

}  // namespace copytaster::quality
