#include "pipeline/codec/record_writer.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <map>
#include <set>

namespace copytaster::codec {
namespace {

namespace dom = simdjson::dom;

AnalysedMessage sample() {
  AnalysedMessage message;
  message.message.origin = {"raw", 0, Offset(3), Timestamp{1772352000000}};
  Analysis& analysis = message.analysis.emplace();
  analysis.article.uri = "urn:article:a:1";
  analysis.article.source = "a";
  analysis.article.url = "https://example.com/x";
  analysis.article.urgency = 4;
  analysis.article.authors = {"X"};
  analysis.article.headers = {{"traceparent", "00-1"}};
  analysis.article.passthrough = {{"slugline", "\"S\""}};
  analysis.headline = "H \"quoted\" \n é";
  analysis.body = "Body é 漢";
  analysis.word_count = 3;
  analysis.language = "en";
  analysis.entities = {{EntityType::kPerson, "P", "", "", true, 0.5, {{0, 4}}, {}},
                       {EntityType::kPlace, "L", "urn:l", "", false, 0.1, {}, {{0, 1}}}};
  analysis.quotes = {{"q", "P", "said", {1, 2}}};
  analysis.subjects = {{"politics", "http://cv.iptc.org/newscodes/mediatopic/11000000", 93, ""}};
  analysis.ranges = {{"dateline", {{0, 2}}}};
  return message;
}

Decision decided() {
  Decision decision;
  decision.topics = {"enriched", "desk"};
  decision.routed_out = {"desk"};
  decision.story = {5, 2, 1};
  return decision;
}

/// The constraints of ninjs 3 on the properties that we write: names, types, required members.
void expect_ninjs(dom::object record) {
  static const std::map<std::string_view, char> kTypes = {
      {"standard", '{'},       {"uri", '"'},
      {"type", '"'},           {"pubStatus", '"'},
      {"version", '"'},        {"language", '"'},
      {"firstCreated", '"'},   {"versionCreated", '"'},
      {"embargoedUntil", '"'}, {"by", '"'},
      {"located", '"'},        {"urgency", 'l'},
      {"altIds", '['},         {"infoSources", '['},
      {"headlines", '['},      {"bodies", '['},
      {"people", '['},         {"organisations", '['},
      {"places", '['},         {"subjects", '['},
      {"slugline", '"'}};
  bool has_uri = false;
  for (const auto& [key, value] : record) {
    if (key == "copytaster") continue;
    const auto type = kTypes.find(key);
    ASSERT_NE(type, kTypes.end()) << key << " is no property of ninjs 3";
    EXPECT_EQ(static_cast<char>(value.type()), type->second) << key;
    has_uri = has_uri || key == "uri";
  }
  EXPECT_TRUE(has_uri);
  const std::set<std::string_view> statuses = {"usable", "withheld", "canceled"};
  EXPECT_TRUE(statuses.contains(std::string_view(record["pubStatus"])));
  for (const char* list : {"people", "organisations", "places", "subjects", "infoSources"}) {
    dom::array items;
    if (record[list].get(items) != simdjson::SUCCESS) continue;
    for (const dom::element item : items) EXPECT_TRUE(item["name"].is_string()) << list;
  }
  for (const char* list : {"headlines", "bodies"}) {
    dom::array items;
    if (record[list].get(items) != simdjson::SUCCESS) continue;
    for (const dom::element item : items) EXPECT_TRUE(item["value"].is_string()) << list;
  }
}

TEST(RecordWriter, IsNinjsWithOneObjectOfOurOwn) {
  const auto records = write_records(sample(), decided(), {"1", "s", "e", "t"});
  ASSERT_EQ(records.size(), 2U);
  dom::parser parser;
  dom::object record;
  ASSERT_EQ(parser.parse(records[0].value).get(record), simdjson::SUCCESS) << records[0].value;
  expect_ninjs(record);
  EXPECT_EQ(std::string_view(record.at_pointer("/headlines/0/value")), "H \"quoted\" \n é");
  EXPECT_EQ(std::int64_t(record.at_pointer("/bodies/0/charCount")), 8);
  EXPECT_EQ(std::string_view(record.at_pointer("/copytaster/verdict/kind")), "new");
  EXPECT_EQ(std::int64_t(record.at_pointer("/copytaster/entities/0/mentions/0/1")), 4);
  EXPECT_EQ(records[0].key, "urn:article:a:1");
}

TEST(RecordWriter, MarksTheTopicThatTheRecordLeft) {
  const auto records = write_records(sample(), decided(), {});
  EXPECT_EQ(records[0].value.find("routed_out"), std::string::npos);
  EXPECT_NE(records[1].value.find("\"routed_out\":true"), std::string::npos);
}

TEST(RecordWriter, HeadersAreCloudEventsAndWhatCameIn) {
  std::map<std::string, std::string> headers;
  const auto records = write_records(sample(), decided(), {});
  for (const auto& header : records[0].headers) headers[header.name] = header.value;
  EXPECT_EQ(headers["ce_specversion"], "1.0");
  EXPECT_EQ(headers["ce_id"], "raw/0/3");
  EXPECT_EQ(headers["content-type"], "application/json");
  EXPECT_EQ(headers["traceparent"], "00-1");
}

TEST(RecordWriter, DeadLettersKeepTheirBytes) {
  Message message;
  message.origin = {"raw", 0, Offset(3), {}};
  message.key = "k";
  message.value = std::string("\xff\0x", 3);
  const auto record = write_dead_letter(message, {"read", "invalid_utf8", "why"}, "dead");
  EXPECT_EQ(record.value, *message.value);
  EXPECT_EQ(record.key, "k");
  bool reason = false;
  for (const auto& header : record.headers)
    reason =
        reason || (header.name == "copytaster.errors.reason" && header.value == "invalid_utf8");
  EXPECT_TRUE(reason);
}

}  // namespace
}  // namespace copytaster::codec
