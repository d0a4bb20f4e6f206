#include "pipeline/codec/times.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

namespace copytaster::codec {
namespace {

std::int64_t milliseconds(std::string_view text) {
  const auto time = parse_time(text);
  EXPECT_TRUE(time.has_value()) << text;
  return time ? time->milliseconds : -1;
}

TEST(Times, WhatIsWrittenIsReadBack) {
  EXPECT_TRUE(rc::check([] {
    const Timestamp time{*rc::gen::inRange<std::int64_t>(-62'167'219'200'000, 253'402'300'800'000)};
    const auto read = parse_time(format_time(time));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == time);
  }));
}

TEST(Times, OneMomentManySpellings) {
  constexpr std::int64_t kMoment = 1'772'360'430'000;  // date -u -d 2026-03-01T10:20:30Z +%s
  for (const auto* text :
       {"2026-03-01T10:20:30Z", "2026-03-01T10:20:30", "2026-03-01 10:20:30 +00:00",
        "2026-03-01T12:20:30+02:00", "2026-03-01T12:20:30+0200", "2026-03-01T12:20:30+02",
        "2026-03-01t04:50:30.000-05:30"}) {
    EXPECT_EQ(milliseconds(text), kMoment) << text;
  }
  EXPECT_EQ(milliseconds("2026-03-01T10:20:30.1239Z"), kMoment + 123);
  EXPECT_EQ(milliseconds("1970-01-01"), 0);
  EXPECT_EQ(milliseconds("2024-02-29"), 1'709'164'800'000);
}

TEST(Times, WhatNoCalendarHasIsNoTime) {
  for (const auto* text :
       {"", "yesterday", "2026-02-29", "2026-13-01", "2026-00-10", "2026-03-01T24:00Z",
        "2026-03-01T10:60Z", "2026-03-01T10:20:61Z", "2026-03-01T10:20+19:00",
        "2026-03-01T10:20:30Zz", "2026-3-1", "20260301",
        "2026-03-01T10:20+02:", "0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"}) {
    EXPECT_FALSE(parse_time(text).has_value()) << text;
  }
}

TEST(Times, NoTimeIsSoFarThatSumsOverflow) {
  EXPECT_FALSE(time_within_calendar(1e300).has_value());
  EXPECT_FALSE(time_within_calendar(-1e300).has_value());
  EXPECT_FALSE(time_within_calendar(std::numeric_limits<double>::quiet_NaN()).has_value());
  EXPECT_EQ(time_within_calendar(1500.7)->milliseconds, 1500);
  EXPECT_EQ(format_time({std::numeric_limits<std::int64_t>::max()}), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(format_time({std::numeric_limits<std::int64_t>::min()}), "0000-01-01T00:00:00Z");
  EXPECT_EQ(clamp_to_calendar({1500}), Timestamp{1500});
  const Timestamp last = clamp_to_calendar({std::numeric_limits<std::int64_t>::max()});
  EXPECT_EQ(format_time(last), "9999-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace copytaster::codec
