#pragma once

#include <map>
#include <string>

#include "config/settings.h"
#include "config/topic_patterns.h"
#include "daemon/kafka/admin.h"

namespace copytaster::kafka {

/// The topics that these settings read, that of overrides among them; a pattern takes none that
/// they write. kStop where a pattern is none.
[[nodiscard]] Result<TopicPatterns, Failure> input_patterns(const Settings& settings);

using FoundInputs = Result<std::map<std::string, TopicDescription>, Failure>;  ///< by name

/// Those of them that the cluster has now.
FoundInputs find_inputs(Admin& admin, const TopicPatterns& patterns);

}  // namespace copytaster::kafka
