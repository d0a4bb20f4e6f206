// From an analysis and the state to an outcome. Nothing here changes state; `decide` applies what
// was found. Which item it is stands in desk_identity.cc, what it copies in desk_copy.cc.
#include <algorithm>
#include <utility>

#include "pipeline/check.h"
#include "pipeline/desk_judgement.h"
#include "pipeline/hash.h"

namespace copytaster {
namespace {

constexpr std::size_t kForgottenAtOnce = 64;  ///< bounds the time of one decision

void count(Ledger& ledger, Kind kind) {
  if (is_copy(kind)) ++ledger.copies;
  if (kind == Kind::kNew) ++ledger.fresh;
  if (kind == Kind::kUpdate) ++ledger.updates;
  if (kind == Kind::kStale) ++ledger.stale;
  if (kind == Kind::kKill) ++ledger.kills;
}

/// A person took the item out of the story of what it is like.
bool has_own_story(const RememberedArticle* item) {
  return item != nullptr &&
         std::any_of(item->rulings.begin(), item->rulings.end(),
                     [](const Ruling& each) { return each.type == OverrideType::kSplit; });
}

}  // namespace

Decided Desk::decide(const AnalysedMessage& analysed) {
  CHECK(int{analysed.analysis.has_value()} + int{analysed.rejection.has_value()} +
            int{analysed.ruled.has_value()} ==
        1);
  Decided decided = begin(analysed);
  std::optional<Rejection> rejection = analysed.rejection;
  if (analysed.ruled) {
    rejection = overrule(analysed, decided);
  } else if (!rejection) {
    judge(analysed, decided);
    rejection = too_large(analysed, decided);
  }
  if (rejection) {
    decided = begin(analysed);
    reject(analysed, std::move(*rejection), decided);
  }
  CHECK(apply(decided.entry).has_value());
  carry(decided);
  return decided;
}

Decided Desk::begin(const AnalysedMessage& analysed) const {
  Decided decided;
  JournalEntry& entry = decided.entry;
  entry.sequence = next_sequence_;
  entry.origin = analysed.message.origin;
  entry.clock = analysed.message.timestamp_inherited
                    ? clock_
                    : advance(clock_, analysed.message.origin.timestamp);
  entry.ledger = ledger_;
  entry.next_number = next_number_ + 1;
  ++entry.ledger.in;
  // What a person speaks of is not to be forgotten at that very moment.
  if (!analysed.ruled) forget_old(decided);
  return decided;
}

void Desk::judge(const AnalysedMessage& analysed, Decided& decided) const {
  const Article& article = analysed.analysis->article;
  decided.entry.uri = article.uri;
  if (article.status == PubStatus::kCanceled) {
    judge_kill(analysed, decided);
  } else {
    judge_article(analysed, decided);
  }
  decided.entry.outcome = std::string(name(decided.decision->verdict.kind));
  count(decided.entry.ledger, decided.decision->verdict.kind);
}

bool Desk::outdated(const RememberedArticle& article, const DeskClock& clock) const {
  return article.last_matched.milliseconds < clock.now.milliseconds - options_.window.count() ||
         article.first_seen.milliseconds <
             clock.now.milliseconds - options_.first_seen_window.count();
}

void Desk::forget_old(Decided& decided) const {
  JournalEntry& entry = decided.entry;
  const Timestamp now = entry.clock.now;
  const Timestamp unmatched{now.milliseconds - options_.window.count()};
  const Timestamp unseen{now.milliseconds - options_.first_seen_window.count()};
  auto& gone = entry.forgotten_articles;
  const std::size_t held = articles_.bytes();
  const std::size_t share = held / std::max<std::size_t>(1, articles_.size());
  std::size_t excess = held > options_.memory_bytes ? held - options_.memory_bytes : 0;
  if (articles_.size() + 1 >= ArticleStore::kMost) excess = std::max<std::size_t>(excess, 1);
  articles_.visit_oldest([&](std::uint64_t number, Timestamp matched) {
    if (gone.size() == kForgottenAtOnce || (matched >= unmatched && excess == 0)) return false;
    gone.push_back(number);
    excess -= std::min(excess, share);
    return true;
  });
  for (auto number = articles_.after(0); number; number = articles_.after(*number)) {
    if (gone.size() == kForgottenAtOnce || articles_.find(*number)->first_seen >= unseen) break;
    if (std::find(gone.begin(), gone.end(), *number) == gone.end()) gone.push_back(*number);
  }
  const auto oldest = stories_.oldest();
  if (!oldest) return;
  const bool silent =
      stories_.last_seen(*oldest).milliseconds < now.milliseconds - options_.story_window.count();
  if (silent || stories_.bytes() > options_.story_memory_bytes) {
    decided.stories_ended.push_back(stories_.read(*oldest));
    entry.forgotten_stories.push_back(*oldest);
  }
}

void Desk::judge_article(const AnalysedMessage& analysed, Decided& decided) const {
  const Analysis& analysis = *analysed.analysis;
  const Origin& origin = analysed.message.origin;
  Judgement judgement;
  judgement.clock = decided.entry.clock;
  judgement.arrived = arrival(analysed.message, judgement.clock);
  discount_furniture(analysis, judgement);
  find_identity(analysis, judgement);
  const Identity identity = judgement.verdict.identity;
  if (identity == Identity::kFirst || identity == Identity::kRevision) {
    find_copy(analysis, judgement);
    settle_copy(analysis, judgement);
  }
  judgement.verdict.kind = kind_of(judgement);
  learn_lines(analysis, judgement, decided.entry);

  const RememberedArticle* previous = judgement.previous;
  Decision& decision = decided.decision.emplace();
  decision.version_created = analysis.article.updated_at.value_or(
      analysis.article.published_at.value_or(judgement.arrived));
  decision.first_created = analysis.article.published_at.value_or(judgement.arrived);
  if (previous != nullptr) {
    decision.first_created = previous->first_created;
    const bool revised = judgement.verdict.identity == Identity::kRevision;
    decision.version = previous->version + (revised ? 1U : 0U);
    if (revised) decision.supersedes = reference(*previous);
  }
  decision.furniture = std::move(judgement.furniture);
  choose_topics(analysis, judgement, decision);
  choose_story(analysis, judgement, decided);
  decision.verdict = judgement.verdict;
  if (judgement.superseded != nullptr) supersede(analysis, judgement, origin, decided);
  if (judgement.matched != nullptr) {
    // A root lives as long as its copies find new ones, so that these lead to it.
    for (const auto* each : way_to_root(*judgement.matched))
      decided.entry.matched.push_back(each->number);
  } else if (judgement.previous != nullptr) {
    decided.entry.matched.push_back(judgement.previous->number);
  }
  if (judgement.verdict.identity != Identity::kStale &&
      judgement.verdict.identity != Identity::kResend) {
    decided.entry.article = remember(analysis, origin, judgement, decision);
  } else if (previous->uri == analysis.article.uri) {
    // Nothing is remembered of it but where it went: a kill must go there, too.
    ArticleChange change{previous->number, previous->kind, previous->root, previous->topics};
    for (const auto& topic : decision.topics) add_once(change.topics, topic);
    if (change.topics != previous->topics) decided.entry.changes.push_back(std::move(change));
  }
}

void Desk::choose_topics(const Analysis& analysis, const Judgement& judgement,
                         Decision& decision) const {
  const Kind kind = judgement.verdict.kind;
  const bool goes_on = kind == Kind::kNew || kind == Kind::kUpdate;
  decision.topics = {goes_on ? options_.topics.enriched : options_.topics.duplicates};
  if (judgement.verdict.of_killed) return;
  for (const auto& rule : options_.routes) {
    if (codec::matches(rule, analysis, kind)) add_once(decision.topics, rule.topic);
  }
  if (judgement.verdict.identity != Identity::kRevision) return;
  const std::vector<std::string> matching = decision.topics;
  for (const auto& topic : judgement.previous->topics) {
    if (holds(matching, topic)) continue;
    add_once(decision.topics, topic);
    decision.routed_out.push_back(topic);
  }
}

/// Looked for once, for it takes as long as finding a copy.
std::optional<std::uint64_t> Desk::nearest_story(const Analysis& analysis,
                                                 Judgement& judgement) const {
  if (!judgement.nearest_story) judgement.nearest_story = stories_.nearest(analysis.story_terms);
  return *judgement.nearest_story;
}

void Desk::choose_story(const Analysis& analysis, Judgement& judgement, Decided& decided) const {
  Decision& decision = *decided.decision;
  const RememberedArticle* kin = judgement.matched == nullptr || has_own_story(judgement.previous)
                                     ? judgement.previous
                                     : judgement.matched;
  std::optional<std::uint64_t> joined;
  if (kin != nullptr) joined = stories_.live(kin->story);
  const auto& over = decided.entry.forgotten_stories;
  if (!joined || std::find(over.begin(), over.end(), *joined) != over.end())
    joined = nearest_story(analysis, judgement);
  const bool copy = is_copy(judgement.verdict.kind) || judgement.verdict.kind == Kind::kStale;
  RememberedStory story = stories_.decide(analysis.story_terms, analysis.headline,
                                          hash64(source_name(analysis.article.source)), copy,
                                          judgement.clock.now, next_number_, joined);
  decided.story_began = story.id == next_number_;
  decision.story = reference(story);
  std::erase(decided.entry.forgotten_stories, story.id);
  if (!copy) {
    for (const auto& term : analysis.story_terms) decided.entry.learned_terms.push_back(term.hash);
  }
  std::erase_if(decided.stories_ended, [&](const auto& ended) { return ended.id == story.id; });
  decided.entry.story = std::move(story);
}

RememberedArticle Desk::remember(const Analysis& analysis, const Origin& origin,
                                 const Judgement& judgement, const Decision& decision) const {
  const Article& article = analysis.article;
  RememberedArticle remembered;
  remembered.number = next_number_;
  remembered.uri = article.uri;
  remembered.source = article.source;
  remembered.url_key = article.url_key;
  remembered.origin = origin;
  remembered.version = decision.version;
  remembered.own_version = article.version;
  remembered.updated_at = article.updated_at;
  remembered.published_at = article.published_at;
  remembered.first_created = decision.first_created;
  remembered.version_created = decision.version_created;
  remembered.first_seen = judgement.clock.now;
  remembered.last_matched = judgement.clock.now;
  remembered.metadata = analysis.metadata;
  remembered.status = article.status;
  remembered.kind = judgement.verdict.kind;
  const bool one_key = judgement.previous != nullptr && judgement.previous->uri == article.uri;
  if (judgement.live_blog) {
    remembered.revisions = kLiveBlogGrowths;
  } else if (one_key) {
    remembered.revisions = growths(*judgement.text, *judgement.previous);
  }
  remembered.root = judgement.verdict.of;
  remembered.credit = analysis.credit;
  remembered.story = decision.story.id;
  remembered.topics = decision.topics;
  if (judgement.previous != nullptr) remembered.rulings = judgement.previous->rulings;
  remembered.fingerprint = *judgement.text;
  if (judgement.verdict.copy == CopyKind::kExact) {
    // The original's sketches find every further copy; a flood of equal texts costs no index.
    remembered.fingerprint.skeleton = {};
    remembered.fingerprint.word_grams = {};
    remembered.fingerprint.outline = {};
  }
  return remembered;
}

}  // namespace copytaster
