#include "pipeline/codec/event_writer.h"

#include <fmt/core.h>

#include <cstdint>

#include "pipeline/codec/json_writer.h"
#include "pipeline/codec/record_parts.h"

namespace copytaster::codec {

OutputRecord write_verdict_revision(const VerdictRevision& revision, const std::string& topic) {
  JsonWriter json;
  json.begin();
  json.field("uri", revision.earlier.uri);
  json.field("old_kind", name(revision.old_kind));
  json.field("new_kind", name(revision.new_kind));
  json.field_if("why", revision.why);
  json.field_if("by", revision.by);
  write_reference(json, "earlier", revision.earlier);
  if (revision.was_copy_of) write_reference(json, "was_copy_of", *revision.was_copy_of);
  if (revision.now_copy_of) write_reference(json, "now_copy_of", *revision.now_copy_of);
  json.begin("cause");
  write_origin(json, revision.cause);
  json.end();
  json.end();
  return {topic, revision.earlier.uri, json.text(),
          event_headers("copytaster.verdict.revised",
                        fmt::format("{}/verdict/{}", origin_id(revision.cause),
                                    origin_id(revision.earlier.origin)),
                        revision.earlier.uri, revision.cause.timestamp)};
}

OutputRecord write_override(const Override& said, const Origin& origin, std::uint64_t story,
                            const std::string& topic) {
  const std::string& key = said.items.empty() ? said.source : said.items.front();
  JsonWriter json;
  json.begin();
  json.field("override", name(said.type));
  if (!said.items.empty()) {
    json.begin_list("items");
    for (const auto& item : said.items) json.value(item);
    json.end_list();
  }
  json.field_if("of", said.of);
  if (said.type == OverrideType::kCopyOf) json.field("kind", name(said.copy));
  json.field_if("source", said.source);
  json.field_if("same_as", said.same_as);
  if (story != 0) json.field("story", std::to_string(story));
  json.field("by", said.by);
  json.field_if("why", said.why);
  json.begin("origin");
  write_origin(json, origin);
  json.end();
  json.end();
  return {topic, key, json.text(),
          event_headers("copytaster.override", origin_id(origin), key, origin.timestamp)};
}

OutputRecord write_story_event(const RememberedStory& story, std::string_view event,
                               const std::string& topic, std::uint64_t into) {
  const std::string id = std::to_string(story.id);
  JsonWriter json;
  json.begin();
  json.field("event", event);
  json.field("id", id);
  if (into != 0) json.field("into", std::to_string(into));
  json.field("title", story.title);
  json.integer("articles", story.articles);
  json.integer("independent_sources", static_cast<std::int64_t>(story.sources.size()));
  write_time(json, "first_seen", story.first_seen);
  write_time(json, "last_seen", story.last_seen);
  json.end();
  return {topic, id, json.text(),
          event_headers(fmt::format("copytaster.story.{}", event),
                        fmt::format("story/{}/{}", id, event), id, story.last_seen)};
}

}  // namespace copytaster::codec
