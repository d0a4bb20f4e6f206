#include "pipeline/memory/packed_article.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace copytaster::memory {
namespace {

template <typename T>
T any() {
  return *rc::gen::arbitrary<T>();
}
Timestamp any_time() { return {any<std::int64_t>()}; }
Origin any_origin() {
  return {any<std::string>(), any<std::int32_t>(), Offset(any<std::int64_t>()), any_time()};
}
Sketch any_sketch() {
  const auto hashes = any<std::set<std::uint32_t>>();
  Sketch sketch{{hashes.begin(), hashes.end()}, 0xffffffffU, any<std::uint32_t>()};
  if (any<bool>()) sketch.threshold = any<std::uint32_t>();
  if (any<bool>() && !hashes.empty()) sketch.threshold = *hashes.rbegin();
  return sketch;
}
Outline any_outline() {
  Outline outline{any<std::vector<std::uint16_t>>(), any<std::uint16_t>()};
  if (outline.terms.size() > Outline::kMost) outline.terms.resize(Outline::kMost);
  return outline;
}
std::string any_name() {
  const auto beginning = *rc::gen::element<std::string>(
      "", "urn:article:a:", "https://a.example/", "a.example/", "https://a.example", "/", "://");
  return beginning + any<std::string>();
}

RememberedArticle any_article() {
  RememberedArticle article;
  article.number = any<std::uint64_t>();
  article.uri = any_name();
  article.source = any<std::string>();
  article.url_key = any_name();
  article.origin = any_origin();
  article.version = any<std::uint32_t>();
  article.own_version = any<std::string>();
  if (any<bool>()) article.updated_at = any_time();
  if (any<bool>()) article.published_at = any_time();
  article.first_created = any_time();
  article.version_created = any_time();
  article.first_seen = any_time();
  article.metadata = any<std::uint64_t>();
  article.status = static_cast<PubStatus>(*rc::gen::inRange(0, 3));
  article.kind = static_cast<Kind>(*rc::gen::inRange(0, 9));
  article.revisions = any<std::uint32_t>();
  if (any<bool>()) article.root = {any_name(), any<std::uint32_t>(), any_origin()};
  article.credit = any<std::string>();
  article.story = any<std::uint64_t>();
  article.topics = any<std::vector<std::string>>();
  article.fingerprint = {any<std::uint64_t>(), any<std::uint64_t>(), any<std::uint32_t>(),
                         any_sketch(),         any_sketch(),         any_sketch(),
                         any_sketch(),         any_sketch(),         any_outline()};
  for (auto left = *rc::gen::inRange(0, 3); left > 0; --left)
    article.rulings.push_back({static_cast<OverrideType>(*rc::gen::inRange(0, 3)), any_name(),
                               static_cast<CopyKind>(*rc::gen::inRange(0, 6)), any<std::string>(),
                               any<std::string>()});
  return article;
}

// What an object held before must not shine through: they are used again and again.
RC_GTEST_PROP(PackedArticle, AnyArticleComesBackWhole, ()) {
  StringPool pool;
  const auto article = any_article();
  const PackedArticle packed(article, pool);
  RememberedArticle unpacked = any_article();
  unpacked.last_matched = article.last_matched;
  packed.unpack(article.number, pool, unpacked);
  RC_ASSERT(unpacked == article);
}

// Budgets decide who is forgotten, so a standby must count alike, whatever its pool looks like.
RC_GTEST_PROP(PackedArticle, ItsSizeIsAFunctionOfTheArticle, ()) {
  const auto article = any_article();
  StringPool pool;
  StringPool other;
  for (int i = 0; i < 300; ++i) other.acquire(std::to_string(i));
  RC_ASSERT(PackedArticle(article, pool).bytes() == PackedArticle(article, other).bytes());
}

TEST(PackedArticle, SamplesThatAreNotAscendingCannotBePacked) {
  RememberedArticle article;
  article.fingerprint.word_grams.hashes = {1, 2, 3};
  EXPECT_TRUE(can_be_packed(article));
  article.fingerprint.word_grams.hashes = {1, 2, 2};
  EXPECT_FALSE(can_be_packed(article));
  article.fingerprint.word_grams.hashes = {2, 1};
  EXPECT_FALSE(can_be_packed(article));
}

TEST(PackedArticle, AnOutlineThatIsTooLongCannotBePacked) {
  RememberedArticle article;
  article.fingerprint.outline.terms.resize(Outline::kMost);
  EXPECT_TRUE(can_be_packed(article));
  article.fingerprint.outline.terms.resize(Outline::kMost + 1);
  EXPECT_FALSE(can_be_packed(article));
}

}  // namespace
}  // namespace copytaster::memory
