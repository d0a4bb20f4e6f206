#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/text/html_tree.h"

extern "C" {
struct lxb_html_token_attr;  ///< lexbor's; its headers stay where it is used
}

namespace copytaster::text {

/// The attributes of one start tag that say something; views of the tokenizer's buffers, each of
/// 4,096 bytes at most.
struct HtmlAttributes {
  std::string_view classes, id, role, name, content, type, rel, href, lang, datetime, item_type;
  bool hidden = false;  ///< by itself or by style: no reader sees the element
  bool open = false;    ///< a dialog that is shown
};

/// Reads a token's attributes from the first on, which may be none; of two of one name the first
/// counts.
[[nodiscard]] HtmlAttributes attributes_of(lxb_html_token_attr* first);

/// What an element's names say of it, in bits of html_hints.h. The id of a heading, a paragraph or
/// a quote says nothing: it is a place to link to, made of its words.
[[nodiscard]] std::uint8_t hints_of(const HtmlAttributes& attributes, HtmlRole role);

/// Whether a link leads to a place on the page with this address: "#entry-12", alone or behind the
/// address, as the headings of a live blog's entries do.
[[nodiscard]] bool leads_within(std::string_view page, std::string_view href);

}  // namespace copytaster::text
