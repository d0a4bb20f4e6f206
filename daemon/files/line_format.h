#pragma once

#include <string>

#include "pipeline/records.h"

namespace copytaster::files {

/// A record as one line of a file, its end included. JSON records are their value alone. What may
/// hold any bytes (dead letters) becomes {"key":…,"headers":{…},"value":…}, with `value_base64`
/// instead of `value` where the bytes are not valid UTF-8.
[[nodiscard]] std::string to_line(const OutputRecord& record);

}  // namespace copytaster::files
