#include "pipeline/dedup/fingerprint.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "pipeline/dedup/compare.h"
#include "tests/oracles/exact_overlap.h"
#include "tests/oracles/news_generator.h"

namespace copytaster::dedup {
namespace {

using oracles::document_of;

RC_GTEST_PROP(Fingerprint, SamplesAreAscendingDistinctAndBounded, (std::uint64_t seed)) {
  oracles::Dice dice(seed);
  const auto print = make_fingerprint(document_of(oracles::invent_story(dice, dice.roll(3000))));
  for (const Sketch* sketch :
       {&print.skeleton, &print.word_grams, &print.numbers, &print.names, &print.figures}) {
    const auto& hashes = sketch->hashes;
    RC_ASSERT(std::is_sorted(hashes.begin(), hashes.end()));
    RC_ASSERT(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
    RC_ASSERT(hashes.size() <= 192U);
    RC_ASSERT(hashes.size() <= sketch->population);
    const bool whole = hashes.size() == sketch->population;
    RC_ASSERT(sketch->threshold == (whole ? 0xffffffffU : hashes.back()));
  }
  RC_ASSERT(print.numbers.hashes.size() <= 16U);
  RC_ASSERT(print.names.hashes.size() <= 16U);
  RC_ASSERT(print.figures.hashes.size() <= 16U);
}

RC_GTEST_PROP(Fingerprint, PopulationIsTheNumberOfDistinctGrams, (std::uint64_t seed)) {
  oracles::Dice dice(seed);
  const auto document = document_of(oracles::invent_story(dice, 50 + dice.roll(500)));
  RC_ASSERT(make_fingerprint(document).word_grams.population ==
            oracles::word_grams(document).size());
}

/// Grams that come again and again lie unevenly, and so are sorted in another way.
TEST(Fingerprint, GramsThatComeAgainAreOne) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += "the line comes again ";
    if (i % 10 == 0) text += "with number " + std::to_string(i) + " ";
    const auto document = document_of("", text);
    const auto print = make_fingerprint(document);
    const auto& hashes = print.word_grams.hashes;
    ASSERT_EQ(print.word_grams.population, oracles::word_grams(document).size()) << i;
    ASSERT_TRUE(std::is_sorted(hashes.begin(), hashes.end()));
  }
}

TEST(Fingerprint, CaseAndPunctuationDoNotMatter) {
  const auto plain = make_fingerprint(document_of("", "The minister said 14 ships left Porto."));
  const auto other =
      make_fingerprint(document_of("", "THE MINISTER said: 14 ships, left -- Porto"));
  EXPECT_EQ(plain.content, other.content);
  EXPECT_EQ(make_fingerprint(document_of("", "It left at 5:11 p.m. for the U.S. coast.")).content,
            make_fingerprint(document_of("", "IT LEFT AT 5:11 P.M. FOR THE U.S. COAST.")).content);
  EXPECT_NE(plain.content,
            make_fingerprint(document_of("", "The minister said 15 ships left Porto.")).content);
}

TEST(Fingerprint, MaskedTokensAreNoPartOfIt) {
  const std::string text = "The harbour of Porto was closed on Monday after 3 ships collided.";
  const std::string furniture = " Sign up for our newsletter.";
  auto with = document_of("", text + furniture);
  for (auto& token : with.body_tokens) token.masked = token.begin >= text.size();
  EXPECT_EQ(make_fingerprint(with), make_fingerprint(document_of("", text)));
}

RC_GTEST_PROP(Words, LinesLeftOutAreAsIfTheyHadNeverBeen, (std::uint64_t seed)) {
  oracles::Dice dice(seed);
  std::string whole;
  std::string left;
  std::vector<bool> leave_out;
  for (std::size_t line = dice.roll(20) + 1; line > 0; --line) {
    const std::string text = oracles::to_text(oracles::invent_story(dice, 1 + dice.roll(60)));
    const std::string joined = text.substr(0, std::min(text.find('\n'), text.size())) + "\n\n";
    leave_out.push_back(dice.chance(0.4));
    whole += joined;
    if (!leave_out.back()) left += joined;
  }
  const auto words = read_words(document_of("Title", whole));
  RC_ASSERT(words.lines.size() == leave_out.size());
  for (const TextLine& line : words.lines)
    RC_ASSERT(read_words(document_of("", whole.substr(line.at.begin, line.at.end - line.at.begin)))
                  .lines.front()
                  .hash == line.hash);
  auto expected = read_words(document_of("", left));
  expected.content = words.content;  // what is the same is asked of whole texts
  RC_ASSERT(make_fingerprint(without(words, leave_out), 0) == make_fingerprint(expected, 0));
  RC_ASSERT(make_lead(without(words, leave_out)) == make_lead(expected));
}

TEST(Words, LinesWithoutWordsAreNoneAndPlacesAreInCodePoints) {
  const auto words = read_words(document_of("", "\n***\nÀ la une\n\n– –\nLire aussi"));
  ASSERT_EQ(words.lines.size(), 2U);
  EXPECT_EQ(words.lines[0].at, (CodePointRange{5, 13}));
  EXPECT_EQ(words.lines[1].at, (CodePointRange{19, 29}));
  EXPECT_TRUE(read_words(document_of("A headline", "")).lines.empty());
}

TEST(Words, OfManyLinesTheFirstAndTheLastAreKept) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + "\n";
  const auto lines = read_words(document_of("", text)).lines;
  ASSERT_EQ(lines.size(), kMostLines);
  EXPECT_EQ(lines[kMostLines / 2 - 1].first_word, kMostLines / 2 - 1);
  EXPECT_EQ(lines.back().first_word, 99'999U);
}

TEST(Fingerprint, WhereLinesEndDoesNotMatter) {
  const std::string table =
      "Grain ships waiting\nMyrtle Grove 1 0\nWestwego 1 5\nBunge Destrehan 1 0\nSaint Elmo 1 1\n"
      "Terre Haute 1 4\nPort Allen none";
  std::string on_one_line = table;
  std::replace(on_one_line.begin(), on_one_line.end(), '\n', ' ');
  EXPECT_EQ(make_fingerprint(oracles::document_of("", table)),
            make_fingerprint(oracles::document_of("", on_one_line)));
}

TEST(Fingerprint, HeadlineHasAHashOfItsOwnAndStandsInForNoBody) {
  const auto print = make_fingerprint(document_of("Ships collide", "Three ships collided."));
  const auto renamed = make_fingerprint(document_of("Ships crash", "Three ships collided."));
  EXPECT_EQ(print.content, renamed.content);
  EXPECT_NE(print.headline, renamed.headline);
  EXPECT_EQ(make_fingerprint(document_of("Ships collide", "")).words, 2U);
}

TEST(Fingerprint, APieceIsFoundWhereNoFunctionWordsAreKnown) {
  oracles::Dice dice(7);
  std::string text;
  std::string piece;
  for (int i = 0; i < 400; ++i) {
    const std::string word = oracles::invented_word(dice.roll(20000)) + (i % 15 == 14 ? ". " : " ");
    text += word;
    if (i >= 150 && i < 240) piece += word;
  }
  const auto whole = make_fingerprint(document_of("", text));
  const auto part = make_fingerprint(document_of("", piece));
  EXPECT_GT(whole.skeleton.population, 350U);
  const auto found = compare(part, whole, {});
  EXPECT_EQ(found.copy, CopyKind::kExcerpt);
  EXPECT_EQ(found.skeleton_containment, 1.0);
}

// All but the first words of sentences that follow what looks like an abbreviation.
TEST(Fingerprint, SynonymsLeaveTheSkeletonAndChangeTheWords) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    oracles::Dice dice(seed);
    const auto story = oracles::invent_story(dice, 400);
    const auto original = make_fingerprint(document_of(story));
    const auto spun = make_fingerprint(document_of(oracles::spin(story, dice, 1.0)));
    const auto evidence = compare(spun, original, {}).evidence;
    EXPECT_GE(evidence.skeleton, 0.85);
    EXPECT_LE(evidence.words, 0.25);
  }
}

}  // namespace
}  // namespace copytaster::dedup
