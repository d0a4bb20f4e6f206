#include "pipeline/text/structured_data.h"

#include <algorithm>

namespace copytaster::text {
namespace {

constexpr std::string_view kType = "LiveBlogPosting";
constexpr std::size_t kTypesBytes = 256;  ///< of a list of types before the one that is looked for

/// Whether `at` stands in the value of an "@type", a text or a list of texts.
bool is_type_value(std::string_view json, std::size_t at) {
  const std::size_t from = at > kTypesBytes ? at - kTypesBytes : 0;
  const std::string_view before = json.substr(from, at - from);
  const std::size_t key = before.rfind("\"@type\"");
  if (key == std::string_view::npos) return false;
  const std::string_view between = before.substr(key + 7);
  const std::size_t colon = between.find(':');
  return colon != std::string_view::npos && between.find_first_of("]{}", colon) == between.npos &&
         (between.find('[') != between.npos || between.find(',') == between.npos);
}

bool json_says_so(std::string_view json) {
  for (std::size_t at = json.find(kType); at != json.npos; at = json.find(kType, at + 1)) {
    const std::size_t end = at + kType.size();
    if (end < json.size() && json[end] == '"' && is_type_value(json, at)) return true;
  }
  return false;
}

}  // namespace

bool is_live_blog(std::string_view html) {
  if (html.find(kType) == html.npos) return false;
  static constexpr std::string_view kScript = "application/ld+json";
  for (std::size_t at = html.find(kScript); at != html.npos; at = html.find(kScript, at + 1)) {
    const std::size_t begin = html.find('>', at);
    if (begin == html.npos) break;
    const std::size_t end = std::min(html.find("</", begin), html.size());
    if (json_says_so(html.substr(begin, end - begin))) return true;
  }
  for (std::size_t at = html.find("itemtype="); at != html.npos;
       at = html.find("itemtype=", at + 1)) {
    const std::string_view value = html.substr(at, html.find('>', at) - at);
    if (value.find("schema.org/LiveBlogPosting") != value.npos) return true;
  }
  return false;
}

}  // namespace copytaster::text
