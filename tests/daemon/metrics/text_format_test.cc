#include "daemon/metrics/text_format.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace copytaster::metrics {
namespace {

constexpr Family kThings{"things_total", Type::kCounter, "what", "Things."};
constexpr Family kSizes{"sizes", Type::kHistogram, "what", "Sizes."};

TEST(TextFormat, EscapesValuesOfLabels) {
  TextFormat text;
  text.begin(kThings);
  text.sample(std::uint64_t{3}, {{"what", "a\"b\\c\nd"}, {"more", ""}});
  EXPECT_EQ(text.take(),
            "# HELP things_total Things.\n# TYPE things_total counter\n"
            "things_total{what=\"a\\\"b\\\\c\\nd\",more=\"\"} 3\n");
}

TEST(TextFormat, BucketsAddUp) {
  TextFormat text;
  const std::array<double, 2> bounds = {0.5, 2};
  const std::array<std::uint64_t, 3> counts = {1, 4, 2};
  text.begin(kSizes);
  text.histogram(bounds, counts, 12.25, {{"what", "x"}});
  EXPECT_EQ(text.take(),
            "# HELP sizes Sizes.\n# TYPE sizes histogram\n"
            "sizes_bucket{what=\"x\",le=\"0.5\"} 1\nsizes_bucket{what=\"x\",le=\"2\"} 5\n"
            "sizes_bucket{what=\"x\",le=\"+Inf\"} 7\nsizes_sum{what=\"x\"} 12.25\n"
            "sizes_count{what=\"x\"} 7\n");
}

TEST(TextFormat, NumbersKeepTheirDigits) {
  TextFormat text;
  text.begin(kThings);
  text.sample(std::numeric_limits<std::uint64_t>::max());
  text.sample(-1.5);
  text.sample(std::numeric_limits<double>::infinity());
  text.sample(std::numeric_limits<double>::quiet_NaN());
  const std::string all = text.take();
  EXPECT_NE(all.find("things_total 18446744073709551615\n"), std::string::npos);
  EXPECT_NE(all.find("things_total -1.5\n"), std::string::npos);
  EXPECT_NE(all.find("things_total +Inf\n"), std::string::npos);
  EXPECT_NE(all.find("things_total NaN\n"), std::string::npos);
}

}  // namespace
}  // namespace copytaster::metrics
