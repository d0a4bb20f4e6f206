#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/dedup/compare.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/dedup/index.h"

namespace copytaster::quality {

/// A remembered text, by number in order from 0, and what an arriving one is of it.
struct Match {
  std::size_t at = 0;
  dedup::Comparison comparison;
};

/// What is known of an article beside its text; a source that is empty, or no time, rules nothing
/// out.
struct Sender {
  std::string source;
  std::optional<Timestamp> time;
};

/// Index and comparison together, as the Desk uses them. Of senders it knows what the Desk makes of
/// them: what was not matched for seven days is forgotten, no source spins its own text, and under
/// 40 words only the source itself repeats one, within twelve hours.
class CopyMemory {
 public:
  void add(const Fingerprint& print, Sender sender = {});
  /// Every remembered text that this one is a copy of, in the index's order.
  [[nodiscard]] std::vector<Match> copies(const Fingerprint& print,
                                          const Sender& sender = {}) const;
  /// The one that explains it best.
  [[nodiscard]] std::optional<Match> best(const Fingerprint& print,
                                          const Sender& sender = {}) const;
  /// Whether the text is still remembered when that sender's comes.
  [[nodiscard]] bool remembers(std::size_t at, const Sender& sender) const;
  /// A copy of the text came, which is remembered for longer then.
  void keep(std::size_t at, const Sender& sender);
  /// The flashes that a text with this beginning is the full story of.
  [[nodiscard]] std::vector<std::size_t> flashes(const Fingerprint& lead) const;

 private:
  struct Remembered {
    Fingerprint print;
    Sender sender;  ///< its time is that of the last match
  };
  std::vector<Remembered> texts_;
  memory::SlotMap slots_;
  dedup::Index index_{slots_};
};

}  // namespace copytaster::quality
