#include "daemon/kafka/complaints.h"

#include <gtest/gtest.h>

#include "daemon/kafka/error.h"

namespace copytaster::kafka {
namespace {

using std::chrono::seconds;

TEST(Complaints, TheSameTroubleIsSaidOnceAMinute) {
  Complaints complaints;
  const auto start = Complaints::Clock::time_point(seconds(1000));
  EXPECT_TRUE(complaints.due("no answer (after 7 ms)", start));
  EXPECT_FALSE(complaints.due("no answer (after 12 ms)", start + seconds(1))) << "but for numbers";
  EXPECT_TRUE(complaints.due("refused", start + seconds(2)));
  EXPECT_FALSE(complaints.due("no answer (after 9 ms)", start + seconds(3)))
      << "though two alternate";
  EXPECT_FALSE(complaints.due("no answer (after 9 ms)", start + seconds(59)));
  EXPECT_TRUE(complaints.due("no answer (after 9 ms)", start + seconds(60)));
}

TEST(Complaints, ABrokerThatIsAwayIsOneTroubleWhateverItSpoils) {
  Complaints complaints;
  const auto start = Complaints::Clock::time_point(seconds(1000));
  constexpr int kTransport = -195;
  constexpr int kAllBrokersDown = -187;
  const auto said = [](int code, const char* doing) { return failure_of(code, doing).message; };
  EXPECT_TRUE(complaints.due(said(kTransport, "journal a.journal can't be read"), start));
  EXPECT_FALSE(complaints.due(said(kAllBrokersDown, "journal a.journal can't be read"), start));
  EXPECT_FALSE(complaints.due(said(kTransport, "group a.leader can't be joined"), start));
  EXPECT_TRUE(complaints.due("the lead is lost", start)) << "but nothing else";
}

TEST(Complaints, ItRemembersABoundedNumber) {
  Complaints complaints;
  const auto start = Complaints::Clock::time_point(seconds(1000));
  for (int i = 0; i < 10'000; ++i)
    EXPECT_TRUE(complaints.due(std::string(static_cast<std::size_t>(i % 500), 'x'),
                               start + seconds(100 * (i / 500))));
}

}  // namespace
}  // namespace copytaster::kafka
