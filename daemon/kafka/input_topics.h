#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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

/// What else may be wrong where a pattern matches nothing and the cluster knows who asks: what a
/// user may not describe is not listed.
inline constexpr std::string_view kUnlisted =
    "or grant the user (setting kafka.sasl.username) DESCRIBE and READ: topics without are not "
    "listed";

/// What is asked for and not found, in words that name the setting: names without a topic, but for
/// those that `told` says already, and patterns that match nothing. `has_user`: of the connection.
[[nodiscard]] std::vector<std::string> missing_inputs(
    const TopicPatterns& patterns, const std::map<std::string, TopicDescription>& found,
    bool has_user, const std::set<std::string>& told = {});

/// Of all these topics together.
[[nodiscard]] std::size_t count_partitions(const FoundInputs::value_type& found);

}  // namespace copytaster::kafka
