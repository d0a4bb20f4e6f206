#include "pipeline/annotate/name_spans.h"

#include <algorithm>

namespace copytaster::annotate {
namespace {

using text::LetterCase;
using text::TokenKind;

/// Tokens of a run of capitals that are read as one: no name is longer, and without a bound a text
/// in capitals would cost the square of its length.
constexpr std::size_t kLongestRun = 48;

struct Match {
  std::size_t end = 0;
  const LexiconEntry* entry = nullptr;
};

class Finder {
 public:
  Finder(std::string_view text, const std::vector<text::Token>& tokens, const Lexicons& lexicons)
      : text_(text), tokens_(tokens), lexicons_(lexicons) {}

  Names run() {
    found_.reserve(tokens_.size() / 8);
    read_words();
    mark_strict();
    for (std::size_t i = 0; i < words_.size();) {
      i = words_[i].capital ? take(i) : i + 1;
    }
    return {std::move(words_), std::move(found_)};
  }

 private:
  void read_words();
  void look_up_words();
  void mark_strict();
  std::size_t take(std::size_t i);
  std::size_t take_chunk(std::size_t begin, std::size_t end, bool after_title);
  std::size_t span_end(std::size_t i) const;
  std::size_t organisation_end(std::size_t begin, std::size_t end) const;
  bool is_person(std::size_t begin, std::size_t end, bool after_title) const;
  bool is_something_else(std::size_t begin, std::size_t end) const;
  bool is_place(std::size_t begin, std::size_t end) const;
  bool is_acronym(std::size_t i) const;
  bool is_article(std::size_t i) const;
  bool connected_to_name(std::size_t i) const;
  bool begins_person(std::size_t i) const;
  std::size_t take_modified(std::size_t i, std::size_t end);
  Match match(std::size_t i, std::uint32_t kinds) const;
  bool place_context(std::size_t begin, std::size_t end) const;
  bool said(std::size_t begin, std::size_t end) const;
  bool connected(std::size_t i) const { return i < words_.size() && words_[i].joined; }
  std::uint32_t kinds(std::size_t i) const { return i < words_.size() ? words_[i].kinds : 0; }
  void emit(std::size_t begin, std::size_t end, EntityType type, const LexiconEntry* entry,
            std::string_view evidence);
  std::size_t take_single(std::size_t i, bool after_title);

  std::string_view text_;
  const std::vector<text::Token>& tokens_;
  const Lexicons& lexicons_;
  std::vector<Word> words_;
  std::vector<NameSpan> found_;
};

void Finder::read_words() {
  words_.resize(tokens_.size());
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const text::Token& token = tokens_[i];
    Word& word = words_[i];
    word.hash = word_hash(text_, token);
    word.key = phrase_key(0, word.hash);
    word.joined = i > 0 && token.begin == tokens_[i - 1].end + 1 && text_[token.begin - 1] == ' ';
    const bool wordy = token.kind == TokenKind::kWord && !token.masked;
    const char first = text_[token.begin];
    word.upper = wordy && token.letter_case == LetterCase::kUpper;
    word.capital =
        wordy && (word.upper || token.letter_case == LetterCase::kCapitalised ||
                  (token.letter_case == LetterCase::kMixed && first >= 'A' && first <= 'Z'));
    word.initial = word.upper && (token.end - token.begin == 1 ||
                                  (token.end - token.begin == 2 && text_[token.end - 1] == '.'));
    word.asked = wordy || token.kind == TokenKind::kPunctuation || token.kind == TokenKind::kNumber;
  }
  look_up_words();
}

/// In two rounds apart from the reading of the text, each without a branch that one look decides
/// for the next: so what they wait for is fetched side by side and not one after the other.
void Finder::look_up_words() {
  std::vector<std::uint32_t> perhaps_known(words_.size());
  std::size_t size = 0;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    perhaps_known[size] = static_cast<std::uint32_t>(i);
    size += static_cast<std::size_t>(words_[i].asked & lexicons_.may_hold(words_[i].key));
  }
  for (std::size_t k = 0; k < size; ++k) {
    Word& word = words_[perhaps_known[k]];
    word.entry = lexicons_.find(word.key);
    if (word.entry != nullptr) word.kinds = word.entry->kinds;
  }
}

// A headline in title case, or a line in capitals: there only the lexicons tell what a name is.
void Finder::mark_strict() {
  for (std::size_t i = 0; i < words_.size();) {
    std::size_t end = i + 1;
    while (end < words_.size() && !tokens_[end].starts_sentence) ++end;
    std::size_t long_words = 0;
    std::size_t capitals = 0;
    std::size_t upper = 0;
    for (std::size_t k = i; k < end; ++k) {
      if (tokens_[k].kind != TokenKind::kWord || tokens_[k].end - tokens_[k].begin < 4) continue;
      ++long_words;
      capitals += words_[k].capital ? 1U : 0U;
      upper += words_[k].upper ? 1U : 0U;
    }
    const bool strict = (long_words >= 5 && capitals * 10 >= long_words * 9) ||
                        (long_words >= 2 && upper * 10 >= long_words * 7);
    for (; i < end; ++i) words_[i].strict = strict;
  }
}

Match Finder::match(std::size_t i, std::uint32_t wanted) const {
  const auto [end, entry] = longest_phrase(tokens_, words_, lexicons_, i, wanted);
  return {end, entry};
}

std::size_t Finder::span_end(std::size_t i) const {
  std::size_t end = i + 1;
  if (words_[i].hash != tokens_[i].hash) return end;
  while (end < words_.size() && end - i < kLongestRun) {
    const bool dot = tokens_[end].begin == tokens_[end - 1].end && text_[tokens_[end].begin] == '.';
    if (dot && words_[end - 1].initial && end + 1 < words_.size() && words_[end + 1].capital &&
        words_[end + 1].joined) {
      end += 2;  // "W" "." "Bush"
    } else if (words_[end].capital && words_[end].joined) {
      ++end;
    } else if ((kinds(end) & kParticle) != 0 && (kinds(end) & kInsideOrg) == 0 && connected(end) &&
               connected(end + 1) && words_[end + 1].capital) {
      end += 2;  // "Ursula von der Leyen" takes two rounds
    } else if ((kinds(end) & kParticle) != 0 && (kinds(end) & kInsideOrg) == 0 && connected(end) &&
               connected(end + 1) && connected(end + 2) && (kinds(end + 1) & kParticle) != 0 &&
               words_[end + 2].capital) {
      end += 3;
    } else {
      break;
    }
    // A possessive ends a name: "China's Central Foreign Affairs Commission".
    const text::Token& last = tokens_[end - 1];
    if (words_[end - 1].hash != last.hash) break;
  }
  return end;
}

bool Finder::place_context(std::size_t begin, std::size_t end) const {
  if (begin > 0 && (kinds(begin - 1) & kPlaceBefore) != 0) return true;
  return end + 1 < words_.size() && text_[tokens_[end].begin] == ',' && words_[end + 1].joined &&
         words_[end + 1].capital && (kinds(end + 1) & kPlaceName) != 0;
}

bool Finder::said(std::size_t begin, std::size_t end) const {
  return (kinds(end) & kSay) != 0 || (begin > 0 && (kinds(begin - 1) & kSay) != 0);
}

void Finder::emit(std::size_t begin, std::size_t end, EntityType type, const LexiconEntry* entry,
                  std::string_view evidence) {
  NameSpan span;
  span.begin = begin;
  span.end = end;
  span.type = type;
  span.entry = entry;
  span.evidence = evidence;
  span.first = words_[begin].hash;
  span.last = words_[end - 1].hash;
  span.family_first = type == EntityType::kPerson && (kinds(begin) & kFamilyFirst) != 0;
  found_.push_back(span);
}

std::size_t Finder::take(std::size_t i) {
  const std::size_t end = span_end(i);
  bool after_title = false;
  while (i < end) {
    const Match name = match(i, kPlaceName | kOrgName | kPersonName);
    const Match title = match(i, kTitle);
    if (title.end > i && title.end >= name.end) {
      std::size_t next = title.end;
      if (next < words_.size() && text_[tokens_[next].begin] == '.' &&
          tokens_[next].begin == tokens_[next - 1].end) {
        ++next;  // "Mr" "."
      }
      const bool person_follows = next < words_.size() && words_[next].capital &&
                                  words_[next].joined && (kinds(next) & (kOrgHead | kDemonym)) == 0;
      if (person_follows && next >= end) {
        return take_chunk(next, span_end(next), true);
      }
      after_title = person_follows;
      i = next;
      continue;
    }
    if (const std::size_t modified = name.end <= i ? take_modified(i, end) : i; modified > i) {
      i = modified;
      after_title = false;
      continue;
    }
    if (name.end <= i && (kinds(i) & (kDemonym | kCalendar)) != 0) {
      ++i;
      after_title = false;
      continue;
    }
    if (name.end <= i && (kinds(i) & kCommon) != 0 &&
        (tokens_[i].starts_sentence || (kinds(i) & (kSurname | kFirstName | kFamilyFirst)) == 0) &&
        !(begins_person(i) || place_context(i, i + 1))) {
      ++i;
      continue;
    }
    std::size_t chunk = i + 1;
    while (chunk < end && (kinds(chunk) & (kDemonym | kCalendar)) == 0) ++chunk;
    i = take_chunk(i, chunk, after_title);
    after_title = false;
  }
  return std::max(i, end);
}

// "South Korea" is one word of the lexicons; "Northern Alberta", "National Federation Party" and
// "British Computer Society" are put together here.
std::size_t Finder::take_modified(std::size_t i, std::size_t end) {
  const bool direction = (kinds(i) & kDirection) != 0;
  if (!direction && (kinds(i) & (kModifier | kDemonym)) == 0) return i;
  if (words_[i].strict || words_[i].upper || i + 1 >= end) return i;
  const Match place = match(i + 1, kPlaceName);
  if (direction && place.end > i + 1 && organisation_end(i, end) == i) {
    emit(i, place.end, EntityType::kPlace, nullptr, "direction and place");
    return place.end;
  }
  if (match(i + 1, kOrgName).end > i + 1 || is_something_else(i, end)) return i;
  const std::size_t organisation = organisation_end(i, end);
  if (organisation <= i + 1) return i;
  emit(i, organisation, EntityType::kOrganisation, nullptr, "word of organisations");
  return organisation;
}

// Cups, wars, laws and holidays are no people, organisations or places.
bool Finder::is_something_else(std::size_t begin, std::size_t end) const {
  if ((kinds(end - 1) & kOtherHead) == 0) return false;
  return (kinds(end - 1) & kSurname) == 0 || (kinds(begin) & kFirstName) == 0 || end - begin > 3;
}

bool Finder::is_place(std::size_t begin, std::size_t end) const {
  const std::size_t length = end - begin;
  if (length < 2) return false;
  if ((kinds(begin) & kPlaceStart) != 0 && length <= 3) return true;
  if ((kinds(end - 1) & kPlaceHead) == 0) return false;
  const bool may_be_surname = (kinds(end - 1) & kSurname) != 0;
  return !may_be_surname || (kinds(begin) & kFirstName) == 0 || length > 2 ||
         (begin > 0 && (kinds(begin - 1) & kPlaceBefore) != 0);
}

// "Will Smith" at the beginning of a sentence.
bool Finder::begins_person(std::size_t i) const {
  return (kinds(i) & kFirstName) != 0 && connected(i + 1) && words_[i + 1].capital &&
         (kinds(i + 1) & kSurname) != 0 && (kinds(i + 1) & kCommon) == 0;
}

// Followed by another capital or a number: a row of a table, or a name that we don't understand.
bool Finder::connected_to_name(std::size_t i) const {
  return connected(i + 1) && (words_[i + 1].capital || tokens_[i + 1].kind == TokenKind::kNumber);
}

bool Finder::is_article(std::size_t i) const {
  const std::string_view word = text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  return word == "the" || word == "The";
}

// Three to six capitals that no list knows, in a sentence that has small letters.
bool Finder::is_acronym(std::size_t i) const {
  const std::string_view word = text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  if (!words_[i].upper || words_[i].strict || kinds(i) != 0 || word.size() < 3 || word.size() > 6)
    return false;
  if (word.find_first_not_of("IVXLCM") == std::string_view::npos) return false;  // a number
  const bool beside = (i > 0 && words_[i].joined && words_[i - 1].upper) ||
                      (connected(i + 1) && words_[i + 1].upper);
  return !beside;
}

std::size_t Finder::organisation_end(std::size_t begin, std::size_t end) const {
  std::size_t last_head = begin;
  for (std::size_t k = begin; k < end; ++k) {
    if ((kinds(k) & kOrgHead) != 0) last_head = k + 1;
  }
  if (last_head == begin) return begin;
  // "Ministry of Foreign Affairs", "University of Oxford"
  if (last_head == end && connected(end) && text_.substr(tokens_[end].begin, 3) == "of " &&
      end + 1 < words_.size() && words_[end + 1].capital && (kinds(end + 1) & kCalendar) == 0) {
    return span_end(end + 1);
  }
  return end - begin >= 2 && last_head > begin + 1 ? last_head : begin;
}

bool Finder::is_person(std::size_t begin, std::size_t end, bool after_title) const {
  const std::size_t length = end - begin;
  if (length > 5) return false;
  for (std::size_t k = begin; k < end; ++k) {
    if (words_[k].upper && !words_[k].initial && tokens_[k].end - tokens_[k].begin > 3)
      return false;
  }
  if (after_title) return length <= 4;
  if (length < 2) return false;
  const std::uint32_t first = kinds(begin);
  const std::uint32_t last = kinds(end - 1);
  if ((last & (kPlaceHead | kOrgHead)) != 0 && (last & kSurname) == 0) return false;
  if ((first & kFirstName) != 0 || words_[begin].initial) return true;
  if ((first & kFamilyFirst) != 0 && length <= 3) return true;
  return length <= 3 && (last & kSurname) != 0 && (first & (kCommon | kPlaceName | kOrgHead)) == 0;
}

std::size_t Finder::take_single(std::size_t i, bool after_title) {
  const std::uint32_t kind = kinds(i);
  const bool acronym_fits = (kind & kAcronym) == 0 || (words_[i].upper && !words_[i].strict);
  if (after_title && (kind & kPlaceName) == 0) {
    emit(i, i + 1, EntityType::kPerson, nullptr, "title");
    found_.back().bare = found_.back().sure = true;
  } else if ((kind & kPlaceName) != 0 && acronym_fits) {
    emit(i, i + 1, EntityType::kPlace, words_[i].entry, "lexicon places");
    found_.back().bare = (kind & kSurname) != 0 && !place_context(i, i + 1);
    found_.back().sure = true;
  } else if ((kind & kOrgName) != 0 && acronym_fits) {
    emit(i, i + 1, EntityType::kOrganisation, words_[i].entry, "lexicon organisations");
  } else if (place_context(i, i + 1) && (kind & kSmallPlace) != 0 && !words_[i].strict &&
             !tokens_[i].starts_sentence) {
    emit(i, i + 1, EntityType::kPlace, words_[i].entry, "lexicon places, in context");
  } else if (is_acronym(i)) {
    emit(i, i + 1, EntityType::kOrganisation, nullptr, "acronym");
    found_.back().bare = true;
    found_.back().sure = i > 0 && words_[i].joined && is_article(i - 1);
  } else {
    const bool plain = (kind & (kCommon | kOrgHead | kPlaceHead | kOtherHead | kTitle)) == 0 &&
                       !words_[i].strict && !words_[i].upper;
    const bool named = (kind & kSurname) != 0 && said(i, i + 1);
    const bool well_known = (kind & kWellKnown) != 0;
    const bool first =
        (kind & kFirstName) != 0 && !tokens_[i].starts_sentence && !connected_to_name(i);
    emit(i, i + 1, EntityType::kPerson, nullptr,
         named        ? "said"
         : well_known ? "well-known surname"
                      : "first name");
    found_.back().bare = true;
    found_.back().sure = plain && (named || first || well_known);
    found_.back().whole = plain && !connected_to_name(i);
  }
  return i + 1;
}

std::size_t Finder::take_chunk(std::size_t begin, std::size_t end, bool after_title) {
  const Match name = match(begin, kPlaceName | kOrgName | kPersonName);
  const bool several = name.end > begin + 1;
  if (several &&
      (name.end >= end || (name.entry->kinds & kPersonName) != 0 || words_[begin].strict)) {
    const std::uint32_t kind = name.entry->kinds;
    const EntityType type = (kind & kPersonName) != 0  ? EntityType::kPerson
                            : (kind & kPlaceName) != 0 ? EntityType::kPlace
                                                       : EntityType::kOrganisation;
    emit(begin, name.end, type, name.entry, "lexicon");
    return name.end;
  }
  if (end - begin == 1 && organisation_end(begin, end) == begin)
    return take_single(begin, after_title);
  if (words_[begin].strict) {
    if (!begins_person(begin) || (kinds(begin) & kCommon) != 0) return take_single(begin, false);
    emit(begin, begin + 2, EntityType::kPerson, nullptr, "first name and surname");
    return begin + 2;
  }
  if (!after_title && is_something_else(begin, end)) return end;
  const std::size_t organisation = organisation_end(begin, end);
  if (organisation > begin) {
    emit(begin, organisation, EntityType::kOrganisation, nullptr, "word of organisations");
    return organisation;
  }
  if (!after_title && is_place(begin, end)) {
    emit(begin, end, EntityType::kPlace, nullptr, "word of places");
    return end;
  }
  if (is_person(begin, end, after_title)) {
    emit(begin, end, EntityType::kPerson, nullptr,
         after_title ? "title" : "first name and surname");
    return end;
  }
  const Match small = match(begin, kSmallPlace);
  if (small.end == end && place_context(begin, end)) {
    emit(begin, end, EntityType::kPlace, small.entry, "lexicon places, in context");
    return end;
  }
  if (several) {
    const EntityType type =
        (name.entry->kinds & kPlaceName) != 0 ? EntityType::kPlace : EntityType::kOrganisation;
    emit(begin, name.end, type, name.entry, "lexicon");
    return name.end;
  }
  return take_single(begin, false);
}

}  // namespace

std::pair<std::size_t, const LexiconEntry*> longest_phrase(const std::vector<text::Token>& tokens,
                                                           const std::vector<Word>& words,
                                                           const Lexicons& lexicons, std::size_t i,
                                                           std::uint32_t kinds) {
  std::pair<std::size_t, const LexiconEntry*> best{0, nullptr};
  std::uint64_t key = 0;
  for (std::size_t k = i; k < words.size() && k < i + Lexicons::kMaxPhrase; ++k) {
    if (tokens[k].masked || (k > i && tokens[k].begin > tokens[k - 1].end + 1)) break;
    key = phrase_key(key, words[k].hash);
    const LexiconEntry* entry = k == i ? words[k].entry : lexicons.find(key);
    if (entry == nullptr) break;
    const bool acronym = (entry->kinds & kAcronym) != 0;
    const bool cased = acronym ? words[k].upper && !words[k].strict
                               : words[k].capital || tokens[k].kind != TokenKind::kWord || k > i;
    if ((entry->kinds & kinds) != 0 && cased) best = {k + 1, entry};
    if ((entry->kinds & kPrefix) == 0) break;
  }
  return best;
}

Names find_names(std::string_view text, const std::vector<text::Token>& tokens,
                 const Lexicons& lexicons) {
  return Finder(text, tokens, lexicons).run();
}

}  // namespace copytaster::annotate
