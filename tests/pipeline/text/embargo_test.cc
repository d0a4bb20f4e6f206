#include "pipeline/text/embargo.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace copytaster::text {
namespace {

TEST(Embargo, IsKnownByItsForm) {
  for (const std::string line : {"EMBARGOED UNTIL 0001 GMT Monday 14 June",
                                 "Embargoed until 10 a.m. ET, June 15",
                                 "** EMBARGOED UNTIL 0001 GMT MONDAY **",
                                 "(Embargo: Monday, 15 June, 00:01 BST)",
                                 "NOT FOR RELEASE BEFORE 1800 GMT",
                                 "Not for publication before noon on Sunday",
                                 "STRICTLY EMBARGOED UNTIL 06:00 CET",
                                 "UNDER EMBARGO until further notice",
                                 "EMBARGOED",
                                 "HOLD FOR RELEASE until Monday",
                                 "Sperrfrist: 15. Juni, 6.00 Uhr MESZ",
                                 "SPERRFRIST 15.06.2026 06:00",
                                 "Gesperrt bis Montag, 6 Uhr",
                                 "SOUS EMBARGO jusqu'au lundi 15 juin 06h00",
                                 "Embargo jusqu'au 15 juin",
                                 "EMBARGADO HASTA el lunes 15 de junio",
                                 "Sotto embargo fino al 15 giugno, ore 6",
                                 "Embargo até 15 de junho",
                                 "ONDER EMBARGO TOT 15 juni 06:00",
                                 "EMBARGO: 2026-06-15T06:00Z",
                                 "EMBARGO 2026-06-15 06:00 UTC",
                                 "Press release embargoed until 06:00 GMT, 15 June 2026",
                                 "This press release is embargoed until 15 June 2026",
                                 "News release – under embargo until 15 June, 06:00 BST",
                                 "Pressemitteilung – Sperrfrist: 15.06.2026, 10:00 Uhr",
                                 "Communiqué de presse sous embargo jusqu'au 15 juin à 10h00",
                                 "Communiqué de presse – Embargo jusqu’au 15/06/2026 à 6h",
                                 "Nota de prensa embargada hasta el 15 de junio de 2026",
                                 "Comunicato stampa - Embargo fino alle ore 6 del 15 giugno",
                                 "Sperrfrist bis 15. Juni 2026, 10 Uhr",
                                 "Sperrfrist: heute, 18.00 Uhr"}) {
    EXPECT_TRUE(is_embargo(line)) << line;
  }
}

TEST(Embargo, WhatIsWrittenAboutOneHoldsNothingBack) {
  for (const std::string line :
       {"Embargo on Cuban sugar ends on Monday", "EMBARGO ON RUSSIAN OIL TAKES EFFECT MONDAY",
        "Embargoed oil reached the port on 15 June.", "Embargo: How an island survived",
        "FOR IMMEDIATE RELEASE", "Not for release, he joked.", "Hold for release of the prisoners",
        "Embargoed for years, the island trades again.", "Sperrfrist im Mietrecht", "", "*",
        "Under embargo, the island learned to mend its cars.",
        "Press release on the embargo of 15 June",
        "Press releases are embargoed until Monday, he said.", "EMBARGO 1962: HOW IT BEGAN"}) {
    EXPECT_FALSE(is_embargo(line)) << line;
  }
}

TEST(Embargo, TheWordAndATimeAreEnough) {
  for (const std::string line : {"Embargo : lundi 15 juin 2026 à 6h00",
                                 "Embargo : lundi 15 juin 2026 à 6h00, heure de Paris",
                                 "EMBARGO – 15 June 2026, 06:00 GMT",
                                 "EMBARGO — Monday, 06:00 GMT",
                                 "EMBARGO - 15 juin 2026 06h00",
                                 "Embargo 15 June 2026, 06:00 GMT",
                                 "Embargo 15 June",
                                 "EMBARGO 06:00 GMT 15 June 2026",
                                 "EMBARGO le 15 juin à 6h00",
                                 "EMBARGO : 06H00 GMT 15 JUIN 2026",
                                 "*** EMBARGO *** 15 June 2026, 06:00 GMT ***",
                                 "PRESS EMBARGO: 15 June 2026, 6 a.m. New York time",
                                 "NOTE: EMBARGOED UNTIL 06:00 GMT 15 June 2026",
                                 "NB: embargo until 06:00 GMT 15 June 2026",
                                 "Achtung! Sperrfrist 15. Juni, 6 Uhr",
                                 "Embargo lifts 06:00 GMT 15 June 2026",
                                 "Embargo ends: 06:00 GMT 15 June 2026",
                                 "Do not publish before 06:00 GMT 15 June 2026",
                                 "Not for publication before 15 June",
                                 "Embargo au 15 juin 2026, 6h00 GMT",
                                 "EMBARGO AL 15 GIUGNO ORE 6",
                                 "Embargo do 15 czerwca 2026 godz. 06:00 CEST",
                                 "Embargo do poniedziałku 15 czerwca 2026, godz. 6.00",
                                 "ЭМБАРГО ДО 06:00 МСК 15 ИЮНЯ 2026",
                                 "Эмбарго до понедельника, 06:00"}) {
    EXPECT_TRUE(is_embargo(line)) << line;
  }
}

TEST(Embargo, ANewsLineAboutOneNamesMoreThanATime) {
  for (const std::string line :
       {"Embargo on Iranian oil begins 15 June", "Embargo ends Monday", "Embargo on Monday",
        "Embargo lifted on 15 June", "Embargo 2026: what changes on 15 June",
        "Embargo – was am 15. Juni geschieht", "Embargo au Mali : la levée le 15 juin",
        "Embargo do Brasil acaba em 15 de junho", "Эмбарго на нефть до 15 июня",
        "Note: the embargo ended on 15 June at 06:00 GMT.",
        "The embargo ends on 15 June at 06:00 GMT.", "News: Embargo on oil ends 15 June"}) {
    EXPECT_FALSE(is_embargo(line)) << line;
    EXPECT_EQ(embargo_end(line), 0U) << line;
    EXPECT_EQ(headline_embargo_end(line), 0U) << line;
  }
}

TEST(Embargo, AHeadlineMayFollow) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"EMBARGOED UNTIL 06:00 GMT 15 June 2026: ", "Road to close"},
      {"EMBARGOED UNTIL 06:00 GMT 15 June 2026: ", "Vote at 9 p.m. on Monday"},
      {"EMBARGO – 15 June 2026, 06:00 GMT – ", "Road to close"},
      {"[EMBARGOED UNTIL 06:00 GMT 15 June] ", "Road to close"},
      {"Sperrfrist Montag, 6 Uhr: ", "Straße gesperrt"},
      {"Embargoed until Monday: ", "Road to close"},
      {"EMBARGOED UNTIL 06:00 GMT 15 June 2026", ""}};
  for (const auto& [notice, headline] : cases)
    EXPECT_EQ(headline_embargo_end(notice + headline), notice.size()) << notice << headline;
  // News about what is shut, or free, till a day.
  for (const std::string headline :
       {"Gesperrt bis Montag: A7 nach Unfall dicht", "Frei ab Montag: Die neuen Filme",
        "Not for release until June: The film of the year", "EMBARGO: Road to close", ""})
    EXPECT_EQ(headline_embargo_end(headline), 0U) << headline;
}

TEST(Embargo, ItsTimeMayStandBehindTheMark) {
  const std::string line = "STRICT EMBARGO: Not for release before 00:01 BST on Monday 15 June";
  EXPECT_EQ(embargo_end(line), line.size());
  const std::string parted = "EMBARGOED UNTIL MONDAY: NOT FOR USE BEFORE 0600 GMT";
  EXPECT_EQ(embargo_end(parted), parted.size());
}

}  // namespace
}  // namespace copytaster::text
