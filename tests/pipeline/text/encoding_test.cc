#include "pipeline/text/encoding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/pipeline/text/utf16.h"

namespace copytaster::text {
namespace {

using testing::utf16;

const std::string kFrench =
    "Le ministère a annoncé vendredi que les négociations reprendraient à la rentrée, après l’été, "
    "selon un porte-parole de l’Élysée. « Nous sommes prêts », a-t-il déclaré à la presse, où "
    "plusieurs députés s’étaient réunis.";
const std::string kGerman =
    "Die Fähre nach Lindholm fährt wieder, sagte der Eigentümer am Montag im Hafen der Stadt. Für "
    "die Gäste sei das „eine schöne Überraschung“, heißt es in der Mitteilung der Behörde.";
const std::string kEnglish =
    "The ferry to Lindholm won’t run again before May, its owner said on Monday – “we’re sorry”, "
    "he "
    "told those who had come to the harbour of the town to see it leave.";

std::string json(const std::string& body) { return R"({"id":"1","body":")" + body + "\"}"; }

/// UTF-8 that Windows-1252 can write, in Windows-1252.
std::string windows1252(const std::string& text) {
  static const std::vector<std::pair<std::string, char>> kMarks = {
      {"’", '\x92'}, {"‘", '\x91'}, {"“", '\x93'}, {"”", '\x94'}, {"„", '\x84'}, {"–", '\x96'}};
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      bytes += text[at++];
    } else if (byte < 0xe0) {
      bytes += static_cast<char>((byte & 0x1fU) << 6U | (text[at + 1] & 0x3f));
      at += 2;
    } else {
      for (const auto& [mark, value] : kMarks)
        if (text.compare(at, 3, mark) == 0) bytes += value;
      at += 3;
    }
  }
  return bytes;
}

TEST(Encoding, UTF16IsKnownByItsMarkOrItsBrace) {
  const std::u16string text = u"{\"body\":\"\u00e9\u6f22\U0001f600\"}";
  for (const bool little : {true, false}) {
    for (const bool mark : {true, false}) {
      const auto decoded = decode(utf16((mark ? u"\ufeff" : u"") + text, little), "");
      ASSERT_TRUE(decoded);
      EXPECT_EQ(decoded->text, "{\"body\":\"é漢😀\"}");
      EXPECT_EQ(decoded->encoding, little ? "utf-16le" : "utf-16be");
      EXPECT_EQ(decoded->declared, mark);
    }
  }
}

TEST(Encoding, DamagedUTF16IsNothing) {
  const std::string text = utf16(u"\ufeff{\"body\":\"\u00e9\U0001f600\"}", true);
  EXPECT_FALSE(decode(text.substr(0, text.size() - 1), ""));
  for (std::u16string bad : {u"{\"\xd83d\"}", u"{\"\xde00\"}", u"{\"\xd83d"})
    EXPECT_FALSE(decode(utf16(bad, true), "")) << bad.size();
  EXPECT_FALSE(decode("\xff\xfe{", ""));
  EXPECT_TRUE(decode("\xff\xfe", "")->text.empty());
}

TEST(Encoding, ADeclaredOneIsTaken) {
  const std::string bytes = json(windows1252("Caf\xc3\xa9"));
  EXPECT_FALSE(decode(bytes, ""));
  for (const char* label : {"iso-8859-1", "ISO-8859-1", "latin1", "windows-1252", "cp1252"}) {
    const auto decoded = decode(bytes, label);
    ASSERT_TRUE(decoded) << label;
    EXPECT_EQ(decoded->text, json("Café"));
    EXPECT_EQ(decoded->encoding, "windows-1252");
    EXPECT_TRUE(decoded->declared);
  }
  EXPECT_EQ(decode(json("\xcf\xf0\xe8\xe2\xe5\xf2"), "windows-1251")->text, json("Привет"));
  EXPECT_EQ(decode(json("\x93\xfa\x96\x7b"), "shift_jis")->text, json("日本"));
  EXPECT_EQ(decode(json("\xb1\xb1\xbe\xa9"), "gb2312")->encoding, "gbk");
}

TEST(Encoding, ADeclarationMayStandInTheMessage) {
  const std::string body = windows1252("Caf\xc3\xa9");
  for (const std::string& bytes :
       {"{\"charset\":\"latin1\",\"body\":\"" + body + "\"}",
        "{\"encoding\" : \"ISO-8859-1\",\"body\":\"" + body + "\"}",
        "{\"html\":\"<meta charset=\\\"windows-1252\\\"><p>" + body + "\"}",
        "{\"html\":\"<meta http-equiv='content-type' content='text/html; charset=iso-8859-1'>" +
            body + "\"}"}) {
    const auto decoded = decode(bytes, "");
    ASSERT_TRUE(decoded) << bytes;
    EXPECT_NE(decoded->text.find("Café"), std::string::npos);
  }
}

TEST(Encoding, WhatIsDeclaredMustFit) {
  const std::string bytes = json(windows1252("Caf\xc3\xa9"));
  for (const char* label : {"", "utf-8", "utf-16", "no-such", "iso-2022-kr", "x-user-defined"})
    EXPECT_FALSE(decode(bytes, label)) << label;
  EXPECT_FALSE(decode(json("\x81 \xe9"), "windows-1252"));  // no character
  EXPECT_FALSE(decode(json("\x93\xfa\x96"), "shift_jis"));  // half of one
  // UTF-8 that lost a byte is damaged, whatever is declared.
  EXPECT_FALSE(decode(json(kFrench.substr(0, kFrench.size() - 2) + "\xc3"), "iso-8859-1"));
}

TEST(Encoding, Windows1252IsDetectedWhereItIsCertain) {
  for (const std::string& text : {kFrench, kGerman, kEnglish}) {
    const auto decoded = decode(json(windows1252(text)), "");
    ASSERT_TRUE(decoded) << text;
    std::string expected = json(text);
    EXPECT_EQ(decoded->text, expected);
    EXPECT_EQ(decoded->encoding, "windows-1252");
    EXPECT_FALSE(decoded->declared);
  }
}

TEST(Encoding, AFewBytesAreEnoughWhereTheyAreNoDamage) {
  for (const std::string text :
       {"The ferry to Lindholm runs again, its owner said in a café.",
        "The ferry to Lindholm won’t run again before May, its owner said on Monday.",
        "“The ferry to Lindholm won’t run again before May”, its owner said on Monday.",
        "Die Fähre nach Lindholm fuhr am Montag wieder, sagte der Eigentümer im Hafen der Stadt.",
        "Le bac de Lindholm est reparti lundi, a dit le propriétaire dans le port de la ville.",
        "El ferry volvió el lunes a la ciudad, dijo el dueño en el puerto de la isla.",
        "Il traghetto è ripartito lunedì, ha detto il proprietario nel porto della città.",
        "Färjan till Lindholm går igen, sade ägaren i hamnen, och det är bra för staden."}) {
    const auto decoded = decode(json(windows1252(text)), "");
    ASSERT_TRUE(decoded) << text;
    EXPECT_EQ(decoded->text, json(text));
    EXPECT_EQ(decoded->encoding, "windows-1252");
  }
}

/// What may be left of UTF-8 that lost a byte or was cut.
TEST(Encoding, AFewBytesThatMayBeDamageAreNothing) {
  const std::string text = "The ferry to Lindholm runs again, its owner said in a caf";
  for (const char* left : {"\xc3", "\xa9", "\xe2", "\x80", "\xe2\x80", "\x80\x99", "\x99", "\xa6",
                           "\xc3 and an aut\xe2mne", "\x93", " \x93 and ", " \x96 and ", "\xf0"})
    EXPECT_FALSE(decode(json(text + left + " on Monday."), "")) << left;
  // A letter that the language doesn't have.
  EXPECT_FALSE(decode(json(text + "\xfe on Monday."), ""));
}

TEST(Encoding, CutUTF8IsNothing) {
  for (const std::string& text : {kFrench, kGerman, kEnglish}) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (static_cast<unsigned char>(text[at]) < 0x80) continue;
      std::string one = text;
      one.erase(at, 1);
      EXPECT_FALSE(decode(json(one), "")) << one;
    }
    // The same byte of every character lost, or the whole cut to seven bits and back.
    for (const unsigned least : {0x80U, 0xc0U, 0xe0U}) {
      std::string all;
      for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < least || byte >= least + 0x40U || byte < 0x80) all += c;
      }
      EXPECT_FALSE(decode(json(all), "") && all != text) << all;
    }
  }
}

TEST(Encoding, RandomBytesAreNothing) {
  std::mt19937_64 random(7);
  std::size_t decoded_ones = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = round % 2 == 0 ? kEnglish : kFrench.substr(0, 60);
    const std::size_t size = 2 + random() % 30;
    for (std::size_t i = 0; i < size; ++i) {
      const char c = static_cast<char>(random() % 256);
      if (round % 4 < 2) {
        bytes[random() % bytes.size()] = c;
      } else {
        bytes += c;
      }
    }
    const auto decoded = decode(json(bytes), "");
    const auto high = std::count_if(bytes.begin(), bytes.end(), [](char c) { return c < 0; });
    ASSERT_TRUE(!decoded || high < 5) << decoded->text;
    decoded_ones += decoded ? 1 : 0;
  }
  // Of one byte or two that happen to be letters where letters may stand, nobody can tell.
  EXPECT_LT(decoded_ones, 20U);
}

TEST(Encoding, OtherLanguagesAreNotTakenForWesternOnes) {
  // "The ferry runs again, said the owner of the ship on Monday in the harbour", in KOI8-R and
  // 1251.
  EXPECT_FALSE(decode(json("\xf0\xc1\xd2\xcf\xcd \xc8\xcf\xc4\xc9\xd4 \xcf\xd0\xd1\xd4\xd8"), ""));
  EXPECT_FALSE(decode(json("\xcf\xe0\xf0\xee\xec \xf5\xee\xe4\xe8\xf2 \xee\xef\xff\xf2\xfc"), ""));
  EXPECT_FALSE(decode(json("\x93\xfa\x96\x7b\x82\xcc\x90\x56\x95\xb7"), ""));
}

}  // namespace
}  // namespace copytaster::text
