#include "pipeline/text/wire_slugs.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace copytaster::text {
namespace {

TEST(WireSlugs, AreLabelledOrOfTheirForm) {
  for (const auto& [line, slug] : std::vector<std::pair<std::string, std::string>>{
           {"BC-EU-Trade", "BC-EU-Trade"},
           {"AP-US-Weather", "AP-US-Weather"},
           {"BC-US--Tormouth Bridge, 1st Ld-Writethru,0345",
            "BC-US--Tormouth Bridge, 1st Ld-Writethru,0345"},
           {"r i BC-EU-Trade, 1st Ld", "BC-EU-Trade, 1st Ld"},
           {"Slug: eu trade", "eu trade"},
           {"Stichwort: Handel", "Handel"},
           {"Verkehr/Straßen/Großbritannien/", "Verkehr/Straßen/Großbritannien/"},
           {"Fußball/FC Tormund/Bundesliga/", "Fußball/FC Tormund/Bundesliga/"}}) {
    const HeadLine found = read_slug(line);
    EXPECT_EQ(found.kind, WireLine::kSlug) << line;
    EXPECT_EQ(found.value, slug);
    EXPECT_EQ(found.end, line.size());
  }
  for (const std::string line : {"PM-elect", "AM-dial radio", "BC-", "AP-",
                                 "BC-Bears win, fans say", "a b", "i BC", "Slug:", "", "r i "})
    EXPECT_EQ(read_slug(line).kind, WireLine::kText) << line;
}

TEST(WireSlugs, TopicsWithoutAMarkBehindThemMayBeOne) {
  EXPECT_EQ(read_slug("Verkehr/Straßen/Deutschland").kind, WireLine::kMaybeSlug);
  for (const std::string line : {"London/Paris", "He/She/they", "Fußball/FC Tormund/Kader",
                                 "Berlin/2026/Mai/", "https://Example/A/B/", "//", "///", "/A/B/C"})
    EXPECT_EQ(read_slug(line).kind, WireLine::kText) << line;
}

TEST(WireSlugs, RoutingIsForMachines) {
  for (const std::string line : {"bdt0412 4 pl 312 dpa 0815", "rs0123 3 sp 99 dpa 1001"})
    EXPECT_TRUE(is_routing(line)) << line;
  for (const std::string line : {"", "bdt0412", "dpa 4 pl 312 0815", "bdt0412 4 pl 312 abc 0815",
                                 "bdt0412 said dpa at 0815", "On 4 may 312 ap 0815"})
    EXPECT_FALSE(is_routing(line)) << line;
}

TEST(WireSlugs, AFrameIsNoneOfTheLine) {
  EXPECT_EQ(without_frame("^By JANE DOE="), "By JANE DOE");
  EXPECT_EQ(without_frame("^^Eds: x<"), "Eds: x");
  EXPECT_EQ(without_frame("a < b"), "a < b");
  for (const std::string line : {"", "^", "^<", "===", "<^"})
    EXPECT_LE(without_frame(line).size(), 2U);
}

TEST(WireSlugs, StampsHaveADateAndATime) {
  for (const std::string line :
       {"AP-WF-06-14-26 1201GMT", "AP-NY-06-14-26 1201EDT", "2026-06-14 12:01 GMT",
        "14.06.2026 12:01 Uhr", "14/06/2026 at 12:01", "06-14-26 1201"})
    EXPECT_TRUE(is_stamp(line)) << line;
  for (const std::string line : {"2026-06-14", "AP-WF", "1201GMT", "1.2.3 release", "12:01",
                                 "192.168.1.1 8080 open", "ap-06-14-26 1201", "3-1 2-2 4-5",
                                 "06-14-26 he left at 1201", "", "AP 06-14-26 1201GMT on Monday"})
    EXPECT_FALSE(is_stamp(line)) << line;
}

}  // namespace
}  // namespace copytaster::text
