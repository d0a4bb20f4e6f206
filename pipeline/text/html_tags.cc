#include "pipeline/text/html_tags.h"

#include <lexbor/tag/const.h>

#include <array>
#include <initializer_list>

namespace copytaster::text {
namespace {

constexpr std::size_t kTags = LXB_TAG__LAST_ENTRY;

constexpr std::array<TagTraits, kTags> tag_traits() {
  std::array<TagTraits, kTags> all{};
  const auto set = [&all](std::initializer_list<int> tags, TagTraits traits) {
    for (const int tag : tags) all[static_cast<std::size_t>(tag)] = traits;
  };
  using enum HtmlRole;
  set({LXB_TAG_DIV, LXB_TAG_SECTION, LXB_TAG_CENTER, LXB_TAG_HGROUP, LXB_TAG_SEARCH,
       LXB_TAG_FIELDSET, LXB_TAG_DETAILS, LXB_TAG_SUMMARY},
      {kSection, Fate::kKept, true, false});
  set({LXB_TAG_ADDRESS}, {kFurniture, Fate::kKept, true, false});
  set({LXB_TAG_ARTICLE}, {kArticle, Fate::kKept, true, false});
  set({LXB_TAG_MAIN}, {kMain, Fate::kKept, true, false});
  set({LXB_TAG_HEADER}, {kHeader, Fate::kKept, true, false});
  set({LXB_TAG_P}, {kParagraph, Fate::kKept, true, false});
  set({LXB_TAG_H1}, {kHeading1, Fate::kKept, true, false});
  set({LXB_TAG_H2, LXB_TAG_H3, LXB_TAG_H4, LXB_TAG_H5, LXB_TAG_H6},
      {kHeading, Fate::kKept, true, false});
  set({LXB_TAG_UL, LXB_TAG_OL, LXB_TAG_DL, LXB_TAG_DIR}, {kList, Fate::kKept, true, false});
  set({LXB_TAG_LI, LXB_TAG_DT, LXB_TAG_DD}, {kItem, Fate::kKept, true, false});
  set({LXB_TAG_BLOCKQUOTE}, {kQuote, Fate::kKept, true, false});
  set({LXB_TAG_TABLE}, {kTable, Fate::kKept, true, true});
  set({LXB_TAG_TR, LXB_TAG_TBODY, LXB_TAG_THEAD, LXB_TAG_TFOOT}, {kRow, Fate::kKept, false, false});
  set({LXB_TAG_TD, LXB_TAG_TH}, {kCell, Fate::kKept, false, true});
  set({LXB_TAG_PRE, LXB_TAG_LISTING, LXB_TAG_XMP}, {kPreformatted, Fate::kKept, true, false});
  set({LXB_TAG_FIGURE}, {kFigure, Fate::kKept, true, false});
  set({LXB_TAG_NAV, LXB_TAG_ASIDE}, {kAside, Fate::kKept, true, false});
  set({LXB_TAG_FOOTER, LXB_TAG_FORM, LXB_TAG_FIGCAPTION, LXB_TAG_MENU, LXB_TAG_DIALOG},
      {kFurniture, Fate::kKept, true, false});
  set({LXB_TAG_CAPTION}, {kFurniture, Fate::kKept, false, true});
  set({LXB_TAG_HTML}, {kOther, Fate::kKept, false, true});
  set({LXB_TAG_BODY}, {kBody, Fate::kKept, false, false});
  set({LXB_TAG_HEAD, LXB_TAG_TITLE}, {kOther, Fate::kKept, false, false});
  set({LXB_TAG_SCRIPT, LXB_TAG_STYLE, LXB_TAG_NOSCRIPT, LXB_TAG_IFRAME, LXB_TAG_NOFRAMES,
       LXB_TAG_NOEMBED, LXB_TAG_SELECT, LXB_TAG_DATALIST, LXB_TAG_TEXTAREA, LXB_TAG_BUTTON,
       LXB_TAG_CANVAS, LXB_TAG_AUDIO, LXB_TAG_VIDEO, LXB_TAG_SVG, LXB_TAG_MATH, LXB_TAG_METER,
       LXB_TAG_PROGRESS, LXB_TAG_RP, LXB_TAG_RT},
      {kInline, Fate::kDropped, false, false});
  set({LXB_TAG_TEMPLATE, LXB_TAG_OBJECT, LXB_TAG_APPLET, LXB_TAG_MARQUEE},
      {kInline, Fate::kDropped, false, true});
  set({LXB_TAG_AREA, LXB_TAG_BASE, LXB_TAG_BASEFONT, LXB_TAG_BGSOUND, LXB_TAG_COL, LXB_TAG_COLGROUP,
       LXB_TAG_EMBED, LXB_TAG_FRAME, LXB_TAG_IMAGE, LXB_TAG_IMG, LXB_TAG_INPUT, LXB_TAG_KEYGEN,
       LXB_TAG_LINK, LXB_TAG_META, LXB_TAG_PARAM, LXB_TAG_SOURCE, LXB_TAG_TRACK, LXB_TAG_WBR},
      {kInline, Fate::kVoid, false, false});
  set({LXB_TAG_BR}, {kInline, Fate::kVoid, false, false});
  set({LXB_TAG_HR}, {kSection, Fate::kVoid, true, false});
  return all;
}
constexpr std::array<TagTraits, kTags> kTraits = tag_traits();

constexpr TagTraits kUnknown = {HtmlRole::kSection, Fate::kKept, false, false};

}  // namespace

const TagTraits& traits_of(std::uintptr_t tag) {
  return tag < kTags && tag >= LXB_TAG__BEGIN ? kTraits[tag] : kUnknown;
}

}  // namespace copytaster::text
