#include "daemon/top/snapshot.h"

#include <gtest/gtest.h>

namespace copytaster::top {
namespace {

TEST(Snapshot, IsReadFromAStatus) {
  const auto read = read_snapshot(R"({"name":"desk","role":"leader","ready":true,"now_ms":5000,
    "ledger":{"in":7,"new":5,"copies":2},"inputs":[{"topic":"in","partition":1,"position":9,"lag":3},
    {"topic":"in","partition":2,"position":1}],"stages":[{"stage":"commit","batches":4,"seconds":0.5}],
    "dead_letters":[{"name":"empty_text","count":2}],
    "last_dead_letters":[{"topic":"in","partition":1,"offset":4,"reason":"empty_text"}],
    "remembered":{"articles":6,"bytes":1024}})");
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->ledger, (Counts{{"in", 7}, {"new", 5}, {"copies", 2}}));
  EXPECT_EQ(read->inputs[0].lag, 3);
  EXPECT_EQ(read->inputs[1].lag, std::nullopt);
  EXPECT_EQ(read->stages[0].seconds, 0.5);
  EXPECT_EQ(read->last_dead_letters[0].place, "in/1/4");
  EXPECT_EQ(read->articles, 6);
}

TEST(Snapshot, WhatElseAnswersIsNone) {
  for (const auto* text : {"", "<html>", "[]", "{}", "{\"role\":5}"})
    EXPECT_FALSE(read_snapshot(text).has_value()) << text;
}

TEST(Snapshot, NothingDrawsOnTheTerminal) {
  const auto read = read_snapshot(R"({"role":"leader","name":"a\u001b[2Jb\u009bc\u0007é"})");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->name.find('\033'), std::string::npos);
  EXPECT_EQ(read->name.find('\007'), std::string::npos);
  EXPECT_EQ(read->name.find("\xc2\x9b"), std::string::npos);
  EXPECT_TRUE(read->name.ends_with("é"));
}

}  // namespace
}  // namespace copytaster::top
