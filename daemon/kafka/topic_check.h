#pragma once

#include <map>
#include <optional>
#include <string>

#include "config/settings.h"
#include "daemon/kafka/admin.h"

namespace copytaster::kafka {

/// Which of the topics that `run` writes are not among those found, in words that name the
/// settings; none where all are.
[[nodiscard]] std::optional<std::string> missing_outputs(
    const Settings& settings, const std::map<std::string, TopicDescription>& found);

/// Whether `run` can start with the topics that it writes as the cluster has them: all there, the
/// journal in one partition and whole. kStop names what is wrong and what to change; dangers that
/// are none of that are `copytaster topics`' to say.
Outcome check_written_topics(Admin& admin, const Settings& settings);

}  // namespace copytaster::kafka
