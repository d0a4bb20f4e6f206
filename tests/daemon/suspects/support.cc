#include "tests/daemon/suspects/support.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>

namespace copytaster::suspects {
namespace {

/// Four kilobytes a level: no stack holds them all.
int overflow(int levels) {  // NOLINT(misc-no-recursion)
  volatile char room[4096];
  room[0] = 1;
  return levels == 0 ? 0 : overflow(levels - 1) + room[0];
}

}  // namespace

NotesFolder::NotesFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "suspects-XXXXXX").string();
  if (mkdtemp(name.data()) != nullptr) path_ = name;
}

NotesFolder::~NotesFolder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

const std::vector<std::string>& crash_names() {
  static const std::vector<std::string> names = {"fault",    "overflow",       "trap",
                                                 "abort",    "terminate",      "sent fault",
                                                 "sent bus", "sent arithmetic"};
  return names;
}

void crash(const std::string& name) {
  if (name == "fault") {
    void* nothing = mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *static_cast<volatile char*>(nothing) = 1;
  }
  if (name == "overflow") overflow(1'000'000);
  if (name == "trap") __builtin_trap();
  if (name == "abort") std::abort();
  if (name == "terminate") std::terminate();
  if (name == "sent fault") raise(SIGSEGV);
  if (name == "sent bus") raise(SIGBUS);
  if (name == "sent arithmetic") raise(SIGFPE);
}

int in_a_process(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    const rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    ::_exit(body());
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

bool crashed(int status) {
  return WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 1);
}

}  // namespace copytaster::suspects
