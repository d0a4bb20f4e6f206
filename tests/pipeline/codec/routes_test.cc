#include "pipeline/codec/routes.h"

#include <gtest/gtest.h>

namespace copytaster::codec {
namespace {

Analysis about_luxembourg() {
  Analysis analysis;
  analysis.article.source = "Wire";
  analysis.language = "en";
  analysis.entities.push_back(
      {EntityType::kPlace, "Luxembourg", "urn:place:lu", "", true, 1, {}, {}});
  analysis.entities.push_back({EntityType::kPerson, "Ada Example", "", "", true, 1, {}, {}});
  analysis.subjects.push_back(
      {"diplomacy", "http://cv.iptc.org/newscodes/mediatopic/20000639", 90, ""});
  return analysis;
}

RouteRule rule_for(std::vector<std::string> RouteRule::*list, std::vector<std::string> names) {
  RouteRule rule;
  rule.topic = "desk";
  rule.*list = std::move(names);
  return rule;
}

TEST(Routes, EachListMatchesByAnyOfItsMembers) {
  const Analysis analysis = about_luxembourg();
  const auto holds = [&](std::vector<std::string> RouteRule::*list, std::string name) {
    return matches(rule_for(list, {"something else", std::move(name)}), analysis, Kind::kNew);
  };
  EXPECT_TRUE(holds(&RouteRule::subjects, "Diplomacy"));
  EXPECT_TRUE(holds(&RouteRule::subjects, "http://cv.iptc.org/newscodes/mediatopic/20000639"));
  EXPECT_TRUE(holds(&RouteRule::entities, "ada example"));
  EXPECT_TRUE(holds(&RouteRule::places, "urn:place:lu"));
  EXPECT_TRUE(holds(&RouteRule::languages, "EN"));
  EXPECT_TRUE(holds(&RouteRule::sources, "wire"));
  EXPECT_FALSE(holds(&RouteRule::subjects, "sport"));
  EXPECT_FALSE(holds(&RouteRule::entities, "Luxembourg")) << "a place is no person or organisation";
  EXPECT_FALSE(holds(&RouteRule::places, "Ada Example"));
  EXPECT_FALSE(holds(&RouteRule::places, "")) << "an empty name matches no missing uri";
}

TEST(Routes, EveryListMustMatch) {
  RouteRule rule = rule_for(&RouteRule::places, {"Luxembourg"});
  rule.languages = {"fr"};
  EXPECT_FALSE(matches(rule, about_luxembourg(), Kind::kNew));
  rule.languages = {"fr", "en"};
  EXPECT_TRUE(matches(rule, about_luxembourg(), Kind::kNew));
}

TEST(Routes, WithoutKindsOnlyWhatIsWorthReadingGoesOut) {
  const RouteRule rule;
  for (const Kind kind : {Kind::kKill, Kind::kStale, Kind::kExact, Kind::kNear, Kind::kSpun,
                          Kind::kRewrite, Kind::kExcerpt, Kind::kUpdate, Kind::kNew}) {
    EXPECT_EQ(matches(rule, about_luxembourg(), kind), kind == Kind::kNew || kind == Kind::kUpdate);
    EXPECT_TRUE(
        matches(rule_for(&RouteRule::kinds, {std::string(name(kind))}), about_luxembourg(), kind));
  }
}

}  // namespace
}  // namespace copytaster::codec
