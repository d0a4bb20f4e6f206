// Any bytes as a configuration: problems that a person can read, or settings that come back from
// their canonical text as they went.
#include "config/load.h"
#include "tests/fuzz/properties.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace copytaster;
  const auto settings = parse_settings(fuzz::as_text(data, size));
  if (!settings) {
    CHECK(!settings.error().empty());
    for (const auto& problem : settings.error()) {
      CHECK(!problem.message.empty() && problem.line >= 0 && problem.column >= 0);
      CHECK(fuzz::is_utf8(to_string(problem)));
    }
    return 0;
  }
  const std::string text = canonical_yaml(*settings);
  const auto again = parse_settings(text);
  CHECK(again.has_value());
  CHECK(canonical_yaml(*again) == text);
  CHECK(settings_hash(*again) == settings_hash(*settings));
  return 0;
}
