#include "pipeline/codec/identity.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace copytaster::codec {
namespace {

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

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

bool is_tracking(std::string_view parameter) {
  static constexpr std::array<std::string_view, 16> kNames = {
      "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid",
      "ref",    "cmpid", "ocid",  "ito",     "smid",  "share",  "amp",    "outputtype"};
  const std::string name = lowered(parameter.substr(0, parameter.find('=')));
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

}  // namespace

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 2 || colon + 1 == text.size()) return false;
  if (std::isalpha(static_cast<unsigned char>(text.front())) == 0) return false;
  const auto scheme = text.substr(0, colon);
  const bool valid = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
  });
  return valid && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == '"';
         });
}

std::string article_urn(std::string_view prefix, std::string_view source, std::string_view id) {
  return fmt::format("{}:{}:{}", prefix, percent_encoded(source), percent_encoded(id));
}

std::string url_key(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos || !lowered(url.substr(0, scheme)).starts_with("http"))
    return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find('#'));
  const std::size_t question = std::min(url.find('?'), url.size());
  const std::string query = kept_parameters(url.substr(std::min(question + 1, url.size())));
  url = url.substr(0, question);
  const std::size_t slash = std::min(url.find('/'), url.size());
  std::string host = lowered(url.substr(0, slash));
  for (const std::string_view prefix : {"www.", "amp.", "m."}) {
    if (host.starts_with(prefix)) host.erase(0, prefix.size());
  }
  for (const std::string_view port : {":80", ":443"}) {
    if (host.ends_with(port)) host.erase(host.size() - port.size());
  }
  std::string path(url.substr(slash));
  for (const std::string_view suffix : {"/amp/", "/amp", ".amp", "/"}) {
    if (path.ends_with(suffix)) path.erase(path.size() - suffix.size());
  }
  if (path.starts_with("/amp/")) path.erase(0, 4);
  if (host.empty() || (path.empty() && query.empty())) return {};
  return host + path + query;
}

}  // namespace copytaster::codec
