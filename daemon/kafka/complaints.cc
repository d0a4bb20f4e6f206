#include "daemon/kafka/complaints.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>

#include "daemon/kafka/error.h"

namespace copytaster::kafka {
namespace {

constexpr std::chrono::minutes kEvery(1);
constexpr std::size_t kMostTroubles = 64;

std::string key_of(std::string_view trouble) {
  const std::string_view cure = advice(RD_KAFKA_RESP_ERR__TRANSPORT);
  std::string key(trouble.ends_with(cure) ? cure : trouble);
  std::erase_if(key, [](char c) { return c >= '0' && c <= '9'; });
  return key;
}

}  // namespace

bool Complaints::due(std::string_view trouble, Clock::time_point now) {
  std::string key = key_of(trouble);
  const std::lock_guard lock(mutex_);
  if (const auto found = next_.find(key); found != next_.end() && now < found->second) return false;
  if (next_.size() >= kMostTroubles)
    std::erase_if(next_, [now](const auto& each) { return each.second <= now; });
  if (next_.size() >= kMostTroubles) next_.clear();
  next_[std::move(key)] = now + kEvery;
  return true;
}

}  // namespace copytaster::kafka
