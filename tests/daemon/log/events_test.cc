#include "daemon/log/events.h"

#include <gtest/gtest.h>

#include <set>

namespace copytaster::log {
namespace {

TEST(Events, NamesAreUniqueWordsAndAllMeanSomething) {
  std::set<std::string_view> names;
  for (const auto* event : events()) {
    EXPECT_EQ(event->name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos)
        << event->name;
    EXPECT_FALSE(event->name.empty() || event->meaning.empty());
    EXPECT_TRUE(names.insert(event->name).second) << event->name << " is there twice";
  }
}

}  // namespace
}  // namespace copytaster::log
