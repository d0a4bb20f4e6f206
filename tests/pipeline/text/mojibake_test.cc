#include "pipeline/text/mojibake.h"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <string>

#include "pipeline/text/windows1252.h"

namespace copytaster::text {
namespace {

std::string repaired(std::string text) {
  const std::string before = text;
  const bool changed = repair_mojibake(text);
  EXPECT_EQ(changed, text != before) << before;
  return text;
}

void append(std::string& text, unsigned c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xc0 | c >> 6U);
    text += static_cast<char>(0x80 | (c & 0x3fU));
  } else {
    text += static_cast<char>(0xe0 | c >> 12U);
    text += static_cast<char>(0x80 | ((c >> 6U) & 0x3fU));
    text += static_cast<char>(0x80 | (c & 0x3fU));
  }
}

/// UTF-8 read as Windows-1252, the gaps of which are Latin-1's controls.
std::string spoilt(const std::string& text) {
  std::string read;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    unsigned value = byte;
    if (byte >= 0x80 && byte < 0xa0 && kWindows1252[byte - 0x80U] != 0)
      value = kWindows1252[byte - 0x80U];
    append(read, value);
  }
  return read;
}

bool is_valid(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t value = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &value);
    if (size < 1) return false;
    at += static_cast<std::size_t>(size);
  }
  return true;
}

TEST(Mojibake, IsRepairedEvenTwice) {
  for (const std::string text :
       {"don’t", "“Hello”, he said – twice…", "été à l’Élysée", "Gäste, schöne Überraschung",
        "£600m", "25°C", "año, ¿qué?", "漢字かな", "Привет, мир", "emoji 😀 here", "naïve café"}) {
    EXPECT_EQ(repaired(spoilt(text)), text);
    EXPECT_EQ(repaired(spoilt(spoilt(text))), text);
    EXPECT_EQ(repaired(text), text);
  }
}

TEST(Mojibake, EachLineIsJudgedByItself) {
  EXPECT_EQ(repaired("donâ€™t\nété\nÃ©tÃ©"), "don’t\nété\nété");
}

TEST(Mojibake, ARunIsRepairedBesideRightLetters) {
  EXPECT_EQ(repaired("São Paulo doesnâ€™t"), "São Paulo doesn’t");
  EXPECT_EQ(repaired("“Le cafÃ© est fermé”, dit-il"), "“Le café est fermé”, dit-il");
  EXPECT_EQ(repaired("Łódź: Â£600m â€“ or 700 â‚¬"), "Łódź: £600m – or 700 €");
  EXPECT_EQ(repaired("Märkte kÃ¶nnen fallen, voilÃ\u00a0!"), "Märkte können fallen, voilà!");
  EXPECT_EQ(repaired("25Â°C à Paris"), "25°C à Paris");
  EXPECT_EQ(repaired("Škoda und NÄ›mec, BabiÅ¡"), "Škoda und Němec, Babiš");
  EXPECT_EQ(repaired("Привет, donâ€™t"), "Привет, don’t");
  EXPECT_EQ(repaired("é ÐŸÑ€Ð¸Ð²ÐµÑ‚"), "é Привет");
  EXPECT_EQ(repaired("é ðŸ˜€"), "é 😀");
}

TEST(Mojibake, WhatMayBeMeantStays) {
  for (const std::string text : {"MANHÃ”",
                                 "“MANHÃ” e “AMANHÃ»",
                                 "CAFÉ»",
                                 "À»",
                                 "NÃO É», disse",
                                 "«Ã»",
                                 "É”",
                                 "Ã",
                                 "â",
                                 "Â",
                                 "it shows Ã© instead of é",
                                 "it shows \"â€™\" instead",
                                 "São Paulo – “não”",
                                 "Ã la carte",
                                 "forêt â€",
                                 "â€",
                                 "ðŸ˜",
                                 "Íslands",
                                 "Ð",
                                 "naïveté",
                                 "ÀÉ”",
                                 "passé…”",
                                 "Il est passé…”",
                                 "AMANHÃ² é depois",
                                 "it shows Â£ instead of £",
                                 "é \"â€™\" et Å’s",
                                 "Ô…"}) {
    EXPECT_EQ(repaired(text), text);
  }
}

TEST(Mojibake, IsNeverMadeInvalid) {
  const std::string text = spoilt("“été” 漢 😀");
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if ((static_cast<unsigned char>(text[begin]) & 0xc0U) == 0x80U) continue;
    for (std::size_t end = begin; end <= text.size(); ++end) {
      if (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) continue;
      std::string cut = text.substr(begin, end - begin);
      const std::string before = cut;
      EXPECT_TRUE(repair_mojibake(cut) || cut == before);
      EXPECT_TRUE(is_valid(cut)) << before;
    }
  }
}

}  // namespace
}  // namespace copytaster::text
