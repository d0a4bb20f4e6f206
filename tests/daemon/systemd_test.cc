#include "daemon/systemd.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace copytaster {
namespace {

using std::chrono::milliseconds;

/// Listens where systemd would, for one test.
class Manager {
 public:
  explicit Manager(milliseconds watchdog) {
    path_ =
        (std::filesystem::temp_directory_path() / ("notify." + std::to_string(getpid()))).string();
    std::filesystem::remove(path_);
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof(address.sun_path) - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0)
        << std::strerror(errno);
    setenv("NOTIFY_SOCKET", path_.c_str(), 1);
    if (watchdog.count() > 0)
      setenv("WATCHDOG_USEC", std::to_string(watchdog.count() * 1000).c_str(), 1);
  }
  ~Manager() {
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    ::close(socket_);
    std::filesystem::remove(path_);
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;

  /// What comes within this time.
  std::vector<std::string> hear(milliseconds time) {
    std::vector<std::string> heard;
    const auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until) {
      std::array<char, 1000> words{};
      const auto size = ::recv(socket_, words.data(), words.size(), MSG_DONTWAIT);
      if (size > 0) {
        heard.emplace_back(words.data(), static_cast<std::size_t>(size));
      } else {
        std::this_thread::sleep_for(milliseconds(2));
      }
    }
    return heard;
  }

 private:
  std::string path_;
  int socket_ = -1;
};

auto count(const std::vector<std::string>& heard, const std::string& words) {
  return std::count(heard.begin(), heard.end(), words);
}

TEST(Service, SaysNothingWhereNobodyListens) {
  unsetenv("NOTIFY_SOCKET");
  Service service;
  service.ready();
  service.status("leading");
  service.stopping();
}

TEST(Service, SaysAStatusOnceAndWhatItDoes) {
  Manager manager(milliseconds(0));
  {
    Service service;
    service.ready();
    service.status("standing by");
    service.status("standing by");
    service.status("leading");
    service.stopping();
    service.status("leading, still");
  }
  EXPECT_EQ(manager.hear(milliseconds(50)),
            (std::vector<std::string>{"READY=1", "STATUS=standing by", "STATUS=leading",
                                      "STATUS=stopping", "STOPPING=1"}));
}

TEST(Service, AReloadCarriesItsMoment) {
  Manager manager(milliseconds(0));
  Service service;
  service.reloading();
  const auto heard = manager.hear(milliseconds(50));
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_TRUE(heard[0].starts_with("RELOADING=1\nMONOTONIC_USEC=")) << heard[0];
}

TEST(Service, IsReadyAfterItsPatienceAtTheLatest) {
  Manager manager(milliseconds(400));
  Service service({std::chrono::minutes(5), milliseconds(300)});
  EXPECT_EQ(count(manager.hear(milliseconds(200)), "READY=1"), 0);
  EXPECT_EQ(count(manager.hear(milliseconds(600)), "READY=1"), 1);
}

TEST(Service, FeedsTheWatchdogWhileNothingIsHeld) {
  Manager manager(milliseconds(400));
  const StageWatch stages;
  Service service;
  service.watch(&stages);
  EXPECT_GE(count(manager.hear(milliseconds(1000)), "WATCHDOG=1"), 4);
}

TEST(Service, FeedsItNoMoreWhileAStageIsStuckAndAgainAfterwards) {
  Manager manager(milliseconds(400));
  StageWatch stages;
  Service service;
  stages.begin(Stage::kDecide);
  service.watch(&stages);
  static_cast<void>(manager.hear(milliseconds(500)));
  EXPECT_EQ(count(manager.hear(milliseconds(500)), "WATCHDOG=1"), 0);
  stages.advance(Stage::kDecide);
  EXPECT_GE(count(manager.hear(milliseconds(150)), "WATCHDOG=1"), 1);
  static_cast<void>(manager.hear(milliseconds(500)));
  EXPECT_EQ(count(manager.hear(milliseconds(300)), "WATCHDOG=1"), 0);
  service.watch(nullptr);  // as when a lead ends: it stands by
  EXPECT_GE(count(manager.hear(milliseconds(300)), "WATCHDOG=1"), 1);
}

}  // namespace
}  // namespace copytaster
