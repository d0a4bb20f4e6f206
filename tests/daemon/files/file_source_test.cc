#include "daemon/files/file_source.h"

#include <gtest/gtest.h>

#include "tests/daemon/files/support.h"

namespace copytaster::files {
namespace {

constexpr std::chrono::milliseconds kWait(20);

struct Read {
  std::vector<Message> messages;
  std::optional<Failure> failure;
};

std::unique_ptr<FileSource> open(const TemporaryFolder& folder, bool follow = false) {
  auto source = FileSource::open({folder.path(), "raw", follow});
  if (!source) {
    ADD_FAILURE() << source.error().message;
    return nullptr;
  }
  EXPECT_TRUE((*source)->seek({}));
  return std::move(*source);
}

Read read_all(FileSource& source) {
  Read read;
  while (true) {
    auto polled = source.poll(1000, 1U << 30U, kWait);
    if (!polled) {
      read.failure = polled.error();
      return read;
    }
    for (auto& message : polled->messages) read.messages.push_back(std::move(message));
    if (polled->at_end) return read;
  }
}

TEST(FileSource, TakesTimestampsFromLinesAndElseFromTheLineBefore) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl",
             "{\"x\":1}\n{\"timestamp\":1700000000123}\nnot json\n"
             "{\"timestamp\":\"2024-02-29T12:00:00Z\"}\n{\"in\":{\"timestamp\":5}}\n");
  const Read read = read_all(*open(folder));
  std::vector<std::int64_t> times;
  for (const auto& message : read.messages) times.push_back(message.origin.timestamp.milliseconds);
  EXPECT_EQ(times, (std::vector<std::int64_t>{0, 1700000000123, 1700000000123, 1709208000000,
                                              1709208000000}));
}

TEST(FileSource, TellsHowManyBytesOfHowManyAreRead) {
  const TemporaryFolder folder;
  const std::string line(100, 'x');
  write_file(folder.path() / "a.jsonl", line + "\n");
  write_file(folder.path() / "b.jsonl", line + "\n" + line + "\n");
  const auto source = open(folder);
  EXPECT_EQ(source->bytes_read(), 0U);
  EXPECT_EQ(source->bytes_in_all(), 303U);
  ASSERT_TRUE(source->poll(1, 1U << 20U, kWait));
  EXPECT_GE(source->bytes_read(), 101U);
  read_all(*source);
  EXPECT_EQ(source->bytes_read(), 303U);
}

TEST(FileSource, KeepsOddLinesWhole) {
  const TemporaryFolder folder;
  const std::string big(std::size_t{3} << 20U, 'b');
  write_file(folder.path() / "a.jsonl", "one\r\n\r\n\n\xff\xfe\n" + big);  // no line end at the end
  write_file(folder.path() / "b.jsonl", "last\n");
  const Read read = read_all(*open(folder));
  ASSERT_EQ(read.messages.size(), 4U);
  EXPECT_EQ(read.messages[0].value, "one");
  EXPECT_EQ(read.messages[1].value, "\xff\xfe");
  EXPECT_EQ(read.messages[2].value, big);
  EXPECT_EQ(read.messages[3].value, "last");
}

TEST(FileSource, ALineOverTheCapFailsAndGoesOnFailing) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl",
             "one\n" + std::string(LineReader::kLongestLine + 1, 'b') + "\nafter\n");
  const auto source = open(folder);
  Read read = read_all(*source);
  EXPECT_EQ(read.messages.size(), 1U);
  for (int again = 0; again < 3; ++again) {
    ASSERT_TRUE(read.failure);
    EXPECT_NE(read.failure->message.find("a.jsonl"), std::string::npos);
    read = read_all(*source);
    EXPECT_TRUE(read.messages.empty());
  }
}

/// Cut anywhere, or one byte changed anywhere: all lines or none of the damaged file, and never
/// the file after it.
TEST(FileSource, ADamagedArchiveGivesNothingHalf) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "{\"id\":" + std::to_string(i * 7919) + "}\n";
  const std::string whole = compress(text);
  std::vector<std::string> damaged;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    damaged.push_back(whole.substr(0, i));
    damaged.push_back(whole);
    damaged.back()[i] = static_cast<char>(damaged.back()[i] ^ 0x10);
  }
  damaged.push_back(whole + "garbage");
  int failures = 0;
  for (const auto& bytes : damaged) {
    const TemporaryFolder folder;
    write_file(folder.path() / "a.jsonl", "before\n");
    write_file(folder.path() / "b.jsonl.zst", bytes);
    write_file(folder.path() / "c.jsonl", "after\n");
    const auto source = open(folder);
    Read read = read_all(*source);
    if (!read.failure) {  // a bit that means nothing was changed: then nothing may differ
      EXPECT_EQ(read.messages.size(), 62U);
      continue;
    }
    ++failures;
    ASSERT_EQ(read.messages.size(), 1U);
    EXPECT_EQ(read.failure->remedy, Remedy::kRestart);
    EXPECT_NE(read.failure->message.find("b.jsonl.zst"), std::string::npos);
    read = read_all(*source);
    EXPECT_TRUE(read.failure);
    EXPECT_TRUE(read.messages.empty());
  }
  EXPECT_GT(failures, static_cast<int>(whole.size()) * 3 / 2);
}

TEST(FileSource, AFileThatCannotBeOpenedIsNeverSkipped) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl", "before\n");
  std::filesystem::create_symlink("nowhere", folder.path() / "b.jsonl");
  write_file(folder.path() / "c.jsonl", "after\n");
  const auto source = open(folder);
  EXPECT_EQ(read_all(*source).messages.size(), 1U);
  for (int again = 0; again < 3; ++again) {
    const Read read = read_all(*source);
    EXPECT_TRUE(read.failure);
    EXPECT_TRUE(read.messages.empty());
  }
}

TEST(FileSource, SaysWhichSettingNamesAFolderThatIsNotThere) {
  const auto source = FileSource::open({"/nowhere/at/all", "raw", false});
  ASSERT_FALSE(source);
  EXPECT_NE(source.error().message.find("input.files"), std::string::npos);
  EXPECT_NE(source.error().message.find("/nowhere/at/all"), std::string::npos);
}

TEST(FileSource, RefusesAPositionThatTheFilesNoLongerReach) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl", "one\ntwo\n");
  const auto source = FileSource::open({folder.path(), "raw", false});
  ASSERT_TRUE(source);
  EXPECT_FALSE((*source)->seek({{"raw", 0, Offset(3), {}}}));
}

TEST(FileSource, FollowingTakesNewFilesAndRefusesThoseThatSortBeforeWhatWasRead) {
  const TemporaryFolder folder;
  write_file(folder.path() / "b.jsonl", "one\n");
  const auto source = open(folder, true);
  const auto next = [&]() -> Result<std::vector<Message>, Failure> {
    for (int polls = 0; polls < 20; ++polls) {
      auto polled = source->poll(10, 1000, kWait);
      if (!polled) return Error<Failure>(polled.error());
      EXPECT_FALSE(polled->at_end);
      if (!polled->messages.empty()) return std::move(polled->messages);
    }
    return std::vector<Message>{};
  };
  EXPECT_EQ(next().value().at(0).value, "one");
  EXPECT_TRUE(next().value().empty());
  write_file(folder.path() / "new", "two\n");
  std::filesystem::rename(folder.path() / "new", folder.path() / "c.jsonl");
  const auto second = next().value();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].value, "two");
  EXPECT_EQ(second[0].origin.offset, Offset(1));
  write_file(folder.path() / "a.jsonl", "early\n");
  EXPECT_FALSE(next());
}

}  // namespace
}  // namespace copytaster::files
