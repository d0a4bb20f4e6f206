#include "pipeline/codec/article_reader.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/check.h"
#include "pipeline/codec/identity.h"
#include "pipeline/codec/json_numbers.h"
#include "pipeline/codec/json_rest.h"
#include "pipeline/codec/ninjs_properties.h"
#include "pipeline/codec/times.h"
#include "pipeline/hash.h"
#include "pipeline/text/encoding.h"

namespace copytaster::codec {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kDepth = 64;
constexpr std::size_t kNames = 512;  ///< top-level properties looked at in one message
constexpr std::string_view kTruncatedMark = "_truncated";
constexpr std::size_t kAuthors = 32;
constexpr std::size_t kAuthorBytes = 256;
constexpr std::size_t kShownBytes = 40;  ///< of a wrong value, in a rejection's message
constexpr double kSecondsBelow = 1e11;   ///< an epoch number below this counts seconds
// What is remembered about an item, or names it, is bounded apart from the message's own bound.
constexpr std::size_t kIdBytes = 1024;
constexpr std::size_t kSourceBytes = 256;
constexpr std::size_t kVersionBytes = 128;
constexpr std::size_t kLanguageBytes = 64;

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

Rejection reject(std::string code, std::string message) {
  return {"read", std::move(code), std::move(message)};
}

/// The longest beginning of at most `bytes` that splits no character.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

/// One message being read: finds fields, converts them, remembers the first that is of a wrong
/// type.
class FieldReader {
 public:
  FieldReader(dom::object root, const ReaderOptions& options) : root_(root), options_(options) {}

  std::string text(std::string_view field) {
    const auto element = find(field);
    if (!element) return {};
    std::string_view value;
    if (element->get(value) != simdjson::SUCCESS) {
      fail(field, "a string", *element);
      return {};
    }
    return std::string(value);
  }

  std::string bounded(std::string_view field, std::string text, std::size_t bytes) {
    if (text.size() <= bytes || rejection_) return text;
    rejection_ = reject("field_too_large", fmt::format("{} has {} bytes; at most {} are allowed",
                                                       field, text.size(), bytes));
    return {};
  }

  /// Ids and versions are often numbers; they are names all the same.
  std::string text_or_number(std::string_view field) {
    const auto element = find(field);
    if (!element) return {};
    if (element->is<std::int64_t>() || element->is<std::uint64_t>())
      return simdjson::to_string(*element);
    return text(field);
  }

  std::optional<Timestamp> time(std::string_view field) {
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

  std::optional<int> urgency() {
    const auto element = find("urgency");
    if (!element) return std::nullopt;
    std::int64_t number = 0;
    if (element->get(number) == simdjson::SUCCESS && number >= 1 && number <= 9)
      return static_cast<int>(number);
    fail("urgency", "a whole number from 1 to 9", *element);
    return std::nullopt;
  }

  std::vector<std::string> authors() {
    std::vector<std::string> names;
    const auto element = find("authors");
    if (!element) return names;
    dom::array array;
    if (element->get(array) != simdjson::SUCCESS) {
      std::string one = text("authors");
      if (!one.empty()) names.push_back(std::move(one));
      return names;
    }
    for (const dom::element each : array) {
      std::string_view name;
      if (each.get(name) != simdjson::SUCCESS) {
        fail("authors", "a list of strings", each);
        return {};
      }
      if (names.size() < kAuthors && !name.empty())
        names.emplace_back(utf8_prefix(name, kAuthorBytes));
    }
    return names;
  }

  PubStatus status() {
    const std::string value = text("status");
    if (value.empty() || value == "usable") return PubStatus::kUsable;
    if (value == "withheld") return PubStatus::kWithheld;
    if (value == "canceled" || value == "cancelled" || value == "killed")
      return PubStatus::kCanceled;
    if (!rejection_) {
      rejection_ = reject("wrong_type",
                          fmt::format("status is \"{}\"; it must be usable, withheld or canceled",
                                      utf8_prefix(value, kShownBytes)));
    }
    return PubStatus::kUsable;
  }

  /// What nothing above has read, within the bound; known ninjs properties go their own way. Of
  /// two fields with one name the first counts, here as above.
  void keep_rest(Article& article) const {
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

  [[nodiscard]] std::optional<Rejection>& rejection() { return rejection_; }

 private:
  /// Hands on what of a property goes its own way, and gives what is left over, if anything.
  std::optional<std::string> hand_on(Article& article, std::string_view key,
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

  [[nodiscard]] std::span<const std::string> pointers(const Field& field) const {
    if (const auto mapped = options_.fields.find(std::string(field.name));
        mapped != options_.fields.end()) {
      return {&mapped->second, 1};
    }
    return options_.format == InputFormat::kNinjs ? field.ninjs : field.json;
  }

  /// In a ninjs list of {role, value}: where the value with this role stands, or nothing.
  [[nodiscard]] std::string by_role(std::string_view list, std::string_view role) const {
    dom::array items;
    if (root_[list].get(items) != simdjson::SUCCESS) return {};
    std::size_t index = 0;
    for (const dom::element item : items) {
      std::string_view has;
      dom::element value;
      if (item["role"].get(has) == simdjson::SUCCESS && has == role &&
          item["value"].get(value) == simdjson::SUCCESS && !value.is_null()) {
        return fmt::format("/{}/{}/value", list, index);
      }
      ++index;
    }
    return {};
  }

  /// Where what ninjs names by a role rather than by a place stands, or nothing.
  [[nodiscard]] std::string named_by_role(std::string_view field) const {
    if (options_.format != InputFormat::kNinjs || options_.fields.contains(std::string(field)))
      return {};
    if (field == "title") return by_role("headlines", "main");
    if (field == "body") return by_role("bodies", "main");
    return field == "url" ? by_role("altIds", "url") : "";
  }

  /// What stands there, and is taken from now on; none where it is absent or null.
  std::optional<dom::element> take(const std::string& pointer) {
    dom::element element;
    if (root_.at_pointer(pointer).get(element) != simdjson::SUCCESS) return std::nullopt;
    taken_.push_back(pointer);
    if (element.is_null()) return std::nullopt;
    return element;
  }

  /// The field's value; none where it is absent or null.
  std::optional<dom::element> find(std::string_view name) {
    if (const auto pointer = named_by_role(name); !pointer.empty()) return take(pointer);
    const auto field = std::find_if(fields().begin(), fields().end(),
                                    [name](const Field& each) { return each.name == name; });
    for (const auto& pointer : pointers(*field)) {
      if (const auto element = take(pointer)) return element;
    }
    return std::nullopt;
  }

  void fail(std::string_view field, std::string_view wanted, dom::element element) {
    if (rejection_) return;
    const std::string shown = simdjson::to_string(element);
    rejection_ = reject("wrong_type", fmt::format("{} must be {}; it is {}", field, wanted,
                                                  utf8_prefix(shown, kShownBytes)));
  }

  dom::object root_;
  const ReaderOptions& options_;
  std::vector<std::string> taken_;  ///< JSON pointers to what has been read
  std::optional<Rejection> rejection_;
};

/// Names the number, and its field too: the message may have hundreds.
std::string describe(const NumberPlace& place) {
  const auto shown = [](std::string_view text) { return utf8_prefix(text, kShownBytes); };
  std::string where = place.key.empty() ? "" : fmt::format(" in \"{}\"", shown(place.key));
  if (place.key != place.outer_key) where += fmt::format(" of \"{}\"", shown(place.outer_key));
  return fmt::format("the number {}{} is malformed, or beyond 64 bits or the range of a double",
                     shown(place.number), where);
}

Rejection json_rejection(simdjson::error_code error, std::string_view json) {
  if (error == simdjson::NUMBER_ERROR) {
    if (const auto place = bad_number(json)) return reject("invalid_json", describe(*place));
  }
  if (error == simdjson::UTF8_ERROR)
    return reject("invalid_utf8", "the message is no valid UTF-8, nor surely of another encoding");
  if (error == simdjson::DEPTH_ERROR) {
    return reject("too_deep", fmt::format("the JSON nests deeper than {} levels", kDepth));
  }
  return reject("invalid_json", simdjson::error_message(error));
}

/// The carried headers: all but those that a record sets itself, and those of an earlier dead
/// letter, which no longer hold once it is read again.
std::vector<Header> carried(const std::vector<Header>& headers) {
  std::vector<Header> kept;
  for (const auto& header : headers) {
    if (!header.name.starts_with("ce_") && header.name != "content-type" &&
        !header.name.starts_with("copytaster.errors.")) {
      kept.push_back(header);
    }
  }
  return kept;
}

void identify(Article& article, const std::string& id, const ReaderOptions& options) {
  article.url_key = url_key(article.url);
  // An id with our own prefix was named by us: records may be read again, and killed by their key.
  if (is_global_id(id) || (is_uri(id) && id.starts_with(options.uri_prefix + ":"))) {
    article.uri = id;
  } else if (!id.empty()) {
    article.uri = article_urn(options.uri_prefix, article.source, id);
  } else if (!article.url_key.empty()) {
    article.uri = article_urn(options.uri_prefix, article.source, article.url_key);
  } else {
    const std::uint64_t content =
        combine(combine(hash64(article.title), hash64(article.body)), hash64(article.html));
    article.uri = article_urn(options.uri_prefix, article.source, fmt::format("{:016x}", content));
  }
}

Result<Article, Rejection> read_tombstone(const Message& message, const ReaderOptions& options) {
  if (!message.key || message.key->empty()) {
    return Error(reject("empty_text",
                        "the message has neither a value nor a key that would name what to kill"));
  }
  if (message.key->size() > kIdBytes) {
    return Error(reject("field_too_large", "the key that names what to kill is too long"));
  }
  Article article;
  article.status = PubStatus::kCanceled;
  article.source = message.origin.topic;
  article.headers = carried(message.headers);
  identify(article, *message.key, options);
  return article;
}

/// Parses with this thread's parser; the result is good until the next call.
simdjson::simdjson_result<dom::element> parse(std::string_view json) {
  thread_local dom::parser parser = [] {
    dom::parser made;
    CHECK(made.allocate(std::size_t{1} << 20U, kDepth) == simdjson::SUCCESS);
    return made;
  }();
  if (json.starts_with("\xef\xbb\xbf")) json.remove_prefix(3);  // a byte order mark says nothing
  // Grown here rather than by parse(), which would forget the bound on the depth.
  if (parser.capacity() < json.size()) {
    if (const auto error = parser.allocate(json.size() + json.size() / 2, kDepth)) return error;
  }
  return parser.parse(json.data(), json.size());
}

/// The charset of the message's content-type; empty where it names none.
std::string_view declared_charset(const std::vector<Header>& headers) {
  for (const auto& header : headers) {
    if (header.name != "content-type" && header.name != "Content-Type") continue;
    static constexpr std::string_view kName = "charset=";
    const std::string_view value = header.value;
    const std::size_t found = value.find(kName);
    if (found == value.npos) continue;
    const std::string_view label = value.substr(found + kName.size());
    const std::size_t begin = label.find_first_not_of("\" ");
    return begin == label.npos ? ""
                               : label.substr(begin, label.find_first_of("\"; ", begin) - begin);
  }
  return {};
}

/// Parses the message, in UTF-8 or else what text/encoding.h is certain of, which is then
/// `decoded`.
simdjson::simdjson_result<dom::element> parse_any(const Message& message,
                                                  std::optional<text::Decoded>& decoded) {
  const std::string& bytes = *message.value;
  if (!text::utf16_order(bytes)) {
    auto parsed = parse(bytes);
    if (parsed.error() != simdjson::UTF8_ERROR) return parsed;
  }
  decoded = text::decode(bytes, declared_charset(message.headers));
  if (!decoded) return simdjson::UTF8_ERROR;
  return parse(decoded->text);
}

/// A kill needs no text but must say of what; anything else needs some text.
std::optional<Rejection> missing(const Article& article, const std::string& id) {
  if (article.status == PubStatus::kCanceled) {
    if (!id.empty() || !url_key(article.url).empty()) return std::nullopt;
    return reject("empty_text", "a kill without id, url or key names nothing to kill");
  }
  if (!article.title.empty() || !article.body.empty() || !article.html.empty()) return std::nullopt;
  return reject("empty_text", "neither title nor body nor html is there");
}

Result<Article, Rejection> read_fields(FieldReader& reader, const Message& message,
                                       const ReaderOptions& options) {
  Article article;
  std::string id = reader.bounded("id", reader.text_or_number("id"), kIdBytes);
  article.source = reader.bounded("source", reader.text("source"), kSourceBytes);
  article.source_given = !article.source.empty();
  if (!article.source_given) article.source = message.origin.topic;
  article.url = reader.text("url");
  article.title = reader.text("title");
  article.body = reader.text("body");
  // A ninjs item's page beside its text says nothing more; unread, it is left over.
  if (options.format == InputFormat::kJson || article.body.empty())
    article.html = reader.text("html");
  article.language = reader.bounded("language", reader.text("language"), kLanguageBytes);
  article.version = reader.bounded("version", reader.text_or_number("version"), kVersionBytes);
  article.published_at = reader.time("published_at");
  article.updated_at = reader.time("updated_at");
  article.embargoed_until = reader.time("embargoed_until");
  article.status = reader.status();
  article.urgency = reader.urgency();
  article.authors = reader.authors();
  article.section = reader.text("section");
  article.image = reader.text("image");
  article.headers = carried(message.headers);
  if (article.status == PubStatus::kCanceled && id.empty() && article.url.empty())
    id = reader.bounded("key", message.key.value_or(""), kIdBytes);
  if (reader.rejection()) return Error(std::move(*reader.rejection()));
  if (auto lacking = missing(article, id)) return Error(std::move(*lacking));
  if (article.embargoed_until && article.status == PubStatus::kUsable)
    article.status = PubStatus::kWithheld;
  identify(article, id, options);
  reader.keep_rest(article);
  return article;
}

}  // namespace

const std::vector<std::string>& field_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const auto& field : fields()) names.emplace_back(field.name);
    return names;
  }();
  return kNames;
}

Result<Article, Rejection> read_article(const Message& message, const ReaderOptions& options) {
  if (!message.value) return read_tombstone(message, options);
  if (message.unheld) {
    Rejection rejection =
        reject("message_too_large",
               fmt::format("{} bytes, more than its transport holds", message.unheld->bytes));
    rejection.named_only = true;
    return Error(std::move(rejection));
  }
  if (message.value->size() > options.message_bytes) {
    return Error(
        reject("message_too_large", fmt::format("{} bytes, more than limits.message_bytes = {}",
                                                message.value->size(), options.message_bytes)));
  }
  dom::element document;
  std::optional<text::Decoded> decoded;
  if (const auto error = parse_any(message, decoded).get(document))
    return Error(json_rejection(error, decoded ? decoded->text : *message.value));
  dom::object root;
  if (document.get(root) != simdjson::SUCCESS)
    return Error(reject("wrong_type", "the message is no JSON object"));
  FieldReader reader(root, options);
  auto article = read_fields(reader, message, options);
  if (article && decoded) {
    article->encoding = std::move(decoded->encoding);
    article->encoding_declared = decoded->declared;
  }
  return article;
}

}  // namespace copytaster::codec
