#include "pipeline/codec/json_writer.h"

#include <bit>
#include <cstring>

namespace copytaster::codec {
namespace {

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

}  // namespace

void JsonWriter::Runs::name(std::string_view name) {
  Prefix(rapidjson::kStringType);
  char* to = os_->Push(name.size() + 2);
  *to = '"';
  std::memcpy(to + 1, name.data(), name.size());
  to[name.size() + 1] = '"';
}

void JsonWriter::Runs::string(std::string_view text) {
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

void JsonWriter::Runs::raw(std::string_view json) {
  Prefix(rapidjson::kObjectType);
  append(json);
}

void JsonWriter::Runs::append(std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(os_->Push(bytes.size()), bytes.data(), bytes.size());
}

void JsonWriter::Runs::escape(char c) {
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

}  // namespace copytaster::codec
