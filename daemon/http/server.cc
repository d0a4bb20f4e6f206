#include "daemon/http/server.h"

#include <fmt/core.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <thread>
#include <utility>  // Boost 1.74 needs it and does not include it

namespace copytaster::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Failed = boost::system::error_code;

constexpr std::chrono::milliseconds kAcceptAgain(200);  // when there are no descriptors left
constexpr std::size_t kBodyBytes = 0;

/// What all connections share; on the loop's thread alone.
struct Shared {
  Handler handler;
  ServerLimits limits;
  std::size_t connections = 0;
};

/// One connection: a request, its answer, the end. Keeps itself alive until then.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Shared& shared)
      : stream_(std::move(socket)), buffer_(shared.limits.header_bytes), shared_(shared) {
    ++shared_.connections;
    parser_.header_limit(static_cast<std::uint32_t>(shared.limits.header_bytes));
    parser_.body_limit(kBodyBytes);
  }
  ~Connection() { --shared_.connections; }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start() {
    stream_.expires_after(shared_.limits.patience);
    beast::http::async_read(
        stream_, buffer_, parser_,
        [self = shared_from_this()](Failed failed, std::size_t) { self->on_read(failed); });
  }

 private:
  void on_read(Failed failed) {
    using beast::http::verb;
    // Whoever is slow or gone gets no answer; whoever speaks something else is told.
    const auto& ours = beast::http::make_error_code(beast::http::error::bad_method).category();
    if (failed == beast::http::error::end_of_stream || (failed && failed.category() != ours))
      return;
    const verb method = parser_.get().method();
    const bool reads = method == verb::get || method == verb::head;
    Response response;
    // What has a body is refused for it before its head is done.
    const bool understood = parser_.is_header_done() || failed == beast::http::error::body_limit;
    if (understood && !reads) {
      response = {405, "text/plain; charset=utf-8", "only GET and HEAD\n"};
    } else if (failed) {
      response = {400, "text/plain; charset=utf-8", "this is no request that is answered here\n"};
    } else {
      const std::string_view target(parser_.get().target().data(), parser_.get().target().size());
      response = shared_.handler(target.substr(0, target.find('?')));
    }
    answer(std::move(response), method == verb::head);
  }

  void answer(Response response, bool head) {
    answer_.version(11);
    answer_.result(response.status);
    answer_.set(beast::http::field::content_type, response.content_type);
    answer_.set(beast::http::field::cache_control, "no-store");
    answer_.set(beast::http::field::connection, "close");
    answer_.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    answer_.set("X-Content-Type-Options", "nosniff");
    if (response.status == 405) answer_.set(beast::http::field::allow, "GET, HEAD");
    answer_.content_length(response.body.size());
    if (!head) answer_.body() = std::move(response.body);
    serializer_.emplace(answer_);
    stream_.expires_after(shared_.limits.patience);
    beast::http::async_write(stream_, *serializer_,
                             [self = shared_from_this()](Failed error, std::size_t) {
                               if (!error) self->finish();
                             });
  }

  /// Ends our side and waits for the client's end, so that nothing of the answer is lost.
  void finish() {
    Failed ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.async_read_some(asio::buffer(rest_),
                            [self = shared_from_this()](Failed, std::size_t) {});
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::array<char, 256> rest_{};  ///< of what the client still says: thrown away
  Shared& shared_;
  beast::http::request_parser<beast::http::empty_body> parser_;
  beast::http::response<beast::http::string_body> answer_;
  std::optional<beast::http::response_serializer<beast::http::string_body>> serializer_;
};

}  // namespace

/// The acceptor and its thread.
struct Server::Loop {
  Loop(Handler handler, ServerLimits limits) : shared{std::move(handler), limits} {}

  Failed open(const ListenAddress& address) {
    Failed failed;
    const tcp::endpoint endpoint(asio::ip::make_address(address.host, failed), address.port);
    if (failed) return failed;
    acceptor.open(endpoint.protocol(), failed);
    if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor.bind(endpoint, failed);
    if (!failed) acceptor.listen(tcp::acceptor::max_listen_connections, failed);
    return failed;
  }

  void accept() {
    acceptor.async_accept([this](Failed failed, tcp::socket socket) {
      if (failed == asio::error::operation_aborted) return;
      if (failed) {
        again.expires_after(kAcceptAgain);
        again.async_wait([this](Failed stopped) {
          if (!stopped) accept();
        });
        return;
      }
      if (shared.connections < shared.limits.connections)
        std::make_shared<Connection>(std::move(socket), shared)->start();
      accept();
    });
  }

  Shared shared;  // outlives the context, whose handlers hold connections
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  asio::steady_timer again{context};
  std::thread thread;
};

Server::Server(std::unique_ptr<Loop> loop, ListenAddress address)
    : loop_(std::move(loop)), address_(std::move(address)) {
  loop_->accept();
  loop_->thread = std::thread([this] { loop_->context.run(); });
}

Server::~Server() {
  loop_->context.stop();
  loop_->thread.join();
}

Result<std::unique_ptr<Server>, ListenFailure> Server::listen(const ListenAddress& address,
                                                              Handler handler,
                                                              ServerLimits limits) {
  auto loop = std::make_unique<Loop>(std::move(handler), limits);
  if (const Failed failed = loop->open(address)) {
    const bool taken = failed == asio::error::address_in_use;
    return Error<ListenFailure>(
        {taken, fmt::format("http.listen: {} {}", address.text(),
                            taken ? "is in use: another program, or another copytaster, listens "
                                    "there; choose another port, or off"
                                  : "can't be listened at: " + failed.message())});
  }
  ListenAddress bound = address;
  bound.port = loop->acceptor.local_endpoint().port();
  return std::unique_ptr<Server>(new Server(std::move(loop), std::move(bound)));
}

}  // namespace copytaster::http
