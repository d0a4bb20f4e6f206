#include "pipeline/article_store.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <map>
#include <random>

namespace copytaster {
namespace {

std::vector<std::uint32_t> sample(std::mt19937& random, std::size_t size, std::uint32_t below) {
  std::vector<std::uint32_t> hashes(size);
  for (auto& hash : hashes) hash = static_cast<std::uint32_t>(random()) % below;
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

/// An article of `uris` items and `urls` pages, with samples as long as those of a text of 5 KB.
RememberedArticle invented(std::mt19937& random, std::uint64_t number, std::size_t uris,
                           std::size_t urls) {
  RememberedArticle article;
  article.number = number;
  article.source = "source-" + std::to_string(random() % 20);
  article.uri = "urn:article:" + article.source + ":" + std::to_string(random() % uris);
  article.url_key = "site.example/2026/" + std::to_string(random() % urls);
  article.origin = {"raw",
                    0,
                    Offset(static_cast<std::int64_t>(number)),
                    {static_cast<std::int64_t>(number) * 1000}};
  article.first_seen = article.last_matched = article.origin.timestamp;
  article.topics = {"news.enriched"};
  article.story = 1 + random() % (2 * uris);
  Fingerprint& print = article.fingerprint;
  print.content = (std::uint64_t{random()} << 32U) | random();
  print.skeleton = {sample(random, 64, 700'000'000), 700'000'000, 370};
  print.word_grams = {sample(random, 104, 2'000'000), 2'000'000, 830};
  print.numbers = {sample(random, 12, 16'000'000), 0xffffffffU, 12};
  print.names = {sample(random, 14, 16'000'000), 0xffffffffU, 14};
  print.figures = {sample(random, 9, 0xffffffffU), 0xffffffffU, 9};
  print.outline = {{}, 20'000};
  for (std::size_t i = 0; i < Outline::kMost; ++i)
    print.outline.terms.push_back(static_cast<std::uint16_t>(random() % 20'000));
  return article;
}

using Articles = std::map<std::uint64_t, RememberedArticle>;

const RememberedArticle* newest(const Articles& articles, std::string RememberedArticle::*text_of,
                                const std::string& text) {
  const auto found = std::find_if(articles.rbegin(), articles.rend(),
                                  [&](const auto& each) { return each.second.*text_of == text; });
  return found == articles.rend() ? nullptr : &found->second;
}

std::vector<std::uint64_t> newest_in_story(const Articles& articles, std::uint64_t story,
                                           std::size_t limit) {
  std::vector<std::uint64_t> numbers;
  for (auto each = articles.rbegin(); each != articles.rend() && numbers.size() < limit; ++each) {
    if (each->second.story == story) numbers.push_back(each->first);
  }
  return numbers;
}

void expect_same(const RememberedArticle* found, const RememberedArticle* expected) {
  ASSERT_EQ(found == nullptr, expected == nullptr);
  if (found != nullptr) {
    ASSERT_EQ(*found, *expected);
  }
}

TEST(ArticleStore, HoldsWhatAMapOfArticlesHolds) {
  std::mt19937 random(1);
  ArticleStore store;
  Articles articles;
  for (std::uint64_t step = 1; step <= 6000; ++step) {
    const std::uint64_t number = random() % 4 == 0 ? 1 + random() % step : step;
    if (random() % 3 == 0) {
      store.erase(number);
      articles.erase(number);
    } else if (random() % 4 == 0) {
      const Timestamp time{static_cast<std::int64_t>(random() % 10'000'000)};
      store.touch(number, time);
      if (const auto found = articles.find(number); found != articles.end()) {
        found->second.last_matched = time;
      }
    } else {
      // Three pages and few items: hundreds of articles have the same name.
      articles[number] = invented(random, number, 40, 3);
      store.set(articles[number]);
    }
    const auto other = invented(random, 0, 40, 3);
    expect_same(store.newest(other.uri), newest(articles, &RememberedArticle::uri, other.uri));
    expect_same(store.newest_at(other.url_key),
                newest(articles, &RememberedArticle::url_key, other.url_key));
    for (const std::size_t limit : {3U, 1000U})
      ASSERT_EQ(store.in_story(other.story, limit), newest_in_story(articles, other.story, limit));
    const auto next = articles.upper_bound(number);
    ASSERT_EQ(store.after(number),
              next == articles.end() ? std::nullopt : std::optional(next->first));
    ASSERT_EQ(store.size(), articles.size());
  }
  std::vector<std::pair<Timestamp, std::uint64_t>> by_age;
  for (const auto& [number, article] : articles) {
    by_age.emplace_back(article.last_matched, number);
    ASSERT_EQ(store.read(number), article);
    ASSERT_EQ(store.candidates(article.fingerprint, 1), std::vector<std::uint64_t>{number});
  }
  std::sort(by_age.begin(), by_age.end());
  auto expected = by_age.begin();
  store.visit_oldest([&](std::uint64_t number, Timestamp time) {
    EXPECT_EQ(std::pair(time, number), *expected++);
    return true;
  });
  EXPECT_EQ(expected, by_age.end());
}

TEST(ArticleStore, BytesDependOnWhatIsHeldAlone) {
  std::mt19937 random(2);
  ArticleStore lived;
  Articles articles;
  for (std::uint64_t number = 1; number <= 3000; ++number) {
    articles[number] = invented(random, number, 1000, 100);
    lived.set(articles[number]);
    const std::uint64_t gone = 1 + random() % number;
    if (random() % 2 == 0) {
      lived.erase(gone);
      articles.erase(gone);
    }
  }
  ArticleStore fresh;
  for (auto each = articles.rbegin(); each != articles.rend(); ++each) fresh.set(each->second);
  EXPECT_EQ(lived.bytes(), fresh.bytes());
  for (const auto& [number, article] : articles) lived.erase(number);
  EXPECT_EQ(lived.bytes(), ArticleStore().bytes());
}

// A budget that is counted wrongly is no bound.
TEST(ArticleStore, TheFormulaIsAboutWhatTheHeapHolds) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizers have a heap of their own";
#endif
  constexpr std::uint64_t kArticles = 60'000;
  std::mt19937 random(3);
  ArticleStore store;
  const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
  const std::size_t empty = store.bytes();
  for (std::uint64_t number = 1; number <= kArticles; ++number) {
    store.set(invented(random, number, 1'000'000, 1'000'000));
  }
  const std::size_t held = mallinfo2().uordblks + mallinfo2().hblkhd - before;
  const auto each = static_cast<double>(store.bytes() - empty) / kArticles;
  const auto really = static_cast<double>(held) / kArticles;
  RecordProperty("bytes_an_article", std::to_string(each));
  RecordProperty("bytes_of_heap_an_article", std::to_string(really));
  EXPECT_GT(each, 700);
  EXPECT_LT(each, 1200);
  EXPECT_NEAR(each / really, 1, 0.15) << each << " by formula, " << really << " of the heap";
}

}  // namespace
}  // namespace copytaster
