#include "config/listen_address.h"

#include <gtest/gtest.h>

namespace copytaster {
namespace {

TEST(ListenAddress, IsReadAndWritten) {
  for (const auto* text : {"127.0.0.1:9464", "0.0.0.0:80", "[::1]:9464", "10.1.2.3:0"}) {
    const auto address = parse_listen(text);
    ASSERT_TRUE(address.has_value()) << text;
    EXPECT_EQ(address->text(), text);
  }
  EXPECT_EQ(parse_listen("localhost:1")->text(), "127.0.0.1:1");
  EXPECT_TRUE(parse_listen(kDefaultListen).has_value());
}

TEST(ListenAddress, WhatIsNoneIsRefused) {
  for (const auto* text :
       {"9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:9464", "127.0.0.1:-1",
        "127.0.0.1:94a", "host.example:9464", "[::1]", "[]:1"})
    EXPECT_FALSE(parse_listen(text).has_value()) << text;
}

TEST(ListenAddress, KnowsWhatStaysOnThisMachine) {
  EXPECT_TRUE(parse_listen("127.0.0.2:1")->is_loopback());
  EXPECT_TRUE(parse_listen("[::1]:1")->is_loopback());
  EXPECT_FALSE(parse_listen("0.0.0.0:1")->is_loopback());
}

}  // namespace
}  // namespace copytaster
