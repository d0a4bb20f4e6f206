#include "daemon/kafka/topic_check.h"

#include <fmt/core.h>

#include <string>
#include <utility>

#include "daemon/kafka/kafka_sink.h"
#include "daemon/kafka/topic_plan.h"

namespace copytaster::kafka {

std::optional<std::string> missing_outputs(const Settings& settings,
                                           const std::map<std::string, TopicDescription>& found) {
  std::string missing;
  for (const auto& planned : plan_topics(settings, -1, -1)) {
    if (planned.use != TopicUse::kOutput && planned.use != TopicUse::kJournal) continue;
    if (found.contains(planned.topic.name)) continue;
    missing += fmt::format("{}{} (setting {})", missing.empty() ? "" : ", ", planned.topic.name,
                           planned.setting);
  }
  if (missing.empty()) return std::nullopt;
  return fmt::format(
      "these topics do not exist: {}; make them with `copytaster topics --create`, or correct the "
      "settings",
      missing);
}

Outcome check_written_topics(Admin& admin, const Settings& settings) {
  const auto topics = written_topics(settings);
  const auto found = admin.describe(topics);
  if (!found) return Error<Failure>(found.error());
  if (auto missing = missing_outputs(settings, *found))
    return Error<Failure>({Remedy::kStop, std::move(*missing)});
  auto in_force = admin.settings(topics);
  if (!in_force) return Error<Failure>(in_force.error());
  for (const auto& planned : plan_topics(settings, -1, -1)) {
    if (!found->contains(planned.topic.name)) continue;  // one that is read: the source looks
    const std::string& name = planned.topic.name;
    for (const auto& problem : problems_of(planned, found->at(name), (*in_force)[name])) {
      if (problem.fatal)
        return Error<Failure>({Remedy::kStop, fmt::format("topic {} {}", name, problem.message)});
    }
  }
  return {};
}

Result<RecordLimits, Failure> admit_topics(const Connection& connection, const Settings& settings,
                                           const std::vector<std::string>& topics,
                                           const RecordLimits& known) {
  auto admin = Admin::open(connection, std::chrono::milliseconds(3000));
  if (!admin) return Error<Failure>(admin.error());
  if (auto fit = check_written_topics(**admin, settings); !fit) return Error<Failure>(fit.error());
  auto limits = find_record_limits(**admin, topics);
  if (!limits) return limits;
  const std::size_t batch = batch_bytes(known);
  for (const auto& [topic, most] : *limits) {
    if (most >= batch) continue;
    return Error<Failure>(
        {Remedy::kStop,
         fmt::format("topic {} takes {} bytes at a time, and what is written now comes in {}: "
                     "raise its max.message.bytes to {}, or start anew",
                     topic, most, batch, max_message_bytes_for(batch))});
  }
  return limits;
}

Result<std::vector<std::string>, Failure> find_journal_dangers(Admin& admin,
                                                               const Settings& settings) {
  const std::string journal = settings.name + ".journal";
  auto in_force = admin.settings({journal});
  if (!in_force) return Error<Failure>(in_force.error());
  std::vector<std::string> dangers;
  for (const auto& danger : journal_dangers(settings, (*in_force)[journal]))
    dangers.push_back(fmt::format("topic {} {}", journal, danger));
  return dangers;
}

std::vector<std::string> OutputWatch::made_anew(
    const std::vector<std::string>& topics, const std::map<std::string, TopicDescription>& found) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> anew;
  for (const auto& topic : topics) {
    const auto now = found.find(topic);
    if (now == found.end()) continue;
    const std::string& id = now->second.id;
    const auto [known, first] = ids_.try_emplace(topic, id);
    if (!first && std::exchange(known->second, id) != id) anew.push_back(topic);
  }
  return anew;
}

}  // namespace copytaster::kafka
