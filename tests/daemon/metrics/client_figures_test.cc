#include "daemon/metrics/client_figures.h"

#include <gtest/gtest.h>

namespace copytaster::metrics {
namespace {

TEST(ClientBoard, TotalsOutliveTheirClients) {
  ClientBoard board;
  int first = 0;
  int second = 0;
  board.set("consumer", &first, {.requests = 10, .queued = 5, .brokers_up = 3});
  board.set("consumer", &first, {.requests = 12, .queued = 1, .brokers_up = 3});
  EXPECT_EQ(board.figures()["consumer"].requests, 12U);
  board.remove("consumer", &first);
  EXPECT_EQ(board.figures()["consumer"].requests, 12U);
  EXPECT_EQ(board.figures()["consumer"].queued, 0) << "what is gone holds nothing";
  board.set("consumer", &second, {.requests = 1, .queued = 2, .brokers_up = 1});
  EXPECT_EQ(board.figures()["consumer"].requests, 13U);
  EXPECT_EQ(board.figures()["consumer"].queued, 2);
}

TEST(ClientBoard, TheSlowestCounts) {
  ClientBoard board;
  int clients[2] = {};
  board.set("consumer", &clients[0], {.round_trip_99 = 0.5});
  board.set("consumer", &clients[1], {.round_trip_99 = 0.25});
  EXPECT_EQ(board.figures()["consumer"].round_trip_99, 0.5);
  board.remove("producer", &clients[0]);  // never set
  EXPECT_EQ(board.figures().size(), 1U);
}

}  // namespace
}  // namespace copytaster::metrics
