#include "daemon/files/line_reader.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace copytaster::files {
namespace {

constexpr std::size_t kChunk = std::size_t{256} << 10U;

}  // namespace

struct LineReader::Decompressor {
  Decompressor()
      : stream(ZSTD_createDStream(), &ZSTD_freeDStream), chunk(ZSTD_DStreamOutSize(), '\0') {}
  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream;
  std::string chunk;
  bool in_frame = false;
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
  std::unique_ptr<LineReader> reader(
      new LineReader(path.string(), descriptor, path.extension() == ".zst"));
  if (auto whole = reader->verify(); !whole) return Error<Failure>(whole.error());
  return reader;
}

/// A frame's checksum stands at its end, so a compressed file is read through once before any line
/// of it is given out. What can't be read twice, a pipe, goes unverified.
Outcome LineReader::verify() {
  if (decompressor_ == nullptr || ::lseek(descriptor_, 0, SEEK_SET) != 0) return {};
  decompressor_->in_frame = true;  // no bytes at all are no archive
  for (bool more = true; more;) {
    auto filled = fill();
    if (!filled) return Error<Failure>(filled.error());
    more = *filled;
    buffer_.clear();
  }
  if (::lseek(descriptor_, 0, SEEK_SET) != 0) return Error(damaged(std::strerror(errno)));
  bytes_read_ = 0;
  return {};
}

Failure LineReader::damaged(const std::string& why) const {
  return {Remedy::kRestart, fmt::format("{}: {} after {} bytes; restore the file or take it away",
                                        name_, why, bytes_read_)};
}

Outcome LineReader::append(const char* bytes, std::size_t size) {
  if (decompressor_ == nullptr) {
    buffer_.append(bytes, size);
    return {};
  }
  ZSTD_inBuffer in = {bytes, size, 0};
  while (in.pos < in.size) {
    ZSTD_outBuffer out = {decompressor_->chunk.data(), decompressor_->chunk.size(), 0};
    const std::size_t left = ZSTD_decompressStream(decompressor_->stream.get(), &out, &in);
    if (ZSTD_isError(left) != 0)
      return Error(damaged(fmt::format("damaged archive: {}", ZSTD_getErrorName(left))));
    decompressor_->in_frame = left != 0;
    buffer_.append(decompressor_->chunk.data(), out.pos);
    if (buffer_.size() - at_ > 2 * kLongestLine)
      return Error(damaged("a line is longer than 64 MiB"));
  }
  return {};
}

/// Reads one chunk; false at the end.
Result<bool, Failure> LineReader::fill() {
  if (at_ > kChunk && at_ * 2 > buffer_.size()) {
    buffer_.erase(0, at_);
    searched_ -= at_;
    at_ = 0;
  }
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
  bytes_read_ += static_cast<std::uint64_t>(size);
  if (auto appended = append(chunk.data(), static_cast<std::size_t>(size)); !appended) {
    return Error<Failure>(appended.error());
  }
  return true;
}

Result<LineState, Failure> LineReader::next(std::string& line, std::chrono::milliseconds wait) {
  while (true) {
    const std::size_t end = buffer_.find('\n', searched_);
    if (end != std::string::npos || (ended_ && at_ < buffer_.size())) {
      const std::size_t stop = std::min(end, buffer_.size());
      if (stop - at_ > kLongestLine) return Error(damaged("a line is longer than 64 MiB"));
      line.assign(buffer_, at_, stop - at_);
      at_ = std::min(stop + 1, buffer_.size());
      searched_ = at_;
      return LineState::kLine;
    }
    if (ended_) return LineState::kEnd;
    searched_ = buffer_.size();
    if (buffer_.size() - at_ > kLongestLine) return Error(damaged("a line is longer than 64 MiB"));
    pollfd waiting = {descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(wait.count())) == 0) return LineState::kNotYet;
    auto more = fill();
    if (!more) return Error<Failure>(more.error());
    ended_ = !*more;
  }
}

}  // namespace copytaster::files
