#include "pipeline/encoder.h"

#include <iterator>
#include <utility>

#include "pipeline/codec/journal_codec.h"
#include "pipeline/hash.h"

namespace copytaster {

EncodedMessage Encoder::encode(const AnalysedMessage& message, Decided& decided) const {
  EncodedMessage encoded;
  if (decided.rejection) {
    encoded.records.push_back(
        codec::write_dead_letter(message.message, *decided.rejection, topics_.dead_letters));
  } else {
    encoded.records = codec::write_records(message, *decided.decision, made_by_);
  }
  if (decided.reissue) {
    auto again = codec::write_reissue(*decided.reissue, message.message.origin, made_by_);
    std::move(again.begin(), again.end(), std::back_inserter(encoded.records));
  }
  if (decided.revision) {
    encoded.records.push_back(codec::write_verdict_revision(*decided.revision, topics_.verdicts));
  }
  if (decided.decision && decided.decision->story_is_new && decided.entry.story) {
    encoded.records.push_back(
        codec::write_story_event(*decided.entry.story, "began", topics_.stories));
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
