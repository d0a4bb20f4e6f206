#include "pipeline/codec/record_writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "pipeline/codec/json_writer.h"
#include "pipeline/codec/record_parts.h"
#include "pipeline/codec/times.h"
#include "pipeline/hash.h"

namespace copytaster::codec {
namespace {

constexpr std::size_t kRecordBytes = 6144;  ///< about those of a record beside its body

void write_ranges(JsonWriter& json, std::string_view name,
                  const std::vector<CodePointRange>& ranges) {
  json.begin_list(name);
  for (const auto& range : ranges) {
    json.begin_list();
    json.number(range.begin);
    json.number(range.end);
    json.end_list();
  }
  json.end_list();
}

/// The further items of the input's list of this name; empty when there are none.
std::string_view further(const Article& article, const std::string& name) {
  const auto found = article.further.find(name);
  return found == article.further.end() ? std::string_view() : found->second;
}

void write_texts(JsonWriter& json, std::string_view name, std::string_view text, std::int64_t words,
                 std::int64_t characters, std::string_view further) {
  if (text.empty() && further.empty()) return;
  json.begin_list(name);
  if (!text.empty()) {
    json.begin();
    json.field("role", "main");
    json.field("contentType", "text/plain");
    if (characters > 0) {
      json.integer("wordCount", words);
      json.integer("charCount", characters);
    }
    json.field("value", text);
    json.end();
  }
  json.raw_items(further);
  json.end_list();
}

std::int64_t code_points(std::string_view text) {
  std::uint32_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1U : 0U;
  return count;
}

void write_named(JsonWriter& json, std::string_view name, const std::vector<Entity>& entities,
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

void write_ruling(JsonWriter& json, const Ruling& ruling) {
  json.begin("overruled");
  json.field("override", name(ruling.type));
  json.field_if("of", ruling.of);
  json.field("by", ruling.by);
  json.field_if("why", ruling.why);
  json.end();
}

void write_verdict(JsonWriter& json, const Decision& decision) {
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
    json.share("order", verdict.evidence.order);
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
  if (verdict.canonical) {
    json.begin("canonical");
    json.field_if("uri", verdict.canonical->uri);
    json.field("source", verdict.canonical->source);
    json.field("why", verdict.canonical->why);
    json.end();
  }
  if (verdict.overruled) write_ruling(json, *verdict.overruled);
  if (decision.supersedes) write_reference(json, "supersedes", *decision.supersedes);
  json.end();
}

/// What the text itself tells, and the lines that the Desk knows as its source's furniture.
void write_all_ranges(JsonWriter& json, const Analysis& analysis,
                      const std::vector<CodePointRange>& furniture) {
  auto all = analysis.ranges;
  if (!furniture.empty()) {
    auto& ranges = all["furniture"];
    ranges.insert(ranges.end(), furniture.begin(), furniture.end());
    std::sort(ranges.begin(), ranges.end());
  }
  json.begin("ranges");
  for (const auto& [kind, ranges] : all) write_ranges(json, kind, ranges);
  json.end();
}

void write_annotation(JsonWriter& json, const Analysis& analysis, const Decision& decision) {
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
  write_all_ranges(json, analysis, decision.furniture);
  write_ranges(json, "sentences", analysis.sentences);
}

void write_identity(JsonWriter& json, std::string_view uri, PubStatus status,
                    std::uint32_t version) {
  json.begin("standard");
  json.field("name", "ninjs");
  json.field("version", "3.0");
  json.end();
  json.field("uri", uri);
  json.field("pubStatus", name(status));
  json.field("version", std::to_string(version));
}

void write_source(JsonWriter& json, std::string_view source, std::string_view further) {
  json.begin_list("infoSources");
  json.begin();
  json.field("name", source);
  json.end();
  json.raw_items(further);
  json.end_list();
}

void write_story(JsonWriter& json, const StoryReference& story) {
  if (story.id == 0) return;
  json.begin("story");
  json.field("id", std::to_string(story.id));
  json.integer("articles", story.articles);
  json.integer("independent_sources", story.independent_sources);
  json.end();
}

/// `message`: as it arrived, where that is still known.
void write_own_origin(JsonWriter& json, const Origin& origin, const Message* message = nullptr) {
  json.begin("origin");
  write_origin(json, origin);
  write_time(json, "timestamp", origin.timestamp);
  const bool inherited = message != nullptr && message->timestamp_inherited;
  if (inherited && origin.timestamp != Timestamp{}) json.field("timestamp_from", "message_before");
  if (message != nullptr && message->timestamp_unreadable) json.truth("timestamp_unreadable", true);
  json.end();
}

void write_made_by(JsonWriter& json, const MadeBy& made_by) {
  json.begin("made_by");
  json.field("version", made_by.version);
  json.field("settings", made_by.settings);
  json.begin("models");
  json.field("entities", made_by.entities_model);
  json.field("topics", made_by.topics_model);
  json.end();
  json.end();
}

void write_alternative_ids(JsonWriter& json, const Article& article) {
  const std::string_view more = further(article, "altIds");
  if (article.url.empty() && more.empty()) return;
  json.begin_list("altIds");
  if (!article.url.empty()) {
    json.begin();
    json.field("role", "url");
    json.field("value", article.url);
    json.end();
  }
  json.raw_items(more);
  json.end_list();
}

/// Everything that ninjs defines.
void write_ninjs(JsonWriter& json, const Analysis& analysis, const Decision& decision) {
  const Article& article = analysis.article;
  const bool killed = article.status == PubStatus::kCanceled;
  write_identity(json, article.uri, article.status, decision.version);
  if (!article.passthrough.contains("type")) json.field("type", "text");
  if (!killed) json.field_if("language", analysis.language);
  write_time(json, "firstCreated", decision.first_created);
  write_time(json, "versionCreated", decision.version_created);
  if (article.embargoed_until) json.field("embargoedUntil", format_time(*article.embargoed_until));
  // Named authors say it better than a byline that was found in the text; both would say it twice.
  std::string by;
  for (const auto& author : article.authors) by += (by.empty() ? "" : ", ") + author;
  json.field_if("by", by.empty() ? analysis.by : by);
  const auto open = [&](const char* property) {
    return killed || !article.passthrough.contains(property);
  };
  if (open("located")) json.field_if("located", analysis.located);
  if (open("slugline")) json.field_if("slugline", analysis.slugline);
  if (open("edNote")) json.field_if("edNote", analysis.ed_note);
  if (article.urgency) json.integer("urgency", *article.urgency);
  write_alternative_ids(json, article);
  write_source(json, article.source, further(article, "infoSources"));
  write_texts(json, "headlines", analysis.headline, 0, 0,
              killed ? std::string_view() : further(article, "headlines"));
  if (!killed) {
    write_texts(json, "bodies", analysis.body, analysis.word_count, code_points(analysis.body),
                further(article, "bodies"));
  }
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
    const bool kept = property == "edNote" || property == "slugline" || property == "type";
    if (!killed || kept) json.raw(property, text);
  }
}

/// How the text came to be, where that was not plainly.
void write_text_history(JsonWriter& json, const Analysis& analysis) {
  const Article& article = analysis.article;
  if (article.encoding.empty() && analysis.repaired.empty()) return;
  json.begin("text");
  if (!article.encoding.empty()) {
    json.field("encoding", article.encoding);
    json.field("encoding_from", article.encoding_declared ? "declaration" : "detection");
  }
  if (!analysis.repaired.empty()) {
    json.begin_list("repaired");
    for (const auto& what : analysis.repaired) json.value(what);
    json.end_list();
  }
  json.end();
}

std::string record_text(const AnalysedMessage& message, const Decision& decision,
                        const MadeBy& made_by, bool routed_out) {
  const Analysis& analysis = *message.analysis;
  JsonWriter json(analysis.body.size() + kRecordBytes);
  json.begin();
  write_ninjs(json, analysis, decision);
  json.begin("copytaster");
  write_verdict(json, decision);
  write_story(json, decision.story);
  write_annotation(json, analysis, decision);
  write_text_history(json, analysis);
  write_own_origin(json, message.message.origin, &message.message);
  if (routed_out) json.truth("routed_out", true);
  write_made_by(json, made_by);
  if (analysis.article.language != analysis.language)
    json.field_if("declared_language", analysis.article.language);
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
  JsonWriter json;
  json.begin();
  write_identity(json, reissue.earlier.uri, reissue.status, decision.version);
  write_time(json, "firstCreated", decision.first_created);
  write_time(json, "versionCreated", decision.version_created);
  write_source(json, reissue.source, {});
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
    const std::string_view value = message.value ? std::string_view(*message.value) : "";
    const Unheld original = message.unheld.value_or(Unheld{value.size(), hash64(value)});
    OutputRecord named{topic, std::nullopt, "", reason};
    named.headers.push_back({"copytaster.errors.original_bytes", std::to_string(original.bytes)});
    named.headers.push_back(
        {"copytaster.errors.original_xxh3", fmt::format("{:016x}", original.xxh3)});
    return named;
  }
  OutputRecord whole{topic, message.key, message.value.value_or(""), message.headers};
  whole.headers.insert(whole.headers.end(), reason.begin(), reason.end());
  return whole;
}

}  // namespace copytaster::codec
