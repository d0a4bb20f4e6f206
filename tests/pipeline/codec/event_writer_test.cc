#include "pipeline/codec/event_writer.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace copytaster::codec {
namespace {

std::string header(const OutputRecord& record, std::string_view name) {
  const auto found = std::find_if(record.headers.begin(), record.headers.end(),
                                  [&](const Header& each) { return each.name == name; });
  return found == record.headers.end() ? "absent" : found->value;
}

bool holds(const OutputRecord& record, std::string_view text) {
  return record.value.find(text) != std::string::npos;
}

const VersionReference kCopy{"urn:x:0", 2, {"raw", 0, Offset(4), {1000}}};
const VersionReference kOriginal{"urn:x:1", 1, {"raw", 0, Offset(9), {3000}}};

TEST(EventWriter, ARevisionHasBothVerdictsBothCoordinatesAndWhy) {
  const auto revised = write_verdict_revision(
      {kCopy, std::nullopt, kOriginal, Kind::kNew, Kind::kNear, "a \"why\"", "", kOriginal.origin},
      "v");
  EXPECT_EQ(revised.topic, "v");
  EXPECT_EQ(revised.key, "urn:x:0");
  EXPECT_EQ(
      revised.value,
      R"({"uri":"urn:x:0","old_kind":"new","new_kind":"near","why":"a \"why\"",)"
      R"("earlier":{"uri":"urn:x:0","version":"2","topic":"raw","partition":0,"offset":4},)"
      R"("now_copy_of":{"uri":"urn:x:1","version":"1","topic":"raw","partition":0,"offset":9},)"
      R"("cause":{"topic":"raw","partition":0,"offset":9}})");
  EXPECT_EQ(header(revised, "ce_type"), "copytaster.verdict.revised");
}

TEST(EventWriter, TwoRevisionsByOneMessageAreTwoEvents) {
  const VerdictRevision first{kCopy,      kOriginal, std::nullopt, Kind::kNear,
                              Kind::kNew, "",        "Ada",        {"overrides", 0, Offset(1), {}}};
  VerdictRevision second = first;
  second.earlier = kOriginal;
  const auto one = write_verdict_revision(first, "v");
  EXPECT_TRUE(holds(one, R"("by":"Ada")"));
  EXPECT_TRUE(holds(one, R"("was_copy_of":{"uri":"urn:x:1")"));
  EXPECT_NE(header(one, "ce_id"), header(write_verdict_revision(second, "v"), "ce_id"));
}

TEST(EventWriter, AnOverrideIsSaidBack) {
  Override said;
  said.type = OverrideType::kSameSource;
  said.source = "A";
  said.same_as = "B";
  said.by = "Ada";
  const Origin origin{"overrides", 0, Offset(3), {1000}};
  const auto event = write_override(said, origin, 0, "v");
  EXPECT_EQ(event.key, "A");
  EXPECT_EQ(event.value, R"({"override":"same_source","source":"A","same_as":"B","by":"Ada",)"
                         R"("origin":{"topic":"overrides","partition":0,"offset":3}})");
  EXPECT_EQ(header(event, "ce_type"), "copytaster.override");
  EXPECT_EQ(header(event, "ce_id"), "overrides/0/3");
  said = {OverrideType::kMerge, {"urn:x:1", "urn:x:0"}, "", {}, "", "", "Ada", "one flood"};
  const auto merged = write_override(said, origin, 12, "v");
  EXPECT_EQ(merged.key, "urn:x:1");
  EXPECT_TRUE(holds(merged, R"("items":["urn:x:1","urn:x:0"],"story":"12")")) << merged.value;
}

TEST(EventWriter, StoriesBeginEndAndAreMerged) {
  RememberedStory story;
  story.id = 11;
  story.sources = {1, 2};
  story.title = "T";
  const auto began = write_story_event(story, "began", "s");
  EXPECT_EQ(began.key, "11");
  EXPECT_EQ(began.value, R"({"event":"began","id":"11","title":"T","articles":0,)"
                         R"("independent_sources":2})")
      << "a time that nobody gave is left out";
  EXPECT_EQ(header(began, "ce_type"), "copytaster.story.began");
  EXPECT_EQ(header(began, "ce_time"), "absent");
  EXPECT_TRUE(holds(write_story_event(story, "merged", "s", 4), R"("id":"11","into":"4")"));
}

}  // namespace
}  // namespace copytaster::codec
