#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/journal_entry.h"
#include "pipeline/records.h"

/// Events out, beside the records: JSON with the headers of CloudEvents. See README.md for each
/// field. All functions are pure; equal arguments give equal bytes.
namespace copytaster::codec {

/// The event that an earlier verdict no longer holds; keyed by the earlier item.
[[nodiscard]] OutputRecord write_verdict_revision(const VerdictRevision& revision,
                                                  const std::string& topic);

/// The event that a person's word was heard and holds from now on; keyed by the first item, or the
/// source, that it is about. `story` is the one that it made or merged into; 0: none.
[[nodiscard]] OutputRecord write_override(const Override& said, const Origin& origin,
                                          std::uint64_t story, const std::string& topic);

/// The event that a story began, ended or was merged; keyed by its id. `into` is the story that it
/// was merged into, else 0.
[[nodiscard]] OutputRecord write_story_event(const RememberedStory& story, std::string_view event,
                                             const std::string& topic, std::uint64_t into = 0);

}  // namespace copytaster::codec
