#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/files/line_reader.h"
#include "daemon/files/object_lines.h"
#include "pipeline/io.h"

namespace copytaster::files {

struct FileSourceOptions {
  std::filesystem::path folder;
  std::string topic;
  bool follow = false;  ///< at the end wait for files whose names sort after those read
  std::string timestamp = "/timestamp";  ///< JSON pointer to a message's own
  std::string overrides = {};  ///< the topic of files named `*.overrides.jsonl`; empty: `topic`
};

/// A folder of `.jsonl` and `.jsonl.zst` files as one archived topic with one partition: in the
/// order of their names, one message a line, empty lines left out; the offset counts messages. A
/// message's timestamp is what the pointer leads to (Unix milliseconds or seconds, or ISO 8601; in
/// the years 0 to 9999), else the line before's, and then the message says so. Files read once must
/// not change or go; new ones are whole when they appear (written elsewhere, then renamed) and sort
/// last. Files of overrides are another topic with a partition and offsets of its own, in the same
/// order. One thread at a time.
class FileSource : public Source {
 public:
  static Result<std::unique_ptr<FileSource>, Failure> open(FileSourceOptions options);
  /// One file, or `-` for standard input, which can't be read again: no position, no promise. Where
  /// its first line is `{` alone and all of it is one JSON object, that is the only message.
  static Result<std::unique_ptr<FileSource>, Failure> open_one(
      const std::filesystem::path& file, std::string topic, std::string timestamp = "/timestamp");

  /// Why there is nothing to read, for a person: no file of a folder has a name that counts. Empty
  /// where there are some, and for a single file.
  [[nodiscard]] std::string why_empty() const;

  /// Bytes read, and of how many, of the files as they lie on the disk; a total of 0 is unknown.
  /// From any thread.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  [[nodiscard]] std::uint64_t bytes_in_all() const { return bytes_in_all_; }
  /// Of the bytes read, those before the place that was sought.
  [[nodiscard]] std::uint64_t bytes_passed_over() const { return bytes_passed_over_; }

  /// Only notes the place: the first polls go there, each for a short time, so that a stop is seen
  /// between them. That the files no longer reach it, or hold other messages before it, is a
  /// failure of the poll that finds out. A position in another topic is refused.
  Outcome seek(const std::vector<Position>& positions) override;
  /// Also returns without messages, after a fifth of a second or so, while it verifies an archive.
  Result<Polled, Failure> poll(std::size_t max_messages, std::size_t max_bytes,
                               std::chrono::milliseconds wait) override;

 private:
  explicit FileSource(FileSourceOptions options)
      : options_(std::move(options)),
        articles_{options_.topic, {}, {}, {}},
        overrides_{options_.overrides, {}, {}, {}} {}

  /// One topic of the folder.
  struct Log {
    std::string topic;
    Offset next;
    Offset begin;  ///< where seek wants to go on; what lies before is passed over
    Timestamp last_timestamp;
    [[nodiscard]] bool is_behind() const { return next < begin; }
  };

  Outcome find_files();
  [[nodiscard]] Failure named(Failure failure) const;
  Outcome count_passed_over();
  Result<LineState, Failure> next_line(std::string& line, std::chrono::milliseconds wait);
  Result<bool, Failure> gather(std::chrono::milliseconds wait);
  Result<LineState, Failure> next_text(std::string& text, std::chrono::milliseconds wait);
  Result<LineState, Failure> next_message(Message& message, std::chrono::milliseconds wait);
  Result<LineState, Failure> skip(std::chrono::milliseconds wait);
  Result<LineState, Failure> peek(std::chrono::milliseconds wait);

  const FileSourceOptions options_;
  std::vector<std::filesystem::path> files_;
  std::size_t others_ = 0;  ///< in the folder, with names that don't count
  std::string an_other_;    ///< the first of them
  std::size_t next_file_ = 0;
  std::unique_ptr<LineReader> reader_;
  std::uint64_t bytes_before_ = 0;  ///< of the files before the one that is open
  std::atomic<std::uint64_t> bytes_read_ = 0;
  std::atomic<std::uint64_t> bytes_in_all_ = 0;
  std::atomic<std::uint64_t> bytes_passed_over_ = 0;
  Log articles_;
  Log overrides_;
  Log* log_ = &articles_;                        ///< what the open file belongs to
  bool gathering_ = false;                       ///< of a single file: it may still be one object
  bool is_one_ = false;                          ///< and was found to be
  ObjectLines object_lines_;                     ///< of what is gathered
  std::string gathered_;                         ///< its lines, each with a line end
  std::size_t given_ = 0;                        ///< bytes of `gathered_` that became messages
  LineState after_gathered_ = LineState::kLine;  ///< unless kLine: what came after those
  std::optional<Message> waiting_;               ///< read, but too large for the poll that read it
  std::optional<Failure> failure_;  ///< once there it stays: what is damaged is never skipped
};

}  // namespace copytaster::files
