#include "pipeline/text/content.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <utf8proc.h>

#include <cstdlib>
#include <memory>
#include <set>
#include <string>

namespace copytaster::text {
namespace {

std::uint64_t content_of(const std::string& text) { return content_hash(text, tokenize(text)); }

std::string mapped(const std::string& text, int options) {
  utf8proc_uint8_t* bytes = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &bytes,
                                 static_cast<utf8proc_option_t>(options | UTF8PROC_STABLE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(bytes, &std::free);
  EXPECT_GE(size, 0);
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

TEST(Content, CaseDoesNotMatterWhereverWordsEnd) {
  const std::pair<std::string, std::string> pairs[] = {
      {"Onestat.com says 5:11 p.m. in the U.S.", "ONESTAT.COM SAYS 5:11 P.M. IN THE U.S."},
      {"See http://political.moveon.org/donate now", "SEE HTTP://POLITICAL.MOVEON.ORG/DONATE NOW"},
      {"Don't ask @porto about #harbour", "DON'T ASK @PORTO ABOUT #HARBOUR"},
      {"Straße und Große", "STRASSE UND GROSSE"},
      {"Ο Οδυσσέας", "Ο ΟΔΥΣΣΈΑΣ"},
      {"Москва назвала дату", "МОСКВА НАЗВАЛА ДАТУ"},
      {"M-1-A rose", "M-1-A ROSE"},
      {"McDonald's incomprehensibilities", "MCDONALD'S INCOMPREHENSIBILITIES"}};
  for (const auto& [small, large] : pairs) EXPECT_EQ(content_of(small), content_of(large)) << small;
}

TEST(Content, UnicodeFormsDoNotMatter) {
  const std::string texts[] = {"Élysée: l’été à Besançon – “ça va”, dit Zoë",
                               "Der Außenminister sagte: „Größe zählt“",
                               "Ước tính của Việt Nam",
                               "Η Αθήνα ανακοίνωσε",
                               "Ελλάδα й Йорк ёлка",
                               "서울에서 발표했다",
                               "東京のガガガ社は",
                               "กรุงเทพฯ ประกาศ",
                               "नई दिल्ली में हिंदी",
                               "ﬁnal oﬃce ＡＢＣ　１２３ Google™ 1½ 10² №5 ﾊﾝｶｸ…"};
  for (const std::string& text : texts) {
    for (const int form :
         {int{UTF8PROC_COMPOSE}, int{UTF8PROC_DECOMPOSE}, UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
          UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT}) {
      // As make_document does, which makes NFC of every text.
      const std::string other = mapped(mapped(text, form), UTF8PROC_COMPOSE);
      EXPECT_EQ(content_of(text), content_of(other)) << other;
    }
  }
}

TEST(Content, BlanksAndMarksDoNotMatter) {
  const auto plain = content_of("The minister's aide said 14 ships left Porto.");
  EXPECT_EQ(plain, content_of("The  minister’s\naide said: 14 ships, left — “Porto”"));
  EXPECT_NE(plain, content_of("The minister's aide said 15 ships left Porto."));
  EXPECT_NE(plain, content_of("The minister's aide said ships left Porto."));
}

TEST(Content, FiguresStayApart) {
  std::set<std::uint64_t> found;
  const std::string texts[] = {"1.5 pct", "15 pct", "1 5 pct", "1,5 pct", "1:5 pct", "1 pct 5"};
  for (const std::string& text : texts) EXPECT_TRUE(found.insert(content_of(text)).second) << text;
  EXPECT_EQ(content_of("in 2010-2011"), content_of("in 2010–2011"));
}

TEST(Content, NothingIsZeroAndMaskedTokensAreNothing) {
  EXPECT_EQ(content_of(""), 0U);
  EXPECT_EQ(content_of(" – … !"), 0U);
  const std::string text = "Ships collided off Porto. Reuter";
  auto tokens = tokenize(text);
  tokens.back().masked = true;
  EXPECT_EQ(content_hash(text, tokens), content_of("Ships collided off Porto."));
}

// Words of up to 16 letters are read another way than longer ones, and than those at the end.
RC_GTEST_PROP(Content, LettersAreWhatItIsMadeOf, (std::vector<std::string> words)) {
  std::string text;
  std::string spaced;
  for (const std::string& word : words) {
    std::string letters;
    for (const char c : word)
      letters += static_cast<char>('a' + static_cast<unsigned char>(c) % 26);
    text += letters;
    for (const char c : letters) spaced += std::string(1, c) + "- ";
  }
  RC_ASSERT(content_of(text) == content_of(spaced));
  RC_ASSERT(content_of(text + " and so it goes on") == content_of(spaced + " and so it goes on"));
}

}  // namespace
}  // namespace copytaster::text
