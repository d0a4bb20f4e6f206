#include "pipeline/codec/journal_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <random>

namespace copytaster::codec {
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
  return {any<std::vector<std::uint32_t>>(), any<std::uint32_t>(), any<std::uint32_t>()};
}

std::vector<Ruling> any_rulings() {
  std::vector<Ruling> rulings;
  for (const auto& of : any<std::vector<std::string>>())
    rulings.push_back({static_cast<OverrideType>(*rc::gen::inRange(0, 3)), of,
                       static_cast<CopyKind>(*rc::gen::inRange(0, 6)), any<std::string>(),
                       any<std::string>()});
  return rulings;
}

RememberedArticle any_article() {
  RememberedArticle article;
  article.number = any<std::uint64_t>();
  article.uri = any<std::string>();
  article.source = any<std::string>();
  article.url_key = any<std::string>();
  article.origin = any_origin();
  article.version = any<std::uint32_t>();
  article.own_version = any<std::string>();
  if (any<bool>()) article.updated_at = any_time();
  if (any<bool>()) article.published_at = any_time();
  article.first_created = any_time();
  article.version_created = any_time();
  article.first_seen = any_time();
  article.last_matched = any_time();
  article.metadata = any<std::uint64_t>();
  article.status = static_cast<PubStatus>(*rc::gen::inRange(0, 3));
  article.kind = static_cast<Kind>(*rc::gen::inRange(0, 9));
  article.revisions = any<std::uint32_t>();
  if (any<bool>()) article.root = {any<std::string>(), any<std::uint32_t>(), any_origin()};
  article.credit = any<std::string>();
  article.story = any<std::uint64_t>();
  article.topics = any<std::vector<std::string>>();
  article.fingerprint = {any<std::uint64_t>(),
                         any<std::uint64_t>(),
                         any<std::uint32_t>(),
                         any_sketch(),
                         any_sketch(),
                         any_sketch(),
                         any_sketch(),
                         any_sketch(),
                         {any<std::vector<std::uint16_t>>(), any<std::uint16_t>()}};
  article.rulings = any_rulings();
  return article;
}

RememberedStory any_story() {
  RememberedStory story{any<std::uint64_t>(),
                        any<std::uint32_t>(),
                        any_time(),
                        any_time(),
                        any<std::vector<std::uint64_t>>(),
                        {},
                        any<std::string>()};
  for (const auto hash : any<std::vector<std::uint32_t>>())
    story.centroid.push_back({hash, any<std::uint16_t>()});
  story.merged = any<std::vector<std::uint64_t>>();
  return story;
}

std::vector<LineMark> any_lines() {
  std::vector<LineMark> lines;
  for (const auto hash : any<std::vector<std::uint32_t>>())
    lines.push_back({hash, any<std::uint16_t>(), any<std::uint8_t>()});
  return lines;
}

void fill_state(JournalEntry& entry) {
  entry.clock = {any_time(), any<std::uint32_t>(), any<std::uint32_t>(), any<std::uint32_t>(),
                 any_time()};
  entry.ledger = {any<std::uint64_t>(), any<std::uint64_t>(), any<std::uint64_t>(),
                  any<std::uint64_t>(), any<std::uint64_t>(), any<std::uint64_t>(),
                  any<std::uint64_t>(), any<std::uint64_t>()};
  entry.next_number = any<std::uint64_t>();
  if (any<bool>()) entry.article = any_article();
  if (any<bool>()) entry.story = any_story();
  if (any<bool>()) entry.frequencies = {any<std::uint32_t>(), any<std::vector<std::uint32_t>>()};
  entry.forgotten_articles = any<std::vector<std::uint64_t>>();
  entry.forgotten_stories = any<std::vector<std::uint64_t>>();
  entry.forgotten_sources = any<std::vector<std::uint64_t>>();
  for (const auto& source : any<std::vector<std::string>>())
    entry.same_sources.push_back({source, any<std::string>()});
}

SettingsInForce any_settings() {
  return {any<std::string>(), any<std::string>(), any<std::string>(), any<std::string>(),
          any<std::string>()};
}

std::vector<Gap> any_gaps() {
  std::vector<Gap> gaps;
  for (const auto& topic : any<std::vector<std::string>>()) {
    gaps.push_back({topic, any<std::string>(), any<std::int32_t>(), Offset(any<std::int64_t>()),
                    Offset(any<std::int64_t>())});
  }
  return gaps;
}

/// Any entry, with the fields that its type has.
JournalEntry any_entry() {
  JournalEntry entry;
  entry.type = static_cast<EntryType>(*rc::gen::inRange(0, 4));
  entry.sequence = any<std::uint64_t>();
  if (entry.type == EntryType::kCommit) {
    for (const auto& topic : any<std::vector<std::string>>())
      entry.positions.push_back({topic, any<std::int32_t>(), Offset(any<std::int64_t>()),
                                 any_time(), any<std::string>()});
    entry.settings = any<std::string>();
    entry.gaps = any_gaps();
    return entry;
  }
  if (entry.type == EntryType::kSettings) {
    entry.in_force = any_settings();
    return entry;
  }
  fill_state(entry);
  if (entry.type == EntryType::kCarry) {
    if (any<bool>()) entry.in_force = any_settings();
    if (any<bool>())
      entry.source_lines = {any<std::uint64_t>(), any<std::uint16_t>(), any<std::uint64_t>(),
                            any_lines()};
    entry.carry_begins = any<bool>();
    entry.carry_ends = any<bool>();
    return entry;
  }
  entry.origin = any_origin();
  entry.uri = any<std::string>();
  entry.outcome = any<std::string>();
  for (auto left = random() % 3; left > 0; --left) entry.matched.push_back(any<std::uint64_t>());
  for (auto left = random() % 3; left > 0; --left) {
    ArticleChange change;
    change.number = any<std::uint64_t>();
    change.kind = static_cast<Kind>(random() % 9);
    if (any<bool>()) change.root = VersionReference{any<std::string>(), any<std::uint32_t>(), {}};
    change.topics = {any<std::string>()};
    if (any<bool>()) change.story = any<std::uint64_t>();
    if (any<bool>()) change.rulings = any_rulings();
    entry.changes.push_back(change);
  }
  entry.learned_terms = any<std::vector<std::uint32_t>>();
  if (any<bool>()) {
    LineChange& change = entry.lines_changed.emplace();
    change.set = {any<std::uint64_t>(), any<std::uint16_t>(), any<std::uint64_t>(), any_lines()};
    for (auto& line : change.set.lines) line.last = change.set.articles;
    change.dropped = any<std::vector<std::uint32_t>>();
  }
  for (auto left = random() % 3; left > 0; --left) entry.split_stories.push_back(any_story());
  for (const auto& topic : any<std::vector<std::string>>())
    entry.outputs.push_back({topic, any<std::uint64_t>()});
  return entry;
}

TEST(JournalCodec, WhatIsWrittenIsReadBack) {
  EXPECT_TRUE(rc::check([] {
    const JournalEntry entry = any_entry();
    const std::string bytes = encode(entry);
    const auto read = decode(bytes);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == entry);
    RC_ASSERT(encode(*read) == bytes);
  }));
}

TEST(JournalCodec, ATruncatedEntryIsAlwaysAnError) {
  EXPECT_TRUE(rc::check([] {
    const std::string bytes = encode(any_entry());
    for (std::size_t size = 0; size < bytes.size(); ++size)
      RC_ASSERT(!decode(std::string_view(bytes).substr(0, size)).has_value());
    RC_ASSERT(!decode(bytes + '\0').has_value());
  }));
}

TEST(JournalCodec, DamagedBytesAreAnErrorOrAnEntryThatCanBeWritten) {
  std::mt19937 random(7);
  int errors = 0;
  EXPECT_TRUE(rc::check([&] {
    const std::string whole = encode(any_entry());
    for (int i = 0; i < 50; ++i) {
      std::string bytes = whole;
      for (auto flips = 1 + random() % 3; flips > 0; --flips) {
        char& byte = bytes[random() % bytes.size()];
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1UL << random() % 8));
      }
      const auto read = decode(bytes);
      if (!read) ++errors;
      if (read) RC_ASSERT(decode(encode(*read)).has_value());
    }
  }));
  EXPECT_GT(errors, 0);
}

TEST(JournalCodec, AnotherFormatVersionIsRefusedAndANewerOneNamed) {
  std::string bytes = encode(JournalEntry{});
  ASSERT_TRUE(decode(bytes).has_value());
  EXPECT_FALSE(is_newer(bytes));
  EXPECT_FALSE(is_newer(""));
  ++bytes[0];
  EXPECT_TRUE(is_newer(bytes));
  const auto newer = decode(bytes);
  ASSERT_FALSE(newer.has_value());
  EXPECT_NE(newer.error().find("newer"), std::string::npos) << newer.error();
  bytes[0] = 0;
  EXPECT_FALSE(decode(bytes).has_value());
}

/// What format 6 wrote of a copy and of a source's lines.
constexpr std::string_view kDecisionOfFormat6 =
    "06000700000000000000e803000000000000140000001400000000000000000000000000000008000000000000"
    "000500000000000000010000000000000001000000000000000000000000000000000000000000000001000000"
    "0000000009000000000000000108000000000000000f00000075726e3a61727469636c653a623a310100000062"
    "000000000300000072617700000000080000000000000084030000000000000200000000000000000120030000"
    "0000000020030000000000005203000000000000e803000000000000e803000000000000030000000000000000"
    "0300000000010f00000075726e3a61727469636c653a613a310100000003000000726177000000000200000000"
    "000000bc0200000000000001000000410400000000000000010000000300000064757005000000000000000600"
    "000000000000320000000200000001000000020000000300000002000000010000000400000005000000010000"
    "0000000000ffffffff0000000000000000ffffffff0000000001040000000000000002000000bc020000000000"
    "00e803000000000000010000000b00000000000000010000000c0000000d000100000054000000000000000000"
    "000000000300000072617700000000080000000000000084030000000000000f00000075726e3a61727469636c"
    "653a623a31040000006e6561720100000002000000000000000100000002000000000000000300010000000300"
    "00006e6577010000000c0000000001000000030000006475706300000000000000";
constexpr std::string_view kCarryOfFormat6 =
    "06010800000000000000e803000000000000140000001400000000000000000000000000000008000000000000"
    "000500000000000000010000000000000001000000000000000000000000000000000000000000000001000000"
    "000000000900000000000000000000000000000000000000000000011500000000000000020008000000000000"
    "0001000000010000000200010100";

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

TEST(JournalCodec, WhatFormat6WroteIsRead) {
  const auto decision = decode(from_hex(kDecisionOfFormat6));
  ASSERT_TRUE(decision.has_value()) << decision.error();
  EXPECT_EQ(decision->ledger, (Ledger{8, 5, 1, 1, 0, 0, 1, 0}));
  ASSERT_TRUE(decision->article && decision->article->root);
  EXPECT_EQ(decision->article->root->uri, "urn:article:a:1");
  EXPECT_EQ(decision->article->fingerprint.words, 50U);
  EXPECT_TRUE(decision->article->rulings.empty());
  EXPECT_EQ(decision->story->title, "T");
  ASSERT_EQ(decision->changes.size(), 1U);
  EXPECT_EQ(decision->changes[0].topics, std::vector<std::string>{"new"});
  EXPECT_FALSE(decision->changes[0].story || decision->changes[0].rulings);
  EXPECT_EQ(decision->outputs, (std::vector<OutputHash>{{"dup", 99}}));
  const auto carry = decode(from_hex(kCarryOfFormat6));
  ASSERT_TRUE(carry.has_value()) << carry.error();
  EXPECT_TRUE(carry->carry_begins);
  EXPECT_EQ(carry->source_lines->lines, (std::vector<LineMark>{{1, 2, 1}}));
  EXPECT_EQ(decode(encode(*decision)), decision) << "and written again in the format of today";
}

TEST(JournalCodec, WhatFormat8WroteIsRead) {
  JournalEntry carry;
  carry.type = EntryType::kCarry;
  carry.sequence = 7;
  carry.carry_begins = true;
  std::string bytes = encode(carry);
  bytes.front() = 8;
  bytes.pop_back();  // whether there are settings
  EXPECT_EQ(decode(bytes), carry);
  JournalEntry commit;
  commit.type = EntryType::kCommit;
  commit.settings = "hash";
  bytes = encode(commit);
  bytes.front() = 8;
  EXPECT_EQ(decode(bytes), commit);
  JournalEntry settings;
  settings.type = EntryType::kSettings;
  settings.in_force.emplace();
  bytes = encode(settings);
  EXPECT_EQ(decode(bytes), settings);
  bytes.front() = 8;
  EXPECT_FALSE(decode(bytes).has_value()) << "there were no such entries";
}

TEST(JournalCodec, AListIsNotBelievedToBeLongerThanItsBytes) {
  JournalEntry entry;
  entry.type = EntryType::kCommit;
  std::string bytes = encode(entry);
  for (std::size_t i = 9; i < 13; ++i) bytes[i] = '\x7f';  // the length of `positions`
  bytes.resize(9 + 4);
  EXPECT_FALSE(decode(bytes).has_value());
}

}  // namespace
}  // namespace copytaster::codec
