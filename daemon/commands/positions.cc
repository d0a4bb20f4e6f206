#include "daemon/kafka/positions.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <string_view>

#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/exit_codes.h"
#include "daemon/kafka/connection.h"
#include "daemon/kafka/input_topics.h"
#include "pipeline/codec/json_writer.h"

namespace copytaster::commands {
namespace {

using kafka::Standing;
using kafka::StandingState;

struct PositionsArguments {
  std::string config;
  bool json = false;
  std::vector<std::string> jumps;
};

constexpr std::size_t kShortId = 8;

/// For programs: stable.
std::string_view code_of(StandingState state) {
  switch (state) {
    case StandingState::kReading:
      return "reading";
    case StandingState::kNotYet:
      return "not_yet";
    case StandingState::kBehind:
      return "behind_retention";
    case StandingState::kAnotherLog:
      return "another_log";
    case StandingState::kPastEnd:
      return "past_end";
    case StandingState::kGone:
      return "gone";
    case StandingState::kMissing:
      return "missing";
  }
  return "";
}

/// For people; empty when there is nothing to say.
std::string remark_of(const Standing& standing, bool has_user) {
  switch (standing.state()) {
    case StandingState::kReading:
      return "";
    case StandingState::kNotYet:
      return "nothing is journalled yet";
    case StandingState::kBehind:
      return fmt::format("{} are lost: retention passed the position",
                         standing.start - standing.journalled->next.value());
    case StandingState::kAnotherLog:
      return "made anew: it is read from its beginning";
    case StandingState::kPastEnd:
      return "the log ends before the position: run refuses to go on";
    case StandingState::kGone:
      return "the topic is gone, or its partition";
    case StandingState::kMissing:
      if (!standing.name.topic.starts_with('^')) return "does not exist (setting input.topics)";
      return fmt::format("no topic matches (setting input.topics){}",
                         has_user ? fmt::format(", {}", kafka::kUnlisted) : "");
  }
  return "";
}

std::string place_of(const kafka::PartitionName& name) {
  return name.partition < 0 ? name.topic : fmt::format("{}/{}", name.topic, name.partition);
}

void print_table(const std::vector<Standing>& standings, bool has_user) {
  std::size_t width = 9;
  for (const auto& each : standings) width = std::max(width, place_of(each.name).size());
  fmt::print("{:<{}} {:>12} {:>12} {:>12} {:>12}  {:<8}\n", "partition", width, "position", "start",
             "end", "lag", "log");
  for (const auto& each : standings) {
    const std::string& id =
        each.log_id.empty() && each.journalled ? each.journalled->topic_id : each.log_id;
    const bool there = !each.log_id.empty();
    const auto number = [there](std::int64_t value) {
      return there ? std::to_string(value) : std::string("-");
    };
    fmt::print("{:<{}} {:>12} {:>12} {:>12} {:>12}  {:<8} {}\n", place_of(each.name), width,
               each.journalled ? std::to_string(each.journalled->next.value()) : "-",
               number(each.start), number(each.end), number(each.lag()), id.substr(0, kShortId),
               remark_of(each, has_user));
  }
}

void print_json(const std::string& name, const std::vector<Standing>& standings) {
  codec::JsonWriter json;
  json.begin();
  json.field("name", name);
  json.begin_list("partitions");
  for (const auto& each : standings) {
    json.begin();
    json.field("topic", each.name.topic);
    if (each.name.partition >= 0) json.integer("partition", each.name.partition);
    if (each.journalled) {
      json.integer("position", each.journalled->next.value());
      json.field_if("position_log", each.journalled->topic_id);
    }
    if (!each.log_id.empty()) {
      json.integer("start", each.start);
      json.integer("end", each.end);
      json.integer("lag", each.lag());
      json.field("log", each.log_id);
    }
    json.field("state", code_of(each.state()));
    json.end();
  }
  json.end_list();
  json.end();
  fmt::print("{}\n", json.text());
}

int failed(const Failure& failure) {
  fmt::print(stderr, "copytaster: {}\n", failure.message);
  return kExitUnavailable;
}

int failed(int code, const std::string& why) {
  fmt::print(stderr, "copytaster: --set: {}\n", why);
  return code;
}

/// What each jump changed, in words: how much is read again, how much never.
void print_changes(const std::vector<Standing>& before, const std::vector<Standing>& after) {
  for (const auto& now : after) {
    const auto old = std::find_if(before.begin(), before.end(),
                                  [&now](const Standing& each) { return each.name == now.name; });
    if (old == before.end() || old->journalled == now.journalled || !now.journalled) continue;
    const std::int64_t to = now.journalled->next.value();
    const std::string place = place_of(now.name);
    if (!old->journalled || old->journalled->topic_id != now.journalled->topic_id) {
      fmt::print(stderr, "{}: goes on at {}\n", place, to);
      continue;
    }
    const std::int64_t from = old->journalled->next.value();
    fmt::print(stderr, "{}: {} -> {}; {} offsets {}\n", place, from, to,
               from < to ? to - from : from - to, from < to ? "are passed over" : "are read again");
  }
}

int positions(const Settings& settings, const PositionsArguments& arguments) {
  std::vector<kafka::Jump> jumps;
  for (const auto& text : arguments.jumps) {
    auto jump = kafka::parse_jump(text);
    if (!jump) return failed(kExitUsage, jump.error());
    jumps.push_back(std::move(*jump));
  }
  const auto connection = kafka::connection_of(settings.kafka);
  if (!connection) {
    fmt::print(stderr, "copytaster: {}\n", connection.error().message);
    return kExitConfiguration;
  }
  auto standings = kafka::find_standings(*connection, settings);
  if (!standings) return failed(standings.error());
  if (!jumps.empty()) {
    if (const auto possible = kafka::check_jumps(*standings, jumps); !possible)
      return failed(kExitData, possible.error());
    fmt::print(stderr, "waiting until it is certain that no instance leads {}\n", settings.name);
    const auto before = kafka::set_positions(*connection, settings, jumps);
    if (!before) return failed(before.error());
    standings = kafka::find_standings(*connection, settings);
    if (!standings) return failed(standings.error());
    print_changes(*before, *standings);
  }
  if (arguments.json) {
    print_json(settings.name, *standings);
  } else {
    print_table(*standings, kafka::has_user(*connection));
  }
  return kExitOk;
}

}  // namespace

void add_positions(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "positions", "Show where the pipeline stands in its input topics; have it jump");
  auto arguments = std::make_shared<PositionsArguments>();
  command->add_option("--config", arguments->config, "the configuration, YAML")->required();
  command->add_flag("--json", arguments->json, "one JSON object instead of a table");
  command->add_option("--set", arguments->jumps,
                      "TOPIC/PARTITION=OFFSET, or earliest, latest or a time after the =; without "
                      "/PARTITION all of the topic; the last one of a partition counts");
  command->footer(
      "Shown for each input partition: the journalled position (the next offset to read), the "
      "first\n"
      "and the next offset of its log, the lag between position and end (transaction markers "
      "count),\n"
      "and which log it is: a topic that is made anew has another. A topic of the settings that is "
      "not\n"
      "there has a line without a partition, and so has a pattern that matches none.\n\n"
      "--set journals the jump in a transaction. No instance may lead meanwhile: stop them all "
      "first;\n"
      "one that was killed counts for kafka.session_timeout more. What is read again is decided "
      "again\n"
      "(known articles become resends and copies); what is passed over is journalled as a gap.\n\n"
      "Examples: copytaster positions --config copytaster.yaml\n"
      "          copytaster positions --config copytaster.yaml --set news.raw/0=1200\n"
      "          copytaster positions --config copytaster.yaml --set "
      "news.raw=2026-01-31T06:00:00Z\n"
      "Input from folders has no such positions: its offsets only count lines.\n"
      "Exits with 0, 64 (usage), 65 (no such input or offset), 69 (no answer, an instance leads, "
      "the\n"
      "journal can't be read), 78 (configuration).");
  command->callback([arguments, &exit_code] {
    const auto settings = load_for(arguments->config, Purpose::kKafka);
    exit_code = settings ? positions(*settings, *arguments) : kExitConfiguration;
  });
}

}  // namespace copytaster::commands
