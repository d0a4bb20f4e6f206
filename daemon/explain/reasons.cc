#include "daemon/explain/reasons.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace copytaster::explain {
namespace {

std::string percent(double share) { return fmt::format("{:.0f}%", std::floor(100 * share)); }

std::string reason_for_near(const dedup::Comparison& comparison,
                            const dedup::CopyOptions& options) {
  const double here = comparison.evidence.containment;
  const double there = comparison.remembered_containment;
  if (std::max(here, there) < options.near_containment) {
    return fmt::format(
        "near: much of either text stands in the other, of the words {} and of the skeleton {} of "
        "what both hold",
        percent(comparison.evidence.words), percent(comparison.evidence.skeleton));
  }
  return here >= there
             ? fmt::format("near: {} of its words stand in the other text; near copies begin at {}",
                           percent(here), percent(options.near_containment))
             : fmt::format(
                   "near: {} of the other text's words stand in it; near copies begin at {}",
                   percent(there), percent(options.near_containment));
}

std::string reason_for_rewrite(const dedup::Comparison& comparison,
                               const dedup::CopyOptions& options) {
  const dedup::Rewording& found = comparison.rewording;
  return fmt::format(
      "rewrite: the same facts in the same order in other words: of {} names, numbers and telling "
      "words here and {} there {} are the same, {} of them in one order, but only {} of the words "
      "as they follow each other; score {:.2f}, rewrites begin at {:.2f}",
      found.arriving, found.remembered, found.shared, found.in_order,
      percent(std::max(comparison.evidence.containment, comparison.remembered_containment)),
      comparison.score, options.rewrite_score);
}

std::string reason_for_none(const Fingerprint& arriving, const Fingerprint& other,
                            const dedup::Comparison& comparison,
                            const dedup::CopyOptions& options) {
  const double words = std::max(comparison.evidence.containment, comparison.remembered_containment);
  if (comparison.contains) {
    return fmt::format(
        "none: it holds {} of the other text, which is at most half as long: the longer one is "
        "new, and names the other as contained",
        percent(comparison.remembered_containment));
  }
  if (const auto least = std::min(arriving.words, other.words); least < options.least_words) {
    return fmt::format("none: {} words are too few; below {} only exact copies are found", least,
                       options.least_words);
  }
  if (comparison.same_template)
    return "none: the same words with figures of their own: another report of the same form";
  if (comparison.skeleton_containment < options.spun_skeleton_containment) {
    return fmt::format(
        "none: {} of the words and {} of the skeleton stand in the other text; near copies begin "
        "at "
        "{}, spun ones at {}",
        percent(words), percent(comparison.skeleton_containment), percent(options.near_containment),
        percent(options.spun_skeleton_containment));
  }
  return fmt::format(
      "none: {} of the words stand in the other text, where near copies begin at {}; {} of the "
      "skeleton does, but a spun copy has other words throughout and the same names and numbers",
      percent(words), percent(options.near_containment), percent(comparison.skeleton_containment));
}

}  // namespace

std::vector<Feature> features(const dedup::Comparison& comparison,
                              const dedup::CopyOptions& options) {
  const auto near = std::pair(CopyKind::kNear, options.near_containment);
  return {{"containment",
           "words of it in the other",
           comparison.evidence.containment,
           {near, {CopyKind::kExcerpt, options.excerpt_containment}}},
          {"remembered_containment",
           "words of the other in it",
           comparison.remembered_containment,
           {near}},
          {"skeleton_containment",
           "skeleton in the other's",
           comparison.skeleton_containment,
           {{CopyKind::kSpun, options.spun_skeleton_containment}}},
          {"words", "words, Jaccard", comparison.evidence.words, {}},
          {"skeleton", "skeleton, Jaccard", comparison.evidence.skeleton, {}},
          {"order", "names, numbers and telling words in one order", comparison.evidence.order, {}},
          {"rewrite_score",
           "the same beyond chance, less what was kept word for word or counts otherwise",
           comparison.rewrite_score,
           {{CopyKind::kRewrite, options.rewrite_score}}}};
}

std::string reason(const Fingerprint& arriving, const Fingerprint& other,
                   const dedup::Comparison& comparison, const dedup::CopyOptions& options) {
  switch (comparison.copy) {
    case CopyKind::kExact:
      return fmt::format("exact: the same {} words in the same order", arriving.words);
    case CopyKind::kNear:
      return reason_for_near(comparison, options);
    case CopyKind::kExcerpt:
      return fmt::format(
          "excerpt: {} of its words stand in the other text, which is at least twice as long; "
          "excerpts begin at {}",
          percent(comparison.evidence.containment), percent(options.excerpt_containment));
    case CopyKind::kSpun:
      return fmt::format(
          "spun: {} of the skeleton (function words, names, numbers) stands in the other text, but "
          "only {} of the words: they were replaced throughout",
          percent(comparison.skeleton_containment),
          percent(std::max(comparison.evidence.containment, comparison.remembered_containment)));
    case CopyKind::kRewrite:
      return reason_for_rewrite(comparison, options);
    case CopyKind::kNone:
      break;
  }
  return reason_for_none(arriving, other, comparison, options);
}

std::string reason_beside_texts(const Analysis& analysis, const Decided& decided) {
  const Verdict& verdict = decided.decision->verdict;
  if (!decided.revisions.empty()) {
    const VerdictRevision& revision = decided.revisions.front();
    return fmt::format("new: the original, though it came second: the other becomes {}",
                       name(revision.new_kind));
  }
  switch (verdict.identity) {
    case Identity::kKill:
      return "kill: its status takes it back";
    case Identity::kStale:
      return "stale: a version of the same item that is older than the other one";
    case Identity::kResend:
      return "exact: the same item once more; text, headline, status and embargo are as before";
    case Identity::kFirst:
      return "";
    case Identity::kRevision:
      break;
  }
  if (verdict.copy != CopyKind::kNone) return "";
  if (decided.decision->supersedes && decided.decision->supersedes->uri != analysis.article.uri &&
      verdict.matched) {
    return fmt::format(
        "update: its source sent it under another id within a day, {}",
        analysis.update_marker ? "and its headline says that it is an update" : "with new text");
  }
  std::string changed;
  for (const auto& what : verdict.changed) changed += (changed.empty() ? "" : ", ") + what;
  return fmt::format("update: a later version of the same item; changed: {}", changed);
}

}  // namespace copytaster::explain
