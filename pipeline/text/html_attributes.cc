#include "pipeline/text/html_attributes.h"

#include <lexbor/html/tokenizer.h>

#include <algorithm>
#include <array>

#include "pipeline/letter_case.h"
#include "pipeline/text/html_hints.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kValueBytes = 4'096;  ///< of one attribute's value

std::string_view view(const lxb_char_t* begin, std::size_t size) {
  return {reinterpret_cast<const char*>(begin), size};
}

bool hides(std::string_view style) {
  std::string packed;
  for (const char c : style.substr(0, kValueBytes)) {
    if (c != ' ' && c != '\t' && c != '\n') packed.push_back(c);
  }
  packed = in_small_ascii(packed);
  return packed.find("display:none") != std::string::npos ||
         packed.find("visibility:hidden") != std::string::npos;
}

}  // namespace

HtmlAttributes attributes_of(lxb_html_token_attr* first) {
  HtmlAttributes found;
  for (auto* each = first; each != nullptr; each = each->next) {
    std::size_t size = 0;
    const lxb_char_t* const begin = lxb_html_token_attr_name(each, &size);
    if (begin == nullptr) continue;
    const std::string_view name = view(begin, size);
    const std::string_view value = each->value == nullptr
                                       ? std::string_view()
                                       : view(each->value, std::min(each->value_size, kValueBytes));
    const auto keep = [&value](std::string_view& to) {
      if (to.empty()) to = value;
    };
    if (name == "class") keep(found.classes);
    if (name == "id") keep(found.id);
    if (name == "role") keep(found.role);
    if (name == "name" || name == "property" || name == "itemprop") keep(found.name);
    if (name == "content") keep(found.content);
    if (name == "type") keep(found.type);
    if (name == "rel") keep(found.rel);
    if (name == "href") keep(found.href);
    if (name == "lang") keep(found.lang);
    if (name == "datetime") keep(found.datetime);
    if (name == "itemtype") keep(found.item_type);
    if (name == "hidden") found.hidden = found.hidden || value != "until-found";
    if (name == "popover") found.hidden = true;
    if (name == "open") found.open = true;
    if (name == "aria-hidden" && value == "true") found.hidden = true;
    if (name == "style" && !value.empty()) found.hidden = found.hidden || hides(value);
  }
  return found;
}

std::uint8_t hints_of(const HtmlAttributes& attributes, HtmlRole role) {
  static constexpr std::array<std::string_view, 3> kRoles = {"contentinfo", "navigation", "search"};
  std::uint32_t hints = hints_of(attributes.classes);
  hints |= hints_of(attributes.role);
  if (std::find(kRoles.begin(), kRoles.end(), attributes.role) != kRoles.end())
    hints |= kHintFurniture;
  if (attributes.role == "dialog" || attributes.role == "alertdialog")
    hints |= kHintFurniture | kHintLayer;
  hints |= hints_of(attributes.name);
  const bool place = role == HtmlRole::kParagraph || role == HtmlRole::kHeading ||
                     role == HtmlRole::kHeading1 || role == HtmlRole::kQuote;
  if (!place) hints |= hints_of_id(attributes.id);
  if (attributes.item_type.ends_with("/Comment")) hints |= kHintFurniture | kHintOthers;
  return static_cast<std::uint8_t>(hints);
}

bool leads_within(std::string_view page, std::string_view href) {
  if (href.starts_with('#')) return href.size() > 1;
  const std::size_t host = page.find("://");
  if (host == std::string_view::npos) return false;
  const std::string_view path = page.substr(std::min(page.find('/', host + 3), page.size()));
  for (const std::string_view own : {page, path}) {
    const bool begins = own.size() > 1 && href.starts_with(own) && href.size() > own.size();
    if (begins && (href[own.size()] == '#' || href[own.size()] == '?')) return true;
  }
  return false;
}

}  // namespace copytaster::text
