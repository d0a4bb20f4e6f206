#include "pipeline/read_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace copytaster {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10U;

Result<std::string, std::error_code> read_all(int descriptor, std::size_t longest) {
  std::string bytes;
  while (bytes.size() <= longest) {
    const std::size_t before = bytes.size();
    bytes.resize(before + std::min(kChunk, longest + 1 - before));
    const ssize_t size = ::read(descriptor, bytes.data() + before, bytes.size() - before);
    if (size < 0 && errno != EINTR) return Error(std::error_code(errno, std::generic_category()));
    bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    if (size == 0) break;
  }
  return bytes;
}

}  // namespace

Result<std::string, std::error_code> read_file(const std::filesystem::path& file,
                                               std::size_t longest) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Error(std::error_code(errno, std::generic_category()));
  auto bytes = read_all(descriptor, longest);
  ::close(descriptor);
  return bytes;
}

}  // namespace copytaster
