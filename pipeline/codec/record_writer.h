#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/records.h"
#include "pipeline/reissue.h"

/// Records out: IPTC ninjs 3 with one object of our own, `copytaster`. See README.md for each
/// field. All functions are pure; equal arguments give equal bytes.
namespace copytaster::codec {

/// What made the records: named in each of them.
struct MadeBy {
  std::string version;   ///< of the program
  std::string settings;  ///< hash of those that change records
  std::string entities_model;
  std::string topics_model;
};

/// One record for each topic of the decision, kills included; `routed_out` is set where it says so.
[[nodiscard]] std::vector<OutputRecord> write_records(const AnalysedMessage& message,
                                                      const Decision& decision,
                                                      const MadeBy& made_by);

/// The earlier record once more, one for each topic of its decision: identity, version, verdict and
/// coordinates, without the text, which nobody remembers (`partial`). `cause` is the message that
/// changed the verdict.
[[nodiscard]] std::vector<OutputRecord> write_reissue(const Reissue& reissue, const Origin& cause,
                                                      const MadeBy& made_by);

/// The original bytes, key and headers untouched, with the reason in headers `copytaster.errors.*`.
/// Where the rejection wants it so the original is only named: by its coordinates, its length and
/// its XXH3 checksum.
[[nodiscard]] OutputRecord write_dead_letter(const Message& message, const Rejection& rejection,
                                             const std::string& topic);

}  // namespace copytaster::codec
