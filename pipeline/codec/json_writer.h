#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace copytaster::codec {

/// Writes one JSON text: objects and lists that are begun and ended, and what stands in them.
/// Strings are valid UTF-8; names are the program's own, with nothing to escape. One thread at a
/// time.
class JsonWriter {
 public:
  /// `bytes`: about how long the text will be.
  explicit JsonWriter(std::size_t bytes = 0)
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
  /// JSON text as it is, an object or any other value.
  void raw(std::string_view name, std::string_view json) {
    key(name);
    writer_.raw(json);
  }
  /// Items of a list as they are: JSON texts with commas between them, or nothing.
  void raw_items(std::string_view items) {
    if (!items.empty()) writer_.raw(items);
  }
  [[nodiscard]] std::string text() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  /// RapidJSON's writer with strings that are copied in runs: most of a record is one long string,
  /// and RapidJSON looks at each byte of it.
  class Runs : public rapidjson::Writer<rapidjson::StringBuffer> {
   public:
    using rapidjson::Writer<rapidjson::StringBuffer>::Writer;
    void name(std::string_view name);
    void string(std::string_view text);
    void raw(std::string_view json);

   private:
    void append(std::string_view bytes);
    void escape(char c);
  };

  rapidjson::StringBuffer buffer_;
  Runs writer_;
};

}  // namespace copytaster::codec
