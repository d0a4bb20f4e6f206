#include "pipeline/read_file.h"

#include <gtest/gtest.h>

#include <fstream>

namespace copytaster {
namespace {

TEST(ReadFile, GivesAllBytesOrOneMoreThanAllowed) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "read_file_test";
  for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 200000U}) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 7 % 251);
    std::ofstream(file, std::ios::binary) << bytes;
    for (const std::size_t longest : {size, size + 1, std::size_t{1} << 30U})
      EXPECT_EQ(read_file(file, longest), bytes);
    EXPECT_EQ(read_file(file, size / 2), bytes.substr(0, size / 2 + 1));
  }
  std::filesystem::remove(file);
  EXPECT_EQ(read_file("/dev/zero", 99999)->size(), 100000U) << "endless, and bounded all the same";
}

TEST(ReadFile, SaysWhyThereIsNothing) {
  EXPECT_EQ(read_file("/nowhere/x", 9).error(), std::errc::no_such_file_or_directory);
  EXPECT_EQ(read_file("/", 9).error(), std::errc::is_a_directory);
}

}  // namespace
}  // namespace copytaster
