#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/records.h"
#include "pipeline/result.h"

namespace copytaster::codec {

enum class InputFormat : std::uint8_t { kJson, kNinjs };

struct ReaderOptions {
  InputFormat format = InputFormat::kJson;
  /// Our field → JSON pointer into the user's schema, instead of the format's own place for it.
  std::map<std::string, std::string> fields;
  std::string uri_prefix = "urn:article";
  std::size_t message_bytes = 10 << 20;  ///< larger messages are rejected unread
  std::size_t source_fields_bytes =
      16 << 10;  ///< unmapped fields kept; the rest is left out, and said so
};

/// The fields that can be mapped: id, url, source, title, body, …
[[nodiscard]] const std::vector<std::string>& field_names();

/// An author's name without the "By" that a byline puts before it; a part of the argument.
[[nodiscard]] std::string_view author_name(std::string_view text);

/// Reads and checks one message. Any bytes may come; what can't be an article is a rejection with
/// stage "read" and code invalid_json, invalid_utf8, too_deep, message_too_large, wrong_type,
/// field_too_large or empty_text. No value at all is a kill of the item that the key names.
/// Thread-safe: each thread has a parser of its own.
[[nodiscard]] Result<Article, Rejection> read_article(const Message& message,
                                                      const ReaderOptions& options);

}  // namespace copytaster::codec
