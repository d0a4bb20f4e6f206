#include "pipeline/encoder.h"

#include <iterator>
#include <utility>

#include "pipeline/codec/event_writer.h"
#include "pipeline/codec/journal_codec.h"
#include "pipeline/hash.h"

namespace copytaster {

EncodedMessage Encoder::encode(const AnalysedMessage& message, Decided& decided) const {
  EncodedMessage encoded;
  if (decided.rejection) {
    encoded.records.push_back(
        codec::write_dead_letter(message.message, *decided.rejection, topics_.dead_letters));
  } else if (message.ruled) {
    encoded.records.push_back(
        codec::write_override(*message.ruled, message.message.origin,
                              decided.entry.story ? decided.entry.story->id : 0, topics_.verdicts));
  } else {
    encoded.records = codec::write_records(message, *decided.decision, made_by_);
  }
  for (const auto& reissue : decided.reissues) {
    auto again = codec::write_reissue(reissue, message.message.origin, made_by_);
    std::move(again.begin(), again.end(), std::back_inserter(encoded.records));
  }
  for (const auto& revision : decided.revisions)
    encoded.records.push_back(codec::write_verdict_revision(revision, topics_.verdicts));
  if (decided.story_began) {
    encoded.records.push_back(
        codec::write_story_event(*decided.entry.story, "began", topics_.stories));
  }
  if (decided.story_merged) {
    encoded.records.push_back(codec::write_story_event(*decided.story_merged, "merged",
                                                       topics_.stories, decided.entry.story->id));
  }
  for (const auto& story : decided.stories_ended) {
    encoded.records.push_back(codec::write_story_event(story, "ended", topics_.stories));
  }
  for (const auto& record : encoded.records) {
    decided.entry.outputs.push_back({record.topic, hash64(record.value)});
  }
  encoded.journal.push_back(codec::encode(decided.entry));
  for (const auto& carry : decided.carries) encoded.journal.push_back(codec::encode(carry));
  return encoded;
}

}  // namespace copytaster
