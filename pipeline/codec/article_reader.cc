#include "pipeline/codec/article_reader.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/check.h"
#include "pipeline/codec/field_reader.h"
#include "pipeline/codec/identity.h"
#include "pipeline/codec/json_numbers.h"
#include "pipeline/hash.h"
#include "pipeline/text/encoding.h"

namespace copytaster::codec {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kDepth = 64;
constexpr std::size_t kShownBytes = 40;  ///< of a number, in a rejection's message
// What is remembered about an item, or names it, is bounded apart from the message's own bound.
constexpr std::size_t kIdBytes = 1024;
constexpr std::size_t kSourceBytes = 256;
constexpr std::size_t kVersionBytes = 128;
constexpr std::size_t kLanguageBytes = 64;

/// Names the number, and its field too: the message may have hundreds.
std::string describe(const NumberPlace& place) {
  const auto shown = [](std::string_view text) { return utf8_prefix(text, kShownBytes); };
  std::string where = place.key.empty() ? "" : fmt::format(" in \"{}\"", shown(place.key));
  if (place.key != place.outer_key) where += fmt::format(" of \"{}\"", shown(place.outer_key));
  return fmt::format(
      "the number {}{} is malformed, or beyond 64 bits or the range of a double; an id of so many "
      "digits must be a string",
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
std::optional<Rejection> missing(const Article& article, const std::string& id,
                                 const FieldReader& reader) {
  if (article.status == PubStatus::kCanceled) {
    if (!id.empty() || !url_key(article.url).empty()) return std::nullopt;
    return reject("empty_text", fmt::format("a kill that names nothing to kill: nothing at {}, and "
                                            "the message has no key",
                                            reader.places({"id", "url"})));
  }
  if (!article.title.empty() || !article.body.empty() || !article.html.empty()) return std::nullopt;
  return reject("empty_text", "no text: nothing at " + reader.places({"title", "body", "html"}));
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
  if (auto lacking = missing(article, id, reader)) return Error(std::move(*lacking));
  if (article.embargoed_until && article.status == PubStatus::kUsable)
    article.status = PubStatus::kWithheld;
  identify(article, id, options);
  reader.keep_rest(article);
  return article;
}

}  // namespace

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
