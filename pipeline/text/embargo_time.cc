#include "pipeline/text/embargo_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <utility>

#include "pipeline/text/wire_words.h"

namespace copytaster::text {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::size_t kLongestLine = 200;
constexpr std::int64_t kMillisecondsADay = 86'400'000;
constexpr int kMinutesADay = 24 * 60;
constexpr std::int64_t kCalendarEnd = 253'402'300'800'000;  ///< the year 10000
constexpr int kFarthest = 190;  ///< days: a date without a year is never farther from the message

struct Zone {
  std::string_view name;
  int minutes_east;
};

/// Abbreviations with one meaning in a newsroom. IST, CST and AST have several.
constexpr std::array<Zone, 31> kZones = {
    {{"gmt", 0},    {"utc", 0},    {"z", 0},      {"wet", 0},    {"bst", 60},   {"west", 60},
     {"cet", 60},   {"mez", 60},   {"cest", 120}, {"mesz", 120}, {"eet", 120},  {"eest", 180},
     {"msk", 180},  {"мск", 180},  {"sast", 120}, {"eat", 180},  {"gst", 240},  {"pkt", 300},
     {"sgt", 480},  {"hkt", 480},  {"awst", 480}, {"jst", 540},  {"kst", 540},  {"aest", 600},
     {"aedt", 660}, {"nzst", 720}, {"nzdt", 780}, {"est", -300}, {"edt", -240}, {"pst", -480},
     {"pdt", -420}}};

template <typename T>
void set(T& field, T empty, T value, TimeParts& parts) {
  parts.contradictory = parts.contradictory || (field != empty && field != value);
  field = value;
}

/// Digits from there on.
std::size_t digits_at(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
  return end - std::min(at, end);
}

/// "2026-06-15t06:00:00.000+02:00", "20260615t0600z" (ISO 8601) as a date, a time without its
/// seconds and a zone, apart; any other word as it is.
void add_time_words(std::string_view word, std::vector<std::string>& words) {
  const std::size_t t = word.find('t');
  const bool dated = t == 10 || t == 8;
  if (!dated || digits_at(word, 0) < 4 || digits_at(word, t + 1) < 2) {
    words.emplace_back(word);
    return;
  }
  std::string date(word.substr(0, t));
  if (t == 8) date.insert(6, "-").insert(4, "-");
  words.push_back(std::move(date));
  const std::string_view rest = word.substr(t + 1);
  const std::size_t end = std::min(rest.find_first_of("+-z"), rest.size());
  std::string_view time = rest.substr(0, end);
  time = time.substr(0, time.find('.'));
  words.emplace_back(time.substr(0, time.size() == 6 ? 4 : 8));
  std::string_view zone = rest.substr(end);
  while (zone.ends_with('.') || zone.ends_with(':')) zone.remove_suffix(1);
  if (!zone.empty()) words.emplace_back(zone);
}

/// "18.30", "18:30", "18h30", "18:30:00": hours and minutes.
std::optional<int> clock(std::string_view word) {
  if (word.size() == 8 && word[5] == ':' && digits_at(word, 6) == 2) word.remove_suffix(3);
  const std::size_t mark = word.find_first_of(":.h");
  if (mark == 0 || mark == word.npos || mark > 2 || word.size() != mark + 3) return std::nullopt;
  const int hours = small_number(word.substr(0, mark));
  const std::string_view tail = word.substr(mark + 1);
  if (!is_ascii_digit(tail[0]) || !is_ascii_digit(tail[1])) return std::nullopt;
  const int rest = small_number(tail);
  if (hours < 0 || hours > 24 || rest > 59) return std::nullopt;
  return hours * 60 + rest;
}

/// "0001", "1830": four digits that are a time of the day.
std::optional<int> four_digits(std::string_view word) {
  if (word.size() != 4 || !std::all_of(word.begin(), word.end(), is_ascii_digit))
    return std::nullopt;
  const int number = small_number(word);
  if (number % 100 > 59 || number > 2400) return std::nullopt;
  return number / 100 * 60 + number % 100;
}

bool is_hour_word(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kWords = {
      "uhr", "h", "hrs", "hours", "hrs.", "horas", "heures", "ore", "uur", "hs", "h.", "hours."};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

/// What stands before an hour and before no day: "ore 6", "godz. 6".
bool leads_to_hour(std::string_view word) {
  return word == "ore" || word == "alle" || word == "godz." || word == "godz" || word == "klo";
}

/// am: 1, pm: 2, else 0.
int half_of_day(std::string_view word) {
  if (word == "am" || word == "a.m." || word == "a.m") return 1;
  return word == "pm" || word == "p.m." || word == "p.m" ? 2 : 0;
}

std::optional<int> offset_of(std::string_view word) {
  for (const std::string_view prefix : {"gmt", "utc"}) {
    if (word.starts_with(prefix) && word.size() > prefix.size()) word.remove_prefix(prefix.size());
  }
  if (word.size() < 2 || (word[0] != '+' && word[0] != '-')) return std::nullopt;
  std::string_view digits = word.substr(1);
  int value = 0;
  if (const auto time = four_digits(digits)) {
    value = *time;
  } else if (const auto colon = clock(digits)) {
    value = *colon;
  } else if (digits.size() <= 2 && std::all_of(digits.begin(), digits.end(), is_ascii_digit)) {
    value = small_number(digits) * 60;
  } else {
    return std::nullopt;
  }
  if (value > 14 * 60) return std::nullopt;
  return word[0] == '-' ? -value : value;
}

const Zone* zone_named(std::string_view word) {
  while (word.ends_with('.') || word.ends_with(':')) word.remove_suffix(1);
  const auto found = std::find_if(kZones.begin(), kZones.end(),
                                  [word](const Zone& zone) { return zone.name == word; });
  return found == kZones.end() ? nullptr : &*found;
}

class TimeReader {
 public:
  explicit TimeReader(std::vector<std::string> words) : words_(std::move(words)) {}

  TimeParts read() {
    for (at_ = 0; at_ < words_.size(); ++at_) {
      if (!zone() && !hour() && !numeric_date()) day_or_year();
    }
    return parts_;
  }

 private:
  [[nodiscard]] std::string_view word(std::size_t ahead = 0) const {
    return at_ + ahead < words_.size() ? std::string_view(words_[at_ + ahead]) : "";
  }
  [[nodiscard]] std::string_view before() const {
    return at_ > 0 ? std::string_view(words_[at_ - 1]) : "";
  }

  void set_zone(int minutes_east) {
    parts_.contradictory =
        parts_.contradictory || (parts_.minutes_east && *parts_.minutes_east != minutes_east);
    parts_.minutes_east = minutes_east;
  }

  bool zone() {
    if (const Zone* found = zone_named(word())) {
      set_zone(found->minutes_east);
    } else if (const auto offset = offset_of(word())) {
      // "GMT +2" is one zone in two words.
      if (zone_named(before()) != nullptr) parts_.minutes_east.reset();
      set_zone(*offset);
    } else if (word() == "et" || (word() == "eastern" && word(1) == "time")) {
      parts_.eastern = parts_.minute_of_day >= 0;  // "et" is a French word, too
    } else {
      return false;
    }
    return true;
  }

  void set_time(int minute, int half) {
    if (half != 0) {
      const int hours = minute / 60;
      if (hours < 1 || hours > 12) {
        parts_.contradictory = true;
        return;
      }
      minute = hours % 12 * 60 + minute % 60 + (half == 2 ? 12 * 60 : 0);
    }
    set(parts_.minute_of_day, -1, minute, parts_);
  }

  bool hour() {
    std::string bare(word());
    for (const std::string_view end : {"hrs", "gmt", "utc", "h", "am", "pm", "a.m.", "p.m.", "z"}) {
      if (bare.size() > end.size() && bare.ends_with(end) &&
          is_ascii_digit(bare[bare.size() - end.size() - 1])) {
        bare.resize(bare.size() - end.size());
        if (const Zone* found = zone_named(end)) set_zone(found->minutes_east);
        return timed(bare, half_of_day(end), true);
      }
    }
    if (word() == "noon" || word() == "midday") {
      set_time(12 * 60, 0);
      return true;
    }
    const int half = half_of_day(word(1));
    const bool marked = half != 0 || leads_to_hour(before()) || is_hour_word(word(1)) ||
                        zone_named(word(1)) != nullptr || offset_of(word(1)).has_value();
    if (!timed(bare, half, marked)) return false;
    if (half != 0 || is_hour_word(word(1))) ++at_;
    return true;
  }

  /// A time of the day; a mere number needs a word that marks it.
  bool timed(std::string_view bare, int half, bool marked) {
    while (bare.ends_with('.') || bare.ends_with(':')) bare.remove_suffix(1);
    const int number = small_number(bare);
    const bool digits = std::all_of(bare.begin(), bare.end(), is_ascii_digit);
    if (const auto time = clock(bare)) {
      set_time(*time, half);
    } else if (const auto four = four_digits(bare);
               four && !(may_be_year(number) && (!marked || parts_.has_hour()))) {
      set_time(*four, half);
    } else if (marked && digits && number >= 0 && number <= 24 && bare.size() <= 2) {
      set_time(number * 60, half);
    } else {
      return false;
    }
    return true;
  }

  [[nodiscard]] bool may_be_year(int number) const {
    return number >= 1900 && number < 2200 && (parts_.month != 0 || month_of(before()) != 0);
  }

  bool numeric_date() {
    std::string_view text = word();
    while (text.ends_with('.') || text.ends_with(':')) text.remove_suffix(1);
    const std::size_t first = text.find_first_of("./-");
    if (first == text.npos) return false;
    const char mark = text[first];
    const std::size_t second = text.find(mark, first + 1);
    if (second == text.npos) return false;
    const int a = small_number(text.substr(0, first));
    const int b = small_number(text.substr(first + 1, second - first - 1));
    const int c = small_number(text.substr(second + 1));
    if (a < 0 || b < 0 || c < 0) return false;
    if (a >= 1900) {
      set_date(c, b, a);
    } else if (b > 12) {
      set_date(b, a, c);  // 06/14/2026
    } else {
      parts_.ambiguous = mark != '.' && a <= 12 && a != b;
      set_date(a, b, c);
    }
    return true;
  }

  void set_date(int day, int month, int year) {
    set(parts_.day, 0, day, parts_);
    set(parts_.month, 0, month, parts_);
    set(parts_.year, 0, year < 100 ? 2000 + year : year, parts_);
  }

  void day_or_year() {
    const int number = small_number(word());
    if (const int month = month_of(word())) {
      set(parts_.month, 0, month, parts_);
    } else if (const int weekday = weekday_of(word())) {
      set(parts_.weekday, 0, weekday, parts_);
    } else if (number >= 1 && number <= 31 && word().size() <= 5) {
      set(parts_.day, 0, number, parts_);
    } else if (number >= 1900 && number < 2200) {
      set(parts_.year, 0, number, parts_);
    }
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
  TimeParts parts_;
};
int weekday_number(sys_days day) {
  return static_cast<int>(std::chrono::weekday(day).iso_encoding());
}

/// The second Sunday in March to the first in November, as the law has had it since 2007. The
/// hours of the change are left to the day.
int eastern_minutes(sys_days day) {
  using namespace std::chrono_literals;
  const auto year = year_month_day(day).year();
  const sys_days begin = year / std::chrono::March / std::chrono::Sunday[2];
  const sys_days end = year / std::chrono::November / std::chrono::Sunday[1];
  return day >= begin && day < end ? -240 : -300;
}

/// The day that the parts name, seen from the day of the message; none where they name none, or
/// several.
std::optional<sys_days> day_of(const TimeParts& parts, sys_days written) {
  if (parts.day == 0 && parts.month == 0) {
    if (parts.weekday == 0) return std::nullopt;
    return written + days((parts.weekday - weekday_number(written) + 7) % 7);
  }
  if (parts.day == 0 || parts.month == 0) return std::nullopt;
  const int this_year = static_cast<int>(year_month_day(written).year());
  std::optional<sys_days> nearest;
  for (int year = this_year - 1; year <= this_year + 1; ++year) {
    const year_month_day date{std::chrono::year(parts.year != 0 ? parts.year : year),
                              std::chrono::month(static_cast<unsigned>(parts.month)),
                              std::chrono::day(static_cast<unsigned>(parts.day))};
    if (!date.ok()) continue;
    const sys_days day = date;
    if (parts.weekday != 0 && weekday_number(day) != parts.weekday) continue;
    const auto distance = std::chrono::abs(day - written).count();
    if (parts.year == 0 && distance > kFarthest) continue;
    if (!nearest || distance < std::chrono::abs(*nearest - written).count()) nearest = day;
  }
  return nearest;
}
EmbargoTime unclear(std::string reason) { return {std::nullopt, std::move(reason)}; }

}  // namespace

std::vector<std::string> time_words(std::string_view line) {
  std::string plain = in_small_letters(line.substr(0, kLongestLine));
  for (char& c : plain) {
    if (c == '(' || c == ')' || c == '[' || c == ']' || c == ',' || c == '*' || c == ';') c = ' ';
  }
  std::vector<std::string> words;
  for (auto word : words_of(plain)) add_time_words(word, words);
  return words;
}

bool is_time_word(std::string_view word) {
  return std::any_of(word.begin(), word.end(), is_ascii_digit) || month_of(word) != 0 ||
         weekday_of(word) != 0 || zone_named(word) != nullptr || is_hour_word(word) ||
         half_of_day(word) != 0;
}

TimeParts read_time(std::string_view line) { return TimeReader(time_words(line)).read(); }

EmbargoTime embargo_time(std::string_view line, Timestamp written) {
  const TimeParts parts = read_time(line);
  if (parts.contradictory) return unclear("it names two times");
  if (parts.minute_of_day < 0) return unclear("it names no hour");
  if (!parts.minutes_east && !parts.eastern) return unclear("it names no time zone that is sure");
  if (parts.ambiguous) return unclear("day and month could be either");
  if (written.milliseconds < 0 || written.milliseconds >= kCalendarEnd)
    return unclear("the message has no time that a calendar has");
  // The sender's day: that of the message in the zone named. Eastern time is near enough here.
  const int shift = parts.minutes_east.value_or(-300);
  const auto local = std::chrono::milliseconds(written.milliseconds) + minutes(shift);
  const sys_days today{std::chrono::floor<days>(local)};
  const auto day = day_of(parts, today);
  if (!day) return unclear("it names no day that agrees with itself");
  const int east = parts.eastern ? eastern_minutes(*day) : shift;
  const std::int64_t until = day->time_since_epoch().count() * kMillisecondsADay +
                             std::int64_t{parts.minute_of_day - east} * 60'000;
  const bool weekday_only = parts.day == 0;
  if (weekday_only && until <= written.milliseconds)
    return unclear("the hour of that weekday has passed");
  if (parts.minute_of_day > kMinutesADay) return unclear("it names no hour");
  return {Timestamp{until}, {}};
}

}  // namespace copytaster::text
