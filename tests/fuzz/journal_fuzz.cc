// Any bytes as a journal entry: an error or an entry that comes back as it went; a Desk refuses or
// takes it, and stands.
#include "pipeline/codec/journal_codec.h"
#include "pipeline/desk.h"
#include "tests/fuzz/properties.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace copytaster;
  const auto entry = codec::decode(fuzz::as_text(data, size));
  if (!entry) {
    CHECK(!entry.error().empty());
    return 0;
  }
  const auto again = codec::decode(codec::encode(*entry));
  CHECK(again.has_value());
  CHECK(codec::encode(*again) == codec::encode(*entry));
  Desk desk({});
  static_cast<void>(desk.apply(*entry));
  return 0;
}
