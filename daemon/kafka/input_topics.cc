#include "daemon/kafka/input_topics.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "daemon/kafka/topic_plan.h"

namespace copytaster::kafka {

Result<TopicPatterns, Failure> input_patterns(const Settings& settings) {
  std::vector<std::string> topics = settings.input.topics;
  if (!settings.input.overrides.empty()) topics.push_back(settings.input.overrides);
  auto patterns = TopicPatterns::parse(topics, written_topics(settings));
  if (!patterns)
    return Error<Failure>({Remedy::kStop, patterns.error() + " (setting input.topics)"});
  return std::move(*patterns);
}

FoundInputs find_inputs(Admin& admin, const TopicPatterns& patterns) {
  std::vector<std::string> wanted = patterns.names();
  if (patterns.has_patterns()) {
    auto all = admin.topics();
    if (!all) return Error<Failure>(all.error());
    for (auto& topic : *all) {
      if (patterns.matches(topic)) wanted.push_back(std::move(topic));
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  }
  return admin.describe(wanted);
}

}  // namespace copytaster::kafka
