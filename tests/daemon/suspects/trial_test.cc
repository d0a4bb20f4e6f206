#include "daemon/suspects/trial.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "pipeline/hash.h"
#include "tests/daemon/suspects/support.h"

namespace copytaster::suspects {
namespace {

constexpr std::chrono::seconds kLimit(1);

Message message(std::string value) {
  Message message;
  message.origin = {"news.raw", 2, Offset(7), {1'700'000'000'123}};
  message.key = std::string("k\0y", 3);
  message.value = std::move(value);
  message.timestamp_inherited = true;
  message.headers = {{"traceparent", "00-1"}, {"", std::string("\xff\0", 2)}};
  return message;
}

TEST(Trial, TellsWhatEndsAChildAndGoesOn) {
  auto trial = Trial::start([](const Message& tried) { crash(*tried.value); }, kLimit);
  ASSERT_TRUE(trial);
  for (const auto& name : crash_names()) {
    const auto harmless = (*trial)->attempt(message("harmless"));
    ASSERT_TRUE(harmless);
    EXPECT_FALSE(harmless->has_value()) << **harmless;
    const auto ended = (*trial)->attempt(message(name));
    ASSERT_TRUE(ended);
    EXPECT_TRUE(ended->has_value()) << name;
  }
  const auto aborted = (*trial)->attempt(message("abort"));
  EXPECT_EQ(**aborted, "signal 6 (Aborted)");
}

TEST(Trial, EndsWhatTakesTooLong) {
  auto trial = Trial::start([](const Message&) { pause(); }, kLimit);
  ASSERT_TRUE(trial);
  const auto ended = (*trial)->attempt(message("any"));
  ASSERT_TRUE(ended && *ended);
  EXPECT_EQ(**ended, "its time limit of 1 s");
}

TEST(Trial, IsCancelledAtOnce) {
  auto trial = Trial::start([](const Message&) { pause(); }, std::chrono::seconds(60));
  ASSERT_TRUE(trial);
  std::thread canceller([&trial] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    (*trial)->cancel();
  });
  EXPECT_FALSE((*trial)->attempt(message("any")));
  canceller.join();
  EXPECT_FALSE((*trial)->attempt(message("another")));
}

TEST(Trial, AnExitIsNoWayThrough) {
  auto trial = Trial::start([](const Message&) { ::_exit(3); }, kLimit);
  ASSERT_TRUE(trial);
  EXPECT_EQ(**(*trial)->attempt(message("any")), "exit status 3");
}

TEST(Trial, TheChildHasTheWholeMessage) {
  Message wanted = message(std::string(std::size_t{9} << 20U, 'v'));
  Message tombstone = message("");
  tombstone.value = std::nullopt;
  tombstone.key = std::nullopt;
  Message unheld = message("");
  unheld.unheld = Unheld{1U << 30U, hash64("x")};
  const auto same = [](const Message& left, const Message& right) {
    const bool held = left.unheld.has_value() == right.unheld.has_value() &&
                      (!left.unheld || (left.unheld->bytes == right.unheld->bytes &&
                                        left.unheld->xxh3 == right.unheld->xxh3));
    return held && left.origin == right.origin && left.key == right.key &&
           left.value == right.value && left.headers == right.headers &&
           left.timestamp_inherited == right.timestamp_inherited;
  };
  auto trial = Trial::start(
      [&](const Message& got) {
        if (!same(got, wanted) && !same(got, tombstone) && !same(got, unheld)) ::_exit(1);
      },
      std::chrono::seconds(20));
  ASSERT_TRUE(trial);
  for (const auto* each : {&wanted, &tombstone, &unheld}) {
    const auto ended = (*trial)->attempt(*each);
    ASSERT_TRUE(ended);
    EXPECT_FALSE(ended->has_value()) << **ended;
  }
  EXPECT_TRUE((*(*trial)->attempt(message("another")))) << "the comparison can fail";
}

}  // namespace
}  // namespace copytaster::suspects
