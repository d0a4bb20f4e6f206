#include "daemon/kafka/journal_watch.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <chrono>
#include <utility>

#include "daemon/kafka/follower.h"

namespace copytaster::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kPrefetchBytes = std::size_t{1} << 20U;
constexpr milliseconds kWait(100);
constexpr std::chrono::seconds kPatience(30);

Error<Failure> written_before(const std::string& journal, const PartitionName& name) {
  return Error<Failure>(
      {Remedy::kStop,
       fmt::format("the journal {} is empty, but {}/{} was written before: without its journal "
                   "everything would be sent again; is the setting name right? Restore the topic "
                   "from a copy, or say with --accept-empty-journal that this is meant",
                   journal, name.topic, name.partition)});
}

/// The first of these partitions in which something committed stands below `ends`; none if none.
Result<std::optional<PartitionName>, Failure> find_committed(const Connection& connection,
                                                             const std::string& journal,
                                                             PartitionOffsets ends) {
  auto client = Client::create(Client::Role::kConsumer, connection,
                               committed_reader(journal + ".fold", kPrefetchBytes));
  if (!client) return Error<Failure>(client.error());
  const std::string doing = "what the outputs hold can't be read";
  const PartitionListHandle list(rd_kafka_topic_partition_list_new(static_cast<int>(ends.size())));
  for (const auto& [name, end] : ends) {
    rd_kafka_topic_partition_list_add(list.get(), name.topic.c_str(), name.partition)->offset =
        RD_KAFKA_OFFSET_BEGINNING;
  }
  if (const auto code = rd_kafka_assign((*client)->get(), list.get());
      code != RD_KAFKA_RESP_ERR_NO_ERROR)
    return Error<Failure>(failure_of(code, doing));
  const auto give_up_at = steady_clock::now() + kPatience;
  while (!ends.empty()) {
    const MessageHandle message(
        rd_kafka_consumer_poll((*client)->get(), static_cast<int>(kWait.count())));
    if (!message) {
      if (auto trouble = (*client)->take_trouble(doing)) return Error<Failure>(std::move(*trouble));
      if (steady_clock::now() > give_up_at)
        return Error<Failure>((*client)->explain(RD_KAFKA_RESP_ERR__TIMED_OUT, doing));
      continue;
    }
    const PartitionName name{rd_kafka_topic_name(message->rkt), message->partition};
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return std::optional(name);
    if (message->err != RD_KAFKA_RESP_ERR__PARTITION_EOF)
      return Error<Failure>((*client)->explain(message->err, doing));
    if (const auto end = ends.find(name); end != ends.end() && message->offset >= end->second)
      ends.erase(end);
  }
  return std::optional<PartitionName>{};
}

}  // namespace

Outcome JournalWatch::look(Admin& admin) {
  const auto found = admin.describe({journal_});
  if (!found) return Error<Failure>(found.error());
  return confirm(*found);
}

Outcome JournalWatch::confirm(const std::map<std::string, TopicDescription>& found) {
  const std::lock_guard lock(mutex_);
  const auto now = found.find(journal_);
  if (now == found.end()) {
    return Error<Failure>(
        {std::exchange(missed_, true) ? Remedy::kStop : Remedy::kRestart,
         fmt::format("the journal {} is gone (setting name): nothing more is committed; {}",
                     journal_, kUnfitJournal)});
  }
  missed_ = false;
  if (id_.empty()) id_ = now->second.id;
  if (now->second.id == id_) return {};
  return Error<Failure>(
      {Remedy::kStop,
       fmt::format("the journal {} was deleted and made anew while this instance ran: what was "
                   "remembered is gone from it, and nothing more is committed; {}",
                   journal_, kUnfitJournal)});
}

void JournalWatch::need(std::int64_t from) {
  const std::lock_guard lock(mutex_);
  needed_ = from;
}

Result<std::optional<std::string>, Failure> JournalWatch::lost_head(Admin& admin) {
  const PartitionName journal{journal_, 0};
  const auto starts = admin.offsets({journal}, {Spot::Kind::kEarliest, {}});
  if (!starts) return Error<Failure>(starts.error());
  return lost_head(starts->at(journal));
}

std::optional<std::string> JournalWatch::lost_head(std::int64_t start) {
  const std::lock_guard lock(mutex_);
  const bool gone = needed_ >= 0 && start > needed_;
  if (!std::exchange(headless_, gone) || !gone) return std::nullopt;
  return fmt::format(
      "the journal {} has lost its head: the offsets {} to {} are gone, and with them "
      "part of what is remembered, which is left in memory alone. Let nothing cut it "
      "off (topic settings retention.ms=-1 and retention.bytes=-1), and don't end the "
      "leader before it has written everything once more, in up to twice "
      "journal.checkpoint_every inputs: then this is no longer said",
      journal_, needed_, start - 1);
}

std::optional<std::int64_t> Rounds::committed(std::int64_t at, bool begins, bool ends) {
  // Where one round ends and the next begins, the older one is whole.
  const auto whole = ends ? open_ : std::nullopt;
  if (begins) open_ = at;
  return whole;
}

Outcome check_first_start(const Connection& connection, Admin& admin, const std::string& journal,
                          const std::vector<std::string>& written) {
  const auto described = admin.describe(written);
  if (!described) return Error<Failure>(described.error());
  std::vector<PartitionName> partitions;
  for (const auto& [topic, description] : *described) {
    for (std::int32_t i = 0; i < description.partitions; ++i) partitions.push_back({topic, i});
  }
  const auto starts = admin.offsets(partitions, {Spot::Kind::kEarliest, {}});
  if (!starts) return Error<Failure>(starts.error());
  auto ends = admin.offsets(partitions, {Spot::Kind::kLatest, {}}, Isolation::kCommitted);
  if (!ends) return Error<Failure>(ends.error());
  for (const auto& [name, start] : *starts) {
    if (start > 0) return written_before(journal, name);
    if (name.topic == journal || ends->at(name) == 0) ends->erase(name);
  }
  const auto found = find_committed(connection, journal, std::move(*ends));
  if (!found) return Error<Failure>(found.error());
  return *found ? Outcome(written_before(journal, **found)) : Outcome{};
}

}  // namespace copytaster::kafka
