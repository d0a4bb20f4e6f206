#include "tests/quality/copies/spinners.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace copytaster::quality {
namespace {

using oracles::Dice;
using oracles::Sentence;
using oracles::Story;

constexpr std::size_t kShortest = 3;
constexpr double kExchanged = 0.7;
constexpr double kAdverbsLost = 0.5;
constexpr double kTurned = 0.3;
constexpr double kSplit = 0.3;
constexpr double kSwapped = 0.2;

struct Rewording {
  std::string_view from;
  std::string_view to;
};

constexpr std::array<Rewording, 40> kRewordings{{{"said", "stated"},
                                                 {"says", "states"},
                                                 {"told", "informed"},
                                                 {"but", "yet"},
                                                 {"after", "following"},
                                                 {"about", "around"},
                                                 {"because", "since"},
                                                 {"before", "prior to"},
                                                 {"also", "additionally"},
                                                 {"while", "whereas"},
                                                 {"however", "still"},
                                                 {"will", "is going to"},
                                                 {"would", "was going to"},
                                                 {"from", "out of"},
                                                 {"against", "versus"},
                                                 {"between", "among"},
                                                 {"near", "close to"},
                                                 {"over", "above"},
                                                 {"under", "below"},
                                                 {"which", "that"},
                                                 {"such", "like"},
                                                 {"many", "a lot of"},
                                                 {"some", "certain"},
                                                 {"all", "every one of"},
                                                 {"may", "might"},
                                                 {"can", "is able to"},
                                                 {"must", "has to"},
                                                 {"until", "up to"},
                                                 {"during", "in the course of"},
                                                 {"through", "by way of"},
                                                 {"within", "inside"},
                                                 {"among", "amid"},
                                                 {"added", "went on"},
                                                 {"if", "in case"},
                                                 {"then", "afterwards"},
                                                 {"now", "at present"},
                                                 {"its", "the"},
                                                 {"their", "the"},
                                                 {"on", "upon"},
                                                 {"in", "within"}}};

/// A word without the marks round it.
struct Bare {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Bare bare(const std::string& word) {
  const auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  Bare found{0, word.size()};
  while (found.begin < found.end && !is_letter(word[found.begin])) ++found.begin;
  while (found.end > found.begin && !is_letter(word[found.end - 1])) --found.end;
  return found;
}

bool is_lower(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

void exchange(std::string& word, const std::string& other) {
  const Bare place = bare(word);
  word.replace(place.begin, place.end - place.begin, other);
}

std::string plain(const std::string& word) {
  const Bare place = bare(word);
  return word.substr(place.begin, place.end - place.begin);
}

void reword(Sentence& sentence, Dice& dice) {
  for (std::string& word : sentence) {
    const std::string name = plain(word);
    const auto* found = std::find_if(kRewordings.begin(), kRewordings.end(),
                                     [&](const Rewording& each) { return each.from == name; });
    if (found != kRewordings.end() && dice.chance(kExchanged))
      exchange(word, std::string(found->to));
  }
  const auto is_lost = [&](const std::string& word) {
    return word.size() > 4 && is_lower(word) && word.substr(word.size() - 2) == "ly" &&
           dice.chance(kAdverbsLost);
  };
  sentence.erase(std::remove_if(sentence.begin(), sentence.end(), is_lost), sentence.end());
}

/// Where the second part of a sentence begins: behind a comma with three words or more on both
/// sides; 0 where there is none.
std::size_t second_part(const Sentence& sentence) {
  for (std::size_t i = 3; i + 3 < sentence.size(); ++i) {
    if (sentence[i - 1].back() == ',') return i;
  }
  return 0;
}

/// "A, B" as "B, A".
void turn(Sentence& sentence) {
  const std::size_t at = second_part(sentence);
  if (at == 0) return;
  sentence[at - 1].pop_back();
  sentence.back() += ',';
  std::rotate(sentence.begin(), sentence.begin() + static_cast<std::ptrdiff_t>(at), sentence.end());
}

void split(const Sentence& sentence, oracles::Paragraph& into) {
  const std::size_t at = second_part(sentence);
  if (at == 0 || sentence[at] != "and") {
    into.push_back(sentence);
    return;
  }
  const auto middle = sentence.begin() + static_cast<std::ptrdiff_t>(at);
  into.emplace_back(sentence.begin(), middle);
  into.back().back().pop_back();
  into.emplace_back(middle + 1, sentence.end());
}

}  // namespace

Story spin_words(Story story, const Thesaurus& thesaurus, const SpinSetting& setting, Dice& dice) {
  for (auto& paragraph : story.paragraphs) {
    for (auto& sentence : paragraph) {
      for (auto& word : sentence) {
        const std::string name = plain(word);
        if (name.size() < kShortest || !is_lower(name) || oracles::is_connecting(name) ||
            !dice.chance(setting.share)) {
          continue;
        }
        const auto others = thesaurus.synonyms(name, setting.senses, setting.phrases);
        if (!others.empty()) exchange(word, others[dice.roll(others.size())]);
      }
    }
  }
  return story;
}

Story rephrase(Story story, Dice& dice) {
  for (auto& paragraph : story.paragraphs) {
    oracles::Paragraph rephrased;
    for (auto& sentence : paragraph) {
      reword(sentence, dice);
      if (sentence.empty()) continue;
      if (dice.chance(kSplit)) {
        split(sentence, rephrased);
        continue;
      }
      if (dice.chance(kTurned)) turn(sentence);
      rephrased.push_back(sentence);
    }
    for (std::size_t i = 1; i < rephrased.size(); ++i) {
      if (dice.chance(kSwapped)) std::swap(rephrased[i - 1], rephrased[i]);
    }
    paragraph = std::move(rephrased);
  }
  return story;
}

}  // namespace copytaster::quality
