#include "tests/quality/stories.h"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "pipeline/annotate/entities.h"
#include "pipeline/stories/story_index.h"
#include "pipeline/stories/terms.h"
#include "tests/oracles/news_generator.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

struct Labelled {
  std::vector<StoryTerm> terms;
  std::string story;
};

std::vector<StoryTerm> terms_of(std::string title, std::string body) {
  const auto document = document_of(std::move(title), std::move(body));
  return stories::story_terms(
      document, annotate::find_entities(document, shipped_lexicons(), &shipped_entities()));
}

std::vector<Labelled> ecbplus() {
  std::vector<Labelled> articles;
  for (const auto& object : objects_of("ecbplus_dev/ecbplus.jsonl")) {
    articles.push_back({terms_of("", ecbplus_body(object)), object["subtopic"].GetString()});
  }
  return articles;
}

std::vector<Labelled> titles() {
  std::vector<Labelled> articles;
  for (const auto& object : objects_of("googlenews_t/News-T.jsonl")) {
    articles.push_back({terms_of(object["textCleaned"].GetString(), ""),
                        std::to_string(object["clusterNo"].GetInt())});
  }
  return articles;
}

std::vector<Labelled> shuffled(std::vector<Labelled> articles) {
  oracles::Dice dice(1);
  for (std::size_t i = articles.size(); i > 1; --i) {
    std::swap(articles[i - 1], articles[dice.roll(i)]);
  }
  return articles;
}

/// The story that each article joins, when they arrive a second apart from sources of their own.
std::vector<std::uint64_t> cluster(const std::vector<Labelled>& articles,
                                   stories::StoryOptions options) {
  stories::StoryIndex index(options);
  std::vector<std::uint64_t> found;
  for (const Labelled& article : articles) {
    const auto number = found.size() + 1;
    const Timestamp now{static_cast<std::int64_t>(number) * 1000};
    const auto story =
        index.decide(article.terms, "", number, false, now, number, index.nearest(article.terms));
    index.set(story);
    std::vector<std::uint32_t> hashes;
    for (const StoryTerm& term : article.terms) hashes.push_back(term.hash);
    index.learn(hashes);
    found.push_back(story.id);
  }
  return found;
}

/// Amit Bagga and Breck Baldwin, "Entity-based cross-document coreferencing", 1998: precision and
/// recall of each article's own cluster, averaged over the articles.
std::vector<double> b_cubed(const std::vector<std::uint64_t>& found,
                            const std::vector<Labelled>& articles) {
  std::map<std::uint64_t, double> in_found;
  std::map<std::string, double> in_story;
  std::map<std::pair<std::uint64_t, std::string>, double> in_both;
  for (std::size_t i = 0; i < found.size(); ++i) {
    ++in_found[found[i]];
    ++in_story[articles[i].story];
    ++in_both[{found[i], articles[i].story}];
  }
  double precision = 0;
  double recall = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double both = in_both[{found[i], articles[i].story}];
    precision += both / in_found[found[i]] / static_cast<double>(found.size());
    recall += both / in_story[articles[i].story] / static_cast<double>(found.size());
  }
  return {precision, recall, 2 * precision * recall / (precision + recall)};
}

void measure(Report& report, const std::string& set, const std::string& order,
             const std::vector<Labelled>& articles) {
  if (articles.empty()) {
    report.missing.push_back(set);
    return;
  }
  report.rows.push_back({set, order, articles.size(), b_cubed(cluster(articles, {}), articles)});
  for (const double threshold : {0.15, 0.20, 0.25, 0.30, 0.35}) {
    stories::StoryOptions options;
    options.join_cosine = threshold;
    report.rows.push_back({set, fmt::format("{}, join at {:.2f}", order, threshold),
                           articles.size(), b_cubed(cluster(articles, options), articles)});
  }
}

}  // namespace

Report measure_stories() {
  Report report{"stories: B-cubed", {"precision", "recall", "f1"}, {}, {}};
  const auto articles = ecbplus();
  measure(report, "ecbplus_dev", "file order", articles);
  if (!articles.empty()) measure(report, "ecbplus_dev", "shuffled", shuffled(articles));
  measure(report, "googlenews_t", "titles", titles());
  return report;
}

}  // namespace copytaster::quality
