#include "tests/quality/entities.h"

#include <set>

#include "pipeline/annotate/entities.h"
#include "tests/quality/conll.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

struct Set {
  const char* name;
  std::vector<const char*> files;
  ConllFormat format;
};

std::vector<Set> sets() {
  return {{"conll2003 testa", {"conll2003_en/eng.testa"}, {0, 3, "-DOCSTART-"}},
          {"wikigold", {"wikigold/wikigold.conll.txt"}, {0, 1, ""}},
          {"uner ewt dev", {"uner_en_ewt/en_ewt-ud-dev.iob2"}, {1, 2, "# newdoc"}},
          {"wnut17 dev", {"wnut17/dev.conll"}, {0, 1, ""}},
          {"broad_twitter",
           {"broad_twitter/a.conll", "broad_twitter/b.conll", "broad_twitter/e.conll",
            "broad_twitter/f.conll", "broad_twitter/g.conll", "broad_twitter/h.conll"},
           {0, 1, ""}}};
}

std::set<LabelledName> found_in(const std::string& text) {
  text::Document document;
  document.body = text;
  document.body_tokens = text::tokenize(text);
  document.language = "en";
  std::set<LabelledName> names;
  for (const Entity& entity : annotate::find_entities(document, shipped_lexicons())) {
    for (const CodePointRange& mention : entity.mentions) names.insert({mention, entity.type});
  }
  return names;
}

constexpr const char* kParts[] = {"person", "organisation", "place"};

void score(const LabelledText& text, Ratio (&ratios)[3]) {
  const auto found = found_in(text.text);
  for (const LabelledName& name : found) ++ratios[static_cast<std::size_t>(name.type)].given;
  for (const LabelledName& name : text.names) {
    Ratio& ratio = ratios[static_cast<std::size_t>(name.type)];
    ++ratio.expected;
    ratio.right += found.contains(name) ? 1U : 0U;
  }
}

void add_row(Report& report, const char* set, const char* part, const Ratio& ratio) {
  report.rows.push_back(
      {set, part, ratio.expected, {ratio.precision(), ratio.recall(), ratio.f1()}});
}

}  // namespace

Report measure_entities() {
  Report report{"entities: exact span and type", {"precision", "recall", "f1"}, {}, {}};
  for (const Set& set : sets()) {
    Ratio ratios[3];
    for (const char* file : set.files) {
      for (const LabelledText& text : labelled_texts(file, set.format)) score(text, ratios);
    }
    Ratio all;
    for (const Ratio& ratio : ratios) {
      all.right += ratio.right;
      all.given += ratio.given;
      all.expected += ratio.expected;
    }
    if (all.expected == 0) {
      report.missing.emplace_back(set.name);
      continue;
    }
    add_row(report, set.name, "all", all);
    for (std::size_t i = 0; i < 3; ++i) add_row(report, set.name, kParts[i], ratios[i]);
  }
  return report;
}

}  // namespace copytaster::quality
