#include "config/listen_address.h"

#include <arpa/inet.h>
#include <fmt/core.h>

#include <array>
#include <charconv>

namespace copytaster {
namespace {

bool is_address(int family, const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(family, host.c_str(), bytes.data()) == 1;
}

}  // namespace

std::string ListenAddress::text() const {
  const bool six = host.find(':') != std::string::npos;
  return fmt::format("{}{}{}:{}", six ? "[" : "", host, six ? "]" : "", port);
}

bool ListenAddress::is_loopback() const { return host.starts_with("127.") || host == "::1"; }

Result<ListenAddress, std::string> parse_listen(std::string_view text) {
  const auto wrong = [text] {
    return Error<std::string>(
        fmt::format("is \"{}\"; it must be an address and a port such as {} or [::1]:9464, or {}",
                    text, kDefaultListen, kNoListen));
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong();
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  ListenAddress address;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
    return wrong();
  const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (brackets) host = host.substr(1, host.size() - 2);
  address.host = host == "localhost" ? "127.0.0.1" : std::string(host);
  if (!is_address(brackets ? AF_INET6 : AF_INET, address.host)) return wrong();
  return address;
}

}  // namespace copytaster
