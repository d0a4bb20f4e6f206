#include "daemon/files/file_sink.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "daemon/files/line_format.h"
#include "pipeline/hash.h"

namespace copytaster::files {
namespace {

constexpr std::string_view kHeading = "copytaster commit 1\n";
constexpr std::size_t kFrameBytes = sizeof(std::uint32_t) + sizeof(std::uint64_t);

/// A file descriptor, closed at the end of its scope.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags)
      : value_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return value_; }
  [[nodiscard]] bool valid() const { return value_ >= 0; }

 private:
  int value_;
};

Failure failure(const std::filesystem::path& path, std::string_view what, int error) {
  std::string remedy = "is output.files right, and may this user write there?";
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    remedy = "make room, then start again: nothing is lost";
  return {Remedy::kRestart, fmt::format("{}: {}: {}; {} (setting output.files)", path.string(),
                                        what, std::strerror(error), remedy)};
}

bool write_all(int descriptor, std::string_view bytes, std::uint64_t at) {
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::uint64_t>(written);
  }
  return true;
}

std::string frame(std::string_view entry) {
  std::string framed(kFrameBytes, '\0');
  const auto size = static_cast<std::uint32_t>(entry.size());
  const std::uint64_t checksum = hash64(entry);
  std::memcpy(framed.data(), &size, sizeof(size));
  std::memcpy(framed.data() + sizeof(size), &checksum, sizeof(checksum));
  framed += entry;
  return framed;
}

/// Reads the frames of a journal up to its committed length.
class FileJournal : public Journal {
 public:
  FileJournal(std::filesystem::path path, std::uint64_t length)
      : path_(std::move(path)), stream_(path_, std::ios::binary), left_(length) {}

  Result<std::optional<std::string>, Failure> next() override {
    if (left_ == 0) return std::nullopt;
    char head[kFrameBytes] = {};
    std::uint32_t size = 0;
    std::uint64_t checksum = 0;
    if (left_ < kFrameBytes || !stream_.read(head, kFrameBytes)) return Error(damaged());
    std::memcpy(&size, head, sizeof(size));
    std::memcpy(&checksum, head + sizeof(size), sizeof(checksum));
    left_ -= kFrameBytes;
    if (size > left_) return Error(damaged());
    std::string entry(size, '\0');
    if (!stream_.read(entry.data(), size) || hash64(entry) != checksum) return Error(damaged());
    left_ -= size;
    return std::optional<std::string>(std::move(entry));
  }

 private:
  [[nodiscard]] Failure damaged() const {
    return {Remedy::kRestart,
            fmt::format("{}: damaged {} bytes before its committed end; restore it from a copy",
                        path_.string(), left_)};
  }

  std::filesystem::path path_;
  std::ifstream stream_;
  std::uint64_t left_;
};

}  // namespace

class FileTransaction : public Transaction {
 public:
  explicit FileTransaction(FileSink& sink) : sink_(sink) {}

  Outcome append(const OutputRecord& record) override {
    appended_[record.topic + ".jsonl"] += to_line(record);
    return {};
  }
  Outcome append_journal(std::string_view entry) override {
    appended_[sink_.journal_file()] += frame(entry);
    return {};
  }
  Outcome commit() override { return sink_.commit(appended_); }
  Outcome abort() override {
    appended_.clear();
    return {};
  }

 private:
  FileSink& sink_;
  std::map<std::string, std::string> appended_;  ///< by file name
};

Result<std::unique_ptr<FileSink>, Failure> FileSink::open(FileSinkOptions options) {
  std::error_code error;
  std::filesystem::create_directory(options.folder, error);
  if (error) return Error(failure(options.folder, "can't be made", error.value()));
  std::unique_ptr<FileSink> sink(new FileSink(std::move(options)));
  if (auto locked = sink->lock(); !locked) return Error<Failure>(locked.error());
  if (auto recovered = sink->recover(); !recovered) return Error<Failure>(recovered.error());
  return sink;
}

FileSink::~FileSink() {
  if (lock_ >= 0) ::close(lock_);
}

Outcome FileSink::lock() {
  const auto path = options_.folder / (options_.name + ".lock");
  lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock_ < 0) return Error(failure(path, "can't be opened", errno));
  if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return {};
  return Error<Failure>(
      {Remedy::kRestart, fmt::format("{}: another process writes there; stop it, or give this one "
                                     "another folder (setting output.files)",
                                     options_.folder.string())});
}

Outcome FileSink::read_commit_file(bool& found) {
  std::ifstream stream(commit_path(), std::ios::binary);
  found = stream.is_open();
  if (!found) return {};
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  const std::size_t tail = text.rfind("checksum ");
  const bool whole =
      text.starts_with(kHeading) && tail != std::string::npos &&
      text.substr(tail) == fmt::format("checksum {:016x}\n", hash64(text.substr(0, tail)));
  if (!whole) {
    return Error<Failure>(
        {Remedy::kRestart, commit_path().string() + ": damaged; restore it from a copy"});
  }
  std::istringstream lines(text.substr(kHeading.size(), tail - kHeading.size()));
  std::string file;
  std::uint64_t length = 0;
  while (lines >> file >> length) lengths_[file] = length;
  return {};
}

Outcome FileSink::recover() {
  bool found = false;
  if (auto read = read_commit_file(found); !read) return read;
  std::error_code error;
  for (const auto& [file, length] : lengths_) {
    const auto path = options_.folder / file;
    const auto size = std::filesystem::file_size(path, error);
    if (error || size < length) {
      return Error<Failure>(
          {Remedy::kRestart,
           fmt::format("{}: shorter than the {} bytes that were committed; restore "
                       "it from a copy",
                       path.string(), length)});
    }
    if (size > length) std::filesystem::resize_file(path, length, error);
    if (error) return Error(failure(path, "can't be cut to what was committed", error.value()));
  }
  for (const auto& entry : std::filesystem::directory_iterator(options_.folder, error)) {
    const std::string name = entry.path().filename().string();
    const bool ours = name == journal_file() || name.ends_with(".jsonl");
    if (!ours || lengths_.contains(name) || entry.file_size(error) == 0) continue;
    if (!found) {
      return Error<Failure>(
          {Remedy::kRestart,
           fmt::format("{}: is there, but {} is not, so it is not ours to go on "
                       "with; move it away or choose another folder (setting "
                       "output.files)",
                       entry.path().string(), commit_path().filename().string())});
    }
    // Made by the transaction that a crash cut off.
    std::filesystem::resize_file(entry.path(), 0, error);
    if (error)
      return Error(failure(entry.path(), "can't be cut to what was committed", error.value()));
  }
  return found ? Outcome{} : write_commit_file();
}

Outcome FileSink::write_commit_file() const {
  std::string text(kHeading);
  for (const auto& [file, length] : lengths_) text += fmt::format("{} {}\n", file, length);
  text += fmt::format("checksum {:016x}\n", hash64(text));
  const auto next = options_.folder / (options_.name + ".commit.next");
  {
    const Descriptor descriptor(next, O_WRONLY | O_CREAT | O_TRUNC);
    if (!descriptor.valid() || !write_all(descriptor.get(), text, 0) ||
        ::fsync(descriptor.get()) != 0) {
      return Error(failure(next, "can't be written", errno));
    }
  }
  if (::rename(next.c_str(), commit_path().c_str()) != 0)
    return Error(failure(commit_path(), "can't be replaced", errno));
  const Descriptor folder(options_.folder, O_RDONLY | O_DIRECTORY);
  if (!folder.valid() || ::fsync(folder.get()) != 0)
    return Error(failure(options_.folder, "can't be flushed", errno));
  return {};
}

Outcome FileSink::append(const std::string& file, const std::string& bytes) const {
  const auto path = options_.folder / file;
  const auto length = lengths_.find(file);
  const Descriptor descriptor(path, O_WRONLY | O_CREAT);
  if (!descriptor.valid() ||
      !write_all(descriptor.get(), bytes, length == lengths_.end() ? 0 : length->second) ||
      ::fdatasync(descriptor.get()) != 0) {
    return Error(failure(path, "can't be written", errno));
  }
  return {};
}

void FileSink::cut_back(const std::map<std::string, std::string>& appended) const {
  for (const auto& [file, bytes] : appended) {
    const auto length = lengths_.find(file);
    std::error_code ignored;  // the next start cuts it in any case
    std::filesystem::resize_file(options_.folder / file,
                                 length == lengths_.end() ? 0 : length->second, ignored);
  }
}

Outcome FileSink::commit(const std::map<std::string, std::string>& appended) {
  for (const auto& [file, bytes] : appended) {
    if (auto done = append(file, bytes); !done) {
      cut_back(appended);
      return done;
    }
  }
  const auto before = lengths_;
  for (const auto& [file, bytes] : appended) lengths_[file] += bytes.size();
  auto done = write_commit_file();
  if (!done) {
    lengths_ = before;
    cut_back(appended);
  }
  return done;
}

Result<std::unique_ptr<Transaction>, Failure> FileSink::begin() {
  return std::make_unique<FileTransaction>(*this);
}

Result<std::unique_ptr<Journal>, Failure> FileSink::open_journal() const {
  const auto length = lengths_.find(journal_file());
  return std::make_unique<FileJournal>(options_.folder / journal_file(),
                                       length == lengths_.end() ? 0 : length->second);
}

}  // namespace copytaster::files
