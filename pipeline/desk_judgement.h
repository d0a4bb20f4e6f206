#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/desk.h"

/// What the judging files of the Desk share: desk_decide.cc, desk_identity.cc, desk_copy.cc.
namespace copytaster {

/// What is known about the arriving article while it is being judged. Points into the Desk, which
/// does not change meanwhile.
struct Desk::Judgement {
  const RememberedArticle* previous = nullptr;    ///< the newest known version of the same item
  const RememberedArticle* matched = nullptr;     ///< the other item that it is a copy of
  const RememberedArticle* superseded = nullptr;  ///< the copy whose original it turns out to be
  bool known_item = false;            ///< a version of it came before, by its uri or URL
  const Fingerprint* text = nullptr;  ///< of the arriving one, less its furniture
  const Fingerprint* lead = nullptr;  ///< of its beginning, less its furniture
  Fingerprint text_left;              ///< what these point to, where there is furniture
  Fingerprint lead_left;
  std::vector<CodePointRange> furniture;
  bool live_blog = false;                                     ///< never a copy of what it quotes
  dedup::Comparison comparison;                               ///< with `matched`
  std::optional<std::optional<std::uint64_t>> nearest_story;  ///< once it was looked for
  double covered = 0;  ///< largest share found in one remembered item
  std::vector<const RememberedArticle*> candidates;
  Verdict verdict;
  DeskClock clock;
  Timestamp arrived;  ///< see `arrival`
};

inline constexpr std::size_t kCandidates = 32;        ///< of the index, compared with each article
inline constexpr std::size_t kOfStory = 4;            ///< articles of a story that are, the newest
inline constexpr std::uint32_t kShortWords = 40;      ///< below: only exact, update or new
inline constexpr std::uint32_t kLiveBlogGrowths = 3;  ///< four versions, each longer than the last

/// When a message came: by its own timestamp, else by the clock.
inline Timestamp arrival(const Message& message, const DeskClock& clock) {
  return message.timestamp_inherited ? clock.now : message.origin.timestamp;
}

inline VersionReference reference(const RememberedArticle& article) {
  return {article.uri, article.version, article.origin};
}

inline StoryReference reference(const RememberedStory& story) {
  return {story.id, story.articles, static_cast<std::uint32_t>(story.sources.size())};
}

inline bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

inline void add_once(std::vector<std::string>& texts, const std::string& text) {
  if (!holds(texts, text)) texts.push_back(text);
}

/// How many times in a row this item has grown, this version included; once a live blog, always
/// one.
inline std::uint32_t growths(const Fingerprint& text, const RememberedArticle& previous) {
  const bool grew = text.words > previous.fingerprint.words;
  const bool settled =
      previous.revisions >= kLiveBlogGrowths || text.content == previous.fingerprint.content;
  return settled ? previous.revisions : grew ? previous.revisions + 1 : 0;
}

}  // namespace copytaster
