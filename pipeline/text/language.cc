#include "pipeline/text/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>

namespace copytaster::text {
namespace {

constexpr std::size_t kDetectedBytes = 2048;  ///< of the body
constexpr std::size_t kDetectedLeast = 20;

}  // namespace

std::string detect_language(std::string_view headline, std::string_view body,
                            std::string_view declared) {
  std::string sample(headline);
  sample.push_back('\n');
  std::size_t end = std::min(body.size(), kDetectedBytes);
  while (end > 0 && end < body.size() && (static_cast<unsigned char>(body[end]) & 0xc0U) == 0x80) {
    --end;
  }
  sample.append(body, 0, end);
  if (sample.size() < kDetectedLeast) return "und";
  bool reliable = false;
  const std::string hint(declared.substr(0, declared.find('-')));
  const CLD2::CLDHints hints = {hint.empty() ? nullptr : hint.c_str(), nullptr,
                                CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int text_bytes = 0;
  const auto language = CLD2::ExtDetectLanguageSummary(
      sample.data(), static_cast<int>(sample.size()), true, &hints, 0, languages.data(),
      percents.data(), scores.data(), nullptr, &text_bytes, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return "und";
  return CLD2::LanguageCode(language);
}

}  // namespace copytaster::text
