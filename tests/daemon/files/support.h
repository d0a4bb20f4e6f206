#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/io.h"

namespace copytaster::files {

/// A folder of its own, gone with everything in it at the end of the scope.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void write_file(const std::filesystem::path& file, std::string_view bytes);
void append_to_file(const std::filesystem::path& file, std::string_view bytes);
std::string read_file(const std::filesystem::path& file);

/// One Zstandard frame with a checksum, flushed after every `piece` bytes.
std::string compress(std::string_view text, std::size_t piece = SIZE_MAX);

/// The values of an output file's lines, taken out of their envelopes.
std::vector<std::string> values_of_lines(std::string_view text);

std::vector<std::string> read_all(Journal& journal);

}  // namespace copytaster::files
