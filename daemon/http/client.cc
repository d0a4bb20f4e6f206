#include "daemon/http/client.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <utility>  // Boost 1.74 needs it and does not include it

namespace copytaster::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Failed = boost::system::error_code;

constexpr std::uint64_t kMostBytes = std::uint64_t{8} << 20U;

/// One question and its answer, each step begun by the one before.
class Question {
 public:
  Question(const Place& place, const std::string& path, std::chrono::milliseconds patience)
      : patience_(patience) {
    request_.method(beast::http::verb::get);
    request_.target(path);
    request_.version(11);
    request_.set(beast::http::field::host, place.host);
    request_.set(beast::http::field::connection, "close");
    parser_.body_limit(kMostBytes);
    resolver_.async_resolve(place.host, place.port, [this](Failed failed, auto found) {
      if (!done(failed)) connect(found);
    });
  }

  Result<Answer, std::string> ask() {
    // A name that is not found may take longer than anybody waits.
    context_.run_for(patience_ + std::chrono::milliseconds(500));
    if (!answered_ && !failed_) return Error<std::string>("no answer in time");
    if (failed_ == beast::error::timeout) return Error<std::string>("no answer in time");
    if (failed_) return Error<std::string>(failed_.message());
    return Answer{parser_.get().result_int(), parser_.get().body()};
  }

 private:
  bool done(Failed failed) {
    failed_ = failed;
    return failed.failed();
  }
  void connect(const tcp::resolver::results_type& found) {
    stream_.expires_after(patience_);
    stream_.async_connect(found, [this](Failed failed, const tcp::endpoint&) {
      if (!done(failed)) write();
    });
  }
  void write() {
    beast::http::async_write(stream_, request_, [this](Failed failed, std::size_t) {
      if (!done(failed)) read();
    });
  }
  void read() {
    beast::http::async_read(stream_, buffer_, parser_,
                            [this](Failed failed, std::size_t) { answered_ = !done(failed); });
  }

  const std::chrono::milliseconds patience_;
  asio::io_context context_{1};
  tcp::resolver resolver_{context_};
  beast::tcp_stream stream_{context_};
  beast::flat_buffer buffer_;
  beast::http::request<beast::http::empty_body> request_;
  beast::http::response_parser<beast::http::string_body> parser_;
  Failed failed_;
  bool answered_ = false;
};

}  // namespace

Result<Place, std::string> parse_place(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  std::string_view rest = url;
  if (rest.starts_with(kScheme)) rest.remove_prefix(kScheme.size());
  rest = rest.substr(0, rest.find('/'));
  const std::size_t colon = rest.rfind(':');
  std::string_view host = rest.substr(0, colon);
  const std::string_view port = colon == std::string_view::npos ? "" : rest.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  const bool digits = !port.empty() && port.size() <= 5 &&
                      port.find_first_not_of("0123456789") == std::string_view::npos;
  if (host.empty() || !digits)
    return Error<std::string>(
        fmt::format("\"{}\" is no address such as http://127.0.0.1:9464", url));
  return Place{std::string(host), std::string(port)};
}

Result<Answer, std::string> get(const Place& place, const std::string& path,
                                std::chrono::milliseconds patience) {
  return Question(place, path, patience).ask();
}

}  // namespace copytaster::http
