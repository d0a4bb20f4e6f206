#include "pipeline/codec/record_writer.h"

#include <fmt/core.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "pipeline/codec/times.h"
#include "pipeline/hash.h"

namespace copytaster::codec {
namespace {

constexpr std::size_t kRecordBytes = 6144;  ///< about those of a record beside its body

static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");

/// Bit 7 of each of eight bytes that a JSON string must escape; above the lowest of them there may
/// be bits too many.
constexpr std::uint64_t to_escape(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  const std::uint64_t quote = bytes ^ kOnes * '"';
  const std::uint64_t backslash = bytes ^ kOnes * '\\';
  return (((bytes - kOnes * 0x20) & ~bytes) | ((quote - kOnes) & ~quote) |
          ((backslash - kOnes) & ~backslash)) &
         kOnes * 0x80;
}

/// Whether a byte stands in a JSON string as itself.
constexpr bool is_literal(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// Where the bytes from `at` on that stand in a JSON string as themselves end.
std::size_t literal_end(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  for (; at + sizeof(bytes) <= text.size(); at += sizeof(bytes)) {
    std::memcpy(&bytes, text.data() + at, sizeof(bytes));
    if (const std::uint64_t found = to_escape(bytes); found != 0)
      return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
  }
  while (at < text.size() && is_literal(text[at])) ++at;
  return at;
}

/// RapidJSON's writer with strings that are copied in runs: most of a record is one long string,
/// and RapidJSON looks at each byte of it.
class Writer : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  explicit Writer(rapidjson::StringBuffer& buffer)
      : rapidjson::Writer<rapidjson::StringBuffer>(buffer) {}

  /// A name of the program's own, with nothing to escape.
  void name(std::string_view name) {
    Prefix(rapidjson::kStringType);
    char* to = os_->Push(name.size() + 2);
    *to = '"';
    std::memcpy(to + 1, name.data(), name.size());
    to[name.size() + 1] = '"';
  }
  void string(std::string_view text) {
    Prefix(rapidjson::kStringType);
    os_->Put('"');
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = literal_end(text, at);
      append(text.substr(at, end - at));
      if (end < text.size()) escape(text[end]);
      at = end + 1;
    }
    os_->Put('"');
  }
  /// JSON text as it is, an object or any other value.
  void raw(std::string_view json) {
    Prefix(rapidjson::kObjectType);
    append(json);
  }

 private:
  void append(std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(os_->Push(bytes.size()), bytes.data(), bytes.size());
  }
  void escape(char c) {
    static constexpr std::string_view kNamed = "\"\\\b\f\n\r\t";
    static constexpr std::string_view kNames = "\"\\bfnrt";
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    const std::size_t named = kNamed.find(c);
    if (named != std::string_view::npos) {
      append({"\\", 1});
      os_->Put(kNames[named]);
      return;
    }
    append("\\u00");
    os_->Put(kHex[static_cast<unsigned char>(c) >> 4U]);
    os_->Put(kHex[static_cast<unsigned char>(c) & 15U]);
  }
};

/// The writer with the calls that records need.
class Json {
 public:
  /// `bytes`: about how long the text will be.
  explicit Json(std::size_t bytes = 0)
      : buffer_(nullptr, std::max(bytes, std::size_t{rapidjson::StringBuffer::kDefaultCapacity})),
        writer_(buffer_) {}

  void begin() { writer_.StartObject(); }
  void end() { writer_.EndObject(); }
  void begin(std::string_view name) {
    key(name);
    begin();
  }
  void begin_list(std::string_view name) {
    key(name);
    writer_.StartArray();
  }
  void begin_list() { writer_.StartArray(); }
  void end_list() { writer_.EndArray(); }
  void key(std::string_view name) { writer_.name(name); }
  void value(std::string_view text) { writer_.string(text); }
  void number(std::int64_t number) { writer_.Int64(number); }
  void field(std::string_view name, std::string_view text) {
    key(name);
    value(text);
  }
  void field_if(std::string_view name, std::string_view text) {
    if (!text.empty()) field(name, text);
  }
  void integer(std::string_view name, std::int64_t number) {
    key(name);
    writer_.Int64(number);
  }
  /// A share, to four places: more would only be noise.
  void share(std::string_view name, double share) {
    key(name);
    writer_.Double(std::isfinite(share) ? std::round(share * 10000) / 10000 : 0);
  }
  void truth(std::string_view name, bool truth) {
    key(name);
    writer_.Bool(truth);
  }
  void raw(std::string_view name, const std::string& json) {
    key(name);
    writer_.raw(json);
  }
  [[nodiscard]] std::string text() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  rapidjson::StringBuffer buffer_;
  Writer writer_;
};

void write_origin(Json& json, const Origin& origin) {
  json.field("topic", origin.topic);
  json.integer("partition", origin.partition);
  json.integer("offset", origin.offset.value());
}

void write_reference(Json& json, std::string_view name, const VersionReference& reference) {
  json.begin(name);
  json.field("uri", reference.uri);
  json.field("version", std::to_string(reference.version));
  write_origin(json, reference.origin);
  json.end();
}

void write_ranges(Json& json, std::string_view name, const std::vector<CodePointRange>& ranges) {
  json.begin_list(name);
  for (const auto& range : ranges) {
    json.begin_list();
    json.number(range.begin);
    json.number(range.end);
    json.end_list();
  }
  json.end_list();
}

void write_texts(Json& json, std::string_view name, std::string_view text, std::int64_t words,
                 std::int64_t characters) {
  if (text.empty()) return;
  json.begin_list(name);
  json.begin();
  json.field("role", "main");
  json.field("contentType", "text/plain");
  if (words > 0) {
    json.integer("wordCount", words);
    json.integer("charCount", characters);
  }
  json.field("value", text);
  json.end();
  json.end_list();
}

std::int64_t code_points(std::string_view text) {
  std::int64_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
  return count;
}

void write_named(Json& json, std::string_view name, const std::vector<Entity>& entities,
                 EntityType type) {
  json.begin_list(name);
  for (const auto& entity : entities) {
    if (entity.type != type) continue;
    json.begin();
    json.field("name", entity.name);
    json.field_if("uri", entity.uri);
    json.field("rel", entity.about ? "about" : "mentions");
    json.end();
  }
  json.end_list();
}

void write_verdict(Json& json, const Decision& decision) {
  const Verdict& verdict = decision.verdict;
  json.begin("verdict");
  json.field("kind", name(verdict.kind));
  json.field("identity", name(verdict.identity));
  json.field("copy", name(verdict.copy));
  if (verdict.of) write_reference(json, "of", *verdict.of);
  if (verdict.matched) {
    write_reference(json, "matched", *verdict.matched);
    json.share("score", verdict.score);
    json.begin("evidence");
    json.share("skeleton", verdict.evidence.skeleton);
    json.share("words", verdict.evidence.words);
    json.share("containment", verdict.evidence.containment);
    json.end();
  }
  json.share("novelty", verdict.novelty);
  json.begin_list("contains");
  for (const auto& uri : verdict.contains) json.value(uri);
  json.end_list();
  if (!verdict.changed.empty()) {
    json.begin_list("changed");
    for (const auto& what : verdict.changed) json.value(what);
    json.end_list();
  }
  if (verdict.of_killed) json.truth("of_killed", true);
  if (decision.supersedes) write_reference(json, "supersedes", *decision.supersedes);
  json.end();
}

void write_annotation(Json& json, const Analysis& analysis) {
  json.begin_list("entities");
  for (const auto& entity : analysis.entities) {
    json.begin();
    json.field("type", name(entity.type));
    json.field("name", entity.name);
    json.field_if("uri", entity.uri);
    json.field("rel", entity.about ? "about" : "mentions");
    json.share("relevance", entity.relevance);
    write_ranges(json, "mentions", entity.mentions);
    write_ranges(json, "in_headline", entity.in_headline);
    json.end();
  }
  json.end_list();
  json.begin_list("quotes");
  for (const auto& quote : analysis.quotes) {
    json.begin();
    json.field("text", quote.text);
    json.field_if("speaker", quote.speaker);
    json.field_if("verb", quote.verb);
    json.begin_list("at");
    json.number(quote.at.begin);
    json.number(quote.at.end);
    json.end_list();
    json.end();
  }
  json.end_list();
  json.begin("ranges");
  for (const auto& [kind, ranges] : analysis.ranges) write_ranges(json, kind, ranges);
  json.end();
}

void write_identity(Json& json, std::string_view uri, PubStatus status, std::uint32_t version) {
  json.begin("standard");
  json.field("name", "ninjs");
  json.field("version", "3.0");
  json.end();
  json.field("uri", uri);
  json.field("type", "text");
  json.field("pubStatus", name(status));
  json.field("version", std::to_string(version));
}

void write_source(Json& json, std::string_view source) {
  json.begin_list("infoSources");
  json.begin();
  json.field("name", source);
  json.end();
  json.end_list();
}

void write_story(Json& json, const StoryReference& story) {
  if (story.id == 0) return;
  json.begin("story");
  json.field("id", std::to_string(story.id));
  json.integer("articles", story.articles);
  json.integer("independent_sources", story.independent_sources);
  json.end();
}

void write_own_origin(Json& json, const Origin& origin) {
  json.begin("origin");
  write_origin(json, origin);
  json.field("timestamp", format_time(origin.timestamp));
  json.end();
}

void write_made_by(Json& json, const MadeBy& made_by) {
  json.begin("made_by");
  json.field("version", made_by.version);
  json.field("settings", made_by.settings);
  json.begin("models");
  json.field("entities", made_by.entities_model);
  json.field("topics", made_by.topics_model);
  json.end();
  json.end();
}

/// Everything that ninjs defines.
void write_ninjs(Json& json, const Analysis& analysis, const Decision& decision) {
  const Article& article = analysis.article;
  const bool killed = article.status == PubStatus::kCanceled;
  write_identity(json, article.uri, article.status, decision.version);
  if (analysis.language != "und") json.field_if("language", analysis.language);
  json.field("firstCreated", format_time(decision.first_created));
  json.field("versionCreated", format_time(decision.version_created));
  if (article.embargoed_until) json.field("embargoedUntil", format_time(*article.embargoed_until));
  // Named authors say it better than a byline that was found in the text; both would say it twice.
  std::string by;
  for (const auto& author : article.authors) by += (by.empty() ? "" : ", ") + author;
  json.field_if("by", by.empty() ? analysis.by : by);
  json.field_if("located", analysis.located);
  if (article.urgency) json.integer("urgency", *article.urgency);
  if (!article.url.empty()) {
    json.begin_list("altIds");
    json.begin();
    json.field("role", "url");
    json.field("value", article.url);
    json.end();
    json.end_list();
  }
  write_source(json, article.source);
  write_texts(json, "headlines", analysis.headline, 0, 0);
  if (!killed)
    write_texts(json, "bodies", analysis.body, analysis.word_count, code_points(analysis.body));
  write_named(json, "people", analysis.entities, EntityType::kPerson);
  write_named(json, "organisations", analysis.entities, EntityType::kOrganisation);
  write_named(json, "places", analysis.entities, EntityType::kPlace);
  json.begin_list("subjects");
  for (const auto& subject : analysis.subjects) {
    json.begin();
    json.field("name", subject.name);
    json.field("uri", subject.uri);
    json.field("creator", "copytaster");
    json.integer("confidence", subject.confidence);
    json.end();
  }
  json.end_list();
  for (const auto& [property, text] : article.passthrough) {
    if (!killed || property == "edNote" || property == "slugline") json.raw(property, text);
  }
}

std::string record_text(const AnalysedMessage& message, const Decision& decision,
                        const MadeBy& made_by, bool routed_out) {
  const Analysis& analysis = *message.analysis;
  Json json(analysis.body.size() + kRecordBytes);
  json.begin();
  write_ninjs(json, analysis, decision);
  json.begin("copytaster");
  write_verdict(json, decision);
  write_story(json, decision.story);
  write_annotation(json, analysis);
  write_own_origin(json, message.message.origin);
  if (routed_out) json.truth("routed_out", true);
  write_made_by(json, made_by);
  json.field_if("section", analysis.article.section);
  json.field_if("image", analysis.article.image);
  // A kill takes a text back: nothing of it may come along with the kill itself.
  const bool killed = analysis.article.status == PubStatus::kCanceled;
  json.raw("source_fields", killed ? "{}" : analysis.article.source_fields);
  json.end();
  json.end();
  return json.text();
}

std::string reissue_text(const Reissue& reissue, const MadeBy& made_by, bool routed_out) {
  const Decision& decision = reissue.decision;
  Json json;
  json.begin();
  write_identity(json, reissue.earlier.uri, reissue.status, decision.version);
  json.field("firstCreated", format_time(decision.first_created));
  json.field("versionCreated", format_time(decision.version_created));
  write_source(json, reissue.source);
  json.begin("copytaster");
  json.truth("partial", true);
  write_verdict(json, decision);
  write_story(json, decision.story);
  write_own_origin(json, reissue.earlier.origin);
  if (routed_out) json.truth("routed_out", true);
  write_made_by(json, made_by);
  json.end();
  json.end();
  return json.text();
}

/// CloudEvents in binary mode; `id` is unique for an origin, so a consumer can tell a redelivery.
std::vector<Header> event_headers(std::string_view type, std::string_view id,
                                  std::string_view subject, Timestamp time) {
  return {{"content-type", "application/json"}, {"ce_specversion", "1.0"},
          {"ce_type", std::string(type)},       {"ce_source", "copytaster"},
          {"ce_id", std::string(id)},           {"ce_subject", std::string(subject)},
          {"ce_time", format_time(time)}};
}

std::string origin_id(const Origin& origin) {
  return fmt::format("{}/{}/{}", origin.topic, origin.partition, origin.offset.value());
}

}  // namespace

std::vector<OutputRecord> write_records(const AnalysedMessage& message, const Decision& decision,
                                        const MadeBy& made_by) {
  const Article& article = message.analysis->article;
  std::vector<Header> headers =
      event_headers(fmt::format("copytaster.article.{}", name(decision.verdict.kind)),
                    origin_id(message.message.origin), article.uri, decision.version_created);
  headers.insert(headers.end(), article.headers.begin(), article.headers.end());
  const std::string value = record_text(message, decision, made_by, false);
  std::vector<OutputRecord> records;
  for (const auto& topic : decision.topics) {
    bool routed_out = false;
    for (const auto& gone : decision.routed_out) routed_out = routed_out || gone == topic;
    records.push_back({topic, article.uri,
                       routed_out ? record_text(message, decision, made_by, true) : value,
                       headers});
  }
  return records;
}

std::vector<OutputRecord> write_reissue(const Reissue& reissue, const Origin& cause,
                                        const MadeBy& made_by) {
  const Decision& decision = reissue.decision;
  const auto headers =
      event_headers("copytaster.article.reissued",
                    origin_id(reissue.earlier.origin) + "/reissued/" + origin_id(cause),
                    reissue.earlier.uri, decision.version_created);
  std::vector<OutputRecord> records;
  for (const auto& topic : decision.topics) {
    const bool routed_out = std::find(decision.routed_out.begin(), decision.routed_out.end(),
                                      topic) != decision.routed_out.end();
    records.push_back(
        {topic, reissue.earlier.uri, reissue_text(reissue, made_by, routed_out), headers});
  }
  return records;
}

OutputRecord write_dead_letter(const Message& message, const Rejection& rejection,
                               const std::string& topic) {
  const Origin& origin = message.origin;
  const std::vector<Header> reason = {
      {"copytaster.errors.topic", origin.topic},
      {"copytaster.errors.partition", std::to_string(origin.partition)},
      {"copytaster.errors.offset", std::to_string(origin.offset.value())},
      {"copytaster.errors.stage", rejection.stage},
      {"copytaster.errors.reason", rejection.code},
      {"copytaster.errors.message", rejection.message}};
  if (rejection.named_only) {
    const std::string value = message.value.value_or("");
    OutputRecord named{topic, "", "", reason};
    named.headers.push_back({"copytaster.errors.original_bytes", std::to_string(value.size())});
    named.headers.push_back(
        {"copytaster.errors.original_xxh3", fmt::format("{:016x}", hash64(value))});
    return named;
  }
  OutputRecord whole{topic, message.key.value_or(""), message.value.value_or(""), message.headers};
  whole.headers.insert(whole.headers.end(), reason.begin(), reason.end());
  return whole;
}

OutputRecord write_verdict_revision(const VerdictRevision& revision, const std::string& topic) {
  Json json;
  json.begin();
  json.field("uri", revision.earlier.uri);
  json.field("old_kind", name(revision.old_kind));
  json.field("new_kind", name(revision.new_kind));
  json.field("why", revision.why);
  write_reference(json, "earlier", revision.earlier);
  write_reference(json, "now_copy_of", revision.now_copy_of);
  json.end();
  return {topic, revision.earlier.uri, json.text(),
          event_headers("copytaster.verdict.revised",
                        origin_id(revision.now_copy_of.origin) + "/verdict", revision.earlier.uri,
                        revision.now_copy_of.origin.timestamp)};
}

OutputRecord write_story_event(const RememberedStory& story, std::string_view event,
                               const std::string& topic) {
  const std::string id = std::to_string(story.id);
  Json json;
  json.begin();
  json.field("event", event);
  json.field("id", id);
  json.field("title", story.title);
  json.integer("articles", story.articles);
  json.integer("independent_sources", static_cast<std::int64_t>(story.sources.size()));
  json.field("first_seen", format_time(story.first_seen));
  json.field("last_seen", format_time(story.last_seen));
  json.end();
  return {topic, id, json.text(),
          event_headers(fmt::format("copytaster.story.{}", event),
                        fmt::format("story/{}/{}", id, event), id, story.last_seen)};
}

}  // namespace copytaster::codec
