#include "pipeline/codec/override_reader.h"

#include <gtest/gtest.h>

namespace copytaster::codec {
namespace {

constexpr std::size_t kLimit = 1 << 16;

Result<Override, Rejection> read(std::string json) {
  Message message;
  message.value = std::move(json);
  return read_override(message, kLimit);
}

std::string code(const Result<Override, Rejection>& read) {
  return read ? "none" : read.error().code;
}

TEST(OverrideReader, ReadsEachType) {
  const auto not_copy = read(R"({"override":"not_copy","item":"urn:x:1","of":"urn:x:2",
                                 "by":"Ada","why":"two floods","timestamp":5})");
  ASSERT_TRUE(not_copy.has_value()) << not_copy.error().message;
  EXPECT_EQ(not_copy->type, OverrideType::kNotCopy);
  EXPECT_EQ(not_copy->items, std::vector<std::string>{"urn:x:1"});
  EXPECT_EQ(not_copy->of, "urn:x:2");
  EXPECT_EQ(not_copy->by, "Ada");
  EXPECT_EQ(not_copy->why, "two floods");
  const auto any = read(R"({"override":"not_copy","item":"urn:x:1","by":"Ada"})");
  ASSERT_TRUE(any.has_value());
  EXPECT_EQ(any->of, "");
  const auto copy =
      read(R"({"override":"copy_of","item":"urn:x:1","of":"urn:x:2","kind":"spun","by":"Ada"})");
  ASSERT_TRUE(copy.has_value());
  EXPECT_EQ(copy->copy, CopyKind::kSpun);
  const auto split = read(R"({"override":"split","items":["urn:x:1"],"by":"Ada"})");
  ASSERT_TRUE(split.has_value());
  EXPECT_EQ(split->type, OverrideType::kSplit);
  const auto merge = read(R"({"override":"merge","items":["urn:x:1","urn:x:2"],"by":"Ada"})");
  ASSERT_TRUE(merge.has_value());
  EXPECT_EQ(merge->items.size(), 2U);
  const auto same = read(R"({"override":"same_source","source":"A","same_as":"B","by":"Ada"})");
  ASSERT_TRUE(same.has_value());
  EXPECT_EQ(same->same_as, "B");
}

TEST(OverrideReader, WhatSaysNothingClearIsRefusedWithItsField) {
  const auto refused = [](std::string json, const char* code, const char* named) {
    const auto result = read(json);
    ASSERT_FALSE(result.has_value()) << json;
    EXPECT_EQ(result.error().code, code) << json;
    EXPECT_EQ(result.error().stage, "read");
    EXPECT_NE(result.error().message.find(named), std::string::npos) << result.error().message;
  };
  refused(R"({"item":"urn:x:1","by":"Ada"})", "bad_override", "override");
  refused(R"({"override":"undo","by":"Ada"})", "bad_override", "same_source");
  refused(R"({"override":"not_copy","by":"Ada"})", "bad_override", "item");
  refused(R"({"override":"not_copy","item":"urn:x:1"})", "bad_override", "by");
  refused(R"({"override":"not_copy","item":"urn:x:1","by":""})", "bad_override", "by");
  refused(R"({"override":"not_copy","item":"urn:x:1","off":"urn:x:2","by":"Ada"})", "bad_override",
          "off");
  refused(R"({"override":"copy_of","item":"urn:x:1","by":"Ada"})", "bad_override", "of");
  refused(R"({"override":"copy_of","item":"urn:x:1","of":"urn:x:1","by":"Ada"})", "bad_override",
          "same");
  refused(R"({"override":"copy_of","item":"urn:x:1","of":"urn:x:2","kind":"new","by":"Ada"})",
          "bad_override", "kind");
  refused(R"({"override":"merge","items":["urn:x:1"],"by":"Ada"})", "bad_override", "items");
  refused(R"({"override":"merge","items":["urn:x:1","urn:x:1"],"by":"Ada"})", "bad_override",
          "twice");
  refused(R"({"override":"split","items":"urn:x:1","by":"Ada"})", "bad_override", "items");
  refused(R"({"override":"split","items":[],"by":"Ada"})", "bad_override", "items");
  refused(R"({"override":"split","items":[1],"by":"Ada"})", "wrong_type", "items");
  refused(R"({"override":"not_copy","item":7,"by":"Ada"})", "wrong_type", "item");
  refused(R"(["not_copy"])", "wrong_type", "object");
  refused(R"({"override":)", "invalid_json", "");
  refused("", "invalid_json", "");
  refused("{\"override\":\"\xff\"}", "invalid_utf8", "");
}

TEST(OverrideReader, EverythingIsBounded) {
  const auto with = [](const char* field, std::size_t bytes) {
    return code(read(std::string(R"({"override":"not_copy","item":"urn:x:1","by":"Ada",")") +
                     field + R"(":")" + std::string(bytes, 'x') + R"("})"));
  };
  EXPECT_EQ(with("why", 1024), "none");
  EXPECT_EQ(with("why", 1025), "field_too_large");
  EXPECT_EQ(with("of", 8193), "field_too_large");
  EXPECT_EQ(with("of", kLimit), "message_too_large");
  std::string items;
  for (int i = 0; i < 65; ++i) items += (i == 0 ? "\"u" : ",\"u") + std::to_string(i) + "\"";
  EXPECT_EQ(code(read(R"({"override":"split","by":"Ada","items":[)" + items + "]}")),
            "bad_override");
  Message unheld;
  unheld.value = "";
  unheld.unheld = Unheld{kLimit * 2, 1};
  EXPECT_EQ(code(read_override(unheld, kLimit)), "message_too_large");
}

TEST(OverrideReader, ATombstoneOverrulesNothing) {
  Message message;
  message.key = "urn:x:1";
  EXPECT_EQ(code(read_override(message, kLimit)), "bad_override");
}

}  // namespace
}  // namespace copytaster::codec
