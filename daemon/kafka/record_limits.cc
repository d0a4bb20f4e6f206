#include "daemon/kafka/record_limits.h"

#include <charconv>
#include <utility>

#include "daemon/log/log.h"

namespace copytaster::kafka {
namespace {

// The header of a batch, and the lengths and deltas of its only record; those of a record's headers
// are counted with it.
constexpr std::size_t kFraming = 128;

}  // namespace

std::size_t record_limit(const TopicSettings& settings) {
  const auto found = settings.find("max.message.bytes");
  if (found == settings.end()) return 0;
  std::size_t bytes = 0;
  const std::string& text = found->second;
  std::from_chars(text.data(), text.data() + text.size(), bytes);
  return bytes > kFraming ? bytes - kFraming : 0;
}

std::size_t max_message_bytes_for(std::size_t record) { return record + kFraming; }

Result<RecordLimits, Failure> find_record_limits(Admin& admin,
                                                 const std::vector<std::string>& topics) {
  const auto settings = admin.settings(topics);
  if (!settings) return Error<Failure>(settings.error());
  RecordLimits limits;
  for (const auto& [topic, in_force] : *settings) limits[topic] = record_limit(in_force);
  return limits;
}

void LimitWatch::look(Admin& admin) {
  std::vector<std::string> topics;
  {
    const std::lock_guard lock(mutex_);
    topics = topics_;
  }
  auto found = find_record_limits(admin, topics);
  if (!found) {
    log::say(log::kLimitsUnknown, "{}", found.error().message);
    return;
  }
  const std::lock_guard lock(mutex_);
  if (topics != topics_ || *found == known_) return;
  for (const auto& [topic, bytes] : *found) {
    if (const auto before = known_.find(topic); before != known_.end() && before->second != bytes)
      log::say_of(
          log::kLimitsChanged, {{"topic", topic}, {"bytes", static_cast<std::int64_t>(bytes)}},
          "topic {} takes records of {} bytes now, {} before", topic, bytes, before->second);
  }
  known_ = std::move(*found);
  if (listener_) listener_(known_);
}

void LimitWatch::on_change(std::function<void(const RecordLimits&)> listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

void LimitWatch::add(const RecordLimits& more) {
  const std::lock_guard lock(mutex_);
  for (const auto& [topic, bytes] : more) {
    topics_.push_back(topic);
    known_[topic] = bytes;
  }
  if (listener_) listener_(known_);
}

RecordLimits LimitWatch::known() const {
  const std::lock_guard lock(mutex_);
  return known_;
}

void LimitWatch::set(RecordLimits limits) {
  const std::lock_guard lock(mutex_);
  known_ = std::move(limits);
}

}  // namespace copytaster::kafka
