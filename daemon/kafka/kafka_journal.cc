#include "daemon/kafka/kafka_journal.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <utility>

namespace copytaster::kafka {
namespace {

constexpr std::chrono::milliseconds kWait(100);
constexpr int kMostSilence = 300;  // waits in a row without a record or an end: thirty seconds

}  // namespace

Result<std::unique_ptr<JournalReader>, Failure> JournalReader::open(const Connection& connection,
                                                                    const std::string& topic,
                                                                    std::size_t prefetch_bytes,
                                                                    std::int64_t from) {
  Properties properties = committed_reader(topic + ".fold", prefetch_bytes);
  properties.insert({{"fetch.wait.max.ms", "100"}, {"queued.min.messages", "1000000"}});
  auto client = Client::create(Client::Role::kConsumer, connection, properties);
  if (!client) return Error<Failure>(client.error());
  const PartitionListHandle list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), 0)->offset =
      from == kHead ? RD_KAFKA_OFFSET_BEGINNING : from;
  if (const auto code = rd_kafka_assign((*client)->get(), list.get());
      code != RD_KAFKA_RESP_ERR_NO_ERROR)
    return Error<Failure>(failure_of(code, fmt::format("journal {} can't be read", topic)));
  return std::unique_ptr<JournalReader>(new JournalReader(std::move(*client), topic));
}

JournalReader::~JournalReader() = default;

Result<std::optional<JournalRecord>, Failure> JournalReader::next(std::chrono::milliseconds wait) {
  const MessageHandle message(
      rd_kafka_consumer_poll(client_->get(), static_cast<int>(wait.count())));
  const std::string doing = fmt::format("journal {} can't be read", topic_);
  if (!message) {
    if (auto trouble = client_->take_trouble(doing)) return Error<Failure>(*trouble);
    return std::nullopt;
  }
  if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
    end_seen_ = message->offset;
    return std::nullopt;
  }
  if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
      return Error<Failure>({Remedy::kRestart, doing + ": its head was cut off meanwhile; it is "
                                                       "folded again"});
    }
    return Error<Failure>(client_->explain(message->err, doing));
  }
  JournalRecord record{message->offset, {}};
  if (message->payload != nullptr)
    record.entry.assign(static_cast<const char*>(message->payload), message->len);
  return record;
}

Result<std::optional<std::string>, Failure> BoundedJournal::next() {
  int silence = 0;
  while (!reader_.reached(end_)) {
    auto next = reader_.next(kWait);
    if (!next && next.error().remedy != Remedy::kRetry) return Error<Failure>(next.error());
    if (next && *next) return std::move((*next)->entry);
    if (++silence < kMostSilence) continue;
    if (!next) return Error<Failure>(next.error());
    return Error<Failure>({Remedy::kRetry, fmt::format("the journal's end {} does not come; is its "
                                                       "broker up (setting kafka.brokers)?",
                                                       end_)});
  }
  return std::nullopt;
}

}  // namespace copytaster::kafka
