#include "pipeline/codec/identity.h"

#include <gtest/gtest.h>

#include "pipeline/codec/times.h"

namespace copytaster::codec {
namespace {

TEST(UrlKey, OnePageHasOneKey) {
  for (const char* url : {"https://www.example.com/news/ferry?utm_source=x&id=3#top",
                          "http://example.com:80/news/ferry/?id=3",
                          "https://EXAMPLE.com/news/ferry/amp?id=3&fbclid=1",
                          "https://amp.example.com/news/ferry?id=3"}) {
    EXPECT_EQ(url_key(url), "example.com/news/ferry?id=3") << url;
  }
}

TEST(UrlKey, SectionFrontsAndOtherTextsHaveNone) {
  for (const char* url :
       {"https://example.com/", "https://example.com", "", "ferry", "ftp://example.com/x"}) {
    EXPECT_EQ(url_key(url), "") << url;
  }
}

TEST(Times, ParseAndFormatAreInverse) {
  for (const char* text : {"2026-03-01T10:20:30Z", "1969-12-31T23:59:59.001Z",
                           "2024-02-29T00:00:00Z", "0000-01-01T00:00:00Z"}) {
    ASSERT_TRUE(parse_time(text).has_value()) << text;
    EXPECT_EQ(format_time(*parse_time(text)), text);
  }
  for (const char* text :
       {"2023-02-29", "2026-13-01", "", "2026-03-01T25:00", "2026-03-01T10:20:30Zx", "soon"}) {
    EXPECT_FALSE(parse_time(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace copytaster::codec
