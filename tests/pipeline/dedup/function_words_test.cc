// A copy is found in any language: the same texts in letters of several scripts.
#include "pipeline/dedup/function_words.h"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <string>

#include "pipeline/dedup/compare.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/dedup/index.h"
#include "tests/oracles/news_generator.h"

namespace copytaster::dedup {
namespace {

/// Where the letters of ASCII go. A script without capitals has one place for both.
struct Script {
  const char* name;
  utf8proc_int32_t lower;
  utf8proc_int32_t upper;
  bool spaces;
};

constexpr std::array<Script, 6> kScripts = {{{"Latin", 'a', 'A', true},
                                             {"Cyrillic", 0x430, 0x410, true},
                                             {"Arabic", 0x671, 0x671, true},
                                             {"Devanagari", 0x915, 0x915, true},
                                             {"Hangul", 0xac00, 0xac00, true},
                                             {"Thai", 0x0e01, 0x0e01, false}}};

void append(std::string& text, utf8proc_int32_t letter) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(letter, bytes.data());
  text.append(bytes.begin(), bytes.begin() + size);
}

/// An ideograph for each two letters.
std::string written_in_han(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto letter = [&](std::size_t at) {
      return at < text.size() && std::isalpha(static_cast<unsigned char>(text[at])) != 0
                 ? std::tolower(static_cast<unsigned char>(text[at])) - 'a'
                 : -1;
    };
    if (letter(i) < 0) {
      if (text[i] != ' ') result += text[i];
      continue;
    }
    const int next = letter(i + 1);
    append(result, 0x4e00 + letter(i) * 27 + next + 1);
    if (next >= 0) ++i;
  }
  return result;
}

std::string written_in(const Script& script, const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ' ' && !script.spaces) continue;
    utf8proc_int32_t letter = c;
    if (c >= 'a' && c <= 'z') letter = script.lower + (c - 'a');
    if (c >= 'A' && c <= 'Z') letter = script.upper + (c - 'A');
    append(result, letter);
  }
  return result;
}

void find_copies(const std::string& script,
                 const std::function<std::string(const std::string&)>& write) {
  oracles::Dice dice(31);
  memory::SlotMap slots;
  Index index(slots);
  std::vector<oracles::Story> stories;
  std::vector<Fingerprint> prints;
  const auto print_of = [&](const oracles::Story& story) {
    return make_fingerprint(oracles::document_of("", write(oracles::to_text(story))));
  };
  const auto best = [&](const Fingerprint& print) {
    std::size_t found = prints.size();
    double score = 0;
    for (const std::uint64_t number : index.candidates(print, 32)) {
      const auto result = compare(print, prints[number - 1], {});
      if (result.copy == CopyKind::kNone || result.score <= score) continue;
      found = number - 1;
      score = result.score;
    }
    return found;
  };
  for (std::uint64_t i = 0; i < 100; ++i) {
    stories.push_back(oracles::invent_story(dice, 300));
    const Fingerprint print = print_of(stories.back());
    EXPECT_EQ(best(print), prints.size()) << script << ": a stranger";
    slots.add(i + 1);
    index.add(i + 1, print);
    prints.push_back(print);
  }
  std::size_t found = 0;
  std::size_t pieces = 0;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    found += best(print_of(oracles::edit_on_the_wire(stories[i], dice))) == i ? 1U : 0U;
    oracles::Story piece = stories[i];
    piece.paragraphs.resize(piece.paragraphs.size() / 3);
    pieces += best(print_of(piece)) == i ? 1U : 0U;
  }
  EXPECT_GE(found, 97U) << script;
  EXPECT_GE(pieces, 97U) << script;
}
TEST(Languages, AnEditedCopyAndAPieceAreFoundInEveryScriptAndStrangersAreNot) {
  for (const Script& script : kScripts) {
    find_copies(script.name, [&](const std::string& text) { return written_in(script, text); });
  }
  find_copies("Han", written_in_han);
}

TEST(Languages, FunctionWordsOfEuropeAreKnownAndEnglishContentWordsAreNot) {
  for (const char* word : {"the", "und", "même", "también", "nella", "não", "voor", "och", "się",
                           "také", "și", "és", "için", "của", "yang", "että"}) {
    EXPECT_TRUE(is_function_word(text::token_hash(word))) << word;
  }
  for (const char* word : {"war", "man", "die", "care", "plus", "ten", "sale", "minister", "door"})
    EXPECT_FALSE(is_function_word(text::token_hash(word))) << word;
}

TEST(Languages, NumbersThatAreSpeltOutAreThose) {
  const auto number = [](std::string_view word) { return number_of_word(text::token_hash(word)); };
  for (const std::string_view ten : {"ten", "zehn", "dix", "diez", "dieci", "tien", "dez"})
    EXPECT_EQ(number(ten), text::token_hash("10")) << ten;
  for (const std::string_view other : {"one", "tenth", "10", "dozen", "the"})
    EXPECT_EQ(number(other), 0U) << other;
}

TEST(Languages, MonthsAreTheSameInAllOfThem) {
  const auto month = [](std::string_view word) { return month_of_word(text::token_hash(word)); };
  for (const std::string_view march : {"March", "mar", "März", "mars", "marzo", "maart", "março"})
    EXPECT_EQ(month(march), month("march")) << march;
  EXPECT_NE(month("march"), month("may"));
  for (const std::string_view other : {"Monday", "marching", "3", "the"})
    EXPECT_EQ(month(other), 0U) << other;
}

TEST(Languages, ShortWordsCountInOtherAlphabetsOnly) {
  for (const char* word : {"на", "что", "και", "ու"})
    EXPECT_TRUE(is_short_word_of_another_alphabet(word)) << word;
  for (const char* word : {"", "as", "not", "été", "если", "από τη", "министр"})
    EXPECT_FALSE(is_short_word_of_another_alphabet(word)) << word;
}

}  // namespace
}  // namespace copytaster::dedup
