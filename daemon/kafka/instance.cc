#include "daemon/kafka/instance.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "daemon/kafka/connection.h"
#include "daemon/kafka/input_topics.h"
#include "daemon/kafka/topic_check.h"
#include "daemon/kafka/topic_plan.h"
#include "daemon/log/log.h"
#include "pipeline/codec/times.h"

namespace copytaster::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kBackOff(1000);
constexpr milliseconds kMostBackOff(10'000);  // a lead that is lost must be taken over within 15 s
constexpr int kMostDoublings = 4;
constexpr int kNoNews = 2;
constexpr milliseconds kRefusedBackOff(15'000);  // a batch was refused, and will be for a while
constexpr milliseconds kFollowWait(200);
constexpr milliseconds kLookEvery(10'000);      // of a standby, at journal and inputs
constexpr std::chrono::minutes kStandAside(1);  // then the journal is looked at again
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

}  // namespace

Instance::Instance(InstanceOptions options)
    : options_(std::move(options)),
      journal_(options_.settings.name + ".journal"),
      settings_(std::make_shared<const Settings>(options_.settings)),
      limits_(written_topics(options_.settings)),
      journal_watch_(journal_) {}

std::shared_ptr<const Settings> Instance::settings() const {
  const std::lock_guard lock(settings_mutex_);
  return settings_;
}

Outcome Instance::reload(const Settings& settings) {
  auto topics = written_topics(settings);
  for (const auto& known : written_topics(*this->settings())) std::erase(topics, known);
  if (!topics.empty()) {
    const auto limits = admit_topics(options_.connection, settings, topics, limits_.known());
    if (!limits) return Error<Failure>(limits.error());
    limits_.add(*limits);
  }
  const std::lock_guard lock(settings_mutex_);
  settings_ = std::make_shared<const Settings>(settings);
  return {};
}

void Instance::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  if (options_.metrics != nullptr) options_.metrics->role = metrics::Role::kStopping;
  stopped_.notify_all();
}

void Instance::leave() {
  election_.reset();
  admin_.reset();
}

void Instance::pause(milliseconds time) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, time, [this] { return stopping_.load(); });
}

void Instance::show(metrics::Role role) {
  const std::lock_guard lock(mutex_);
  if (options_.metrics != nullptr && !stopping_) options_.metrics->role = role;
}

/// What is folded, as the journal has it. A fold that began anew shows nothing until it has come as
/// far as the one before: figures never go back.
void Instance::show(const Follower& follower) {
  if (options_.metrics == nullptr) return;
  const Desk& desk = follower.desk();
  if (desk.ledger().in < shown_inputs_) return;
  shown_inputs_ = follower.counts().committed().ledger.in;
  options_.metrics->set(follower.counts().committed());
  options_.metrics->set(metrics::Remembered{desk.articles(), desk.stories(), desk.bytes()});
  options_.metrics->folded = true;
}

void Instance::note_taken(double seconds) {
  if (options_.metrics == nullptr) return;
  options_.metrics->take_overs.add();
  options_.metrics->take_over_seconds.set(seconds);
}

void Instance::note_lead_end(bool failed) {
  if (options_.metrics == nullptr) return;
  if (const auto figures = options_.metrics->figures()) shown_inputs_ = figures->ledger.in;
  options_.metrics->leads_ended[failed ? metrics::LeadEnd::kFailed : metrics::LeadEnd::kStopped]
      .add();
  options_.metrics->set(std::vector<metrics::InputStanding>{});  // nobody looks any more
  show(metrics::Role::kStarting);
}

void Instance::complain(const Failure& failure) {
  if (!complaints_.due(failure.message)) return log::hold_back(log::kTrouble);
  log::say(log::kTrouble, "{}; trying again", failure.message);
}

std::optional<Failure> Instance::run(const LeadFunction& lead) {
  while (!stopping_) {
    Outcome outcome = admin_ ? Outcome{} : prepare();
    if (outcome) outcome = serve(lead);
    if (outcome) continue;
    if (outcome.error().remedy == Remedy::kStop) return outcome.error();
    complain(outcome.error());
    pause_after(outcome.error());
  }
  return std::nullopt;
}

/// Longer each time that a lead brought nothing: what is wrong (a permission, most often) is for a
/// person to mend, and each try fences, folds and says so.
void Instance::pause_after(const Failure& failure) {
  if (failure.remedy == Remedy::kAbort) return pause(kRefusedBackOff);
  const bool fruitless = failure.remedy != Remedy::kRetry && fruitless_ > 0;
  pause(fruitless ? std::min(kBackOff * (1 << std::min(fruitless_, kMostDoublings)), kMostBackOff)
                  : kBackOff);
}

/// What must be there before anything else: a cluster that answers, and topics.
Outcome Instance::prepare() {
  auto admin = Admin::open(options_.connection, milliseconds(3000));
  if (!admin) return Error<Failure>(admin.error());
  if (auto fit = check_written_topics(**admin, *settings()); !fit) return fit;
  const auto dangers = find_journal_dangers(**admin, options_.settings);
  if (!dangers) return Error<Failure>(dangers.error());
  for (const auto& danger : *dangers) log::say(log::kSettingsDanger, "{}", danger);
  admin_ = std::move(*admin);
  tell(Waiting::kReached);
  return {};
}

Outcome Instance::join() {
  auto election = Election::join(options_.connection, {options_.settings.name + ".leader", journal_,
                                                       options_.settings.kafka.session_timeout});
  if (!election) return Error<Failure>(election.error());
  election_ = std::move(*election);
  return {};
}

Result<std::unique_ptr<Follower>, Failure> Instance::new_follower() const {
  auto reader = JournalReader::open(options_.connection, journal_, kFoldBytes);
  if (!reader) return Error<Failure>(reader.error());
  return std::make_unique<Follower>(std::move(*reader), std::make_unique<Desk>(options_.desk));
}

Outcome Instance::serve(const LeadFunction& lead) {
  if (auto same = journal_watch_.look(*admin_); !same) return same;
  auto follower = new_follower();
  if (!follower) return Error<Failure>(follower.error());
  if (options_.metrics != nullptr) options_.metrics->folded = false;
  auto outcome = follow_and_lead(*follower, lead);
  if (!outcome && *follower && (*follower)->outdated()) {
    stand_aside(outcome.error());
    return {};
  }
  return outcome;
}

/// Leaves the lead to whoever can read the journal. What it holds may be trimmed or made anew, or
/// this program stopped for its upgrade: until then there is nothing to do.
void Instance::stand_aside(const Failure& failure) {
  log::say(log::kStandingAside, "{}; standing aside, not running for the lead of {}",
           failure.message, options_.settings.name);
  election_.reset();
  show(metrics::Role::kAside);
  pause(kStandAside);
}

/// Stands by until the lead falls to this instance, then leads until that ends. Whoever has not
/// folded yet doesn't run for the lead: it might fall to it while another is warm.
Outcome Instance::follow_and_lead(std::unique_ptr<Follower>& follower, const LeadFunction& lead) {
  if (!election_) {
    if (auto warm = catch_up(*follower); !warm) return warm;
    if (follower->desk().whole()) show(*follower);
    if (stopping_) return {};
    if (auto joined = join(); !joined) return joined;
  }
  show(metrics::Role::kStandby);
  if (auto stood = stand_by(*follower); !stood) return stood;
  if (stopping_) return {};
  const auto [owned, term] = election_->state();
  if (!owned) return {};
  if (last_term_ != term) {
    log::say(log::kTakingLead, "taking the lead of {}", options_.settings.name);
    fruitless_ = 0;
  }
  last_term_ = term;
  auto taken = take_over(*follower, term);
  if (!taken && stopping_ && taken.error().remedy != Remedy::kStop) return {};
  if (!taken) return Error<Failure>(taken.error());
  follower.reset();
  committed_ = false;
  show(metrics::Role::kLeader);
  auto failure = lead(*taken);
  note_lead_end(failure.has_value());
  fruitless_ = committed_ ? 0 : fruitless_ + 1;
  if (taken->on_lost) taken->on_lost(nullptr);
  reading_ = nullptr;
  if (failure) return Error<Failure>(std::move(*failure));
  return {};
}

/// Nothing fails by it until the memory of the last instance is gone.
void Instance::tell_lost_head(Admin& admin) {
  const auto lost = journal_watch_.lost_head(admin);
  if (!lost) return complain(lost.error());
  if (!*lost) return;
  if (!complaints_.due(**lost)) return log::hold_back(log::kJournalHeadLost);
  log::say(log::kJournalHeadLost, "{}", **lost);
}

/// What keeps a standby from leading, were it to: said before it must.
Outcome Instance::look_around(const Follower& follower) {
  const auto written = admin_->describe(written_topics(*settings()));
  if (!written) return Error<Failure>(written.error());
  if (auto same = journal_watch_.confirm(*written); !same) return same;
  if (const auto from = follower.needed_from()) journal_watch_.need(*from);
  tell_lost_head(*admin_);
  if (auto missing = missing_outputs(*settings(), *written))
    complain({Remedy::kRetry, std::move(*missing)});
  const auto patterns = input_patterns(options_.settings);
  if (!patterns) return Error<Failure>(patterns.error());
  const auto found = find_inputs(*admin_, *patterns);
  if (!found) return Error<Failure>(found.error());
  for (auto& words : missing_inputs(*patterns, *found, has_user(options_.connection)))
    complain({Remedy::kRetry, std::move(words)});
  return {};
}

Outcome Instance::stand_by(Follower& follower) {
  bool said = false;
  auto next_look = steady_clock::now() + kBackOff;
  while (!stopping_ && !election_->state().owned) {
    tell(Waiting::kStandingBy);
    if (auto followed = follower.follow(kFollowWait, kBackOff); !followed) {
      if (followed.error().remedy != Remedy::kRetry) return followed;
      complain(followed.error());
      pause(kBackOff);
    } else if (show(follower); steady_clock::now() >= next_look) {
      if (auto looked = look_around(follower); !looked) {
        if (looked.error().remedy != Remedy::kRetry) return looked;
        complain(looked.error());
      }
      next_look = steady_clock::now() + kLookEvery;
    }
    if (auto trouble = election_->take_trouble()) {
      if (trouble->remedy == Remedy::kStop) return Error<Failure>(std::move(*trouble));
      complain(*trouble);
    }
    if (!said && !election_->state().owned)
      log::say(log::kStandingBy, "standing by for {}", options_.settings.name);
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
    tell(Waiting::kFolding, follower.percent(end));
    if (auto followed = follower.follow(kFollowWait, kBackOff); !followed) {
      if (followed.error().remedy != Remedy::kRetry) return followed;
      complain(followed.error());
      pause(kBackOff);
    }
    if (election_ && !election_->state().owned)
      return Error<Failure>({Remedy::kRestart, "the lead was lost while the journal was folded"});
  }
  return {};
}

/// A journal that lost its head, or all of itself, must not be taken for a first start.
Outcome Instance::check_journal(const Follower& follower) {
  if (auto same = journal_watch_.look(*admin_); !same) return same;
  const Desk& desk = follower.desk();
  if (!desk.whole()) {
    return Error<Failure>(
        {Remedy::kStop,
         fmt::format("the journal {} has lost its head and no complete checkpoint follows; {}",
                     journal_, kUnfitJournal)});
  }
  if (!desk.empty() || options_.accept_empty_journal) return {};
  return check_first_start(options_.connection, *admin_, journal_, written_topics(*settings()));
}

/// Asked before each commit. The coordinator is asked before the first one of a lead; after that a
/// fenced producer says so itself.
Outcome Instance::may_commit(std::uint64_t term) {
  if (confirmed_term_ != term) {
    if (auto confirmed = election_->confirm(term); !confirmed) return confirmed;
    confirmed_term_ = term;
  }
  if (!election_->holds(term))
    return Error<Failure>({Remedy::kRestart, "the lead was lost before a commit"});
  auto topics = reading_->topics_read();
  for (auto& topic : written_topics(*settings())) topics.push_back(std::move(topic));
  const auto found = admin_->describe(topics);
  if (!found) return Error<Failure>(found.error());
  if (auto there = confirm_written(*found); !there) return there;
  return reading_->confirm_logs(*found);
}

/// Whether everything that is written is still there, and the journal still the same. What is gone
/// may be a broker's mistake: the take-over that follows asks again, and ends with it.
Outcome Instance::confirm_written(const std::map<std::string, TopicDescription>& found) {
  if (auto same = journal_watch_.confirm(found); !same) return same;
  if (auto missing = missing_outputs(*settings(), found))
    return Error<Failure>({Remedy::kRestart, std::move(*missing)});
  for (const auto& topic : output_watch_.made_anew(written_topics(*settings()), found))
    log::say_of(log::kOutputMadeAnew, {{"topic", topic}},
                "the output topic {} was deleted and made anew (settings under output): what it "
                "held is gone, and isn't sent again",
                topic);
  return {};
}

Result<std::unique_ptr<KafkaSink>, Failure> Instance::open_sink(std::uint64_t term,
                                                                RecordLimits limits) {
  KafkaSinkOptions options{options_.settings.name, journal_, std::move(limits),
                           options_.settings.kafka.transaction_timeout};
  confirmed_term_ = 0;
  options.may_commit = [this, term] { return may_commit(term); };
  options.hurry = [this] { return stopping_.load(); };
  return KafkaSink::open(options_.connection, std::move(options),
                         [this, term] { return stopping_ || !election_->holds(term); });
}

Result<std::unique_ptr<KafkaSource>, Failure> Instance::open_source(KafkaSink& sink) {
  const Settings& settings = options_.settings;
  auto patterns = input_patterns(settings);
  if (!patterns) return Error<Failure>(patterns.error());
  KafkaSourceOptions options{
      settings.name,
      std::move(*patterns),
      spot_of(settings.input.start),
      settings.input.on_gap == "stop",
      settings.pipeline.buffer_bytes,
      std::chrono::seconds(30),
      false,
      [](const log::Event& event, const std::string& message) { log::say(event, "{}", message); },
      [this](const Failure& failure) { complain(failure); },
      [this](Admin& admin) {
        limits_.look(admin);
        tell_lost_head(admin);
        const auto found = admin.describe(written_topics(*this->settings()));
        return found ? confirm_written(*found) : Outcome(Error<Failure>(found.error()));
      }};
  options.on_idle = [&sink] { sink.serve_idle(); };
  if (auto* metrics = options_.metrics; metrics != nullptr) {
    options.on_standings = [metrics](std::vector<metrics::InputStanding> standings) {
      metrics->set(std::move(standings));
    };
  }
  return KafkaSource::open(options_.connection, std::move(options));
}

void Instance::watch_lead(std::uint64_t term, const std::function<void()>& tell) {
  if (!tell) return election_->on_change(nullptr);
  election_->on_change([this, term, tell] {
    if (!election_->holds(term)) tell();
  });
  if (!election_->holds(term)) tell();
}

Result<Lead, Failure> Instance::take_over(Follower& follower, std::uint64_t term) {
  const auto begun = steady_clock::now();
  const auto since = [&begun] {
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun).count();
  };
  show(metrics::Role::kTakingOver);
  // An instance that was stopped between these two would fence a healthy leader when it goes on;
  // what is asked again afterwards keeps it from leading itself.
  if (auto confirmed = election_->confirm(term); !confirmed)
    return Error<Failure>(confirmed.error());
  if (auto fit = check_written_topics(*admin_, *settings()); !fit)
    return Error<Failure>(fit.error());
  auto limits = find_record_limits(*admin_, written_topics(*settings()));
  if (!limits) return Error<Failure>(limits.error());
  log::say(log::kTakeOverStep, "taking over: confirmed after {} ms", since());
  auto sink = open_sink(term, *limits);
  if (!sink) return Error<Failure>(sink.error());
  if (auto confirmed = election_->confirm(term); !confirmed)
    return Error<Failure>(confirmed.error());
  log::say(log::kTakeOverStep, "taking over: others are fenced after {} ms", since());
  if (auto caught_up = catch_up(follower); !caught_up) return Error<Failure>(caught_up.error());
  if (stopping_) return Error<Failure>({Remedy::kRestart, "stopped while taking over"});
  if (auto checked = check_journal(follower); !checked) return Error<Failure>(checked.error());
  log::say(log::kTakeOverStep, "taking over: folded after {} ms", since());
  const auto round = follower.last_round();
  journalled_ = follower.needed_from().has_value();
  if (journalled_) journal_watch_.need(*follower.needed_from());
  Lead lead;
  show(follower);
  lead.counts = follower.counts();
  lead.desk = follower.take_desk();
  lead.desk->limit_records(*limits);
  limits_.set(std::move(*limits));
  auto source = open_source(**sink);
  if (!source) return Error<Failure>(source.error());
  if (auto sought = (*source)->seek(lead.desk->positions()); !sought)
    return Error<Failure>(sought.error());
  note_taken(static_cast<double>(since()) / 1000);
  log::say(log::kTakeOverStep, "taking over: input is found after {} ms", since());
  lead.source = std::move(*source);
  reading_ = lead.source.get();
  lead.sink = std::move(*sink);
  lead.on_limits = [this](std::function<void(const RecordLimits&)> tell) {
    limits_.on_change(std::move(tell));
  };
  lead.refold = [this] { return refold(); };
  lead.complain = [this](const Failure& failure) { complain(failure); };
  lead.on_lost = [this, term](const std::function<void()>& tell) { watch_lead(term, tell); };
  rounds_ = {};
  if (round) trim(*round);
  lead.again = fruitless_ >= kNoNews;
  lead.after_commit = [this, sink = lead.sink.get()](bool round_begins, bool round_ends) {
    note_commit(*sink, round_begins, round_ends);
  };
  return lead;
}

void Instance::note_commit(const KafkaSink& sink, bool round_begins, bool round_ends) {
  committed_ = true;
  const auto here = sink.last_journal_offset();
  if (!std::exchange(journalled_, true) && here) journal_watch_.need(*here);
  if (!here) return;
  if (const auto whole = rounds_.committed(*here, round_begins, round_ends)) {
    journal_watch_.need(*whole);
    trim(*whole);
  }
}

Result<std::unique_ptr<Desk>, Failure> Instance::refold() {
  if (auto same = journal_watch_.look(*admin_); !same) return Error<Failure>(same.error());
  auto follower = new_follower();
  if (!follower) return Error<Failure>(follower.error());
  if (auto caught_up = catch_up(**follower); !caught_up) return Error<Failure>(caught_up.error());
  auto limits = find_record_limits(*admin_, written_topics(*settings()));
  if (!limits) return Error<Failure>(limits.error());
  auto desk = (*follower)->take_desk();
  desk->limit_records(std::move(*limits));
  return desk;
}

/// Cuts off what is both before the last whole round and older than `journal.keep`.
void Instance::trim(std::int64_t round) {
  const auto now = steady_clock::now();
  if (now < next_trim_) return;
  next_trim_ = now + kTrimEvery;
  const Timestamp oldest{wall_clock().milliseconds - settings()->journal.keep.count()};
  const PartitionName journal{journal_, 0};
  const auto kept_from = admin_->offsets({journal}, {Spot::Kind::kTime, oldest});
  Outcome outcome;
  if (!kept_from) outcome = Error<Failure>(kept_from.error());
  const std::int64_t cut = kept_from ? std::min(round, kept_from->at(journal)) : 0;
  if (cut > 0) outcome = admin_->delete_before(journal, cut);
  if (!outcome) complain(outcome.error());
}

}  // namespace copytaster::kafka
