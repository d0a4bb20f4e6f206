#include "tests/generate/generator.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace copytaster::generate {
namespace {

constexpr std::size_t kBytes = 5000;

std::string text_of(const std::string& json, const char* field) {
  simdjson::dom::parser parser;
  const simdjson::dom::element article = parser.parse(json);
  return std::string(std::string_view(article[field]));
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      words.back().push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::set<std::string> grams_of(const std::vector<std::string>& words) {
  std::set<std::string> grams;
  for (std::size_t i = 2; i < words.size(); ++i)
    grams.insert(words[i - 2] + " " + words[i - 1] + " " + words[i]);
  return grams;
}

TEST(Generator, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  std::set<std::string> distinct;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::string article = generate_article_json(seed, kBytes);
    EXPECT_EQ(article, generate_article_json(seed, kBytes));
    distinct.insert(article);
  }
  EXPECT_EQ(distinct.size(), 200U);
}

TEST(Generator, EveryArticleIsOneLineOfJsonOfTheSizeAskedFor) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1000}, kBytes, std::size_t{60000}}) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const std::string article = generate_article_json(seed, bytes);
      EXPECT_GE(article.size(), bytes);
      EXPECT_LT(article.size(), bytes + 1000);
      EXPECT_EQ(article.find('\n'), std::string::npos);
      for (const char* field : {"id", "source", "url", "title", "body"})
        EXPECT_FALSE(text_of(article, field).empty());
      EXPECT_EQ(text_of(article, "body").find_first_of("{}"), std::string::npos)
          << "a slot was left open";
    }
  }
}

TEST(Generator, TimestampsAscendWithTheSeed) {
  simdjson::dom::parser parser;
  std::int64_t before = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const std::string article = generate_article_json(seed, 0);
    const std::int64_t now = parser.parse(article)["timestamp"];
    EXPECT_GT(now, before);
    before = now;
  }
}

// Real articles of 4.3 to 5.7 KB share .0046 and .0050 of the smaller one's distinct word 3-grams
// on average, and .021 and .013 of it in one pair of a hundred (120 Reuters and 82 BBC articles,
// every pair).
TEST(Generator, TwoArticlesShareNoMoreWordGramsThanTwoRealOnesDo) {
  std::vector<std::set<std::string>> grams;
  std::set<std::string> vocabulary;
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    const auto words = words_of(text_of(generate_article_json(seed, kBytes), "body"));
    vocabulary.insert(words.begin(), words.end());
    grams.push_back(grams_of(words));
  }
  EXPECT_GE(vocabulary.size(), 2000U);
  double sum = 0;
  double most = 0;
  std::size_t pairs = 0;
  for (std::size_t a = 0; a < grams.size(); ++a) {
    for (std::size_t b = a + 1; b < grams.size(); ++b) {
      const auto shared = std::count_if(grams[a].begin(), grams[a].end(),
                                        [&](const auto& gram) { return grams[b].contains(gram); });
      const double share = static_cast<double>(shared) /
                           static_cast<double>(std::min(grams[a].size(), grams[b].size()));
      sum += share;
      most = std::max(most, share);
      ++pairs;
    }
  }
  const double mean = sum / static_cast<double>(pairs);
  RecordProperty("mean", std::to_string(mean));
  EXPECT_GT(mean, 0.0) << "no gram in common at all is as unlike news as too many";
  EXPECT_LT(mean, 0.0046) << "most " << most;
  EXPECT_LT(most, 0.021);
}

}  // namespace
}  // namespace copytaster::generate
