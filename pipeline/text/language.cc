#include "pipeline/text/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>

#include "pipeline/text/language_words.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kFirstBytes = 400;      ///< of the body, looked at first
constexpr std::size_t kDetectedBytes = 2048;  ///< of the body, where those don't settle it
constexpr std::size_t kDetectedLeast = 20;
constexpr int kSettled = 95;  ///< percent of the first bytes in one language

// Shares and weights of small words, see language_words.h. No text of forty words in the labelled
// set was given a wrong language by the first two; the others decide where the detector can't.
constexpr double kSureShare = 0.75;
constexpr double kSureWeight = 5;
constexpr double kLikelyShare = 0.7;
constexpr double kLikelyWeight = 1.5;

struct Detected {
  CLD2::Language language = CLD2::UNKNOWN_LANGUAGE;
  bool reliable = false;
  int percent = 0;
};

/// The beginning of the body, up to `bytes`, that splits no code point.
std::string_view beginning(std::string_view body, std::size_t bytes) {
  std::size_t end = std::min(body.size(), bytes);
  while (end > 0 && end < body.size() && (static_cast<unsigned char>(body[end]) & 0xc0U) == 0x80) {
    --end;
  }
  return body.substr(0, end);
}

Detected detect(const std::string& sample, const std::string& hint) {
  const CLD2::CLDHints hints = {hint.empty() ? nullptr : hint.c_str(), nullptr,
                                CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int text_bytes = 0;
  Detected detected;
  detected.language = CLD2::ExtDetectLanguageSummary(
      sample.data(), static_cast<int>(sample.size()), true, &hints, 0, languages.data(),
      percents.data(), scores.data(), nullptr, &text_bytes, &detected.reliable);
  detected.percent = percents[0];
  return detected;
}

/// The detector's codes that BCP 47 has otherwise.
std::string bcp47(std::string_view code) {
  struct Renamed {
    std::string_view from;
    std::string_view to;
  };
  static constexpr std::array<Renamed, 5> kRenamed = {
      {{"iw", "he"}, {"jw", "jv"}, {"in", "id"}, {"mo", "ro"}, {"sr-ME", "cnr"}}};
  for (const auto& each : kRenamed) {
    if (each.from == code) return std::string(each.to);
  }
  return std::string(code);
}

bool is_subtag(std::string_view text, std::size_t least) {
  return text.size() >= least && text.size() <= 8 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

/// The language of a tag with BCP 47's shape, in lower case; "und" of any other text.
std::string declared_language(std::string_view tag) {
  std::string language(tag.substr(0, tag.find('-')));
  const bool letters =
      std::none_of(language.begin(), language.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!letters || !is_subtag(language, 2) || language.size() > 3) return "und";
  for (std::size_t at = language.size(); at < tag.size();) {
    const std::size_t end = std::min(tag.find('-', at + 1), tag.size());
    if (!is_subtag(tag.substr(at + 1, end - at - 1), 1)) return "und";
    at = end;
  }
  for (char& c : language) c = static_cast<char>(c | 0x20);
  return language;
}

/// The detector takes many a short text in Danish for Norwegian.
std::string told_apart(std::string language, const std::string& sample) {
  if (language != "da" && language != "no" && language != "nb") return language;
  const std::string_view better = danish_or_norwegian(sample, kDetectedBytes);
  return better.empty() ? language : std::string(better);
}

}  // namespace

std::string detect_language(std::string_view headline, std::string_view body,
                            std::string_view declared) {
  // Small words are enough for most articles; the detector looks at all others.
  const WordsLanguage words =
      language_by_words(body.empty() ? headline : body, kFirstBytes + kFirstBytes / 2);
  if (words.share >= kSureShare && words.weight >= kSureWeight) return std::string(words.language);
  std::string hint(declared.substr(0, declared.find('-')));
  // Told of Chinese, the detector takes traditional characters for Japanese.
  if (hint == "zh") hint.clear();
  std::string sample(headline);
  sample.push_back('\n');
  const std::size_t body_at = sample.size();
  sample += beginning(body, kFirstBytes);
  if (sample.size() < kDetectedLeast) return declared_language(declared);
  Detected detected = detect(sample, hint);
  if (body.size() > kFirstBytes && (!detected.reliable || detected.percent < kSettled)) {
    sample.resize(body_at);
    sample += beginning(body, kDetectedBytes);
    detected = detect(sample, hint);
  }
  if (detected.reliable && detected.language != CLD2::UNKNOWN_LANGUAGE)
    return told_apart(bcp47(CLD2::LanguageCode(detected.language)), sample);
  if (words.share >= kLikelyShare && words.weight >= kLikelyWeight)
    return std::string(words.language);
  return declared_language(declared);
}

}  // namespace copytaster::text
