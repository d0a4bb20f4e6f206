#include "daemon/kafka/instance.h"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "pipeline/codec/journal_codec.h"
#include "pipeline/codec/times.h"

namespace copytaster::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kBackOff(1000);
constexpr milliseconds kFollowWait(200);
constexpr std::chrono::minutes kComplainEvery(1);
constexpr std::chrono::minutes kTrimEvery(10);
constexpr std::size_t kFoldBytes = std::size_t{64} << 20U;

Spot spot_of(const std::string& start) {
  if (start == "earliest") return {Spot::Kind::kEarliest, {}};
  if (start == "latest") return {Spot::Kind::kLatest, {}};
  return {Spot::Kind::kTime, codec::parse_time(start).value_or(Timestamp{})};
}

Timestamp wall_clock() {
  return {
      std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
}

/// Whether everything that was ever written to the partition is still there. Where none of it is
/// committed, it is what a start left that ended in its first transaction.
Result<bool, Failure> was_begun(Admin& admin, const PartitionName& partition) {
  const auto head = admin.offsets({partition}, {Spot::Kind::kEarliest, {}});
  if (!head) return Error<Failure>(head.error());
  const auto end = admin.offsets({partition}, {Spot::Kind::kLatest, {}});
  if (!end) return Error<Failure>(end.error());
  return head->at(partition) == 0 && end->at(partition) > 0;
}

}  // namespace

Instance::Instance(InstanceOptions options)
    : options_(std::move(options)), journal_(options_.settings.name + ".journal") {}

void Instance::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  stopped_.notify_all();
}

void Instance::pause(milliseconds time) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, time, [this] { return stopping_.load(); });
}

/// One line a minute for as long as it stays the same trouble.
void Instance::complain(const Failure& failure) {
  const auto now = steady_clock::now();
  if (failure.message == last_complaint_ && now < next_complaint_) return;
  last_complaint_ = failure.message;
  next_complaint_ = now + kComplainEvery;
  spdlog::warn("{}; trying again", failure.message);
}

std::vector<std::string> Instance::written_topics() const {
  const OutputSettings& output = options_.settings.output;
  std::vector<std::string> topics = {output.enriched, output.duplicates, output.dead_letters,
                                     output.verdicts, output.stories,    journal_};
  for (const auto& route : output.routes) topics.push_back(route.topic);
  std::sort(topics.begin(), topics.end());
  topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
  return topics;
}

std::optional<Failure> Instance::run(const LeadFunction& lead) {
  while (!stopping_) {
    Outcome outcome = admin_ ? Outcome{} : prepare();
    if (outcome) outcome = serve(lead);
    if (outcome) continue;
    if (outcome.error().remedy == Remedy::kStop) {
      election_.reset();
      return outcome.error();
    }
    complain(outcome.error());
    pause(kBackOff);
  }
  election_.reset();  // leaves the group, so that a standby takes over at once
  return std::nullopt;
}

/// What must be there before anything else: a cluster that answers, topics, and the lead to run
/// for.
Outcome Instance::prepare() {
  auto admin = Admin::open(options_.connection, milliseconds(3000));
  if (!admin) return Error<Failure>(admin.error());
  const auto topics = written_topics();
  auto found = (*admin)->describe(topics);
  if (!found) return Error<Failure>(found.error());
  std::string missing;
  for (const auto& topic : topics) {
    if (!found->contains(topic)) missing += (missing.empty() ? "" : ", ") + topic;
  }
  if (!missing.empty()) {
    return Error<Failure>(
        {Remedy::kStop, fmt::format("these topics do not exist: {}; make them with `copytaster "
                                    "topics --create`, or correct the settings under output",
                                    missing)});
  }
  if (found->at(journal_).partitions != 1) {
    return Error<Failure>({Remedy::kStop, fmt::format("the journal {} has {} partitions; it must "
                                                      "have one: its order is the order of "
                                                      "decisions (setting name)",
                                                      journal_, found->at(journal_).partitions)});
  }
  for (const auto& topic : topics) {
    auto settings = (*admin)->settings(topic);
    if (!settings) return Error<Failure>(settings.error());
    const std::string& limit = (*settings)["max.message.bytes"];
    std::size_t bytes = 0;
    std::from_chars(limit.data(), limit.data() + limit.size(), bytes);
    topic_limits_[topic] = bytes;
    if (topic == journal_ && (*settings)["cleanup.policy"] != "delete") {
      return Error<Failure>(
          {Remedy::kStop,
           fmt::format("the journal {} is compacted, which would tear holes into it; "
                       "set its cleanup.policy to delete",
                       journal_)});
    }
  }
  auto election = Election::join(options_.connection, {options_.settings.name + ".leader", journal_,
                                                       options_.settings.kafka.session_timeout});
  if (!election) return Error<Failure>(election.error());
  admin_ = std::move(*admin);
  election_ = std::move(*election);
  return {};
}

Result<std::unique_ptr<Follower>, Failure> Instance::new_follower() const {
  auto reader = JournalReader::open(options_.connection, journal_, kFoldBytes);
  if (!reader) return Error<Failure>(reader.error());
  return std::make_unique<Follower>(std::move(*reader), std::make_unique<Desk>(options_.desk));
}

/// Stands by until the lead falls to this instance, then leads until that ends.
Outcome Instance::serve(const LeadFunction& lead) {
  auto follower = new_follower();
  if (!follower) return Error<Failure>(follower.error());
  if (auto stood = stand_by(**follower); !stood) return stood;
  if (stopping_) return {};
  const auto [owned, term] = election_->state();
  if (!owned) return {};
  if (last_term_ != term) spdlog::info("taking the lead of {}", options_.settings.name);
  last_term_ = term;
  auto taken = take_over(**follower, term);
  if (!taken) return Error<Failure>(taken.error());
  follower->reset();
  auto failure = lead(*taken);
  if (taken->on_lost) taken->on_lost(nullptr);
  if (failure) return Error<Failure>(std::move(*failure));
  return {};
}

Outcome Instance::stand_by(Follower& follower) {
  bool said = false;
  while (!stopping_ && !election_->state().owned) {
    if (auto followed = follower.follow(kFollowWait, kBackOff); !followed) {
      if (followed.error().remedy != Remedy::kRetry) return followed;
      complain(followed.error());
      pause(kBackOff);
    }
    if (auto trouble = election_->take_trouble()) {
      if (trouble->remedy == Remedy::kStop) return Error<Failure>(std::move(*trouble));
      complain(*trouble);
    }
    if (!said && !election_->state().owned)
      spdlog::info("standing by for {}", options_.settings.name);
    said = true;
  }
  return {};
}

/// Folds to the journal's committed end as the broker states it: after a fail-over a fetch alone
/// may end too early.
Outcome Instance::catch_up(Follower& follower) {
  const auto ends =
      admin_->offsets({{journal_, 0}}, {Spot::Kind::kLatest, {}}, Isolation::kCommitted);
  if (!ends) return Error<Failure>(ends.error());
  const std::int64_t end = ends->at({journal_, 0});
  while (!stopping_ && !follower.reached(end)) {
    if (auto followed = follower.follow(kFollowWait, kBackOff); !followed) {
      if (followed.error().remedy != Remedy::kRetry) return followed;
      complain(followed.error());
      pause(kBackOff);
    }
    if (!election_->state().owned)
      return Error<Failure>({Remedy::kRestart, "the lead was lost while the journal was folded"});
  }
  return {};
}

/// A journal that lost its head, or all of itself, must not be taken for a first start.
Outcome Instance::check_journal(const Follower& follower) {
  const Desk& desk = follower.desk();
  if (!desk.whole()) {
    return Error<Failure>(
        {Remedy::kStop, fmt::format("the journal {} has lost its head and no complete checkpoint "
                                    "follows; restore the topic from a copy, or forget everything "
                                    "by making it anew and starting with --accept-empty-journal",
                                    journal_)});
  }
  if (!desk.empty() || options_.accept_empty_journal) return {};
  const auto begun = was_begun(*admin_, {journal_, 0});
  if (!begun) return Error<Failure>(begun.error());
  if (*begun) return {};
  std::vector<PartitionName> partitions = {{journal_, 0}};
  const auto topics = written_topics();
  auto described = admin_->describe(topics);
  if (!described) return Error<Failure>(described.error());
  for (const auto& [topic, description] : *described) {
    for (std::int32_t i = 0; topic != journal_ && i < description.partitions; ++i)
      partitions.push_back({topic, i});
  }
  const auto ends = admin_->offsets(partitions, {Spot::Kind::kLatest, {}});
  if (!ends) return Error<Failure>(ends.error());
  for (const auto& [name, end] : *ends) {
    if (end == 0) continue;
    return Error<Failure>(
        {Remedy::kStop,
         fmt::format("the journal {} is empty, but {}/{} was written before: without its journal "
                     "everything would be sent again; restore the topic, or say with "
                     "--accept-empty-journal that this is meant",
                     journal_, name.topic, name.partition)});
  }
  return {};
}

Result<std::unique_ptr<KafkaSink>, Failure> Instance::open_sink(std::uint64_t term) {
  KafkaSinkOptions options{options_.settings.name, journal_, topic_limits_,
                           options_.settings.kafka.transaction_timeout};
  // The coordinator is asked before the first commit; after that, a fenced producer says so itself.
  options.may_commit = [this, term, asked = false]() mutable -> Outcome {
    if (!asked) {
      if (auto confirmed = election_->confirm(term); !confirmed) return confirmed;
      asked = true;
    }
    if (election_->holds(term)) return {};
    return Error<Failure>({Remedy::kRestart, "the lead was lost before a commit"});
  };
  options.hurry = [this] { return stopping_.load(); };
  return KafkaSink::open(options_.connection, std::move(options),
                         [this, term] { return stopping_ || !election_->holds(term); });
}

Result<std::unique_ptr<KafkaSource>, Failure> Instance::open_source() {
  const Settings& settings = options_.settings;
  auto patterns = TopicPatterns::parse(settings.input.topics, written_topics());
  if (!patterns) return Error<Failure>({Remedy::kStop, patterns.error()});
  return KafkaSource::open(
      options_.connection,
      {settings.name, std::move(*patterns), spot_of(settings.input.start),
       settings.input.on_gap == "stop", settings.pipeline.buffer_bytes, std::chrono::seconds(30),
       false, [](const std::string& message) { spdlog::warn("{}", message); }});
}

Result<Lead, Failure> Instance::take_over(Follower& follower, std::uint64_t term) {
  // An instance that was stopped between these two would fence a healthy leader when it goes on;
  // what is asked again afterwards keeps it from leading itself.
  if (auto confirmed = election_->confirm(term); !confirmed)
    return Error<Failure>(confirmed.error());
  auto sink = open_sink(term);
  if (!sink) return Error<Failure>(sink.error());
  if (auto confirmed = election_->confirm(term); !confirmed)
    return Error<Failure>(confirmed.error());
  if (auto caught_up = catch_up(follower); !caught_up) return Error<Failure>(caught_up.error());
  if (stopping_) return Error<Failure>({Remedy::kRestart, "stopped while taking over"});
  if (auto checked = check_journal(follower); !checked) return Error<Failure>(checked.error());
  const auto round = follower.last_round();
  Lead lead;
  lead.desk = follower.take_desk();
  auto source = open_source();
  if (!source) return Error<Failure>(source.error());
  if (auto sought = (*source)->seek(lead.desk->positions()); !sought)
    return Error<Failure>(sought.error());
  lead.source = std::move(*source);
  lead.sink = std::move(*sink);
  lead.refold = [this] { return refold(); };
  lead.on_lost = [this, term](const std::function<void()>& tell) {
    if (!tell) return election_->on_change(nullptr);
    election_->on_change([this, term, tell] {
      if (!election_->holds(term)) tell();
    });
    if (!election_->holds(term)) tell();
  };
  open_round_.reset();
  if (round) trim(*round);
  lead.after_commit = [this, sink = lead.sink.get()](bool round_begins, bool round_ends) {
    if (round_begins) open_round_ = sink->last_journal_offset();
    if (round_ends && open_round_) trim(*open_round_);
  };
  return lead;
}

Result<std::unique_ptr<Desk>, Failure> Instance::refold() {
  auto follower = new_follower();
  if (!follower) return Error<Failure>(follower.error());
  if (auto caught_up = catch_up(**follower); !caught_up) return Error<Failure>(caught_up.error());
  return (*follower)->take_desk();
}

/// Cuts off what is both before the last whole round and older than `journal.keep`.
void Instance::trim(std::int64_t round) {
  const auto now = steady_clock::now();
  if (now < next_trim_) return;
  next_trim_ = now + kTrimEvery;
  const Timestamp oldest{wall_clock().milliseconds - options_.settings.journal.keep.count()};
  const PartitionName journal{journal_, 0};
  const auto kept_from = admin_->offsets({journal}, {Spot::Kind::kTime, oldest});
  Outcome outcome;
  if (!kept_from) outcome = Error<Failure>(kept_from.error());
  const std::int64_t cut = kept_from ? std::min(round, kept_from->at(journal)) : 0;
  if (cut > 0) outcome = admin_->delete_before(journal, cut);
  if (!outcome) complain(outcome.error());
}

}  // namespace copytaster::kafka
