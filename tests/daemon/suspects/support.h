#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace copytaster::suspects {

/// A folder of its own, gone with everything in it at the end of the scope.
class NotesFolder {
 public:
  NotesFolder();
  ~NotesFolder();
  NotesFolder(const NotesFolder&) = delete;
  NotesFolder& operator=(const NotesFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The ways for a program to crash that are caught, by name.
[[nodiscard]] const std::vector<std::string>& crash_names();
void crash(const std::string& name);

/// Does it in a process of its own, without a core dump: the wait status. What it returns is the
/// exit status.
int in_a_process(const std::function<int()>& body);

/// Whether a process that ended so crashed. (A sanitizer makes an exit status of it.)
bool crashed(int status);

}  // namespace copytaster::suspects
