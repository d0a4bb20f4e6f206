// Copy: which other item an arriving article is a copy of, and which of the two was first.
#include <algorithm>
#include <utility>

#include "pipeline/desk_judgement.h"
#include "pipeline/letter_case.h"

namespace copytaster {
namespace {

constexpr std::size_t kContainsNamed = 8;  ///< earlier items named in `contains`
constexpr std::size_t kChain = 8;          ///< links followed from a copy to its root
constexpr double kUpdateNovelty = 0.1;  ///< new text that makes another id of one source an update

/// A person said that it is a copy of nothing.
bool is_ruled_original(const RememberedArticle& article) {
  return std::any_of(article.rulings.begin(), article.rulings.end(), [](const Ruling& each) {
    return each.type == OverrideType::kNotCopy && each.of.empty();
  });
}

}  // namespace

bool Desk::credits(const RememberedArticle& article, const std::string& source) const {
  return !article.credit.empty() &&
         equal_aside_from_case(source_name(article.credit), source_name(source));
}

/// The remembered articles from this one to the root of its chain. An original that came second may
/// have made a root into a copy since, so the last one's own root, if it has one, is the root.
std::vector<const RememberedArticle*> Desk::way_to_root(const RememberedArticle& article) const {
  std::vector<const RememberedArticle*> way{&article};
  while (way.size() < kChain && way.back()->root) {
    const RememberedArticle* next = articles_.newest(way.back()->root->uri);
    if (next == nullptr || std::find(way.begin(), way.end(), next) != way.end()) break;
    way.push_back(next);
  }
  return way;
}

/// What a copy of this article is a copy of: itself, unless it is one too.
VersionReference Desk::root_of(const RememberedArticle& article) const {
  const auto way = way_to_root(article);
  if (way.back()->root) return *way.back()->root;
  return way.size() == 1 ? reference(article) : *way[way.size() - 2]->root;
}

/// Whether one source sent both, and is named: of messages without a source only the topic is
/// known, in which anybody's may come.
bool Desk::names_same_source(const Analysis& analysis, const RememberedArticle& candidate) const {
  return candidate.source != candidate.origin.topic &&
         same_source(candidate.source, analysis.article.source);
}

/// Whether a source says the same again after the window, by its own times: an archive that comes
/// in one go has all of them at one time of ours.
bool Desk::is_of_another_day(const Analysis& analysis, const RememberedArticle& candidate) const {
  const auto& one = analysis.article.published_at;
  const auto& other = candidate.published_at;
  return one && other && names_same_source(analysis, candidate) &&
         std::max(*one, *other).milliseconds - std::min(*one, *other).milliseconds >
             options_.window.count();
}

/// Short texts say the same by chance: only the source itself repeats them.
bool Desk::is_comparable(const Analysis& analysis, const Judgement& judgement,
                         const RememberedArticle& candidate,
                         const dedup::Comparison& comparison) const {
  if (comparison.same_template || is_of_another_day(analysis, candidate)) return false;
  if (judgement.text->words >= kShortWords) return true;
  return comparison.copy == CopyKind::kExact &&
         same_source(candidate.source, analysis.article.source) &&
         judgement.arrived.milliseconds - candidate.origin.timestamp.milliseconds <= 12 * kHour;
}

void Desk::find_copy(const Analysis& analysis, Judgement& judgement) const {
  find_contained(analysis, judgement);
  const auto candidates = articles_.candidates(*judgement.text, kCandidates);
  for (const std::uint64_t number : candidates) weigh(analysis, number, judgement);
  // A rewrite may share nothing with its original that the index knows, but it tells the same.
  const bool short_text = judgement.text->words < kShortWords;
  if (judgement.matched == nullptr && !judgement.live_blog && !short_text) {
    if (const auto story = nearest_story(analysis, judgement)) {
      for (const std::uint64_t number : articles_.in_story(*story, kOfStory)) {
        if (std::find(candidates.begin(), candidates.end(), number) == candidates.end())
          weigh(analysis, number, judgement);
      }
    }
  }
  judgement.verdict.novelty = std::clamp(1 - judgement.covered, 0.0, 1.0);
}

/// Takes a remembered article for the matched one where it explains the arriving one better.
void Desk::weigh(const Analysis& analysis, std::uint64_t number, Judgement& judgement) const {
  const std::string& uri = analysis.article.uri;
  const std::string& previous = judgement.previous != nullptr ? judgement.previous->uri : uri;
  const RememberedArticle& candidate = *articles_.find(number);
  if (outdated(candidate, judgement.clock)) return;
  auto comparison = dedup::compare(*judgement.text, candidate.fingerprint, options_.copy);
  judgement.covered = std::max(judgement.covered, comparison.evidence.containment);
  if (is_correction(analysis, judgement, candidate, comparison)) {
    comparison.same_template = false;
    comparison.copy = CopyKind::kNear;
    comparison.score = comparison.evidence.containment;
    comparison.held = comparison.evidence.containment;
  }
  const auto is_this_item = [&](const std::string& other) {
    return other == uri || other == previous;
  };
  // A copy of this very item says nothing against its next version.
  if (judgement.live_blog || is_this_item(candidate.uri) ||
      (candidate.root && is_this_item(candidate.root->uri)) ||
      !is_comparable(analysis, judgement, candidate, comparison)) {
    return;
  }
  if (comparison.contains) name_contained(candidate, judgement);
  if (comparison.copy == CopyKind::kNone || holds(judgement.verdict.contains, candidate.uri))
    return;
  // An agency doesn't spin its own text: two of its reports are alike because it writes alike. Nor
  // does it rewrite it: one is the other's next version. Unless sources are named, any may be.
  if (comparison.copy == CopyKind::kSpun && names_same_source(analysis, candidate)) return;
  if (comparison.copy == CopyKind::kRewrite &&
      same_source(candidate.source, analysis.article.source))
    return;
  if (const Ruling* ruling = ruled_apart(judgement, candidate)) {
    judgement.verdict.overruled = *ruling;
    return;
  }
  judgement.candidates.push_back(&candidate);
  if (judgement.matched == nullptr ||
      dedup::explains_better(comparison, number, judgement.comparison, judgement.matched->number)) {
    judgement.matched = &candidate;
    judgement.comparison = comparison;
  }
}

void Desk::name_contained(const RememberedArticle& flash, Judgement& judgement) const {
  if (flash.status == PubStatus::kCanceled || flash.root ||
      judgement.verdict.contains.size() == kContainsNamed) {
    return;
  }
  add_once(judgement.verdict.contains, flash.uri);
}

/// A flash is too short for its sample to be found by a long text's, so the whole of the beginning
/// is asked for; and it stands there edited, so half of it is enough.
void Desk::find_contained(const Analysis& analysis, Judgement& judgement) const {
  if (judgement.live_blog || judgement.lead->words < 2 * kShortWords) return;
  for (const std::uint64_t number : articles_.flashes(*judgement.lead, kCandidates)) {
    const RememberedArticle& flash = *articles_.find(number);
    const bool same_item = flash.uri == analysis.article.uri ||
                           (judgement.previous != nullptr && flash.uri == judgement.previous->uri);
    if (!same_item && !outdated(flash, judgement.clock) &&
        dedup::is_flash_of(flash.fingerprint, *judgement.lead)) {
      name_contained(flash, judgement);
    }
  }
}

bool Desk::is_late_original(const Analysis& analysis, Timestamp arrived,
                            const RememberedArticle& earlier) const {
  const Article& article = analysis.article;
  if (credits(earlier, article.source)) return true;
  const auto rank = rank_of(article.source);
  const auto other = rank_of(earlier.source);
  if (rank && (!other || *rank < *other)) return true;
  return article.published_at && earlier.published_at &&
         article.published_at->milliseconds + options_.late_original.count() <=
             earlier.published_at->milliseconds &&
         *article.published_at <= arrived;
}

/// The item at the root of the chain, when the arriving one turns out to be its original: there
/// must be something of it to send again, and it must be a copy of the arriving text in its turn.
const RememberedArticle* Desk::earlier_copy(const Analysis& analysis,
                                            const Judgement& judgement) const {
  const RememberedArticle& matched = *judgement.matched;
  const RememberedArticle* root = way_to_root(matched).back();
  const RememberedArticle* earlier = articles_.newest(root->uri);
  if (root->root || earlier == nullptr || earlier->root ||
      earlier->status == PubStatus::kCanceled ||
      same_source(earlier->source, analysis.article.source) || is_ruled_original(*earlier)) {
    return nullptr;
  }
  if (!credits(matched, analysis.article.source) &&
      !is_late_original(analysis, judgement.arrived, *earlier))
    return nullptr;
  const auto turned = dedup::compare(earlier->fingerprint, *judgement.text, options_.copy);
  return turned.copy == CopyKind::kNone ? nullptr : earlier;
}

/// The newest version of an item of the same source that one under another id may update: of
/// versions that match alike the first is told; the next version follows the last. Of what is a
/// copy itself, the next version is a copy as well.
const RememberedArticle* Desk::open_item(const Analysis& analysis, const Judgement& judgement,
                                         const RememberedArticle& matched) const {
  if (judgement.previous != nullptr || !same_source(matched.source, analysis.article.source))
    return nullptr;
  const RememberedArticle* newest = articles_.newest(matched.uri);
  const bool fit = newest != nullptr && newest->status != PubStatus::kCanceled && !newest->root &&
                   judgement.clock.now.milliseconds - newest->first_seen.milliseconds <= 24 * kHour;
  return fit ? newest : nullptr;
}

/// Other figures in the same words, said to be an update: no other day's report, where nearly all
/// words of either text stand in the other, figures and all.
bool Desk::is_correction(const Analysis& analysis, const Judgement& judgement,
                         const RememberedArticle& candidate,
                         const dedup::Comparison& comparison) const {
  return comparison.same_template && analysis.update_marker &&
         std::min(comparison.evidence.containment, comparison.remembered_containment) >=
             options_.copy.near_containment &&
         open_item(analysis, judgement, candidate) != nullptr;
}

/// The item that the arriving one updates under another id: near, with a marker or new text.
const RememberedArticle* Desk::updated_item(const Analysis& analysis,
                                            const Judgement& judgement) const {
  const bool told = analysis.update_marker || judgement.verdict.novelty >= kUpdateNovelty;
  if (judgement.comparison.copy != CopyKind::kNear || !told) return nullptr;
  return open_item(analysis, judgement, *judgement.matched);
}

/// From the best match to the verdict: a copy, an update under another id, or an original that
/// arrives second.
void Desk::settle_copy(const Analysis& analysis, Judgement& judgement) const {
  if (settle_as_ruled(judgement)) return;
  const RememberedArticle* matched = judgement.matched;
  if (matched == nullptr) return;
  Verdict& verdict = judgement.verdict;
  verdict.score = judgement.comparison.score;
  verdict.evidence = judgement.comparison.evidence;
  verdict.matched = reference(*matched);
  const bool usable = matched->status != PubStatus::kCanceled;
  if (const RememberedArticle* updated = updated_item(analysis, judgement)) {
    judgement.previous = updated;
    verdict.identity = Identity::kRevision;
    verdict.changed = {"body"};
    return;
  }
  if (verdict.identity == Identity::kFirst && usable) {
    judgement.superseded = earlier_copy(analysis, judgement);
    if (judgement.superseded != nullptr) return;
  }
  verdict.copy = judgement.comparison.copy;
  verdict.of = root_of(*matched);
  verdict.of_killed = killed(verdict.of->uri) || killed(matched->uri);
  verdict.canonical = canonical_of(analysis, judgement);
}

/// Sends the earlier one again as what it turned out to be, and makes everything of it that could
/// be matched lead to the original.
void Desk::supersede(const Analysis& analysis, const Judgement& judgement, const Origin& origin,
                     Decided& decided) const {
  const RememberedArticle& earlier = *judgement.superseded;
  const VersionReference original{analysis.article.uri, decided.decision->version, origin};
  const auto turned = dedup::compare(earlier.fingerprint, *judgement.text, options_.copy);
  Verdict verdict;
  verdict.kind = copytaster::kind_of(turned.copy);
  verdict.of = original;
  verdict.matched = original;
  verdict.score = turned.score;
  verdict.evidence = turned.evidence;
  verdict.novelty = std::clamp(1 - turned.evidence.containment, 0.0, 1.0);
  Reissue reissue = send_again(earlier, std::move(verdict));
  reissue.decision.story = decided.decision->story;
  decided.revisions.push_back({reissue.earlier, std::nullopt, original, earlier.kind,
                               reissue.decision.verdict.kind, "the original arrived after its copy",
                               "", origin});
  std::vector<std::uint64_t> numbers = {earlier.number};
  for (const auto* candidate : judgement.candidates) {
    if (candidate->uri == earlier.uri && candidate != &earlier)
      numbers.push_back(candidate->number);
  }
  for (const std::uint64_t number : numbers)
    decided.entry.changes.push_back(
        {number, reissue.decision.verdict.kind, original, reissue.decision.topics});
  decided.reissues.push_back(std::move(reissue));
}

/// The newest version of an item once more, as its verdict is now: where that sends it, and to
/// every topic that it ever went to.
Reissue Desk::send_again(const RememberedArticle& earlier, Verdict verdict) const {
  Reissue reissue;
  reissue.earlier = reference(earlier);
  reissue.source = earlier.source;
  reissue.status = earlier.status;
  Decision& again = reissue.decision;
  again.version = earlier.version;
  again.first_created = earlier.first_created;
  again.version_created = earlier.version_created;
  if (const auto story = stories_.live(earlier.story))
    again.story = reference(stories_.read(*story));
  verdict.identity = earlier.version > 1 ? Identity::kRevision : Identity::kFirst;
  verdict.copy = copy_of(verdict.kind);
  const bool copy = is_copy(verdict.kind);
  again.topics = {copy ? options_.topics.duplicates : options_.topics.enriched};
  for (const auto& topic : earlier.topics) {
    if (topic == again.topics.front()) continue;
    again.topics.push_back(topic);
    // What a rule asks of the text was met before; only the kind is another now.
    const bool stays = std::any_of(
        options_.routes.begin(), options_.routes.end(), [&](const codec::RouteRule& rule) {
          return rule.topic == topic &&
                 (rule.kinds.empty() ? !copy : holds(rule.kinds, std::string(name(verdict.kind))));
        });
    if (!stays) again.routed_out.push_back(topic);
  }
  again.verdict = std::move(verdict);
  return reissue;
}

Kind Desk::kind_of(const Judgement& judgement) const {
  const Verdict& verdict = judgement.verdict;
  if (verdict.identity == Identity::kStale) return Kind::kStale;
  if (verdict.identity == Identity::kResend) return Kind::kExact;
  if (verdict.copy != CopyKind::kNone) return copytaster::kind_of(verdict.copy);
  return verdict.identity == Identity::kRevision ? Kind::kUpdate : Kind::kNew;
}

}  // namespace copytaster
