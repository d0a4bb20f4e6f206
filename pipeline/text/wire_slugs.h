#pragma once

#include <string>
#include <string_view>

#include "pipeline/text/wire_lines.h"

namespace copytaster::text {

/// A line of an agency's header block without the marks around it: "^By JANE DOE=", "^Eds: …<".
[[nodiscard]] std::string_view without_frame(std::string_view line);

/// The slug that a line is: kSlug, kMaybeSlug, or kText where it is none. `value`: without its
/// label or what the wire's own routing puts before it. Pure and thread-safe.
[[nodiscard]] HeadLine read_slug(std::string_view line);

/// Whether a line is nothing but when the copy was sent: "AP-WF-06-14-26 1201GMT", "2026-06-14
/// 12:01 GMT". It has a date and a time in numbers.
[[nodiscard]] bool is_stamp(std::string_view line);

/// Whether a line is what an agency's machines sort the copy by: "bdt0412 4 pl 312 dpa 0815", its
/// number, priority, desk, words and sender.
[[nodiscard]] bool is_routing(std::string_view line);

/// "Keywords: TORMOUTH BRIDGE/CLOSURE": Reuters' slug, in capitals, at the foot.
[[nodiscard]] bool names_keywords(std::string_view line);

}  // namespace copytaster::text
