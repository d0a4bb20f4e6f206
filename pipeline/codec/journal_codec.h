#pragma once

#include <string>
#include <string_view>

#include "pipeline/journal_entry.h"
#include "pipeline/result.h"

namespace copytaster::codec {

/// One journal entry as bytes: a format version, then the fields in the order of journal_entry.h,
/// integers little-endian, lists and strings behind their length. Equal entries have equal bytes.
[[nodiscard]] std::string encode(const JournalEntry& entry);

/// The inverse. Any bytes may be given: damage is an error that says where, never a crash; no list
/// is believed to be longer than the bytes that are left. A newer format version is refused as
/// such.
[[nodiscard]] Result<JournalEntry> decode(std::string_view bytes);

/// Whether a newer program wrote this entry: it is not damaged, it can't be read here.
[[nodiscard]] bool is_newer(std::string_view bytes);

}  // namespace copytaster::codec
