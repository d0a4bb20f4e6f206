#include "pipeline/annotate/entities.h"

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "pipeline/annotate/hash_places.h"
#include "pipeline/annotate/name_spans.h"
#include "pipeline/annotate/tagging/model_names.h"
#include "pipeline/hash.h"

namespace copytaster::annotate {
namespace {

constexpr std::size_t kMaxEntities = 200;
constexpr std::size_t kMaxMentions = 500;
constexpr std::size_t kUnknown = HashPlaces::kNone;
constexpr std::size_t kAmbiguous = kUnknown - 1;

struct Group {
  Entity entity;
  std::uint32_t first = std::numeric_limits<std::uint32_t>::max();  ///< byte of the body
};

class Collector {
 public:
  /// At most `names` will be added.
  Collector(const text::Document& document, const Lexicons& lexicons, std::size_t names)
      : lexicons_(lexicons),
        body_bytes_(document.body.size()),
        headline_points_(document.headline),
        body_points_(document.body) {
    groups_.reserve(std::min(names, kMaxEntities));
  }

  void add_full(std::string_view text, const std::vector<text::Token>& tokens,
                const std::vector<NameSpan>& spans, bool headline);
  void add_bare(std::string_view text, const std::vector<text::Token>& tokens,
                const std::vector<NameSpan>& spans, bool headline);
  std::vector<Entity> finish();

 private:
  std::size_t group_of(const NameSpan& span, std::string_view text,
                       const std::vector<text::Token>& tokens);
  std::size_t group_named(const NameSpan& span, std::string_view name);
  void mention(std::size_t group, const NameSpan& span, const std::vector<text::Token>& tokens,
               bool headline, std::string_view text);
  static void know(HashPlaces& names, std::uint32_t hash, std::size_t group);
  void know_acronym(std::string_view text, const std::vector<text::Token>& tokens,
                    const NameSpan& span, std::size_t group);
  std::size_t known(const NameSpan& span) const;

  const Lexicons& lexicons_;
  std::size_t body_bytes_;
  text::CodePoints headline_points_;
  text::CodePoints body_points_;
  std::vector<Group> groups_;
  HashPlaces by_name_;  ///< and type
  HashPlaces by_surname_;
  HashPlaces by_first_name_;
  HashPlaces by_acronym_;
};

text::ByteRange range_of(std::string_view text, const std::vector<text::Token>& tokens,
                         const NameSpan& span) {
  text::ByteRange range{tokens[span.begin].begin, tokens[span.end - 1].end};
  const std::string_view last =
      text.substr(tokens[span.end - 1].begin, range.end - tokens[span.end - 1].begin);
  if (tokens[span.end - 1].hash != span.last) {  // without its possessive "'s"
    range.end -= last[last.size() - 2] == '\'' ? 2U : 4U;
  }
  return range;
}

std::string spelled(std::string_view text, const text::ByteRange& range) {
  std::string name(text.substr(range.begin, range.end - range.begin));
  std::replace(name.begin(), name.end(), '\n', ' ');
  return name;
}

std::size_t Collector::group_of(const NameSpan& span, std::string_view text,
                                const std::vector<text::Token>& tokens) {
  if (span.entry != nullptr) return group_named(span, lexicons_.pooled(span.entry->name));
  return group_named(span, spelled(text, range_of(text, tokens, span)));
}

std::size_t Collector::group_named(const NameSpan& span, std::string_view name) {
  const auto [found, added] =
      by_name_.try_emplace(hash64(name, static_cast<std::uint64_t>(span.type)), groups_.size());
  if (added) {
    Group group;
    group.entity.type = span.type;
    group.entity.name = name;
    group.entity.evidence = span.by_model ? "model" : "";
    if (span.by_model && !span.evidence.empty()) group.entity.evidence += ", ";
    group.entity.evidence += span.evidence;
    if (span.entry != nullptr) group.entity.uri = lexicons_.pooled(span.entry->uri);
    groups_.push_back(std::move(group));
  }
  return found;
}

void Collector::know(HashPlaces& names, std::uint32_t hash, std::size_t group) {
  const auto [found, added] = names.try_emplace(hash, group);
  if (!added && found != group) found = kAmbiguous;
}

/// "World Food Council (WFC)": the capitals stand for that name from there on.
void Collector::know_acronym(std::string_view text, const std::vector<text::Token>& tokens,
                             const NameSpan& span, std::size_t group) {
  const std::size_t at = span.end + 1;
  if (at + 1 >= tokens.size() || text[tokens[span.end].begin] != '(' ||
      text[tokens[at + 1].begin] != ')' || tokens[at].letter_case != text::LetterCase::kUpper)
    return;
  std::string_view rest = text.substr(tokens[at].begin, tokens[at].end - tokens[at].begin);
  for (std::size_t i = span.begin; i < span.end && !rest.empty(); ++i) {
    if (text[tokens[i].begin] == rest.front()) rest.remove_prefix(1);
  }
  if (rest.empty()) know(by_acronym_, tokens[at].hash, group);
}

/// The group that a bare name stands for, kAmbiguous or kUnknown.
std::size_t Collector::known(const NameSpan& span) const {
  if (span.type == EntityType::kOrganisation) return by_acronym_.find(span.last);
  const std::size_t surname = by_surname_.find(span.last);
  if (surname != kUnknown) return surname;
  if (span.type != EntityType::kPerson || !span.whole) return kUnknown;
  return by_first_name_.find(span.last);
}

void Collector::mention(std::size_t group, const NameSpan& span,
                        const std::vector<text::Token>& tokens, bool headline,
                        std::string_view text) {
  Entity& entity = groups_[group].entity;
  std::vector<CodePointRange>& ranges = headline ? entity.in_headline : entity.mentions;
  if (ranges.size() >= kMaxMentions) return;
  const text::ByteRange range = range_of(text, tokens, span);
  ranges.push_back((headline ? headline_points_ : body_points_).of(range));
  if (!headline) groups_[group].first = std::min(groups_[group].first, range.begin);
}

void Collector::add_full(std::string_view text, const std::vector<text::Token>& tokens,
                         const std::vector<NameSpan>& spans, bool headline) {
  for (const NameSpan& span : spans) {
    if (span.bare || groups_.size() >= kMaxEntities) continue;
    const std::size_t group = group_of(span, text, tokens);
    mention(group, span, tokens, headline, text);
    if (span.type == EntityType::kOrganisation) know_acronym(text, tokens, span, group);
    if (span.type != EntityType::kPerson) continue;
    know(by_surname_, span.last, group);
    know(span.family_first ? by_surname_ : by_first_name_, span.first, group);
  }
}

void Collector::add_bare(std::string_view text, const std::vector<text::Token>& tokens,
                         const std::vector<NameSpan>& spans, bool headline) {
  HashPlaces acronyms;  // how often each stands there
  for (const NameSpan& span : spans) {
    if (span.bare && span.type == EntityType::kOrganisation)
      ++acronyms.try_emplace(span.last, 0).first;
  }
  for (const NameSpan& span : spans) {
    if (!span.bare) continue;
    const std::size_t owner = known(span);
    if (owner < kAmbiguous) {
      mention(owner, span, tokens, headline, text);
      continue;
    }
    // Capitals used more than once are a name, not a shout.
    const bool repeated = span.type == EntityType::kOrganisation && acronyms.find(span.last) > 1;
    if ((!span.sure && !repeated) || groups_.size() >= kMaxEntities) continue;
    const std::size_t group = group_of(span, text, tokens);
    mention(group, span, tokens, headline, text);
    if (span.type == EntityType::kPerson && owner == kUnknown) know(by_surname_, span.last, group);
  }
}

std::vector<Entity> Collector::finish() {
  std::vector<Entity*> found;
  for (Group& group : groups_) {
    Entity& entity = group.entity;
    if (entity.mentions.empty() && entity.in_headline.empty()) continue;
    std::sort(entity.in_headline.begin(), entity.in_headline.end());
    std::sort(entity.mentions.begin(), entity.mentions.end());
    const double count = static_cast<double>(entity.mentions.size());
    double early = 0;
    if (!entity.mentions.empty())
      early = 1.0 - static_cast<double>(group.first) / static_cast<double>(body_bytes_);
    entity.relevance =
        (entity.in_headline.empty() ? 0.0 : 0.45) + 0.35 * count / (count + 3) + 0.2 * early;
    entity.about = entity.relevance >= 0.42;
    found.push_back(&entity);
  }
  std::sort(found.begin(), found.end(), [](const Entity* a, const Entity* b) {
    if (a->relevance != b->relevance) return a->relevance > b->relevance;
    return std::tie(a->name, a->type) < std::tie(b->name, b->type);
  });
  std::vector<Entity> entities;
  entities.reserve(found.size());
  for (Entity* entity : found) entities.push_back(std::move(*entity));
  return entities;
}

bool may_be_english(std::string_view language) {
  return language == "und" || language == "en" || language.starts_with("en-");
}

}  // namespace

std::vector<Entity> find_entities(const text::Document& document, const Lexicons& lexicons,
                                  const EntityModel* model) {
  DocumentNames names{find_names(document.headline, document.headline_tokens, lexicons),
                      find_names(document.body, document.body_tokens, lexicons)};
  if (model != nullptr && may_be_english(document.language))
    name_by_model(document, lexicons, *model, names);
  const std::vector<NameSpan>& body = names.body.spans;
  const std::vector<NameSpan>& headline = names.headline.spans;
  Collector collector(document, lexicons, body.size() + headline.size());
  // Full names first, wherever they stand, so that a headline's surname finds the body's person.
  collector.add_full(document.body, document.body_tokens, body, false);
  collector.add_full(document.headline, document.headline_tokens, headline, true);
  collector.add_bare(document.body, document.body_tokens, body, false);
  collector.add_bare(document.headline, document.headline_tokens, headline, true);
  return collector.finish();
}

}  // namespace copytaster::annotate
