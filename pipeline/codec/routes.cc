#include "pipeline/codec/routes.h"

#include <algorithm>
#include <string_view>

#include "pipeline/letter_case.h"

namespace copytaster::codec {
namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return !name.empty() && std::any_of(names.begin(), names.end(), [name](const std::string& each) {
    return equal_aside_from_case(each, name);
  });
}

bool any_entity(const std::vector<std::string>& names, const Analysis& analysis, bool places) {
  return std::any_of(analysis.entities.begin(), analysis.entities.end(), [&](const Entity& entity) {
    return (entity.type == EntityType::kPlace) == places &&
           (contains(names, entity.name) || contains(names, entity.uri));
  });
}

}  // namespace

bool matches(const RouteRule& rule, const Analysis& analysis, Kind kind) {
  if (rule.kinds.empty() && kind != Kind::kNew && kind != Kind::kUpdate) return false;
  if (!rule.kinds.empty() && !contains(rule.kinds, name(kind))) return false;
  if (!rule.languages.empty() && !contains(rule.languages, analysis.language)) return false;
  if (!rule.sources.empty() && !contains(rule.sources, analysis.article.source)) return false;
  if (!rule.entities.empty() && !any_entity(rule.entities, analysis, false)) return false;
  if (!rule.places.empty() && !any_entity(rule.places, analysis, true)) return false;
  return rule.subjects.empty() || std::any_of(analysis.subjects.begin(), analysis.subjects.end(),
                                              [&](const Subject& subject) {
                                                return contains(rule.subjects, subject.name) ||
                                                       contains(rule.subjects, subject.uri);
                                              });
}

}  // namespace copytaster::codec
