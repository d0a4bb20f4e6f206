// What is too large for its topic is found before it is decided: a transaction that holds it would
// be refused whole, again and again.
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "pipeline/codec/record_writer.h"
#include "pipeline/desk.h"

namespace copytaster {
namespace {

/// A record is at most so many times its message, and so much more: escapes, annotation, verdict.
/// Below that nobody needs to measure.
constexpr std::size_t kGrowth = 8;
constexpr std::size_t kGrowthBytes = std::size_t{64} << 10U;
constexpr std::size_t kMadeByBytes = 1024;  ///< what the Desk can't know of a record

std::size_t bytes_of(const Message& message) {
  return record_bytes({"", message.key, message.value.value_or(""), message.headers});
}

}  // namespace

void Desk::limit_records(std::map<std::string, std::size_t> max_record_bytes) {
  options_.max_record_bytes = std::move(max_record_bytes);
}

std::size_t Desk::most_bytes(const std::string& topic) const {
  const auto found = options_.max_record_bytes.find(topic);
  return found == options_.max_record_bytes.end() ? SIZE_MAX : found->second;
}

std::optional<Rejection> Desk::too_large(const AnalysedMessage& analysed,
                                         const Decided& decided) const {
  std::size_t least = SIZE_MAX;
  for (const auto& topic : decided.decision->topics) least = std::min(least, most_bytes(topic));
  if (least == SIZE_MAX || bytes_of(analysed.message) * kGrowth + kGrowthBytes <= least)
    return std::nullopt;
  for (const auto& record : codec::write_records(analysed, *decided.decision, {})) {
    const std::size_t bytes = record_bytes(record) + kMadeByBytes;
    if (bytes <= most_bytes(record.topic)) continue;
    return Rejection{"encode", "record_too_large",
                     fmt::format("its record has {} bytes; topic {} takes {}", bytes, record.topic,
                                 most_bytes(record.topic))};
  }
  return std::nullopt;
}

void Desk::reject(const AnalysedMessage& analysed, Rejection rejection, Decided& decided) const {
  const std::size_t most = most_bytes(options_.topics.dead_letters);
  if (most != SIZE_MAX && bytes_of(analysed.message) * kGrowth > most) {
    const auto whole =
        codec::write_dead_letter(analysed.message, rejection, options_.topics.dead_letters);
    rejection.named_only = rejection.named_only || record_bytes(whole) > most;
  }
  decided.entry.outcome = "rejected:" + rejection.code;
  ++decided.entry.ledger.dead_letters;
  decided.rejection = std::move(rejection);
}

}  // namespace copytaster
