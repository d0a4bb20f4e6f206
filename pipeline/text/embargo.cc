#include "pipeline/text/embargo.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "pipeline/text/embargo_time.h"
#include "pipeline/text/wire_words.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kLongestLine = 200;
constexpr std::size_t kPlaceWords = 2;  ///< of "New York time"

/// What may stand around an embargo.
constexpr std::string_view kOrnaments = " *-=+#/([<\"!:.)]>";

/// How embargo lines begin, in small letters.
constexpr std::array<std::string_view, 56> kBeginnings = {"embargoed until",
                                                          "embargoed till",
                                                          "embargoed to ",
                                                          "embargoed for",
                                                          "embargoed:",
                                                          "embargo until",
                                                          "embargo till",
                                                          "embargo:",
                                                          "is embargoed until",
                                                          "embargo bis",
                                                          "embargo jusqu",
                                                          "embargo hasta",
                                                          "embargo fino",
                                                          "embargo até",
                                                          "embargo tot",
                                                          "embargo til",
                                                          "strict embargo",
                                                          "strictly embargoed",
                                                          "under embargo",
                                                          "under strict embargo",
                                                          "hold for release",
                                                          "not for release",
                                                          "not for publication",
                                                          "not for broadcast",
                                                          "do not publish before",
                                                          "do not publish until",
                                                          "do not release before",
                                                          "do not release until",
                                                          "do not broadcast before",
                                                          "not to be released",
                                                          "not to be published",
                                                          "for release at",
                                                          "for release after",
                                                          "release time:",
                                                          "sperrfrist",
                                                          "achtung sperrfrist",
                                                          "achtung, sperrfrist",
                                                          "gesperrt bis",
                                                          "frei ab",
                                                          "frei zur veröffentlichung ab",
                                                          "sous embargo",
                                                          "ne pas publier avant",
                                                          "embargado hasta",
                                                          "embargada hasta",
                                                          "bajo embargo",
                                                          "no publicar antes",
                                                          "sotto embargo",
                                                          "non pubblicare prima",
                                                          "embargado até",
                                                          "sob embargo",
                                                          "onder embargo",
                                                          "não publicar antes",
                                                          "niet publiceren voor",
                                                          "nicht veröffentlichen vor",
                                                          "nie publikować przed",
                                                          "не публиковать до"};

/// Whether a sentence begins here, and not more of a time: "10 a.m. GMT", "10 a.m. Monday".
bool begins_report(std::string_view text) {
  const std::string_view word = text.substr(0, text.find(' '));
  if (word.empty() || word.front() < 'A' || word.front() > 'Z') return false;
  const TimeParts parts = read_time(word);
  return !parts.minutes_east && !parts.eastern && parts.weekday == 0 && parts.month == 0;
}

/// The line behind what it calls its text: "Press release", "Pressemitteilung –", "This news
/// release is".
std::string_view behind_genre(std::string_view small) {
  static constexpr std::array<std::string_view, 18> kGenres = {"press release",
                                                               "news release",
                                                               "media release",
                                                               "press notice",
                                                               "embargoed press release",
                                                               "pressemitteilung",
                                                               "presseinformation",
                                                               "medienmitteilung",
                                                               "communiqué de presse",
                                                               "communiqué",
                                                               "nota de prensa",
                                                               "comunicado de prensa",
                                                               "comunicado",
                                                               "comunicato stampa",
                                                               "comunicado de imprensa",
                                                               "nota à imprensa",
                                                               "persbericht",
                                                               "pressmeddelande"};
  static constexpr std::array<std::string_view, 10> kJoined = {
      " is ", " - ", ": ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " | ", " \xc2\xb7 ",
      ", ",   " (",  " "};
  if (small.starts_with("this ")) small.remove_prefix(5);
  for (const std::string_view genre : kGenres) {
    if (!small.starts_with(genre)) continue;
    const std::string_view rest = small.substr(genre.size());
    for (const std::string_view joined : kJoined)
      if (rest.starts_with(joined)) return rest.substr(joined.size());
  }
  return small;
}

/// The line behind a word that calls to attention: "NOTE: ", "Achtung, ".
std::string_view behind_call(std::string_view small) {
  static constexpr std::array<std::string_view, 20> kCalls = {
      "note",      "please note", "nb",         "n.b.",    "nota bene",
      "attention", "warning",     "important",  "notice",  "eds",
      "news",      "achtung",     "wichtig",    "hinweis", "wichtiger hinweis",
      "atención",  "nota",        "attenzione", "uwaga",   "внимание"};
  for (const std::string_view call : kCalls) {
    if (!small.starts_with(call)) continue;
    const std::size_t mark = std::min(small.find_first_not_of(' ', call.size()), small.size());
    if (mark == small.size() || std::string_view(":!,-").find(small[mark]) == small.npos) continue;
    const std::size_t rest = small.find_first_not_of(" *:!-", mark);
    return rest == small.npos ? small : small.substr(rest);
  }
  return small;
}

/// The words that name an embargo itself, whatever language they are of.
bool names_embargo(std::string_view word) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "embargo", "embargoed", "embargado", "embargada", "sperrfrist",
      "эмбарго", "ембарго",   "embargó",   "embargoet"};
  return contains(kNames, word);
}

/// Whether such a word may stand in a text, small or large: most have none.
bool holds_name(std::string_view text) {
  static constexpr std::array<std::string_view, 6> kParts = {"mbarg",     "MBARG",  "perrfrist",
                                                             "PERRFRIST", "мбарго", "МБАРГО"};
  return std::any_of(kParts.begin(), kParts.end(),
                     [text](std::string_view part) { return text.find(part) != text.npos; });
}

/// What may stand before the word: "STRICT EMBARGO", "Sous embargo".
bool leads_to_embargo(std::string_view word) {
  static constexpr std::array<std::string_view, 13> kWords = {
      "strict", "strictly", "under", "press", "media", "news", "sous",
      "bajo",   "sotto",    "sob",   "onder", "pod",   "под"};
  return contains(kWords, word);
}

/// Words that say until when.
bool says_until(std::string_view word) {
  static constexpr std::array<std::string_view, 22> kWords = {
      "until",   "till", "to",  "bis",     "au",     "al",       "do",       "до",
      "hasta",   "fino", "até", "tot",     "til",    "jusqu'au", "jusqu’au", "jusqu'à",
      "jusqu’à", "le",   "for", "release", "before", "expires"};
  return contains(kWords, word);
}

/// Small words around the parts of a time.
bool joins_time(std::string_view word) {
  static constexpr std::array<std::string_view, 54> kWords = {
      "at",        "on",    "the",     "of",     "and",      "not",   "publication", "use",
      "broadcast", "print", "online",  "web",    "is",       "lifts", "lifted",      "ends",
      "ended",     "date",  "noon",    "midday", "midnight", "today", "tomorrow",    "der",
      "den",       "dem",   "zum",     "um",     "am",       "heute", "morgen",      "à",
      "a",         "de",    "du",      "des",    "la",       "las",   "los",         "el",
      "del",       "di",    "alle",    "all'",   "às",       "as",    "dia",         "día",
      "godz",      "godz.", "godziny", "г",      "г.",       "в"};
  return contains(kWords, word) || says_until(word);
}

/// "London time", "heure de Paris": words behind which, or before which, a place stands.
bool names_local_time(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kWords = {
      "time", "local", "heure",    "heures", "hora",    "horas",
      "ora",  "ore",   "ortszeit", "czasu",  "времени", "tid"};
  return contains(kWords, word);
}

bool is_mark(std::string_view word) {
  return word.find_first_not_of(":.!|/=<>+#\"-\xe2\x80\x93\x94\xa2") == word.npos;
}

/// "EMBARGO - 15 June 2026, 06:00 GMT", "Embargo lifts 0600 GMT Monday": the word, and behind
/// it nothing but a time with its day. So what is written about an embargo is none: "Embargo on oil
/// begins 15 June". Where no hour stands the word for "until", a mark or the day must follow.
bool is_notice(std::string_view named) {
  if (!holds_name(named)) return false;
  const std::vector<std::string> words = time_words(named);
  std::size_t at = 0;
  const auto bare = [&words](std::size_t i) {
    const std::string_view word = words[i];
    return word.substr(0, word.find_last_not_of(":.!|-\"") + 1);
  };
  while (at < words.size() && leads_to_embargo(words[at])) ++at;
  if (at == words.size() || !names_embargo(bare(at))) return false;
  const bool marked = bare(at).size() < words[at].size();
  const std::size_t first = ++at;
  std::size_t strangers = 0;
  bool local = false;
  for (; at < words.size(); ++at) {
    const std::string_view word = bare(at);
    local = local || names_local_time(word);
    const bool known = word.empty() || is_mark(word) || is_time_word(word) || joins_time(word) ||
                       names_local_time(word) || names_embargo(word);
    strangers += known ? 0U : 1U;
  }
  if (first == words.size() || strangers > (local ? kPlaceWords : 0)) return false;
  const TimeParts parts = read_time(named);
  if (!parts.has_day()) return false;
  const std::string_view next = bare(first);
  return parts.has_hour() || marked || next.empty() || is_mark(next) || says_until(next) ||
         is_time_word(next);
}

std::string_view without_ornaments(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(kOrnaments);
  return begin == line.npos ? std::string_view() : line.substr(begin);
}

/// Whether an embargo may begin with these letters; most lines are told by the first.
bool may_begin(std::string_view line) {
  static constexpr std::string_view kInitials = "adeshnfgboucmpiwADESHNFGBOUCMPIW\xd0\xd1";
  return (!line.empty() && kInitials.find(line.front()) != kInitials.npos) ||
         line.starts_with("This ") || line.starts_with("THIS ") || line.starts_with("this ");
}

/// How embargoes begin that name no embargo, or say more than its time: "Not for release before".
/// `named` is what is left of the line behind a call or a genre of `before` bytes.
bool begins_as_embargo(std::string_view line, std::string_view named, std::size_t before) {
  const auto beginning =
      std::find_if(kBeginnings.begin(), kBeginnings.end(),
                   [named](std::string_view each) { return named.starts_with(each); });
  if (beginning == kBeginnings.end()) return false;
  const std::string_view rest = named.substr(beginning->size());
  const bool nothing_follows = rest.find_first_not_of(kOrnaments) == rest.npos;
  if (nothing_follows || (rest.size() <= 8 && in_capitals(line, 7))) return true;
  const TimeParts parts = read_time(line);
  if (before > 0 && line.ends_with('.') && !parts.has_hour()) return false;
  return parts.has_hour() || parts.month != 0 || parts.weekday != 0 || parts.day != 0 ||
         rest.find("further notice") != rest.npos || rest.find("delivery") != rest.npos;
}

/// Where an embargo ends that the report's text follows on its line, behind the mark between them;
/// 0 where none follows.
std::size_t notice_end(std::string_view line, const auto& holds_back) {
  static constexpr std::array<std::string_view, 7> kMarks = {
      ". ", ": ", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " | ", "] "};
  const std::string_view near = line.substr(0, kLongestLine);
  for (std::size_t at = near.find(' '); at != near.npos; at = near.find(' ', at + 1)) {
    for (const std::string_view mark : kMarks) {
      const std::size_t begin = at - (mark.front() == ' ' ? 0 : 1);
      if (at == 0 || !line.substr(begin).starts_with(mark)) continue;
      const std::string_view rest = line.substr(begin + mark.size());
      if (!begins_report(rest) || !holds_back(line.substr(0, begin))) continue;
      // "STRICT EMBARGO: Not for release before 0600 GMT": its time is behind the mark.
      const TimeParts parts = read_time(line.substr(0, begin));
      const bool timed = parts.has_hour() && parts.has_day();
      if (mark != ". " && !timed && (!parts.has_day() || read_time(rest).has_hour())) continue;
      return begin + mark.size();
    }
  }
  return 0;
}

}  // namespace

bool is_embargo(std::string_view line) {
  line = without_ornaments(line);
  if (line.size() > kLongestLine || !may_begin(line)) return false;
  if (line.size() < 12 && in_capitals(line, 7) && in_small_letters(line.substr(0, 7)) == "embargo")
    return true;
  // Nearly every line is told by its first words.
  const std::string whole = in_small_letters(line);
  const std::string_view named = behind_genre(behind_call(whole));
  return is_notice(named) || begins_as_embargo(line, named, whole.size() - named.size());
}

std::size_t embargo_end(std::string_view line) {
  const std::size_t rest = notice_end(line, is_embargo);
  if (rest != 0) return line.substr(0, rest).find_last_not_of(' ') + 1;
  return is_embargo(line) ? line.size() : 0;
}

std::size_t headline_embargo_end(std::string_view headline) {
  if (!holds_name(headline)) return 0;
  const auto holds_back = [](std::string_view part) {
    const std::string small = in_small_letters(without_ornaments(part));
    return may_begin(small) && is_notice(behind_genre(behind_call(small)));
  };
  const std::size_t end = notice_end(headline, holds_back);
  return end != 0 ? end : holds_back(headline) ? headline.size() : 0;
}

}  // namespace copytaster::text
