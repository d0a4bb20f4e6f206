#include "daemon/suspects/work_notes.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <latch>
#include <thread>

#include "tests/daemon/suspects/support.h"

namespace copytaster::suspects {
namespace {

const Origin kGuilty{"news.raw", 3, Offset(41), {}};
const Origin kBystander{"news.raw", 3, Offset(42), {}};
const Origin kDone{"news.raw", 3, Offset(40), {}};
const std::vector<Place> kBoth = {{"news.raw", 3, Offset(41)}, {"news.raw", 3, Offset(42)}};

std::unique_ptr<WorkNotes> open(const NotesFolder& folder) {
  auto notes = WorkNotes::open(folder.path(), "newsroom", 4);
  if (!notes) ADD_FAILURE() << notes.error();
  return notes ? std::move(*notes) : nullptr;
}

std::vector<Place> sorted(std::vector<Place> places) {
  std::sort(places.begin(), places.end());
  return places;
}

/// One thread ends the process while another works on something else and a third has done its work.
int end_while_working(const NotesFolder& folder, const std::function<void()>& end) {
  return in_a_process([&] {
    const auto notes = open(folder);
    notes->catch_crashes();
    { const WorkNotes::Working done(*notes, kDone); }
    std::latch both(2);
    std::thread bystander([&] {
      const WorkNotes::Working working(*notes, kBystander);
      both.count_down();
      pause();
    });
    std::thread guilty([&] {
      const WorkNotes::Working working(*notes, kGuilty);
      both.arrive_and_wait();
      end();
    });
    guilty.join();
    bystander.detach();
    return 0;
  });
}

TEST(WorkNotes, WhateverIsBeingWorkedOnInACrashIsASuspect) {
  for (const auto& name : crash_names()) {
    const NotesFolder folder;
    EXPECT_TRUE(crashed(end_while_working(folder, [&] { crash(name); }))) << name;
    EXPECT_EQ(sorted(open(folder)->suspects()), kBoth) << name;
  }
}

TEST(WorkNotes, TheCrashTakesItsCourse) {
  const NotesFolder folder;
  const int status = end_while_working(folder, [] { raise(SIGFPE); });
  ASSERT_TRUE(crashed(status));
  if (WIFSIGNALED(status)) {
    EXPECT_EQ(WTERMSIG(status), SIGFPE);
  }
}

TEST(WorkNotes, NobodyIsSuspectedOfASignalThatBlamesNoMessage) {
  for (const int signal : {SIGKILL, SIGTERM}) {
    const NotesFolder folder;
    EXPECT_TRUE(WIFSIGNALED(end_while_working(folder, [&] { kill(getpid(), signal); })));
    EXPECT_TRUE(open(folder)->suspects().empty());
  }
}

TEST(WorkNotes, ASuspectStaysOneUntilItIsSettled) {
  const NotesFolder folder;
  end_while_working(folder, [] { crash("abort"); });
  for (int start = 0; start < 2; ++start) EXPECT_EQ(sorted(open(folder)->suspects()), kBoth);
  end_while_working(folder, [] { crash("abort"); });
  EXPECT_EQ(sorted(open(folder)->suspects()), kBoth) << "twice marked is one";
  open(folder)->settle(kBoth[0]);
  EXPECT_EQ(open(folder)->suspects(), std::vector<Place>{kBoth[1]});
  // Working on it again, without a crash, settles nothing.
  const auto notes = open(folder);
  { const WorkNotes::Working working(*notes, kBystander); }
  EXPECT_EQ(notes->suspects(), std::vector<Place>{kBoth[1]});
}

TEST(WorkNotes, MoreThreadsThanNotesDoNoHarm) {
  const NotesFolder folder;
  const auto notes = WorkNotes::open(folder.path(), "newsroom", 1);
  ASSERT_TRUE(notes);
  std::vector<std::unique_ptr<WorkNotes::Working>> many;
  for (int i = 0; i < 500; ++i)
    many.push_back(std::make_unique<WorkNotes::Working>(**notes, kGuilty));
}

TEST(WorkNotes, OneFileForEachProcess) {
  const NotesFolder folder;
  const auto first = open(folder);
  const auto second = open(folder);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "newsroom.working"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "newsroom.1.working"));
}

TEST(WorkNotes, WhateverTheFileHoldsItOpens) {
  const NotesFolder folder;
  end_while_working(folder, [] { crash("abort"); });
  const auto file = folder.path() / "newsroom.working";
  const auto size = std::filesystem::file_size(file);
  std::filesystem::resize_file(file, size - 5);
  EXPECT_EQ(sorted(open(folder)->suspects()), kBoth);
  std::ofstream(file) << std::string(size, '\xff');
  EXPECT_TRUE(open(folder)->suspects().empty());
  std::ofstream(file) << "short";
  EXPECT_TRUE(open(folder)->suspects().empty());
}

TEST(WorkNotes, AFolderThatIsNotThereAndALinkAreRefusedByName) {
  const NotesFolder folder;
  const auto nowhere = WorkNotes::open(folder.path() / "nowhere", "newsroom", 1);
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().find("nowhere/newsroom.working"), std::string::npos);
  std::ofstream(folder.path() / "victim") << "untouched";
  std::filesystem::create_symlink(folder.path() / "victim", folder.path() / "newsroom.working");
  EXPECT_FALSE(WorkNotes::open(folder.path(), "newsroom", 1));
  EXPECT_EQ(std::filesystem::file_size(folder.path() / "victim"), 9U);
}

}  // namespace
}  // namespace copytaster::suspects
