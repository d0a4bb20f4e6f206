#include "daemon/top/snapshot.h"

#include <fmt/core.h>
#include <simdjson.h>

namespace copytaster::top {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// Whoever answers at that address might draw on the terminal otherwise.
std::string printable(std::string_view text) {
  std::string safe;
  bool after_c2 = false;  // the controls of Latin-1 are two bytes
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool control = byte < 0x20 || byte == 0x7f || (after_c2 && byte < 0xa0);
    after_c2 = byte == 0xc2;
    safe += control ? '?' : c;
  }
  return safe;
}

std::string text_of(const element& from, std::string_view name) {
  std::string_view text;
  return from[name].get(text) == simdjson::SUCCESS ? printable(text) : "";
}

std::optional<std::int64_t> number_if(const element& from, std::string_view name) {
  std::int64_t number = 0;
  if (from[name].get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

std::int64_t number_of(const element& from, std::string_view name) {
  return number_if(from, name).value_or(0);
}

/// {"a": 1, "b": 2}
Counts counts_of(const element& from, std::string_view name) {
  Counts counts;
  object fields;
  if (from[name].get(fields) != simdjson::SUCCESS) return counts;
  for (const auto field : fields) {
    std::int64_t count = 0;
    if (field.value.get(count) == simdjson::SUCCESS)
      counts.emplace_back(printable(field.key), count);
  }
  return counts;
}

template <class Take>
void each_of(const element& from, std::string_view name, Take take) {
  simdjson::dom::array items;
  if (from[name].get(items) != simdjson::SUCCESS) return;
  for (const element item : items)
    if (item.is_object()) take(item);
}

void read_lists(const element& status, Snapshot& snapshot) {
  each_of(status, "dead_letters", [&](const element& item) {
    snapshot.dead_letters.emplace_back(text_of(item, "name"), number_of(item, "count"));
  });
  each_of(status, "inputs", [&](const element& item) {
    snapshot.inputs.push_back(
        {fmt::format("{}/{}", text_of(item, "topic"), number_of(item, "partition")),
         number_of(item, "position"), number_if(item, "lag")});
  });
  each_of(status, "stages", [&](const element& item) {
    double seconds = 0;
    const bool measured = item["seconds"].get(seconds) == simdjson::SUCCESS;
    snapshot.stages.push_back(
        {text_of(item, "stage"), number_of(item, "batches"), measured ? seconds : 0});
  });
  each_of(status, "last_dead_letters", [&](const element& item) {
    snapshot.last_dead_letters.push_back(
        {fmt::format("{}/{}/{}", text_of(item, "topic"), number_of(item, "partition"),
                     number_of(item, "offset")),
         text_of(item, "timestamp"), text_of(item, "reason")});
  });
}

}  // namespace

Result<Snapshot, std::string> read_snapshot(std::string_view json) {
  simdjson::dom::parser parser;
  element status;
  if (parser.parse(json.data(), json.size()).get(status) != simdjson::SUCCESS ||
      !status.is_object())
    return Error<std::string>("the answer is no JSON object");
  Snapshot snapshot;
  snapshot.name = text_of(status, "name");
  snapshot.version = text_of(status, "version");
  snapshot.role = text_of(status, "role");
  if (snapshot.role.empty())
    return Error<std::string>("the answer is not the status of a copytaster");
  snapshot.settings = text_of(status, "settings");
  snapshot.last_commit = text_of(status, "last_commit");
  bool ready = false;
  snapshot.ready = status["ready"].get(ready) == simdjson::SUCCESS && ready;
  snapshot.now_ms = number_of(status, "now_ms");
  snapshot.ledger = counts_of(status, "ledger");
  snapshot.verdicts = counts_of(status, "verdicts");
  snapshot.transactions = counts_of(status, "transactions");
  snapshot.in_flight = number_of(status, "in_flight_batches");
  read_lists(status, snapshot);
  if (element remembered; status["remembered"].get(remembered) == simdjson::SUCCESS) {
    snapshot.articles = number_of(remembered, "articles");
    snapshot.stories = number_of(remembered, "stories");
    snapshot.bytes = number_of(remembered, "bytes");
    snapshot.limit_bytes = number_of(remembered, "limit_bytes");
  }
  return snapshot;
}

}  // namespace copytaster::top
