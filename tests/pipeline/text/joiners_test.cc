#include "pipeline/text/joiners.h"

#include <gtest/gtest.h>

#include <string>

#include "pipeline/text/clean.h"

namespace copytaster::text {
namespace {

TEST(Joiners, StayWhereTheyMatter) {
  for (const std::string text : {"می\u200cخواهم", "ക്\u200d", "क्\u200dष", "क्\u200cष",
                                 "👨\u200d👩\u200d👧", "🏳️\u200d🌈", "👩🏽\u200d🚀"}) {
    EXPECT_EQ(clean_characters(text), text);
  }
}

TEST(Joiners, GoElsewhere) {
  EXPECT_EQ(clean_characters("fer\u200cry\u200d run\u200ds"), "ferry runs");
  EXPECT_EQ(clean_characters("\u200cمی\u200c \u200d"), "می ");
  EXPECT_EQ(clean_characters("😀\u200d"), "😀");
  EXPECT_EQ(clean_characters("a\u061cb\u2066c\u2069\u200e\ufff9"), "abc");
}

}  // namespace
}  // namespace copytaster::text
