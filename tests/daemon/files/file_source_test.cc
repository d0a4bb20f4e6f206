#include "daemon/files/file_source.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <ctime>

#include "pipeline/hash.h"
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

/// Opening a pipe that nobody writes to waits for ever, deaf to a stop.
TEST(FileSource, RefusesWhatIsNoRegularFile) {
  const TemporaryFolder folder;
  const TemporaryFolder elsewhere;
  write_file(elsewhere.path() / "kept", "{\"x\":1}\n");
  std::filesystem::create_symlink(elsewhere.path() / "kept", folder.path() / "a.jsonl");
  EXPECT_EQ(read_all(*open(folder)).messages.size(), 1U);

  const auto odd = folder.path() / "b.jsonl";
  ASSERT_EQ(::mkfifo(odd.c_str(), 0600), 0);
  const auto refused = [&] {
    const auto source = FileSource::open({folder.path(), "raw", false});
    return !source && source.error().remedy == Remedy::kRestart &&
           source.error().message.starts_with(odd.string() + ": is no regular file");
  };
  EXPECT_TRUE(refused());
  std::filesystem::remove(odd);
  std::filesystem::create_directory(odd);
  EXPECT_TRUE(refused());
}

TEST(FileSource, RefusesAPipeThatComesWhileItFollows) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl", "{\"x\":1}\n");
  const auto source = open(folder, true);
  const auto first = source->poll(1, 1, kWait);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->messages.size(), 1U);
  ASSERT_EQ(::mkfifo((folder.path() / "b.jsonl").c_str(), 0600), 0);
  const auto second = source->poll(1, 1, kWait);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("b.jsonl: is no regular file"), std::string::npos);
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

TEST(FileSource, SaysWhichTimestampsAreTakenOverAndWhichCannotBeRead) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl",
             "{\"timestamp\":\"2024-02-29T12:00:00Z\"}\n{\"x\":1}\n{\"timestamp\":null}\n"
             "{\"timestamp\":\"\"}\n{\"timestamp\":\"soon\"}\n{\"timestamp\":[5]}\n"
             "{\"timestamp\":true}\n{\"timestamp\":1e300}\n{\"timestamp\":\"2024-02-30\"}\n"
             "{\"timestamp\":5}\n");
  std::string inherited;
  std::string unreadable;
  for (const auto& message : read_all(*open(folder)).messages) {
    inherited += message.timestamp_inherited ? 'i' : '-';
    unreadable += message.timestamp_unreadable ? 'u' : '-';
  }
  EXPECT_EQ(inherited, "-iiiiiiii-");
  EXPECT_EQ(unreadable, "----uuuuu-");
}

TEST(FileSource, TakesTimestampsFromWhereThePointerLeads) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl",
             "{\"timestamp\":5,\"meta\":{\"ts\":1700000000}}\n{\"timestamp\":5}\n"
             "{\"meta\":[{\"ts\":7}]}\n{\"meta\":{\"ts\":\"2024-02-29T12:00:00Z\"}}\n");
  const auto source = FileSource::open({folder.path(), "raw", false, "/meta/ts"});
  ASSERT_TRUE(source);
  std::vector<std::int64_t> times;
  for (const auto& message : read_all(**source).messages)
    times.push_back(message.origin.timestamp.milliseconds);
  EXPECT_EQ(times, (std::vector<std::int64_t>{1700000000000, 1700000000000, 1700000000000,
                                              1709208000000}));

  write_file(folder.path() / "b.jsonl", "{\"x\":[3,1700000001]}\n");
  const auto one = FileSource::open_one(folder.path() / "b.jsonl", "raw", "/x/1");
  ASSERT_TRUE(one);
  EXPECT_EQ(read_all(**one).messages.at(0).origin.timestamp.milliseconds, 1700000001000);
}

/// Sums of times would overflow.
TEST(FileSource, TakesNoTimestampThatNoCalendarHas) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl",
             "{\"timestamp\":1700000000}\n{\"timestamp\":9223372036854775807}\n"
             "{\"timestamp\":-9223372036854775808}\n{\"timestamp\":1e300}\n");
  const Read read = read_all(*open(folder));
  ASSERT_EQ(read.messages.size(), 4U);
  for (const auto& message : read.messages)
    EXPECT_EQ(message.origin.timestamp.milliseconds, 1700000000000);
}

TEST(FileSource, TellsWhyThereIsNothingToRead) {
  const TemporaryFolder folder;
  const std::string begin =
      folder.path().string() + ": no file there ends in .jsonl or .jsonl.zst; ";
  EXPECT_EQ(open(folder)->why_empty(), begin + "the folder is empty");
  write_file(folder.path() / "b.json", "{}");
  EXPECT_EQ(open(folder)->why_empty(), begin + "the folder has 1 other, such as b.json");
  write_file(folder.path() / "a.jsonl.gz", "");
  const auto source = open(folder, true);
  EXPECT_EQ(source->why_empty(), begin + "the folder has 2 others, such as a.jsonl.gz");
  write_file(folder.path() / "c.jsonl", "{}\n");
  EXPECT_EQ(read_all(*open(folder)).messages.size(), 1U);
  EXPECT_EQ(open(folder)->why_empty(), "");
  const auto one = FileSource::open_one("/dev/null", "raw");
  ASSERT_TRUE(one);
  EXPECT_EQ((*one)->why_empty(), "");
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
  EXPECT_EQ(source->bytes_passed_over(), 0U);

  const auto again = FileSource::open({folder.path(), "raw", false});
  ASSERT_TRUE(again);
  ASSERT_TRUE((*again)->seek({{"raw", 0, Offset(2), {}}}));
  ASSERT_EQ(read_all(**again).messages.size(), 1U);
  EXPECT_GE((*again)->bytes_passed_over(), 101U);
  EXPECT_EQ((*again)->bytes_read(), 303U);
}

std::vector<std::string> read_one(const TemporaryFolder& folder, const std::string& text) {
  const auto file = folder.path() / "one.json";
  write_file(file, text);
  const auto source = FileSource::open_one(file, "raw");
  if (!source) return {"can't be opened"};
  std::vector<std::string> values;
  for (const auto& message : read_all(**source).messages) values.push_back(*message.value);
  return values;
}

TEST(FileSource, OneObjectOverManyLinesIsOneMessage) {
  using Values = std::vector<std::string>;
  const TemporaryFolder folder;
  const std::string object = "{\n  \"title\": \"Barge\",\n\n  \"timestamp\": 5\n}";
  for (const std::string& text : {object, object + "\n", "\n\r\n" + object + "\n\n"}) {
    const Values values = read_one(folder, text);
    ASSERT_EQ(values.size(), 1U) << text;
    EXPECT_EQ(values[0].substr(0, object.size()), object);
    EXPECT_EQ(values[0].find_last_not_of('\n'), object.size() - 1);
  }
  EXPECT_EQ(read_one(folder, "{ \r\n\"a\":1}\r\n"), Values{"{ \r\n\"a\":1}"});
  const std::string usual = "{ \"id\": \"m1\",\n \"title\": \"multi\"\n}";
  EXPECT_EQ(read_one(folder, usual), Values{usual});
  EXPECT_EQ(read_one(folder, "\xef\xbb\xbf" + object), Values{object});
  // Whatever else begins so is lines.
  EXPECT_EQ(read_one(folder, "{\n{\"a\":1}\n\n{\"b\":2}"), (Values{"{", "{\"a\":1}", "{\"b\":2}"}));
  EXPECT_EQ(read_one(folder, object + "\n{\"b\":2}\n").size(), 5U);
  EXPECT_EQ(read_one(folder, "{\"a\":1}\n{\n}\n"), (Values{"{\"a\":1}", "{", "}"}));
  EXPECT_EQ(read_one(folder, "{\n"), Values{"{"});
  EXPECT_EQ(read_one(folder, ""), Values{});
  write_file(folder.path() / "a.jsonl", object);
  EXPECT_EQ(read_all(*open(folder)).messages.size(), 4U) << "an archive is lines";
}

TEST(FileSource, ALineOverTheCapWithinWhatBeganLikeAnObjectIsNamedInItsPlace) {
  const TemporaryFolder folder;
  const std::string over(LineReader::kLongestLine + 1, 'b');
  write_file(folder.path() / "a.json", "{\n\"a\": 1,\n" + over + "\n}\n");
  const auto source = FileSource::open_one(folder.path() / "a.json", "raw");
  ASSERT_TRUE(source);
  const Read read = read_all(**source);
  ASSERT_EQ(read.messages.size(), 4U);
  EXPECT_EQ(read.messages[1].value, "\"a\": 1,");
  ASSERT_TRUE(read.messages[2].unheld);
  EXPECT_EQ(read.messages[2].unheld->xxh3, hash64(over));
  EXPECT_EQ(read.messages[3].value, "}");
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

/// Plain and compressed, in the middle of a file and at its end without a line end.
TEST(FileSource, OfALineOverTheCapTheLengthAndTheHashAreKept) {
  const std::string over(LineReader::kLongestLine + 1, 'b');
  const std::string text = over + "\nafter\n" + over;
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl", text);
  write_file(folder.path() / "b.jsonl.zst", compress(text));
  write_file(folder.path() / "c.jsonl", over.substr(1));
  const Read read = read_all(*open(folder));
  ASSERT_FALSE(read.failure) << read.failure->message;
  ASSERT_EQ(read.messages.size(), 7U);
  for (const std::size_t at : {0U, 2U, 3U, 5U}) {
    EXPECT_EQ(read.messages[at].value, "");
    ASSERT_TRUE(read.messages[at].unheld);
    EXPECT_EQ(read.messages[at].unheld->bytes, over.size());
    EXPECT_EQ(read.messages[at].unheld->xxh3, hash64(over));
  }
  for (const std::size_t at : {1U, 4U}) EXPECT_EQ(read.messages[at].value, "after");
  EXPECT_TRUE(read.messages[6].value == over.substr(1) && !read.messages[6].unheld);

  const auto again = FileSource::open({folder.path(), "raw", false});
  ASSERT_TRUE(again);
  ASSERT_TRUE((*again)->seek({{"raw", 0, Offset(4), {}}}));
  EXPECT_EQ(read_all(**again).messages.at(0).value, "after");
}

/// 256 KiB of such an archive hold more than any line may.
TEST(FileSource, AnArchiveMayShrinkToAThousandth) {
  std::string text;
  for (std::size_t lines = 0; lines < 700; ++lines) text += std::string(199'999, 'x') + '\n';
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl.zst", compress(text));
  const Read read = read_all(*open(folder));
  ASSERT_FALSE(read.failure) << read.failure->message;
  EXPECT_EQ(read.messages.size(), 700U);
}

/// Writers that flush leave blocks of any size, which end in the middle of what is read at once.
TEST(FileSource, AnArchiveMayBeFlushedAnywhere) {
  std::string text;
  for (std::uint64_t i = 0; text.size() < 1'000'000; ++i)
    text += std::to_string(hash64("", i)) + '\n';
  for (const std::size_t piece : {1000U, 99'999U, 130'000U, 131'072U, 200'001U}) {
    const TemporaryFolder folder;
    write_file(folder.path() / "a.jsonl.zst", compress(text, piece));
    const Read read = read_all(*open(folder));
    ASSERT_FALSE(read.failure) << read.failure->message << piece;
    std::string joined;
    for (const auto& message : read.messages) joined += *message.value + '\n';
    EXPECT_EQ(joined, text);
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
  write_file(folder.path() / "b.jsonl", "taken away\n");
  write_file(folder.path() / "c.jsonl", "after\n");
  const auto source = open(folder);
  std::filesystem::remove(folder.path() / "b.jsonl");
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
  ASSERT_TRUE((*source)->seek({{"raw", 0, Offset(3), {}}}));
  const Read read = read_all(**source);
  ASSERT_TRUE(read.failure);
  EXPECT_TRUE(read.messages.empty());
  EXPECT_NE(read.failure->message.find("input.files"), std::string::npos);
  EXPECT_TRUE(read_all(**source).failure);
}

TEST(FileSource, RefusesAPositionInAnotherTopic) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl", "one\ntwo\n");
  const auto source = FileSource::open({folder.path(), "wire", false});
  ASSERT_TRUE(source);
  const auto sought = (*source)->seek({{"raw", 0, Offset(1), {}}});
  ASSERT_FALSE(sought);
  for (const char* word : {"\"raw\"", "\"wire\"", "input.topic"})
    EXPECT_NE(sought.error().message.find(word), std::string::npos) << word;
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// 4 GB of text: to read it through takes seconds, and no call may take as long, neither to verify
/// it, nor to pass over what was read before.
TEST(FileSource, NoCallReadsAHugeArchiveThrough) {
  const std::string piece = compress(std::string(std::size_t{256} << 20U, 'x') + '\n');
  const TemporaryFolder folder;
  for (int i = 0; i < 16; ++i) append_to_file(folder.path() / "a.jsonl.zst", piece);
  append_to_file(folder.path() / "a.jsonl.zst", compress("last\n"));
  const auto source = FileSource::open({folder.path(), "raw", false});
  ASSERT_TRUE(source);
  ASSERT_TRUE((*source)->seek({{"raw", 0, Offset(16), {}}}));
  int empty = 0;
  for (bool at_end = false; !at_end;) {
    const double begun = cpu_seconds();
    auto polled = (*source)->poll(10, 1000, kWait);
    EXPECT_LT(cpu_seconds() - begun, 0.6);
    ASSERT_TRUE(polled) << polled.error().message;
    at_end = polled->at_end;
    if (!polled->messages.empty()) {
      EXPECT_EQ(polled->messages.front().value, "last");
      EXPECT_EQ(polled->messages.front().origin.offset, Offset(16));
    } else if (!at_end) {
      ++empty;
    }
  }
  EXPECT_GT(empty, 1);
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

std::unique_ptr<FileSource> open_with_overrides(const TemporaryFolder& folder,
                                                const std::vector<Position>& positions) {
  auto source = FileSource::open({folder.path(), "raw", false, "/timestamp", "said"});
  if (!source) {
    ADD_FAILURE() << source.error().message;
    return nullptr;
  }
  EXPECT_TRUE((*source)->seek(positions));
  return std::move(*source);
}

std::vector<std::string> names(const Read& read) {
  std::vector<std::string> all;
  for (const auto& message : read.messages)
    all.push_back(message.origin.topic + std::to_string(message.origin.offset.value()));
  return all;
}

TEST(FileSource, FilesOfOverridesAreATopicOfTheirOwnInTheOrderOfNames) {
  const TemporaryFolder folder;
  write_file(folder.path() / "1.jsonl", "{\"timestamp\":7000000000000}\n{}\n");
  write_file(folder.path() / "2.overrides.jsonl", "{\"timestamp\":9000000000000}\n{}\n");
  write_file(folder.path() / "3.jsonl", "{}\n");
  const Read read = read_all(*open_with_overrides(folder, {}));
  EXPECT_EQ(names(read), (std::vector<std::string>{"raw0", "raw1", "said0", "said1", "raw2"}));
  EXPECT_EQ(read.messages[3].origin.timestamp.milliseconds, 9'000'000'000'000);
  EXPECT_EQ(read.messages[4].origin.timestamp.milliseconds, 7'000'000'000'000)
      << "the line before in its own topic";
  EXPECT_EQ(names(read_all(*open(folder))),
            (std::vector<std::string>{"raw0", "raw1", "raw2", "raw3", "raw4"}))
      << "without the setting they are files like others";
}

TEST(FileSource, GoesOnInBothTopics) {
  const TemporaryFolder folder;
  write_file(folder.path() / "1.jsonl", "{}\n{}\n");
  write_file(folder.path() / "2.overrides.jsonl", "{}\n{}\n");
  write_file(folder.path() / "3.jsonl", "{}\n");
  const auto from = [&](std::int64_t raw, std::int64_t said) {
    return read_all(*open_with_overrides(
        folder, {{"raw", 0, Offset(raw), {5}}, {"said", 0, Offset(said), {6}}}));
  };
  EXPECT_EQ(names(from(2, 1)), (std::vector<std::string>{"said1", "raw2"}));
  EXPECT_EQ(from(2, 1).messages[0].origin.timestamp.milliseconds, 6);
  EXPECT_EQ(names(from(1, 0)), (std::vector<std::string>{"raw1", "said0", "said1", "raw2"}));
  EXPECT_EQ(names(from(3, 2)), std::vector<std::string>{});
}

TEST(FileSource, RefusesPositionsThatAreOfNoOneMoment) {
  const TemporaryFolder folder;
  write_file(folder.path() / "1.jsonl", "{}\n{}\n");
  write_file(folder.path() / "2.overrides.jsonl", "{}\n{}\n");
  write_file(folder.path() / "3.jsonl", "{}\n");
  // As after a run that took the overrides for articles.
  const Read read = read_all(*open_with_overrides(folder, {{"raw", 0, Offset(3), {}}}));
  ASSERT_TRUE(read.failure.has_value());
  EXPECT_EQ(read.failure->remedy, Remedy::kStop);
  EXPECT_NE(read.failure->message.find("input.overrides"), std::string::npos);
  const auto source = FileSource::open({folder.path(), "raw"});
  const auto sought = (*source)->seek({{"said", 0, Offset(1), {}}});
  ASSERT_FALSE(sought.has_value());
  EXPECT_NE(sought.error().message.find("input.overrides"), std::string::npos);
}

}  // namespace
}  // namespace copytaster::files
