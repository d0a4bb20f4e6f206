#include "daemon/kafka/topic_plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace copytaster::kafka {
namespace {

constexpr std::size_t kBesideTheArticle = std::size_t{1} << 20U;  // key, headers, what is added

std::int64_t number(const std::map<std::string, std::string>& settings, const char* name) {
  std::int64_t value = 0;
  const auto found = settings.find(name);
  if (found == settings.end()) return value;
  const std::string& text = found->second;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// What is one order of events.
bool is_one(TopicUse use) { return use == TopicUse::kJournal || use == TopicUse::kOverrides; }

bool is(const std::map<std::string, std::string>& settings, const char* name, const char* value) {
  const auto found = settings.find(name);
  return found != settings.end() && found->second == value;
}

void check_journal(const PlannedTopic& planned, const TopicSettings& in_force,
                   std::vector<TopicProblem>& problems) {
  const std::int64_t limit = number(in_force, "max.message.bytes");
  const std::int64_t wanted = number(planned.topic.settings, "max.message.bytes");
  if (limit < kLeastJournalBytes) {
    problems.push_back({true, fmt::format("takes {} bytes, less than an entry may have: set "
                                          "max.message.bytes={} (at least {})",
                                          limit, wanted, kLeastJournalBytes)});
  } else if (limit < wanted) {
    problems.push_back({false, fmt::format("takes {} bytes: the entry of an override of many "
                                           "versions, or of tens of thousands of partitions, may "
                                           "be longer and then ends `run`; set "
                                           "max.message.bytes={}",
                                           limit, wanted)});
  }
  if (!is(in_force, "cleanup.policy", "delete"))
    problems.push_back(
        {true, "is compacted, which tears holes into it: set cleanup.policy=delete"});
  if (!is(in_force, "retention.ms", "-1") || !is(in_force, "retention.bytes", "-1"))
    problems.push_back({false,
                        "is cut off by retention, and with it what is remembered: set "
                        "retention.ms=-1 and retention.bytes=-1; journal.keep bounds it"});
  if (!is(in_force, "message.timestamp.type", "LogAppendTime"))
    problems.push_back(
        {false, "has the producers' times: set message.timestamp.type=LogAppendTime"});
}

/// What is read must stay until it is read.
void check_input(const TopicSettings& in_force, std::vector<TopicProblem>& problems) {
  const auto policy = in_force.find("cleanup.policy");
  if (policy != in_force.end() && policy->second.find("compact") != std::string::npos)
    problems.push_back({false,
                        "is compacted: what is replaced under its key before it is read is lost "
                        "without a word; set cleanup.policy=delete"});
}

void check_output(const PlannedTopic& planned, const TopicSettings& in_force,
                  std::vector<TopicProblem>& problems) {
  const std::int64_t wanted = number(planned.topic.settings, "max.message.bytes");
  const std::int64_t limit = number(in_force, "max.message.bytes");
  if (limit < wanted)
    problems.push_back(
        {false, fmt::format("takes {} bytes, less than the largest article: what is larger "
                            "becomes a dead letter; set max.message.bytes={}",
                            limit, wanted)});
  const std::int64_t kept = number(in_force, "retention.ms");
  if (kept > 0 && kept < planned.window.count())
    problems.push_back(
        {false, fmt::format("keeps records for {} ms, less than dedup.window: verdicts name "
                            "records that are gone; set retention.ms={}",
                            kept, planned.window.count())});
}

}  // namespace

std::vector<PlannedTopic> plan_topics(const Settings& settings, std::int32_t partitions,
                                      std::int32_t replicas) {
  std::vector<PlannedTopic> plan;
  const auto add = [&](TopicUse use, std::string setting, const std::string& name,
                       std::map<std::string, std::string> values) {
    if (std::any_of(plan.begin(), plan.end(),
                    [&name](const PlannedTopic& each) { return each.topic.name == name; }))
      return;
    const bool spoken_of = use == TopicUse::kOutput && name != settings.output.dead_letters;
    plan.push_back({use,
                    std::move(setting),
                    {name, is_one(use) ? 1 : partitions, replicas, std::move(values)},
                    spoken_of ? settings.dedup.window : std::chrono::milliseconds{}});
  };
  const std::string largest = std::to_string(settings.limits.message_bytes + kBesideTheArticle);
  for (const auto& topic : settings.input.topics) {
    if (!topic.starts_with('^'))
      add(TopicUse::kInput, "input.topics", topic, {{"max.message.bytes", largest}});
  }
  if (!settings.input.overrides.empty())
    add(TopicUse::kOverrides, "input.overrides", settings.input.overrides, {});
  const OutputSettings& output = settings.output;
  for (const auto& [setting, name] : {std::pair("output.enriched", &output.enriched),
                                      {"output.duplicates", &output.duplicates},
                                      {"output.dead_letters", &output.dead_letters},
                                      {"output.verdicts", &output.verdicts},
                                      {"output.stories", &output.stories}})
    add(TopicUse::kOutput, setting, *name, {{"max.message.bytes", largest}});
  for (const auto& route : output.routes)
    add(TopicUse::kOutput, "output.routes", route.topic, {{"max.message.bytes", largest}});
  add(TopicUse::kJournal, "name", settings.name + ".journal",
      {{"cleanup.policy", "delete"},
       {"retention.ms", "-1"},
       {"retention.bytes", "-1"},
       {"message.timestamp.type", "LogAppendTime"},
       {"max.message.bytes", largest}});
  return plan;
}

PlannedTopic plan_input(const Settings& settings, const std::string& topic) {
  Settings alone = settings;
  alone.input.topics = {topic};
  return plan_topics(alone, -1, -1).front();
}

std::vector<std::string> written_topics(const Settings& settings) {
  const OutputSettings& output = settings.output;
  std::vector<std::string> topics = {output.enriched,     output.duplicates,
                                     output.dead_letters, output.verdicts,
                                     output.stories,      settings.name + ".journal"};
  for (const auto& route : output.routes) topics.push_back(route.topic);
  std::sort(topics.begin(), topics.end());
  topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
  return topics;
}

std::vector<TopicProblem> problems_of(const PlannedTopic& planned,
                                      const std::optional<TopicDescription>& found,
                                      const std::map<std::string, std::string>& in_force) {
  std::vector<TopicProblem> problems;
  if (!found) {
    problems.push_back({true, fmt::format("does not exist: make it with `copytaster topics "
                                          "--create`, or correct the setting {}",
                                          planned.setting)});
    return problems;
  }
  if (planned.use == TopicUse::kJournal) {
    if (found->partitions != 1)
      problems.push_back({true, fmt::format("has {} partitions: its order is the order of "
                                            "decisions, so it must have one",
                                            found->partitions)});
    check_journal(planned, in_force, problems);
  } else if (planned.use == TopicUse::kOverrides) {
    if (found->partitions != 1)
      problems.push_back({false, fmt::format("has {} partitions: of two overrides of one item "
                                             "either may come last; one partition keeps their "
                                             "order",
                                             found->partitions)});
  } else if (planned.use == TopicUse::kOutput) {
    check_output(planned, in_force, problems);
  }
  if (planned.use == TopicUse::kInput || planned.use == TopicUse::kOverrides)
    check_input(in_force, problems);
  if (is(in_force, "unclean.leader.election.enable", "true"))
    problems.push_back(
        {false, "may lose what was committed: set unclean.leader.election.enable=false"});
  if (found->replicas >= 3 && number(in_force, "min.insync.replicas") < 2)
    problems.push_back({false, "counts as written with one copy: set min.insync.replicas=2"});
  if (found->replicas == 1) problems.push_back({false, "has one copy: a lost disk loses it"});
  return problems;
}

std::vector<std::string> journal_dangers(const Settings& settings, const TopicSettings& in_force) {
  std::vector<TopicProblem> problems;
  check_journal(plan_topics(settings, -1, -1).back(), in_force, problems);
  std::vector<std::string> dangers;
  for (auto& problem : problems) {
    if (!problem.fatal) dangers.push_back(std::move(problem.message));
  }
  return dangers;
}

}  // namespace copytaster::kafka
