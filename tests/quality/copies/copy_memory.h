#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/dedup/compare.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/dedup/index.h"
#include "pipeline/stories/story_index.h"

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
  std::vector<StoryTerm> terms = {};  ///< without them no story is looked for
};

/// The terms of a document as the pipeline makes them by default.
[[nodiscard]] std::vector<StoryTerm> story_terms_of(const text::Document& document);

/// Index and comparison together, as the Desk uses them. Of senders it knows what the Desk makes of
/// them: what was not matched for seven days is forgotten, no source spins or rewrites its own
/// text, and under 40 words only the source itself repeats one, within twelve hours.
class CopyMemory {
 public:
  void add(const Fingerprint& print, Sender sender = {});
  /// Every remembered text that this one is a copy of, in the index's order; where the index knows
  /// none, those of its story, the newest first.
  [[nodiscard]] std::vector<Match> copies(const Fingerprint& print, const Sender& sender = {},
                                          const dedup::CopyOptions& options = {}) const;
  /// The one that explains it best.
  [[nodiscard]] std::optional<Match> best(const Fingerprint& print, const Sender& sender = {},
                                          const dedup::CopyOptions& options = {}) const;
  /// Whether the text is still remembered when that sender's comes.
  [[nodiscard]] bool remembers(std::size_t at, const Sender& sender) const;
  /// A copy of the text came, which is remembered for longer then.
  void keep(std::size_t at, const Sender& sender);
  /// The flashes that a text with this beginning is the full story of.
  [[nodiscard]] std::vector<std::size_t> flashes(const Fingerprint& lead) const;

  [[nodiscard]] const Fingerprint& print(std::size_t at) const { return texts_[at].print; }

 private:
  void weigh(std::size_t at, const Fingerprint& print, const Sender& sender,
             const dedup::CopyOptions& options, std::vector<Match>& found) const;

  struct Remembered {
    Fingerprint print;
    Sender sender;  ///< its time is that of the last match
  };
  std::vector<Remembered> texts_;
  memory::SlotMap slots_;
  dedup::Index index_{slots_};
  stories::StoryIndex stories_{stories::StoryOptions{}};
  std::map<std::uint64_t, std::vector<std::size_t>> members_;  ///< of stories, in order
};

}  // namespace copytaster::quality
