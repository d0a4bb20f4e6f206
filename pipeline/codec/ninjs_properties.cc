#include "pipeline/codec/ninjs_properties.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "pipeline/codec/identity.h"
#include "pipeline/codec/json_rest.h"
#include "pipeline/codec/times.h"

namespace copytaster::codec {
namespace {

namespace dom = simdjson::dom;

enum class Shape { kText, kType, kTime, kCompleteness, kList, kOpenList, kRights };

struct Property {
  std::string_view name;
  Shape shape;
  std::vector<std::string_view> members;   ///< of a list's items, all of them texts
  std::vector<std::string_view> required;  ///< of a list's items
};

const std::vector<Property>& properties() {
  static const std::vector<Property> kProperties = {
      {"type", Shape::kType, {}, {}},
      {"title", Shape::kText, {}, {}},
      {"located", Shape::kText, {}, {}},
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

/// A list that a record begins itself, and what it says in its own item: member and value, or any
/// value where none is named.
struct OwnedList {
  Property property;
  std::vector<std::pair<std::string_view, std::string_view>> own;
};

const std::vector<OwnedList>& owned_lists() {
  static const std::vector<OwnedList> kLists = {
      {{"headlines", Shape::kList, {"role", "contentType", "value"}, {"value"}},
       {{"role", "main"}, {"contentType", "text/plain"}}},
      {{"bodies",
        Shape::kList,
        {"role", "contentType", "value", "charCount", "wordCount"},
        {"value"}},
       {{"role", "main"}, {"contentType", "text/plain"}, {"charCount", ""}, {"wordCount", ""}}},
      {{"infoSources", Shape::kList, {"name", "role", "uri", "literal"}, {}}, {}},
      {{"altIds", Shape::kList, {"role", "value"}, {}}, {{"role", "url"}}},
  };
  return kLists;
}

const OwnedList* find_owned(std::string_view name) {
  const auto found =
      std::find_if(owned_lists().begin(), owned_lists().end(),
                   [name](const OwnedList& each) { return each.property.name == name; });
  return found == owned_lists().end() ? nullptr : &*found;
}

bool is_type(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kTypes = {"text",      "audio",   "video",
                                                             "picture",   "graphic", "composite",
                                                             "component", "event",   "planning"};
  return std::find(kTypes.begin(), kTypes.end(), text) != kTypes.end();
}

/// A count as ninjs has it: 0 to what 32 bits hold.
bool is_count(dom::element value) {
  std::int64_t count = 0;
  return value.get(count) == simdjson::SUCCESS && count >= 0 &&
         count <= std::numeric_limits<std::int32_t>::max();
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
    if (known && once && (member.key == "charCount" || member.key == "wordCount"))
      return is_count(member.value);
    if (!known || !once || member.value.get(text) != simdjson::SUCCESS) return false;
    return (member.key != "uri" && member.key != "href" && member.key != "langId" &&
            member.key != "linkedRights") ||
           is_uri(text);
  });
}

bool is_item(const Property& property, dom::element item) {
  dom::object object;
  if (item.get(object) != simdjson::SUCCESS) return false;
  return std::all_of(property.required.begin(), property.required.end(),
                     [&](std::string_view name) { return has_text(object, name); }) &&
         (property.shape == Shape::kOpenList || known_texts(object, property.members));
}

bool is_list(const Property& property, dom::element value) {
  dom::array items;
  return value.get(items) == simdjson::SUCCESS &&
         std::all_of(items.begin(), items.end(),
                     [&](dom::element item) { return is_item(property, item); });
}

/// What the record's own item says again of an item that was read: pointers into the item.
std::vector<std::string> said_again(const OwnedList& list, dom::element item) {
  std::vector<std::string> pointers;
  for (const auto& [name, own] : list.own) {
    dom::element value;
    if (item[name].get(value) != simdjson::SUCCESS) continue;
    std::string_view text;
    if (own.empty() || (value.get(text) == simdjson::SUCCESS && text == own))
      pointers.push_back("/" + std::string(name));
  }
  return pointers;
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
  if (property.shape == Shape::kType) return is_type(text);
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

bool is_shared_list(std::string_view property) { return find_owned(property) != nullptr; }

SharedList split_list(std::string_view property, dom::array items,
                      const std::vector<std::string>& taken, std::size_t bytes) {
  const OwnedList& list = *find_owned(property);
  SharedList split;
  std::size_t index = 0;
  for (const dom::element item : items) {
    std::vector<std::string> inside = below(taken, std::to_string(index++));
    if (inside.empty() && is_item(list.property, item)) {
      const std::string json = (split.further.empty() ? "" : ",") + simdjson::to_string(item);
      if (split.further.size() + json.size() <= bytes) {
        split.further += json;
        continue;
      }
    }
    if (!inside.empty()) {
      for (auto& pointer : said_again(list, item)) inside.push_back(std::move(pointer));
    }
    if (const auto rest = rest_of(item, inside)) {
      if (!split.left) split.left = "[";
      *split.left += (split.left->size() > 1 ? "," : "") + *rest;
    }
  }
  if (split.left) *split.left += "]";
  return split;
}

}  // namespace copytaster::codec
