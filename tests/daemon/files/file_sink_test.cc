#include "daemon/files/file_sink.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "tests/daemon/files/support.h"

namespace copytaster::files {
namespace {

Result<std::unique_ptr<FileSink>, Failure> open(const TemporaryFolder& folder) {
  return FileSink::open({folder.path() / "out", "test"});
}

Outcome commit(FileSink& sink, const std::string& topic, const std::string& value) {
  auto transaction = sink.begin();
  if (!transaction) return Error<Failure>(transaction.error());
  if (auto done = (*transaction)->append({topic, "k", value, {{"ce_specversion", "1.0"}}}); !done)
    return done;
  if (auto done = (*transaction)->append_journal(value); !done) return done;
  return (*transaction)->commit();
}

TEST(FileSink, NeverTouchesFilesThatItDidNotMake) {
  const TemporaryFolder folder;
  { ASSERT_TRUE(commit(*open(folder).value(), "ours", "{}")); }
  write_file(folder.path() / "out" / "archive.jsonl", "precious\n");
  auto sink = open(folder);
  ASSERT_TRUE(sink) << sink.error().message;
  const auto refused = commit(**sink, "archive", "{}");
  EXPECT_FALSE(refused);
  EXPECT_EQ(read_file(folder.path() / "out" / "archive.jsonl"), "precious\n");
}

TEST(FileSink, AProbeSaysWhatOpeningWouldAndChangesNothing) {
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  const auto probe = [&] { return FileSink::probe({out, "test"}); };
  const auto same = [&] {
    const auto probed = probe();
    const auto opened = open(folder);
    return !probed && !opened && probed.error().message == opened.error().message;
  };
  EXPECT_TRUE(probe());
  EXPECT_FALSE(std::filesystem::exists(out));
  EXPECT_FALSE(FileSink::probe({out / "deeper", "test"}));
  write_file(out, "");
  EXPECT_FALSE(probe());
  std::filesystem::remove(out);
  std::filesystem::create_directory(out);
  write_file(out / "ours.jsonl", "x");
  EXPECT_TRUE(same());
  std::filesystem::remove(out / "ours.jsonl");
  {
    const auto sink = open(folder).value();
    ASSERT_TRUE(commit(*sink, "ours", "{}"));
    EXPECT_TRUE(probe()) << "that it is locked is no matter";
  }
  append_to_file(out / "ours.jsonl", "half");
  EXPECT_TRUE(probe());
  EXPECT_EQ(read_file(out / "ours.jsonl"), "{}\nhalf") << "only opening cuts it";
  write_file(out / "ours.jsonl", "{");
  EXPECT_TRUE(same());
  write_file(out / "test.commit", "cut");
  EXPECT_TRUE(same());
}

/// To take it for absent would be to advise that the output be moved away.
TEST(FileSink, SaysWhyTheCommitFileCannotBeRead) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "out" / "test.commit";
  { ASSERT_TRUE(commit(*open(folder).value(), "ours", "{}")); }
  std::filesystem::remove(file);
  const auto refused = [&](std::string_view why) {
    const auto opened = open(folder);
    const auto probed = FileSink::probe({folder.path() / "out", "test"});
    return !opened && !probed && opened.error().message == probed.error().message &&
           opened.error().message.starts_with(
               fmt::format("{}: can't be read: {}", file.string(), why)) &&
           opened.error().message.ends_with(" (setting output.files)");
  };
  std::filesystem::create_directory(file);
  EXPECT_TRUE(refused("Is a directory"));
  std::filesystem::remove(file);
  std::filesystem::create_symlink(file, file);
  EXPECT_TRUE(refused("Too many levels of symbolic links"));
  std::filesystem::remove(file);
  write_file(file, "");
  std::filesystem::permissions(file, std::filesystem::perms::none);
  EXPECT_TRUE(::geteuid() == 0 || refused("Permission denied"));
}

TEST(FileSink, AProbeSeesWhereNothingCanBeMade) {
  const TemporaryFolder folder;
  const auto out = folder.path() / "out";
  const auto refused = [&](const std::filesystem::path& to) {
    const auto probed = FileSink::probe({to, "test"});
    return !probed && !FileSink::open({to, "test"}) &&
           probed.error().message.ends_with(" (setting output.files)");
  };
  EXPECT_TRUE(refused("/proc/x"));
  EXPECT_TRUE(refused("/proc"));
  std::filesystem::create_symlink(folder.path() / "nowhere", out);
  EXPECT_TRUE(refused(out));
  std::filesystem::remove(out);
  for (const auto* name : {"test.lock", "test.commit.next"}) {
    std::filesystem::create_directories(out / name);
    EXPECT_TRUE(refused(out)) << name;
    std::filesystem::remove_all(out);
  }
}

TEST(FileSink, RefusesTopicsThatAreNoFileNames) {
  const TemporaryFolder folder;
  const auto sink = open(folder).value();
  for (const std::string topic : {"../up", "a/b", "", ".", "..", "a b", "a\nb"}) {
    EXPECT_FALSE(commit(*sink, topic, "{}")) << topic;
  }
  EXPECT_TRUE(commit(*sink, "news.raw-1_x", "{}"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "up.jsonl"));
}

std::vector<std::string> lines(const TemporaryFolder& folder, const std::string& topic) {
  return values_of_lines(read_file(folder.path() / "out" / (topic + ".jsonl")));
}

/// One transaction over two topics, one of them new.
Outcome commit_two(FileSink& sink) {
  auto transaction = sink.begin();
  if (!transaction) return Error<Failure>(transaction.error());
  for (const std::string topic : {"old", "new"}) {
    if (auto done = (*transaction)->append({topic, "k", "{\"n\":2}", {{"ce_specversion", "1.0"}}});
        !done) {
      return done;
    }
  }
  if (auto done = (*transaction)->append_journal("second"); !done) return done;
  return (*transaction)->commit();
}

/// True when the second transaction is there as a whole, false when nothing of it is.
bool second_is_there(const TemporaryFolder& folder) {
  auto sink = open(folder);
  if (!sink) {
    ADD_FAILURE() << sink.error().message;
    return false;
  }
  const auto journal = read_all(**(*sink)->open_journal());
  const bool there = journal.size() == 2;
  EXPECT_EQ(lines(folder, "old").size(), there ? 2U : 1U);
  EXPECT_EQ(lines(folder, "new").size(), there ? 1U : 0U);
  EXPECT_EQ(journal,
            there ? (std::vector<std::string>{"{}", "second"}) : (std::vector<std::string>{"{}"}));
  return there;
}

/// Runs `commit_two` in a child that dies before its nth step, the ends of the files torn.
/// Returns false when the child came through: there are fewer than n steps.
bool die_at_step(const TemporaryFolder& folder, int n) {
  const pid_t child = ::fork();
  if (child == 0) {
    int left = n;
    auto sink = FileSink::open(
        {folder.path() / "out", "test", [&](std::string_view) {
           if (--left > 0) return 0;
           for (const char* name : {"old.jsonl", "new.jsonl", "test.journal", "test.commit.next"}) {
             const auto file = folder.path() / "out" / name;
             if (std::filesystem::exists(file)) append_to_file(file, "{to");
           }
           ::_exit(7);
         }});
    ::_exit(sink && commit_two(**sink) ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && (WEXITSTATUS(status) == 7 || WEXITSTATUS(status) == 0));
  return WEXITSTATUS(status) == 7;
}

TEST(FileSink, DyingAtAnyStepLeavesAllOrNothing) {
  int gone = 0;
  int there = 0;
  for (int n = 1;; ++n) {
    const TemporaryFolder folder;
    { ASSERT_TRUE(commit(*open(folder).value(), "old", "{}")); }
    if (!die_at_step(folder, n)) break;
    const bool came = second_is_there(folder);
    ++(came ? there : gone);
    if (!came) {
      ASSERT_TRUE(commit_two(*open(folder).value()));
    }
    EXPECT_TRUE(second_is_there(folder)) << "after step " << n;
  }
  EXPECT_GE(gone, 10);  // claiming the new file, three files written and flushed, the rename
  EXPECT_EQ(there, 1);  // only the folder's flush comes after the rename
}

TEST(FileSink, AFullDiskAtAnyStepLeavesAllOrNothingAndSaysWhatToDo) {
  int failed = 0;
  for (int n = 1;; ++n) {
    const TemporaryFolder folder;
    { ASSERT_TRUE(commit(*open(folder).value(), "old", "{}")); }
    int left = n;
    bool after_rename = false;
    auto sink = FileSink::open({folder.path() / "out", "test", [&](std::string_view step) {
                                  after_rename =
                                      after_rename || (left == 1 && step == "flush folder");
                                  return --left == 0 ? ENOSPC : 0;
                                }});
    ASSERT_TRUE(sink);
    const auto done = commit_two(**sink);
    if (left > 0) {
      EXPECT_TRUE(done);
      break;
    }
    ++failed;
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().remedy, Remedy::kRestart);
    EXPECT_NE(done.error().message.find("output.files"), std::string::npos);
    EXPECT_NE(done.error().message.find("make room"), std::string::npos);
    if (!after_rename) {  // what can be known is: the same sink can go on
      EXPECT_EQ(lines(folder, "old").size(), 1U);
      EXPECT_TRUE(commit_two(**sink));
    } else {
      EXPECT_FALSE(commit_two(**sink));
    }
    sink->reset();
    if (!second_is_there(folder)) {
      ASSERT_TRUE(commit_two(*open(folder).value()));
    }
    EXPECT_TRUE(second_is_there(folder)) << "after step " << n;
  }
  EXPECT_GE(failed, 11);
}

/// The kernel's own refusal half-way through a write, with no help from the hook.
TEST(FileSink, AWriteCutShortByTheKernelIsUndone) {
  const TemporaryFolder folder;
  { ASSERT_TRUE(commit(*open(folder).value(), "old", "{}")); }
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr rlim_t kLimit = 1U << 20U;
    const rlimit limit = {kLimit, kLimit};
    ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto sink = open(folder);
    if (!sink) ::_exit(1);
    const auto done = commit(**sink, "old", "\"" + std::string(2 * kLimit, 'x') + "\"");
    if (done || done.error().message.find("old.jsonl") == std::string::npos) ::_exit(2);
    const bool undone = read_file(folder.path() / "out" / "old.jsonl") == "{}\n";
    ::_exit(undone && commit(**sink, "old", "{}") ? 0 : 3);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  EXPECT_EQ(lines(folder, "old").size(), 2U);
}

TEST(FileSink, TwoCannotWriteTheSameFolder) {
  const TemporaryFolder folder;
  auto first = open(folder);
  ASSERT_TRUE(first);
  const auto second = open(folder);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("output.files"), std::string::npos);
  first->reset();
  EXPECT_TRUE(open(folder));
}

TEST(FileSink, DamageIsNamedAndNothingIsWrittenOnTopOfIt) {
  const std::vector<std::string> names = {"old.jsonl", "test.journal", "test.commit"};
  for (const auto& name : names) {
    const TemporaryFolder folder;
    { ASSERT_TRUE(commit(*open(folder).value(), "old", "{}")); }
    const auto file = folder.path() / "out" / name;
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
    const auto sink = open(folder);
    ASSERT_FALSE(sink) << name;
    EXPECT_NE(sink.error().message.find(name), std::string::npos);
  }
  const TemporaryFolder folder;  // a journal without its commit file
  { ASSERT_TRUE(commit(*open(folder).value(), "old", "{}")); }
  std::filesystem::remove(folder.path() / "out" / "test.commit");
  EXPECT_FALSE(open(folder));
}

TEST(FileSink, AFileDeletedUnderItsHandsFailsTheCommit) {
  const TemporaryFolder folder;
  const auto sink = open(folder).value();
  ASSERT_TRUE(commit(*sink, "old", "{}"));
  std::filesystem::remove(folder.path() / "out" / "old.jsonl");
  EXPECT_FALSE(commit(*sink, "old", "{}"));
}

TEST(FileSink, AnyChangedByteOfTheJournalIsFound) {
  const TemporaryFolder folder;
  { ASSERT_TRUE(commit(*open(folder).value(), "old", "{\"some\":\"entry\"}")); }
  const auto file = folder.path() / "out" / "test.journal";
  const std::string whole = read_file(file);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    write_file(file, changed);
    const auto sink = open(folder).value();
    const auto journal = sink->open_journal().value();
    EXPECT_FALSE(journal->next()) << "byte " << i;
  }
}

TEST(FileSink, SaysWhatIsWrongWithAFolderThatCannotBe) {
  const TemporaryFolder folder;
  write_file(folder.path() / "file", "");
  for (const std::filesystem::path& bad :
       {folder.path() / "file" / "out", folder.path() / "file", folder.path() / "no" / "parent"}) {
    const auto sink = FileSink::open({bad, "test"});
    ASSERT_FALSE(sink) << bad;
    EXPECT_NE(sink.error().message.find(bad.string()), std::string::npos);
    EXPECT_NE(sink.error().message.find("output.files"), std::string::npos);
  }
}

}  // namespace
}  // namespace copytaster::files
