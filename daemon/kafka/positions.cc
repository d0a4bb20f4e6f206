#include "daemon/kafka/positions.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <thread>
#include <utility>

#include "daemon/kafka/election.h"
#include "daemon/kafka/input_topics.h"
#include "daemon/kafka/journal_tail.h"
#include "daemon/kafka/kafka_sink.h"
#include "pipeline/codec/journal_codec.h"
#include "pipeline/codec/times.h"

namespace copytaster::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPatience(10'000);
constexpr milliseconds kElectionPatience(5000);  // beyond the session of whoever was killed
constexpr milliseconds kLook(50);
constexpr int kCommitTries = 3;

std::string journal_of(const Settings& settings) { return settings.name + ".journal"; }

template <typename Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

bool is_meant(const Jump& jump, const Standing& standing) {
  return jump.topic == standing.name.topic &&
         (!jump.partition || *jump.partition == standing.name.partition) &&
         !standing.log_id.empty();
}

/// The lead of a name for as long as this lives.
Result<std::unique_ptr<Election>, Failure> take_lead(const Connection& connection, Admin& admin,
                                                     const Settings& settings) {
  const std::string group = settings.name + ".leader";
  const milliseconds session = settings.kafka.session_timeout;
  auto election = Election::join(connection, {group, journal_of(settings), session});
  if (!election) return Error<Failure>(election.error());
  const auto until = steady_clock::now() + session + kElectionPatience;
  while (!(*election)->state().owned) {
    if (auto trouble = (*election)->take_trouble();
        trouble && (trouble->remedy == Remedy::kStop || steady_clock::now() >= until))
      return Error<Failure>(std::move(*trouble));
    if (steady_clock::now() >= until) {
      const auto owners = admin.owners(group);
      return Error<Failure>(
          {Remedy::kStop,
           fmt::format("an instance leads {} ({}): stop every instance of it, then try again",
                       settings.name,
                       fmt::join(owners.value_or(std::vector<std::string>{}), ", "))});
    }
    std::this_thread::sleep_for(kLook);
  }
  return election;
}

/// Where each jump leads, by partition; the last one of a partition counts.
Result<PartitionOffsets, Failure> resolve(Admin& admin, const std::vector<Standing>& standings,
                                          const std::vector<Jump>& jumps) {
  PartitionOffsets resolved;
  for (const auto& jump : jumps) {
    std::vector<PartitionName> names;
    for (const auto& standing : standings) {
      if (is_meant(jump, standing)) names.push_back(standing.name);
    }
    if (const auto* offset = std::get_if<std::int64_t>(&jump.to)) {
      for (const auto& name : names) resolved[name] = *offset;
      continue;
    }
    auto offsets = admin.offsets(names, std::get<Spot>(jump.to), Isolation::kCommitted);
    if (!offsets) return offsets;
    for (const auto& [name, offset] : *offsets) resolved[name] = offset;
  }
  return resolved;
}

JournalEntry entry_of(JournalTail tail, const std::vector<Standing>& standings,
                      const PartitionOffsets& resolved) {
  JournalEntry entry;
  entry.type = EntryType::kCommit;
  entry.sequence = tail.sequence + 1;
  entry.settings = std::move(tail.settings);
  std::map<PartitionName, Position> positions;
  for (auto& position : tail.positions)
    positions[{position.topic, position.partition}] = std::move(position);
  for (const auto& standing : standings) {
    const auto found = resolved.find(standing.name);
    if (found == resolved.end()) continue;
    const auto& [topic, partition] = standing.name;
    positions[standing.name] = {topic, partition, Offset(found->second), {}, standing.log_id};
    const bool same_log = standing.journalled && standing.journalled->topic_id == standing.log_id;
    const Offset from = same_log ? standing.journalled->next : Offset(standing.start);
    if (from < Offset(found->second))
      entry.gaps.push_back({topic, standing.log_id, partition, from, Offset(found->second)});
  }
  for (auto& [name, position] : positions) entry.positions.push_back(std::move(position));
  return entry;
}

Outcome commit(KafkaSink& sink, const std::string& entry) {
  auto transaction = sink.begin();
  if (!transaction) return Error<Failure>(transaction.error());
  if (auto appended = (*transaction)->append_journal(entry); !appended) return appended;
  auto committed = (*transaction)->commit();
  for (int tries = 1; !committed && committed.error().remedy == Remedy::kRetry; ++tries) {
    if (tries == kCommitTries) {
      committed.error().message +=
          "; whether it happened, `copytaster positions` says once the broker answers";
      break;
    }
    committed = (*transaction)->commit();
  }
  return committed;
}

}  // namespace

StandingState Standing::state() const {
  if (log_id.empty()) return journalled ? StandingState::kGone : StandingState::kMissing;
  if (!journalled) return StandingState::kNotYet;
  if (!journalled->topic_id.empty() && journalled->topic_id != log_id)
    return StandingState::kAnotherLog;
  if (journalled->next > Offset(end)) return StandingState::kPastEnd;
  return journalled->next < Offset(start) ? StandingState::kBehind : StandingState::kReading;
}

std::int64_t Standing::lag() const {
  switch (state()) {
    case StandingState::kReading:
      return end - journalled->next.value();
    case StandingState::kNotYet:
    case StandingState::kBehind:
    case StandingState::kAnotherLog:
      return end - start;
    case StandingState::kPastEnd:
    case StandingState::kGone:
    case StandingState::kMissing:
      break;
  }
  return 0;
}

Result<Jump> parse_jump(std::string_view text) {
  const auto fail = [text](std::string_view why) {
    return Error<std::string>(
        fmt::format("\"{}\": {}; write TOPIC/PARTITION=OFFSET, or earliest, latest or a time such "
                    "as 2026-01-31T06:00:00Z after the =",
                    text, why));
  };
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return fail("there is no =");
  const std::string_view place = text.substr(0, equals);
  const std::string_view where = text.substr(equals + 1);
  const std::size_t slash = place.find('/');
  Jump jump{std::string(place.substr(0, slash)), std::nullopt, Spot{}};
  if (jump.topic.empty()) return fail("no topic is named");
  if (slash != std::string_view::npos) {
    jump.partition = number<std::int32_t>(place.substr(slash + 1));
    if (!jump.partition) return fail("what follows the / is no partition");
  }
  if (const auto offset = number<std::int64_t>(where)) {
    jump.to = *offset;
  } else if (where == "earliest" || where == "latest") {
    jump.to = Spot{where == "latest" ? Spot::Kind::kLatest : Spot::Kind::kEarliest, {}};
  } else if (const auto time = codec::parse_time(where)) {
    jump.to = Spot{Spot::Kind::kTime, *time};
  } else {
    return fail("what follows the = is no offset and no time");
  }
  return jump;
}

Result<void> check_jumps(const std::vector<Standing>& standings, const std::vector<Jump>& jumps) {
  for (const auto& jump : jumps) {
    bool found = false;
    for (const auto& standing : standings) {
      if (!is_meant(jump, standing)) continue;
      found = true;
      const auto* offset = std::get_if<std::int64_t>(&jump.to);
      if (offset == nullptr || (*offset >= standing.start && *offset <= standing.end)) continue;
      return Error<std::string>(fmt::format("{}/{} reaches from {} to {}: there is no offset {}",
                                            standing.name.topic, standing.name.partition,
                                            standing.start, standing.end, *offset));
    }
    if (!found) {
      return Error<std::string>(fmt::format(
          "{}{} is no input of this configuration that exists (setting input.topics)", jump.topic,
          jump.partition ? fmt::format("/{}", *jump.partition) : std::string()));
    }
  }
  return {};
}

namespace {

/// The settings' topics that are neither there nor journalled, and patterns without a topic.
void add_missing(const TopicPatterns& patterns, const FoundInputs::value_type& found,
                 std::map<PartitionName, Standing>& standings) {
  std::vector<std::string> absent;
  for (const auto& name : patterns.names()) {
    const auto at = standings.lower_bound({name, 0});
    if (at == standings.end() || at->first.topic != name) absent.push_back(name);
  }
  std::vector<std::string> there;
  for (const auto& [topic, description] : found) there.push_back(topic);
  for (const auto& [pattern, taken] : patterns.taken_by_pattern(there)) {
    if (taken.empty()) absent.push_back(pattern);
  }
  for (const auto& name : absent) standings[{name, -1}] = {{name, -1}, std::nullopt, "", 0, 0};
}

}  // namespace

Result<std::vector<Standing>, Failure> find_standings(const Connection& connection,
                                                      const Settings& settings) {
  auto admin = Admin::open(connection, kPatience);
  if (!admin) return Error<Failure>(admin.error());
  const auto patterns = input_patterns(settings);
  if (!patterns) return Error<Failure>(patterns.error());
  const auto topics = find_inputs(**admin, *patterns);
  if (!topics) return Error<Failure>(topics.error());
  auto tail = read_tail(connection, **admin, journal_of(settings));
  if (!tail) return Error<Failure>(tail.error());

  std::map<PartitionName, Standing> standings;
  std::vector<PartitionName> there;
  for (const auto& [topic, description] : *topics) {
    for (std::int32_t i = 0; i < description.partitions; ++i) {
      there.push_back({topic, i});
      standings[there.back()] = {there.back(), std::nullopt, description.id, 0, 0};
    }
  }
  if (*tail) {
    for (auto& position : (*tail)->positions) {
      const PartitionName name{position.topic, position.partition};
      standings.try_emplace(name, Standing{name, std::nullopt, "", 0, 0}).first->second.journalled =
          std::move(position);
    }
  }
  add_missing(*patterns, *topics, standings);
  const auto starts = (*admin)->offsets(there, {Spot::Kind::kEarliest, {}});
  if (!starts) return Error<Failure>(starts.error());
  const auto ends = (*admin)->offsets(there, {Spot::Kind::kLatest, {}}, Isolation::kCommitted);
  if (!ends) return Error<Failure>(ends.error());
  for (const auto& name : there) {
    standings[name].start = starts->at(name);
    standings[name].end = ends->at(name);
  }
  std::vector<Standing> all;
  for (auto& [name, standing] : standings) all.push_back(std::move(standing));
  return all;
}

Result<std::vector<Standing>, Failure> set_positions(const Connection& connection,
                                                     const Settings& settings,
                                                     const std::vector<Jump>& jumps) {
  auto admin = Admin::open(connection, kPatience);
  if (!admin) return Error<Failure>(admin.error());
  auto election = take_lead(connection, **admin, settings);
  if (!election) return Error<Failure>(election.error());
  const auto term = (*election)->state().term;
  if (auto held = (*election)->confirm(term); !held) return Error<Failure>(held.error());
  auto limits = find_record_limits(**admin, {journal_of(settings)});
  if (!limits) return Error<Failure>(limits.error());
  KafkaSinkOptions options{settings.name, journal_of(settings), std::move(*limits)};
  options.may_commit = [&election, term] { return (*election)->confirm(term); };
  auto sink = KafkaSink::open(connection, std::move(options));
  if (!sink) return Error<Failure>(sink.error());
  if (auto held = (*election)->confirm(term); !held) return Error<Failure>(held.error());

  // Whoever was fenced can add nothing from here on: what is read now is the last word.
  auto tail = read_tail(connection, **admin, journal_of(settings));
  if (!tail) return Error<Failure>(tail.error());
  if (!*tail) {
    return Error<Failure>(
        {Remedy::kStop, fmt::format("nothing is journalled in {} yet: the setting input.start says "
                                    "where the first run begins",
                                    journal_of(settings))});
  }
  auto standings = find_standings(connection, settings);
  if (!standings) return standings;
  if (const auto possible = check_jumps(*standings, jumps); !possible)
    return Error<Failure>({Remedy::kStop, possible.error()});
  const auto resolved = resolve(**admin, *standings, jumps);
  if (!resolved) return Error<Failure>(resolved.error());
  const auto entry = codec::encode(entry_of(std::move(**tail), *standings, *resolved));
  if (auto done = commit(**sink, entry); !done) return Error<Failure>(done.error());
  return standings;
}

}  // namespace copytaster::kafka
