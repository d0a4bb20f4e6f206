#include "pipeline/text/dateline.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace copytaster::text {
namespace {

struct Case {
  std::string head;  ///< all of it is the dateline
  std::string place;
  std::string credit;
};

TEST(Dateline, IsFoundInTheFormsOfTheAgencies) {
  const std::vector<Case> cases = {
      {"LUXEMBOURG, June 13 (Reuters) - ", "LUXEMBOURG", "Reuters"},
      {"BEIRUT/THE HAGUE, March 7 (Reuters) - ", "BEIRUT/THE HAGUE", "Reuters"},
      {"PARIS (AP) \u2014 ", "PARIS", "AP"},
      {"SAN JUAN, Puerto Rico (AP) _ ", "SAN JUAN", "AP"},
      {"WASHINGTON, D.C. (AP) \u2014 ", "WASHINGTON", "AP"},
      {"COSTA MESA, Ca. \u2013 ", "COSTA MESA", ""},
      {"COLORADO SPRINGS, Colo. \u2014 ", "COLORADO SPRINGS", ""},
      {"ROCHESTER, New Hampshire \u2013 ", "ROCHESTER", ""},
      {"ST. LOUIS, Mo. (AP) -- ", "ST. LOUIS", "AP"},
      {"NEW YORK -- ", "NEW YORK", ""},
      {"NEW YORK, June 9, 2013 -- ", "NEW YORK", ""},
      {"OMAHA, Neb., Feb 26 - ", "OMAHA", ""},
      {"PUTRAJAYA, Nov 22 \u2014 ", "PUTRAJAYA", ""},
      {"Miami, FL (Sports Network) - ", "Miami", "Sports Network"},
      {"TULSA, Okla., April 1, - ", "TULSA", ""},
      {"BERLIN, 13. Juni (dpa) - ", "BERLIN", "dpa"},
      {"Berlin (dpa) \u2013 ", "Berlin", "dpa"},
      {"Berlin/Paris (dpa/AFP) - ", "Berlin/Paris", "dpa/AFP"},
      {"Frankfurt/Main (dpa) - ", "Frankfurt/Main", "dpa"},
      {"London/Teheran - ", "London/Teheran", ""},
      {"MÜNCHEN, 1. März (Nordpost) - ", "MÜNCHEN", "Nordpost"},
      {"Nendeln, 27.6.2026 \u2013 ", "Nendeln", ""},
      {"PARIS, 13 juin (Reuters) - ", "PARIS", "Reuters"},
      {"Paris, 13 juin 2026 (AFP) - ", "Paris", "AFP"},
      {"ÎLE-ROUSSE, 1er août (AFP) - ", "ÎLE-ROUSSE", "AFP"},
      {"Madrid, 13 jun (EFE).- ", "Madrid", "EFE"},
      {"BOGOTÁ (AP) \u2014 ", "BOGOTÁ", "AP"},
      {"MADRID, 13 Jun. (EUROPA PRESS) - ", "MADRID", "EUROPA PRESS"},
      {"Ciudad de México, 2 de julio (Notimex) - ", "Ciudad de México", "Notimex"},
      {"(ANSA) - ROMA, 13 GIU - ", "ROMA", "ANSA"},
      {"Roma, 13 giu. (askanews) - ", "Roma", "askanews"},
      {"Lisboa, 13 jun 2026 (Lusa) - ", "Lisboa", "Lusa"},
      {"SÃO PAULO, 13 Jun (Reuters) - ", "SÃO PAULO", "Reuters"},
      {"DEN HAAG (ANP) - ", "DEN HAAG", "ANP"},
      {"BEIJING, June 13 (Xinhua) -- ", "BEIJING", "Xinhua"},
      {"MOSCOW, June 13. /TASS/. ", "MOSCOW", "TASS"},
      {"MOSCOW. June 13 (Interfax) - ", "MOSCOW", "Interfax"},
      {"МОСКВА, 13 июн (РИА Новости) - ", "МОСКВА", "РИА Новости"},
      {"TOKYO, June 13 Kyodo - ", "TOKYO", "Kyodo"},
      {"New Delhi, Jun 13 (PTI) ", "New Delhi", "PTI"},
      {"New Delhi [India], June 13 (ANI): ", "New Delhi", "ANI"},
      {"PARIS, June 13, 2026 /PRNewswire/ -- ", "PARIS", "PRNewswire"},
      {"MUNICH--(BUSINESS WIRE)--", "MUNICH", "BUSINESS WIRE"},
      {"(CNN) -- ", "", "CNN"},
      {"Reuters - ", "", "Reuters"},
      {"新华社北京6月13日电 ", "北京", "新华社"},
      {"【ロンドン共同】", "ロンドン", "共同"},
      {"[東京 13日 ロイター] - ", "東京", "ロイター"},
      {"(서울=연합뉴스) ", "서울", "연합뉴스"},
  };
  for (const auto& each : cases) {
    const auto found = find_dateline(each.head + "Ministers met on Monday.", "");
    ASSERT_TRUE(found) << each.head;
    EXPECT_EQ(found->place, each.place) << each.head;
    EXPECT_EQ(found->credit, each.credit) << each.head;
    EXPECT_EQ(found->end, each.head.size()) << each.head;
  }
}

TEST(Dateline, ACountryMayStandInBrackets) {
  const std::vector<Case> cases = {
      {"Frankfurt/Main (dpa/lhe) - ", "Frankfurt/Main", "dpa/lhe"},
      {"Frankfurt (Oder) (dpa) - ", "Frankfurt", "dpa"},
      {"Halle (Saale) (dpa/sa) - ", "Halle", "dpa/sa"},
      {"Saint-Denis (France), 14 juin 2026 (AFP) - ", "Saint-Denis", "AFP"},
      {"Washington (États-Unis), 14 juin 2026 (AFP) - ", "Washington", "AFP"},
      {"Londres (R. Unido), 14 jun (EFE).- ", "Londres", "EFE"},
  };
  for (const auto& each : cases) {
    const auto found = find_dateline(each.head + "The council met.", "");
    ASSERT_TRUE(found) << each.head;
    EXPECT_EQ(found->place, each.place);
    EXPECT_EQ(found->credit, each.credit);
    EXPECT_EQ(found->end, each.head.size()) << each.head;
  }
}

TEST(Dateline, AMonthMayStandInANameAndABlankBeLost) {
  for (const auto& [head, place] : std::vector<std::pair<std::string, std::string>>{
           {"RIO DE JANEIRO, 13 Jun (Reuters) - ", "RIO DE JANEIRO"},
           {"RIO DE JANEIRO - ", "RIO DE JANEIRO"},
           {"PARIS -", "PARIS"},
           {"NEW YORK, June 13 -", "NEW YORK"}}) {
    const auto found = find_dateline(head + "Ministers met on Monday.", "");
    ASSERT_TRUE(found) << head;
    EXPECT_EQ(found->place, place);
    EXPECT_EQ(found->end, head.size());
  }
}

TEST(Dateline, ASentenceIsNone) {
  for (const std::string text : {"Paris - the city of light - was dark on Monday.",
                                 "Paris \u2014 It rained.",
                                 "PARIS - the fashion house - has closed.",
                                 "Nato - the North Atlantic alliance - grew.",
                                 "Berlin (CDU) - Der Streit geht weiter.",
                                 "Miller (CDU), 14. Juni - Der Streit geht weiter.",
                                 "Reed (Labour) (left) - The mayor left.",
                                 "Reed (Labour), 56, - The mayor left.",
                                 "Krieg \u2013 Der Minister schweigt.",
                                 "UPDATE - Ministers met on Monday.",
                                 "RPT - Ministers met on Monday.",
                                 "LEAD - Ministers met on Monday.",
                                 "BREAKING NEWS - Ministers met on Monday.",
                                 "NHS - Ministers met on Monday.",
                                 "STOCK MARKET - Shares rose as the stock market opened.",
                                 "TACOMA RAINIERS - Acquired a pitcher",
                                 "PRINCE GEORGE - OPENING HOURS.",
                                 "PARIS-The city was dark on Monday.",
                                 "Paris -The city was dark on Monday.",
                                 "VIDEO \u2014 Storm hits the coast",
                                 "Monday - The talks go on.",
                                 "June 13 - The talks go on.",
                                 "January, 5 - The talks",
                                 "John Smith, Jr. - The man behind the plan",
                                 "Miller (Reuters) said that he left.",
                                 "LE POINT SUR LA SITUATION - Les combats continuent.",
                                 "9h05 - La Bourse ouvre",
                                 "Paris, June 13 - a day to remember.",
                                 "The demand for $280bn (£155bn) - filed in 1999 -",
                                 "Rates rose - The bank said so.",
                                 "Paris (France) - Die Stadt",
                                 "",
                                 " ",
                                 "-",
                                 "(",
                                 "()",
                                 "(AP",
                                 "[",
                                 "PARIS",
                                 "PARIS,",
                                 "PARIS (AP)",
                                 "AP",
                                 "Reuters said - The talks",
                                 "We met on June 13 (Monday) - It rained.",
                                 "【速報】東京で地震",
                                 "新华社记者在北京"}) {
    EXPECT_FALSE(find_dateline(text, "")) << text;
  }
}

TEST(Dateline, WhoSentTheTextCountsAsAnAgency) {
  EXPECT_FALSE(find_dateline("Lindholm (northwire) - Ministers met.", ""));
  const auto found = find_dateline("Lindholm (northwire) - Ministers met.", "northwire");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->place, "Lindholm");
  EXPECT_EQ(found->credit, "northwire");
}

TEST(Dateline, WhoSentTheTextIsNoPlace) {
  const std::string text = "ELDER PATRIOT - Ministers met on Monday.";
  EXPECT_TRUE(find_dateline(text, ""));
  EXPECT_FALSE(find_dateline(text, "The Elder Patriot"));
  EXPECT_FALSE(find_dateline(text, "elder-patriot"));
}

TEST(Dateline, ALineOfItsOwnNeedsADate) {
  EXPECT_TRUE(find_dateline("SALVADOR, Feb 26 -\nShowers continued.", ""));
  EXPECT_FALSE(find_dateline("SALVADOR -\nShowers continued.", ""));
}

TEST(Dateline, WhatStandsBehindTheDashIsNoAgency) {
  const auto found = find_dateline("MONTREAL, Feb 26 - (Ivaco Inc) said prices rose.", "");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->credit, "");
  EXPECT_EQ(found->end, 19U);
}

TEST(Dateline, AnyCutOfOneIsReadWithoutHarm) {
  const std::string text = "ÎLE-ROUSSE/【ロンドン, France, 1er août 2026 (AFP/dpa) \u2014 Été";
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    for (std::size_t size = 0; size <= text.size() - begin; ++size) {
      const auto found = find_dateline(std::string(text, begin, size), "AFP");
      ASSERT_TRUE(!found || found->end <= size);
    }
  }
}

}  // namespace
}  // namespace copytaster::text
