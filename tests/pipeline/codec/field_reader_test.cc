#include "pipeline/codec/field_reader.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <functional>

namespace copytaster::codec {
namespace {

using Names = std::vector<std::string>;

ReaderOptions ninjs() {
  ReaderOptions options;
  options.format = InputFormat::kNinjs;
  return options;
}

/// What `ask` finds in the message; whatever it remembers as wrong goes to `wrong`.
template <class Value>
Value ask(const std::string& json, const ReaderOptions& options,
          const std::function<Value(FieldReader&)>& asked, std::string* wrong = nullptr) {
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  EXPECT_EQ(parser.parse(json).get(root), simdjson::SUCCESS) << json;
  FieldReader reader(root, options);
  Value value = asked(reader);
  EXPECT_EQ(reader.rejection().has_value(), wrong != nullptr) << json;
  if (wrong != nullptr && reader.rejection()) *wrong = reader.rejection()->message;
  return value;
}

Names authors(const std::string& json, const ReaderOptions& options = {}) {
  return ask<Names>(json, options, [](FieldReader& reader) { return reader.authors(); });
}

TEST(FieldReader, AStatusCountsInAnyCase) {
  using enum PubStatus;
  const std::vector<std::pair<const char*, PubStatus>> words = {
      {"", kUsable},           {"usable", kUsable},     {"Usable", kUsable},
      {"USABLE", kUsable},     {"Withheld", kWithheld}, {"Canceled", kCanceled},
      {"CANCELED", kCanceled}, {"KILLED", kCanceled},   {"Cancelled", kCanceled}};
  const std::function<PubStatus(FieldReader&)> status = [](FieldReader& reader) {
    return reader.status();
  };
  for (const auto& [word, meant] : words) {
    EXPECT_EQ(ask(fmt::format(R"({{"status":"{}"}})", word), {}, status), meant) << word;
    EXPECT_EQ(ask(fmt::format(R"({{"pubStatus":"{}"}})", word), ninjs(), status), meant) << word;
  }
  std::string wrong;
  ask(R"({"pubStatus":"gone"})", ninjs(), status, &wrong);
  EXPECT_EQ(wrong, "status (at /pubStatus) is \"gone\"; it must be usable, withheld or canceled");
}

TEST(FieldReader, ARoleCountsInAnyCase) {
  const std::function<std::string(FieldReader&)> title = [](FieldReader& reader) {
    return reader.text("title");
  };
  EXPECT_EQ(ask(R"({"headlines":[{"role":"short","value":"s"},{"role":"Main","value":"m"}]})",
                ninjs(), title),
            "m");
}

TEST(FieldReader, AnAuthorIsNamedWithoutTheBylinesBy) {
  EXPECT_EQ(authors(R"({"authors":["By Ann Lee","BY BOB RAY"," by: Cy Dee ","By "]})"),
            (Names{"Ann Lee", "BOB RAY", "Cy Dee", "By"}));
  EXPECT_EQ(authors(R"({"authors":"By Ann Lee and Bob Ray"})"), Names{"Ann Lee and Bob Ray"});
  EXPECT_EQ(authors(R"({"authors":["Byron Low","Ann By",""," "]})"),
            (Names{"Byron Low", "Ann By"}));
  EXPECT_EQ(authors(R"({"by":"By Ann Lee"})", ninjs()), Names{"Ann Lee"});
}

TEST(FieldReader, PlacesAreThoseOfTheFormatUnlessMapped) {
  ReaderOptions mapped = ninjs();
  mapped.fields = {{"body", "/text/0"}};
  const std::function<std::string(FieldReader&)> places = [](FieldReader& reader) {
    return reader.places({"body", "html"});
  };
  EXPECT_EQ(ask("{}", {}, places), "/body, /html");
  EXPECT_EQ(ask("{}", ninjs(), places), "/bodies/0/value, /body_text, /body_html, /body_xhtml");
  EXPECT_EQ(ask("{}", mapped, places), "/text/0, /body_html, /body_xhtml");
}

}  // namespace
}  // namespace copytaster::codec
