#include "daemon/progress.h"

#include <gtest/gtest.h>

namespace copytaster {
namespace {

TEST(ProgressLine, RateShareAndTimeLeft) {
  EXPECT_EQ(progress_line({12345, 27, 100}, 3),
            "12345 articles  4115/s  [=====>              ] 27%  0:08 left");
  EXPECT_EQ(progress_line({100, 1, 200}, 10),
            "100 articles  10/s  [>                   ] 0%  33:10 left");
  EXPECT_EQ(progress_line({100, 200, 200}, 10),
            "100 articles  10/s  [====================] 100%  0:00 left");
}

TEST(ProgressLine, AFileThatGrowsMeanwhileIsNeverMoreThanWhole) {
  EXPECT_EQ(progress_line({100, 300, 200}, 10),
            "100 articles  10/s  [====================] 100%  0:00 left");
}

TEST(ProgressLine, WhatAnEarlierRunDidTakesNoTimeNow) {
  EXPECT_EQ(progress_line({100, 60, 100, 50}, 10),
            "100 articles  10/s  [============>       ] 60%  0:40 left");
  EXPECT_EQ(progress_line({100, 50, 50, 50}, 10),
            "100 articles  10/s  [====================] 100%  0:00 left");
}

TEST(ProgressLine, WithoutATotalOnlyTheRate) {
  EXPECT_EQ(progress_line({100, 50, 0}, 10), "100 articles  10/s");
  EXPECT_EQ(progress_line({0, 0, 200}, 0), "0 articles");
}

TEST(ProgressBar, NothingButATerminalIsWrittenTo) {
  std::FILE* file = std::tmpfile();
  {
    ProgressBar bar(file);
    bar.show({1, 1, 2});
  }
  EXPECT_EQ(std::ftell(file), 0);
  std::fclose(file);
}

}  // namespace
}  // namespace copytaster
