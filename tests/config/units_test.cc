#include "config/units.h"

#include <gtest/gtest.h>

namespace copytaster {
namespace {

TEST(Units, DurationsAddUp) {
  EXPECT_EQ(parse_duration("500ms"), 500);
  EXPECT_EQ(parse_duration("7d 12h 10m 30s 500ms"), 7 * 86'400'000.0 + 43'830'500);
  EXPECT_EQ(parse_duration("7d12h"), parse_duration(" 7 d  12 h "));
  EXPECT_EQ(parse_duration("1.5s"), 1500);
  EXPECT_EQ(parse_duration("90min"), parse_duration("1h 30m"));
}

TEST(Units, SizesTellThousandsFromPowersOfTwo) {
  EXPECT_EQ(parse_size("64MiB"), 64.0 * 1024 * 1024);
  EXPECT_EQ(parse_size("10 MB"), 1e7);
  EXPECT_EQ(parse_size("4096"), 4096);
  EXPECT_EQ(parse_size("0.5KiB"), 512);
}

TEST(Units, WhatIsNoAmountIsRefused) {
  for (const char* text : {"", " ", "d", "7", "-7d", "7d 12", "7 days", "7dd", "inf", "nan", "1e3s",
                           "0x10s", "7d,12h", "7D", "7d\n"})
    EXPECT_FALSE(parse_duration(text)) << text;
  for (const char* text :
       {"", "MiB", "64mib", "-1", "1MiB 2KiB", "1 000", "inf", "nan", "1e3", "1M"})
    EXPECT_FALSE(parse_size(text)) << text;
}

TEST(Units, ShownSizesReadBackAsTheSame) {
  EXPECT_EQ(show_size(64), "64 bytes");
  EXPECT_EQ(show_size(std::size_t{64} << 20U), "64MiB");
  for (const std::size_t bytes :
       {std::size_t{1} << 10U, std::size_t{3} << 20U, std::size_t{1} << 30U})
    EXPECT_EQ(parse_size(show_size(bytes)), static_cast<double>(bytes));
}

}  // namespace
}  // namespace copytaster
