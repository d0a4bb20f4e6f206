#include "pipeline/text/wire_words.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

namespace copytaster::text {
namespace {

/// Calls `each` with every code point of valid UTF-8.
void for_each_code_point(std::string_view text, const auto& each) {
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t value = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &value);
    if (size < 1) return;
    each(value);
    at += static_cast<std::size_t>(size);
  }
}

struct Count {
  std::size_t upper = 0;
  std::size_t lower = 0;
  std::size_t other = 0;  ///< letters of scripts without case
  bool upper_first = false;
};

Count count_letters(std::string_view text) {
  Count count;
  for_each_code_point(text, [&count](utf8proc_int32_t c) {
    const auto category = utf8proc_category(c);
    const bool first = count.upper + count.lower + count.other == 0;
    if (category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT) {
      ++count.upper;
      count.upper_first = count.upper_first || first;
    } else if (category == UTF8PROC_CATEGORY_LL) {
      ++count.lower;
    } else if (category == UTF8PROC_CATEGORY_LO) {
      ++count.other;
    }
  });
  return count;
}

/// Names of agencies, in small letters.
constexpr std::string_view kAgencies =
    "aa|aap|afp|afx|agencia brasil|agencies|agenturen|agenzia nova|agerpres|agi|"
    "agência brasil|adnkronos|anadolu|anadolu agency|andina|ani|anp|ansa|antara|ap|"
    "apa|app|askanews|associated press|ats|belga|belta|bernama|bloomberg|"
    "bloomberg news|bss|bta|business wire|canadian press|cnn|cp|dj|dow jones|"
    "dow jones newswires|dpa|dpa-afx|efe|epd|europa press|fars|globe newswire|"
    "globenewswire|hina|ians|interfax|ips|irna|isna|jiji|jiji press|keystone-ats|"
    "keystone-sda|kna|kuna|kyodo|kyodo news|lapresse|lusa|mena|mti|notimex|ntb|pa|"
    "pa media|pap|pna|pr newswire|press association|prnewswire|pti|qna|reuter|reuters|"
    "ria novosti|ritzau|rns|sda|sid|spa|stt|tanjug|tass|the associated press|"
    "the canadian press|thomson reuters foundation|tt|télam|ukrinform|unb|upi|vna|wam|"
    "xinhua|yonhap|čtk|рбк|риа новости|тасс|интерфакс";

/// "dpa/lhe": a region's service of the agency before it.
bool is_service(std::string_view part) {
  return part.size() >= 2 && part.size() <= 3 &&
         std::all_of(part.begin(), part.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

using Names = std::unordered_map<std::string_view, int>;

/// Twelve or seven lines of names, in calendar order.
template <std::size_t kSize>
Names numbered(const std::array<std::string_view, kSize>& lines) {
  Names names;
  for (std::size_t i = 0; i < kSize; ++i) {
    for (const std::string_view word : words_of(lines[i]))
      names.emplace(word, static_cast<int>(i) + 1);
  }
  return names;
}

int number_of(std::string_view word, const Names& names) {
  while (word.ends_with('.') || word.ends_with(',')) word.remove_suffix(1);
  if (word.size() < 2 || word.size() > 24) return 0;
  const auto found = names.find(in_small_letters(word));
  return found == names.end() ? 0 : found->second;
}

}  // namespace

Letters letters_of(std::string_view word) {
  const Count count = count_letters(word);
  if (count.upper + count.lower == 0) return Letters::kNone;
  if (count.upper == 0) return Letters::kLower;
  if (count.lower == 0) return count.upper > 1 ? Letters::kCapitals : Letters::kCapitalised;
  return count.upper_first && count.upper == 1 ? Letters::kCapitalised : Letters::kMixed;
}

bool in_capitals(std::string_view text, std::size_t least) {
  // Nearly every line says no with one of its first letters.
  if (std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
    return false;
  const Count count = count_letters(text);
  return count.upper >= least && count.lower == 0;
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  bool ascii = true;
  for (char& c : small) {
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  if (ascii) return small;
  small.clear();
  for_each_code_point(text, [&small](utf8proc_int32_t c) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto size = utf8proc_encode_char(utf8proc_tolower(c), bytes.data());
    small.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
  });
  return small;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_ascii_digit);
}

std::size_t count(std::string_view text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

int small_number(std::string_view word) {
  int number = 0;
  std::size_t digits = 0;
  while (digits < word.size() && is_ascii_digit(word[digits])) {
    if (digits == 4) return -1;
    number = number * 10 + (word[digits++] - '0');
  }
  if (digits == 0) return -1;
  static constexpr std::array<std::string_view, 12> kEndings = {
      "", ".", ",", "st", "nd", "rd", "th", "st,", "nd,", "rd,", "th,", "er"};
  const std::string_view ending = word.substr(digits);
  return std::find(kEndings.begin(), kEndings.end(), ending) == kEndings.end() ? -1 : number;
}

int month_of(std::string_view word) {
  static const Names kMonths = numbered<12>({
      "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari januar styczeń "
      "stycznia янв января",
      "february feb februar feber février fevrier févr fév febrero febbraio fevereiro fev februari "
      "lutego фев февраля",
      "march mar märz maerz mrz mars marzo março marco maart mrt marts marca мар марта",
      "april apr avril avr abril abr aprile kwietnia апр апреля",
      "may mai mayo maggio mag maio mei maj maja мая",
      "june jun juni juin junio giugno giu junho juin czerwca июн июня",
      "july jul juli juillet juil julio luglio lug julho lipca июл июля",
      "august aug août aout agosto ago augustus augusti sierpnia авг августа",
      "september sep sept septembre septiembre settembre set setembro września сен сентября",
      "october oct oktober okt octobre octubre ottobre ott outubro out październik października "
      "окт октября",
      "november nov novembre noviembre novembro listopada ноя ноября",
      "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia дек "
      "декабря",
  });
  return number_of(word, kMonths);
}

int weekday_of(std::string_view word) {
  static const Names kDays = numbered<7>({
      "monday mon montag lundi lunes lunedì lunedi segunda segunda-feira maandag måndag mandag "
      "poniedziałek poniedziałku понедельник понедельника",
      "tuesday tue tues dienstag mardi martes martedì martedi terça terça-feira dinsdag tisdag "
      "tirsdag wtorek wtorku вторник вторника",
      "wednesday wed mittwoch mercredi miércoles miercoles mercoledì mercoledi quarta quarta-feira "
      "woensdag onsdag środa środy среда среды",
      "thursday thu thur thurs donnerstag jeudi jueves giovedì giovedi quinta quinta-feira "
      "donderdag torsdag czwartek czwartku четверг четверга",
      "friday fri freitag vendredi viernes venerdì venerdi sexta sexta-feira vrijdag fredag piątek "
      "piątku "
      "пятница пятницы",
      "saturday sat samstag sonnabend samedi sábado sabado sabato zaterdag lördag lørdag sobota "
      "soboty "
      "суббота субботы",
      "sunday sun sonntag dimanche domingo domenica zondag söndag søndag niedziela niedzieli "
      "воскресенье воскресенья",
  });
  return number_of(word, kDays);
}

bool is_agency(std::string_view name) {
  static const std::unordered_set<std::string_view> kNames = [] {
    std::unordered_set<std::string_view> names;
    for (std::size_t at = 0; at < kAgencies.size();) {
      const std::size_t end = std::min(kAgencies.find('|', at), kAgencies.size());
      names.insert(kAgencies.substr(at, end - at));
      at = end + 1;
    }
    return names;
  }();
  if (name.empty() || name.size() > 48) return false;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    const std::string_view part = name.substr(at, end - at);
    if (!kNames.contains(in_small_letters(part)) && !(at > 0 && is_service(part))) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace copytaster::text
