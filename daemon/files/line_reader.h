#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/io.h"
#include "pipeline/records.h"
#include "pipeline/result.h"
#include "pipeline/text/encoding.h"

namespace copytaster::files {

/// What asking for a line led to. kTooLong: a line came, and was longer than is held.
enum class LineState : std::uint8_t { kLine, kTooLong, kNotYet, kEnd };

/// Reads lines from a file, plain or Zstandard by its name's ending, or from standard input; what
/// is compressed otherwise is refused. A last line without an end counts as one. Where the file
/// begins as UTF-16 does, its lines are given in UTF-8; one that is no UTF-16 is given as its bytes
/// stand. One thread at a time.
class LineReader {
 public:
  /// Of a longer line only the length and the hash are kept: it is never cut silently. Memory is
  /// bounded by twice this, however well an archive is compressed.
  static constexpr std::size_t kLongestLine = std::size_t{64} << 20U;

  /// Longest that one call of `next` is busy, beside its waiting, before it says kNotYet.
  static constexpr std::chrono::milliseconds kSlice{200};

  /// Refuses what begins as compressed bytes do, under a name that doesn't say so: each piece
  /// between two line ends would become a dead letter. `streamed`: there is no name to change.
  static Outcome refuse_packed(const std::string& name, std::string_view begin, bool streamed);
  static constexpr std::size_t kLongestMark = 5;  ///< bytes that tell

  /// `-` is standard input.
  static Result<std::unique_ptr<LineReader>, Failure> open(const std::filesystem::path& path);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  /// Waits at most `wait` for a pipe or a terminal to bring something. The first calls decompress a
  /// compressed file to its end, a slice each, so that a damaged one fails before it gives a line:
  /// the failure names the file and how far it was whole, and no call may follow it. `line` is set
  /// for kLine alone.
  Result<LineState, Failure> next(std::string& line, std::chrono::milliseconds wait);

  /// Bytes of the file as it lies on the disk, read for lines.
  [[nodiscard]] std::uint64_t bytes_read() const { return verifying_ ? 0 : bytes_read_; }

  /// After kTooLong: that line as it stands in the file, without its end.
  [[nodiscard]] Unheld too_long() const;

 private:
  struct Decompressor;
  struct TooLong;
  LineReader(std::string name, int descriptor, bool compressed);

  Result<bool, Failure> verify();
  Result<bool, Failure> fill();
  Result<bool, Failure> decompress();
  LineState take(std::string& line, std::size_t end);
  void let_go(std::size_t end);
  void look_at_beginning();
  [[nodiscard]] std::size_t line_end() const;
  [[nodiscard]] std::size_t whole_units() const;
  [[nodiscard]] Failure damaged(const std::string& why) const;

  const std::string name_;
  const int descriptor_;
  std::unique_ptr<Decompressor> decompressor_;
  std::unique_ptr<TooLong> too_long_;  ///< the line being read, or the last one of its kind
  std::string buffer_;
  std::size_t at_ = 0;        ///< first byte of the buffer that no line has taken
  std::size_t searched_ = 0;  ///< no line end before this one
  std::uint64_t bytes_read_ = 0;
  std::optional<text::ByteOrder> utf16_;  ///< of the file, once it was looked at
  bool looked_at_ = false;                ///< the file's beginning has said what it is written in
  bool verifying_ = false;                ///< no line before the whole file was read once
  bool letting_go_ = false;               ///< the line being read is too long already
  bool ended_ = false;
};

}  // namespace copytaster::files
