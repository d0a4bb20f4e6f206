#include "pipeline/text/html_title.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "pipeline/letter_case.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kNamesBehind = 3;  ///< "… | Politics | News | Harbour Post"
constexpr std::size_t kShownBytes = 12;  ///< a shorter title also ends other headings

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool is_ascii_word(char c) {
  return (in_small_ascii(c) >= 'a' && in_small_ascii(c) <= 'z') || (c >= '0' && c <= '9');
}

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
/// These and the same without their blanks, which also stand inside of names and words.
constexpr std::array<std::string_view, 20> kAllMarks = {" | ",
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
                                                        "\xe2\x80\x93",
                                                        "\xe2\x80\x94",
                                                        "\xc2\xb7",
                                                        "::",
                                                        "\xc2\xbb",
                                                        "\xe2\x80\xa2",
                                                        "\xe3\x85\xa3",
                                                        "\xef\xbd\x9c",
                                                        "\xef\xbc\x9a"};
/// Before these a site names itself; before others its name may be what the title is about.
constexpr std::array<std::string_view, 5> kMarksBehindName = {" | ", " :: ", " \xc2\xbb ",
                                                              " \xc2\xb7 ", " \xe2\x80\xa2 "};

/// The headings of this rank, but for those of other articles.
std::vector<std::string_view> headings_of(const HtmlTree& tree, const HtmlOthers& others,
                                          HtmlRole role) {
  std::vector<std::string_view> headings;
  for (std::size_t i = 0; i < tree.blocks.size(); ++i) {
    const HtmlBlock& block = tree.blocks[i];
    if (tree.elements[block.element].role == role && !others.blocks[i])
      headings.push_back(tree.text_of(block));
  }
  return headings;
}

std::vector<std::string> keys_of(const std::vector<std::string_view>& texts) {
  std::vector<std::string> keys;
  for (const std::string_view text : texts) keys.push_back(key_of(text));
  return keys;
}

/// "news.harbour-post.example" of an address, the same without its ends, and "harbour-post".
void add_host(std::vector<std::string>& names, std::string_view url) {
  constexpr std::size_t kShortest = 3;  ///< "co" and "de" name no site
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return;
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/:?#"));
  if (host.starts_with("www.")) host.remove_prefix(4);
  for (std::size_t end = host.size(); end != std::string_view::npos; end = host.rfind('.')) {
    host = host.substr(0, end);
    names.push_back(key_of(host));
    const std::string label = key_of(host.substr(host.rfind('.') + 1));
    if (names.size() > 1 && label.size() >= kShortest) names.push_back(label);
  }
}

/// The tail behind a mark that two titles of a page share which begin otherwise.
std::string shared_tail(std::string_view one, std::string_view other) {
  const Mark first = last_mark(one, kMarks, one.size());
  const Mark second = last_mark(other, kMarks, other.size());
  if (first.begin == std::string_view::npos || second.begin == std::string_view::npos) return {};
  const std::string tail = key_of(one.substr(first.end));
  const bool shared = tail == key_of(other.substr(second.end));
  const bool differ = key_of(one.substr(0, first.begin)) != key_of(other.substr(0, second.begin));
  return shared && differ ? tail : std::string();
}

/// What the page's publisher calls itself.
std::vector<std::string> site_names(const HtmlTree& tree, const HtmlMetadata& metadata) {
  std::vector<std::string> names;
  add_host(names, metadata.url);
  for (const std::string* const name : {&metadata.publisher, &metadata.site}) {
    const std::string key = key_of(*name);
    names.push_back(key);
    // Sites are sparing with their article.
    names.push_back(key.starts_with("the") ? key.substr(3) : "the" + key);
  }
  names.push_back(shared_tail(tree.title, metadata.shown));
  names.push_back(shared_tail(tree.title, metadata.headline));
  std::erase_if(names, [](const std::string& name) { return name.empty() || name == "the"; });
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

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

std::string_view without_names(std::string_view title, const std::vector<std::string>& sites,
                               const std::string& section) {
  for (std::size_t i = 0; i < kNamesBehind; ++i) {
    const Mark mark = last_mark(title, kAllMarks, title.size());
    if (mark.begin == std::string_view::npos) break;
    const std::string_view name = title.substr(mark.end);
    // Without blanks it may be a word that ends like the site: "Re-post".
    if (title[mark.begin] != ' ' && name.size() > mark.begin) break;
    const std::string key = key_of(name);
    if (!holds(sites, key) && (key.empty() || key != section)) break;
    title = trimmed(title.substr(0, mark.begin));
  }
  for (const std::string_view mark : kMarksBehindName) {
    const std::size_t end = title.find(mark);
    if (end == std::string_view::npos || !holds(sites, key_of(title.substr(0, end)))) continue;
    return trimmed(title.substr(end + mark.size()));
  }
  return title;
}

std::string_view without_kicker(std::string_view title, std::string_view shown) {
  if (shown.empty() || !title.ends_with(shown)) return title;
  const std::string_view kicker = title.substr(0, title.size() - shown.size());
  return kicker.ends_with(": ") || kicker.ends_with(" | ") ? shown : title;
}

/// Whether a page's address was made of this title: all its words stand there, words with other
/// letters than ASCII's left out, for each language writes those in its own way.
bool is_in_address(std::string_view title, std::string_view url) {
  constexpr std::size_t kLeastWords = 4;
  std::string address = "-";
  for (const char c : url.substr(std::min(url.find("://"), url.size())))
    address.push_back(is_ascii_word(c) ? in_small_ascii(c) : '-');
  address.push_back('-');
  std::size_t words = 0;
  for (std::size_t at = 0; at < title.size();) {
    std::string word = "-";
    bool ascii = true;
    for (; at < title.size() && (is_ascii_word(title[at]) || !is_ascii(title[at])); ++at) {
      ascii = ascii && is_ascii(title[at]);
      word.push_back(in_small_ascii(title[at]));
    }
    ++at;
    if (word.size() == 1 || !ascii) continue;
    ++words;
    if (address.find(word + '-') == std::string::npos) return false;
  }
  return words >= kLeastWords;
}

/// Whether readers see og:title over the article, and not what JSON-LD calls its headline: another
/// heading than the first shows it, alone or behind a kicker (the first one is then for search
/// engines, often a breadcrumb), or the first one does and the page says it once more: in its own
/// marks, or as that of the two of which its address was made.
bool is_shown(const HtmlTree& tree, const HtmlMetadata& metadata, const HtmlOthers& others,
              const std::vector<std::string>& headings, const std::vector<std::string>& names) {
  const std::string shown = key_of(metadata.shown);
  if (shown.size() < kShownBytes || shown == key_of(metadata.headline) || holds(names, shown))
    return false;
  if (holds(headings, shown)) {
    return shown == key_of(metadata.alternative) ||
           (is_in_address(metadata.shown, metadata.url) &&
            !is_in_address(metadata.headline, metadata.url)) ||
           std::any_of(tree.headlines.begin(), tree.headlines.end(), [&](const HtmlNote& each) {
             return !others.elements[each.element] && key_of(each.text) == shown;
           });
  }
  const auto lower_ones = keys_of(headings_of(tree, others, HtmlRole::kHeading));
  return std::any_of(lower_ones.begin(), lower_ones.end(),
                     [&shown](const std::string& each) { return each.ends_with(shown); });
}

}  // namespace

std::string headline_of(const HtmlTree& tree, const HtmlMetadata& metadata,
                        const HtmlOthers& others) {
  const auto shown_headings = headings_of(tree, others, HtmlRole::kHeading1);
  const auto headings = keys_of(shown_headings);
  const auto sites = site_names(tree, metadata);
  const std::string section = key_of(metadata.section);
  auto names = sites;
  names.push_back(section);
  if (is_shown(tree, metadata, others, headings, names)) return metadata.shown;
  std::string_view title = metadata.headline;
  if (title.empty()) title = tree.title;
  if (title.empty()) return std::string(shown_headings.empty() ? "" : shown_headings.front());
  if (holds(headings, key_of(title))) return std::string(without_kicker(title, metadata.shown));
  title = as_headed(title, headings);
  title = without_names(title, sites, section);
  return std::string(without_kicker(title, metadata.shown));
}

}  // namespace copytaster::text
