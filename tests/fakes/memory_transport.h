#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/io.h"

namespace copytaster::fakes {

/// Input, output and journal in memory; the durable part, which outlives the sources and sinks
/// made of it, as a disk or a broker outlives a process. Keeps what pipeline/io.h promises (it
/// passes tests/contract) and fails and stalls on demand. Safe to use from several threads; must
/// outlive all that it makes.
class MemoryTransport {
 public:
  explicit MemoryTransport(std::string topic = "raw") : topic_(std::move(topic)) {}

  /// Appends a message to the input's partition 0; its timestamp is as given.
  void feed(std::string value, Timestamp timestamp = {});
  /// While true, a poll brings nothing and doesn't say `at_end`.
  void stall(bool stalled);

  struct CommitFailure {
    Remedy remedy = Remedy::kRetry;
    bool happened = false;  ///< the commit took effect although it says that it failed
  };
  /// The next commits fail so, one after the other; those after them succeed.
  void fail_commits(const std::vector<CommitFailure>& failures);

  /// From now on a commit that holds a record for which this is true fails with kAbort and names
  /// it.
  void refuse(std::function<bool(const OutputRecord&)> refused);

  /// Bounded: `at_end` after the last message fed so far.
  std::unique_ptr<Source> source();
  std::unique_ptr<Sink> sink();
  std::unique_ptr<Journal> journal();
  [[nodiscard]] std::vector<OutputRecord> committed(std::string_view topic) const;
  [[nodiscard]] std::size_t commits() const;  ///< that took effect

 private:
  class MemorySource;
  class MemorySink;
  class MemoryTransaction;
  class MemoryJournal;

  const std::string topic_;
  mutable std::mutex mutex_;
  std::vector<Message> input_;
  std::map<std::string, std::vector<OutputRecord>, std::less<>> output_;
  std::vector<std::string> journal_;
  std::deque<CommitFailure> failures_;
  std::function<bool(const OutputRecord&)> refused_;
  std::size_t commits_ = 0;
  bool stalled_ = false;
};

}  // namespace copytaster::fakes
