#include "tests/pipeline/desk_support.h"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "pipeline/codec/journal_codec.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/stories/terms.h"
#include "tests/pipeline/support.h"

namespace copytaster::testing::desk {

AnalysedMessage arrive(const std::string& source, const std::string& id, const std::string& body,
                       std::int64_t at, const std::string& title) {
  AnalysedMessage analysed;
  analysed.message.origin = {"raw", 0, Offset(at), Timestamp{kStart + at}};
  Analysis& analysis = analysed.analysis.emplace();
  analysis.article.source = source;
  analysis.article.uri = "urn:article:" + source + ":" + id;
  const auto made = document(title, body);
  analysis.headline = made.headline;
  analysis.body = made.body;
  analysis.credit = made.credit;
  analysis.update_marker = made.update_marker;
  analysis.words = dedup::read_words(made);
  analysis.fingerprint = dedup::make_fingerprint(analysis.words, dedup::headline_hash(made));
  analysis.lead = dedup::make_lead(analysis.words);
  analysis.metadata = std::hash<std::string>()(made.headline);
  analysis.story_terms = stories::story_terms(made, {});
  return analysed;
}

AnalysedMessage kill(const std::string& source, const std::string& id, std::int64_t at) {
  AnalysedMessage analysed = arrive(source, id, "x", at, "");
  analysed.analysis->article.status = PubStatus::kCanceled;
  analysed.analysis->fingerprint = {};
  analysed.analysis->lead = {};
  return analysed;
}

AnalysedMessage published(AnalysedMessage analysed, std::int64_t minute) {
  analysed.analysis->article.published_at = Timestamp{kStart + minute * kMinute};
  return analysed;
}

AnalysedMessage updated(AnalysedMessage analysed, std::int64_t minute) {
  analysed.analysis->article.updated_at = Timestamp{kStart + minute * kMinute};
  return analysed;
}

AnalysedMessage version(AnalysedMessage analysed, const std::string& own) {
  analysed.analysis->article.version = own;
  return analysed;
}

AnalysedMessage at_url(AnalysedMessage analysed, const std::string& url_key) {
  analysed.analysis->article.url_key = url_key;
  return analysed;
}

AnalysedMessage say(Override said, std::int64_t at) {
  AnalysedMessage analysed;
  analysed.message.origin = {"overrides", 0, Offset(at), Timestamp{kStart + at}};
  said.by = "Ada";
  if (said.why.empty()) said.why = "read both";
  analysed.ruled = std::move(said);
  return analysed;
}

AnalysedMessage not_copy(const std::string& uri, const std::string& of, std::int64_t at) {
  Override said;
  said.type = OverrideType::kNotCopy;
  said.items = {uri};
  said.of = of;
  return say(std::move(said), at);
}

AnalysedMessage copy_of(const std::string& uri, const std::string& of, CopyKind kind,
                        std::int64_t at) {
  Override said;
  said.type = OverrideType::kCopyOf;
  said.items = {uri};
  said.of = of;
  said.copy = kind;
  return say(std::move(said), at);
}

Verdict verdict(Desk& desk, const AnalysedMessage& analysed) {
  return desk.decide(analysed).decision->verdict;
}

void JournalledDesk::decide(const AnalysedMessage& analysed) {
  const Decided decided = desk_.decide(analysed);
  journal_.push_back(codec::encode(decided.entry));
  for (const auto& carry : decided.carries) journal_.push_back(codec::encode(carry));
}

std::unique_ptr<Desk> JournalledDesk::folded() const {
  auto folded = std::make_unique<Desk>(DeskOptions{});
  for (const auto& bytes : journal_) EXPECT_TRUE(folded->apply(*codec::decode(bytes)).has_value());
  return folded;
}

void pass_time(Desk& desk, std::int64_t at) {
  for (std::uint64_t i = 0; i < 25; ++i)
    desk.decide(
        arrive("clock", std::to_string(at) + std::to_string(i), prose(900'000 + i, 50), at));
}

}  // namespace copytaster::testing::desk
