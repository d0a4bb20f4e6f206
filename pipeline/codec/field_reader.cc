#include "pipeline/codec/field_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "pipeline/check.h"
#include "pipeline/codec/json_rest.h"
#include "pipeline/codec/ninjs_properties.h"
#include "pipeline/codec/times.h"
#include "pipeline/letter_case.h"

namespace copytaster::codec {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kNames = 512;  ///< top-level properties looked at in one message
constexpr std::string_view kTruncatedMark = "_truncated";
constexpr std::size_t kAuthors = 32;
constexpr std::size_t kAuthorBytes = 256;
constexpr std::size_t kShownBytes = 40;  ///< of a wrong value, in a rejection's message
constexpr double kSecondsBelow = 1e11;   ///< an epoch number below this counts seconds

/// A field and the places where each format keeps it, tried in order.
struct Field {
  std::string_view name;
  std::vector<std::string> json;
  std::vector<std::string> ninjs;
};

const std::vector<Field>& fields() {
  static const std::vector<Field> kFields = {
      {"id", {"/id"}, {"/uri"}},
      {"url", {"/url"}, {"/canonicalurl", "/url"}},
      {"source", {"/source"}, {"/infoSources/0/name", "/infosources/0/name", "/copyrightHolder"}},
      {"title", {"/title"}, {"/headlines/0/value", "/headline", "/title"}},
      {"body", {"/body"}, {"/bodies/0/value", "/body_text"}},
      {"html", {"/html"}, {"/body_html", "/body_xhtml"}},
      {"language", {"/language"}, {"/language"}},
      {"published_at", {"/published_at"}, {"/firstCreated", "/firstcreated"}},
      {"updated_at", {"/updated_at"}, {"/versionCreated", "/versioncreated"}},
      {"status", {"/status"}, {"/pubStatus", "/pubstatus"}},
      {"embargoed_until", {"/embargoed_until"}, {"/embargoedUntil", "/embargoed"}},
      {"urgency", {"/urgency"}, {"/urgency"}},
      {"authors", {"/authors"}, {"/by", "/byline"}},
      {"section", {"/section"}, {}},
      {"image", {"/image"}, {}},
      {"version", {"/version"}, {"/version"}},
      {"timestamp", {"/timestamp"}, {"/timestamp"}},
  };
  return kFields;
}

const Field* field_named(std::string_view name) {
  const auto found = std::find_if(fields().begin(), fields().end(),
                                  [name](const Field& each) { return each.name == name; });
  return found == fields().end() ? nullptr : &*found;
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

}  // namespace

const std::vector<std::string>& field_names() {
  static const std::vector<std::string> kAll = [] {
    std::vector<std::string> names;
    for (const auto& field : fields()) names.emplace_back(field.name);
    return names;
  }();
  return kAll;
}

Rejection reject(std::string code, std::string message) {
  return {"read", std::move(code), std::move(message)};
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

std::string_view author_name(std::string_view text) {
  text = without_blanks(text);
  const bool has_by = text.size() > 3 && equal_aside_from_case(text.substr(0, 2), "by") &&
                      (text[2] == ' ' || text[2] == ':');
  return has_by ? without_blanks(text.substr(3)) : text;
}

std::string FieldReader::text(std::string_view field) {
  const auto element = find(field);
  return element ? text_of(field, "a string", *element) : "";
}

std::string FieldReader::text_or_number(std::string_view field) {
  const auto element = find(field);
  if (!element) return {};
  if (element->is<std::int64_t>() || element->is<std::uint64_t>())
    return simdjson::to_string(*element);
  return text_of(field, "a string or a whole number", *element);
}

std::string FieldReader::text_of(std::string_view field, std::string_view wanted,
                                 dom::element element) {
  std::string_view value;
  if (element.get(value) == simdjson::SUCCESS) return std::string(value);
  fail(field, wanted, element);
  return {};
}

std::string FieldReader::bounded(std::string_view field, std::string text, std::size_t bytes) {
  if (text.size() <= bytes || rejection_) return text;
  rejection_ = reject("field_too_large", fmt::format("{} has {} bytes; at most {} are allowed",
                                                     shown(field), text.size(), bytes));
  return {};
}

std::optional<Timestamp> FieldReader::time(std::string_view field) {
  const auto element = find(field);
  if (!element) return std::nullopt;
  double number = 0;
  if (element->is_number() && element->get(number) == simdjson::SUCCESS) {
    const double milliseconds = std::abs(number) < kSecondsBelow ? number * 1000 : number;
    if (const auto time = time_within_calendar(milliseconds)) return time;
  }
  std::string_view value;
  if (element->get(value) == simdjson::SUCCESS) {
    if (value.empty()) return std::nullopt;
    if (const auto parsed = parse_time(value)) return parsed;
  }
  fail(field, "an ISO 8601 time or a Unix time", *element);
  return std::nullopt;
}

std::optional<int> FieldReader::urgency() {
  const auto element = find("urgency");
  if (!element) return std::nullopt;
  std::int64_t number = 0;
  if (element->get(number) == simdjson::SUCCESS && number >= 1 && number <= 9)
    return static_cast<int>(number);
  fail("urgency", "a whole number from 1 to 9", *element);
  return std::nullopt;
}

std::vector<std::string> FieldReader::authors() {
  std::vector<std::string> names;
  const auto add = [&names](std::string_view author) {
    const std::string_view name = author_name(author);
    if (names.size() < kAuthors && !name.empty())
      names.emplace_back(utf8_prefix(name, kAuthorBytes));
  };
  const auto element = find("authors");
  if (!element) return names;
  dom::array array;
  if (element->get(array) != simdjson::SUCCESS) {
    std::string one(author_name(text_of("authors", "a string or a list of strings", *element)));
    if (!one.empty()) names.push_back(std::move(one));
    return names;
  }
  for (const dom::element each : array) {
    std::string_view name;
    if (each.get(name) != simdjson::SUCCESS) {
      fail("authors", "a list of strings", each);
      return {};
    }
    add(name);
  }
  return names;
}

PubStatus FieldReader::status() {
  const std::string value = text("status");
  const auto is = [&value](std::string_view word) { return equal_aside_from_case(value, word); };
  if (value.empty() || is("usable")) return PubStatus::kUsable;
  if (is("withheld")) return PubStatus::kWithheld;
  if (is("canceled") || is("cancelled") || is("killed")) return PubStatus::kCanceled;
  if (!rejection_) {
    rejection_ =
        reject("wrong_type", fmt::format("{} is \"{}\"; it must be usable, withheld or canceled",
                                         shown("status"), utf8_prefix(value, kShownBytes)));
  }
  return PubStatus::kUsable;
}

void FieldReader::keep_rest(Article& article) const {
  std::string rest = "{";
  bool truncated = false;
  std::vector<std::string_view> seen;
  for (const auto& [key, value] : root_) {
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
    if (seen.size() == kNames) {
      truncated = true;
      break;
    }
    seen.push_back(key);
    const auto left = hand_on(article, key, value);
    if (!left) continue;
    const std::string pair = (rest.size() > 1 ? "," : "") + quoted(key) + ":" + *left;
    if (key == kTruncatedMark || rest.size() + pair.size() > options_.source_fields_bytes) {
      truncated = true;
      continue;
    }
    rest += pair;
  }
  if (truncated) rest += fmt::format("{}\"{}\":true", rest.size() > 1 ? "," : "", kTruncatedMark);
  article.source_fields = rest + "}";
}

/// Hands on what of a property goes its own way, and gives what is left over, if anything.
std::optional<std::string> FieldReader::hand_on(Article& article, std::string_view key,
                                                dom::element value) const {
  const std::vector<std::string> taken = below(taken_, key);
  if (options_.format == InputFormat::kJson) return rest_of(value, taken);
  const std::size_t bytes = options_.source_fields_bytes;
  if (passes_through(key)) {
    if (auto json = passed_through(key, value, bytes)) {
      article.passthrough.emplace(key, std::move(*json));
      return std::nullopt;
    }
  }
  dom::array items;
  if (!is_shared_list(key) || value.get(items) != simdjson::SUCCESS) return rest_of(value, taken);
  SharedList list = split_list(key, items, taken, bytes);
  if (!list.further.empty()) article.further.emplace(key, std::move(list.further));
  return std::move(list.left);
}

std::span<const std::string> FieldReader::pointers(std::string_view field) const {
  if (const auto mapped = options_.fields.find(std::string(field)); mapped != options_.fields.end())
    return {&mapped->second, 1};
  const Field* known = field_named(field);
  CHECK(known != nullptr);
  return options_.format == InputFormat::kNinjs ? known->ninjs : known->json;
}

/// In a ninjs list of {role, value}: where the value with this role stands, or nothing.
std::string FieldReader::by_role(std::string_view list, std::string_view role) const {
  dom::array items;
  if (root_[list].get(items) != simdjson::SUCCESS) return {};
  std::size_t index = 0;
  for (const dom::element item : items) {
    std::string_view has;
    dom::element value;
    if (item["role"].get(has) == simdjson::SUCCESS && equal_aside_from_case(has, role) &&
        item["value"].get(value) == simdjson::SUCCESS && !value.is_null()) {
      return fmt::format("/{}/{}/value", list, index);
    }
    ++index;
  }
  return {};
}

/// Where what ninjs names by a role rather than by a place stands, or nothing.
std::string FieldReader::named_by_role(std::string_view field) const {
  if (options_.format != InputFormat::kNinjs || options_.fields.contains(std::string(field)))
    return {};
  if (field == "title") return by_role("headlines", "main");
  if (field == "body") return by_role("bodies", "main");
  return field == "url" ? by_role("altIds", "url") : "";
}

/// What stands there, and is taken from now on; none where it is absent or null.
std::optional<dom::element> FieldReader::take(const std::string& pointer) {
  dom::element element;
  if (root_.at_pointer(pointer).get(element) != simdjson::SUCCESS) return std::nullopt;
  taken_.push_back(pointer);
  if (element.is_null()) return std::nullopt;
  return element;
}

/// The field's value; none where it is absent or null.
std::optional<dom::element> FieldReader::find(std::string_view field) {
  const auto found = [&](const std::string& pointer) {
    const auto element = take(pointer);
    if (element) {
      last_found_ = field;
      last_pointer_ = pointer;
    }
    return element;
  };
  if (const auto pointer = named_by_role(field); !pointer.empty()) return found(pointer);
  for (const auto& pointer : pointers(field)) {
    if (const auto element = found(pointer)) return element;
  }
  return std::nullopt;
}

/// Our name of the field, and where its value stood if that is elsewhere.
std::string FieldReader::shown(std::string_view field) const {
  if (field != last_found_ || last_pointer_ == fmt::format("/{}", field)) return std::string(field);
  return fmt::format("{} (at {})", field, last_pointer_);
}

std::string FieldReader::places(std::initializer_list<std::string_view> fields) const {
  std::string all;
  for (const std::string_view field : fields) {
    for (const auto& pointer : pointers(field)) all += (all.empty() ? "" : ", ") + pointer;
  }
  return all;
}

void FieldReader::fail(std::string_view field, std::string_view wanted, dom::element element) {
  if (rejection_) return;
  const std::string value = simdjson::to_string(element);
  rejection_ = reject("wrong_type", fmt::format("{} must be {}; it is {}", shown(field), wanted,
                                                utf8_prefix(value, kShownBytes)));
}

}  // namespace copytaster::codec
