#include "pipeline/codec/ninjs_properties.h"

#include <algorithm>
#include <vector>

#include "pipeline/codec/identity.h"
#include "pipeline/codec/times.h"

namespace copytaster::codec {
namespace {

namespace dom = simdjson::dom;

enum class Shape { kText, kTime, kCompleteness, kList, kOpenList, kRights };

struct Property {
  std::string_view name;
  Shape shape;
  std::vector<std::string_view> members;   ///< of a list's items, all of them texts
  std::vector<std::string_view> required;  ///< of a list's items
};

const std::vector<Property>& properties() {
  static const std::vector<Property> kProperties = {
      {"profile", Shape::kText, {}, {}},
      {"representationType", Shape::kCompleteness, {}, {}},
      {"contentCreated", Shape::kTime, {}, {}},
      {"expires", Shape::kTime, {}, {}},
      {"copyrightHolder", Shape::kText, {}, {}},
      {"copyrightNotice", Shape::kText, {}, {}},
      {"usageTerms", Shape::kText, {}, {}},
      {"edNote", Shape::kText, {}, {}},
      {"slugline", Shape::kText, {}, {}},
      {"descriptions", Shape::kList, {"role", "contentType", "value"}, {"value"}},
      {"events", Shape::kList, {"id", "name", "rel", "uri", "literal"}, {}},
      {"objects", Shape::kList, {"name", "rel", "uri", "literal"}, {}},
      {"genres", Shape::kList, {"name", "uri", "literal"}, {}},
      {"trustIndicators", Shape::kList, {"role", "title", "href"}, {}},
      {"renditions", Shape::kOpenList, {}, {"name"}},
      {"associations", Shape::kOpenList, {}, {"name", "uri"}},
      {"rightsInfo", Shape::kRights, {}, {}},
  };
  return kProperties;
}

const Property* find(std::string_view name) {
  const auto found = std::find_if(properties().begin(), properties().end(),
                                  [name](const Property& each) { return each.name == name; });
  return found == properties().end() ? nullptr : &*found;
}

bool has_text(dom::object object, std::string_view name) {
  std::string_view text;
  return object[name].get(text) == simdjson::SUCCESS;
}

/// Texts under known names only, each name once; what must be a URI is one.
bool known_texts(dom::object object, const std::vector<std::string_view>& names) {
  std::vector<std::string_view> seen;
  return std::all_of(object.begin(), object.end(), [&](const dom::key_value_pair& member) {
    std::string_view text;
    const bool known = std::find(names.begin(), names.end(), member.key) != names.end();
    const bool once = std::find(seen.begin(), seen.end(), member.key) == seen.end();
    seen.push_back(member.key);
    if (!known || !once || member.value.get(text) != simdjson::SUCCESS) return false;
    return (member.key != "uri" && member.key != "href" && member.key != "langId" &&
            member.key != "linkedRights") ||
           is_uri(text);
  });
}

bool is_list(const Property& property, dom::element value) {
  dom::array items;
  if (value.get(items) != simdjson::SUCCESS) return false;
  return std::all_of(items.begin(), items.end(), [&](dom::element item) {
    dom::object object;
    if (item.get(object) != simdjson::SUCCESS) return false;
    return std::all_of(property.required.begin(), property.required.end(),
                       [&](std::string_view name) { return has_text(object, name); }) &&
           (property.shape == Shape::kOpenList || known_texts(object, property.members));
  });
}

/// Exactly one of linked and encoded rights.
bool is_rights(dom::element value) {
  dom::object object;
  return value.get(object) == simdjson::SUCCESS &&
         known_texts(object, {"langId", "linkedRights", "encodedRights"}) &&
         has_text(object, "linkedRights") != has_text(object, "encodedRights");
}

bool fits(const Property& property, dom::element value) {
  if (property.shape == Shape::kRights) return is_rights(value);
  if (property.shape == Shape::kList || property.shape == Shape::kOpenList)
    return is_list(property, value);
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return false;
  return property.shape != Shape::kCompleteness || text == "full" || text == "partial";
}

}  // namespace

bool passes_through(std::string_view property) { return find(property) != nullptr; }

std::optional<std::string> passed_through(std::string_view property, dom::element value,
                                          std::size_t bytes) {
  const Property* known = find(property);
  if (known == nullptr || !fits(*known, value)) return std::nullopt;
  if (known->shape == Shape::kTime) {
    const auto time = parse_time(std::string_view(value));
    if (!time) return std::nullopt;
    return '"' + format_time(*time) + '"';
  }
  std::string json = simdjson::to_string(value);
  if (json.size() > bytes) return std::nullopt;
  return json;
}

}  // namespace copytaster::codec
