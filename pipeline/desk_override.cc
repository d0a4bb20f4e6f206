// What people say against the program's verdicts. It is kept with the items that it is about, so it
// lives, is carried and is forgotten as they are.
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "pipeline/desk_judgement.h"
#include "pipeline/hash.h"

namespace copytaster {
namespace {

constexpr std::size_t kMostVersions = 256;  ///< of an item, the newest, that an override reaches
constexpr std::size_t kMostRulings = 16;    ///< kept with an item; the earliest leave first

Rejection refuse(std::string code, std::string message) {
  return {"decide", std::move(code), std::move(message)};
}

/// Whether what was said before can't stand beside what is said now of the same item.
bool contradicts(const Ruling& before, const Ruling& now) {
  const bool split = now.type == OverrideType::kSplit;
  if (split || before.type == OverrideType::kSplit) return now.type == before.type;
  if (now.of.empty() || before.of == now.of) return true;
  return now.type == OverrideType::kCopyOf &&
         (before.type == OverrideType::kCopyOf || before.of.empty());
}

std::vector<Ruling> with(std::vector<Ruling> rulings, const Ruling& now, bool turned) {
  std::erase_if(rulings, [&](const Ruling& before) {
    return contradicts(before, now) || (turned && before.type == OverrideType::kCopyOf);
  });
  if (rulings.size() == kMostRulings) rulings.erase(rulings.begin());
  rulings.push_back(now);
  return rulings;
}

Kind fresh_kind(const RememberedArticle& item) {
  return item.version > 1 ? Kind::kUpdate : Kind::kNew;
}

/// The change of this version that is under way; as it is, where none is.
ArticleChange& change_of(const RememberedArticle& version, Decided& decided) {
  auto& changes = decided.entry.changes;
  const auto found = std::find_if(changes.begin(), changes.end(), [&](const ArticleChange& each) {
    return each.number == version.number;
  });
  if (found != changes.end()) return *found;
  return changes.emplace_back(
      ArticleChange{version.number, version.kind, version.root, version.topics, {}, {}});
}

}  // namespace

std::optional<Rejection> Desk::overrule(const AnalysedMessage& analysed, Decided& decided) const {
  const Override& said = *analysed.ruled;
  decided.entry.outcome = fmt::format("override:{}", name(said.type));
  ++decided.entry.ledger.overrides;
  if (!said.items.empty()) decided.entry.uri = said.items.front();
  switch (said.type) {
    case OverrideType::kNotCopy:
    case OverrideType::kCopyOf:
      return rule_copy(said, analysed.message.origin, decided);
    case OverrideType::kSplit:
      return split(said, decided);
    case OverrideType::kMerge:
      return merge(said, decided);
    case OverrideType::kSameSource:
      return unify(said, decided);
  }
  return std::nullopt;
}

/// The newest version of what an override names.
Result<const RememberedArticle*, Rejection> Desk::overruled_item(const std::string& uri,
                                                                 const DeskClock& clock) const {
  const RememberedArticle* item = articles_.newest(uri);
  if (item != nullptr && !outdated(*item, clock)) return item;
  return Error<Rejection>(
      refuse("unknown_item", fmt::format("{} is not remembered, or no longer", uri)));
}

/// The newest versions of an item.
std::vector<std::uint64_t> Desk::reached(const std::string& uri) const {
  auto numbers = articles_.versions(uri);
  if (numbers.size() > kMostVersions)
    numbers.erase(numbers.begin(), numbers.end() - static_cast<std::ptrdiff_t>(kMostVersions));
  return numbers;
}

void Desk::keep_ruling(const std::string& uri, const Ruling& ruling, bool turned,
                       Decided& decided) const {
  for (const std::uint64_t number : reached(uri)) {
    const RememberedArticle& version = *articles_.find(number);
    change_of(version, decided).rulings = with(version.rulings, ruling, turned);
  }
}

/// The item becomes what the person says: sent again, with an event.
void Desk::turn(const RememberedArticle& item, Verdict verdict, const Origin& cause,
                Decided& decided) const {
  const Ruling ruling = *verdict.overruled;
  const std::optional<VersionReference> root = verdict.of;
  const Kind kind = verdict.kind;
  Reissue reissue = send_again(item, std::move(verdict));
  for (const std::uint64_t number : reached(item.uri)) {
    ArticleChange& change = change_of(*articles_.find(number), decided);
    change.kind = kind;
    change.root = root;
    change.topics = reissue.decision.topics;
  }
  decided.revisions.push_back(
      {reissue.earlier, item.root, root, item.kind, kind, ruling.why, ruling.by, cause});
  decided.reissues.push_back(std::move(reissue));
}

/// Whether this item is a copy of the other one, directly or by others between them.
bool Desk::leads_to(const RememberedArticle& article, const std::string& uri) const {
  const auto way = way_to_root(article);
  return std::any_of(way.begin(), way.end(), [&](const RememberedArticle* each) {
    return each->root && (uri.empty() || each->root->uri == uri);
  });
}

std::optional<Rejection> Desk::rule_copy(const Override& said, const Origin& cause,
                                         Decided& decided) const {
  const std::string& uri = said.items.front();
  const auto item = overruled_item(uri, decided.entry.clock);
  if (!item) return item.error();
  if ((*item)->status == PubStatus::kCanceled)
    return refuse("killed_item", fmt::format("{} is killed: it is nobody's copy any more", uri));
  decided.entry.matched.push_back((*item)->number);
  const RememberedArticle* other = nullptr;
  if (!said.of.empty()) {
    const auto found = overruled_item(said.of, decided.entry.clock);
    if (!found) return found.error();
    other = *found;
    decided.entry.matched.push_back(other->number);
  }
  Verdict verdict;
  verdict.overruled = Ruling{said.type, said.of, CopyKind::kNone, said.by, said.why};
  dedup::Comparison comparison;
  if (other != nullptr)
    comparison = dedup::compare((*item)->fingerprint, other->fingerprint, options_.copy);
  verdict.novelty = std::clamp(1 - comparison.evidence.containment, 0.0, 1.0);
  const Ruling turned_round{OverrideType::kNotCopy, uri, CopyKind::kNone, said.by, said.why};
  if (said.type == OverrideType::kNotCopy) {
    const bool turned = leads_to(**item, said.of);
    keep_ruling(uri, *verdict.overruled, turned, decided);
    verdict.kind = fresh_kind(**item);
    if (turned) turn(**item, std::move(verdict), cause, decided);
  } else {
    verdict.overruled->copy = said.copy;
    keep_ruling(uri, *verdict.overruled, true, decided);
    // It can't be a copy of its own copy.
    const bool circle = leads_to(*other, uri);
    if (circle) set_free(*other, turned_round, cause, decided);
    verdict.kind = copytaster::kind_of(said.copy);
    verdict.of = circle ? reference(*other) : root_of(*other);
    verdict.matched = reference(*other);
    verdict.score = comparison.score;
    verdict.evidence = comparison.evidence;
    verdict.of_killed = killed(verdict.of->uri) || killed(other->uri);
    const bool as_before = (*item)->kind == verdict.kind && (*item)->root == verdict.of;
    if (!as_before) turn(**item, std::move(verdict), cause, decided);
  }
  if (other != nullptr) keep_ruling(other->uri, turned_round, false, decided);
  return std::nullopt;
}

/// An item that is a copy of nothing any more, because another one is its copy.
void Desk::set_free(const RememberedArticle& item, const Ruling& ruling, const Origin& cause,
                    Decided& decided) const {
  Verdict verdict;
  verdict.kind = fresh_kind(item);
  verdict.overruled = ruling;
  turn(item, std::move(verdict), cause, decided);
}

/// The item once more, with another story.
void Desk::send_with_story(const RememberedArticle& item, const Override& said,
                           const RememberedStory& story, Decided& decided) const {
  Verdict verdict;
  verdict.kind = item.kind;
  verdict.of = item.root;
  verdict.overruled = Ruling{said.type, {}, CopyKind::kNone, said.by, said.why};
  Reissue reissue = send_again(item, std::move(verdict));
  reissue.decision.story = reference(story);
  decided.reissues.push_back(std::move(reissue));
}

std::optional<Rejection> Desk::split(const Override& said, Decided& decided) const {
  JournalEntry& entry = decided.entry;
  RememberedStory story;
  story.id = next_number_;
  story.first_seen = entry.clock.now;
  story.last_seen = entry.clock.now;
  std::map<std::uint64_t, std::uint32_t> left;
  std::vector<const RememberedArticle*> items;
  for (const auto& uri : said.items) {
    const auto item = overruled_item(uri, entry.clock);
    if (!item) return item.error();
    items.push_back(*item);
    entry.matched.push_back((*item)->number);
    keep_ruling(uri, {said.type, {}, CopyKind::kNone, said.by, said.why}, false, decided);
    for (const std::uint64_t number : reached(uri)) {
      const RememberedArticle& version = *articles_.find(number);
      change_of(version, decided).story = story.id;
      if (const auto before = stories_.live(version.story)) ++left[*before];
      ++story.articles;
      story.first_seen = std::min(story.first_seen, version.first_seen);
      if (version.root) continue;
      const std::uint64_t source = hash64(source_name(version.source));
      const auto place = std::lower_bound(story.sources.begin(), story.sources.end(), source);
      if (place == story.sources.end() || *place != source) story.sources.insert(place, source);
    }
  }
  for (const auto& [id, articles] : left) {
    RememberedStory before = stories_.read(id);
    before.articles -= std::min(before.articles, articles);
    if (before.articles > 0) {
      entry.split_stories.push_back(std::move(before));
    } else {
      entry.forgotten_stories.push_back(id);
      decided.stories_ended.push_back(std::move(before));
    }
  }
  for (const auto* item : items) {
    if (item->status != PubStatus::kCanceled) send_with_story(*item, said, story, decided);
  }
  entry.story = std::move(story);
  decided.story_began = true;
  return std::nullopt;
}

std::optional<Rejection> Desk::merge(const Override& said, Decided& decided) const {
  JournalEntry& entry = decided.entry;
  std::vector<const RememberedArticle*> items;
  std::vector<std::uint64_t> stories;
  for (const auto& uri : said.items) {
    const auto item = overruled_item(uri, entry.clock);
    if (!item) return item.error();
    const auto story = stories_.live((*item)->story);
    if (!story) return refuse("story_over", fmt::format("the story of {} has ended", uri));
    items.push_back(*item);
    stories.push_back(*story);
    entry.matched.push_back((*item)->number);
  }
  const auto [kept, gone] = std::minmax(stories.front(), stories.back());
  entry.story = kept == gone ? stories_.read(kept) : stories_.united(kept, gone);
  if (kept == gone) return std::nullopt;
  entry.forgotten_stories.push_back(gone);
  decided.story_merged = stories_.read(gone);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (stories[i] != kept && items[i]->status != PubStatus::kCanceled)
      send_with_story(*items[i], said, *entry.story, decided);
  }
  return std::nullopt;
}

/// From now on; what was decided stands.
std::optional<Rejection> Desk::unify(const Override& said, Decided& decided) const {
  auto& changes = decided.entry.same_sources;
  if (said.source == said.same_as) {
    changes.push_back({said.source, said.source});
    return std::nullopt;
  }
  const auto further = same_sources_.find(said.same_as);
  const std::string& name = further == same_sources_.end() ? said.same_as : further->second;
  if (name == said.source) return std::nullopt;  // it was said the other way round
  if (same_sources_.size() >= kMostSameSources && !same_sources_.contains(said.source)) {
    return refuse("too_many_sources",
                  fmt::format("{} names are another source's already: name further ones in the "
                              "setting sources, as aliases",
                              kMostSameSources));
  }
  changes.push_back({said.source, name});
  for (const auto& [source, same_as] : same_sources_) {
    if (same_as == said.source) changes.push_back({source, name});
  }
  return std::nullopt;
}

/// What a person said that keeps the arriving item from being a copy of this one; else nullptr.
const Ruling* Desk::ruled_apart(const Judgement& judgement,
                                const RememberedArticle& candidate) const {
  if (judgement.previous == nullptr) return nullptr;
  for (const auto& ruling : judgement.previous->rulings) {
    if (ruling.type != OverrideType::kNotCopy) continue;
    if (ruling.of.empty() || candidate.uri == ruling.of || leads_to(candidate, ruling.of))
      return &ruling;
  }
  return nullptr;
}

/// A copy because a person said so, whatever was found.
bool Desk::settle_as_ruled(Judgement& judgement) const {
  if (judgement.previous == nullptr) return false;
  const auto& rulings = judgement.previous->rulings;
  const auto ruling = std::find_if(rulings.begin(), rulings.end(), [](const Ruling& each) {
    return each.type == OverrideType::kCopyOf;
  });
  if (ruling == rulings.end()) return false;
  const RememberedArticle* other = articles_.newest(ruling->of);
  if (other == nullptr && !judgement.previous->root) return false;
  Verdict& verdict = judgement.verdict;
  verdict.copy = ruling->copy;
  verdict.overruled = *ruling;
  judgement.matched = other;
  judgement.comparison = {};
  if (other != nullptr) {
    judgement.comparison = dedup::compare(*judgement.text, other->fingerprint, options_.copy);
    verdict.matched = reference(*other);
    verdict.score = judgement.comparison.score;
    verdict.evidence = judgement.comparison.evidence;
  }
  verdict.of = other != nullptr ? root_of(*other) : *judgement.previous->root;
  verdict.of_killed = killed(verdict.of->uri) || (other != nullptr && killed(other->uri));
  return true;
}

const std::string& Desk::source_name(const std::string& source) const {
  const auto same = same_sources_.find(source);
  const std::string& name = same == same_sources_.end() ? source : same->second;
  const auto alias = options_.source_names.find(name);
  return alias == options_.source_names.end() ? name : alias->second;
}

bool Desk::same_source(const std::string& left, const std::string& right) const {
  return left == right || source_name(left) == source_name(right);
}

std::optional<int> Desk::rank_of(const std::string& source) const {
  const auto own = options_.source_ranks.find(source);
  if (own != options_.source_ranks.end()) return own->second;
  const auto other = options_.source_ranks.find(source_name(source));
  return other == options_.source_ranks.end() ? std::nullopt : std::optional(other->second);
}

}  // namespace copytaster
