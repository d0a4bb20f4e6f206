#pragma once

#include <string>
#include <vector>

#include "pipeline/codec/record_writer.h"
#include "pipeline/desk.h"
#include "pipeline/records.h"

namespace copytaster {

/// The bytes that one message leads to: records in output order and its journal entries.
struct EncodedMessage {
  std::vector<OutputRecord> records;
  std::vector<std::string> journal;
};

/// Decided message → bytes. A pure function; any number of threads may use one Encoder.
class Encoder {
 public:
  Encoder(codec::MadeBy made_by, TopicNames topics)
      : made_by_(std::move(made_by)), topics_(std::move(topics)) {}

  /// Consumes what `decided` holds of the journal entry: its `outputs` are filled in here.
  [[nodiscard]] EncodedMessage encode(const AnalysedMessage& message, Decided& decided) const;

 private:
  const codec::MadeBy made_by_;
  const TopicNames topics_;
};

}  // namespace copytaster
