#include "daemon/kafka/kafka_source.h"

#include <fmt/core.h>
#include <librdkafka/rdkafka.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <utility>

#include "daemon/kafka/connection.h"
#include "daemon/kafka/damage.h"
#include "daemon/kafka/kafka_message.h"
#include "pipeline/check.h"

namespace copytaster::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::uint64_t kWake = 1;
constexpr milliseconds kStandingsEvery(1000);

std::string name_of(const PartitionName& name) {
  return fmt::format("{}/{}", name.topic, name.partition);
}

}  // namespace

struct KafkaSource::Partition {
  PartitionName name;
  std::string topic_id;
  std::int64_t next = 0;
  std::int64_t given = 0;  ///< behind the last message handed out: where the journal will stand
  std::int64_t end = 0;    ///< for a bounded source: what was there at the beginning
  bool out_of_range = false;
  QueueHandle queue;
  MessageHandle head;  ///< taken from the queue, not yet handed out
};

KafkaSource::KafkaSource(Connection connection, KafkaSourceOptions options,
                         std::unique_ptr<Client> client, std::unique_ptr<Admin> admin)
    : connection_(std::move(connection)),
      options_(std::move(options)),
      client_(std::move(client)),
      admin_(std::move(admin)),
      mirror_(*client_),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  CHECK(wake_ >= 0);
}

KafkaSource::~KafkaSource() {
  for (auto& [name, partition] : partitions_)
    rd_kafka_queue_io_event_enable(partition->queue.get(), -1, nullptr, 0);
  partitions_.clear();
  ::close(wake_);
}

Result<std::unique_ptr<KafkaSource>, Failure> KafkaSource::open(const Connection& connection,
                                                                KafkaSourceOptions options) {
  auto admin = Admin::open(connection);
  if (!admin) return Error<Failure>(admin.error());
  const auto found = find_inputs(**admin, options.topics);
  if (!found) return Error<Failure>(found.error());
  // librdkafka bounds each queue by itself, and each partition has one.
  const std::size_t queues = std::max<std::size_t>(count_partitions(*found), 1);
  Properties properties = committed_reader(options.name, options.prefetch_bytes / queues);
  properties["fetch.wait.max.ms"] = "100";
  with_statistics(properties);
  auto client = Client::create(Client::Role::kConsumer, connection, properties);
  if (!client) return Error<Failure>(client.error());
  return std::unique_ptr<KafkaSource>(
      new KafkaSource(connection, std::move(options), std::move(*client), std::move(*admin)));
}

Outcome KafkaSource::seek(const std::vector<Position>& positions) {
  for (const auto& position : positions) known_[{position.topic, position.partition}] = position;
  auto found = options_.find(*admin_, options_.topics);
  if (!found) return Error<Failure>(found.error());
  std::set<std::string> awaited;  // one that was read before may be about to be made anew
  for (const auto& [name, position] : known_) awaited.insert(name.topic);
  for (const auto& name : options_.topics.names()) {
    if (found->contains(name) || awaited.contains(name)) continue;
    return Error<Failure>({Remedy::kStop, missing_inputs(options_.topics, *found,
                                                         has_user(connection_), awaited)[0]});
  }
  tell_missing(*found);
  next_refresh_ = steady_clock::now() + options_.refresh;
  return add(*found, positions.empty());
}

/// Partitions that are not read yet join those that are.
Outcome KafkaSource::add(const std::map<std::string, TopicDescription>& found, bool first_start) {
  std::vector<std::unique_ptr<Partition>> fresh;
  for (const auto& [topic, description] : found) {
    for (std::int32_t number = 0; number < description.partitions; ++number) {
      if (partitions_.contains({topic, number})) continue;
      auto partition = std::make_unique<Partition>();
      partition->name = {topic, number};
      partition->topic_id = description.id;
      fresh.push_back(std::move(partition));
    }
  }
  if (fresh.empty()) return {};
  std::vector<Partition*> all;
  all.reserve(fresh.size());
  for (const auto& partition : fresh) all.push_back(partition.get());
  if (auto placed = place(all, first_start); !placed) return placed;
  if (auto assigned = assign(all); !assigned) return assigned;
  for (auto& partition : fresh) {
    {
      const std::lock_guard lock(mutex_);
      ids_[partition->name.topic] = partition->topic_id;
    }
    partitions_.emplace(partition->name, std::move(partition));
  }
  return {};
}

/// Finds out where each goes on: at the journal's position, at the setting's, or at its beginning.
Outcome KafkaSource::place(const std::vector<Partition*>& partitions, bool first_start) {
  std::vector<PartitionName> names;
  names.reserve(partitions.size());
  for (const auto* partition : partitions) names.push_back(partition->name);
  auto lows = admin_->offsets(names, {Spot::Kind::kEarliest, {}});
  if (!lows) return Error<Failure>(lows.error());
  auto highs = admin_->offsets(names, {Spot::Kind::kLatest, {}});
  if (!highs) return Error<Failure>(highs.error());
  PartitionOffsets starts;
  if (first_start) {
    auto found = admin_->offsets(names, options_.start);
    if (!found) return Error<Failure>(found.error());
    starts = std::move(*found);
  }
  for (auto* partition : partitions) {
    const auto& name = partition->name;
    const auto known = known_.find(name);
    const bool is_known = known != known_.end();
    const std::string& known_id = is_known ? known->second.topic_id : partition->topic_id;
    // A position that names no log was set by a person, for this one.
    const bool same_log = is_known && (known_id.empty() || known_id == partition->topic_id);
    if (same_log) {
      partition->next = known->second.next.value();
    } else {
      partition->next = first_start ? starts[name] : 0;
      if (is_known)
        alert(log::kInputNew,
              fmt::format("{} was made anew: it is read from its beginning", name_of(name)));
      if (!is_known && !first_start)
        alert(log::kInputNew,
              fmt::format("{} is new: it is read from its beginning", name_of(name)));
    }
    partition->given = partition->next;
    if (!same_log || known_id.empty()) {
      moved_.push_back(
          {name.topic, name.partition, Offset(partition->next), {}, partition->topic_id});
    }
    if (auto within = place_within(*partition, (*lows)[name], (*highs)[name]); !within)
      return within;
    partition->end = (*highs)[name];
  }
  return {};
}

/// Moves a position that retention has passed, and notes what was lost; or refuses to go on.
Outcome KafkaSource::place_within(Partition& partition, std::int64_t low, std::int64_t high) {
  const std::string name = name_of(partition.name);
  if (partition.next > high) {
    return Error<Failure>(
        {Remedy::kStop,
         fmt::format("{} ends at offset {}, but {} was read already: its broker lost records; "
                     "check unclean.leader.election.enable; a topic that is deleted and made anew "
                     "is read from its beginning",
                     name, high, partition.next)});
  }
  if (partition.next >= low) return {};
  return lose(partition, low, "are gone before they were read", "lengthen the topic's retention");
}

/// Notes that everything up to `to` can't be read, and goes on there; or refuses to.
Outcome KafkaSource::lose(Partition& partition, std::int64_t to, std::string_view why,
                          std::string_view cure) {
  const auto& [topic, number] = partition.name;
  const std::string lost = fmt::format("{}: the offsets {} to {} {}", name_of(partition.name),
                                       partition.next, to - 1, why);
  if (options_.stop_at_gap) {
    return Error<Failure>(
        {Remedy::kStop,
         fmt::format("{}; {}, and to go on without them set input.on_gap to continue", lost,
                     cure)});
  }
  alert(log::kInputLost, lost + " (setting input.on_gap)");
  gaps_.push_back({topic, partition.topic_id, number, Offset(partition.next), Offset(to)});
  partition.next = to;
  partition.given = to;
  moved_.push_back({topic, number, Offset(to), {}, partition.topic_id});
  return {};
}

/// Adds to what is assigned. A plain assign of the longer list would read everything again.
Outcome KafkaSource::assign(const std::vector<Partition*>& partitions) {
  const PartitionListHandle list(
      rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
  for (auto* partition : partitions) {
    const auto& [topic, number] = partition->name;
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), number)->offset = partition->next;
    // Each keeps its own queue, so that their heads can be compared.
    partition->queue.reset(rd_kafka_queue_get_partition(client_->get(), topic.c_str(), number));
    CHECK(partition->queue != nullptr);
    rd_kafka_queue_forward(partition->queue.get(), nullptr);
    rd_kafka_queue_io_event_enable(partition->queue.get(), wake_, &kWake, sizeof(kWake));
  }
  const ErrorHandle error(rd_kafka_incremental_assign(client_->get(), list.get()));
  if (error) return Error<Failure>(failure_of(error, "input can't be read"));
  return {};
}

/// What is assigned already can be read whether or not the cluster answers this question: a failure
/// is only told. What was found is another matter.
Outcome KafkaSource::refresh_when_due() {
  if (steady_clock::now() < next_refresh_) return {};
  const auto found = options_.find(*admin_, options_.topics);
  next_refresh_ = steady_clock::now() + options_.refresh;
  if (found) return take_in(*found);
  complain(found.error());
  return {};
}

/// For a partition that can't be read without an answer.
Outcome KafkaSource::refresh() {
  const auto found = options_.find(*admin_, options_.topics);
  if (!found) return Error<Failure>(found.error());
  next_refresh_ = steady_clock::now() + options_.refresh;
  return take_in(*found);
}

Outcome KafkaSource::take_in(const std::map<std::string, TopicDescription>& found) {
  if (options_.on_look) {
    if (auto looked = options_.on_look(*admin_); !looked) {
      if (looked.error().remedy != Remedy::kRetry) return looked;
      complain(looked.error());
    }
  }
  if (auto same = compare_ids(found); !same) return same;
  tell_missing(found);
  auto added = add(found, false);
  if (!added && added.error().remedy == Remedy::kRetry) {
    complain(added.error());  // with the next look, then
    return {};
  }
  return added;
}

/// Of what was read in this lead `compare_ids` says more.
void KafkaSource::tell_missing(const std::map<std::string, TopicDescription>& found) const {
  std::set<std::string> told;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [topic, id] : ids_) told.insert(topic);
  }
  for (auto& words : missing_inputs(options_.topics, found, has_user(connection_), told))
    complain({Remedy::kRetry, std::move(words)});
}

Outcome KafkaSource::compare_ids(const std::map<std::string, TopicDescription>& found) {
  const std::lock_guard lock(mutex_);
  for (const auto& [topic, id] : ids_) {
    const auto now = found.find(topic);
    if (now == found.end()) {
      complain({Remedy::kRetry,
                fmt::format("the input topic {} is gone; it is read from its beginning if it is "
                            "made anew (setting input.topics)",
                            topic)});
    } else if (now->second.id != id) {
      return Error<Failure>(
          {Remedy::kRestart, fmt::format("the input topic {} was deleted and made anew", topic)});
    }
  }
  return {};
}

std::vector<std::string> KafkaSource::topics_read() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> topics;
  for (const auto& [topic, id] : ids_) topics.push_back(topic);
  return topics;
}

Outcome KafkaSource::confirm_logs(const std::map<std::string, TopicDescription>& found) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [topic, description] : found) {
    if (const auto id = ids_.find(topic); id == ids_.end() || id->second == description.id)
      continue;
    return Error<Failure>(
        {Remedy::kRestart,
         fmt::format("the input topic {} was deleted and made anew; what was read "
                     "of the new one at the old offsets is thrown away",
                     topic)});
  }
  return {};
}

/// Fetching stopped because the offset is not there: gone by retention, or another log altogether.
Outcome KafkaSource::repair(Partition& partition) {
  if (auto done = refresh(); !done) return done;
  auto low = admin_->offsets({partition.name}, {Spot::Kind::kEarliest, {}});
  if (!low) return Error<Failure>(low.error());
  auto high = admin_->offsets({partition.name}, {Spot::Kind::kLatest, {}});
  if (!high) return Error<Failure>(high.error());
  if (auto done = place_within(partition, (*low)[partition.name], (*high)[partition.name]); !done)
    return done;
  if (auto done = fetch_from(partition); !done) return done;
  partition.out_of_range = false;
  return {};
}

/// Has the client fetch from the partition's position on. One whose fetching has ended (its offset
/// was not there) can't be sought any more, which the list alone says: it is assigned anew.
Outcome KafkaSource::fetch_from(Partition& partition) {
  const auto& [topic, number] = partition.name;
  const PartitionListHandle list(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), number)->offset = partition.next;
  const ErrorHandle error(rd_kafka_seek_partitions(client_->get(), list.get(), 5000));
  if (error) return Error<Failure>(failure_of(error, "input can't be read"));
  if (list->elems[0].err == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
  const ErrorHandle left(rd_kafka_incremental_unassign(client_->get(), list.get()));
  if (left) return Error<Failure>(failure_of(left, "input can't be read"));
  return assign({&partition});
}

/// A batch that can't be decompressed, or whose checksum is wrong, yields no message that could
/// become a dead letter: it is a gap. A failure here comes back as long as the batch is met.
Outcome KafkaSource::pass_over_damage(Partition& partition, std::int64_t begin) {
  const auto high = admin_->offsets({partition.name}, {Spot::Kind::kLatest, {}});
  if (!high) return Error<Failure>(high.error());
  const auto end =
      end_of_damage(connection_, options_.name, partition.name, begin, high->at(partition.name));
  if (!end) return Error<Failure>(end.error());
  if (*end > begin) {
    partition.next = std::max(partition.next, begin);
    if (auto lost = lose(partition, *end, "are damaged and can't be read",
                         "restore the log of the partition's broker from a copy");
        !lost)
      return lost;
  }
  return fetch_from(partition);
}

/// Has the partition's next message at hand, if it has arrived.
Outcome KafkaSource::fill(Partition& partition) {
  if (partition.out_of_range) {
    if (auto done = repair(partition); !done) return done;
  }
  while (!partition.head) {
    MessageHandle message(rd_kafka_consume_queue(partition.queue.get(), 0));
    if (!message) return {};
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (message->offset >= partition.next) partition.head = std::move(message);
      continue;
    }
    if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
      // Past what is invisible: markers, and records of transactions that were aborted.
      if (message->offset > partition.next) partition.next = message->offset;
      continue;
    }
    if (is_damage(message->err)) return pass_over_damage(partition, message->offset);
    if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
      partition.out_of_range = true;
      return repair(partition);
    }
    const bool absent = message->err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION ||
                        message->err == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
                        message->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    if (absent) return refresh();
    return Error<Failure>(
        client_->explain(message->err, name_of(partition.name) + " can't be read"));
  }
  return {};
}

Outcome KafkaSource::fill_all() {
  std::uint64_t woken = 0;
  static_cast<void>(!::read(wake_, &woken, sizeof(woken)));  // cleared before looking, not after
  for (auto& [name, partition] : partitions_) {
    if (partition->head) continue;
    if (auto filled = fill(*partition); !filled) return filled;
  }
  return {};
}

KafkaSource::Partition* KafkaSource::oldest_head() {
  Partition* oldest = nullptr;
  std::int64_t oldest_time = 0;
  for (auto& [name, partition] : partitions_) {
    if (!partition->head) continue;
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const std::int64_t time = rd_kafka_message_timestamp(partition->head.get(), &type);
    if (oldest != nullptr && time >= oldest_time) continue;
    oldest = partition.get();
    oldest_time = time;
  }
  return oldest;
}

void KafkaSource::take(Polled& polled, std::size_t max_messages, std::size_t max_bytes) {
  std::size_t bytes = 0;
  while (polled.messages.size() < max_messages) {
    Partition* const partition = oldest_head();
    if (partition == nullptr) return;
    const std::size_t size = partition->head->len;
    // The first message is always taken: one alone may be larger than any limit.
    if (!polled.messages.empty() && bytes + size > max_bytes) return;
    if (!polled.messages.empty()) bytes += size;
    polled.messages.push_back(to_message(*partition->head, partition->name.topic));
    partition->next = partition->head->offset + 1;
    partition->given = partition->next;
    partition->head.reset();
    // A failure here comes back with the next poll: what was taken must be handed out. So must what
    // was taken before a partition moved.
    if (!fill(*partition) || !moved_.empty()) return;
  }
}

void KafkaSource::wait_for_message(milliseconds wait) const {
  pollfd descriptor{wake_, POLLIN, 0};
  static_cast<void>(::poll(&descriptor, 1, static_cast<int>(wait.count())));
}

bool KafkaSource::at_end() const {
  return options_.bounded && std::all_of(partitions_.begin(), partitions_.end(), [](const auto& p) {
           return p.second->next >= p.second->end;
         });
}

Result<Polled, Failure> KafkaSource::poll(std::size_t max_messages, std::size_t max_bytes,
                                          milliseconds wait) {
  Polled polled;
  if (auto refreshed = refresh_when_due(); !refreshed) return Error<Failure>(refreshed.error());
  if (const auto unseen = mirror_.commit_when_due()) complain(*unseen);
  client_->serve();
  if (auto filled = fill_all(); !filled) return Error<Failure>(filled.error());
  if (moved_.empty()) {
    take(polled, max_messages, max_bytes);
    if (polled.messages.empty() && !at_end()) {
      wait_for_message(wait);
      if (auto filled = fill_all(); !filled) return Error<Failure>(filled.error());
      if (moved_.empty()) take(polled, max_messages, max_bytes);
    }
  }
  // Positions that changed go out alone: what was read before them belongs to an earlier batch.
  if (polled.messages.empty()) {
    polled.moved = std::exchange(moved_, {});
    polled.gaps = std::exchange(gaps_, {});
    if (polled.moved.empty()) {
      if (options_.on_idle) options_.on_idle();
      if (auto told = tell_trouble(); !told) return Error<Failure>(told.error());
    }
  }
  polled.at_end = at_end() && moved_.empty();
  tell_standings();
  return polled;
}

/// What passes by itself is only told: the client tries again on its own, and the brokers that are
/// there are read meanwhile.
Outcome KafkaSource::tell_trouble() {
  auto trouble = client_->take_trouble("input can't be read");
  if (!trouble) return {};
  if (trouble->remedy == Remedy::kRestart) {
    // A partition that is unknown now, most often: the ids say whether its topic was made anew.
    if (auto looked = refresh(); !looked && looked.error().remedy == Remedy::kRestart)
      return looked;
  }
  if (trouble->remedy != Remedy::kRetry) return Error<Failure>(std::move(*trouble));
  complain(*trouble);
  return {};
}

void KafkaSource::tell_standings() {
  const auto now = steady_clock::now();
  if (!options_.on_standings || now < next_standings_) return;
  next_standings_ = now + kStandingsEvery;
  std::vector<metrics::InputStanding> standings;
  standings.reserve(partitions_.size());
  for (const auto& [name, partition] : partitions_) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const auto error = rd_kafka_get_watermark_offsets(client_->get(), name.topic.c_str(),
                                                      name.partition, &low, &high);
    // Nothing was fetched yet: what is not known is not told.
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR || high < 0) continue;
    standings.push_back({name.topic, name.partition, partition->given, partition->next, high});
  }
  options_.on_standings(std::move(standings));
}

}  // namespace copytaster::kafka
