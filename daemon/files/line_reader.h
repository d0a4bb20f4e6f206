#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "pipeline/io.h"
#include "pipeline/result.h"

namespace copytaster::files {

/// What asking for a line led to.
enum class LineState : std::uint8_t { kLine, kNotYet, kEnd };

/// Reads lines from a file, plain or Zstandard by its name's ending, or from standard input. A last
/// line without an end counts as one. One thread at a time.
class LineReader {
 public:
  /// A longer line is a failure: it can't be kept whole, and input is never cut silently.
  static constexpr std::size_t kLongestLine = std::size_t{64} << 20U;

  /// `-` is standard input. A compressed file is decompressed once to its end here: a damaged one
  /// fails before it gives a line.
  static Result<std::unique_ptr<LineReader>, Failure> open(const std::filesystem::path& path);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  /// Waits at most `wait` for a pipe or a terminal to bring something. A damaged archive is a
  /// failure that names the file and how far it was whole.
  Result<LineState, Failure> next(std::string& line, std::chrono::milliseconds wait);

  /// Bytes of the file as it lies on the disk.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  struct Decompressor;
  LineReader(std::string name, int descriptor, bool compressed);

  Outcome verify();
  Result<bool, Failure> fill();
  Outcome append(const char* bytes, std::size_t size);
  [[nodiscard]] Failure damaged(const std::string& why) const;

  const std::string name_;
  const int descriptor_;
  std::unique_ptr<Decompressor> decompressor_;
  std::string buffer_;
  std::size_t at_ = 0;        ///< first byte of the buffer that no line has taken
  std::size_t searched_ = 0;  ///< no line end before this one
  std::uint64_t bytes_read_ = 0;
  bool ended_ = false;
};

}  // namespace copytaster::files
