#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "config/listen_address.h"
#include "pipeline/result.h"

namespace copytaster::http {

struct Response {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

/// What a path, without its query, leads to. On the server's thread; must be quick.
using Handler = std::function<Response(std::string_view path)>;

struct ServerLimits {
  std::size_t connections = 32;  ///< at a time; further ones are closed at once
  std::size_t header_bytes = 8192;
  /// For a request to arrive, and again for its answer to leave.
  std::chrono::milliseconds patience = std::chrono::seconds(10);
};

struct ListenFailure {
  bool taken = false;   ///< somebody else listens there
  std::string message;  ///< names the address and the setting http.listen
};

/// A small HTTP/1.1 server for pages that are read: GET and HEAD, one request a connection, no
/// body. One thread of its own, which begins with `listen` and ends with the destructor; whatever
/// clients do, it holds no more than the limits say.
class Server {
 public:
  static Result<std::unique_ptr<Server>, ListenFailure> listen(const ListenAddress& address,
                                                               Handler handler,
                                                               ServerLimits limits = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// With the port that was given where any was asked for.
  [[nodiscard]] const ListenAddress& address() const { return address_; }

 private:
  struct Loop;
  Server(std::unique_ptr<Loop> loop, ListenAddress address);

  const std::unique_ptr<Loop> loop_;
  const ListenAddress address_;
};

}  // namespace copytaster::http
