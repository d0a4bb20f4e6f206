#include "tests/generate/generator.h"

#include <fmt/core.h>

#include <array>
#include <cctype>
#include <string_view>

#include "tests/generate/vocabulary.h"

namespace copytaster::generate {
namespace {

constexpr std::array<std::string_view, 6> kSources = {"northwire",       "harbour-post",
                                                      "meridian-press",  "lakeside-ledger",
                                                      "coastal-courier", "valley-echo"};
constexpr std::int64_t kFirstTimestamp =
    1'767'225'600'000;  ///< milliseconds; the start of 2026, UTC
constexpr std::size_t kSentencesInParagraph = 3;

/// The template with a word in every slot and a capital at its beginning.
std::string fill(std::string_view sentence, Random& random) {
  std::string text;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i] == '{') {
      text += pick_word(sentence[i + 1], random);
      i += 2;
    } else {
      text.push_back(sentence[i]);
    }
  }
  char& first = text[text.front() == '"' ? 1 : 0];
  first = static_cast<char>(std::toupper(static_cast<unsigned char>(first)));
  return text;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

/// Only quotation marks need escaping: the vocabulary has no backslash and no control character.
std::string escaped(std::string_view text) {
  std::string json;
  for (const char c : text) {
    if (c == '"') json.push_back('\\');
    json.push_back(c);
  }
  return json;
}

}  // namespace

std::string generate_article_json(std::uint64_t seed, std::size_t bytes) {
  Random random(seed);
  const std::string_view source = random.pick(kSources);
  const std::int64_t timestamp =
      kFirstTimestamp + static_cast<std::int64_t>(seed % 1'000'000'000) * 1000;
  std::string json = fmt::format(
      R"({{"id":"generated-{0}","source":"{1}","url":"https://{1}.example/generated/{0}","published_at":{2},)"
      R"("timestamp":{2},"title":"{3}","body":")",
      seed, source, timestamp, escaped(fill(pick_headline(random), random)));
  json += upper(pick_word('C', random)) + fill(", {K} - ", random);
  constexpr std::string_view kEnd = "\"}";
  std::size_t sentences = 0;
  do {
    if (sentences > 0) json += sentences % kSentencesInParagraph == 0 ? "\\n\\n" : " ";
    json += escaped(fill(pick_sentence(random), random));
    ++sentences;
  } while (json.size() + kEnd.size() < bytes);
  json += kEnd;
  return json;
}

}  // namespace copytaster::generate
