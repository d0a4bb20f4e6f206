#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/text/document.h"

/// Texts of invented words, and what spinners and wire desks make of them. Everything follows from
/// the seed, on every machine: no std distribution is used, since those differ between libraries.
namespace copytaster::oracles {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// From 0 to `below` − 1.
  std::size_t roll(std::size_t below) { return engine_() % below; }
  bool chance(double probability) { return unit() < probability; }
  double unit() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }
  /// Ranks as frequent as words are: small ones often, about as 1 / rank.
  std::size_t rank(std::size_t size) {
    return static_cast<std::size_t>(std::pow(static_cast<double>(size), unit())) - 1;
  }

 private:
  std::mt19937_64 engine_;
};

using Sentence = std::vector<std::string>;
using Paragraph = std::vector<Sentence>;

struct Story {
  std::vector<Paragraph> paragraphs;
};

/// The `index`-th invented word; another `meaning` gives its synonyms.
inline std::string invented_word(std::size_t index, std::size_t meaning = 0) {
  static const char* const kSyllables[] = {"ba", "re", "to", "mi", "lu", "sa", "ne", "ko",
                                           "di", "va", "po", "gu", "fe", "ri", "ta", "zo"};
  std::string word;
  for (std::size_t rest = index * 3 + 17; rest > 0; rest /= 16) word += kSyllables[rest % 16];
  for (std::size_t i = 0; i < meaning; ++i) word += "nd";
  return word;
}

inline std::string invented_name(std::size_t index) {
  std::string name = invented_word(index, 0) + "l";
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

inline bool is_plain(const std::string& word) { return word[0] >= 'a' && word[0] <= 'z'; }

inline const std::vector<std::string>& connecting_words() {
  static const std::vector<std::string> kWords = {
      "the", "of",   "to",   "in",   "and",  "a",    "for",   "on",    "that", "is",    "with",
      "was", "by",   "at",   "it",   "as",   "from", "be",    "its",   "has",  "an",    "would",
      "are", "have", "will", "were", "this", "but",  "which", "after", "been", "their", "not"};
  return kWords;
}

inline bool is_connecting(const std::string& word) {
  for (const auto& each : connecting_words()) {
    if (each == word) return true;
  }
  return false;
}

/// About `words` words on a few names of its own, in paragraphs of two or three sentences.
inline Story invent_story(Dice& dice, std::size_t words) {
  std::vector<std::string> cast;
  for (int i = 0; i < 8; ++i) cast.push_back(invented_name(dice.roll(20000)));
  Story story;
  for (std::size_t written = 0; written < words;) {
    Paragraph paragraph(2 + dice.roll(2));
    for (Sentence& sentence : paragraph) {
      for (std::size_t left = 12 + dice.roll(14); left > 0; --left) {
        const double kind = dice.unit();
        if (kind < 0.42) {
          sentence.push_back(connecting_words()[dice.rank(connecting_words().size())]);
        } else if (kind < 0.52) {
          sentence.push_back(cast[dice.roll(cast.size())]);
        } else if (kind < 0.55) {
          sentence.push_back(std::to_string(1 + dice.rank(5000)));
        } else {
          sentence.push_back(invented_word(dice.rank(20000)));
        }
      }
      written += sentence.size();
    }
    story.paragraphs.push_back(std::move(paragraph));
  }
  return story;
}

/// What a spinning machine does: most content words become synonyms; function words, names and
/// numbers stay.
inline Story spin(Story story, Dice& dice, double share) {
  for (auto& paragraph : story.paragraphs) {
    for (auto& sentence : paragraph) {
      for (auto& word : sentence) {
        if (is_plain(word) && !is_connecting(word) && dice.chance(share)) word += "ndo";
      }
    }
  }
  return story;
}

/// What another desk does: cuts the end, drops a paragraph, changes some words, adds its own.
inline Story edit_on_the_wire(Story story, Dice& dice) {
  auto& paragraphs = story.paragraphs;
  paragraphs.resize(paragraphs.size() - paragraphs.size() / 8);
  if (paragraphs.size() > 4) {
    paragraphs.erase(paragraphs.begin() + static_cast<std::ptrdiff_t>(dice.roll(4)));
  }
  for (auto& paragraph : paragraphs) {
    for (auto& sentence : paragraph) {
      if (dice.chance(0.3)) sentence[dice.roll(sentence.size())] = invented_word(dice.roll(20000));
    }
  }
  for (auto& paragraph : invent_story(dice, 20).paragraphs) paragraphs.push_back(paragraph);
  return story;
}

/// The same sentences with each number another one.
inline Story with_other_numbers(Story story, Dice& dice) {
  for (auto& paragraph : story.paragraphs) {
    for (auto& sentence : paragraph) {
      for (auto& word : sentence) {
        if (word[0] >= '0' && word[0] <= '9') word = std::to_string(10000 + dice.roll(90000));
      }
    }
  }
  return story;
}

/// Sentences by full stops and paragraphs of three: coarse, but the same for both sides of a pair.
inline Story to_story(const std::string& body) {
  Story story;
  Paragraph paragraph;
  Sentence sentence;
  std::istringstream words(body);
  for (std::string word; words >> word;) {
    const bool last = word.back() == '.';
    if (last) word.pop_back();
    if (!word.empty()) sentence.push_back(word);
    if (!last || sentence.empty()) continue;
    paragraph.push_back(std::move(sentence));
    sentence.clear();
    if (paragraph.size() < 3) continue;
    story.paragraphs.push_back(std::move(paragraph));
    paragraph.clear();
  }
  if (!sentence.empty()) paragraph.push_back(std::move(sentence));
  if (!paragraph.empty()) story.paragraphs.push_back(std::move(paragraph));
  return story;
}

inline std::string to_text(const Story& story) {
  std::string text;
  for (const auto& paragraph : story.paragraphs) {
    if (!text.empty()) text += "\n\n";
    for (std::size_t i = 0; i < paragraph.size(); ++i) {
      if (i > 0) text += ' ';
      std::string sentence;
      for (const auto& word : paragraph[i]) sentence += (sentence.empty() ? "" : " ") + word;
      if (is_plain(sentence)) sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
      text += sentence + ".";
    }
  }
  return text;
}

inline text::Document document_of(std::string headline, std::string body) {
  text::Document document;
  document.headline = std::move(headline);
  document.body = std::move(body);
  document.headline_tokens = text::tokenize(document.headline);
  document.body_tokens = text::tokenize(document.body);
  document.language = "en";
  return document;
}

inline text::Document document_of(const Story& story) { return document_of("", to_text(story)); }

}  // namespace copytaster::oracles
