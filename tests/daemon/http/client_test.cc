#include "daemon/http/client.h"

#include <gtest/gtest.h>

namespace copytaster::http {
namespace {

TEST(Place, IsReadFromUrls) {
  for (const auto* text :
       {"http://127.0.0.1:9464", "127.0.0.1:9464", "http://127.0.0.1:9464/status"}) {
    const auto place = parse_place(text);
    ASSERT_TRUE(place.has_value()) << text;
    EXPECT_EQ(place->host, "127.0.0.1");
    EXPECT_EQ(place->port, "9464");
  }
  EXPECT_EQ(parse_place("http://[::1]:80")->host, "::1");
  for (const auto* text : {"", "http://", "localhost", "localhost:", ":9464", "x:port", "x:123456"})
    EXPECT_FALSE(parse_place(text).has_value()) << text;
}

TEST(Client, SaysThatNobodyAnswers) {
  const auto answer = get({"127.0.0.1", "1"}, "/", std::chrono::milliseconds(1000));
  ASSERT_FALSE(answer.has_value());
  EXPECT_NE(answer.error().find("refused"), std::string::npos) << answer.error();
}

}  // namespace
}  // namespace copytaster::http
