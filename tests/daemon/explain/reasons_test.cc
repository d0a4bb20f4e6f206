#include "daemon/explain/reasons.h"

#include <gtest/gtest.h>

#include "tests/pipeline/bridge_texts.h"
#include "tests/pipeline/desk_support.h"
#include "tests/pipeline/support.h"

namespace copytaster::explain {
namespace {

using namespace testing::desk;  // NOLINT: the words of these tests
using testing::prose;

std::string of(const std::string& arriving, const std::string& other) {
  const Fingerprint one = arrive("b", "1", arriving, 1).analysis->fingerprint;
  const Fingerprint two = arrive("a", "1", other, 0).analysis->fingerprint;
  const dedup::CopyOptions options;
  return reason(one, two, dedup::compare(one, two, options), options);
}

TEST(Reasons, BeginWithTheKindAndSayWhatWasMeasured) {
  const std::string text = prose(1, 300);
  EXPECT_EQ(of(text, text).substr(0, 16), "exact: the same ");
  EXPECT_EQ(of(text + " " + prose(2, 60), text),
            "near: 100% of the other text's words stand in it; near copies begin at 70%");
  EXPECT_TRUE(of(text.substr(0, text.size() / 3), text).starts_with("excerpt: "));
  EXPECT_TRUE(of(testing::spun(text), text).starts_with("spun: "));
  const std::string rewrite(testing::kBridgeReworded);
  EXPECT_TRUE(of(rewrite, std::string(testing::kBridge))
                  .starts_with("rewrite: the same facts in the same order in other words: of "));
  EXPECT_TRUE(of(text + " " + prose(3, 500), text).starts_with("none: it holds "));
  EXPECT_TRUE(of(prose(4, 300), text).starts_with("none: 0% of the words and "));
  EXPECT_NE(of(prose(5, 20), text).find("20 words are too few; below 40"), std::string::npos);
}

TEST(Reasons, EachKindThatTextsMakeHasItsThreshold) {
  const dedup::CopyOptions options;
  std::vector<CopyKind> kinds;
  for (const auto& feature : features({}, options)) {
    for (const auto& [kind, from] : feature.thresholds) kinds.push_back(kind);
  }
  EXPECT_EQ(kinds, (std::vector<CopyKind>{CopyKind::kNear, CopyKind::kExcerpt, CopyKind::kNear,
                                          CopyKind::kSpun, CopyKind::kRewrite}));
}

std::string beside(const AnalysedMessage& other, const AnalysedMessage& article) {
  Desk desk{DeskOptions{}};
  desk.decide(other);
  return reason_beside_texts(*article.analysis, desk.decide(article));
}

TEST(Reasons, IdentityAndOrderAreSaidWhereTheyDecide) {
  const std::string text = prose(6, 200);
  const auto first = arrive("a", "1", text, 0);
  EXPECT_EQ(beside(first, arrive("b", "1", text, 1)), "");
  EXPECT_TRUE(beside(first, arrive("a", "1", text, 1)).starts_with("exact: the same item"));
  EXPECT_EQ(beside(first, arrive("a", "1", text + " " + prose(7, 40), 1)),
            "update: a later version of the same item; changed: body");
  EXPECT_EQ(beside(first, arrive("a", "2", text + " " + prose(8, 8), 1, "UPDATE 2 Something")),
            "update: its source sent it under another id within a day, and its headline says that "
            "it is an update");
  EXPECT_TRUE(beside(updated(first, 9), updated(arrive("a", "1", prose(9, 200), 1), 2))
                  .starts_with("stale: "));
  EXPECT_TRUE(beside(first, kill("a", "1", 1)).starts_with("kill: "));
  EXPECT_EQ(beside(arrive("b", "1", text + "\n\n(Wire)", 0), arrive("wire", "1", text, 1)),
            "new: the original, though it came second: the other becomes exact");
}

}  // namespace
}  // namespace copytaster::explain
