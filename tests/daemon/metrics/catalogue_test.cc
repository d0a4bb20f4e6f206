#include "daemon/metrics/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace copytaster::metrics {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

TEST(Catalogue, NamesAreUniqueWordsWithAPrefix) {
  std::set<std::string_view> names;
  for (const auto* family : families()) {
    EXPECT_TRUE(is_word(family->name)) << family->name;
    EXPECT_TRUE(family->name.starts_with("copytaster_") || family->name.starts_with("process_"));
    EXPECT_TRUE(names.insert(family->name).second) << family->name << " is there twice";
  }
}

TEST(Catalogue, CountersAndOnlyTheyEndWithTotal) {
  for (const auto* family : families())
    EXPECT_EQ(family->name.ends_with("_total"), family->type == Type::kCounter) << family->name;
}

// The text format escapes line ends and backslashes in help; here there are none to escape.
TEST(Catalogue, HelpIsOneSentence) {
  for (const auto* family : families()) {
    EXPECT_TRUE(family->help.ends_with('.')) << family->name;
    EXPECT_EQ(family->help.find_first_of("\n\\"), std::string_view::npos) << family->name;
  }
}

}  // namespace
}  // namespace copytaster::metrics
