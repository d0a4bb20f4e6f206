#include "pipeline/annotate/training/readable.h"

#include <gtest/gtest.h>

namespace copytaster::annotate {
namespace {

TEST(Readable, JsonLinesGiveTheirTexts) {
  EXPECT_EQ(
      readable_text("{\"title\":\"A\",\"body\":\"B\",\"id\":\"x\"}\nnot json\n{\"text\":\"C\"}"),
      "A\n\nB\n\nC\n\n");
  EXPECT_EQ(readable_text("Plain words.\n"), "Plain words.\n");
  EXPECT_EQ(readable_text(""), "");
}

}  // namespace
}  // namespace copytaster::annotate
