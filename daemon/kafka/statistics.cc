#include "daemon/kafka/statistics.h"

#include <simdjson.h>

#include <algorithm>

namespace copytaster::kafka {
namespace {

using simdjson::dom::element;

constexpr double kMicrosecond = 1e-6;

/// A number that this version may not have.
std::int64_t number(const element& object, std::string_view name) {
  std::int64_t value = 0;
  if (object[name].get(value) != simdjson::SUCCESS) return 0;
  return value;
}

std::uint64_t count(const element& object, std::string_view name) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, number(object, name)));
}

void add_broker(const element& broker, metrics::ClientFigures& figures) {
  figures.send_errors += count(broker, "txerrs");
  figures.receive_errors += count(broker, "rxerrs");
  figures.timeouts += count(broker, "req_timeouts");
  figures.disconnects += count(broker, "disconnects");
  std::string_view state;
  std::string_view source;
  const bool up = broker["state"].get(state) == simdjson::SUCCESS && state == "UP";
  // The coordinator is a broker that is counted already, and so is one by its address alone.
  const bool counts = broker["source"].get(source) == simdjson::SUCCESS && source == "learned";
  if (up && counts) ++figures.brokers_up;
  element round_trip;
  if (broker["rtt"].get(round_trip) != simdjson::SUCCESS) return;
  const auto seconds = [&round_trip](std::string_view name) {
    return static_cast<double>(number(round_trip, name)) * kMicrosecond;
  };
  figures.round_trip_median = std::max(figures.round_trip_median, seconds("p50"));
  figures.round_trip_99 = std::max(figures.round_trip_99, seconds("p99"));
}

}  // namespace

std::optional<metrics::ClientFigures> read_statistics(std::string_view json) {
  simdjson::dom::parser parser;
  element all;
  if (parser.parse(json.data(), json.size()).get(all) != simdjson::SUCCESS || !all.is_object())
    return std::nullopt;
  metrics::ClientFigures figures;
  figures.requests = count(all, "tx");
  figures.bytes_sent = count(all, "tx_bytes");
  figures.bytes_received = count(all, "rx_bytes");
  figures.queued = number(all, "replyq") + number(all, "msg_cnt");
  simdjson::dom::object brokers;
  if (all["brokers"].get(brokers) == simdjson::SUCCESS)
    for (const auto broker : brokers) add_broker(broker.value, figures);
  return figures;
}

}  // namespace copytaster::kafka
