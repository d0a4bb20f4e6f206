#include <fmt/core.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>

#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/exit_codes.h"
#include "daemon/kafka/acl_plan.h"
#include "daemon/kafka/connection.h"
#include "daemon/kafka/input_topics.h"
#include "daemon/kafka/topic_plan.h"

namespace copytaster::commands {
namespace {

constexpr int kDescribeTries = 50;
constexpr std::chrono::milliseconds kDescribeWait(200);

struct TopicsArguments {
  std::string config;
  bool create = false;
  std::int32_t partitions = -1;
  std::int32_t replicas = -1;
  bool acls = false;
  std::vector<std::string> principals;
};

std::string_view name_of(kafka::TopicUse use) {
  if (use == kafka::TopicUse::kInput) return "input";
  if (use == kafka::TopicUse::kOverrides) return "override";
  return use == kafka::TopicUse::kJournal ? "journal" : "output";
}

int unavailable(const Failure& failure) {
  fmt::print(stderr, "{}\n", failure.message);
  return kExitUnavailable;
}

/// One line for a topic, one more for each problem. Whether `run` would refuse it.
bool show(const kafka::PlannedTopic& planned, const std::optional<kafka::TopicDescription>& found,
          const std::map<std::string, std::string>& in_force) {
  const std::string size =
      found ? fmt::format("{} partitions, {} copies", found->partitions, found->replicas)
            : "missing";
  fmt::print("{:<8} {:<32} {}\n", name_of(planned.use), planned.topic.name, size);
  bool fatal = false;
  for (const auto& problem : kafka::problems_of(planned, found, in_force)) {
    fmt::print("{:<8}   {}: {}\n", "", problem.fatal ? "error" : "warning", problem.message);
    fatal = fatal || problem.fatal;
  }
  return fatal;
}

/// The plan with what each pattern of input.topics takes now; a line for each pattern, and a
/// warning where it takes nothing.
Outcome add_patterns(kafka::Admin& admin, const Settings& settings, bool has_user,
                     std::vector<kafka::PlannedTopic>& plan) {
  const auto patterns = kafka::input_patterns(settings);
  if (!patterns) return Error<Failure>(patterns.error());
  if (!patterns->has_patterns()) return {};
  const auto all = admin.topics();
  if (!all) return Error<Failure>(all.error());
  std::vector<kafka::PlannedTopic> taken_topics;
  for (const auto& [pattern, taken] : patterns->taken_by_pattern(*all)) {
    fmt::print("{:<8} {:<32} a pattern, matches {}\n", name_of(kafka::TopicUse::kInput), pattern,
               taken.empty() ? "no topic" : fmt::format("{}", fmt::join(taken, ", ")));
    if (taken.empty())
      fmt::print(
          "{:<8}   warning: nothing is read for it until such a topic is made; correct the "
          "setting input.topics if one should be there{}\n",
          "", has_user ? fmt::format(", {}", kafka::kUnlisted) : "");
    for (const auto& topic : taken) taken_topics.push_back(kafka::plan_input(settings, topic));
  }
  auto at = plan.begin();
  for (auto& topic : taken_topics) {
    const bool planned = std::any_of(plan.begin(), plan.end(), [&topic](const auto& each) {
      return each.topic.name == topic.topic.name;
    });
    if (!planned) at = std::next(plan.insert(at, std::move(topic)));
  }
  return {};
}

Outcome create_missing(kafka::Admin& admin, const std::vector<kafka::PlannedTopic>& plan,
                       const std::map<std::string, kafka::TopicDescription>& found) {
  std::vector<kafka::NewTopic> missing;
  for (const auto& planned : plan) {
    if (!found.contains(planned.topic.name)) missing.push_back(planned.topic);
  }
  if (missing.empty()) return {};
  return admin.create(missing);
}

/// Asks until every topic is there: a broker answers a creation before all of them know of it.
Result<std::map<std::string, kafka::TopicDescription>, Failure> describe_all(
    kafka::Admin& admin, const std::vector<std::string>& names) {
  auto found = admin.describe(names);
  for (int tries = 0; found && found->size() < names.size() && tries < kDescribeTries; ++tries) {
    std::this_thread::sleep_for(kDescribeWait);
    found = admin.describe(names);
  }
  return found;
}

int show_topics(const Settings& settings, const TopicsArguments& arguments) {
  auto connection = kafka::connection_of(settings.kafka);
  if (!connection) {
    fmt::print(stderr, "{}\n", connection.error().message);
    return kExitConfiguration;
  }
  auto admin = kafka::Admin::open(*connection, std::chrono::milliseconds(10'000));
  if (!admin) return unavailable(admin.error());
  auto plan = kafka::plan_topics(settings, arguments.partitions, arguments.replicas);
  if (const auto added = add_patterns(**admin, settings, kafka::has_user(*connection), plan);
      !added)
    return unavailable(added.error());
  std::vector<std::string> names;
  for (const auto& planned : plan) names.push_back(planned.topic.name);
  auto found = (*admin)->describe(names);
  if (found && arguments.create) {
    if (const auto created = create_missing(**admin, plan, *found); !created)
      return unavailable(created.error());
    found = describe_all(**admin, names);
  }
  if (!found) return unavailable(found.error());
  std::vector<std::string> there;
  for (const auto& [name, description] : *found) there.push_back(name);
  auto in_force = (*admin)->settings(there);
  if (!in_force) return unavailable(in_force.error());
  bool fatal = false;
  for (const auto& planned : plan) {
    std::optional<kafka::TopicDescription> description;
    if (const auto topic = found->find(planned.topic.name); topic != found->end())
      description = topic->second;
    fatal = show(planned, description, (*in_force)[planned.topic.name]) || fatal;
  }
  return fatal ? kExitUnavailable : kExitOk;
}

/// Nothing is asked of the cluster: these are what an administrator allows before there is a way
/// in.
int show_acls(const Settings& settings, const TopicsArguments& arguments) {
  auto principals = arguments.principals;
  const std::string& username = settings.kafka.sasl.username;
  if (principals.empty() && username.empty()) {
    fmt::print(
        stderr,
        "copytaster: whom to allow? name it with --principal User:NAME; kafka.sasl.username, "
        "by which it would be known, is not set\n");
    return kExitUsage;
  }
  if (principals.empty()) principals = {"User:" + username};
  for (const auto& acl : kafka::plan_acls(settings, arguments.create))
    fmt::print("{}\n", kafka::kafka_acls_line(acl, settings.kafka.brokers, principals));
  return kExitOk;
}

}  // namespace

void add_topics(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "topics", "Show the Kafka topics that a configuration needs; create those that are missing");
  auto arguments = std::make_shared<TopicsArguments>();
  command->add_option("--config", arguments->config, "the configuration, YAML")->required();
  command->add_flag("--create", arguments->create, "create what is missing");
  command
      ->add_option("--partitions", arguments->partitions,
                   "of inputs and outputs that are created (default: the broker's)")
      ->check(CLI::Range(1, 100'000));
  command
      ->add_option("--replicas", arguments->replicas,
                   "copies of each topic that is created (default: the broker's)")
      ->check(CLI::Range(1, 100));
  auto* acls = command->add_flag(
      "--acls", arguments->acls,
      "print what the cluster must allow, as lines for Kafka's tool, and do nothing else; with "
      "--create also what that needs");
  command
      ->add_option("--principal", arguments->principals,
                   "whom to allow, such as User:CN=newsroom (default: kafka.sasl.username)")
      ->needs(acls);
  command->footer(
      "Example: copytaster topics --config copytaster.yaml --create --replicas 3\n"
      "Topics that are there are never changed; what is dangerous about them is said. A pattern "
      "of\n"
      "input.topics has a line with what it matches now.\n"
      "Exits with 0, 64 (usage), 69 (no answer, or a topic with which run would not start), 78 "
      "(configuration).");
  command->callback([arguments, &exit_code] {
    const auto settings = load_for(arguments->config, Purpose::kKafka);
    exit_code = kExitConfiguration;
    if (settings)
      exit_code =
          arguments->acls ? show_acls(*settings, *arguments) : show_topics(*settings, *arguments);
  });
}

}  // namespace copytaster::commands
