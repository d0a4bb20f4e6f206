#include "daemon/kafka/statistics.h"

#include <gtest/gtest.h>

namespace copytaster::kafka {
namespace {

constexpr std::string_view kJson = R"({"name":"copytaster#producer-1","type":"producer","replyq":2,
  "msg_cnt":5,"tx":120,"tx_bytes":4096,"rx":119,"rx_bytes":2048,"brokers":{
  "a:1/1":{"source":"learned","state":"UP","txerrs":1,"rxerrs":2,"req_timeouts":3,"disconnects":4,
           "rtt":{"p50":1500,"p99":20000}},
  "b:2/2":{"source":"learned","state":"DOWN","txerrs":10,"rxerrs":0,"req_timeouts":0,
           "disconnects":0,"rtt":{"p50":0,"p99":0}},
  "GroupCoordinator":{"source":"logical","state":"UP","txerrs":0,"rxerrs":0,"req_timeouts":0,
           "disconnects":1,"rtt":{"p50":2500,"p99":2500}}}})";

TEST(Statistics, AreAddedUpOverBrokers) {
  const auto figures = read_statistics(kJson);
  ASSERT_TRUE(figures.has_value());
  EXPECT_EQ(figures->requests, 120U);
  EXPECT_EQ(figures->bytes_sent, 4096U);
  EXPECT_EQ(figures->bytes_received, 2048U);
  EXPECT_EQ(figures->send_errors, 11U);
  EXPECT_EQ(figures->receive_errors, 2U);
  EXPECT_EQ(figures->timeouts, 3U);
  EXPECT_EQ(figures->disconnects, 5U);
  EXPECT_EQ(figures->queued, 7);
  EXPECT_EQ(figures->brokers_up, 1);
  EXPECT_DOUBLE_EQ(figures->round_trip_median, 0.0025);
  EXPECT_DOUBLE_EQ(figures->round_trip_99, 0.02);
}

TEST(Statistics, AnythingElseIsNone) {
  for (const auto* text : {"", "[]", "{", "null", "\"text\""})
    EXPECT_FALSE(read_statistics(text).has_value()) << text;
  EXPECT_EQ(read_statistics("{}")->requests, 0U);
  EXPECT_EQ(read_statistics(R"({"brokers":[1],"tx":-5})")->requests, 0U);
}

}  // namespace
}  // namespace copytaster::kafka
