#include "tests/fakes/memory_transport.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "pipeline/check.h"

namespace copytaster::fakes {

class MemoryTransport::MemorySource : public Source {
 public:
  explicit MemorySource(MemoryTransport& transport) : transport_(transport) {}

  Outcome seek(const std::vector<Position>& positions) override {
    for (const auto& position : positions) {
      if (position.topic == transport_.topic_ && position.partition == 0)
        next_ = static_cast<std::size_t>(position.next.value());
    }
    return {};
  }

  Result<Polled, Failure> poll(std::size_t max_messages, std::size_t max_bytes,
                               std::chrono::milliseconds wait) override {
    Polled polled = take(max_messages, max_bytes);
    if (polled.messages.empty() && !polled.at_end) {
      std::this_thread::sleep_for(wait);
      polled = take(max_messages, max_bytes);
    }
    return polled;
  }

 private:
  Polled take(std::size_t max_messages, std::size_t max_bytes) {
    const std::lock_guard lock(transport_.mutex_);
    Polled polled;
    if (transport_.stalled_) return polled;
    while (next_ < transport_.input_.size() && polled.messages.size() < max_messages) {
      const Message& message = transport_.input_[next_];
      if (!polled.messages.empty()) {
        if (message.value->size() > max_bytes) break;
        max_bytes -= message.value->size();
      }
      polled.messages.push_back(message);
      ++next_;
    }
    polled.at_end = next_ >= transport_.input_.size();
    return polled;
  }

  MemoryTransport& transport_;
  std::size_t next_ = 0;
};

class MemoryTransport::MemorySink : public Sink {
 public:
  explicit MemorySink(MemoryTransport& transport) : transport_(transport) {}

  [[nodiscard]] std::size_t max_record_bytes(std::string_view /*topic*/) const override {
    return std::size_t{64} << 20U;
  }
  Result<std::unique_ptr<Transaction>, Failure> begin() override;

 private:
  friend class MemoryTransaction;
  MemoryTransport& transport_;
  bool open_ = false;  ///< a transaction is under way
};

class MemoryTransport::MemoryTransaction : public Transaction {
 public:
  explicit MemoryTransaction(MemorySink& sink) : sink_(sink) {
    CHECK(!sink.open_);  // one transaction at a time
    sink_.open_ = true;
  }
  ~MemoryTransaction() override { sink_.open_ = false; }

  Outcome append(const OutputRecord& record) override {
    CHECK(state_ == State::kOpen);
    records_.push_back(record);
    return {};
  }
  Outcome append_journal(std::string_view entry) override {
    CHECK(state_ == State::kOpen);
    entries_.emplace_back(entry);
    return {};
  }

  Outcome commit() override {
    CHECK(state_ == State::kOpen || state_ == State::kUnknown);
    const std::lock_guard lock(sink_.transport_.mutex_);
    const auto& refused = sink_.transport_.refused_;
    if (const auto bad = std::find_if(records_.begin(), records_.end(),
                                      [&](const auto& each) { return refused && refused(each); });
        bad != records_.end()) {
      state_ = State::kMustAbort;
      return Error<Failure>({Remedy::kAbort, "a record is refused because the test wants it to be",
                             static_cast<std::size_t>(bad - records_.begin())});
    }
    auto& failures = sink_.transport_.failures_;
    std::optional<CommitFailure> failure;
    if (!failures.empty()) {
      failure = failures.front();
      failures.pop_front();
    }
    if (!failure || failure->happened) apply();
    state_ = State::kDone;
    if (!failure) return {};
    if (failure->remedy == Remedy::kRetry) state_ = State::kUnknown;
    if (failure->remedy == Remedy::kAbort) state_ = State::kMustAbort;
    return Error<Failure>({failure->remedy, "a commit failed because the test wants it to"});
  }

  Outcome abort() override {
    CHECK(state_ == State::kOpen || state_ == State::kMustAbort);  // never while unknown
    state_ = State::kDone;
    return {};
  }

 private:
  enum class State : std::uint8_t { kOpen, kUnknown, kMustAbort, kDone };

  /// With the lock held. A second time, after a retry, it does nothing.
  void apply() {
    if (applied_) return;
    applied_ = true;
    auto& transport = sink_.transport_;
    for (auto& record : records_) transport.output_[record.topic].push_back(record);
    transport.journal_.insert(transport.journal_.end(), entries_.begin(), entries_.end());
    ++transport.commits_;
  }

  MemorySink& sink_;
  std::vector<OutputRecord> records_;
  std::vector<std::string> entries_;
  State state_ = State::kOpen;
  bool applied_ = false;
};

class MemoryTransport::MemoryJournal : public Journal {
 public:
  explicit MemoryJournal(std::vector<std::string> entries) : entries_(std::move(entries)) {}
  Result<std::optional<std::string>, Failure> next() override {
    if (next_ == entries_.size()) return std::nullopt;
    return std::optional<std::string>(entries_[next_++]);
  }

 private:
  const std::vector<std::string> entries_;
  std::size_t next_ = 0;
};

Result<std::unique_ptr<Transaction>, Failure> MemoryTransport::MemorySink::begin() {
  return std::make_unique<MemoryTransaction>(*this);
}

void MemoryTransport::feed(std::string value, Timestamp timestamp) {
  const std::lock_guard lock(mutex_);
  Message message;
  message.origin = {topic_, 0, Offset(static_cast<std::int64_t>(input_.size())), timestamp};
  message.value = std::move(value);
  input_.push_back(std::move(message));
}

void MemoryTransport::stall(bool stalled) {
  const std::lock_guard lock(mutex_);
  stalled_ = stalled;
}

void MemoryTransport::fail_commits(const std::vector<CommitFailure>& failures) {
  for (const auto& failure : failures)  // what is sent again must not be there already
    CHECK(failure.remedy != Remedy::kAbort || !failure.happened);
  const std::lock_guard lock(mutex_);
  failures_.assign(failures.begin(), failures.end());
}

void MemoryTransport::refuse(std::function<bool(const OutputRecord&)> refused) {
  const std::lock_guard lock(mutex_);
  refused_ = std::move(refused);
}

std::unique_ptr<Source> MemoryTransport::source() { return std::make_unique<MemorySource>(*this); }

std::unique_ptr<Sink> MemoryTransport::sink() { return std::make_unique<MemorySink>(*this); }

std::unique_ptr<Journal> MemoryTransport::journal() {
  const std::lock_guard lock(mutex_);
  return std::make_unique<MemoryJournal>(journal_);
}

std::vector<OutputRecord> MemoryTransport::committed(std::string_view topic) const {
  const std::lock_guard lock(mutex_);
  const auto found = output_.find(topic);
  return found == output_.end() ? std::vector<OutputRecord>{} : found->second;
}

std::size_t MemoryTransport::commits() const {
  const std::lock_guard lock(mutex_);
  return commits_;
}

}  // namespace copytaster::fakes
