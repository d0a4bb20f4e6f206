#pragma once

#include <string>
#include <vector>

#include "config/settings.h"

/// What a cluster with ACLs must allow. Pure.
namespace copytaster::kafka {

enum class ResourceKind : std::uint8_t { kTopic, kTopicPrefix, kGroup, kTransactionalId };

/// Operations on one resource, by Kafka's names for both.
struct Acl {
  ResourceKind kind = ResourceKind::kTopic;
  std::string resource;  ///< name, or what names begin with; "*" stands for all of them
  std::vector<std::string> operations;
  bool operator==(const Acl&) const = default;
};

/// All that `run`, `topics` and `positions` need, and no more; with `create` also what
/// `topics --create` does. A pattern of `input.topics` becomes what every name that it matches
/// begins with.
[[nodiscard]] std::vector<Acl> plan_acls(const Settings& settings, bool create);

/// Kafka's tool with it for these principals (`User:NAME`), as a line for a shell.
[[nodiscard]] std::string kafka_acls_line(const Acl& acl, const std::string& brokers,
                                          const std::vector<std::string>& principals);

}  // namespace copytaster::kafka
