#include "daemon/kafka/acl_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace copytaster::kafka {
namespace {

using Operations = std::vector<std::string>;

Acl acl_of(const std::vector<Acl>& acls, const std::string& resource, ResourceKind kind) {
  const auto found = std::find_if(acls.begin(), acls.end(), [&](const Acl& each) {
    return each.resource == resource && each.kind == kind;
  });
  EXPECT_NE(found, acls.end()) << resource;
  return found == acls.end() ? Acl{} : *found;
}

Settings settings() {
  Settings settings;
  settings.input.topics = {"news.raw"};
  return settings;
}

TEST(AclPlan, EachResourceHasWhatIsDoneWithIt) {
  const auto acls = plan_acls(settings(), false);
  EXPECT_EQ(acls.size(), 1U + 5U + 1U + 3U + 1U);
  EXPECT_EQ(acl_of(acls, "news.raw", ResourceKind::kTopic).operations,
            (Operations{"Read", "Describe", "DescribeConfigs"}));
  EXPECT_EQ(acl_of(acls, "news.enriched", ResourceKind::kTopic).operations,
            (Operations{"Read", "Describe", "DescribeConfigs", "Write"}));
  EXPECT_EQ(acl_of(acls, "newsroom.journal", ResourceKind::kTopic).operations,
            (Operations{"Read", "Describe", "DescribeConfigs", "Write", "Delete"}));
  EXPECT_EQ(acl_of(acls, "newsroom.leader", ResourceKind::kGroup).operations, Operations{"Read"});
  EXPECT_EQ(acl_of(acls, "newsroom", ResourceKind::kTransactionalId).operations,
            (Operations{"Write", "Describe"}));
}

TEST(AclPlan, CreatingNeedsOneMore) {
  for (const auto& acl : plan_acls(settings(), true)) {
    const bool topic = acl.kind == ResourceKind::kTopic;
    EXPECT_EQ(std::count(acl.operations.begin(), acl.operations.end(), "Create"), topic ? 1 : 0);
  }
}

TEST(AclPlan, APatternBecomesWhatItsNamesBeginWith) {
  const std::pair<const char*, const char*> cases[] = {
      {"^wire\\.[a-c]$", "wire."}, {"^wire_?x", "wire"}, {"^news-.*", "news-"}, {"^a{2}b", ""},
      {"^wire|^news", ""},         {"^\\d+", ""},        {"^.*", ""},           {"^plain", "plain"},
      {"^wire\\.s*", "wire."}};
  for (const auto& [pattern, beginning] : cases) {
    Settings other;
    other.input.topics = {pattern};
    const Acl acl = plan_acls(other, false).front();
    EXPECT_EQ(acl.resource, *beginning == '\0' ? "*" : beginning) << pattern;
    EXPECT_EQ(acl.kind, *beginning == '\0' ? ResourceKind::kTopic : ResourceKind::kTopicPrefix);
  }
}

TEST(AclPlan, ALineIsSafeInAShell) {
  const Acl acl{ResourceKind::kTopicPrefix, "wire.", {"Read", "Describe"}};
  EXPECT_EQ(
      kafka_acls_line(acl, "a:1,b:2", {"User:CN=o'neill, O=x", "User:b"}),
      "kafka-acls.sh --bootstrap-server 'a:1,b:2' --add --allow-principal "
      "'User:CN=o'\\''neill, O=x' --allow-principal 'User:b' --operation Read --operation Describe "
      "--resource-pattern-type prefixed --topic 'wire.'");
}

}  // namespace
}  // namespace copytaster::kafka
