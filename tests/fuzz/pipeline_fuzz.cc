// A message through analyser, Desk and encoder, twice: every record is valid UTF-8 on one line, the
// journal's entries come back as they went, and a Desk that folds them is the same Desk.
#include <filesystem>
#include <string>

#include "pipeline/analyzer.h"
#include "pipeline/codec/journal_codec.h"
#include "pipeline/desk.h"
#include "pipeline/encoder.h"
#include "tests/fuzz/properties.h"

namespace {

using namespace copytaster;

const annotate::Lexicons& lexicons() {
  static const auto kLexicons =
      annotate::Lexicons::load(std::filesystem::path(SOURCE_DIR) / "config" / "lexicons").value();
  return kLexicons;
}

const annotate::TopicModel& topics() {
  static const auto kTopics = annotate::TopicModel::load(std::filesystem::path(SOURCE_DIR) /
                                                         "config" / "lexicons" / "topics.tsv")
                                  .value();
  return kTopics;
}

Message message_of(std::string_view bytes, std::int64_t offset) {
  Message message;
  message.origin = {"fuzz", 0, Offset(offset), Timestamp{1'700'000'000'000 + offset * 1000}};
  message.value = std::string(bytes);
  return message;
}

const annotate::EntityModel& model() {
  static const auto kModel = annotate::EntityModel::load(std::filesystem::path(SOURCE_DIR) /
                                                         "config" / "models" / "entities-en.model")
                                 .value();
  return kModel;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Analyzer kAnalyzer({}, lexicons(), topics(), &model());
  static const TopicNames kTopicNames = {"enriched", "duplicates", "dead", "verdicts", "stories"};
  static const Encoder kEncoder({"0", "0", "0", "0"}, kTopicNames);
  DeskOptions options;
  options.topics = kTopicNames;
  Desk desk(options);
  Desk folded(options);
  const std::string_view bytes = fuzz::as_text(data, size);
  for (std::int64_t offset = 0; offset < 2; ++offset) {
    const AnalysedMessage analysed = kAnalyzer.analyse(message_of(bytes, offset));
    CHECK(analysed.analysis.has_value() != analysed.rejection.has_value());
    if (analysed.analysis) fuzz::check_analysis(*analysed.analysis);
    Decided decided = desk.decide(analysed);
    const EncodedMessage encoded = kEncoder.encode(analysed, decided);
    CHECK(!encoded.records.empty());
    for (const auto& record : encoded.records) {
      if (record.topic == kTopicNames.dead_letters) continue;  // the original, whatever it is
      CHECK(fuzz::is_utf8(record.value) && record.value.find('\n') == std::string::npos);
    }
    for (const auto& entry : encoded.journal) {
      const auto decoded = codec::decode(entry);
      CHECK(decoded.has_value());
      CHECK(codec::encode(*decoded) == entry);
      CHECK(folded.apply(*decoded).has_value());
    }
  }
  CHECK(folded.state_hash() == desk.state_hash());
  return 0;
}
