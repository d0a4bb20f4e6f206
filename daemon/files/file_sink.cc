#include "daemon/files/file_sink.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "daemon/files/line_format.h"
#include "pipeline/hash.h"
#include "pipeline/read_file.h"

namespace copytaster::files {
namespace {

constexpr std::string_view kHeading = "copytaster commit 1\n";
constexpr std::size_t kLongestTopic = 249;  // Kafka's limit, and with .jsonl a file name's too
constexpr std::size_t kLongestCommitFile = std::size_t{64} << 20U;  // far more topics than any
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

Failure shorter(const std::filesystem::path& path, std::uint64_t length) {
  return {Remedy::kRestart,
          fmt::format("{}: shorter than the {} bytes that were committed; restore "
                      "it from a copy (setting output.files)",
                      path.string(), length)};
}

/// Whether it lies in /proc or /sys, where nobody makes files, whatever the permissions say.
bool is_kernels_own(const std::filesystem::path& folder) {
  struct statfs system {};
  return ::statfs(folder.c_str(), &system) == 0 &&
         (system.f_type == PROC_SUPER_MAGIC || system.f_type == SYSFS_MAGIC);
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

/// Kafka's rule for topic names, which also keeps every file within the folder and every line of
/// the commit file unambiguous.
bool is_file_name(std::string_view topic) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  return !topic.empty() && topic.size() <= kLongestTopic && topic != "." && topic != ".." &&
         topic.find_first_not_of(kAllowed) == std::string_view::npos;
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
            fmt::format("{}: damaged {} bytes before its committed end; restore it from a copy "
                        "(setting output.files)",
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
    if (!is_file_name(record.topic)) {
      return Error<Failure>(
          {Remedy::kRestart,
           fmt::format(
               "\"{}\" can't be a topic: letters, digits, '.', '_' and '-' only, at most {} "
               "of them (settings under output)",
               record.topic, kLongestTopic)});
    }
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

Outcome FileSink::probe(FileSinkOptions options) {
  FileSink sink(std::move(options));
  std::error_code error;
  const bool there = std::filesystem::exists(sink.options_.folder, error);
  if (auto usable = sink.probe_folder(); !usable || !there) return usable;
  bool found = false;
  if (auto read = sink.read_commit_file(found); !read) return read;
  return found ? sink.verify() : sink.find_strangers();
}

/// The folder and the lock in it, or else where the folder is to be made.
Outcome FileSink::probe_folder() const {
  const auto& folder = options_.folder;
  std::error_code error;
  const auto status = std::filesystem::status(folder, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    if (std::filesystem::is_symlink(std::filesystem::symlink_status(folder, error)))
      return Error(failure(folder, "is a link that leads nowhere", ENOENT));
    const auto whole = std::filesystem::absolute(folder / "", error).lexically_normal();
    const auto parent = whole.parent_path().parent_path();
    if (is_kernels_own(parent)) return Error(failure(folder, "can't be made", EPERM));
    if (::access(parent.c_str(), W_OK | X_OK) == 0) return {};
    return Error(failure(folder, "can't be made", errno));
  }
  if (std::filesystem::exists(status) && !std::filesystem::is_directory(status))
    return Error(failure(folder, "is no folder", ENOTDIR));
  if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0)
    return Error(failure(folder, "can't be written", errno));
  if (is_kernels_own(folder)) return Error(failure(folder, "can't be written", EPERM));
  for (const std::string_view end : {".lock", ".commit.next"}) {
    const auto file = folder / (options_.name + std::string(end));
    if (std::filesystem::is_directory(file, error))
      return Error(failure(file, "can't be opened", EISDIR));
    if (::access(file.c_str(), R_OK | W_OK) != 0 && errno != ENOENT)
      return Error(failure(file, "can't be opened", errno));
  }
  return {};
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
  const auto bytes = read_file(commit_path(), kLongestCommitFile);
  found = bytes || bytes.error() != std::errc::no_such_file_or_directory;
  if (!found) return {};
  if (!bytes) return Error(failure(commit_path(), "can't be read", bytes.error().value()));
  const std::string& text = *bytes;
  const std::size_t tail = text.rfind("checksum ");
  const bool whole =
      text.starts_with(kHeading) && tail != std::string::npos &&
      text.substr(tail) == fmt::format("checksum {:016x}\n", hash64(text.substr(0, tail)));
  if (!whole) {
    return Error<Failure>(
        {Remedy::kRestart,
         commit_path().string() + ": damaged; restore it from a copy (setting output.files)"});
  }
  std::istringstream lines(text.substr(kHeading.size(), tail - kHeading.size()));
  std::string file;
  std::uint64_t length = 0;
  while (lines >> file >> length) lengths_[file] = length;
  return {};
}

/// Whether all that was committed is there.
Outcome FileSink::verify() const {
  std::error_code error;
  for (const auto& [file, length] : lengths_) {
    const auto path = options_.folder / file;
    if (length == 0 && !std::filesystem::exists(path, error)) continue;  // named, not yet made
    const auto size = std::filesystem::file_size(path, error);
    if (error || size < length) return Error(shorter(path, length));
    if (::access(path.c_str(), R_OK | W_OK) != 0)
      return Error(failure(path, "can't be opened", errno));
  }
  return {};
}

Outcome FileSink::recover() {
  bool found = false;
  if (auto read = read_commit_file(found); !read) return read;
  if (!found) {
    if (auto none = find_strangers(); !none) return none;
    return replace_commit_file({});
  }
  if (auto whole = verify(); !whole) return whole;
  for (const auto& [file, length] : lengths_) {
    const auto path = options_.folder / file;
    std::error_code error;
    const bool longer = std::filesystem::file_size(path, error) > length && !error;
    if (longer && step("cut") != 0) return Error(failure(path, "can't be cut", errno));
    if (longer) std::filesystem::resize_file(path, length, error);
    if (longer && error)
      return Error(failure(path, "can't be cut to what was committed", error.value()));
  }
  return {};
}

/// Files that would be ours if the commit file named them.
Outcome FileSink::find_strangers() const {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(options_.folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name != journal_file() && !name.ends_with(".jsonl")) continue;
    return Error<Failure>(
        {Remedy::kRestart,
         fmt::format("{}: is there, but {} is not, so it is not ours to go on with; move it away "
                     "or choose another folder (setting output.files)",
                     entry.path().string(), commit_path().filename().string())});
  }
  if (error) return Error(failure(options_.folder, "can't be listed", error.value()));
  return {};
}

int FileSink::step(std::string_view name) const {
  if (!options_.fault) return 0;
  errno = options_.fault(name);
  return errno;
}

Outcome FileSink::replace_commit_file(Lengths lengths) {
  std::string text(kHeading);
  for (const auto& [file, length] : lengths) text += fmt::format("{} {}\n", file, length);
  text += fmt::format("checksum {:016x}\n", hash64(text));
  const auto next = options_.folder / (options_.name + ".commit.next");
  {
    const Descriptor descriptor(next, O_WRONLY | O_CREAT | O_TRUNC);
    if (!descriptor.valid() || step("write commit file") != 0 ||
        !write_all(descriptor.get(), text, 0) || step("flush commit file") != 0 ||
        ::fsync(descriptor.get()) != 0) {
      return Error(failure(next, "can't be written", errno));
    }
  }
  if (step("rename") != 0 || ::rename(next.c_str(), commit_path().c_str()) != 0)
    return Error(failure(commit_path(), "can't be replaced", errno));
  lengths_ = std::move(lengths);  // from here on it counts, so nothing may cut below it
  const Descriptor folder(options_.folder, O_RDONLY | O_DIRECTORY);
  if (!folder.valid() || step("flush folder") != 0 || ::fsync(folder.get()) != 0) {
    // Whether it is on the disk is unknown; only a new start can tell.
    broken_ = true;
    return Error(failure(options_.folder, "can't be flushed", errno));
  }
  return {};
}

/// Names new files in the commit file before they are made, with no bytes: so a file that is not
/// named there is never ours, and never cut.
Outcome FileSink::claim(const std::map<std::string, std::string>& appended) {
  Lengths lengths = lengths_;
  for (const auto& [file, bytes] : appended) {
    if (!lengths.emplace(file, 0).second) continue;
    const auto path = options_.folder / file;
    std::error_code error;
    if (std::filesystem::symlink_status(path, error).type() ==
        std::filesystem::file_type::not_found)
      continue;
    return Error<Failure>(
        {Remedy::kRestart, fmt::format("{}: is there already and not ours; move it away or choose "
                                       "another folder (setting output.files)",
                                       path.string())});
  }
  if (lengths.size() == lengths_.size()) return {};
  return replace_commit_file(std::move(lengths));
}

Outcome FileSink::append(const std::string& file, const std::string& bytes) const {
  const auto path = options_.folder / file;
  const std::uint64_t length = lengths_.at(file);
  const Descriptor descriptor(path, O_WRONLY | (length == 0 ? O_CREAT : 0));
  if (!descriptor.valid()) return Error(failure(path, "can't be opened", errno));
  // Cut or deleted by somebody since: writing on would leave a hole among the records.
  if (static_cast<std::uint64_t>(::lseek(descriptor.get(), 0, SEEK_END)) < length)
    return Error(shorter(path, length));
  if (step("write") != 0 || !write_all(descriptor.get(), bytes, length) || step("flush") != 0 ||
      ::fdatasync(descriptor.get()) != 0) {
    return Error(failure(path, "can't be written", errno));
  }
  return {};
}

void FileSink::cut_back(const std::map<std::string, std::string>& appended) const {
  for (const auto& [file, bytes] : appended) {
    const auto length = lengths_.find(file);
    if (length == lengths_.end()) continue;
    const auto path = options_.folder / file;
    std::error_code ignored;  // the next start cuts it in any case
    if (std::filesystem::file_size(path, ignored) > length->second && !ignored)
      std::filesystem::resize_file(path, length->second, ignored);
  }
}

Outcome FileSink::commit(const std::map<std::string, std::string>& appended) {
  if (broken_) {
    return Error<Failure>({Remedy::kRestart, options_.folder.string() +
                                                 ": an earlier commit's outcome is unknown; start "
                                                 "again (setting output.files)"});
  }
  if (auto claimed = claim(appended); !claimed) return claimed;
  Lengths after = lengths_;
  for (const auto& [file, bytes] : appended) {
    if (auto done = append(file, bytes); !done) {
      cut_back(appended);
      return done;
    }
    after[file] += bytes.size();
  }
  auto done = replace_commit_file(std::move(after));
  if (!done) cut_back(appended);
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
