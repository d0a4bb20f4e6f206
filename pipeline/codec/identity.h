#pragma once

#include <string>
#include <string_view>

namespace copytaster::codec {

/// Whether the text is an absolute URI ("urn:x:y", "https://…"): a scheme, a colon, something, of
/// the characters and escapes of RFC 3986, with brackets around a host alone.
[[nodiscard]] bool is_uri(std::string_view text);

/// Whether an id is a name of its own everywhere: a URI of a scheme that ids are in practice made
/// with (http, https, tag, and urn with a namespace and a name) or with an authority
/// (`scheme://…`). "AP:1" is a URI too, but a number of one source's own.
[[nodiscard]] bool is_global_id(std::string_view id);

/// `PREFIX:SOURCE:ID`, source and id percent-encoded but for RFC 3986's unreserved characters.
[[nodiscard]] std::string article_urn(std::string_view prefix, std::string_view source,
                                      std::string_view id);

/// One name for the addresses of one page: without scheme, www., default port, fragment, tracking
/// parameters and AMP marks, host in lower case, parameters sorted. Empty for what is no web
/// address and for one without a path: a section front that changes all day is no item.
[[nodiscard]] std::string url_key(std::string_view url);

}  // namespace copytaster::codec
