#include "daemon/files/line_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/daemon/files/support.h"
#include "tests/pipeline/text/utf16.h"

namespace copytaster::files {
namespace {

using testing::utf16;

/// The lines of a file with these bytes.
std::vector<std::string> lines_of(const std::string& bytes) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl", bytes);
  auto reader = LineReader::open(folder.path() / "a.jsonl");
  std::vector<std::string> lines;
  std::string line;
  while (reader) {
    const auto state = (*reader)->next(line, std::chrono::milliseconds(20));
    if (!state || *state == LineState::kEnd) break;
    if (*state == LineState::kLine) lines.push_back(line);
    if (*state == LineState::kTooLong) lines.emplace_back("too long");
  }
  return lines;
}

using Lines = std::vector<std::string>;

/// Why the file can't be opened, or its first line not be read; empty where it can.
std::string refusal(const std::filesystem::path& file) {
  auto reader = LineReader::open(file);
  if (!reader) return reader.error().message;
  std::string line;
  const auto state = (*reader)->next(line, std::chrono::milliseconds(20));
  return state ? "" : state.error().message;
}

TEST(LineReader, WhatIsCompressedOtherwiseIsRefusedByName) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.jsonl";
  using namespace std::string_literals;
  const std::vector<std::pair<std::string, std::string>> packed = {
      {"\x1f\x8b\x08\x00rest\n"s, "is compressed by gzip; unpack it first, with `gzip -dc`"},
      {compress("{}\n"), "is compressed by zstd; let its name end in .zst"},
      {"\xfd\x37zXZ\0rest"s, "is compressed by xz; unpack it first, with `xz -dc`"},
      {"BZh91AY"s, "is compressed by bzip2; unpack it first, with `bzip2 -dc`"},
      {"PK\x03\x04rest"s, "is compressed by zip; unpack it first, with `unzip -p`"}};
  for (const auto& [bytes, why] : packed) {
    write_file(file, bytes);
    EXPECT_EQ(refusal(file), file.string() + ": " + why);
  }
  // Only how the file begins counts, and only the whole mark.
  EXPECT_EQ(lines_of("{}\nBZh91AY"), (Lines{"{}", "BZh91AY"}));
  EXPECT_EQ(lines_of("BZ\n{}"), (Lines{"BZ", "{}"}));
  EXPECT_EQ(lines_of("\x1f\n"), Lines{"\x1f"});
}

TEST(LineReader, AFolderIsNamedAsOne) {
  const TemporaryFolder folder;
  EXPECT_EQ(refusal(folder.path()), folder.path().string() + ": is a folder; name a file");
}

/// A byte of 0x0a ends no line there: U+010A, U+0A0A and U+0A7B have it.
TEST(LineReader, UTF16IsSplitAtItsLineEnds) {
  const std::u16string text =
      u"{\"title\":\"\u010aittadella \u0a0a\u0a7b\"}\r\n\n"
      u"{\"title\":\"\u0a00\u0a0d\U0001f600\"}\n{\"title\":\"last\"}";
  const Lines expected = {"{\"title\":\"\u010aittadella \u0a0a\u0a7b\"}\r", "",
                          "{\"title\":\"\u0a00\u0a0d\U0001f600\"}", "{\"title\":\"last\"}"};
  for (const bool little : {true, false}) {
    for (const bool mark : {true, false})
      EXPECT_EQ(lines_of(utf16((mark ? u"\ufeff" : u"") + text, little)), expected);
  }
}

TEST(LineReader, ALineThatIsNoUTF16StandsAsItIs) {
  const std::string good = utf16(u"{}\n", true);
  const std::string bad = utf16(u"{\"\xd83d\"}", true);
  EXPECT_EQ(lines_of(good + bad + utf16(u"\n", true) + good + "{"), (Lines{"{}", bad, "{}", "{"}));
}

/// What is let go of ends between two units, wherever the pieces that were read end.
TEST(LineReader, ALongLineOfUTF16IsCountedWhole) {
  const std::u16string longest(LineReader::kLongestLine / 2 + 77, u'\u0a0a');
  EXPECT_EQ(lines_of(utf16(u"{}\n" + longest + u"\n{}", false)), (Lines{"{}", "too long", "{}"}));
}

TEST(LineReader, UTF8AndWhatIsTooShortAreNoUTF16) {
  EXPECT_EQ(lines_of("{\"\u0a0a\"}\n\n{"), (Lines{"{\"\u0a0a\"}", "", "{"}));
  EXPECT_EQ(lines_of("{"), Lines{"{"});
  EXPECT_EQ(lines_of(""), Lines{});
}

}  // namespace
}  // namespace copytaster::files
