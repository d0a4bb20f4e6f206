#include "daemon/http/server.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "daemon/http/client.h"

namespace copytaster::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPatience(300);

/// A client that says what it is told to, and no more.
class Socket {
 public:
  explicit Socket(const Server& server) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server.address().port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval limit{5, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void say(std::string_view text) const {
    EXPECT_EQ(send(fd_, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  /// All until the server ends.
  [[nodiscard]] std::string hear() const {
    std::string all;
    char buffer[4096];
    while (true) {
      const ssize_t got = recv(fd_, buffer, sizeof(buffer), 0);
      if (got <= 0) return all;
      all.append(buffer, static_cast<std::size_t>(got));
    }
  }
  [[nodiscard]] bool connected() const { return connected_; }

 private:
  const int fd_;
  bool connected_ = false;
};

class ServerTest : public testing::Test {
 protected:
  static std::unique_ptr<Server> listen(ServerLimits limits = {4, 2048, kPatience}) {
    auto server = Server::listen(
        {"127.0.0.1", 0},
        [](std::string_view path) {
          return path == "/large"
                     ? Response{200, "text/plain", std::string(std::size_t{8} << 20U, 'x')}
                     : Response{200, "text/plain", std::string(path)};
        },
        limits);
    EXPECT_TRUE(server.has_value());
    return std::move(*server);
  }
  [[nodiscard]] Result<Answer, std::string> ask(const std::string& path) const {
    return get({"127.0.0.1", std::to_string(server_->address().port)}, path, milliseconds(3000));
  }
  const std::unique_ptr<Server> server_ = listen();
};

TEST_F(ServerTest, AnswersWithoutTheQuery) {
  const auto answer = ask("/metrics?x=1");
  ASSERT_TRUE(answer.has_value()) << answer.error();
  EXPECT_EQ(answer->status, 200U);
  EXPECT_EQ(answer->body, "/metrics");
}

TEST_F(ServerTest, HeadHasNoBody) {
  const Socket socket(*server_);
  socket.say("HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string heard = socket.hear();
  EXPECT_TRUE(heard.starts_with("HTTP/1.1 200")) << heard;
  EXPECT_NE(heard.find("Content-Length: 4"), std::string::npos) << heard;
  EXPECT_TRUE(heard.ends_with("\r\n\r\n")) << heard;
}

TEST_F(ServerTest, RefusesWhatChangesThings) {
  const Socket socket(*server_);
  socket.say("POST /abc HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_TRUE(socket.hear().starts_with("HTTP/1.1 405"));
}

TEST_F(ServerTest, RefusesWhatIsNoHttp) {
  const Socket socket(*server_);
  socket.say("what is this\r\n\r\n");
  EXPECT_TRUE(socket.hear().starts_with("HTTP/1.1 400"));
}

TEST_F(ServerTest, HeadersAreBounded) {
  const Socket socket(*server_);
  socket.say("GET / HTTP/1.1\r\nHost: " + std::string(1900, 'x'));
  socket.say(std::string(300, 'x'));
  const std::string heard = socket.hear();
  EXPECT_TRUE(heard.empty() || heard.starts_with("HTTP/1.1 400")) << heard;
  EXPECT_TRUE(ask("/still").has_value());
}

TEST_F(ServerTest, SilenceIsNotWaitedForLong) {
  const auto begun = steady_clock::now();
  const Socket silent(*server_);
  const Socket slow(*server_);
  slow.say("GET / HT");
  EXPECT_EQ(silent.hear(), "");
  EXPECT_EQ(slow.hear(), "");
  const auto waited = steady_clock::now() - begun;
  EXPECT_GT(waited, kPatience / 2);
  EXPECT_LT(waited, 10 * kPatience);
}

TEST_F(ServerTest, WhoeverDoesNotReadIsLeft) {
  const Socket deaf(*server_);
  deaf.say("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(3 * kPatience);
  EXPECT_LT(deaf.hear().size(), std::size_t{8} << 20U);
  EXPECT_TRUE(ask("/still").has_value());
}

TEST_F(ServerTest, ConnectionsAreBoundedAndComeFreeAgain) {
  std::vector<std::unique_ptr<Socket>> many;
  for (int i = 0; i < 40; ++i) many.push_back(std::make_unique<Socket>(*server_));
  for (const auto& each : many) EXPECT_TRUE(each->connected());
  EXPECT_EQ(many.back()->hear(), "");
  std::this_thread::sleep_for(2 * kPatience);
  EXPECT_TRUE(ask("/again").has_value());
}

TEST_F(ServerTest, TheLargestAnswerArrivesWhole) {
  const auto answer = ask("/large");
  ASSERT_TRUE(answer.has_value()) << answer.error();
  EXPECT_EQ(answer->body.size(), std::size_t{8} << 20U);
}

TEST_F(ServerTest, ATakenAddressNamesTheSetting) {
  const auto second =
      Server::listen(server_->address(), [](std::string_view) { return Response{}; });
  ASSERT_FALSE(second.has_value());
  EXPECT_TRUE(second.error().taken);
  EXPECT_NE(second.error().message.find("http.listen: 127.0.0.1:"), std::string::npos);
}

TEST_F(ServerTest, AnAddressOfAnotherMachineCannotBeHad) {
  const auto other =
      Server::listen({"192.0.2.1", 9464}, [](std::string_view) { return Response{}; });
  ASSERT_FALSE(other.has_value());
  EXPECT_FALSE(other.error().taken);
}

}  // namespace
}  // namespace copytaster::http
