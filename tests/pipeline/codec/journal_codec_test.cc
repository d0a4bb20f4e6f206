#include "pipeline/codec/journal_codec.h"

#include <gtest/gtest.h>

#include <random>

namespace copytaster::codec {
namespace {

JournalEntry full_entry() {
  JournalEntry entry;
  entry.sequence = 42;
  entry.clock = {Timestamp{5}, 2, Timestamp{9}};
  entry.ledger = {7, 1, 2, 1, 1, 1, 1};
  entry.next_number = 8;
  entry.origin = {"raw", 3, Offset(17), Timestamp{1000}};
  entry.uri = "urn:x";
  entry.outcome = "near";
  entry.matched = 4;
  entry.superseded = 5;
  entry.learned_terms = {1, 2, 3};
  entry.outputs = {{"t", 99}};
  entry.forgotten_articles = {1, 2};
  RememberedArticle& article = entry.article.emplace();
  article.number = 7;
  article.uri = "urn:x";
  article.updated_at = Timestamp{3};
  article.root = VersionReference{"urn:r", 2, {"raw", 0, Offset(1), Timestamp{2}}};
  article.topics = {"a", "b"};
  article.fingerprint.skeleton = {{1, 5, 9}, 10, 30};
  RememberedStory& story = entry.story.emplace();
  story.id = 7;
  story.centroid = {{1, 2}, {3, 4}};
  story.title = "Tïtle";
  return entry;
}

TEST(JournalCodec, EveryFieldComesBack) {
  const JournalEntry entry = full_entry();
  const auto decoded = decode(encode(entry));
  ASSERT_TRUE(decoded.has_value()) << decoded.error();
  EXPECT_TRUE(*decoded == entry);
  JournalEntry commit;
  commit.type = EntryType::kCommit;
  commit.positions = {{"raw", 0, Offset(9), Timestamp{4}}};
  commit.settings = "s";
  EXPECT_TRUE(*decode(encode(commit)) == commit);
  JournalEntry carry;
  carry.type = EntryType::kCarry;
  carry.carry_begins = true;
  carry.frequencies = FrequencyPage{3, {1, 2}};
  EXPECT_TRUE(*decode(encode(carry)) == carry);
}

TEST(JournalCodec, DamageIsAnErrorNeverACrash) {
  const std::string whole = encode(full_entry());
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(decode(whole.substr(0, size)).has_value()) << size;
  EXPECT_FALSE(decode(whole + "x").has_value());
  std::mt19937_64 random(5);
  for (int i = 0; i < 20'000; ++i) {
    std::string damaged = whole;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    static_cast<void>(decode(damaged));
  }
}

TEST(JournalCodec, ANewerFormatIsRefusedAsSuch) {
  std::string newer = encode(full_entry());
  newer[0] = 9;
  EXPECT_NE(decode(newer).error().find("newer"), std::string::npos);
}

}  // namespace
}  // namespace copytaster::codec
