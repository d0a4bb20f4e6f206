#include "pipeline/text/html_hints.h"

#include <algorithm>
#include <array>
#include <string>

namespace copytaster::text {
namespace {

struct Word {
  std::string_view word;
  std::uint8_t hints;
};

/// Sorted by word. A word counts in its singular, too, where it ends in "s".
constexpr std::array kWords = {
    Word{"ad", kHintFurniture},
    Word{"ads", kHintFurniture},
    Word{"adslot", kHintFurniture},
    Word{"advert", kHintFurniture},
    Word{"advertisement", kHintFurniture},
    Word{"advertising", kHintFurniture},
    Word{"articlebody", kHintArticle},
    Word{"articletext", kHintArticle},
    Word{"author", kHintCaption},
    Word{"authors", kHintCaption},
    Word{"banner", kHintFurniture},
    Word{"bio", kHintFurniture},
    Word{"bookmark", kHintFurniture},
    Word{"breadcrumb", kHintFurniture},
    Word{"breadcrumbs", kHintFurniture},
    Word{"byline", kHintCaption},
    Word{"caption", kHintCaption},
    Word{"comment", kHintFurniture},
    Word{"comments", kHintFurniture},
    Word{"consent", kHintFurniture},
    Word{"cookie", kHintFurniture},
    Word{"cookies", kHintFurniture},
    Word{"copyright", kHintCaption},
    Word{"credit", kHintCaption},
    Word{"credits", kHintCaption},
    Word{"dateline", kHintCaption},
    Word{"disclaimer", kHintFurniture},
    Word{"disqus", kHintFurniture},
    Word{"footer", kHintFurniture},
    Word{"gdpr", kHintFurniture},
    Word{"interstitial", kHintFurniture},
    Word{"lead", kHintSummary},
    Word{"lede", kHintSummary},
    Word{"login", kHintFurniture},
    Word{"menu", kHintFurniture},
    Word{"modal", kHintFurniture},
    Word{"nav", kHintFurniture},
    Word{"navbar", kHintFurniture},
    Word{"navigation", kHintFurniture},
    Word{"newsletter", kHintFurniture},
    Word{"newsletters", kHintFurniture},
    Word{"outbrain", kHintFurniture},
    Word{"pagination", kHintFurniture},
    Word{"paywall", 0},
    Word{"popup", kHintFurniture},
    Word{"promo", kHintFurniture},
    Word{"promotion", kHintFurniture},
    Word{"recirculation", kHintFurniture},
    Word{"recommendation", kHintFurniture},
    Word{"recommendations", kHintFurniture},
    Word{"recommended", kHintFurniture},
    Word{"related", kHintFurniture},
    Word{"share", kHintFurniture},
    Word{"sharing", kHintFurniture},
    Word{"sidebar", kHintFurniture},
    Word{"signup", kHintFurniture},
    Word{"skip", kHintFurniture},
    Word{"social", kHintFurniture},
    Word{"socials", kHintFurniture},
    Word{"sponsor", kHintFurniture},
    Word{"sponsored", kHintFurniture},
    Word{"standfirst", kHintSummary},
    Word{"subscribe", kHintFurniture},
    Word{"subscription", kHintFurniture},
    Word{"summary", kHintSummary},
    Word{"taboola", kHintFurniture},
    Word{"tags", kHintFurniture},
    Word{"toolbar", kHintFurniture},
    Word{"tooltip", kHintFurniture},
    Word{"trending", kHintFurniture},
    Word{"widget", kHintFurniture},
};
static_assert(std::is_sorted(kWords.begin(), kWords.end(),
                             [](const Word& a, const Word& b) { return a.word < b.word; }));

constexpr std::size_t kLongestWord = 16;

}  // namespace

std::uint8_t hints_of(std::string_view names) {
  std::uint8_t hints = 0;
  std::array<char, kLongestWord> word{};
  std::size_t size = 0;
  const auto finish = [&] {
    if (size > 1 && size <= kLongestWord) {
      const std::string_view found(word.data(), size);
      const auto* const at = std::lower_bound(
          kWords.begin(), kWords.end(), found,
          [](const Word& each, std::string_view sought) { return each.word < sought; });
      if (at != kWords.end() && at->word == found) hints |= at->hints;
    }
    size = 0;
  };
  bool lower = false;
  for (const char c : names) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool letter = capital || (c >= 'a' && c <= 'z');
    if (!letter || (capital && lower)) finish();
    if (letter) {
      if (size < kLongestWord) word[size] = static_cast<char>(c | 0x20);
      ++size;
    }
    lower = letter && !capital;
  }
  finish();
  return hints;
}

}  // namespace copytaster::text
