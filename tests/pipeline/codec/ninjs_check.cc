#include "tests/pipeline/codec/ninjs_check.h"

#include <rapidjson/document.h>

#include <map>
#include <regex>
#include <set>
#include <string_view>

namespace copytaster::test {
namespace {

using Value = rapidjson::Value;
using Names = std::set<std::string, std::less<>>;

const std::regex kDateTime(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))");
const std::regex kUri(R"([A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+)");

/// What an item of a list may hold: texts, whole numbers, opaque values, and what it must hold.
struct Item {
  Names texts;
  Names integers;
  Names opaque;
  Names required;
};

const Item kText{{"role", "contentType", "value"}, {}, {}, {"value"}};
const Item kThing{{"name", "rel", "uri", "literal"}, {}, {"contactInfo"}, {}};
const std::map<std::string, Item, std::less<>> kLists = {
    {"descriptions", kText},
    {"headlines", kText},
    {"bodies", {kText.texts, {"charCount", "wordCount"}, {}, {"value"}}},
    {"people", kThing},
    {"organisations", {kThing.texts, {}, {"contactInfo", "symbols"}, {}}},
    {"places", {kThing.texts, {}, {"contactInfo", "geoJSON"}, {}}},
    {"subjects",
     {{"name", "rel", "uri", "literal", "creator"}, {"relevance", "confidence"}, {}, {}}},
    {"events", {{"id", "name", "rel", "uri", "literal"}, {}, {}, {}}},
    {"objects", {{"name", "rel", "uri", "literal"}, {}, {}, {}}},
    {"infoSources", {{"name", "role", "uri", "literal"}, {}, {"contactInfo"}, {}}},
    {"altIds", {{"role", "value"}, {}, {}, {}}},
    {"trustIndicators", {{"role", "title", "href"}, {}, {}, {}}},
    {"genres", {{"name", "uri", "literal"}, {}, {}, {}}},
};
const Names kTexts = {"profile",    "version",  "copyrightHolder", "copyrightNotice",
                      "usageTerms", "edNote",   "language",        "title",
                      "by",         "slugline", "located"};
const Names kTimes = {"firstCreated", "versionCreated", "contentCreated", "embargoedUntil",
                      "expires"};
const std::map<std::string, Names, std::less<>> kChoices = {
    {"pubStatus", {"usable", "withheld", "canceled"}},
    {"representationType", {"full", "partial"}},
    {"type",
     {"text", "audio", "video", "picture", "graphic", "composite", "component", "event",
      "planning"}},
};

std::string_view text_of(const Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

bool matches(const Value& value, const std::regex& pattern) {
  return value.IsString() && std::regex_match(std::string(text_of(value)), pattern);
}

std::string item_problem(const Value& item, const Item& allowed) {
  if (!item.IsObject()) return "is no object";
  Names seen;
  for (const auto& member : item.GetObject()) {
    const std::string name(text_of(member.name));
    if (!seen.insert(name).second) return name + " stands there twice";
    if (allowed.opaque.contains(name)) continue;
    if (allowed.integers.contains(name)) {
      if (!member.value.IsInt()) return name + " is no whole number";
      const int number = member.value.GetInt();
      if (number < 0 || (name == "confidence" && number > 100)) return name + " is out of bounds";
    } else if (!allowed.texts.contains(name)) {
      return name + " is not allowed";
    } else if (!member.value.IsString()) {
      return name + " is no string";
    } else if ((name == "uri" || name == "href") && !matches(member.value, kUri)) {
      return name + " is no URI";
    }
  }
  for (const auto& name : allowed.required) {
    if (!seen.contains(name)) return name + " is missing";
  }
  return {};
}

std::string list_problem(const Value& list, const Item& allowed) {
  if (!list.IsArray()) return "is no array";
  for (const auto& item : list.GetArray()) {
    if (auto problem = item_problem(item, allowed); !problem.empty()) return "item: " + problem;
  }
  return {};
}

std::string property_problem(const std::string& name, const Value& value) {
  const auto unless = [](bool fine, const char* problem) { return fine ? "" : problem; };
  if (const auto list = kLists.find(name); list != kLists.end())
    return list_problem(value, list->second);
  if (const auto choice = kChoices.find(name); choice != kChoices.end()) {
    return unless(value.IsString() && choice->second.contains(text_of(value)),
                  "is none of the choices");
  }
  if (kTexts.contains(name)) return unless(value.IsString(), "is no string");
  if (kTimes.contains(name)) return unless(matches(value, kDateTime), "is no date-time");
  if (name == "uri") return unless(matches(value, kUri), "is no URI");
  if (name == "urgency")
    return unless(value.IsInt() && value.GetInt() >= 1 && value.GetInt() <= 9, "is not 1 to 9");
  if (name == "standard") return item_problem(value, {{"name", "version", "schema"}, {}, {}, {}});
  if (name == "rightsInfo")
    return item_problem(value, {{"langId", "linkedRights", "encodedRights"}, {}, {}, {}});
  if (name == "renditions" || name == "associations") return unless(value.IsArray(), "is no array");
  return "is no property of ninjs";
}

}  // namespace

std::string ninjs_problem(const std::string& record) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(record.data(), record.size());
  if (document.HasParseError() || !document.IsObject()) return "no JSON object";
  Names seen;
  for (const auto& member : document.GetObject()) {
    const std::string name(text_of(member.name));
    if (!seen.insert(name).second) return name + " stands there twice";
    if (name == "copytaster") continue;
    if (auto problem = property_problem(name, member.value); !problem.empty())
      return name + ": " + problem;
  }
  return seen.contains("uri") ? "" : "uri is missing";
}

}  // namespace copytaster::test
