#include "pipeline/codec/record_writer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <simdjson.h>

#include <limits>

#include "tests/pipeline/codec/ninjs_check.h"

namespace copytaster::codec {
namespace {

const MadeBy kMadeBy{"0.1", "settings", "entities", "topics"};
const VersionReference kEarlier{"urn:x:0", 3, {"news.raw", 2, Offset(9), {5}}};

AnalysedMessage a_message() {
  AnalysedMessage message;
  message.message.origin = {"news.raw", 1, Offset(7), {1'772'360'430'000}};
  Analysis& analysis = message.analysis.emplace();
  analysis.article.uri = "urn:x:1";
  analysis.article.source = "Wire";
  analysis.article.url = "https://e.com/a";
  analysis.article.urgency = 3;
  analysis.article.authors = {"A", "B"};
  analysis.article.passthrough = {{"edNote", "\"n\""}, {"descriptions", R"([{"value":"d"}])"}};
  analysis.article.source_fields = R"({"desk":1})";
  analysis.article.headers = {{"traceparent", "00-1"}};
  analysis.headline = "H";
  analysis.body = "B\xc3\xbc";
  analysis.by = "A";
  analysis.language = "en";
  analysis.located = "LUXEMBOURG";
  analysis.word_count = 1;
  analysis.ranges["dateline"] = {{0, 1}};
  analysis.sentences = {{0, 2}};
  analysis.entities = {{EntityType::kPerson, "P", "urn:p:1", "", true, 0.91234, {{0, 1}}, {{0, 1}}},
                       {EntityType::kOrganisation, "O", "", "", false, 0.5, {{1, 2}}, {}},
                       {EntityType::kPlace, "L", "urn:l:1", "", false, 0.1, {}, {}}};
  analysis.quotes = {{"q", "P", "said", {0, 1}}};
  analysis.subjects = {{"diplomacy", "http://cv.iptc.org/newscodes/mediatopic/20000639", 93, ""}};
  return message;
}

Decision a_decision() {
  Decision decision;
  decision.verdict.kind = Kind::kSpun;
  decision.verdict.copy = CopyKind::kSpun;
  decision.verdict.of = decision.verdict.matched = kEarlier;
  decision.verdict.score = 0.74;
  decision.verdict.contains = {"urn:x:5"};
  decision.version = 2;
  decision.version_created = {1'772'360'430'000};
  decision.story = {11, 17, 4};
  decision.topics = {"enriched", "desk"};
  decision.routed_out = {"desk"};
  return decision;
}

/// The text or number at a JSON pointer, as JSON; "absent" where there is none.
std::string at(const std::string& json, const std::string& pointer) {
  simdjson::dom::parser parser;
  simdjson::dom::element value;
  if (parser.parse(json).at_pointer(pointer).get(value) != simdjson::SUCCESS) return "absent";
  return simdjson::to_string(value);
}

void append_utf8(std::string& text, std::uint32_t code) {
  const auto continued = [&](unsigned shift) {
    text.push_back(static_cast<char>(0x80U | ((code >> shift) & 0x3fU)));
  };
  if (code < 0x80U) {
    text.push_back(static_cast<char>(code));
    return;
  }
  const unsigned more = code < 0x800U ? 1 : code < 0x10000U ? 2 : 3;
  static constexpr unsigned kLead[] = {0, 0xc0U, 0xe0U, 0xf0U};
  text.push_back(static_cast<char>(kLead[more] | (code >> (6 * more))));
  for (unsigned left = more; left > 0; --left) continued(6 * (left - 1));
}

std::string header(const OutputRecord& record, std::string_view name) {
  std::string value = "absent";
  for (const auto& each : record.headers) {
    if (each.name == name) value = each.value;
  }
  return value;
}

TEST(NinjsCheck, FindsWhatTheStandardForbids) {
  EXPECT_EQ(test::ninjs_problem(R"({"uri":"urn:x:1","copytaster":{"any":1}})"), "");
  for (const auto* wrong :
       {"[]", "{}", R"({"uri":"no uri"})", R"({"uri":"urn:x:1","odd":1})",
        R"({"uri":"urn:x:1","version":2})", R"({"uri":"urn:x:1","pubStatus":"gone"})",
        R"({"uri":"urn:x:1","urgency":10})", R"({"uri":"urn:x:1","bodies":[{"role":"main"}]})",
        R"({"uri":"urn:x:1","firstCreated":"2026"})",
        R"({"uri":"urn:x:1","people":[{"name":"P","odd":1}]})",
        R"({"uri":"urn:x:1","uri":"urn:x:1"})",
        R"({"uri":"urn:x:1","subjects":[{"confidence":101}]})"}) {
    EXPECT_NE(test::ninjs_problem(wrong), "") << wrong;
  }
}

TEST(RecordWriter, ARecordIsNinjsAndSaysEverything) {
  const auto records = write_records(a_message(), a_decision(), kMadeBy);
  ASSERT_EQ(records.size(), 2U);
  const std::string& value = records[0].value;
  EXPECT_EQ(test::ninjs_problem(value), "");
  EXPECT_EQ(records[0].key, "urn:x:1");
  const std::map<std::string, std::string> expected = {
      {"/version", "\"2\""},
      {"/pubStatus", "\"usable\""},
      {"/language", "\"en\""},
      {"/by", "\"A, B\""},
      {"/located", "\"LUXEMBOURG\""},
      {"/urgency", "3"},
      {"/altIds/0/value", "\"https://e.com/a\""},
      {"/infoSources/0/name", "\"Wire\""},
      {"/headlines/0/value", "\"H\""},
      {"/bodies/0/charCount", "2"},
      {"/versionCreated", "\"2026-03-01T10:20:30Z\""},
      {"/edNote", "\"n\""},
      {"/people/0/name", "\"P\""},
      {"/organisations/0/rel", "\"mentions\""},
      {"/places/0/uri", "\"urn:l:1\""},
      {"/subjects/0/confidence", "93"},
      {"/copytaster/verdict/kind", "\"spun\""},
      {"/copytaster/verdict/of",
       R"({"uri":"urn:x:0","version":"3","topic":"news.raw","partition":2,"offset":9})"},
      {"/copytaster/verdict/score", "0.74"},
      {"/copytaster/verdict/contains", R"(["urn:x:5"])"},
      {"/copytaster/story", R"({"id":"11","articles":17,"independent_sources":4})"},
      {"/copytaster/entities/0/relevance", "0.9123"},
      {"/copytaster/entities/0/mentions", "[[0,1]]"},
      {"/copytaster/quotes/0", R"({"text":"q","speaker":"P","verb":"said","at":[0,1]})"},
      {"/copytaster/ranges", R"({"dateline":[[0,1]]})"},
      {"/copytaster/sentences", "[[0,2]]"},
      {"/copytaster/origin/offset", "7"},
      {"/copytaster/made_by/models/topics", "\"topics\""},
      {"/copytaster/source_fields", R"({"desk":1})"},
      {"/copytaster/routed_out", "absent"}};
  for (const auto& [pointer, json] : expected) EXPECT_EQ(at(value, pointer), json) << pointer;
  EXPECT_EQ(at(records[1].value, "/copytaster/routed_out"), "true");
}

TEST(RecordWriter, ADeclaredLanguageThatWasOverruledIsShown) {
  AnalysedMessage message = a_message();
  for (const auto& [declared, shown] : std::map<std::string, std::string>{
           {"fr", "\"fr\""}, {"en-GB", "\"en-GB\""}, {"en", "absent"}, {"", "absent"}}) {
    message.analysis->article.language = declared;
    const std::string value = write_records(message, a_decision(), kMadeBy)[0].value;
    EXPECT_EQ(at(value, "/language"), "\"en\"");
    EXPECT_EQ(at(value, "/copytaster/declared_language"), shown) << declared;
  }
}

TEST(RecordWriter, ABodyWithoutWordsIsCountedToo) {
  AnalysedMessage message = a_message();
  message.analysis->body = "\u2026!";
  message.analysis->word_count = 0;
  const std::string value = write_records(message, a_decision(), kMadeBy)[0].value;
  EXPECT_EQ(at(value, "/bodies/0/wordCount"), "0");
  EXPECT_EQ(at(value, "/bodies/0/charCount"), "2");
}

/// BCP 47 has a word for a language that nobody knows; a kill has no text to be in one.
TEST(RecordWriter, AnUnsureLanguageIsWritten) {
  AnalysedMessage message = a_message();
  message.analysis->language = "und";
  message.analysis->article.language = "no tag";
  const std::string value = write_records(message, a_decision(), kMadeBy)[0].value;
  EXPECT_EQ(at(value, "/language"), "\"und\"");
  EXPECT_EQ(at(value, "/copytaster/declared_language"), "\"no tag\"");
  message.analysis->article.status = PubStatus::kCanceled;
  EXPECT_EQ(at(write_records(message, a_decision(), kMadeBy)[0].value, "/language"), "absent");
}

TEST(RecordWriter, WhatTheTextSaysOfItselfYieldsToTheInput) {
  AnalysedMessage message = a_message();
  message.analysis->slugline = "BC-EU--Trade";
  message.analysis->ed_note = "Eds: Updates.";
  std::string value = write_records(message, a_decision(), kMadeBy)[0].value;
  EXPECT_EQ(test::ninjs_problem(value), "");
  EXPECT_EQ(at(value, "/slugline"), "\"BC-EU--Trade\"");
  EXPECT_EQ(at(value, "/edNote"), "\"n\"");
  message.analysis->article.passthrough.erase("edNote");
  message.analysis->article.passthrough["slugline"] = "\"eu-trade\"";
  value = write_records(message, a_decision(), kMadeBy)[0].value;
  EXPECT_EQ(at(value, "/slugline"), "\"eu-trade\"");
  EXPECT_EQ(at(value, "/edNote"), "\"Eds: Updates.\"");
}

TEST(RecordWriter, WhatWasMendedIsSaid) {
  AnalysedMessage message = a_message();
  const auto shown = [&message] {
    return at(write_records(message, a_decision(), kMadeBy)[0].value, "/copytaster/text");
  };
  EXPECT_EQ(shown(), "absent");
  message.analysis->repaired = {"mojibake", "references"};
  EXPECT_EQ(shown(), R"({"repaired":["mojibake","references"]})");
  message.analysis->article.encoding = "utf-16le";
  message.analysis->repaired.clear();
  EXPECT_EQ(shown(), R"({"encoding":"utf-16le","encoding_from":"detection"})");
  message.analysis->article.encoding_declared = true;
  EXPECT_EQ(shown(), R"({"encoding":"utf-16le","encoding_from":"declaration"})");
}

TEST(RecordWriter, ATimestampThatIsNotTheMessagesOwnIsSaid) {
  AnalysedMessage message = a_message();
  const auto shown = [&message] {
    const std::string value = write_records(message, a_decision(), kMadeBy)[0].value;
    return at(value, "/copytaster/origin/timestamp_from") + " " +
           at(value, "/copytaster/origin/timestamp_unreadable");
  };
  EXPECT_EQ(shown(), "absent absent");
  message.message.timestamp_inherited = true;
  EXPECT_EQ(shown(), "\"message_before\" absent");
  message.message.timestamp_unreadable = true;
  EXPECT_EQ(shown(), "\"message_before\" true");
  message.message.origin.timestamp = {};
  EXPECT_EQ(shown(), "absent true") << "none came before";
}

TEST(RecordWriter, HeadersAreCloudEvents) {
  const auto record = write_records(a_message(), a_decision(), kMadeBy)[0];
  EXPECT_EQ(header(record, "ce_specversion"), "1.0");
  EXPECT_EQ(header(record, "ce_id"), "news.raw/1/7");
  EXPECT_EQ(header(record, "ce_subject"), "urn:x:1");
  EXPECT_EQ(header(record, "ce_time"), "2026-03-01T10:20:30Z");
  EXPECT_EQ(header(record, "content-type"), "application/json");
  EXPECT_EQ(header(record, "traceparent"), "00-1");
  for (const auto* name : {"ce_source", "ce_type"}) EXPECT_NE(header(record, name), "absent");
}

TEST(RecordWriter, EveryKindOfRecordIsNinjs) {
  for (int kind = 0; kind < 9; ++kind) {
    for (const auto status : {PubStatus::kUsable, PubStatus::kWithheld, PubStatus::kCanceled}) {
      AnalysedMessage message = a_message();
      message.analysis->article.status = status;
      message.analysis->article.embargoed_until =
          Timestamp{std::numeric_limits<std::int64_t>::max()};
      Decision decision = a_decision();
      decision.verdict.kind = static_cast<Kind>(kind);
      decision.verdict.novelty = std::numeric_limits<double>::quiet_NaN();
      EXPECT_EQ(test::ninjs_problem(write_records(message, decision, kMadeBy)[0].value), "");
    }
  }
}

TEST(RecordWriter, AKillTakesTheTextBack) {
  AnalysedMessage message = a_message();
  message.analysis->article.status = PubStatus::kCanceled;
  const std::string value = write_records(message, a_decision(), kMadeBy)[0].value;
  EXPECT_EQ(at(value, "/pubStatus"), "\"canceled\"");
  for (const auto* gone : {"/bodies", "/descriptions", "/copytaster/source_fields/desk"})
    EXPECT_EQ(at(value, gone), "absent") << gone;
  EXPECT_EQ(at(value, "/edNote"), "\"n\"") << "it may say why";
}

TEST(RecordWriter, AnyTextArrivesWhole) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint32_t>& code_points) {
    AnalysedMessage message = a_message();
    std::string text;
    for (std::uint32_t code : code_points) {
      code %= 0x110000U;
      if (code >= 0xd800U && code < 0xe000U) code = '"';
      append_utf8(text, code);
    }
    message.analysis->body = text;
    const std::string value = write_records(message, a_decision(), kMadeBy)[0].value;
    RC_ASSERT(test::ninjs_problem(value).empty());
    simdjson::dom::parser parser;
    std::string_view read;
    if (parser.parse(value).at_pointer("/bodies/0/value").get(read) != simdjson::SUCCESS) read = {};
    RC_ASSERT(read == text);
  }));
}

TEST(RecordWriter, EveryAsciiCharacterArrives) {
  AnalysedMessage message = a_message();
  message.analysis->headline.clear();
  for (char c = 0; c < 0x7f; ++c) message.analysis->headline += c;
  const std::string value = write_records(message, a_decision(), kMadeBy)[0].value;
  EXPECT_EQ(test::ninjs_problem(value), "");
  simdjson::dom::parser parser;
  std::string_view read;
  ASSERT_EQ(parser.parse(value).at_pointer("/headlines/0/value").get(read), simdjson::SUCCESS);
  EXPECT_EQ(read, message.analysis->headline);
}

TEST(RecordWriter, WhatMustBeEscapedArrivesWhereverItStands) {
  simdjson::dom::parser parser;
  for (const std::string_view piece :
       {"\"", "\\", "\n", "\x01", "\x1f", "\"\\", "é", "\x7f\"", " !#[]"}) {
    for (std::size_t at = 0; at <= 40; ++at) {
      AnalysedMessage message = a_message();
      message.analysis->headline = std::string(40, 'x').insert(at, piece);
      const std::string value = write_records(message, a_decision(), kMadeBy)[0].value;
      std::string_view read;
      ASSERT_EQ(parser.parse(value).at_pointer("/headlines/0/value").get(read), simdjson::SUCCESS);
      ASSERT_EQ(read, message.analysis->headline) << at;
    }
  }
}

TEST(RecordWriter, ADeadLetterIsUntouched) {
  Message message;
  message.origin = {"news.raw", 1, Offset(7), {0}};
  message.key = std::string("k\0", 2);
  message.value = "\xff{not json";
  message.headers = {{"traceparent", "00-1"}, {"ce_id", "x"}};
  const OutputRecord record = write_dead_letter(message, {"read", "invalid_utf8", "why"}, "dead");
  EXPECT_EQ(record.topic, "dead");
  EXPECT_EQ(record.key, *message.key);
  EXPECT_EQ(record.value, *message.value);
  ASSERT_GE(record.headers.size(), 2U);
  EXPECT_EQ(record.headers[0], message.headers[0]);
  EXPECT_EQ(record.headers[1], message.headers[1]);
  const std::map<std::string, std::string> expected = {
      {"topic", "news.raw"}, {"partition", "1"},         {"offset", "7"},
      {"stage", "read"},     {"reason", "invalid_utf8"}, {"message", "why"}};
  for (const auto& [name, value] : expected)
    EXPECT_EQ(header(record, "copytaster.errors." + name), value);
  for (const std::optional<std::string>& key : {std::optional<std::string>(), {""}}) {
    message.key = key;
    EXPECT_EQ(write_dead_letter(message, {"read", "code", "why"}, "dead").key, key);
  }
}

TEST(RecordWriter, ADeadLetterMayOnlyNameItsOriginal) {
  Message message;
  message.key = "k";
  message.value = "some value";
  message.headers = {{"traceparent", "00-1"}};
  const OutputRecord record = write_dead_letter(message, {"read", "code", "why", true}, "dead");
  EXPECT_EQ(record.key, std::nullopt);
  EXPECT_EQ(record.value, "");
  EXPECT_EQ(header(record, "traceparent"), "absent");
  EXPECT_EQ(header(record, "copytaster.errors.original_bytes"), "10");
  // As `printf 'some value' | xxhsum -H3` has it.
  EXPECT_EQ(header(record, "copytaster.errors.original_xxh3"), "2371423cbf217aa7");

  message.value = "";
  message.unheld = Unheld{123456789, 0xabcdef};
  const OutputRecord unheld = write_dead_letter(message, {"read", "code", "why", true}, "dead");
  EXPECT_EQ(header(unheld, "copytaster.errors.original_bytes"), "123456789");
  EXPECT_EQ(header(unheld, "copytaster.errors.original_xxh3"), "0000000000abcdef");
}

TEST(RecordWriter, AnEarlierRecordSentAgainIsNinjsWithoutItsText) {
  for (const auto status : {PubStatus::kUsable, PubStatus::kWithheld, PubStatus::kCanceled}) {
    const Reissue reissue{kEarlier, "Wire", status, a_decision()};
    const auto records = write_reissue(reissue, {"news.raw", 1, Offset(7), {0}}, kMadeBy);
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].topic, "enriched");
    const std::string& value = records[0].value;
    EXPECT_EQ(test::ninjs_problem(value), "");
    EXPECT_EQ(records[0].key, "urn:x:0");
    EXPECT_EQ(at(value, "/uri"), "\"urn:x:0\"");
    EXPECT_EQ(at(value, "/version"), "\"2\"");
    EXPECT_EQ(at(value, "/bodies"), "absent");
    EXPECT_EQ(at(value, "/copytaster/partial"), "true");
    EXPECT_EQ(at(value, "/copytaster/verdict/kind"), "\"spun\"");
    EXPECT_EQ(at(value, "/copytaster/origin/offset"), "9") << "its own, not the original's";
    EXPECT_EQ(at(value, "/copytaster/routed_out"), "absent");
    EXPECT_EQ(at(records[1].value, "/copytaster/routed_out"), "true");
    EXPECT_EQ(header(records[0], "ce_type"), "copytaster.article.reissued");
    EXPECT_EQ(header(records[0], "ce_id"), "news.raw/2/9/reissued/news.raw/1/7");
  }
}

TEST(RecordWriter, ATimeThatNobodyGaveIsLeftOut) {
  AnalysedMessage message = a_message();
  message.message.origin.timestamp = {};
  Decision decision = a_decision();
  decision.first_created = {};
  decision.version_created = {};
  const auto record = write_records(message, decision, kMadeBy)[0];
  const auto again =
      write_reissue({kEarlier, "Wire", PubStatus::kUsable, decision}, {}, kMadeBy)[0];
  for (const auto& each : {record, again}) {
    EXPECT_EQ(test::ninjs_problem(each.value), "");
    EXPECT_EQ(at(each.value, "/firstCreated"), "absent");
    EXPECT_EQ(at(each.value, "/versionCreated"), "absent");
    EXPECT_EQ(header(each, "ce_time"), "absent");
  }
  EXPECT_EQ(at(record.value, "/copytaster/origin/timestamp"), "absent");
  decision.first_created = {-1};
  EXPECT_EQ(at(write_records(message, decision, kMadeBy)[0].value, "/firstCreated"),
            "\"1969-12-31T23:59:59.999Z\"");
}

}  // namespace
}  // namespace copytaster::codec
