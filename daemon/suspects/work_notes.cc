#include "daemon/suspects/work_notes.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "pipeline/check.h"

namespace copytaster::suspects {
namespace {

constexpr std::size_t kMostSuspects = 64;  // carried over from earlier crashes
constexpr int kMostOfOneName = 10;         // processes on one machine
constexpr std::size_t kTopicBytes = 252;   // Kafka allows 249
constexpr std::uint32_t kFormat = 0x63740001;
constexpr std::size_t kStackBytes = std::size_t{64} << 10U;
constexpr std::array kSignals = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

enum State : std::uint32_t { kIdle, kTaken, kWorking, kSuspect };

}  // namespace

/// As it lies in the file.
struct WorkNotes::Entry {
  std::uint32_t format;
  std::atomic<std::uint32_t> state;
  std::int64_t offset;
  std::int32_t partition;
  std::uint32_t topic_bytes;
  char topic[kTopicBytes];

  [[nodiscard]] Place place() const {
    return {std::string(topic, std::min<std::size_t>(topic_bytes, kTopicBytes)), partition,
            Offset(offset)};
  }
  void set(const std::string& name, std::int32_t part, Offset at, State next) {
    format = kFormat;
    offset = at.value();
    partition = part;
    topic_bytes = static_cast<std::uint32_t>(std::min(name.size(), kTopicBytes));
    std::memcpy(topic, name.data(), topic_bytes);
    state.store(next, std::memory_order_release);
  }
};

namespace {

using Entry = WorkNotes::Entry;
static_assert(std::atomic<std::uint32_t>::is_always_lock_free, "a handler marks entries");

// What the handler needs; set before it is in force.
Entry* caught_entries = nullptr;
std::size_t caught_count = 0;
std::array<struct sigaction, kSignals.size()> before;

/// Async-signal-safe. Marks, then lets the crash take its course under whatever handled it before.
void mark(int signal, siginfo_t* info, void* /*context*/) {
  for (std::size_t i = 0; i < caught_count; ++i) {
    std::uint32_t expected = kWorking;
    caught_entries[i].state.compare_exchange_strong(expected, kSuspect);
  }
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    if (kSignals[i] == signal) sigaction(signal, &before[i], nullptr);
  }
  // A fault happens again when its instruction does; what was sent must be sent again.
  if (info->si_code <= 0) raise(signal);
}

/// A stack for the handler, without which an overflow of the thread's own could not be marked.
/// Where the thread has one already, that will do.
class HandlerStack {
 public:
  HandlerStack() {
    stack_t there = {};
    if (sigaltstack(nullptr, &there) != 0 || (there.ss_flags & SS_DISABLE) == 0) return;
    memory_ =
        mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory_ == MAP_FAILED) return;
    const stack_t stack = {memory_, 0, kStackBytes};
    sigaltstack(&stack, nullptr);
  }
  ~HandlerStack() {
    if (memory_ == MAP_FAILED) return;
    const stack_t none = {nullptr, SS_DISABLE, 0};
    sigaltstack(&none, nullptr);
    munmap(memory_, kStackBytes);
  }
  HandlerStack(const HandlerStack&) = delete;
  HandlerStack& operator=(const HandlerStack&) = delete;

 private:
  void* memory_ = MAP_FAILED;
};

void give_this_thread_a_stack() {
  thread_local const HandlerStack stack;
  static_cast<void>(stack);
}

Error<std::string> failed(const std::filesystem::path& path, const char* what) {
  return Error<std::string>(fmt::format("{}: {}: {}", path.string(), what, std::strerror(errno)));
}

/// Locked, or -1 with EWOULDBLOCK when another process holds it. Never follows a link: the folder
/// may be one that everybody writes to.
int open_locked(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return -1;
  struct stat status {};
  const bool ours =
      fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid();
  if (!ours) errno = EPERM;
  if (ours && flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  const int why = errno;
  ::close(file);
  errno = why;
  return -1;
}

/// The suspects in the file as the last process left it; of a damaged one those that are whole.
std::vector<Place> read_suspects(int file) {
  std::vector<Place> places;
  Entry entry;
  for (off_t at = 0; pread(file, static_cast<void*>(&entry), sizeof(entry), at) == sizeof(entry);
       at += static_cast<off_t>(sizeof(entry))) {
    if (entry.format != kFormat || entry.state != kSuspect || places.size() == kMostSuspects)
      continue;
    places.push_back(entry.place());
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

}  // namespace

Result<std::unique_ptr<WorkNotes>> WorkNotes::open(const std::filesystem::path& folder,
                                                   const std::string& name, std::size_t threads) {
  std::filesystem::path path = folder / (name + ".working");
  int file = open_locked(path);
  // Held by another process, or in a common folder another user's.
  const auto taken = [] { return errno == EWOULDBLOCK || errno == EACCES || errno == EPERM; };
  for (int other = 1; file < 0 && taken() && other < kMostOfOneName; ++other) {
    path = folder / fmt::format("{}.{}.working", name, other);
    file = open_locked(path);
  }
  if (file < 0) return failed(path, "can't be opened");
  const auto suspects = read_suspects(file);
  const std::size_t count = kMostSuspects + threads;
  const auto bytes = static_cast<off_t>(count * sizeof(Entry));
  // Allocated, not only sized: on a full disk a note would be a SIGBUS.
  errno = ftruncate(file, 0) == 0 ? posix_fallocate(file, 0, bytes) : errno;
  void* memory = errno == 0 ? mmap(nullptr, static_cast<std::size_t>(bytes), PROT_READ | PROT_WRITE,
                                   MAP_SHARED, file, 0)
                            : MAP_FAILED;
  if (memory == MAP_FAILED) {
    auto error = failed(path, "can't be mapped");
    ::close(file);
    return error;
  }
  auto* entries = static_cast<Entry*>(memory);
  for (std::size_t i = 0; i < suspects.size(); ++i)
    entries[i].set(suspects[i].topic, suspects[i].partition, suspects[i].offset, kSuspect);
  return std::unique_ptr<WorkNotes>(new WorkNotes(file, entries, count));
}

WorkNotes::~WorkNotes() {
  if (catching_) {
    for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before[i], nullptr);
    caught_count = 0;
  }
  munmap(static_cast<void*>(entries_), count_ * sizeof(Entry));
  ::close(file_);
}

std::vector<Place> WorkNotes::suspects() const {
  std::vector<Place> places;
  for (std::size_t i = 0; i < count_; ++i) {
    if (entries_[i].state == kSuspect) places.push_back(entries_[i].place());
  }
  return places;
}

void WorkNotes::settle(const Place& place) {
  for (std::size_t i = 0; i < count_; ++i) {
    if (entries_[i].state == kSuspect && entries_[i].place() == place) entries_[i].state = kIdle;
  }
}

void WorkNotes::catch_crashes() {
  CHECK(caught_count == 0);
  caught_entries = entries_;
  caught_count = count_;
  catching_ = true;
  give_this_thread_a_stack();
  struct sigaction action {};
  action.sa_sigaction = mark;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &action, &before[i]);
}

WorkNotes::Entry* WorkNotes::take() {
  // Where this thread found one the last time, nobody else is likely to be.
  thread_local std::size_t last = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    const std::size_t at = (last + i) % count_;
    std::uint32_t expected = kIdle;
    if (!entries_[at].state.compare_exchange_strong(expected, kTaken)) continue;
    last = at;
    return &entries_[at];
  }
  return nullptr;
}

WorkNotes::Working::Working(WorkNotes& notes, const Origin& origin) {
  give_this_thread_a_stack();
  entry_ = notes.take();
  if (entry_ != nullptr) entry_->set(origin.topic, origin.partition, origin.offset, kWorking);
}

WorkNotes::Working::~Working() {
  if (entry_ == nullptr) return;
  // What the handler marked meanwhile, on another thread's account, stays marked.
  std::uint32_t expected = kWorking;
  entry_->state.compare_exchange_strong(expected, kIdle, std::memory_order_release);
}

}  // namespace copytaster::suspects
