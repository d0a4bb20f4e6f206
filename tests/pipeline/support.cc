#include "tests/pipeline/support.h"

#include <fmt/core.h>

#include <array>
#include <cctype>
#include <random>

#include "pipeline/dedup/fingerprint.h"
#include "pipeline/stories/terms.h"

namespace copytaster::testing {
namespace {

constexpr std::array<std::string_view, 24> kFunction = {
    "the", "of",   "and",   "to",    "in",  "that",  "was", "for",  "on", "with",  "as",  "by",
    "at",  "from", "after", "which", "had", "would", "its", "were", "an", "their", "not", "but"};
constexpr std::array<std::string_view, 20> kSyllables = {
    "ba", "ren", "to", "mil", "ka", "dor", "se",  "lin", "fa", "gur",
    "ne", "pol", "va", "tis", "ho", "ram", "qui", "zel", "mo", "cha"};

std::string invented(std::mt19937_64& random, std::size_t kinds) {
  std::uint64_t code = random() % kinds;
  std::string word;
  for (int i = 0; i < 3; ++i) {
    word += kSyllables[code % kSyllables.size()];
    code /= kSyllables.size();
  }
  return word;
}

}  // namespace

std::string prose(std::uint64_t seed, std::size_t words) {
  std::mt19937_64 random(seed);
  std::string text;
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint64_t draw = random() % 100;
    std::string word;
    if (draw < 42) {
      word = kFunction[random() % kFunction.size()];
    } else if (draw < 56) {
      word = invented(random, 8000);
      word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
    } else if (draw < 60) {
      word = std::to_string(random() % 5000);
    } else {
      word = invented(random, 8000);
    }
    if (i > 0) text += i % 17 == 0 ? ". " : " ";
    text += word;
  }
  return text + ".";
}

AnalysedMessage analysed(Message message) {
  AnalysedMessage result;
  const auto made = document("", message.value.value_or(""));
  Analysis& analysis = result.analysis.emplace();
  analysis.article.source = "a";
  analysis.article.uri = "urn:article:a:" + std::to_string(message.origin.offset.value());
  analysis.headline = made.headline;
  analysis.body = made.body;
  analysis.words = dedup::read_words(made);
  analysis.fingerprint = dedup::make_fingerprint(analysis.words, dedup::headline_hash(made));
  analysis.story_terms = stories::story_terms(made, {});
  result.message = std::move(message);
  return result;
}

std::string spun(const std::string& text) {
  std::string result;
  std::string word;
  const auto flush = [&] {
    bool keep = word.empty() || std::islower(static_cast<unsigned char>(word[0])) == 0;
    for (const auto function : kFunction) keep = keep || word == function;
    result += keep ? word : "un" + word;
    word.clear();
  };
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word.push_back(c);
    } else {
      flush();
      result.push_back(c);
    }
  }
  flush();
  return result;
}

text::Document document(const std::string& title, const std::string& body) {
  Article article;
  article.title = title;
  article.body = body;
  auto made = text::make_document(article, text::TextLimits{});
  return made ? std::move(*made) : text::Document{};
}

}  // namespace copytaster::testing
