#include "pipeline/codec/times.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace copytaster::codec {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kFirst = -62'167'219'200'000;  ///< the year 0 begins
constexpr std::int64_t kLast = 253'402'300'799'999;   ///< the year 9999 ends
constexpr std::int64_t kFarthestZone = 18 * kHour;    ///< no place is farther from UTC

/// Takes pieces off the front of a text; remembers whether one did not fit.
class Taker {
 public:
  explicit Taker(std::string_view text) : text_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (text_.empty() || text_.front() < '0' || text_.front() > '9') {
        failed_ = true;
        return 0;
      }
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  bool mark(std::string_view any_of) {
    if (text_.empty() || any_of.find(text_.front()) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(std::string_view any_of) { failed_ = !mark(any_of) || failed_; }
  [[nodiscard]] char front() const { return text_.empty() ? '\0' : text_.front(); }
  [[nodiscard]] bool done() const { return text_.empty() && !failed_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string_view text_;
  bool failed_ = false;
};

std::int64_t fraction(Taker& taker) {
  std::int64_t milliseconds = 0;
  std::int64_t scale = 100;
  while (taker.front() >= '0' && taker.front() <= '9') {
    milliseconds += taker.number(1) * scale;
    scale /= 10;
  }
  return milliseconds;
}

std::int64_t zone(Taker& taker) {
  if (taker.mark("Zz") || taker.empty()) return 0;
  const bool west = taker.front() == '-';
  taker.expect("+-");
  std::int64_t offset = taker.number(2) * kHour;
  const bool colon = taker.mark(":");
  if (!taker.empty() || colon) offset += taker.number(2) * kMinute;
  return west ? -offset : offset;
}

}  // namespace

std::optional<Timestamp> parse_time(std::string_view text) {
  Taker taker(text);
  const int year = taker.number(4);
  taker.expect("-");
  const int month = taker.number(2);
  taker.expect("-");
  const int day = taker.number(2);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  std::int64_t time = std::chrono::sys_days(date).time_since_epoch().count() * kDay;
  if (taker.mark("Tt ")) {
    const int hour = taker.number(2);
    taker.expect(":");
    const int minute = taker.number(2);
    int second = 0;
    if (taker.mark(":")) second = taker.number(2);
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    time += hour * kHour + minute * kMinute + second * kSecond;
    if (taker.mark(".,")) time += fraction(taker);
    taker.mark(" ");
    const std::int64_t offset = zone(taker);
    if (offset > kFarthestZone || offset < -kFarthestZone) return std::nullopt;
    time -= offset;
  }
  if (!taker.done() || time < kFirst || time > kLast) return std::nullopt;
  return Timestamp{time};
}

std::optional<Timestamp> time_within_calendar(double milliseconds) {
  const bool inside =
      milliseconds >= static_cast<double>(kFirst) && milliseconds <= static_cast<double>(kLast);
  if (!inside) return std::nullopt;
  return Timestamp{static_cast<std::int64_t>(std::floor(milliseconds))};
}

Timestamp clamp_to_calendar(Timestamp time) {
  return Timestamp{std::clamp(time.milliseconds, kFirst, kLast)};
}

std::string format_time(Timestamp time) {
  const std::int64_t value = clamp_to_calendar(time).milliseconds;
  const std::int64_t days = value >= 0 ? value / kDay : (value - kDay + 1) / kDay;
  const std::int64_t rest = value - days * kDay;
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  rest / kHour, rest / kMinute % 60, rest / kSecond % 60);
  if (rest % kSecond != 0) text += fmt::format(".{:03}", rest % kSecond);
  return text + "Z";
}

}  // namespace copytaster::codec
