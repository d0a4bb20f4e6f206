#include "pipeline/text/clean.h"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <random>
#include <string>

namespace copytaster::text {
namespace {

std::string utf8(utf8proc_int32_t c) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(c, bytes.data());
  return {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size)};
}

std::string nfc(const std::string& text) {
  utf8proc_uint8_t* composed =
      utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str()));
  std::string result(reinterpret_cast<const char*>(composed));
  std::free(composed);
  return result;
}

std::string repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(CleanCharacters, EveryCodePointOfTheBasicPlaneEndsComposed) {
  for (utf8proc_int32_t c = 0xa1; c < 0x10000; ++c) {
    if (c >= 0xd800 && c < 0xe000) continue;  // surrogates are no UTF-8
    const std::string clean = clean_characters("a" + utf8(c) + "e");
    ASSERT_EQ(clean, nfc(clean)) << std::hex << c;
  }
}

TEST(CleanCharacters, AnyTwoBesideEachOtherEndComposed) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 200'000; ++round) {
    const auto either = [&random] {
      const auto draw = static_cast<utf8proc_int32_t>(random() % 0x400);
      return draw < 0x300 ? 0xa1 + draw : 0x1d00 + draw;
    };
    const std::string clean = clean_characters(utf8(either()) + utf8(either()));
    ASSERT_EQ(clean, nfc(clean)) << clean;
  }
}

TEST(CleanCharacters, AControlGoesWhereverItStands) {
  const std::string plain(100, 'x');
  for (std::size_t at = 0; at <= plain.size(); ++at) {
    for (const std::string& control : {std::string("\x01"), std::string("\x7f"), utf8(0x200b),
                                       std::string("\r"), std::string("\t")}) {
      std::string text = plain;
      text.insert(at, control);
      std::string expected = plain;
      if (control == "\r") expected.insert(at, "\n");
      if (control == "\t") expected.insert(at, " ");
      ASSERT_EQ(clean_characters(text), expected) << at;
    }
  }
}

TEST(CleanCharacters, WhatNobodySeesGoes) {
  for (const utf8proc_int32_t c :
       {0xad, 0x200b, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066,
        0x2067, 0x2068, 0x2069, 0xfeff, 0xfdd0, 0xfffe, 0x1ffff})
    EXPECT_EQ(clean_characters(utf8(c) + "har" + utf8(c) + "bour" + utf8(c)), "harbour") << c;
}

TEST(Paragraphs, RunsOfBlanksBecomeOneWhereverTheyStand) {
  for (std::size_t at = 1; at < 99; ++at) {
    std::string text(100, 'x');
    text.replace(at, 1, "   ");
    std::string expected(100, 'x');
    expected[at] = ' ';
    ASSERT_EQ(paragraphs(text), expected) << at;
  }
}

TEST(CleanCharacters, EveryBlankOfUnicodeIsASpace) {
  for (const char* blank :
       {"\t", "\u00a0", "\u1680", "\u2003", "\u2009", "\u202f", "\u205f", "\u3000"}) {
    EXPECT_EQ(clean_characters(std::string("a") + blank + "b"), "a b");
  }
}

TEST(CleanCharacters, EveryEndOfALineIsALineFeed) {
  for (const char* end : {"\n", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"}) {
    EXPECT_EQ(clean_characters(std::string("a") + end + "b"), "a\nb");
  }
}

TEST(CleanCharacters, KeepsThirtyCombiningMarksInARow) {
  const std::string mark = "\u0323";
  const std::string base = "q";  // composes with none
  EXPECT_EQ(clean_characters(base + repeated(mark, 30)), base + repeated(mark, 30));
  EXPECT_EQ(clean_characters(base + repeated(mark, 31)), base + repeated(mark, 30));
  EXPECT_EQ(clean_characters(base + repeated(mark, 100'000) + base),
            base + repeated(mark, 30) + base);
}

TEST(CleanCharacters, MarksOutOfOrderAreSorted) {
  EXPECT_EQ(clean_characters("q\u0307\u0323"), "q\u0323\u0307");
}

}  // namespace
}  // namespace copytaster::text
