#include <gtest/gtest.h>

#include <functional>

#include "pipeline/dedup/compare.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/dedup/index.h"
#include "tests/oracles/news_generator.h"
#include "tests/oracles/reuters.h"

namespace copytaster::dedup {
namespace {

using oracles::Dice;
using oracles::document_of;
using oracles::Story;

struct Found {
  std::size_t right = 0;      ///< the original scored highest
  std::size_t kind = 0;       ///< …with the kind expected
  std::size_t strangers = 0;  ///< another text scored highest
};

/// Index and comparison together, as the Desk uses them.
class Memory {
 public:
  void add(const Story& story) {
    prints_.push_back(make_fingerprint(document_of(story)));
    index_.add(prints_.size(), prints_.back());
  }
  /// The position of the best match, if any is a copy.
  std::pair<std::size_t, CopyKind> best(const Story& story) const {
    const auto print = make_fingerprint(document_of(story));
    std::pair<std::size_t, CopyKind> best{prints_.size(), CopyKind::kNone};
    double score = 0;
    for (const auto number : index_.candidates(print, 32)) {
      const auto result = compare(print, prints_[number - 1], {});
      if (result.copy == CopyKind::kNone || result.score <= score) continue;
      score = result.score;
      best = {number - 1, result.copy};
    }
    return best;
  }
  std::size_t size() const { return prints_.size(); }

 private:
  std::vector<Fingerprint> prints_;
  Index index_;
};

Found search(const Memory& memory, const std::vector<Story>& originals, CopyKind expected,
             const std::function<Story(const Story&)>& change) {
  Found found;
  for (std::size_t i = 0; i < originals.size(); ++i) {
    const auto [at, kind] = memory.best(change(originals[i]));
    if (at == i) ++found.right;
    if (at == i && kind == expected) ++found.kind;
    if (at != i && at != memory.size()) ++found.strangers;
  }
  return found;
}

void report(const char* what, const Found& found, std::size_t of) {
  std::printf("%-22s found %.4f, of the kind expected %.4f, another one %.4f (of %zu)\n", what,
              static_cast<double>(found.right) / static_cast<double>(of),
              static_cast<double>(found.kind) / static_cast<double>(of),
              static_cast<double>(found.strangers) / static_cast<double>(of), of);
}

struct Outcome {
  Found wire, spun, both;
  std::size_t false_pairs = 0;
};

Outcome measure(const std::vector<Story>& originals, double spun_share) {
  Dice dice(77);
  Memory memory;
  Outcome outcome;
  for (const auto& original : originals) {
    if (memory.best(original).second != CopyKind::kNone) ++outcome.false_pairs;
    memory.add(original);
  }
  outcome.wire = search(memory, originals, CopyKind::kNear,
                        [&](const Story& s) { return oracles::edit_on_the_wire(s, dice); });
  outcome.spun = search(memory, originals, CopyKind::kSpun,
                        [&](const Story& s) { return oracles::spin(s, dice, spun_share); });
  outcome.both = search(memory, originals, CopyKind::kSpun, [&](const Story& s) {
    return oracles::edit_on_the_wire(oracles::spin(s, dice, spun_share), dice);
  });
  report("wire-edited", outcome.wire, originals.size());
  report("spun", outcome.spun, originals.size());
  report("spun and wire-edited", outcome.both, originals.size());
  std::printf("originals taken for copies: %zu of %zu\n", outcome.false_pairs, originals.size());
  return outcome;
}

TEST(Recall, OnInventedTexts) {
  Dice dice(42);
  std::vector<Story> originals;
  for (int i = 0; i < 2500; ++i)
    originals.push_back(oracles::invent_story(dice, 120 + dice.roll(500)));
  const auto outcome = measure(originals, 0.7);
  EXPECT_EQ(outcome.false_pairs, 0U);
  for (const Found* found : {&outcome.wire, &outcome.spun, &outcome.both}) {
    EXPECT_GE(found->right, originals.size() * 98 / 100);
    EXPECT_GE(found->kind, originals.size() * 95 / 100);
    EXPECT_EQ(found->strangers, 0U);
  }
}

// Newswire repeats itself (updates, templates, natural copies), so pairs among originals are only
// reported here.
TEST(Recall, OnNewswire) {
  const auto originals = oracles::reuters_stories(4000);
  if (originals.empty()) GTEST_SKIP() << "no reuters21578 under COPYTASTER_DATA";
  const auto outcome = measure(originals, 0.7);
  for (const Found* found : {&outcome.wire, &outcome.spun, &outcome.both}) {
    EXPECT_GE(found->right, originals.size() * 90 / 100);
  }
}

}  // namespace
}  // namespace copytaster::dedup
