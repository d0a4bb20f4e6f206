#include "tests/daemon/kafka/support.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace copytaster::kafka {
namespace {

constexpr std::size_t kLimit = 1'000'000;
constexpr std::size_t kPrefetch = std::size_t{8} << 20U;

Admin& admin() {
  static const std::unique_ptr<Admin> opened =
      Admin::open(test_cluster(), std::chrono::seconds(30)).value();
  return *opened;
}

}  // namespace

Connection test_cluster() {
  const char* const folder = std::getenv("COPYTASTER_KAFKA_FOLDER");
  std::string brokers;
  if (folder != nullptr) std::ifstream(std::string(folder) + "/brokers") >> brokers;
  if (brokers.empty()) throw std::runtime_error("no Kafka: tests/run starts one");
  return {brokers, {}};
}

std::string fresh_name() {
  static std::atomic<int> count = 0;
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  return "t" + std::to_string(now) + "-" + std::to_string(::getpid()) + "-" +
         std::to_string(++count);
}

void make_topic(const std::string& name, std::int32_t partitions,
                const std::map<std::string, std::string>& settings) {
  const auto made = admin().create({{name, partitions, 1, settings}});
  ASSERT_TRUE(made) << made.error().message;
  for (int tries = 0; tries < 100; ++tries) {
    const auto found = admin().describe({name});
    if (found && found->contains(name)) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL() << name << " does not appear";
}

Result<std::unique_ptr<KafkaSink>, Failure> open_sink(const std::string& name,
                                                      const std::vector<std::string>& topics) {
  KafkaSinkOptions options{name, name + ".journal", {{name + ".journal", kLimit}}};
  for (const auto& topic : topics) options.record_limits[topic] = kLimit;
  return KafkaSink::open(test_cluster(), std::move(options));
}

void feed(const std::string& topic, const std::vector<std::string>& values) {
  auto sink = open_sink(fresh_name(), {topic});
  ASSERT_TRUE(sink) << sink.error().message;
  auto transaction = (*sink)->begin();
  ASSERT_TRUE(transaction);
  for (std::size_t i = 0; i < values.size(); ++i)
    ASSERT_TRUE((*transaction)->append({topic, std::to_string(i), values[i], {}}));
  const auto done = (*transaction)->commit();
  ASSERT_TRUE(done) << done.error().message;
}

std::vector<std::string> committed_values(const std::string& topic) {
  std::vector<std::string> values;
  auto reader = JournalReader::open(test_cluster(), topic, kPrefetch);
  const auto end = admin().offsets({{topic, 0}}, {Spot::Kind::kLatest, {}}, Isolation::kCommitted);
  if (!reader || !end) {
    ADD_FAILURE() << topic << " can't be read";
    return values;
  }
  BoundedJournal journal(**reader, end->at({topic, 0}));
  while (true) {
    auto next = journal.next();
    if (!next) ADD_FAILURE() << next.error().message;
    if (!next || !*next) return values;
    values.push_back(std::move(**next));
  }
}

}  // namespace copytaster::kafka
