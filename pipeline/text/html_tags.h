#pragma once

#include <cstdint>

#include "pipeline/text/html_tree.h"

namespace copytaster::text {

/// What becomes of an element and of its text.
enum class Fate : std::uint8_t {
  kKept,
  kVoid,     ///< has no end tag and no text
  kDropped,  ///< neither it nor anything in it is read
};

/// How the standard treats a tag, as far as it matters here.
struct TagTraits {
  HtmlRole role = HtmlRole::kInline;
  Fate fate = Fate::kKept;
  bool closes_paragraph = false;
  bool scope = false;  ///< no end tag outside it closes an element inside it
};

/// The traits of a tag by lexbor's number for it. Tags that HTML does not know, custom elements
/// above all, are containers like div.
[[nodiscard]] const TagTraits& traits_of(std::uintptr_t tag);

}  // namespace copytaster::text
