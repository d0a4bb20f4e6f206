// Identity: which item an arriving article is a version of, and what that makes of it.
#include <charconv>
#include <utility>

#include "pipeline/desk_judgement.h"
#include "pipeline/hash.h"

namespace copytaster {
namespace {

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

/// The time that an item gives itself.
std::optional<Timestamp> own_time(std::optional<Timestamp> updated,
                                  std::optional<Timestamp> published) {
  return updated ? updated : published;
}

/// Whether the arriving version is older than the newest known one: by its own version, else by its
/// own time, else it is not, for it arrived later. A kill is lifted by what is newer alone, than
/// the kill and than what it killed: what can't be told from that version sent once more is not.
bool is_older(const Analysis& analysis, const RememberedArticle& known) {
  const Article& article = analysis.article;
  const bool killed = known.status == PubStatus::kCanceled;
  if (const auto order = compare_versions(article.version, known.own_version))
    return killed ? *order <= 0 : *order < 0;
  const auto time = own_time(article.updated_at, article.published_at);
  const auto known_time = own_time(known.updated_at, known.published_at);
  if (time && known_time) return killed ? *time <= *known_time : *time < *known_time;
  return killed && known.fingerprint.content == analysis.fingerprint.content &&
         known.metadata == analysis.metadata;
}

}  // namespace

void Desk::judge_kill(const AnalysedMessage& analysed, Decided& decided) const {
  const Analysis& analysis = *analysed.analysis;
  const Origin& origin = analysed.message.origin;
  const Timestamp arrived = arrival(analysed.message, decided.entry.clock);
  const RememberedArticle* known = articles_.newest(analysis.article.uri);
  if (known != nullptr && outdated(*known, decided.entry.clock)) known = nullptr;
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
    stub.first_created = arrived;
    stub.version = 0;
    stub.topics = {options_.topics.enriched};
    decision.first_created = arrived;
  }
  stub.version += 1;
  stub.origin = origin;
  stub.status = PubStatus::kCanceled;
  stub.kind = Kind::kKill;
  if (!analysis.article.version.empty()) stub.own_version = analysis.article.version;
  // What was killed may have said that it is later than the kill. A kill without a time of its own
  // has the Desk's: its message's may be absurd.
  const Article& kill = analysis.article;
  const Timestamp killed_at =
      own_time(kill.updated_at, kill.published_at).value_or(decided.entry.clock.now);
  const auto killed_version = own_time(stub.updated_at, stub.published_at);
  stub.updated_at = killed_version ? std::max(*killed_version, killed_at) : killed_at;
  stub.version_created = kill.updated_at.value_or(arrived);
  stub.last_matched = decided.entry.clock.now;
  decision.version = stub.version;
  decision.version_created = stub.version_created;
  decision.topics = stub.topics;
  decided.entry.article = std::move(stub);
}

/// The newest known version of the arriving item: by its uri, else by its web address.
const RememberedArticle* Desk::find_item(const Analysis& analysis,
                                         const Judgement& judgement) const {
  const RememberedArticle* known = articles_.newest(analysis.article.uri);
  if (known != nullptr && !outdated(*known, judgement.clock)) return known;
  const RememberedArticle* same_url = articles_.newest_at(analysis.article.url_key);
  if (same_url == nullptr || outdated(*same_url, judgement.clock) ||
      !same_source(same_url->source, analysis.article.source)) {
    return nullptr;
  }
  // A section front keeps its address while everything on it changes: the texts must be near, too.
  const auto comparison = dedup::compare(*judgement.text, same_url->fingerprint, options_.copy);
  return comparison.copy != CopyKind::kNone || comparison.contains ? same_url : nullptr;
}

void Desk::find_identity(const Analysis& analysis, Judgement& judgement) const {
  const Article& article = analysis.article;
  const RememberedArticle* known = find_item(analysis, judgement);
  judgement.previous = known;
  judgement.known_item = known != nullptr;
  judgement.live_blog = analysis.live_blog;
  if (known == nullptr) return;
  Verdict& verdict = judgement.verdict;
  const bool same_body = known->fingerprint.content == analysis.fingerprint.content;
  judgement.covered =
      dedup::compare(*judgement.text, known->fingerprint, options_.copy).evidence.containment;
  verdict.novelty = 1 - judgement.covered;
  if (is_older(analysis, *known)) {
    verdict.identity = Identity::kStale;
    return;
  }
  if (same_body && known->metadata == analysis.metadata && known->status != PubStatus::kCanceled) {
    verdict.identity = Identity::kResend;
    verdict.matched = reference(*known);
    verdict.of =
        known->root ? way_to_root(*known).back()->root.value_or(*known->root) : reference(*known);
    verdict.score = 1;
    verdict.evidence = {1, 1, 1};
    verdict.novelty = 0;
    verdict.of_killed = killed(verdict.of->uri);
    return;
  }
  verdict.identity = Identity::kRevision;
  if (!same_body) verdict.changed.emplace_back("body");
  if (known->fingerprint.headline != analysis.fingerprint.headline) {
    verdict.changed.emplace_back("headline");
  }
  if (known->status != article.status) verdict.changed.emplace_back("status");
  if (verdict.changed.empty()) verdict.changed.emplace_back("embargo");
  judgement.live_blog = judgement.live_blog || growths(*judgement.text, *known) >= kLiveBlogGrowths;
}

}  // namespace copytaster
