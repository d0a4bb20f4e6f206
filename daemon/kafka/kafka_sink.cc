#include "daemon/kafka/kafka_sink.h"

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <utility>

#include "pipeline/check.h"

namespace copytaster::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kCall(1000);  // one try of a call that may be repeated
constexpr milliseconds kAbortCall(500);
constexpr milliseconds kCommitPatience(10'000);  // before anybody is told
constexpr milliseconds kFullQueue(50);
constexpr std::size_t kBatchBytes = 1'000'000;
constexpr std::size_t kLargestRecord = 1'000'000'000;  // librdkafka's own limit
// What is produced carries a number: that of its record, from 1, or one of these.
constexpr std::uintptr_t kEntry = 0;
constexpr std::uintptr_t kFirstEntry = UINTPTR_MAX;

/// What a user may set otherwise.
Properties suggestions() {
  // Transactions back to back meet CONCURRENT_TRANSACTIONS, and wait for so long each time.
  return {{"retry.backoff.ms", "5"}, {"linger.ms", "2"}, {"compression.type", "lz4"}};
}

}  // namespace

std::size_t batch_bytes(const RecordLimits& limits) {
  std::size_t batch = kBatchBytes;
  // A batch of many small records is refused as a whole when it is larger than the topic takes.
  for (const auto& [topic, limit] : limits) batch = std::min(batch, limit);
  return batch;
}

Properties sink_properties(const KafkaSinkOptions& options) {
  return {{"transactional.id", options.name},
          {"transaction.timeout.ms", std::to_string(options.transaction_timeout.count())},
          {"enable.idempotence", "true"},
          {"acks", "all"},
          {"message.max.bytes", std::to_string(kLargestRecord)},
          {"message.timeout.ms", std::to_string(options.transaction_timeout.count())},
          {"batch.size", std::to_string(batch_bytes(options.record_limits))},
          {"queue.buffering.max.messages", "1000000"},
          {"queue.buffering.max.kbytes", "1048576"}};
}

class KafkaTransaction : public Transaction {
 public:
  explicit KafkaTransaction(KafkaSink& sink) : sink_(sink) { sink_.set_in_transaction(true); }
  ~KafkaTransaction() override {
    if (open_) static_cast<void>(sink_.abort());
    sink_.set_in_transaction(false);
  }
  KafkaTransaction(const KafkaTransaction&) = delete;
  KafkaTransaction& operator=(const KafkaTransaction&) = delete;

  Outcome append(const OutputRecord& record) override {
    CHECK(open_);
    return sink_.append(record);
  }
  Outcome append_journal(std::string_view entry) override {
    CHECK(open_);
    return sink_.append_journal(entry);
  }
  Outcome commit() override {
    CHECK(open_);
    auto done = sink_.commit();
    if (done) open_ = false;
    return done;
  }
  Outcome abort() override {
    CHECK(open_);
    auto done = sink_.abort();
    if (done) open_ = false;
    return done;
  }

 private:
  KafkaSink& sink_;
  bool open_ = true;
};

Result<std::unique_ptr<KafkaSink>, Failure> KafkaSink::open(const Connection& connection,
                                                            KafkaSinkOptions options,
                                                            const std::function<bool()>& give_up) {
  Connection with_suggestions = connection;
  for (const auto& [name, value] : suggestions()) with_suggestions.properties.emplace(name, value);
  std::unique_ptr<KafkaSink> sink(new KafkaSink(std::move(options)));
  Properties own = sink_properties(sink->options_);
  with_statistics(own);
  auto client = Client::create(Client::Role::kProducer, with_suggestions, own, sink.get());
  if (!client) return Error<Failure>(client.error());
  sink->client_ = std::move(*client);
  if (auto done = sink->initialise(give_up); !done) return Error<Failure>(done.error());
  return sink;
}

KafkaSink::~KafkaSink() = default;

Outcome KafkaSink::initialise(const std::function<bool()>& give_up) {
  const std::string doing =
      fmt::format("transactions can't be started under the name {}", options_.name);
  for (int tries = 0;; ++tries) {
    const ErrorHandle error(
        rd_kafka_init_transactions(client_->get(), static_cast<int>(kCall.count())));
    if (!error) return {};
    Failure failure = failure_of(error, doing);
    if (auto trouble = client_->take_trouble(doing)) {
      if (trouble->remedy == Remedy::kStop || failure.remedy == Remedy::kRetry)
        failure = {trouble->remedy == Remedy::kStop ? Remedy::kStop : failure.remedy,
                   trouble->message};
    }
    // Called again it waits on for the same answer. Thirty tries: the caller says so to somebody.
    const bool again = failure.remedy == Remedy::kRetry && tries < 30 && !(give_up && give_up());
    if (!again) return Error<Failure>(std::move(failure));
  }
}

std::size_t KafkaSink::max_record_bytes(std::string_view topic) const {
  const auto limit = options_.record_limits.find(std::string(topic));
  return limit == options_.record_limits.end() ? 0 : limit->second;
}

Result<std::unique_ptr<Transaction>, Failure> KafkaSink::begin() {
  if (broken_) {
    return Error<Failure>({Remedy::kRestart,
                           "the last transaction's outcome is unknown; a new "
                           "producer settles it"});
  }
  const ErrorHandle error(rd_kafka_begin_transaction(client_->get()));
  if (error) return Error<Failure>(note(failure_of(error, "no transaction can be begun")));
  fits_.clear();
  entries_ = 0;
  largest_entry_ = 0;
  first_entry_offset_ = -1;
  refused_.reset();
  why_aborted_.clear();
  topics_.clear();
  in_doubt_since_.reset();
  return std::make_unique<KafkaTransaction>(*this);
}

void KafkaSink::set_in_transaction(bool whether) {
  const std::lock_guard lock(idle_mutex_);
  in_transaction_ = whether;
}

void KafkaSink::serve_idle() {
  const std::lock_guard lock(idle_mutex_);
  if (!in_transaction_) client_->serve();
}

/// Remembers that only a new sink can help, if so.
Failure KafkaSink::note(Failure failure) {
  if (failure.remedy == Remedy::kRestart || failure.remedy == Remedy::kStop) broken_ = true;
  return failure;
}

void KafkaSink::on_delivery(const Delivery& delivery) {
  const bool done = delivery.code == RD_KAFKA_RESP_ERR_NO_ERROR;
  if (done && delivery.index == kFirstEntry) first_entry_offset_ = delivery.offset;
  if (refused_ || !refuses_the_record(delivery.code)) return;
  refused_ = Refusal{delivery.code, delivery.topic, std::nullopt};
  if (delivery.index != kEntry && delivery.index != kFirstEntry)
    refused_->record = delivery.index - 1;
}

/// Whose fault it was that the transaction must be aborted.
Failure KafkaSink::refused(const Failure& failure) const {
  const std::string& journal = options_.journal_topic;
  if (!refused_->record && refuses_the_size(refused_->code) &&
      largest_entry_ > max_record_bytes(journal)) {
    return {Remedy::kStop,
            fmt::format("topic {} refuses an entry of {} bytes, and without it nothing can go on: "
                        "raise its max.message.bytes to {} at least",
                        journal, largest_entry_, max_message_bytes_for(largest_entry_))};
  }
  const bool fitted = !refused_->record || fits_.at(*refused_->record);
  if (fitted && refuses_the_size(refused_->code)) {
    return {Remedy::kRestart,
            fmt::format("topic {} takes less than it did: its max.message.bytes was lowered; "
                        "starting over with the new limit",
                        refused_->topic)};
  }
  Failure named = failure;
  named.message =
      failure_of(refused_->code, fmt::format("a record is refused by topic {}", refused_->topic))
          .message;
  named.refused = refused_->record;
  return named;
}

/// Waits while librdkafka's queue is full: it empties as the broker answers.
Outcome KafkaSink::produce(std::string_view topic, const std::function<int()>& try_once) {
  const auto give_up_at = steady_clock::now() + options_.transaction_timeout;
  while (true) {
    const int code = try_once();
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL && steady_clock::now() < give_up_at) {
      rd_kafka_poll(client_->get(), static_cast<int>(kFullQueue.count()));
      continue;
    }
    Failure failure = failure_of(code, fmt::format("topic {} can't be written", topic));
    // A producer that is fenced or broken says so; anything else is settled by an abort.
    failure.remedy = code == RD_KAFKA_RESP_ERR__FATAL || code == RD_KAFKA_RESP_ERR__FENCED
                         ? Remedy::kRestart
                         : Remedy::kAbort;
    return Error<Failure>(note(std::move(failure)));
  }
}

Outcome KafkaSink::append(const OutputRecord& record) {
  fits_.push_back(record_bytes(record) <= max_record_bytes(record.topic));
  const std::uintptr_t index = fits_.size();
  if (!topics_.contains(record.topic)) topics_.insert(record.topic);
  const char* const key = record.key ? record.key->data() : nullptr;  // none is no empty one
  const std::size_t key_size = record.key ? record.key->size() : 0;
  return produce(record.topic, [&] {
    rd_kafka_headers_t* headers = rd_kafka_headers_new(record.headers.size());
    for (const auto& header : record.headers) {
      rd_kafka_header_add(headers, header.name.data(), static_cast<ssize_t>(header.name.size()),
                          header.value.data(), static_cast<ssize_t>(header.value.size()));
    }
    const auto code = rd_kafka_producev(
        client_->get(), RD_KAFKA_V_TOPIC(record.topic.c_str()), RD_KAFKA_V_KEY(key, key_size),
        RD_KAFKA_V_VALUE(const_cast<char*>(record.value.data()), record.value.size()),
        RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_OPAQUE(reinterpret_cast<void*>(index)), RD_KAFKA_V_END);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) rd_kafka_headers_destroy(headers);
    return static_cast<int>(code);
  });
}

Outcome KafkaSink::append_journal(std::string_view entry) {
  if (entries_ == 0) topics_.insert(options_.journal_topic);
  largest_entry_ = std::max(largest_entry_, entry.size());
  const std::uintptr_t index = entries_++ == 0 ? kFirstEntry : kEntry;
  return produce(options_.journal_topic, [&] {
    return static_cast<int>(rd_kafka_producev(
        client_->get(), RD_KAFKA_V_TOPIC(options_.journal_topic.c_str()), RD_KAFKA_V_PARTITION(0),
        RD_KAFKA_V_VALUE(const_cast<char*>(entry.data()), entry.size()),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_OPAQUE(reinterpret_cast<void*>(index)),
        RD_KAFKA_V_END));
  });
}

/// Names the topics: which of them a user may not write, librdkafka doesn't say.
std::string KafkaSink::doing() const {
  return fmt::format("a transaction on {} can't be committed", fmt::join(topics_, ", "));
}

Outcome KafkaSink::commit() {
  if (options_.may_commit) {
    if (auto allowed = options_.may_commit(); !allowed)
      return Error<Failure>(note(std::move(allowed.error())));
  }
  const std::string doing = this->doing();
  const auto complain_at = steady_clock::now() + kCommitPatience;
  ErrorHandle error;
  do {  // called again it waits on for the same outcome
    error.reset(rd_kafka_commit_transaction(client_->get(), static_cast<int>(kCall.count())));
  } while (error && failure_of(error, doing).remedy == Remedy::kRetry &&
           steady_clock::now() < complain_at && !(options_.hurry && options_.hurry()));
  if (!error) {
    if (entries_ > 0) journal_offset_ = first_entry_offset_;
    in_doubt_since_.reset();
    return {};
  }
  Failure failure = failure_of(error, doing);
  if (failure.remedy == Remedy::kRetry) {
    const auto now = steady_clock::now();
    if (!in_doubt_since_) in_doubt_since_ = now;
    if (now - *in_doubt_since_ > 2 * options_.transaction_timeout)
      failure.remedy = Remedy::kRestart;
    if (const auto trouble = client_->take_trouble(doing)) failure.message = trouble->message;
  }
  if (failure.remedy == Remedy::kAbort && refused_) failure = refused(failure);
  if (failure.remedy == Remedy::kAbort) why_aborted_ = failure.message;
  return Error<Failure>(note(std::move(failure)));
}

Outcome KafkaSink::abort() {
  const auto give_up_at = steady_clock::now() + options_.abort_patience;
  while (true) {
    const ErrorHandle error(
        rd_kafka_abort_transaction(client_->get(), static_cast<int>(kAbortCall.count())));
    if (!error) return {};
    Failure failure = failure_of(error, "a transaction can't be aborted");
    if (failure.remedy == Remedy::kRetry && steady_clock::now() < give_up_at) continue;
    // An abort that is left undone would let nothing begin: only a new producer can. A broker that
    // refused to begin the transaction has none to abort: what it refused it for is the trouble.
    failure.remedy = Remedy::kRestart;
    if (!why_aborted_.empty()) failure.message = why_aborted_;
    return Error<Failure>(note(std::move(failure)));
  }
}

}  // namespace copytaster::kafka
