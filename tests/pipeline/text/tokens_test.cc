#include "pipeline/text/tokens.h"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <random>
#include <string>

namespace copytaster::text {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  for (const auto& token : tokenize(text))
    result.emplace_back(text.substr(token.begin, token.end - token.begin));
  return result;
}

TEST(Tokens, WordsNumbersAndMarks) {
  EXPECT_EQ(words("Don't pay $5,000.25 to the U.S. in 2017."),
            (std::vector<std::string>{"Don't", "pay", "$", "5,000.25", "to", "the", "U.S.", "in",
                                      "2017", "."}));
  EXPECT_EQ(words("Yoon Suk-yeol – “ja”"),
            (std::vector<std::string>{"Yoon", "Suk-yeol", "–", "“", "ja", "”"}));
  EXPECT_EQ(words("東京で"), (std::vector<std::string>{"東", "京", "で"}));
}

using Words = std::vector<std::string>;

TEST(Tokens, AddressesHandlesAndTagsAreWhole) {
  EXPECT_EQ(words("See https://example.org/a_(b)?c=1. (www.example.org), @north_wire #Fähre!"),
            (Words{"See", "https://example.org/a_(b)?c=1", ".", "(", "www.example.org", ")", ",",
                   "@north_wire", "#Fähre", "!"}));
  EXPECT_EQ(words("Amazon.com at 5 a.m., e.g. here.There"),
            (Words{"Amazon.com", "at", "5", "a.m", ".", ",", "e.g", ".", "here", ".", "There"}));
  EXPECT_EQ(words("# 1 @ 2 #3 we www http:/"),
            (Words{"#", "1", "@", "2", "#", "3", "we", "www", "http", ":", "/"}));
  EXPECT_EQ(tokenize("https://example.org")[0].kind, TokenKind::kOther);
  EXPECT_EQ(tokenize("#ferry")[0].kind, TokenKind::kOther);
}

TEST(Tokens, ScriptsWithoutSpacesKeepTheirMarksTogether) {
  EXPECT_EQ(words("ที่นี่"), (Words{"ที่", "นี่"}));
  EXPECT_EQ(words("東京タワーへ"), (Words{"東", "京", "タワー", "へ"}));
  EXPECT_EQ(words("မြန်မာ။"), (Words{"မြ", "န်", "မာ", "။"}));
  EXPECT_EQ(words("ភាសា។"), (Words{"ភា", "សា", "។"}));
  EXPECT_EQ(words("ລາວ"), (Words{"ລ", "າ", "ວ"}));
}

TEST(Tokens, AnEmojiIsOneHoweverItIsWritten) {
  EXPECT_EQ(words("👨\u200d👩\u200d👧 🏳️\u200d🌈😀👍🏽🇱🇺🇩🇪"),
            (Words{"👨\u200d👩\u200d👧", "🏳️\u200d🌈", "😀", "👍🏽", "🇱🇺", "🇩🇪"}));
}

TEST(Tokens, AsciiIsWhatUnicodeSaysItIs) {
  for (char c = 0x21; c < 0x7f; ++c) {
    const auto category = utf8proc_category(c);
    const bool letter = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL;
    const bool punctuation = category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
    const TokenKind kind = letter                             ? TokenKind::kWord
                           : category == UTF8PROC_CATEGORY_ND ? TokenKind::kNumber
                           : punctuation                      ? TokenKind::kPunctuation
                                                              : TokenKind::kOther;
    const auto tokens = tokenize(std::string(1, c));
    ASSERT_EQ(tokens.size(), 1U) << c;
    EXPECT_EQ(tokens[0].kind, kind) << c;
  }
}

TEST(Tokens, CaseIsFoldedInTheHashAndKeptBeside) {
  const auto tokens = tokenize("China CHINA china Ärger ÄRGER McKay");
  EXPECT_EQ(tokens[0].hash, tokens[1].hash);
  EXPECT_EQ(tokens[0].hash, tokens[2].hash);
  EXPECT_EQ(tokens[3].hash, tokens[4].hash);
  EXPECT_EQ(tokens[0].hash, token_hash("cHiNa"));
  EXPECT_EQ(tokens[0].letter_case, LetterCase::kCapitalised);
  EXPECT_EQ(tokens[1].letter_case, LetterCase::kUpper);
  EXPECT_EQ(tokens[2].letter_case, LetterCase::kLower);
  EXPECT_EQ(tokens[5].letter_case, LetterCase::kMixed);
}

TEST(Tokens, SentencesBeginAfterStopsAndEmptyLines) {
  const std::string text = "One two. Three\n\nfour \"Five\"";
  std::string starts;
  for (const auto& token : tokenize(text)) {
    if (token.starts_sentence) starts += text.substr(token.begin, token.end - token.begin) + " ";
  }
  EXPECT_EQ(starts, "One Three four ");
}

/// At its end a text is read byte by byte, elsewhere eight at a time.
TEST(Tokens, AWordIsTheSameWhereverItStands) {
  std::mt19937_64 random(7);
  const std::string letters = "aazzAAZZhHwWtps@[`{:.'-5/\x80";
  const std::string padding(40, ' ');
  for (int round = 0; round < 20'000; ++round) {
    // Runs of one case now and then, and of any length about those that are read at once.
    const std::size_t choice = round % 3 == 0 ? 4 : round % 3 == 1 ? 8 : letters.size();
    std::string text;
    for (std::uint64_t i = random() % 36; i > 0; --i) {
      const char c = letters[random() % choice];
      text += c == '\x80' ? std::string("é") : std::string(1, c);
    }
    const auto alone = tokenize(text);
    const auto followed = tokenize(text + padding);
    ASSERT_EQ(alone.size(), followed.size()) << text;
    for (std::size_t i = 0; i < alone.size(); ++i) {
      ASSERT_EQ(alone[i].begin, followed[i].begin) << text;
      ASSERT_EQ(alone[i].end, followed[i].end) << text;
      ASSERT_EQ(alone[i].hash, followed[i].hash) << text;
      ASSERT_EQ(alone[i].kind, followed[i].kind) << text;
      ASSERT_EQ(alone[i].letter_case, followed[i].letter_case) << text;
    }
  }
}

TEST(Tokens, AnyTextGivesAscendingTokensOnCodePointBorders) {
  std::mt19937_64 random(3);
  const std::vector<std::string> pieces = {
      "a",        "Z", ".", " ", "\n", "é", "ü", "漢", "😀",
      "\xcc\x81", "'", "-", "9", ",",  "’", "م", "\t", "aVeryLongWordOf26Letters@["};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::uint64_t i = random() % 40; i > 0; --i) text += pieces[random() % pieces.size()];
    std::uint32_t end = 0;
    for (const auto& token : tokenize(text)) {
      ASSERT_GE(token.begin, end) << text;
      ASSERT_EQ(token.hash, token_hash(text.substr(token.begin, token.end - token.begin))) << text;
      ASSERT_GT(token.end, token.begin);
      ASSERT_LE(token.end, text.size());
      ASSERT_NE(static_cast<unsigned char>(text[token.begin]) & 0xc0U, 0x80U) << text;
      end = token.end;
    }
  }
}

}  // namespace
}  // namespace copytaster::text
