#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "pipeline/io.h"

namespace copytaster::files {

struct FileSinkOptions {
  std::filesystem::path folder;  ///< made when absent; its parent must exist
  std::string name;              ///< the journal is NAME.journal, the commit file NAME.commit
  /// For tests: asked with its name before each step that changes the disk; the errno that it
  /// returns, unless 0, is how the step fails.
  std::function<int(std::string_view step)> fault = {};
};

/// A folder with one `TOPIC.jsonl` for each output topic and a journal; exactly once.
///
/// A transaction's bytes wait in memory. `commit` appends them to the files, flushes those to the
/// disk and then replaces the commit file, a small text that names each file's length, in one
/// rename: that is the moment at which the transaction happened. Opening cuts every file to its
/// committed length, so what a crash left half-written is gone before anybody goes on. A reader
/// that must not see bytes of a transaction under way reads up to the lengths in the commit file.
/// A file that the commit file does not name was not made here and is never touched; a topic of its
/// name is refused. One process holds the lock of NAME. After a failure of `commit` nothing of the
/// transaction is there, unless flushing the folder failed: then only a new `open` can tell.
class FileSink : public Sink {
 public:
  static Result<std::unique_ptr<FileSink>, Failure> open(FileSinkOptions options);
  /// Whether `open` would go well now, but for a process that holds the lock. Changes nothing.
  static Outcome probe(FileSinkOptions options);
  ~FileSink() override;
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  [[nodiscard]] std::size_t max_record_bytes(std::string_view /*topic*/) const override {
    return SIZE_MAX;
  }
  Result<std::unique_ptr<Transaction>, Failure> begin() override;

  /// The committed entries, read from the beginning. The sink must outlive it and commit nothing
  /// meanwhile.
  Result<std::unique_ptr<Journal>, Failure> open_journal() const;

 private:
  friend class FileTransaction;
  using Lengths = std::map<std::string, std::uint64_t>;  ///< by file name
  explicit FileSink(FileSinkOptions options) : options_(std::move(options)) {}

  Outcome lock();
  Outcome recover();
  Outcome read_commit_file(bool& found);
  [[nodiscard]] Outcome verify() const;
  [[nodiscard]] Outcome find_strangers() const;
  [[nodiscard]] Outcome probe_folder() const;
  Outcome replace_commit_file(Lengths lengths);
  Outcome claim(const std::map<std::string, std::string>& appended);
  Outcome commit(const std::map<std::string, std::string>& appended);
  Outcome append(const std::string& file, const std::string& bytes) const;
  [[nodiscard]] int step(std::string_view name) const;
  void cut_back(const std::map<std::string, std::string>& appended) const;
  [[nodiscard]] std::filesystem::path commit_path() const {
    return options_.folder / (options_.name + ".commit");
  }
  [[nodiscard]] std::string journal_file() const { return options_.name + ".journal"; }

  const FileSinkOptions options_;
  Lengths lengths_;  ///< as the commit file has them
  bool broken_ = false;
  int lock_ = -1;
};

}  // namespace copytaster::files
