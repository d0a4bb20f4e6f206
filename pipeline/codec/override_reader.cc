#include "pipeline/codec/override_reader.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "pipeline/letter_case.h"

namespace copytaster::codec {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kUriBytes = 8192;  ///< the longest that an id and a source make
constexpr std::size_t kSourceBytes = 256;
constexpr std::size_t kByBytes = 256;
constexpr std::size_t kWhyBytes = 1024;
constexpr std::array kTypes = {OverrideType::kNotCopy, OverrideType::kCopyOf, OverrideType::kSplit,
                               OverrideType::kMerge, OverrideType::kSameSource};
constexpr std::array kCopies = {CopyKind::kExact, CopyKind::kNear, CopyKind::kSpun,
                                CopyKind::kRewrite, CopyKind::kExcerpt};

Rejection reject(std::string code, std::string message) {
  return {"read", std::move(code), std::move(message)};
}

template <typename Enum, std::size_t kCount>
std::string names(const std::array<Enum, kCount>& values) {
  std::string all;
  for (const Enum each : values) all += fmt::format("{}{}", all.empty() ? "" : ", ", name(each));
  return all;
}

/// The fields of one message; the first thing that is wrong is kept.
class OverrideFields {
 public:
  explicit OverrideFields(dom::object root) : root_(root) {}

  [[nodiscard]] const std::optional<Rejection>& rejection() const { return rejection_; }
  void fail(std::string code, std::string message) {
    if (!rejection_) rejection_ = reject(std::move(code), std::move(message));
  }

  /// Of these fields no other may be there.
  void allow(const std::vector<std::string_view>& allowed) {
    for (const auto& field : root_) {
      if (std::find(allowed.begin(), allowed.end(), field.key) != allowed.end()) continue;
      std::string known;
      for (const auto& each : allowed)
        known += fmt::format("{}{}", known.empty() ? "" : ", ", each);
      fail("bad_override", fmt::format("{} is no field of it; they are {}", field.key, known));
    }
  }

  std::string text(std::string_view field, std::size_t most, bool needed) {
    dom::element value;
    if (root_[field].get(value) != simdjson::SUCCESS) {
      if (needed) fail("bad_override", fmt::format("{} is missing", field));
      return {};
    }
    return checked(field, value, most, needed);
  }

  std::vector<std::string> texts(std::string_view field, std::size_t least, std::size_t most) {
    std::vector<std::string> all;
    dom::array list;
    if (root_[field].get(list) != simdjson::SUCCESS) {
      fail("bad_override", fmt::format("{} is missing, or no list", field));
      return all;
    }
    for (const dom::element each : list) {
      if (all.size() == most) break;
      all.push_back(checked(field, each, kUriBytes, true));
    }
    if (list.size() < least || list.size() > most)
      fail("bad_override", fmt::format("{} has {} members; it must have {} to {}", field,
                                       list.size(), least, most));
    auto sorted = all;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
      fail("bad_override", fmt::format("{} names one item twice", field));
    return all;
  }

  template <typename Enum, std::size_t kCount>
  Enum one_of(std::string_view field, const std::array<Enum, kCount>& values, Enum otherwise,
              bool needed) {
    const std::string given = text(field, kSourceBytes, needed);
    if (given.empty()) return otherwise;
    for (const Enum each : values) {
      if (equal_aside_from_case(name(each), given)) return each;
    }
    fail("bad_override",
         fmt::format("{} is \"{}\"; it must be one of {}", field, given, names(values)));
    return otherwise;
  }

 private:
  std::string checked(std::string_view field, dom::element value, std::size_t most, bool needed) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) {
      fail("wrong_type", fmt::format("{} is not a string", field));
    } else if (text.size() > most) {
      fail("field_too_large",
           fmt::format("{} has {} bytes; at most {} are allowed", field, text.size(), most));
    } else if (text.empty() && needed) {
      fail("bad_override", fmt::format("{} is empty", field));
    } else {
      return std::string(text);
    }
    return {};
  }

  dom::object root_;
  std::optional<Rejection> rejection_;
};

Override read_fields(OverrideFields& fields) {
  Override said;
  said.type = fields.one_of("override", kTypes, said.type, true);
  said.by = fields.text("by", kByBytes, true);
  said.why = fields.text("why", kWhyBytes, false);
  std::vector<std::string_view> allowed = {"override", "by", "why", "timestamp"};
  const auto also = [&](std::initializer_list<std::string_view> more) {
    allowed.insert(allowed.end(), more);
  };
  switch (said.type) {
    case OverrideType::kNotCopy:
      also({"item", "of"});
      said.items = {fields.text("item", kUriBytes, true)};
      said.of = fields.text("of", kUriBytes, false);
      break;
    case OverrideType::kCopyOf:
      also({"item", "of", "kind"});
      said.items = {fields.text("item", kUriBytes, true)};
      said.of = fields.text("of", kUriBytes, true);
      said.copy = fields.one_of("kind", kCopies, said.copy, false);
      break;
    case OverrideType::kSplit:
      also({"items"});
      said.items = fields.texts("items", 1, Override::kMostItems);
      break;
    case OverrideType::kMerge:
      also({"items"});
      said.items = fields.texts("items", 2, 2);
      break;
    case OverrideType::kSameSource:
      also({"source", "same_as"});
      said.source = fields.text("source", kSourceBytes, true);
      said.same_as = fields.text("same_as", kSourceBytes, true);
      break;
  }
  fields.allow(allowed);
  if (!said.items.empty() && said.items.front() == said.of)
    fields.fail("bad_override", "item and of are the same");
  return said;
}

}  // namespace

Result<Override, Rejection> read_override(const Message& message, std::size_t message_bytes) {
  const std::size_t bytes = message.value ? message.value->size() : 0;
  if (message.unheld || bytes > message_bytes) {
    return Error<Rejection>(
        reject("message_too_large",
               fmt::format("an override of {} bytes; at most {} are allowed",
                           message.unheld ? message.unheld->bytes : bytes, message_bytes)));
  }
  if (!message.value)
    return Error<Rejection>(reject("bad_override", "a message without a value overrules nothing"));
  thread_local dom::parser parser;
  dom::element root;
  if (const auto error = parser.parse(*message.value).get(root); error != simdjson::SUCCESS) {
    return Error<Rejection>(reject(error == simdjson::UTF8_ERROR ? "invalid_utf8" : "invalid_json",
                                   simdjson::error_message(error)));
  }
  dom::object object;
  if (root.get(object) != simdjson::SUCCESS)
    return Error<Rejection>(reject("wrong_type", "an override is a JSON object"));
  OverrideFields fields(object);
  Override said = read_fields(fields);
  if (fields.rejection()) return Error<Rejection>(*fields.rejection());
  return said;
}

}  // namespace copytaster::codec
