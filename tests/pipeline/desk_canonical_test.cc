#include <gtest/gtest.h>

#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

/// "URI SOURCE why".
std::string canonical(Desk& desk, const AnalysedMessage& message) {
  const Verdict found = verdict(desk, message);
  if (!found.canonical) return "none";
  const Canonical& hint = *found.canonical;
  return (hint.uri.empty() ? "-" : hint.uri) + " " + hint.source + " " + hint.why;
}

AnalysedMessage credited(AnalysedMessage message, const std::string& credit) {
  message.analysis->credit = credit;
  return message;
}

TEST(Canonical, IsTheAgencyThatMostCopiesCredit) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(1, 200);
  desk.decide(credited(arrive("post", "1", text, 0), "Reuters"));
  EXPECT_EQ(canonical(desk, credited(arrive("herald", "1", text, 1), "reuters")),
            "- Reuters credit");
  EXPECT_EQ(canonical(desk, credited(arrive("sun", "1", text, 2), "AP")), "- Reuters credit");
}

TEST(Canonical, NamesTheAgencysItemWhereOneIsRemembered) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(2, 200);
  desk.decide(arrive("post", "1", text, 0));
  // Sent after the copy, and found to be one: nothing in the earlier text credits it.
  EXPECT_EQ(canonical(desk, arrive("reuters", "1", text, 1)), "urn:article:post:1 post arrived");
  EXPECT_EQ(canonical(desk, credited(arrive("herald", "1", text, 2), "Reuters")),
            "urn:article:reuters:1 reuters credit");
}

TEST(Canonical, IsTheHighestRankedSourceWhereRanksDiffer) {
  DeskOptions options;
  options.source_ranks = {{"agency", 1}, {"paper", 2}, {"other", 2}};
  Desk desk(options);
  const std::string text = prose(3, 200);
  desk.decide(arrive("agency", "1", text, 0));
  EXPECT_EQ(canonical(desk, arrive("nobody", "1", text, 1)), "urn:article:agency:1 agency rank");
  const std::string second = prose(4, 200);
  desk.decide(arrive("paper", "2", second, 2));
  EXPECT_EQ(canonical(desk, arrive("other", "2", second, 3)), "urn:article:paper:2 paper arrived")
      << "equal ranks tell nothing";
}

TEST(Canonical, IsTheEarliestBelievableTime) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(5, 200);
  const auto at = 100 * kMinute;
  desk.decide(published(arrive("a", "1", text, at), 60));
  EXPECT_EQ(canonical(desk, published(arrive("b", "1", text, at + 1), 55)),
            "urn:article:b:1 b published")
      << "five minutes make no late original, but a hint";
  EXPECT_EQ(canonical(desk, published(arrive("c", "1", text, at + 2), 200)),
            "urn:article:b:1 b published")
      << "a time that has not come";
  const std::string other = prose(51, 200);
  desk.decide(published(arrive("a", "2", other, at + 3), -2 * 365 * 24 * 60));
  EXPECT_EQ(canonical(desk, published(arrive("b", "2", other, at + 4), 55)),
            "urn:article:b:2 b published")
      << "two years ago";
}

TEST(Canonical, IsElseTheFirstToArrive) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(6, 200);
  EXPECT_EQ(canonical(desk, arrive("a", "1", text, 0)), "none") << "only of copies";
  EXPECT_EQ(canonical(desk, arrive("b", "1", text, 1)), "urn:article:a:1 a arrived");
}

TEST(Canonical, AKilledItemHasNoSay) {
  Desk desk{DeskOptions{}};
  const std::string text = prose(7, 200);
  desk.decide(arrive("a", "1", text, 0));
  desk.decide(arrive("b", "1", text + " " + prose(8, 30), 1));
  desk.decide(kill("a", "1", 2));
  EXPECT_EQ(canonical(desk, arrive("c", "1", text + " " + prose(8, 30), 3)),
            "urn:article:b:1 b arrived");
}

TEST(Canonical, AliasesAreOneSource) {
  DeskOptions options;
  options.source_names = {{"AP", "associated-press"}};
  Desk desk(options);
  const std::string text = prose(9, 200);
  desk.decide(arrive("associated-press", "1", text, 0));
  EXPECT_EQ(canonical(desk, credited(arrive("b", "1", text, 1), "AP")),
            "urn:article:associated-press:1 associated-press credit");
}

}  // namespace
}  // namespace copytaster
