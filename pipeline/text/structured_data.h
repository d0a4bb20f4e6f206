#pragma once

#include <string_view>

namespace copytaster::text {

/// Whether the page says of itself that it is a live blog: an `@type` of LiveBlogPosting in its
/// JSON-LD, or an itemtype of schema.org/LiveBlogPosting. Text that only speaks of one doesn't
/// count. Linear in the size of `html`; pure.
[[nodiscard]] bool is_live_blog(std::string_view html);

}  // namespace copytaster::text
