#include "pipeline/annotate/tagging/model_names.h"

#include <algorithm>
#include <utility>

#include "pipeline/annotate/tagging/tagger.h"

namespace copytaster::annotate {
namespace {

using text::LetterCase;

constexpr std::size_t kEntityTypes = 3;

std::uint32_t kinds_of(EntityType type) {
  if (type == EntityType::kPerson) return kPersonName;
  return type == EntityType::kPlace ? kPlaceName : kOrgName;
}

/// A span as the model found it; `by_rules` is the rules' span of the same words and type, if any.
NameSpan span_of(const TaggedName& name, const std::vector<text::Token>& tokens,
                 const std::vector<Word>& words, const Lexicons& lexicons,
                 const NameSpan* by_rules) {
  NameSpan span;
  span.begin = name.begin;
  span.end = name.end;
  span.type = static_cast<EntityType>(name.type);
  span.evidence = by_rules != nullptr ? by_rules->evidence : std::string_view{};
  span.by_model = true;
  span.first = words[name.begin].hash;
  span.last = words[name.end - 1].hash;
  span.family_first =
      span.type == EntityType::kPerson && (words[name.begin].kinds & kFamilyFirst) != 0;
  const bool one = name.end == name.begin + 1;
  if (by_rules != nullptr) {
    span.entry = by_rules->entry;
  } else if (!one || span.type != EntityType::kPerson) {
    const auto [end, entry] =
        longest_phrase(tokens, words, lexicons, name.begin, kinds_of(span.type));
    if (end == name.end) span.entry = entry;
  }
  const bool person = span.type == EntityType::kPerson;
  const bool capitals = span.type == EntityType::kOrganisation && span.entry == nullptr &&
                        tokens[name.begin].letter_case == LetterCase::kUpper;
  span.bare = one && (person || capitals);
  span.sure = true;
  span.whole = one && person;
  return span;
}

/// A name holds a word: marks alone, which a model of few texts may take for one, are none.
bool holds_word(const TaggedName& name, const std::vector<text::Token>& tokens) {
  return std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(name.begin),
                     tokens.begin() + static_cast<std::ptrdiff_t>(name.end),
                     [](const text::Token& token) { return token.kind == text::TokenKind::kWord; });
}

std::vector<NameSpan> spans_of(const std::vector<Label>& labels,
                               const std::vector<text::Token>& tokens, const Names& names,
                               const Lexicons& lexicons) {
  std::vector<NameSpan> spans;
  auto rule = names.spans.begin();
  for (const TaggedName& name : names_of(labels)) {
    if (name.type >= kEntityTypes || !holds_word(name, tokens)) continue;
    while (rule != names.spans.end() && rule->begin < name.begin) ++rule;
    const bool agrees = rule != names.spans.end() && rule->begin == name.begin &&
                        rule->end == name.end && static_cast<std::size_t>(rule->type) == name.type;
    spans.push_back(span_of(name, tokens, names.words, lexicons, agrees ? &*rule : nullptr));
  }
  return spans;
}

}  // namespace

void name_by_model(const text::Document& document, const Lexicons& lexicons,
                   const EntityModel& model, DocumentNames& names) {
  TagText headline =
      tag_text(document.headline, document.headline_tokens, names.headline, model.clusters());
  TagText body = tag_text(document.body, document.body_tokens, names.body, model.clusters());
  DocumentWords words;
  words.collect(headline);
  words.collect(body);
  words.look_up(headline);
  words.look_up(body);
  const auto labels = best_labels({&headline, &body}, model);
  names.headline.spans = spans_of(labels[0], document.headline_tokens, names.headline, lexicons);
  names.body.spans = spans_of(labels[1], document.body_tokens, names.body, lexicons);
}

}  // namespace copytaster::annotate
