#include "pipeline/text/embargo_time.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace copytaster::text {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

/// Milliseconds of a day and an hour in UTC.
Timestamp at(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  const sys_days days =
      year_month_day{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return {(days.time_since_epoch().count() * std::int64_t{1440} + hour * 60 + minute) * 60'000};
}

// 2026-06-12 is a Friday.
const Timestamp kWritten = at(2026, 6, 12, 15, 30);

struct Case {
  std::string line;
  Timestamp until;
};

TEST(EmbargoTime, ItsTimeIsReadByZoneAndByTheTimeOfTheMessage) {
  const std::vector<Case> cases = {
      {"EMBARGOED UNTIL 0001 GMT Monday 15 June", at(2026, 6, 15, 0, 1)},
      {"EMBARGOED UNTIL 0001 GMT MONDAY", at(2026, 6, 15, 0, 1)},
      {"Embargoed until 0001GMT, Monday", at(2026, 6, 15, 0, 1)},
      {"Embargoed until 00:01 BST on Monday 15 June 2026", at(2026, 6, 14, 23, 1)},
      {"Embargoed until 10 a.m. ET, June 15", at(2026, 6, 15, 14)},
      {"Embargoed until 10 a.m. ET, December 1", at(2026, 12, 1, 15)},
      {"Embargoed until 10:30am EDT Monday, June 15", at(2026, 6, 15, 14, 30)},
      {"Embargoed until 12 p.m. GMT June 15", at(2026, 6, 15, 12)},
      {"Embargoed until 12:05 a.m. GMT June 15", at(2026, 6, 15, 0, 5)},
      {"Not for release before noon GMT on Sunday", at(2026, 6, 14, 12)},
      {"NOT FOR RELEASE BEFORE 1800 GMT FRIDAY", at(2026, 6, 12, 18)},
      {"Sperrfrist: Montag, 15. Juni, 6.00 Uhr MESZ", at(2026, 6, 15, 4)},
      {"SPERRFRIST 15.06.2026, 6 Uhr MESZ", at(2026, 6, 15, 4)},
      {"SOUS EMBARGO jusqu'au lundi 15 juin 06h00 GMT", at(2026, 6, 15, 6)},
      {"EMBARGADO HASTA el lunes 15 de junio, 0600 GMT", at(2026, 6, 15, 6)},
      {"Embargo até 15 de junho às 06:00 UTC", at(2026, 6, 15, 6)},
      {"EMBARGO TOT maandag 15 juni, 06:00 uur CEST", at(2026, 6, 15, 4)},
      {"Embargoed until 2026-06-15 06:00 +0200", at(2026, 6, 15, 4)},
      {"Embargoed until 2026-06-15 06:00 UTC-3", at(2026, 6, 15, 9)},
      {"Embargoed until 06/15/2026 06:00 GMT", at(2026, 6, 15, 6)},
      {"EMBARGO: 2026-06-15T06:00Z", at(2026, 6, 15, 6)},
      {"EMBARGO: 2026-06-15T06:00:00Z", at(2026, 6, 15, 6)},
      {"Embargoed until 2026-06-15T06:00:00.000Z", at(2026, 6, 15, 6)},
      {"Embargoed until 2026-06-15T06:00:00+02:00", at(2026, 6, 15, 4)},
      {"Embargoed until 2026-06-15T06:00-0300.", at(2026, 6, 15, 9)},
      {"EMBARGOED UNTIL 2026-06-15 06:00:00 GMT", at(2026, 6, 15, 6)},
      {"EMBARGOED UNTIL 20260615T0600Z", at(2026, 6, 15, 6)},
      {"EMBARGOED UNTIL 00:01 GMT, 5 July 2026", at(2026, 7, 5, 0, 1)},
      {"Press release embargoed until 06:00 GMT, 15 June 2026", at(2026, 6, 15, 6)},
      {"Sperrfrist: 15.6.2026, 10:00 Uhr MESZ", at(2026, 6, 15, 8)},
      {"Sperrfrist: 15.06.26, 10.00 Uhr (MESZ)", at(2026, 6, 15, 8)},
      {"Embargo jusqu’au 15 juin 2026 à 10h00 CEST", at(2026, 6, 15, 8)},
      {"Embargo jusqu'au 15.06.2026, 10h CEST", at(2026, 6, 15, 8)},
      {"Embargado hasta el 15 de junio de 2026 a las 10:00 CEST", at(2026, 6, 15, 8)},
      {"Embargado hasta las 10.00 horas (CEST) del 15/06/2026", at(2026, 6, 15, 8)},
      {"Embargo fino alle ore 10.00 CEST del 15 giugno 2026", at(2026, 6, 15, 8)},
      {"Embargo fino al 15/06/2026 ore 10:00 CEST", at(2026, 6, 15, 8)},
      {"Embargo do 15 czerwca 2026 godz. 06:00 CEST", at(2026, 6, 15, 4)},
      {"Embargo fino alle 6 di lunedì 15 giugno 2026 CEST", at(2026, 6, 15, 4)},
      {"EMBARGO AL 15 GIUGNO ORE 6 CEST", at(2026, 6, 15, 4)},
      {"ЭМБАРГО ДО 06:00 МСК 15 ИЮНЯ 2026", at(2026, 6, 15, 3)},
      {"Embargo : lundi 15 juin 2026 à 6h00 GMT", at(2026, 6, 15, 6)},
      {"Embargoed until 06:00 GMT Thursday, January 1", at(2026, 1, 1, 6)},
      {"Embargoed until 06:00 GMT Friday, January 1, 2027", at(2027, 1, 1, 6)},
  };
  for (const auto& each : cases) {
    const EmbargoTime time = embargo_time(each.line, kWritten);
    ASSERT_TRUE(time.until) << each.line << ": " << time.unclear;
    EXPECT_EQ(time.until->milliseconds, each.until.milliseconds) << each.line;
  }
}

TEST(EmbargoTime, AYearIsTheOneThatIsNearest) {
  const auto until = [](Timestamp written) {
    return embargo_time("Embargoed until 0001 GMT 2 January", written).until;
  };
  EXPECT_EQ(until(at(2026, 12, 30)), at(2027, 1, 2, 0, 1));
  EXPECT_EQ(until(at(2027, 1, 3)), at(2027, 1, 2, 0, 1));
}

TEST(EmbargoTime, TheSendersDayIsThatOfTheZone) {
  // Friday 23:30 in London is Saturday in Sydney.
  EXPECT_EQ(embargo_time("Embargoed until 10:00 AEST Saturday", at(2026, 6, 12, 22, 30)).until,
            at(2026, 6, 13, 0));
}

TEST(EmbargoTime, NoTimeIsMadeUp) {
  for (const std::string line :
       {"EMBARGOED", "EMBARGOED UNTIL MONDAY", "EMBARGOED UNTIL 0001 MONDAY 15 JUNE",
        "EMBARGOED UNTIL 0001 GMT", "EMBARGOED UNTIL 0001 GMT Tuesday 15 June",
        "EMBARGOED UNTIL 0001 IST Monday 15 June", "EMBARGOED UNTIL 06:00 GMT 07/06/2026",
        "EMBARGOED UNTIL 0001 GMT 31 June", "EMBARGOED UNTIL 0001 GMT 15", "UNDER EMBARGO",
        "EMBARGOED UNTIL 0001 GMT / 0201 CEST Monday", "EMBARGOED UNTIL 0061 GMT Monday",
        "EMBARGOED UNTIL 0001 GMT Monday 15 or 16 June", "EMBARGOED UNTIL 13 p.m. GMT Monday",
        "EMBARGOED UNTIL 0900 GMT FRIDAY", "Sperrfrist: 15. Juni, 6.00 Uhr Ortszeit",
        "EMBARGOED UNTIL 25:00 GMT Monday", "EMBARGOED UNTIL further notice"}) {
    const EmbargoTime time = embargo_time(line, kWritten);
    EXPECT_FALSE(time.until) << line << ": " << time.until->milliseconds;
    EXPECT_NE(time.unclear, "") << line;
  }
  const std::string sure = "EMBARGOED UNTIL 0001 GMT Monday";
  EXPECT_FALSE(embargo_time(sure, Timestamp{INT64_MAX}).until);
  EXPECT_FALSE(embargo_time(sure, Timestamp{INT64_MIN}).until);
}

}  // namespace
}  // namespace copytaster::text
