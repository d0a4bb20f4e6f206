#include "daemon/kafka/positions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "daemon/kafka/election.h"
#include "daemon/kafka/journal_tail.h"
#include "pipeline/codec/journal_codec.h"
#include "tests/daemon/kafka/support.h"

namespace copytaster::kafka {
namespace {

Standing standing(std::optional<std::int64_t> next, std::int64_t start, std::int64_t end,
                  const std::string& journalled_id = "log") {
  Standing made{{"wire", 0}, std::nullopt, "log", start, end};
  if (next) made.journalled = Position{"wire", 0, Offset(*next), {}, journalled_id};
  return made;
}

TEST(Positions, StatesAndLags) {
  EXPECT_EQ(standing(5, 0, 8).state(), StandingState::kReading);
  EXPECT_EQ(standing(5, 0, 8).lag(), 3);
  EXPECT_EQ(standing(8, 0, 8).lag(), 0);
  EXPECT_EQ(standing(5, 5, 8).state(), StandingState::kReading) << "nothing is lost yet";
  EXPECT_EQ(standing(4, 5, 8).state(), StandingState::kBehind);
  EXPECT_EQ(standing(4, 5, 8).lag(), 3) << "what is gone is not waited for";
  EXPECT_EQ(standing(9, 0, 8).state(), StandingState::kPastEnd);
  EXPECT_EQ(standing(std::nullopt, 2, 8).state(), StandingState::kNotYet);
  EXPECT_EQ(standing(std::nullopt, 2, 8).lag(), 6);
  EXPECT_EQ(standing(9, 0, 8, "another").state(), StandingState::kAnotherLog);
  EXPECT_EQ(standing(9, 0, 8, "another").lag(), 8);
  EXPECT_EQ(standing(5, 0, 8, "").state(), StandingState::kReading) << "set by hand";
  Standing gone = standing(5, 0, 0);
  gone.log_id.clear();
  EXPECT_EQ(gone.state(), StandingState::kGone);
}

TEST(Positions, JumpsAreRead) {
  const auto one = parse_jump("news.raw/3=120");
  ASSERT_TRUE(one) << one.error();
  EXPECT_EQ(one->topic, "news.raw");
  EXPECT_EQ(one->partition, 3);
  EXPECT_EQ(std::get<std::int64_t>(one->to), 120);
  const auto all = parse_jump("news.raw=latest");
  ASSERT_TRUE(all) << all.error();
  EXPECT_EQ(all->partition, std::nullopt);
  EXPECT_EQ(std::get<Spot>(all->to).kind, Spot::Kind::kLatest);
  const auto time = parse_jump("news.raw/0=1970-01-01T00:00:05Z");
  ASSERT_TRUE(time) << time.error();
  EXPECT_EQ(std::get<Spot>(time->to).time.milliseconds, 5000);
  for (const char* wrong :
       {"", "=", "news.raw", "news.raw/0", "/0=1", "news.raw/=1", "news.raw/x=1", "news.raw/-1=1",
        "news.raw/0=", "news.raw/0=-1", "news.raw/0=soon", "news.raw/0=12x",
        "news.raw/99999999999=1", "news.raw/0=99999999999999999999"}) {
    const auto refused = parse_jump(wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_NE(refused.error().find("TOPIC/PARTITION=OFFSET"), std::string::npos);
  }
}

TEST(Positions, AJumpMustHaveSomewhereToLand) {
  const std::vector<Standing> all = {standing(5, 2, 8)};
  const auto check = [&all](const char* text) { return check_jumps(all, {*parse_jump(text)}); };
  for (const char* right : {"wire/0=2", "wire/0=8", "wire=earliest", "wire=2020-01-01"})
    EXPECT_TRUE(check(right)) << right;
  EXPECT_NE(check("wire/0=1").error().find("from 2 to 8"), std::string::npos);
  EXPECT_FALSE(check("wire/0=9"));
  EXPECT_NE(check("wire/1=2").error().find("input.topics"), std::string::npos);
  EXPECT_FALSE(check("other=2"));
}

class SetPositions : public ::testing::Test {
 protected:
  void SetUp() override {
    settings_.name = fresh_name();
    settings_.kafka.brokers = test_cluster().brokers;
    settings_.input.topics = {settings_.name + ".raw"};
    make_topic(journal());
    make_topic(raw(), 2);
    feed(raw(), {"a", "b", "c", "d", "e", "f"});
  }
  [[nodiscard]] std::string journal() const { return settings_.name + ".journal"; }
  [[nodiscard]] std::string raw() const { return settings_.name + ".raw"; }

  /// As a run would: a transaction whose last entry says where it stands.
  void journal_positions(std::uint64_t sequence, const std::vector<Position>& positions) const {
    auto sink = open_sink(settings_.name, {});
    ASSERT_TRUE(sink) << sink.error().message;
    auto transaction = (*sink)->begin();
    JournalEntry entry;
    entry.type = EntryType::kCommit;
    entry.sequence = sequence;
    entry.positions = positions;
    entry.settings = "hash";
    ASSERT_TRUE((*transaction)->append_journal(codec::encode(entry)));
    ASSERT_TRUE((*transaction)->commit());
  }
  [[nodiscard]] std::vector<Standing> find() const {
    auto found = find_standings(test_cluster(), settings_);
    EXPECT_TRUE(found) << found.error().message;
    return found.value();
  }
  [[nodiscard]] JournalEntry last_entry() const {
    return codec::decode(committed_values(journal()).back()).value();
  }
  Settings settings_;
};

TEST_F(SetPositions, AJumpIsTheNextEntryAndLeavesTheRestAlone) {
  const auto before = find();
  ASSERT_EQ(before.size(), 2U);
  EXPECT_EQ(before[0].state(), StandingState::kNotYet);
  const std::string id = before[0].log_id;
  const Position gone{"old.topic", 0, Offset(7), {}, "its id"};
  journal_positions(41, {{raw(), 0, Offset(1), {}, id}, gone});
  EXPECT_EQ(find().size(), 3U) << "what is journalled of a topic that is gone is shown";

  const auto done = set_positions(test_cluster(), settings_,
                                  {*parse_jump(raw() + "=latest"), *parse_jump(raw() + "/1=0")});
  ASSERT_TRUE(done) << done.error().message;
  const auto latest = std::find_if(before.begin(), before.end(), [](const Standing& each) {
                        return each.name.partition == 0;
                      })->end;
  const JournalEntry entry = last_entry();
  EXPECT_EQ(entry.sequence, 42U);
  EXPECT_EQ(entry.settings, "hash");
  EXPECT_EQ(entry.positions,
            (std::vector<Position>{
                gone, {raw(), 0, Offset(latest), {}, id}, {raw(), 1, Offset(0), {}, id}}));
  ASSERT_EQ(entry.gaps.size(), 1U) << "only what is passed over is a gap";
  EXPECT_EQ(entry.gaps.front().partition, 0);
  EXPECT_EQ(entry.gaps.front().from, Offset(1));
}

TEST_F(SetPositions, WhereNothingIsJournalledTheSettingIsNamed) {
  const auto refused = set_positions(test_cluster(), settings_, {*parse_jump(raw() + "=earliest")});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("input.start"), std::string::npos);
  EXPECT_TRUE(committed_values(journal()).empty());
}

TEST_F(SetPositions, ItIsRefusedWhileAnInstanceLeads) {
  journal_positions(0, {});
  auto leader = Election::join(test_cluster(), {settings_.name + ".leader", journal()});
  ASSERT_TRUE(leader);
  for (int tries = 0; tries < 300 && !(*leader)->state().owned; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto term = (*leader)->state().term;
  const auto refused = set_positions(test_cluster(), settings_, {*parse_jump(raw() + "=earliest")});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("an instance leads"), std::string::npos)
      << refused.error().message;
  EXPECT_NE(refused.error().message.find("127.0.0.1"), std::string::npos)
      << "says where: " << refused.error().message;
  EXPECT_TRUE((*leader)->holds(term)) << "and takes nothing from it";
  EXPECT_EQ(committed_values(journal()).size(), 1U);
}

TEST_F(SetPositions, ATailBehindManyEntriesIsFound) {
  auto sink = open_sink(settings_.name, {});
  ASSERT_TRUE(sink);
  auto transaction = (*sink)->begin();
  JournalEntry entry;
  entry.type = EntryType::kCommit;
  entry.positions = {{raw(), 0, Offset(3), {}, "id"}};
  ASSERT_TRUE((*transaction)->append_journal(codec::encode(entry)));
  entry = {};
  for (entry.sequence = 1; entry.sequence <= 6000; ++entry.sequence)
    ASSERT_TRUE((*transaction)->append_journal(codec::encode(entry)));
  ASSERT_TRUE((*transaction)->commit());
  auto admin = Admin::open(test_cluster());
  const auto tail = read_tail(test_cluster(), **admin, journal());
  ASSERT_TRUE(tail) << tail.error().message;
  ASSERT_TRUE(*tail);
  EXPECT_EQ((*tail)->sequence, 0U);
  EXPECT_EQ((*tail)->positions.size(), 1U);
}

}  // namespace
}  // namespace copytaster::kafka
