#include <utility>

#include "daemon/kafka/kafka_source.h"
#include "tests/contract/transport_contract.h"
#include "tests/daemon/kafka/support.h"

namespace copytaster::contract {
namespace {

using kafka::KafkaSink;
using kafka::KafkaSource;

/// Gives each topic a prefix, so that tests on one cluster have topics of their own.
class PrefixedTransaction : public Transaction {
 public:
  PrefixedTransaction(std::unique_ptr<Transaction> inner, std::string prefix)
      : inner_(std::move(inner)), prefix_(std::move(prefix)) {}
  Outcome append(const OutputRecord& record) override {
    OutputRecord renamed = record;
    renamed.topic = prefix_ + record.topic;
    return inner_->append(renamed);
  }
  Outcome append_journal(std::string_view entry) override { return inner_->append_journal(entry); }
  Outcome commit() override { return inner_->commit(); }
  Outcome abort() override { return inner_->abort(); }

 private:
  std::unique_ptr<Transaction> inner_;
  std::string prefix_;
};

class PrefixedSink : public Sink {
 public:
  PrefixedSink(std::unique_ptr<Sink> inner, std::string prefix)
      : inner_(std::move(inner)), prefix_(std::move(prefix)) {}
  [[nodiscard]] std::size_t max_record_bytes(std::string_view topic) const override {
    return inner_->max_record_bytes(prefix_ + std::string(topic));
  }
  Result<std::unique_ptr<Transaction>, Failure> begin() override {
    auto begun = inner_->begin();
    if (!begun) return Error<Failure>(begun.error());
    return std::make_unique<PrefixedTransaction>(std::move(*begun), prefix_);
  }

 private:
  std::unique_ptr<Sink> inner_;
  std::string prefix_;
};

class KafkaTransport : public Transport {
 public:
  KafkaTransport() {
    for (const char* topic : {"raw", "a", "b", "c", "dead", "journal"})
      kafka::make_topic(name_ + "." + topic);
  }

  void feed(const std::vector<std::string>& values) override {
    kafka::feed(name_ + ".raw", values);
  }
  Result<std::unique_ptr<Source>, Failure> source() override {
    kafka::KafkaSourceOptions options;
    options.name = name_;
    options.topics = TopicPatterns::parse({name_ + ".raw"}, {}).value();
    options.bounded = true;
    return KafkaSource::open(kafka::test_cluster(), std::move(options));
  }
  Result<std::unique_ptr<Sink>, Failure> sink() override {
    std::vector<std::string> topics;
    for (const char* topic : {"a", "b", "c", "dead"}) topics.push_back(name_ + "." + topic);
    auto sink = kafka::open_sink(name_, topics);
    if (!sink) return Error<Failure>(sink.error());
    return std::make_unique<PrefixedSink>(std::move(*sink), name_ + ".");
  }
  Result<std::vector<std::string>, Failure> journal() override {
    return kafka::committed_values(name_ + ".journal");
  }
  std::vector<std::string> committed(std::string_view topic) override {
    return kafka::committed_values(name_ + "." + std::string(topic));
  }

 private:
  const std::string name_ = kafka::fresh_name();
};

std::unique_ptr<Transport> make_kafka() { return std::make_unique<KafkaTransport>(); }

INSTANTIATE_TEST_SUITE_P(Kafka, TransportContract, ::testing::Values(&make_kafka));

}  // namespace
}  // namespace copytaster::contract
