#include "daemon/kafka/acl_plan.h"

#include <fmt/core.h>

#include <cctype>
#include <string_view>
#include <utility>

#include "daemon/kafka/topic_plan.h"

namespace copytaster::kafka {
namespace {

using Operations = std::vector<std::string>;

/// What every name begins with that this pattern (`^…`) matches; "" where nothing is sure.
std::string literal_beginning(std::string_view pattern) {
  if (pattern.find('|') != std::string_view::npos) return "";
  std::string beginning;
  for (std::size_t at = 1; at < pattern.size(); ++at) {
    const bool escaped = pattern[at] == '\\' && at + 1 < pattern.size();
    if (escaped) ++at;
    const char c = pattern[at];
    const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0;
    // Escaped letters are classes, and of the rest a topic's name has only these.
    const bool literal = escaped ? c == '.' || c == '-' : letter || c == '-' || c == '_';
    const char next = at + 1 < pattern.size() ? pattern[at + 1] : '\0';
    if (!literal || next == '*' || next == '?' || next == '{') break;
    beginning += c;
  }
  return beginning;
}

std::string_view option_of(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::kTopic:
      return "--topic";
    case ResourceKind::kTopicPrefix:
      return "--resource-pattern-type prefixed --topic";
    case ResourceKind::kGroup:
      return "--group";
    case ResourceKind::kTransactionalId:
      return "--transactional-id";
  }
  return "";
}

/// For a shell, as one word.
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::vector<Acl> plan_acls(const Settings& settings, bool create) {
  std::vector<Acl> acls;
  for (const auto& topic : settings.input.topics) {
    if (!topic.starts_with('^')) continue;
    const std::string beginning = literal_beginning(topic);
    acls.push_back({beginning.empty() ? ResourceKind::kTopic : ResourceKind::kTopicPrefix,
                    beginning.empty() ? "*" : beginning,
                    {"Read", "Describe", "DescribeConfigs"}});
  }
  for (const auto& planned : plan_topics(settings, -1, -1)) {
    // Outputs are read too: whether an empty journal is that of a first start.
    Operations operations = {"Read", "Describe", "DescribeConfigs"};
    const bool written = planned.use == TopicUse::kOutput || planned.use == TopicUse::kJournal;
    if (written) operations.emplace_back("Write");
    if (planned.use == TopicUse::kJournal) operations.emplace_back("Delete");  // of its head
    if (create) operations.emplace_back("Create");
    acls.push_back({ResourceKind::kTopic, planned.topic.name, std::move(operations)});
  }
  const std::string& name = settings.name;
  for (const auto& group : {name, name + ".leader", name + ".journal.fold"})
    acls.push_back({ResourceKind::kGroup, group, {"Read"}});
  acls.push_back({ResourceKind::kTransactionalId, name, {"Write", "Describe"}});
  return acls;
}

std::string kafka_acls_line(const Acl& acl, const std::string& brokers,
                            const std::vector<std::string>& principals) {
  std::string line = fmt::format("kafka-acls.sh --bootstrap-server {} --add", in_quotes(brokers));
  for (const auto& principal : principals) line += " --allow-principal " + in_quotes(principal);
  for (const auto& operation : acl.operations) line += " --operation " + operation;
  return fmt::format("{} {} {}", line, option_of(acl.kind), in_quotes(acl.resource));
}

}  // namespace copytaster::kafka
