#include <gtest/gtest.h>

#include <cstdio>
#include <map>

#include "pipeline/stories/story_index.h"
#include "pipeline/stories/terms.h"
#include "tests/oracles/reuters.h"

namespace copytaster::stories {
namespace {

struct Labelled {
  text::Document document;
  std::string story;
};

/// Articles of ecbplus_dev with their sub-story; leading URL sentences stripped.
std::vector<Labelled> ecbplus() {
  std::vector<Labelled> articles;
  std::ifstream file(oracles::data_folder() / "ecbplus_dev" / "ecbplus.jsonl");
  for (std::string line; std::getline(file, line);) {
    rapidjson::Document json;
    json.Parse(line.c_str());
    if (!json.IsObject()) continue;
    std::string body;
    for (const auto& sentence : json["sentences"].GetArray()) {
      const std::string text = sentence.GetString();
      if (body.empty() && text.find("http") != std::string::npos) continue;
      body += (body.empty() ? "" : " ") + text;
    }
    articles.push_back({oracles::document_of("", body), json["subtopic"].GetString()});
  }
  return articles;
}

struct BCubed {
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};

BCubed b_cubed(const std::vector<std::uint64_t>& found, const std::vector<Labelled>& articles) {
  std::map<std::uint64_t, double> in_found;
  std::map<std::string, double> in_story;
  std::map<std::pair<std::uint64_t, std::string>, double> in_both;
  for (std::size_t i = 0; i < found.size(); ++i) {
    ++in_found[found[i]];
    ++in_story[articles[i].story];
    ++in_both[{found[i], articles[i].story}];
  }
  BCubed score;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double both = in_both[{found[i], articles[i].story}];
    score.precision += both / in_found[found[i]] / static_cast<double>(found.size());
    score.recall += both / in_story[articles[i].story] / static_cast<double>(found.size());
  }
  score.f1 = 2 * score.precision * score.recall / (score.precision + score.recall);
  return score;
}

BCubed cluster(const std::vector<Labelled>& articles, StoryOptions options) {
  StoryIndex index(options);
  std::vector<std::uint64_t> found;
  for (const auto& article : articles) {
    const auto terms = story_terms(article.document, {});
    const auto number = found.size() + 1;
    const auto story = index.decide(terms, "", number, false, {static_cast<std::int64_t>(number)},
                                    number, std::nullopt);
    index.set(story);
    std::vector<std::uint32_t> hashes;
    for (const auto& term : terms) hashes.push_back(term.hash);
    index.learn(hashes);
    found.push_back(story.id);
  }
  return b_cubed(found, articles);
}

void report(const char* order, double threshold, const BCubed& score) {
  std::printf("%s, join at %.2f: B-cubed P %.3f R %.3f F1 %.3f\n", order, threshold,
              score.precision, score.recall, score.f1);
}

TEST(StoryQuality, OnEcbplusDev) {
  auto articles = ecbplus();
  if (articles.empty()) GTEST_SKIP() << "no ecbplus_dev under COPYTASTER_DATA";
  auto shuffled = articles;
  oracles::Dice dice(1);
  for (std::size_t i = shuffled.size(); i > 1; --i) {
    std::swap(shuffled[i - 1], shuffled[dice.roll(i)]);
  }
  for (const double threshold : {0.15, 0.20, 0.25, 0.30, 0.35}) {
    StoryOptions options;
    options.join_cosine = threshold;
    report("file order", threshold, cluster(articles, options));
    report("shuffled", threshold, cluster(shuffled, options));
  }
  EXPECT_GE(cluster(articles, {}).f1, 0.70);
  EXPECT_GE(cluster(shuffled, {}).f1, 0.70);
}

}  // namespace
}  // namespace copytaster::stories
