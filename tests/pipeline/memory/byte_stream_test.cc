#include "pipeline/memory/byte_stream.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace copytaster::memory {
namespace {

using Values = std::vector<std::uint32_t>;

Values ascending(const Values& values) {
  const std::set<std::uint32_t> distinct(values.begin(), values.end());
  return {distinct.begin(), distinct.end()};
}

RC_GTEST_PROP(ByteStream, WhatWasWrittenIsRead,
              (std::uint64_t number, std::int64_t difference, const std::string& text)) {
  ByteWriter writer;
  writer.unsigned_number(number);
  writer.signed_number(difference);
  writer.text(text);
  writer.fixed64(number);
  writer.byte(7);
  ByteReader reader(writer.bytes());
  RC_ASSERT(reader.unsigned_number() == number);
  RC_ASSERT(reader.signed_number() == difference);
  RC_ASSERT(reader.text() == text);
  RC_ASSERT(reader.fixed64() == number);
  RC_ASSERT(reader.byte() == 7);
  RC_ASSERT(reader.at_end());
}

// Clusters and single values far off: gaps of every size.
RC_GTEST_PROP(ByteStream, AscendingListsComeBackWhateverTheirGaps,
              (const Values& anything, const Values& seeds)) {
  Values values = anything;
  for (const std::uint32_t seed : seeds) values.push_back(seed >> (seed % 32U));
  values = ascending(values);
  ByteWriter writer;
  writer.byte(1);
  writer.ascending(values);
  writer.text("behind");
  ByteReader reader(writer.bytes());
  static_cast<void>(reader.byte());
  Values read = {1, 2, 3};
  reader.ascending(read);
  RC_ASSERT(read == values);
  RC_ASSERT(reader.text() == "behind");
}

TEST(ByteStream, EdgesOfLists) {
  for (const Values& values : {Values{}, Values{0}, Values{0xffffffffU}, Values{0, 0xffffffffU},
                               Values{0, 1, 2, 3}, Values{0xfffffffeU, 0xffffffffU}}) {
    ByteWriter writer;
    writer.ascending(values);
    ByteReader reader(writer.bytes());
    Values read;
    reader.ascending(read);
    EXPECT_EQ(read, values);
    EXPECT_TRUE(reader.at_end());
  }
}

// A sample with one hash in every 2^b: n × (b + 1.5) bits, or 24 for 104 of 830.
TEST(ByteStream, ASampleTakesLittleMoreThanItsInformation) {
  Values values;
  std::uint32_t state = 1;
  for (int i = 0; i < 104; ++i) {
    state = state * 1664525U + 1013904223U;
    values.push_back(state / 8);
  }
  values = ascending(values);
  ByteWriter writer;
  writer.ascending(values);
  EXPECT_LT(writer.bytes().size() * 8, values.size() * 25);
}

}  // namespace
}  // namespace copytaster::memory
