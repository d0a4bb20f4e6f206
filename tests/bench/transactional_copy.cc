#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

// The yardstick of side_by_side: what is read from one topic is written to another, in transactions
// and unchanged, with librdkafka alone. Nothing of ours is linked. Its client settings are those
// that the daemon's clients have.

namespace {

struct Options {
  std::string brokers;
  std::string from;
  std::string to;
  int partitions = 1;
  std::size_t batch = 5000;
};

using Settings = std::map<std::string, std::string>;

std::atomic<bool> g_stopping = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "transactional_copy: {}\n", why);
  std::exit(69);
}

void check(rd_kafka_error_t* error, const char* doing) {
  if (error != nullptr) give_up(fmt::format("{}: {}", doing, rd_kafka_error_string(error)));
}

rd_kafka_t* client(rd_kafka_type_t type, const Settings& settings) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  std::string reason(512, '\0');
  for (const auto& [name, value] : settings) {
    if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), reason.data(), reason.size()) !=
        RD_KAFKA_CONF_OK)
      give_up(reason);
  }
  rd_kafka_t* made = rd_kafka_new(type, conf, reason.data(), reason.size());
  if (made == nullptr) give_up(reason);
  return made;
}

rd_kafka_t* reader(const Options& options) {
  rd_kafka_t* made = client(RD_KAFKA_CONSUMER, {{"bootstrap.servers", options.brokers},
                                                {"group.id", "copy"},
                                                {"enable.auto.commit", "false"},
                                                {"isolation.level", "read_committed"},
                                                {"fetch.wait.max.ms", "100"}});
  rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(options.partitions);
  for (int i = 0; i < options.partitions; ++i) {
    rd_kafka_topic_partition_list_add(list, options.from.c_str(), i)->offset =
        RD_KAFKA_OFFSET_BEGINNING;
  }
  if (rd_kafka_assign(made, list) != RD_KAFKA_RESP_ERR_NO_ERROR) give_up("can't read the input");
  rd_kafka_topic_partition_list_destroy(list);
  return made;
}

rd_kafka_t* writer(const Options& options) {
  rd_kafka_t* made = client(RD_KAFKA_PRODUCER, {{"bootstrap.servers", options.brokers},
                                                {"transactional.id", options.to},
                                                {"batch.size", "1000000"},
                                                {"queue.buffering.max.messages", "1000000"},
                                                {"queue.buffering.max.kbytes", "1048576"},
                                                {"retry.backoff.ms", "5"},
                                                {"linger.ms", "2"},
                                                {"compression.type", "lz4"}});
  check(rd_kafka_init_transactions(made, 30'000), "no transactions");
  return made;
}

/// What is there by now, at most a batch; waits only for the first message.
std::vector<rd_kafka_message_t*> read_batch(rd_kafka_t* from, rd_kafka_queue_t* queue,
                                            std::size_t most) {
  std::vector<rd_kafka_message_t*> messages(most);
  messages[0] = rd_kafka_consumer_poll(from, 100);
  if (messages[0] == nullptr) return {};
  const auto more = rd_kafka_consume_batch_queue(queue, 0, messages.data() + 1, most - 1);
  messages.resize(1 + static_cast<std::size_t>(more > 0 ? more : 0));
  return messages;
}

void write_batch(rd_kafka_t* to, const std::string& topic,
                 const std::vector<rd_kafka_message_t*>& messages) {
  check(rd_kafka_begin_transaction(to), "no transaction begins");
  for (const auto* message : messages) {
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) give_up(rd_kafka_message_errstr(message));
    const auto code = rd_kafka_producev(to, RD_KAFKA_V_TOPIC(topic.c_str()),
                                        RD_KAFKA_V_KEY(message->key, message->key_len),
                                        RD_KAFKA_V_VALUE(message->payload, message->len),
                                        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) give_up(rd_kafka_err2str(code));
  }
  check(rd_kafka_commit_transaction(to, -1), "no commit");
}

void copy(const Options& options) {
  rd_kafka_t* to = writer(options);
  rd_kafka_t* from = reader(options);
  rd_kafka_queue_t* queue = rd_kafka_queue_get_consumer(from);
  while (!g_stopping) {
    const auto messages = read_batch(from, queue, options.batch);
    if (!messages.empty()) write_batch(to, options.to, messages);
    for (auto* message : messages) rd_kafka_message_destroy(message);
  }
  rd_kafka_queue_destroy(queue);
  rd_kafka_destroy(from);
  rd_kafka_destroy(to);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Copies a topic into another in transactions, until SIGTERM");
  app.add_option("--brokers", options.brokers)->required();
  app.add_option("--from", options.from, "topic to read, from its beginning")->required();
  app.add_option("--to", options.to, "topic to write")->required();
  app.add_option("--partitions", options.partitions, "of the topic to read")->capture_default_str();
  app.add_option("--batch", options.batch, "most messages in one transaction")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGTERM, [](int) { g_stopping = true; });
  copy(options);
  return 0;
}
