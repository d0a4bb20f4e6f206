// The judging half of the Desk: from an analysis and the state to an outcome. Nothing here changes
// state; `decide` applies what these functions found.
#include <algorithm>
#include <charconv>
#include <utility>

#include "pipeline/check.h"
#include "pipeline/desk.h"
#include "pipeline/hash.h"

namespace copytaster {
namespace {

constexpr std::size_t kCandidates = 32;
constexpr std::size_t kContainsNamed = 8;     ///< earlier items named in `contains`
constexpr std::size_t kForgottenAtOnce = 64;  ///< bounds the time of one decision
constexpr std::uint32_t kShortWords = 40;     ///< below: only exact, update or new
constexpr std::uint32_t kLiveBlogVersions = 4;
constexpr std::int64_t kHour = 3'600'000;
constexpr std::uint32_t kAheadInARow = 20;
constexpr double kUpdateNovelty = 0.1;  ///< new text that makes another id of one source an update

/// The running maximum of the timestamps; one message moves it by an hour at most, unless twenty in
/// a row agree that it is later.
DeskClock advance(DeskClock clock, Timestamp message) {
  if (clock.now.milliseconds == 0) return {message, 0, {}};
  if (message.milliseconds <= clock.now.milliseconds + kHour) {
    return {std::max(clock.now, message), 0, {}};
  }
  clock.earliest_claim = clock.ahead == 0 ? message : std::min(clock.earliest_claim, message);
  if (++clock.ahead >= kAheadInARow) return {clock.earliest_claim, 0, {}};
  return clock;
}

/// Compares two of the item's own version fields: as numbers when both are, else not at all.
std::optional<std::strong_ordering> compare_versions(std::string_view left,
                                                     std::string_view right) {
  std::uint64_t numbers[2] = {};
  const std::string_view texts[2] = {left, right};
  for (int i = 0; i < 2; ++i) {
    const auto* end = texts[i].data() + texts[i].size();
    const auto parsed = std::from_chars(texts[i].data(), end, numbers[i]);
    if (texts[i].empty() || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  }
  return numbers[0] <=> numbers[1];
}

/// Whether the arriving version is older than the newest known one: by its own version, else by its
/// own time, else it is not, for it arrived later.
bool is_older(const Article& arriving, const RememberedArticle& known) {
  if (const auto order = compare_versions(arriving.version, known.own_version)) return *order < 0;
  const auto time = arriving.updated_at ? arriving.updated_at : arriving.published_at;
  const auto known_time = known.updated_at ? known.updated_at : known.published_at;
  if (!time) return false;
  if (known_time) return *time < *known_time;
  return known.status == PubStatus::kCanceled && *time < known.version_created;
}

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(a) == lower(b);
  });
}

VersionReference reference(const RememberedArticle& article) {
  return {article.uri, article.version, article.origin};
}

void add_topic(std::vector<std::string>& topics, const std::string& topic) {
  if (std::find(topics.begin(), topics.end(), topic) == topics.end()) topics.push_back(topic);
}

/// Which of two matches explains an article better: its very words before its skeleton, then the
/// higher score, then the earlier article.
bool better(const dedup::Comparison& left, std::uint64_t left_number,
            const dedup::Comparison& right, std::uint64_t right_number) {
  const auto strength = [](CopyKind copy) {
    return copy == CopyKind::kExact ? 2 : copy == CopyKind::kSpun ? 0 : 1;
  };
  if (strength(left.copy) != strength(right.copy))
    return strength(left.copy) > strength(right.copy);
  return left.score != right.score ? left.score > right.score : left_number < right_number;
}

bool is_copy(Kind kind) {
  return kind == Kind::kExact || kind == Kind::kNear || kind == Kind::kSpun ||
         kind == Kind::kRewrite || kind == Kind::kExcerpt;
}

void count(Ledger& ledger, Kind kind) {
  if (is_copy(kind)) ++ledger.copies;
  if (kind == Kind::kNew) ++ledger.fresh;
  if (kind == Kind::kUpdate) ++ledger.updates;
  if (kind == Kind::kStale) ++ledger.stale;
  if (kind == Kind::kKill) ++ledger.kills;
}

}  // namespace

/// What is known about the arriving article while it is being judged.
struct Desk::Judgement {
  const RememberedArticle* previous = nullptr;    ///< the newest known version of the same item
  const RememberedArticle* matched = nullptr;     ///< the other item that it is a copy of
  const RememberedArticle* superseded = nullptr;  ///< the copy that turned out to be one
  dedup::Comparison comparison;
  std::string why;
  Verdict verdict;
  DeskClock clock;
};

Decided Desk::decide(const AnalysedMessage& analysed) {
  CHECK(analysed.analysis.has_value() != analysed.rejection.has_value());
  Decided decided;
  JournalEntry& entry = decided.entry;
  entry.sequence = next_sequence_;
  entry.origin = analysed.message.origin;
  entry.clock = advance(clock_, analysed.message.origin.timestamp);
  entry.ledger = ledger_;
  entry.next_number = next_number_ + 1;
  ++entry.ledger.in;
  forget_old(decided);
  if (analysed.rejection) {
    entry.outcome = "rejected:" + analysed.rejection->code;
    ++entry.ledger.dead_letters;
  } else {
    entry.uri = analysed.analysis->article.uri;
    if (analysed.analysis->article.status == PubStatus::kCanceled) {
      judge_kill(analysed, decided);
    } else {
      judge_article(analysed, decided);
    }
    entry.outcome = std::string(name(decided.decision->verdict.kind));
    count(entry.ledger, decided.decision->verdict.kind);
  }
  CHECK(apply(entry).has_value());
  carry(decided);
  return decided;
}

void Desk::forget_old(Decided& decided) const {
  JournalEntry& entry = decided.entry;
  const Timestamp now = entry.clock.now;
  const Timestamp unmatched{now.milliseconds - options_.window.count()};
  const Timestamp unseen{now.milliseconds - options_.first_seen_window.count()};
  auto& gone = entry.forgotten_articles;
  const std::size_t held = article_memory();
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
    if (gone.size() == kForgottenAtOnce || find(*number)->first_seen >= unseen) break;
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

void Desk::judge_kill(const AnalysedMessage& analysed, Decided& decided) const {
  const Analysis& analysis = *analysed.analysis;
  const Origin& origin = analysed.message.origin;
  const RememberedArticle* known = newest(analysis.article.uri);
  Decision& decision = decided.decision.emplace();
  decision.verdict.kind = Kind::kKill;
  decision.verdict.identity = Identity::kKill;
  RememberedArticle stub;
  if (known != nullptr) {
    stub = *known;
    decision.supersedes = reference(*known);
    decision.first_created = known->first_created;
  } else {
    stub.number = next_number_;
    stub.uri = analysis.article.uri;
    stub.source = analysis.article.source;
    stub.url_key = analysis.article.url_key;
    stub.first_seen = decided.entry.clock.now;
    stub.first_created = origin.timestamp;
    stub.version = 0;
    stub.topics = {options_.topics.enriched};
    decision.first_created = origin.timestamp;
  }
  stub.version += 1;
  stub.origin = origin;
  stub.status = PubStatus::kCanceled;
  stub.kind = Kind::kKill;
  stub.own_version = analysis.article.version;
  stub.updated_at = analysis.article.updated_at;
  stub.published_at = analysis.article.published_at;
  stub.version_created = analysis.article.updated_at.value_or(origin.timestamp);
  stub.last_matched = decided.entry.clock.now;
  decision.version = stub.version;
  decision.version_created = stub.version_created;
  decision.topics = stub.topics;
  decided.entry.article = std::move(stub);
}

void Desk::judge_article(const AnalysedMessage& analysed, Decided& decided) const {
  const Analysis& analysis = *analysed.analysis;
  const Origin& origin = analysed.message.origin;
  Judgement judgement;
  judgement.clock = decided.entry.clock;
  find_identity(analysis, origin, judgement);
  const Identity identity = judgement.verdict.identity;
  const bool live_blog = judgement.previous != nullptr && identity == Identity::kRevision &&
                         judgement.previous->revisions + 1 >= kLiveBlogVersions &&
                         analysis.fingerprint.words >= judgement.previous->fingerprint.words;
  if (identity == Identity::kFirst || (identity == Identity::kRevision && !live_blog)) {
    find_copy(analysis, origin, judgement);
    settle_copy(analysis, origin, judgement);
  }
  judgement.verdict.kind = kind_of(judgement);

  const RememberedArticle* previous = judgement.previous;
  Decision& decision = decided.decision.emplace();
  decision.version_created = analysis.article.updated_at.value_or(
      analysis.article.published_at.value_or(origin.timestamp));
  decision.first_created = analysis.article.published_at.value_or(origin.timestamp);
  if (previous != nullptr) {
    decision.first_created = previous->first_created;
    const bool revised = judgement.verdict.identity == Identity::kRevision;
    decision.version = previous->version + (revised ? 1U : 0U);
    if (revised) decision.supersedes = reference(*previous);
  }
  choose_topics(analysis, judgement, decision);
  choose_story(analysis, judgement, decided);
  if (judgement.superseded != nullptr) {
    const RememberedArticle& earlier = *judgement.superseded;
    decided.entry.superseded = earlier.number;
    decided.revision = VerdictRevision{reference(earlier),
                                       {analysis.article.uri, decision.version, origin},
                                       earlier.kind,
                                       Kind::kNear,
                                       judgement.why};
  }
  const RememberedArticle* touched =
      judgement.matched != nullptr ? judgement.matched : judgement.previous;
  if (touched != nullptr) decided.entry.matched = touched->number;
  decision.verdict = judgement.verdict;
  if (judgement.verdict.identity != Identity::kStale &&
      judgement.verdict.identity != Identity::kResend) {
    decided.entry.article = remember(analysis, origin, judgement, decision);
  }
}

void Desk::find_identity(const Analysis& analysis, const Origin& origin,
                         Judgement& judgement) const {
  const Article& article = analysis.article;
  const RememberedArticle* known = newest(article.uri);
  if (known == nullptr) {
    const RememberedArticle* same_url = newest_at(article.url_key);
    // A section front keeps its URL while everything on it changes: the texts must be near, too.
    if (same_url != nullptr && same_url->source == article.source) {
      const auto comparison =
          dedup::compare(analysis.fingerprint, same_url->fingerprint, options_.copy);
      if (comparison.copy != CopyKind::kNone || comparison.contains) known = same_url;
    }
  }
  Verdict& verdict = judgement.verdict;
  if (known == nullptr) return;
  judgement.previous = known;
  const bool same_body = known->fingerprint.content == analysis.fingerprint.content;
  if (is_older(article, *known)) {
    verdict.identity = Identity::kStale;
  } else if (same_body && known->metadata == analysis.metadata &&
             known->status != PubStatus::kCanceled) {
    verdict.identity = Identity::kResend;
  } else {
    verdict.identity = Identity::kRevision;
    if (!same_body) verdict.changed.emplace_back("body");
    if (known->fingerprint.headline != analysis.fingerprint.headline) {
      verdict.changed.emplace_back("headline");
    }
    if (known->status != article.status) verdict.changed.emplace_back("status");
    if (verdict.changed.empty()) verdict.changed.emplace_back("embargo");
  }
  if (verdict.identity == Identity::kResend) {
    verdict.matched = reference(*known);
    verdict.of = known->root ? *known->root : reference(*known);
    verdict.score = 1;
    verdict.evidence = {1, 1, 1};
    verdict.novelty = 0;
    verdict.of_killed = killed(verdict.of->uri);
  }
  static_cast<void>(origin);
}

void Desk::find_copy(const Analysis& analysis, const Origin& origin, Judgement& judgement) const {
  const std::string& uri = analysis.article.uri;
  double covered = 0;
  for (const std::uint64_t number : articles_.candidates(analysis.fingerprint, kCandidates)) {
    const RememberedArticle& candidate = *find(number);
    const bool same_item = candidate.uri == uri || (judgement.previous != nullptr &&
                                                    candidate.uri == judgement.previous->uri);
    // A copy of this very item says nothing against its next version.
    if (same_item || (candidate.root && candidate.root->uri == uri)) continue;
    const auto comparison =
        dedup::compare(analysis.fingerprint, candidate.fingerprint, options_.copy);
    if (comparison.same_template) continue;
    const bool brief = analysis.fingerprint.words < kShortWords;
    if (brief &&
        (comparison.copy != CopyKind::kExact || candidate.source != analysis.article.source ||
         origin.timestamp.milliseconds - candidate.first_seen.milliseconds > 12 * kHour)) {
      continue;
    }
    covered = std::max(covered, comparison.evidence.containment);
    if (comparison.contains && candidate.status != PubStatus::kCanceled && !candidate.root &&
        judgement.verdict.contains.size() < kContainsNamed) {
      add_topic(judgement.verdict.contains, candidate.uri);
    }
    if (comparison.copy == CopyKind::kNone) continue;
    if (judgement.matched == nullptr ||
        better(comparison, number, judgement.comparison, judgement.matched->number)) {
      judgement.matched = &candidate;
      judgement.comparison = comparison;
    }
  }
  judgement.verdict.novelty = std::clamp(1 - covered, 0.0, 1.0);
}

bool Desk::is_late_original(const Analysis& analysis, const Origin& origin,
                            const RememberedArticle& earlier) const {
  const Article& article = analysis.article;
  if (earlier.root || earlier.status == PubStatus::kCanceled || earlier.source == article.source) {
    return false;
  }
  if (!earlier.credit.empty() && same_name(earlier.credit, article.source)) return true;
  const auto rank = options_.source_ranks.find(article.source);
  const auto other = options_.source_ranks.find(earlier.source);
  if (rank != options_.source_ranks.end() &&
      (other == options_.source_ranks.end() || rank->second < other->second)) {
    return true;
  }
  return article.published_at && earlier.published_at &&
         article.published_at->milliseconds + options_.late_original.count() <=
             earlier.published_at->milliseconds &&
         *article.published_at <= origin.timestamp;
}

/// From the best match to the verdict: a copy, an update under another id, or an original that
/// arrives second.
void Desk::settle_copy(const Analysis& analysis, const Origin& origin, Judgement& judgement) const {
  const RememberedArticle* matched = judgement.matched;
  if (matched == nullptr) return;
  Verdict& verdict = judgement.verdict;
  verdict.score = judgement.comparison.score;
  verdict.evidence = judgement.comparison.evidence;
  verdict.matched = reference(*matched);
  const CopyKind copy = judgement.comparison.copy;
  const bool usable = matched->status != PubStatus::kCanceled;
  const bool recent =
      judgement.clock.now.milliseconds - matched->first_seen.milliseconds <= 24 * kHour;
  if (copy != CopyKind::kExact && usable && recent && judgement.previous == nullptr &&
      matched->source == analysis.article.source && newest(matched->uri) == matched &&
      (analysis.update_marker || verdict.novelty >= kUpdateNovelty)) {
    judgement.previous = matched;
    verdict.identity = Identity::kRevision;
    verdict.changed = {"body"};
    return;
  }
  if (verdict.identity == Identity::kFirst && usable &&
      is_late_original(analysis, origin, *matched)) {
    judgement.superseded = matched;
    judgement.why = "the original arrived after its copy";
    verdict.contains.clear();
    return;
  }
  verdict.copy = copy;
  verdict.of = matched->root ? *matched->root : reference(*matched);
  verdict.of_killed = killed(verdict.of->uri) || killed(matched->uri);
}

Kind Desk::kind_of(const Judgement& judgement) const {
  const Verdict& verdict = judgement.verdict;
  if (verdict.identity == Identity::kStale) return Kind::kStale;
  if (verdict.copy == CopyKind::kExact || verdict.identity == Identity::kResend)
    return Kind::kExact;
  if (verdict.copy == CopyKind::kNear) return Kind::kNear;
  if (verdict.copy == CopyKind::kSpun) return Kind::kSpun;
  if (verdict.copy == CopyKind::kRewrite) return Kind::kRewrite;
  if (verdict.copy == CopyKind::kExcerpt) return Kind::kExcerpt;
  return verdict.identity == Identity::kRevision ? Kind::kUpdate : Kind::kNew;
}

void Desk::choose_topics(const Analysis& analysis, const Judgement& judgement,
                         Decision& decision) const {
  const Kind kind = judgement.verdict.kind;
  const bool goes_on = kind == Kind::kNew || kind == Kind::kUpdate;
  decision.topics = {goes_on ? options_.topics.enriched : options_.topics.duplicates};
  if (judgement.verdict.of_killed) return;
  for (const auto& rule : options_.routes) {
    if (codec::matches(rule, analysis, kind)) add_topic(decision.topics, rule.topic);
  }
  if (judgement.verdict.identity != Identity::kRevision) return;
  const std::vector<std::string> matching = decision.topics;
  for (const auto& topic : judgement.previous->topics) {
    if (std::find(matching.begin(), matching.end(), topic) == matching.end()) {
      add_topic(decision.topics, topic);
      decision.routed_out.push_back(topic);
    }
  }
}

void Desk::choose_story(const Analysis& analysis, const Judgement& judgement,
                        Decided& decided) const {
  Decision& decision = *decided.decision;
  const RememberedArticle* kin =
      judgement.matched != nullptr ? judgement.matched : judgement.previous;
  std::optional<std::uint64_t> forced;
  if (kin != nullptr && stories_.contains(kin->story) &&
      std::find(decided.entry.forgotten_stories.begin(), decided.entry.forgotten_stories.end(),
                kin->story) == decided.entry.forgotten_stories.end()) {
    forced = kin->story;
  }
  const bool copy = is_copy(judgement.verdict.kind) || judgement.verdict.kind == Kind::kStale;
  RememberedStory story =
      stories_.decide(analysis.story_terms, analysis.headline, hash64(analysis.article.source),
                      copy, judgement.clock.now, next_number_, forced);
  decision.story_is_new = story.id == next_number_;
  decision.story = {story.id, story.articles, static_cast<std::uint32_t>(story.sources.size())};
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
  if (judgement.verdict.identity == Identity::kRevision) {
    const bool grew = analysis.fingerprint.words >= judgement.previous->fingerprint.words;
    remembered.revisions = grew ? judgement.previous->revisions + 1 : 0;
  }
  remembered.root = judgement.verdict.of;
  remembered.credit = analysis.credit;
  remembered.story = decision.story.id;
  remembered.topics = decision.topics;
  remembered.fingerprint = analysis.fingerprint;
  if (judgement.verdict.copy == CopyKind::kExact) {
    // The original's sketches find every further copy; a flood of equal texts costs no index.
    remembered.fingerprint.skeleton = {};
    remembered.fingerprint.word_grams = {};
  }
  return remembered;
}

}  // namespace copytaster
