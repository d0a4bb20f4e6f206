#include "pipeline/codec/article_reader.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/check.h"
#include "pipeline/codec/identity.h"
#include "pipeline/codec/times.h"
#include "pipeline/hash.h"

namespace copytaster::codec {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kDepth = 64;
constexpr std::size_t kAuthors = 32;
constexpr std::size_t kAuthorBytes = 256;
constexpr std::int64_t kSecondsBelow =
    100'000'000'000;  ///< an epoch number below this counts seconds

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

constexpr std::array<std::string_view, 17> kPassedThrough = {
    "profile",         "representationType",
    "contentCreated",  "copyrightHolder",
    "copyrightNotice", "usageTerms",
    "edNote",          "slugline",
    "descriptions",    "events",
    "objects",         "renditions",
    "associations",    "trustIndicators",
    "genres",          "expires",
    "rightsInfo"};

Rejection reject(std::string code, std::string message) {
  return {"read", std::move(code), std::move(message)};
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
    std::int64_t number = 0;
    if (element->get(number) == simdjson::SUCCESS) {
      const bool seconds = number > -kSecondsBelow && number < kSecondsBelow;
      return Timestamp{seconds ? number * 1000 : number};
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
        names.emplace_back(name.substr(0, kAuthorBytes));
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
                                      value.substr(0, 40)));
    }
    return PubStatus::kUsable;
  }

  /// What nothing above has read, within the bound; known ninjs properties go their own way.
  void keep_rest(Article& article) const {
    std::string rest = "{";
    bool truncated = false;
    for (const auto& [key, value] : root_) {
      if (consumed(key)) continue;
      const std::string json = simdjson::to_string(value);
      if (options_.format == InputFormat::kNinjs &&
          std::find(kPassedThrough.begin(), kPassedThrough.end(), key) != kPassedThrough.end()) {
        if (json.size() <= options_.source_fields_bytes) article.passthrough.emplace(key, json);
        continue;
      }
      std::string pair = rest.size() > 1 ? "," : "";
      pair += quoted_key(key) + ":" + json;
      if (rest.size() + pair.size() > options_.source_fields_bytes) {
        truncated = true;
        continue;
      }
      rest += pair;
    }
    if (truncated) rest += rest.size() > 1 ? ",\"_truncated\":true" : "\"_truncated\":true";
    article.source_fields = rest + "}";
  }

  [[nodiscard]] std::optional<Rejection>& rejection() { return rejection_; }

 private:
  static std::string quoted_key(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') quoted.push_back('\\');
      if (byte < 0x20) {
        quoted += fmt::format("\\u{:04x}", byte);
      } else {
        quoted.push_back(c);
      }
    }
    return quoted + "\"";
  }

  std::vector<std::string> pointers(std::string_view field) const {
    if (const auto mapped = options_.fields.find(std::string(field));
        mapped != options_.fields.end()) {
      return {mapped->second};
    }
    const auto found = std::find_if(fields().begin(), fields().end(),
                                    [field](const Field& each) { return each.name == field; });
    return options_.format == InputFormat::kNinjs ? found->ninjs : found->json;
  }

  /// The field's value; none where it is absent or null.
  std::optional<dom::element> find(std::string_view field) const {
    for (const auto& pointer : pointers(field)) {
      dom::element element;
      if (root_.at_pointer(pointer).get(element) == simdjson::SUCCESS && !element.is_null())
        return element;
    }
    return std::nullopt;
  }

  void fail(std::string_view field, std::string_view wanted, dom::element element) {
    if (rejection_) return;
    rejection_ = reject("wrong_type", fmt::format("{} must be {}; it is {}", field, wanted,
                                                  simdjson::to_string(element).substr(0, 40)));
  }

  /// Whether some field lives in (or below) this top-level property.
  [[nodiscard]] bool consumed(std::string_view key) const {
    return std::any_of(fields().begin(), fields().end(), [&](const Field& field) {
      const auto places = pointers(field.name);
      return std::any_of(places.begin(), places.end(), [key](std::string_view pointer) {
        pointer.remove_prefix(std::min<std::size_t>(1, pointer.size()));
        return pointer.substr(0, pointer.find('/')) == key;
      });
    });
  }

  dom::object root_;
  const ReaderOptions& options_;
  std::optional<Rejection> rejection_;
};

Rejection json_rejection(simdjson::error_code error) {
  if (error == simdjson::UTF8_ERROR)
    return reject("invalid_utf8", "the message is not valid UTF-8");
  if (error == simdjson::DEPTH_ERROR) {
    return reject("too_deep", fmt::format("the JSON nests deeper than {} levels", kDepth));
  }
  return reject("invalid_json", simdjson::error_message(error));
}

/// The carried headers: all but those that a record sets itself.
std::vector<Header> carried(const std::vector<Header>& headers) {
  std::vector<Header> kept;
  for (const auto& header : headers) {
    if (!header.name.starts_with("ce_") && header.name != "content-type") kept.push_back(header);
  }
  return kept;
}

void identify(Article& article, const std::string& id, const ReaderOptions& options) {
  article.url_key = url_key(article.url);
  if (is_uri(id)) {
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
  Article article;
  article.status = PubStatus::kCanceled;
  article.source = message.origin.topic;
  article.headers = carried(message.headers);
  identify(article, *message.key, options);
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
  if (message.value->size() > options.message_bytes) {
    return Error(
        reject("message_too_large", fmt::format("{} bytes, more than limits.message_bytes = {}",
                                                message.value->size(), options.message_bytes)));
  }
  thread_local dom::parser parser = [] {
    dom::parser made;
    CHECK(made.allocate(std::size_t{1} << 20U, kDepth) == simdjson::SUCCESS);
    return made;
  }();
  // The bound on the depth is the parser's; a larger message makes it allocate anew and keep the
  // bound.
  if (parser.capacity() < message.value->size()) {
    CHECK(parser.allocate(message.value->size() + message.value->size() / 2, kDepth) ==
          simdjson::SUCCESS);
  }
  dom::element document;
  if (const auto error = parser.parse(*message.value).get(document))
    return Error(json_rejection(error));
  dom::object root;
  if (document.get(root) != simdjson::SUCCESS)
    return Error(reject("wrong_type", "the message is no JSON object"));

  FieldReader reader(root, options);
  Article article;
  const std::string id = reader.text_or_number("id");
  article.source = reader.text("source");
  if (article.source.empty()) article.source = message.origin.topic;
  article.url = reader.text("url");
  article.title = reader.text("title");
  article.body = reader.text("body");
  article.html = reader.text("html");
  article.language = reader.text("language");
  article.version = reader.text_or_number("version");
  article.published_at = reader.time("published_at");
  article.updated_at = reader.time("updated_at");
  article.embargoed_until = reader.time("embargoed_until");
  article.status = reader.status();
  article.urgency = reader.urgency();
  article.authors = reader.authors();
  article.section = reader.text("section");
  article.image = reader.text("image");
  article.headers = carried(message.headers);
  if (reader.rejection()) return Error(std::move(*reader.rejection()));
  const bool blank = article.title.empty() && article.body.empty() && article.html.empty();
  if (article.status != PubStatus::kCanceled && blank) {
    return Error(reject("empty_text", "neither title nor body nor html is there"));
  }
  if (article.embargoed_until && article.status == PubStatus::kUsable)
    article.status = PubStatus::kWithheld;
  identify(article, id, options);
  reader.keep_rest(article);
  return article;
}

}  // namespace copytaster::codec
