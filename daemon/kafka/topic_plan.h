#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.h"
#include "daemon/kafka/admin.h"

/// Which topics a configuration needs, and what is wrong with those that are there. Pure.
namespace copytaster::kafka {

enum class TopicUse : std::uint8_t { kInput, kOverrides, kOutput, kJournal };

/// The least max.message.bytes of a journal. Most entries have less than 10 KB; that of an override
/// of many versions, or of the positions of tens of thousands of partitions, has much more, and
/// none can be left out.
inline constexpr std::int64_t kLeastJournalBytes = 1'000'000;

struct PlannedTopic {
  TopicUse use = TopicUse::kOutput;
  std::string setting;  ///< that names it
  NewTopic topic;       ///< as it would be made
  /// How long its records are spoken of by later ones; 0: not at all.
  std::chrono::milliseconds window{};
};

/// In the order of use; patterns of input topics name none. `partitions` and `replicas` are those
/// of inputs and outputs, -1 for the broker's default; a journal has one partition, overrides too.
[[nodiscard]] std::vector<PlannedTopic> plan_topics(const Settings& settings,
                                                    std::int32_t partitions, std::int32_t replicas);

/// One that a pattern of `input.topics` takes.
[[nodiscard]] PlannedTopic plan_input(const Settings& settings, const std::string& topic);

/// Every topic that `run` writes, the journal among them, sorted, without repeats.
[[nodiscard]] std::vector<std::string> written_topics(const Settings& settings);

struct TopicProblem {
  bool fatal = false;   ///< `run` refuses to start with it; else it is a danger
  std::string message;  ///< what is wrong, and what to change
};

/// `found` is none when the topic does not exist; `in_force` are its settings.
[[nodiscard]] std::vector<TopicProblem> problems_of(
    const PlannedTopic& planned, const std::optional<TopicDescription>& found,
    const std::map<std::string, std::string>& in_force);

/// Of those of the journal, the dangers that its settings are to what is remembered.
[[nodiscard]] std::vector<std::string> journal_dangers(const Settings& settings,
                                                       const TopicSettings& in_force);

}  // namespace copytaster::kafka
