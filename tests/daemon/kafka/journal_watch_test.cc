#include "daemon/kafka/journal_watch.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/daemon/kafka/support.h"

namespace copytaster::kafka {
namespace {

using Found = std::map<std::string, TopicDescription>;

TEST(JournalWatch, AnotherLogIsForAPersonAndSoIsOneThatIsGone) {
  JournalWatch watch("j");
  EXPECT_TRUE(watch.confirm(Found{{"j", {"one", 1, 1}}, {"other", {"two", 1, 1}}}));
  EXPECT_TRUE(watch.confirm(Found{{"j", {"one", 1, 1}}}));
  EXPECT_EQ(watch.confirm(Found{}).error().remedy, Remedy::kRestart) << "asked too early, perhaps";
  EXPECT_TRUE(watch.confirm(Found{{"j", {"one", 1, 1}}}));
  EXPECT_EQ(watch.confirm(Found{}).error().remedy, Remedy::kRestart);
  EXPECT_EQ(watch.confirm(Found{}).error().remedy, Remedy::kStop);
  const auto another = watch.confirm(Found{{"j", {"two", 1, 1}}});
  EXPECT_EQ(another.error().remedy, Remedy::kStop);
  EXPECT_NE(another.error().message.find("--accept-empty-journal"), std::string::npos);
}

TEST(JournalWatch, AHeadThatIsGoneIsSaidWhereItIsStillNeeded) {
  JournalWatch watch("j");
  EXPECT_FALSE(watch.lost_head(7)) << "nothing is journalled that could be needed";
  EXPECT_FALSE(watch.lost_head(7));
  watch.need(7);
  EXPECT_FALSE(watch.lost_head(7));
  EXPECT_FALSE(watch.lost_head(9)) << "cut off by a leader, perhaps, whose round is not read yet";
  const auto said = watch.lost_head(9);
  ASSERT_TRUE(said);
  EXPECT_NE(said->find("offsets 7 to 8"), std::string::npos) << *said;
  EXPECT_NE(said->find("retention.ms=-1"), std::string::npos) << *said;
  watch.need(12);
  EXPECT_FALSE(watch.lost_head(9)) << "everything was written once more";
  watch.need(8);
  EXPECT_FALSE(watch.lost_head(9));
  EXPECT_TRUE(watch.lost_head(9));
}

TEST(JournalWatch, TheClusterIsAskedForTheHead) {
  const std::string name = fresh_name();
  make_topic(name);
  feed(name, {"one", "two", "three"});
  const auto admin = Admin::open(test_cluster()).value();
  JournalWatch watch(name);
  watch.need(0);
  for (int look = 0; look < 2; ++look) EXPECT_FALSE(watch.lost_head(*admin).value());
  ASSERT_TRUE(admin->delete_before({name, 0}, 2));
  EXPECT_FALSE(watch.lost_head(*admin).value());
  EXPECT_TRUE(watch.lost_head(*admin).value());
}

TEST(Rounds, WhatIsCutOffIsNeverTheLastWholeRound) {
  Rounds rounds;
  EXPECT_FALSE(rounds.committed(3, false, true)) << "one that began before this lead";
  EXPECT_FALSE(rounds.committed(5, true, false));
  EXPECT_FALSE(rounds.committed(7, false, false));
  EXPECT_EQ(rounds.committed(9, true, true), 5) << "the next one begins where it ends";
  EXPECT_EQ(rounds.committed(12, false, true), 9);
}

class KafkaFirstStart : public ::testing::Test {
 protected:
  KafkaFirstStart() {
    make_topic(name_ + ".journal");
    make_topic(name_ + ".out", 3);
  }
  Outcome check() {
    const auto admin = Admin::open(test_cluster()).value();
    return check_first_start(test_cluster(), *admin, name_ + ".journal",
                             {name_ + ".journal", name_ + ".out"});
  }
  /// One transaction with a record and a journal entry.
  void write(bool commit) {
    auto sink = open_sink(name_, {name_ + ".out"});
    ASSERT_TRUE(sink) << sink.error().message;
    auto transaction = (*sink)->begin();
    ASSERT_TRUE(transaction);
    ASSERT_TRUE((*transaction)->append({name_ + ".out", "key", "value", {}}));
    ASSERT_TRUE((*transaction)->append_journal("entry"));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));  // sent, whatever becomes of it
    EXPECT_TRUE(commit ? (*transaction)->commit() : (*transaction)->abort());
  }
  const std::string name_ = fresh_name();
};

TEST_F(KafkaFirstStart, WhatWasAbortedIsNothing) {
  EXPECT_TRUE(check());
  write(false);
  const auto checked = check();
  EXPECT_TRUE(checked) << checked.error().message;
}

TEST_F(KafkaFirstStart, WhatIsCommittedWasSentBefore) {
  write(false);
  feed(name_ + ".out", {"one"});
  const auto checked = check();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().remedy, Remedy::kStop);
  EXPECT_NE(checked.error().message.find(name_ + ".out/"), std::string::npos);
}

TEST_F(KafkaFirstStart, WhatRetentionTookWasSentBeforeToo) {
  const auto admin = Admin::open(test_cluster()).value();
  write(true);
  for (std::int32_t i = 0; i < 3; ++i) {
    const PartitionName out{name_ + ".out", i};
    const auto end = admin->offsets({out}, {Spot::Kind::kLatest, {}});
    ASSERT_TRUE(end);
    if (end->at(out) == 0) continue;
    ASSERT_TRUE(admin->delete_before(out, end->at(out)));
  }
  ASSERT_FALSE(check());
}

}  // namespace
}  // namespace copytaster::kafka
