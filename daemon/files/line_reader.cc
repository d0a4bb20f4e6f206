#include "daemon/files/line_reader.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "pipeline/check.h"
#include "pipeline/hash.h"

namespace copytaster::files {
namespace {

constexpr std::size_t kChunk = std::size_t{256} << 10U;

/// How compressed bytes begin, as no JSON does, and what makes lines of them.
struct Packed {
  std::string_view begin;
  std::string_view by;
  std::string_view unpack;
};
constexpr std::array kPacked = {
    Packed{"\x1f\x8b", "gzip", "gzip -dc"}, Packed{"\x28\xb5\x2f\xfd", "zstd", "zstd -dc"},
    Packed{"\xfd"
           "7zXZ",
           "xz", "xz -dc"},
    Packed{"BZh", "bzip2", "bzip2 -dc"}, Packed{"PK\x03\x04", "zip", "unzip -p"}};

}  // namespace

struct LineReader::Decompressor {
  Decompressor()
      : stream(ZSTD_createDStream(), &ZSTD_freeDStream), block(ZSTD_DStreamOutSize(), '\0') {}
  /// Without another byte from the file.
  [[nodiscard]] bool has_more() const { return holds_back || given.pos < given.size; }

  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream;
  std::string compressed;
  ZSTD_inBuffer given = {nullptr, 0, 0};  ///< of `compressed`
  std::string block;
  bool in_frame = false;
  bool holds_back = false;  ///< the last block was too small for all that was decompressed
};

struct LineReader::TooLong {
  TooLong() { XXH3_64bits_reset(&state); }
  XXH3_state_t state;
  std::uint64_t bytes = 0;
};

LineReader::LineReader(std::string name, int descriptor, bool compressed)
    : name_(std::move(name)),
      descriptor_(descriptor),
      decompressor_(compressed ? std::make_unique<Decompressor>() : nullptr) {}

LineReader::~LineReader() {
  if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
}

Result<std::unique_ptr<LineReader>, Failure> LineReader::open(const std::filesystem::path& path) {
  if (path == "-")
    return std::unique_ptr<LineReader>(new LineReader("standard input", STDIN_FILENO, false));
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return Error<Failure>(
        {Remedy::kRestart, fmt::format("{}: can't be opened: {}; is the path right, and may this "
                                       "user read it?",
                                       path.string(), std::strerror(errno))});
  }
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
    ::close(descriptor);
    return Error<Failure>(
        {Remedy::kRestart, fmt::format("{}: is a folder; name a file", path.string())});
  }
  std::unique_ptr<LineReader> reader(
      new LineReader(path.string(), descriptor, path.extension() == ".zst"));
  // What can't be read twice, a pipe, goes unverified.
  reader->verifying_ = reader->decompressor_ != nullptr && ::lseek(descriptor, 0, SEEK_SET) == 0;
  if (reader->verifying_) reader->decompressor_->in_frame = true;  // no bytes at all are no archive
  return reader;
}

/// A frame's checksum stands at its end, so a compressed file is read through once before any line
/// of it is given out. True when it was; false when the slice of time ran out first.
Result<bool, Failure> LineReader::verify() {
  const auto until = std::chrono::steady_clock::now() + kSlice;
  for (bool more = true; more;) {
    if (std::chrono::steady_clock::now() >= until) return false;
    auto filled = fill();
    if (!filled) return filled;
    more = *filled;
    buffer_.clear();
  }
  if (::lseek(descriptor_, 0, SEEK_SET) != 0) return Error(damaged(std::strerror(errno)));
  bytes_read_ = 0;
  verifying_ = false;
  return true;
}

Failure LineReader::damaged(const std::string& why) const {
  return {Remedy::kRestart, fmt::format("{}: {} after {} bytes; restore the file or take it away",
                                        name_, why, bytes_read_)};
}

Outcome LineReader::refuse_packed(const std::string& name, std::string_view begin, bool streamed) {
  for (const Packed& packed : kPacked) {
    if (!begin.starts_with(packed.begin)) continue;
    const std::string remedy = packed.by == "zstd" && !streamed
                                   ? "let its name end in .zst"
                                   : fmt::format("unpack it first, with `{}`", packed.unpack);
    return Error<Failure>(
        {Remedy::kRestart, fmt::format("{}: is compressed by {}; {}", name, packed.by, remedy)});
  }
  return {};
}

/// One block, not all that the file's chunk holds: that may be a thousand times its size.
Result<bool, Failure> LineReader::decompress() {
  auto& [stream, compressed, given, block, in_frame, holds_back] = *decompressor_;
  ZSTD_outBuffer out = {block.data(), block.size(), 0};
  const std::size_t left = ZSTD_decompressStream(stream.get(), &out, &given);
  if (ZSTD_isError(left) != 0)
    return Error(damaged(fmt::format("damaged archive: {}", ZSTD_getErrorName(left))));
  in_frame = left != 0;
  holds_back = in_frame && out.pos == out.size;
  buffer_.append(block.data(), out.pos);
  return true;
}

/// Reads one chunk, or takes one block from the chunk before; false at the end.
Result<bool, Failure> LineReader::fill() {
  if (at_ > kChunk && at_ * 2 > buffer_.size()) {
    buffer_.erase(0, at_);
    searched_ -= at_;
    at_ = 0;
  }
  if (decompressor_ != nullptr && decompressor_->has_more()) return decompress();
  std::array<char, kChunk> chunk;  // NOLINT: read into before use
  const ssize_t size = ::read(descriptor_, chunk.data(), chunk.size());
  if (size < 0) {
    if (errno == EINTR) return true;
    return Error(damaged(fmt::format("reading failed: {}", std::strerror(errno))));
  }
  if (size == 0) {
    if (decompressor_ != nullptr && decompressor_->in_frame)
      return Error(damaged("the archive is cut off"));
    return false;
  }
  if (bytes_read_ == 0 && decompressor_ == nullptr) {
    const std::string_view begin(chunk.data(), static_cast<std::size_t>(size));
    if (auto packed = refuse_packed(name_, begin, descriptor_ == STDIN_FILENO); !packed)
      return Error<Failure>(packed.error());
  }
  bytes_read_ += static_cast<std::uint64_t>(size);
  if (decompressor_ != nullptr) {
    decompressor_->compressed.assign(chunk.data(), static_cast<std::size_t>(size));
    decompressor_->given = {decompressor_->compressed.data(), decompressor_->compressed.size(), 0};
    return decompress();
  }
  buffer_.append(chunk.data(), static_cast<std::size_t>(size));
  return true;
}

/// Two bytes tell UTF-16, where the file has as many.
void LineReader::look_at_beginning() {
  if (looked_at_ || (buffer_.size() < 2 && !ended_)) return;
  looked_at_ = true;
  utf16_ = text::utf16_order(buffer_);
}

/// Where a line ends of which nothing before `searched_` is the end; in UTF-16 a unit of two bytes,
/// counted from the line's beginning.
std::size_t LineReader::line_end() const {
  if (!looked_at_) return std::string::npos;
  if (!utf16_) return buffer_.find('\n', searched_);
  const bool little = *utf16_ == text::ByteOrder::kLittleEndian;
  const std::string_view unit = little ? std::string_view("\n\0", 2) : std::string_view("\0\n", 2);
  std::size_t end = buffer_.find(unit, searched_);
  while (end != std::string::npos && (end - at_) % 2 != 0) end = buffer_.find(unit, end + 1);
  return end;
}

/// The end of what the buffer has, less half a unit of UTF-16.
std::size_t LineReader::whole_units() const {
  return buffer_.size() - (utf16_ && !ended_ ? (buffer_.size() - at_) % 2 : 0);
}

/// Counts and hashes what no line will take.
void LineReader::let_go(std::size_t end) {
  if (!letting_go_) too_long_ = std::make_unique<TooLong>();
  letting_go_ = true;
  XXH3_64bits_update(&too_long_->state, buffer_.data() + at_, end - at_);
  too_long_->bytes += end - at_;
  at_ = end;
}

LineState LineReader::take(std::string& line, std::size_t end) {
  const bool too_long = letting_go_ || end - at_ > kLongestLine;
  if (too_long) {
    let_go(end);
    letting_go_ = false;
  } else {
    line.assign(buffer_, at_, end - at_);
    if (utf16_) {
      if (auto text = text::from_utf16(line, *utf16_)) line = std::move(*text);
    }
  }
  at_ = std::min(end + (utf16_ ? 2 : 1), buffer_.size());
  searched_ = at_;
  return too_long ? LineState::kTooLong : LineState::kLine;
}

Unheld LineReader::too_long() const {
  CHECK(too_long_ != nullptr && !letting_go_);
  return {too_long_->bytes, XXH3_64bits_digest(&too_long_->state)};
}

Result<LineState, Failure> LineReader::next(std::string& line, std::chrono::milliseconds wait) {
  if (verifying_) {
    auto whole = verify();
    if (!whole) return Error<Failure>(whole.error());
    if (!*whole) return LineState::kNotYet;
  }
  const auto until = std::chrono::steady_clock::now() + kSlice;
  while (true) {
    look_at_beginning();
    const std::size_t end = line_end();
    if (end != std::string::npos || (ended_ && (letting_go_ || at_ < buffer_.size())))
      return take(line, std::min(end, buffer_.size()));
    if (ended_) return LineState::kEnd;
    searched_ = whole_units();
    if (letting_go_ || buffer_.size() - at_ > kLongestLine) let_go(whole_units());
    pollfd waiting = {descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(wait.count())) == 0) return LineState::kNotYet;
    auto more = fill();
    if (!more) return Error<Failure>(more.error());
    ended_ = !*more;
    // Of a line of gigabytes.
    if (!ended_ && std::chrono::steady_clock::now() >= until) return LineState::kNotYet;
  }
}

}  // namespace copytaster::files
