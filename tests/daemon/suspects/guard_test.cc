#include "daemon/suspects/guard.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "tests/daemon/suspects/support.h"

namespace copytaster::suspects {
namespace {

constexpr int kCameThrough = 10;
constexpr int kSetAside = 11;

Message message(std::string value, std::int64_t offset) {
  Message message;
  message.origin = {"news.raw", 0, Offset(offset), {}};
  message.value = std::move(value);
  return message;
}

/// Crashes on what names a way to.
const Work kWork = {[](Message message) {
                      crash(*message.value);
                      AnalysedMessage analysed;
                      analysed.message = std::move(message);
                      analysed.analysis.emplace();
                      return analysed;
                    },
                    [](const AnalysedMessage& message, Decided&) {
                      crash("sent " + *message.message.value);
                      return EncodedMessage{};
                    }};

/// Both halves of the work.
void alone(Message message) {
  const AnalysedMessage analysed = kWork.analyse(std::move(message));
  Decided decided;
  kWork.encode(analysed, decided);
}

/// One start of the program, over one message at offset 5, of which all is committed if it gets so
/// far.
int start(const NotesFolder& folder, const std::string& value) {
  return in_a_process([&] {
    Guard guard({folder.path(), "newsroom", 2}, alone);
    const Work guarded = guard.guarded(kWork);
    const AnalysedMessage analysed = guarded.analyse(message(value, 5));
    Decided decided;
    if (!analysed.rejection) guarded.encode(analysed, decided);
    guard.committed({{"news.raw", 0, Offset(6), {}}});
    if (!analysed.rejection) return kCameThrough;
    const bool said = analysed.rejection->code == "crashes_analysis" &&
                      analysed.rejection->stage == "analyse" && analysed.message.value == value;
    return said ? kSetAside : 0;
  });
}

TEST(Guard, WhatCrashesTheProgramIsSetAsideAtTheNextStart) {
  for (const std::string value : {"fault", "overflow", "abort", "arithmetic"}) {
    const NotesFolder folder;
    EXPECT_TRUE(crashed(start(folder, value))) << value;
    EXPECT_EQ(WEXITSTATUS(start(folder, value)), kSetAside) << value;
    // Committed, so no suspect any more.
    EXPECT_EQ(WEXITSTATUS(start(folder, "harmless")), kCameThrough);
  }
}

TEST(Guard, AnInnocentIsWorkedOnAsUsual) {
  const NotesFolder folder;
  EXPECT_TRUE(crashed(start(folder, "abort")));
  EXPECT_EQ(WEXITSTATUS(start(folder, "harmless now")), kCameThrough);
}

TEST(Guard, ASuspectThatIsNotCommittedStaysOne) {
  const NotesFolder folder;
  EXPECT_TRUE(crashed(start(folder, "abort")));
  for (const std::int64_t next : {5, 6}) {
    const int status = in_a_process([&] {
      Guard guard({folder.path(), "newsroom", 2}, alone);
      guard.committed({{"news.raw", 1, Offset(9), {}}, {"news.raw", 0, Offset(next), {}}});
      return guard.guarded(kWork).analyse(message("abort", 5)).rejection ? kSetAside : 0;
    });
    // Behind what is committed it is forgotten, as nobody reads it again.
    EXPECT_EQ(crashed(status), next == 6);
    EXPECT_EQ(WIFEXITED(status) && WEXITSTATUS(status) == kSetAside, next == 5);
  }
}

TEST(Guard, AStopWaitsForNoTrialAndTheSuspectStaysOne) {
  const NotesFolder folder;
  EXPECT_TRUE(crashed(start(folder, "abort")));
  const int status = in_a_process([&] {
    Guard guard({folder.path(), "newsroom", 2}, [](const Message&) { ::pause(); });
    const Work guarded = guard.guarded(kWork);
    std::thread stopper([&guard] {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      guard.stop();
    });
    const auto begun = std::chrono::steady_clock::now();
    const AnalysedMessage left = guarded.analyse(message("abort", 5));
    const AnalysedMessage left_too = guarded.analyse(message("abort", 5));
    const AnalysedMessage innocent = guarded.analyse(message("harmless", 6));
    stopper.join();
    const bool soon = std::chrono::steady_clock::now() - begun < std::chrono::seconds(4);
    return soon && !left.analysis && !left.rejection && !left_too.analysis && innocent.analysis
               ? kCameThrough
               : 0;
  });
  EXPECT_EQ(WEXITSTATUS(status), kCameThrough);
  EXPECT_EQ(WEXITSTATUS(start(folder, "abort")), kSetAside) << "at the next start";
}

TEST(Guard, WithoutNotesTheWorkIsDoneAllTheSame) {
  const NotesFolder folder;
  const int status = in_a_process([&] {
    Guard guard({folder.path() / "nowhere", "newsroom", 2}, alone);
    guard.committed({{"news.raw", 0, Offset(6), {}}});
    return guard.guarded(kWork).analyse(message("harmless", 5)).analysis ? kCameThrough : 0;
  });
  EXPECT_EQ(WEXITSTATUS(status), kCameThrough);
}

TEST(NotesFolder, IsTheFirstThatIsNamed) {
  unsetenv("STATE_DIRECTORY");
  EXPECT_EQ(notes_folder("a", "b"), "a");
  EXPECT_EQ(notes_folder("", "b"), "b");
  EXPECT_EQ(notes_folder("", ""), "/var/tmp");
  setenv("STATE_DIRECTORY", "/var/lib/x:/var/lib/y", 1);
  EXPECT_EQ(notes_folder("", ""), "/var/lib/x");
  EXPECT_EQ(notes_folder("", "b"), "b");
  unsetenv("STATE_DIRECTORY");
}

}  // namespace
}  // namespace copytaster::suspects
