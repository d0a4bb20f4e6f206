#include "pipeline/codec/json_writer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace copytaster::codec {
namespace {

std::string by_rapidjson(const std::string& text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

std::string by_us(const std::string& text) {
  JsonWriter json;
  json.value(text);
  return json.text();
}

RC_GTEST_PROP(JsonWriter, StringsAreEscapedAsRapidJsonDoes, (const std::string& text)) {
  RC_ASSERT(by_us(text) == by_rapidjson(text));
}

TEST(JsonWriter, AnyByteIsEscapedWhereverItStands) {
  for (int c = 0; c < 256; ++c) {
    for (std::size_t at = 0; at <= 17; ++at) {
      std::string text(17, 'x');
      text.insert(at, 1, static_cast<char>(c));
      ASSERT_EQ(by_us(text), by_rapidjson(text)) << c << " at " << at;
    }
  }
}

TEST(JsonWriter, ObjectsListsAndPlainValues) {
  JsonWriter json(1000);
  json.begin();
  json.field("text", "a");
  json.field_if("absent", "");
  json.integer("number", -3);
  json.share("share", 0.123456);
  json.share("unknown", std::nan(""));
  json.truth("truth", true);
  json.raw("raw", R"([{"a":1}])");
  json.begin_list("list");
  json.number(1);
  json.value("b");
  json.begin_list();
  json.end_list();
  json.end_list();
  json.begin("object");
  json.end();
  json.end();
  EXPECT_EQ(json.text(),
            R"({"text":"a","number":-3,"share":0.1235,"unknown":0.0,"truth":true,"raw":[{"a":1}],)"
            R"("list":[1,"b",[]],"object":{}})");
}

}  // namespace
}  // namespace copytaster::codec
