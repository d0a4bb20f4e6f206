#pragma once

#include <string_view>

/// What a site says to its readers round an article: requests to follow or subscribe, notices on
/// cookies and on rights, in the larger European languages. Lines are as `simple_line` makes them,
/// where nothing else is said. Pure and thread-safe.
namespace copytaster::text {

/// Whether a line asks the reader to follow, subscribe, download or accept, and names
/// what; a `sentence` must also report nobody's words.
[[nodiscard]] bool makes_request(std::string_view line, bool sentence);

/// Whether a line that may be long asks to agree to cookies, in the site's own name: it speaks of
/// them, says who "we" are at its beginning, and what is done to agree or refuse.
[[nodiscard]] bool asks_for_cookies(std::string_view line);

/// Whether the line says that all rights are reserved: at either end of a short line, or anywhere
/// behind the sign of copyright (`by_sign`).
[[nodiscard]] bool reserves_rights(std::string_view line, bool by_sign);

/// Whether a line, as it was written, tells what somebody else says: it begins with a quote, or
/// names a source behind a comma. A notice speaks for itself.
[[nodiscard]] bool reports(std::string_view text);

/// Whether a line, as it was written, holds double quotes.
[[nodiscard]] bool holds_quotes(std::string_view text);

}  // namespace copytaster::text
