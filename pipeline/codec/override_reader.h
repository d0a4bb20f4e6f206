#pragma once

#include <cstddef>

#include "pipeline/override.h"
#include "pipeline/records.h"
#include "pipeline/result.h"

namespace copytaster::codec {

/// Reads and checks one message of the overrides topic; README.md has the fields. What says nothing
/// clear is a rejection with stage "read" and code invalid_json, invalid_utf8, message_too_large,
/// wrong_type, field_too_large or bad_override. A field that is unknown is one of the latter: an
/// `of` with a slip in it would mean another thing. Thread-safe.
[[nodiscard]] Result<Override, Rejection> read_override(const Message& message,
                                                        std::size_t message_bytes);

}  // namespace copytaster::codec
