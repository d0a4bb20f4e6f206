#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/kafka/client.h"
#include "daemon/kafka/record_limits.h"
#include "pipeline/io.h"

namespace copytaster::kafka {

struct KafkaSinkOptions {
  std::string name;  ///< the transactional id: whoever opens a sink with it fences the rest
  std::string journal_topic;  ///< entries go to its partition 0
  /// Of every topic that is written, the journal among them.
  RecordLimits record_limits;
  std::chrono::milliseconds transaction_timeout = std::chrono::seconds(60);
  /// How long the destructor of an open transaction tries to abort it. What is left, the next
  /// `init_transactions` of this name settles.
  std::chrono::milliseconds abort_patience = std::chrono::seconds(2);
  /// Asked before each commit; its failure is the commit's.
  std::function<Outcome()> may_commit = {};
  /// Whether somebody waits for an end: then a commit is not waited for more than a second a call.
  std::function<bool()> hurry = {};
};

/// How many bytes are written at a time where topics take records of these sizes.
[[nodiscard]] std::size_t batch_bytes(const RecordLimits& limits);

/// What its producer rests on.
[[nodiscard]] Properties sink_properties(const KafkaSinkOptions& options);

/// Transactions of one transactional producer: everything appended becomes visible to readers of
/// committed data at once, or never. One thread at a time. A failure that isn't kRetry or kAbort
/// leaves the sink unusable: make another, which settles what this one left open. A record that is
/// refused for its size, and is not above the limit that was known, is kRestart: the topic's limit
/// was lowered, and whoever goes on must know the new one. A journal entry above it is kStop: no
/// article can be left out for it.
class KafkaSink : public Sink, private DeliveryObserver {
 public:
  /// Fences every other sink of this name and settles its open transaction. kRetry when it can be
  /// tried again.
  static Result<std::unique_ptr<KafkaSink>, Failure> open(
      const Connection& connection, KafkaSinkOptions options,
      const std::function<bool()>& give_up = {});
  ~KafkaSink() override;
  KafkaSink(const KafkaSink&) = delete;
  KafkaSink& operator=(const KafkaSink&) = delete;

  [[nodiscard]] std::size_t max_record_bytes(std::string_view topic) const override;
  Result<std::unique_ptr<Transaction>, Failure> begin() override;

  /// Lets the producer report on itself while there is no transaction. From any thread.
  void serve_idle();

  /// Offset of the first journal entry of the last committed transaction; none before.
  [[nodiscard]] std::optional<std::int64_t> last_journal_offset() const { return journal_offset_; }

 private:
  friend class KafkaTransaction;
  explicit KafkaSink(KafkaSinkOptions options) : options_(std::move(options)) {}

  void set_in_transaction(bool whether);
  Outcome initialise(const std::function<bool()>& give_up);
  Outcome produce(std::string_view topic, const std::function<int()>& try_once);
  Outcome append(const OutputRecord& record);
  Outcome append_journal(std::string_view entry);
  Outcome commit();
  Outcome abort();
  void on_delivery(const Delivery& delivery) override;
  [[nodiscard]] Failure refused(const Failure& failure) const;
  [[nodiscard]] std::string doing() const;
  Failure note(Failure failure);

  const KafkaSinkOptions options_;
  struct Refusal {
    int code = 0;
    std::string topic;
    std::optional<std::size_t> record;  ///< none for a journal entry
  };

  // Of the transaction under way.
  std::vector<bool> fits_;  ///< of each record: whether its topic took that size when this was made
  std::uint64_t entries_ = 0;
  std::size_t largest_entry_ = 0;
  std::int64_t first_entry_offset_ = -1;  ///< once delivered
  std::optional<Refusal> refused_;
  std::string why_aborted_;                    ///< in the words of the commit that failed
  std::set<std::string, std::less<>> topics_;  ///< that it writes
  std::optional<std::chrono::steady_clock::time_point> in_doubt_since_;

  std::mutex idle_mutex_;        ///< held while another thread serves the client
  bool in_transaction_ = false;  // guarded by idle_mutex_

  std::optional<std::int64_t> journal_offset_;
  bool broken_ = false;             ///< only a new sink can go on
  std::unique_ptr<Client> client_;  // last: destroyed first, while what it reports to is there
};

}  // namespace copytaster::kafka
