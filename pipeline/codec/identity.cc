#include "pipeline/codec/identity.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "pipeline/letter_case.h"

namespace copytaster::codec {
namespace {

constexpr std::size_t kLongestUrl = 4096;  ///< a longer one (a data: page) names no item

bool is_unreserved(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~');
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded.push_back(c);
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

bool strip_front(std::string& text, std::string_view prefix) {
  const bool there = text.starts_with(prefix);
  if (there) text.erase(0, prefix.size());
  return there;
}

bool strip_back(std::string& text, std::string_view suffix) {
  const bool there = text.ends_with(suffix);
  if (there) text.erase(text.size() - suffix.size());
  return there;
}

bool is_tracking(std::string_view parameter) {
  static constexpr std::array<std::string_view, 16> kNames = {
      "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid",
      "ref",    "cmpid", "ocid",  "ito",     "smid",  "share",  "amp",    "outputtype"};
  const std::string name = in_small_ascii(parameter.substr(0, parameter.find('=')));
  return name.starts_with("utm_") || name.starts_with("at_") ||
         std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::string kept_parameters(std::string_view query) {
  std::vector<std::string> kept;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    if (end > 0 && !is_tracking(query.substr(0, end))) kept.emplace_back(query.substr(0, end));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  std::sort(kept.begin(), kept.end());
  std::string joined;
  for (const auto& parameter : kept) joined += (joined.empty() ? "?" : "&") + parameter;
  return joined;
}

bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

/// Of RFC 3986's ASCII; any other id is percent-encoded into a URN.
bool is_uri_character(char c) {
  return c > ' ' && c <= '~' && std::string_view("<>\"\\^`{|}").find(c) == std::string_view::npos;
}

bool has_whole_escapes(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
  }
  return true;
}

/// What follows the scheme's colon, without the host where that is an address in brackets: nowhere
/// else may brackets stand.
std::string without_bracketed_host(std::string_view rest) {
  if (!rest.starts_with("//")) return std::string(rest);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#", 2));
  const std::size_t begin = std::max<std::size_t>(authority.rfind('@') + 1, 2);  // npos + 1 is 0
  const std::size_t end = authority.find(']', begin);
  const bool bracketed = authority.substr(begin).starts_with('[') &&
                         end != std::string_view::npos && end > begin + 1 &&
                         (end + 1 == authority.size() || authority[end + 1] == ':');
  if (!bracketed) return std::string(rest);
  const auto address = authority.substr(begin + 1, end - begin - 1);
  return fmt::format("{}{}{}", rest.substr(0, begin), address, rest.substr(end + 1));
}

}  // namespace

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 2 || colon + 1 == text.size()) return false;
  if (std::isalpha(static_cast<unsigned char>(text.front())) == 0) return false;
  const auto scheme = text.substr(0, colon);
  const bool valid = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
  });
  if (!valid || !std::all_of(text.begin(), text.end(), is_uri_character)) return false;
  return has_whole_escapes(text) && std::count(text.begin(), text.end(), '#') <= 1 &&
         without_bracketed_host(text.substr(colon + 1)).find_first_of("[]") == std::string::npos;
}

bool is_global_id(std::string_view id) {
  if (!is_uri(id)) return false;
  const std::size_t colon = id.find(':');
  if (id.substr(colon).starts_with("://")) return id.size() > colon + 3;
  const std::string scheme = in_small_ascii(id.substr(0, colon));
  // RFC 8141: a URN has a namespace, a colon, and a name within it.
  if (scheme == "urn") {
    const std::size_t name = id.find(':', colon + 1);
    return name != std::string_view::npos && name > colon + 1 && name + 1 < id.size();
  }
  return scheme == "http" || scheme == "https" || scheme == "tag";
}

std::string article_urn(std::string_view prefix, std::string_view source, std::string_view id) {
  return fmt::format("{}:{}:{}", prefix, percent_encoded(source), percent_encoded(id));
}

std::string url_key(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos || url.size() > kLongestUrl) return {};
  if (const auto name = in_small_ascii(url.substr(0, scheme)); name != "http" && name != "https")
    return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find('#'));
  const std::size_t question = std::min(url.find('?'), url.size());
  const std::string query = kept_parameters(url.substr(std::min(question + 1, url.size())));
  url = url.substr(0, question);
  const std::size_t slash = std::min(url.find('/'), url.size());
  std::string host = in_small_ascii(url.substr(0, slash));
  host.erase(0, host.rfind('@') + 1);  // npos + 1 is 0: nobody logs in
  while (strip_back(host, ":80") || strip_back(host, ":443")) {
  }
  while (strip_front(host, "www.") || strip_front(host, "amp.") || strip_front(host, "m.")) {
  }
  std::string path(url.substr(slash));
  while (strip_back(path, "/") || strip_back(path, "/amp") || strip_back(path, ".amp")) {
  }
  while (path.starts_with("/amp/")) path.erase(0, 4);
  if (host.empty() || (path.empty() && query.empty())) return {};
  return host + path + query;
}

}  // namespace copytaster::codec
