#include "pipeline/text/html_title.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace copytaster::text {
namespace {

constexpr std::size_t kNamesBehind = 3;  ///< "… | Politics | News | Harbour Post"
constexpr std::size_t kShownBytes = 12;  ///< a shorter title also ends other headings

/// Letters and digits alone, ASCII in lower case: what is the same title on another part of a page.
std::string key_of(std::string_view text) {
  std::string key;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool typographic = text.substr(i).starts_with("\xe2\x80") && i + 2 < text.size();
    if (typographic || byte == 0xc2) {
      i += typographic ? 2 : 1;  // quotes, dashes, guillemets, blanks
    } else if (byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')) {
      key.push_back(text[i]);
    } else if (byte >= 'A' && byte <= 'Z') {
      key.push_back(static_cast<char>(byte + 32));
    }
  }
  return key;
}

/// Where a title may end and a name may begin.
struct Mark {
  std::size_t begin = std::string_view::npos;
  std::size_t end = std::string_view::npos;
};

/// The last one before `limit`. Marks without blanks beside them also stand inside words.
template <std::size_t kCount>
Mark last_mark(std::string_view title, const std::array<std::string_view, kCount>& marks,
               std::size_t limit) {
  Mark last;
  for (const std::string_view mark : marks) {
    if (limit < mark.size()) continue;
    const std::size_t found = title.rfind(mark, limit - mark.size());
    if (found == std::string_view::npos || found == 0) continue;
    const std::size_t end = found + mark.size();
    if (last.begin == std::string_view::npos || end > last.end) last = {found, end};
  }
  return last;
}

constexpr std::array<std::string_view, 9> kMarks = {
    " | ",        " - ",  " \xe2\x80\x93 ", " \xe2\x80\x94 ",
    " \xc2\xb7 ", " :: ", " \xc2\xbb ",     " \xe2\x80\xa2 ",
    " / "};
constexpr std::array<std::string_view, 14> kAllMarks = {" | ",
                                                        " - ",
                                                        " \xe2\x80\x93 ",
                                                        " \xe2\x80\x94 ",
                                                        " \xc2\xb7 ",
                                                        " :: ",
                                                        " \xc2\xbb ",
                                                        " \xe2\x80\xa2 ",
                                                        " / ",
                                                        "|",
                                                        "-",
                                                        "\xe3\x85\xa3",
                                                        "\xef\xbd\x9c",
                                                        "\xef\xbc\x9a"};

std::vector<std::string> heading_keys(const HtmlTree& tree, HtmlRole role) {
  std::vector<std::string> keys;
  for (const HtmlBlock& block : tree.blocks) {
    if (tree.elements[block.element].role == role) keys.push_back(key_of(tree.text_of(block)));
  }
  return keys;
}

/// "harbour-post.example" of an address, and "harbour-post".
std::vector<std::string> names_of(std::string_view url, const HtmlMetadata& metadata) {
  std::vector<std::string> names = {key_of(metadata.publisher), key_of(metadata.section)};
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) {
    std::string_view host = url.substr(scheme + 3);
    host = host.substr(0, host.find_first_of("/:?#"));
    if (host.starts_with("www.")) host.remove_prefix(4);
    names.push_back(key_of(host));
    names.push_back(key_of(host.substr(0, host.rfind('.'))));
  }
  std::erase(names, std::string());
  return names;
}

bool holds(const std::vector<std::string>& keys, const std::string& key) {
  return !key.empty() && std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// A name behind the title is short beside it: "Politics - Minister resigns" keeps its minister.
std::string_view as_headed(std::string_view title, const std::vector<std::string>& headings) {
  for (std::size_t limit = title.size();;) {
    const Mark mark = last_mark(title, kMarks, limit);
    if (mark.begin == std::string_view::npos || mark.begin * 2 < title.size()) return title;
    if (holds(headings, key_of(title.substr(0, mark.begin)))) return title.substr(0, mark.begin);
    limit = mark.begin;
  }
}

std::string_view without_names(std::string_view title, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < kNamesBehind; ++i) {
    const Mark mark = last_mark(title, kAllMarks, title.size());
    if (mark.begin == std::string_view::npos) break;
    const std::string_view name = title.substr(mark.end);
    // Without blanks it may be a word that ends like the site: "Re-post".
    if (title[mark.begin] != ' ' && name.size() > mark.begin) break;
    if (!holds(names, key_of(name))) break;
    title = title.substr(0, mark.begin);
  }
  return title;
}

std::string_view without_kicker(std::string_view title, std::string_view shown) {
  if (shown.empty() || !title.ends_with(shown)) return title;
  const std::string_view kicker = title.substr(0, title.size() - shown.size());
  return kicker.ends_with(": ") || kicker.ends_with(" | ") ? shown : title;
}

/// Whether readers see og:title over the article, and not what JSON-LD calls its headline: another
/// heading than the first shows it, alone or behind a kicker (the first one is then for search
/// engines, often a breadcrumb), or the first one does and the page's own marks say it once more.
bool is_shown(const HtmlTree& tree, const HtmlMetadata& metadata,
              const std::vector<std::string>& headings, const std::vector<std::string>& names) {
  const std::string shown = key_of(metadata.shown);
  if (shown.size() < kShownBytes || shown == key_of(metadata.headline) || holds(names, shown))
    return false;
  if (holds(headings, shown)) {
    return shown == key_of(metadata.alternative) ||
           std::any_of(tree.headlines.begin(), tree.headlines.end(),
                       [&shown](const std::string& each) { return key_of(each) == shown; });
  }
  const auto lower = heading_keys(tree, HtmlRole::kHeading);
  return std::any_of(lower.begin(), lower.end(),
                     [&shown](const std::string& each) { return each.ends_with(shown); });
}

}  // namespace

std::string headline_of(const HtmlTree& tree, const HtmlMetadata& metadata) {
  const auto headings = heading_keys(tree, HtmlRole::kHeading1);
  const auto names = names_of(metadata.url, metadata);
  if (is_shown(tree, metadata, headings, names)) return metadata.shown;
  std::string_view title = metadata.headline;
  if (title.empty()) title = tree.title;
  if (title.empty()) {
    const auto heading =
        std::find_if(tree.blocks.begin(), tree.blocks.end(), [&tree](const HtmlBlock& block) {
          return tree.elements[block.element].role == HtmlRole::kHeading1;
        });
    return heading == tree.blocks.end() ? std::string() : std::string(tree.text_of(*heading));
  }
  if (holds(headings, key_of(title))) return std::string(without_kicker(title, metadata.shown));
  title = as_headed(title, headings);
  title = without_names(title, names);
  return std::string(without_kicker(title, metadata.shown));
}

}  // namespace copytaster::text
