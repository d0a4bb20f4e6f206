#include <gtest/gtest.h>

#include "daemon/files/file_source.h"
#include "tests/daemon/files/support.h"

namespace copytaster::files {
namespace {

TEST(FileSource, RefusesALaterFileBeforeTheFirstArticle) {
  const TemporaryFolder folder;
  write_file(folder.path() / "a.jsonl", "{\"x\":1}\n");
  const auto odd = folder.path() / "b.jsonl";
  const auto refused = [&](std::string_view why) {
    const auto source = FileSource::open({folder.path(), "raw", false});
    return !source && source.error().message.starts_with(odd.string() + ": " + std::string(why)) &&
           source.error().message.ends_with(" (setting input.files)");
  };
  write_file(odd, "\x1f\x8b\x08 and so on\n");
  EXPECT_TRUE(refused("is compressed by gzip; unpack it first"));
  std::filesystem::remove(odd);
  std::filesystem::create_symlink(folder.path() / "nowhere", odd);
  EXPECT_TRUE(refused("can't be read: No such file or directory; it is a link that leads nowhere"));
  std::filesystem::remove(odd);
  std::filesystem::create_symlink(odd, odd);
  EXPECT_TRUE(refused("can't be read: Too many levels of symbolic links"));
}

}  // namespace
}  // namespace copytaster::files
