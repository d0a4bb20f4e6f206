#include "daemon/kafka/topic_check.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "daemon/kafka/topic_plan.h"

namespace copytaster::kafka {

Outcome check_written_topics(Admin& admin, const Settings& settings) {
  const auto topics = written_topics(settings);
  const auto found = admin.describe(topics);
  if (!found) return Error<Failure>(found.error());
  const auto plan = plan_topics(settings, -1, -1);
  std::string missing;
  for (const auto& planned : plan) {
    const std::string& name = planned.topic.name;
    if (!std::binary_search(topics.begin(), topics.end(), name) || found->contains(name)) continue;
    missing += fmt::format("{}{} (setting {})", missing.empty() ? "" : ", ", name, planned.setting);
  }
  if (!missing.empty()) {
    return Error<Failure>(
        {Remedy::kStop, fmt::format("these topics do not exist: {}; make them with `copytaster "
                                    "topics --create`, or correct the settings",
                                    missing)});
  }
  auto in_force = admin.settings(topics);
  if (!in_force) return Error<Failure>(in_force.error());
  for (const auto& planned : plan) {
    if (!found->contains(planned.topic.name)) continue;  // one that is read: the source looks
    const std::string& name = planned.topic.name;
    for (const auto& problem : problems_of(planned, found->at(name), (*in_force)[name])) {
      if (problem.fatal)
        return Error<Failure>({Remedy::kStop, fmt::format("topic {} {}", name, problem.message)});
    }
  }
  return {};
}

}  // namespace copytaster::kafka
