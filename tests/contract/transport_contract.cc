#include "tests/contract/transport_contract.h"

#include <algorithm>
#include <map>
#include <random>
#include <utility>

namespace copytaster::contract {
namespace {

constexpr std::chrono::milliseconds kWait(50);
constexpr std::size_t kMany = 1'000'000;

std::vector<std::string> articles(int count) {
  std::vector<std::string> values;
  for (int i = 0; i < count; ++i) {
    std::string value = R"({"id":)" + std::to_string(i);
    if (i % 3 == 1) value += R"(,"timestamp":)" + std::to_string(1'700'000'000'000 + i);
    values.push_back(value + R"(,"body":")" + std::string(static_cast<std::size_t>(i * 7), 'x') +
                     "\"}");
  }
  return values;
}

std::vector<Message> read_to_end(Source& source) {
  std::vector<Message> messages;
  for (int polls = 0; polls < 10'000; ++polls) {
    auto polled = source.poll(7, kMany, kWait);
    if (!polled) {
      ADD_FAILURE() << polled.error().message;
      break;
    }
    std::move(polled->messages.begin(), polled->messages.end(), std::back_inserter(messages));
    if (polled->at_end) return messages;
  }
  ADD_FAILURE() << "the source never came to its end";
  return messages;
}

OutputRecord json_record(const std::string& topic, const std::string& value) {
  return {topic, "key", value, {{"ce_specversion", "1.0"}, {"content-type", "application/json"}}};
}

/// Appends one record to each topic and one journal entry.
void append(Transaction& transaction, const std::vector<std::string>& topics,
            const std::string& name) {
  for (const auto& topic : topics)
    ASSERT_TRUE(transaction.append(json_record(topic, "{\"name\":\"" + name + "\"}")));
  ASSERT_TRUE(transaction.append_journal(name));
}

TEST_P(TransportContract, MessagesComeWholeAndInOrder) {
  const auto values = articles(40);
  transport_->feed(values);
  auto source = transport_->source();
  ASSERT_TRUE(source) << source.error().message;
  ASSERT_TRUE((*source)->seek({}));
  const auto messages = read_to_end(**source);
  ASSERT_EQ(messages.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(messages[i].value, values[i]);
    EXPECT_EQ(messages[i].origin.partition, messages[0].origin.partition);
    if (i > 0) {
      EXPECT_GT(messages[i].origin.offset, messages[i - 1].origin.offset);
    }
  }
}

TEST_P(TransportContract, AnEmptyInputIsAtItsEnd) {
  auto source = transport_->source();
  ASSERT_TRUE(source) << source.error().message;
  ASSERT_TRUE((*source)->seek({}));
  EXPECT_TRUE(read_to_end(**source).empty());
}

TEST_P(TransportContract, APollKeepsItsLimitsAndLosesNothing) {
  const auto values = articles(60);
  transport_->feed(values);
  for (const std::size_t max_bytes : {1U, 30U, 100U, 333U, 1000U}) {
    auto source = transport_->source();
    ASSERT_TRUE(source) << source.error().message;
    ASSERT_TRUE((*source)->seek({}));
    std::vector<std::string> got;
    for (bool at_end = false; !at_end;) {
      auto polled = (*source)->poll(5, max_bytes, kWait);
      ASSERT_TRUE(polled) << polled.error().message;
      at_end = polled->at_end;
      ASSERT_LE(polled->messages.size(), 5U);
      std::size_t bytes = 0;
      for (const auto& message : polled->messages) {
        bytes += message.value->size();
        got.push_back(*message.value);
      }
      if (polled->messages.size() > 1) {
        EXPECT_LE(bytes - polled->messages.front().value->size(), max_bytes);
      }
    }
    EXPECT_EQ(got, values) << max_bytes;
  }
}

TEST_P(TransportContract, ASeekGoesOnExactlyThere) {
  transport_->feed(articles(20));
  auto first = transport_->source();
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_TRUE((*first)->seek({}));
  const auto all = read_to_end(**first);
  ASSERT_EQ(all.size(), 20U);
  for (std::size_t done = 1; done <= all.size(); ++done) {
    const Origin& last = all[done - 1].origin;
    auto source = transport_->source();
    ASSERT_TRUE(source) << source.error().message;
    ASSERT_TRUE(
        (*source)->seek({{last.topic, last.partition, last.offset.next(), last.timestamp}}));
    const auto rest = read_to_end(**source);
    ASSERT_EQ(rest.size(), all.size() - done);
    for (std::size_t i = 0; i < rest.size(); ++i) {
      EXPECT_EQ(rest[i].origin, all[done + i].origin);
      EXPECT_EQ(rest[i].value, all[done + i].value);
    }
  }
}

TEST_P(TransportContract, NothingIsVisibleBeforeTheCommitAndAllOfItAfter) {
  {
    auto sink = transport_->sink();
    ASSERT_TRUE(sink) << sink.error().message;
    auto transaction = (*sink)->begin();
    ASSERT_TRUE(transaction);
    append(**transaction, {"a", "b"}, "one");
    EXPECT_TRUE(transport_->committed("a").empty());
    EXPECT_TRUE(transport_->committed("b").empty());
    ASSERT_TRUE((*transaction)->commit());
    EXPECT_EQ(transport_->committed("a"), std::vector<std::string>{R"({"name":"one"})"});
    EXPECT_EQ(transport_->committed("b"), std::vector<std::string>{R"({"name":"one"})"});
  }
  const auto journal = transport_->journal();
  ASSERT_TRUE(journal) << journal.error().message;
  EXPECT_EQ(*journal, std::vector<std::string>{"one"});
}

TEST_P(TransportContract, AnAbortedOrDroppedTransactionNeverWas) {
  {
    auto sink = transport_->sink();
    ASSERT_TRUE(sink) << sink.error().message;
    {
      auto aborted = (*sink)->begin();
      ASSERT_TRUE(aborted);
      append(**aborted, {"a"}, "aborted");
      ASSERT_TRUE((*aborted)->abort());
    }
    {
      auto dropped = (*sink)->begin();
      ASSERT_TRUE(dropped);
      append(**dropped, {"a"}, "dropped");
    }
    auto kept = (*sink)->begin();
    ASSERT_TRUE(kept);
    append(**kept, {"a"}, "kept");
    ASSERT_TRUE((*kept)->commit());
  }
  EXPECT_EQ(transport_->committed("a"), std::vector<std::string>{R"({"name":"kept"})"});
  EXPECT_EQ(transport_->journal().value(), std::vector<std::string>{"kept"});
}

TEST_P(TransportContract, AnyBytesComeBackUnchanged) {
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte.push_back(static_cast<char>(i));
  const std::vector<std::string> hard = {
      every_byte,           "",     "\n",       "{\"a\":\n1}",
      std::string(3, '\0'), "\xff", "\xff\xfe", "plain \"text\""};
  {
    auto sink = transport_->sink();
    ASSERT_TRUE(sink) << sink.error().message;
    auto transaction = (*sink)->begin();
    ASSERT_TRUE(transaction);
    for (const auto& value : hard) {
      ASSERT_TRUE((*transaction)->append({"dead", "key", value, {{"reason", "invalid_json"}}}));
      ASSERT_TRUE((*transaction)->append_journal(value));
    }
    ASSERT_TRUE((*transaction)->commit());
  }
  EXPECT_EQ(transport_->committed("dead"), hard);
  EXPECT_EQ(transport_->journal().value(), hard);
}

/// Any run of commits, aborts and restarts leaves what a list of the commits says, and no more.
TEST_P(TransportContract, AnyRunOfCommitsAbortsAndRestartsEqualsItsCommits) {
  std::mt19937 random(20'240);  // NOLINT: the same run every time
  const std::vector<std::string> topics = {"a", "b", "c"};
  std::map<std::string, std::vector<std::string>> expected;
  std::vector<std::string> expected_journal;
  for (int restart = 0; restart < 8; ++restart) {
    {
      auto sink = transport_->sink();
      ASSERT_TRUE(sink) << sink.error().message;
      for (auto batch = random() % 5; batch > 0; --batch) {
        auto transaction = (*sink)->begin();
        ASSERT_TRUE(transaction);
        const auto how = random() % 3;  // commit, abort, drop
        for (auto left = random() % 4; left > 0; --left) {
          const auto& topic = topics[random() % topics.size()];
          const std::string name = std::to_string(random());
          append(**transaction, {topic}, name);
          if (how != 0) continue;
          expected[topic].push_back("{\"name\":\"" + name + "\"}");
          expected_journal.push_back(name);
        }
        if (how == 0) {
          ASSERT_TRUE((*transaction)->commit());
        }
        if (how == 1) {
          ASSERT_TRUE((*transaction)->abort());
        }
      }
    }
    for (const auto& topic : topics) EXPECT_EQ(transport_->committed(topic), expected[topic]);
    const auto journal = transport_->journal();
    ASSERT_TRUE(journal) << journal.error().message;
    EXPECT_EQ(*journal, expected_journal);
  }
  EXPECT_FALSE(expected_journal.empty());
}

}  // namespace
}  // namespace copytaster::contract
