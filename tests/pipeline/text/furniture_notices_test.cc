#include "pipeline/text/furniture_notices.h"

#include <gtest/gtest.h>

namespace copytaster::text {
namespace {

TEST(Notices, ASentenceNamesWhereToFollow) {
  EXPECT_TRUE(makes_request("follow us", true));
  EXPECT_TRUE(makes_request("follow us on facebook and instagram", true));
  EXPECT_FALSE(makes_request("follow us on foot", true));
  EXPECT_TRUE(makes_request("follow us on", false));
  EXPECT_FALSE(makes_request("follow us to the marsh", false));
  EXPECT_TRUE(makes_request("follow us on x", false));
  EXPECT_FALSE(makes_request("", false));
}

TEST(Notices, ANoticeOnCookiesSpeaksToSomebody) {
  EXPECT_TRUE(makes_request("we use cookies to improve your visit", true));
  EXPECT_FALSE(makes_request("we use cookies as a base", true));
  EXPECT_FALSE(makes_request("we use cookies on this site he said", true));
}

TEST(Notices, RightsStandAtAnEndOrBehindTheSign) {
  EXPECT_TRUE(reserves_rights("northwire all rights reserved", false));
  EXPECT_TRUE(reserves_rights("all rights reserved by northwire", false));
  EXPECT_FALSE(reserves_rights("it had all rights reserved once", false));
  EXPECT_TRUE(reserves_rights("2024 northwire all rights reserved no reproduction", true));
  EXPECT_FALSE(reserves_rights("2024 northwire", true));
}

TEST(Notices, WhoReportsBeginsWithAQuoteOrNamesASource) {
  EXPECT_TRUE(reports("“Follow us,” it read"));
  EXPECT_TRUE(reports("\"Follow us\""));
  EXPECT_TRUE(reports("«Suivez-nous»"));
  EXPECT_TRUE(reports("Wir nutzen Cookies, laut Aushang"));
  EXPECT_FALSE(reports("By clicking “Accept” you agree"));
  EXPECT_FALSE(reports(""));
}

}  // namespace
}  // namespace copytaster::text
