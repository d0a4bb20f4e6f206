#include "pipeline/text/dateline.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "pipeline/text/wire_words.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kLongest = 160;  ///< bytes of a whole dateline
constexpr std::size_t kPlaceBytes = 60;
constexpr std::size_t kAgencyBytes = 48;
constexpr std::size_t kPlaceWords = 4;
constexpr std::size_t kRegions = 2;     ///< "ROCHESTER, New Hampshire, USA"
constexpr std::size_t kCapitals = 3;    ///< letters of a place that may stand by itself
constexpr std::size_t kContext = 2048;  ///< bytes of the report in which words are looked up

/// A word that labels what follows; no place has it in its name.
bool is_label(std::string_view word) {
  static constexpr std::array<std::string_view, 86> kLabels = {
      "ADVISORY",   "ALERT",     "ALERTE",     "AMENDED",     "AMPLIACIÓN",  "ANALISI",
      "ANALYSE",    "ANALYSIS",  "ANÁLISIS",   "ATTENTION",   "BREAKING",    "BRIEF",
      "BRIEFS",     "BULLETIN",  "BUSINESS",   "CHECK",       "CHRONOLOGIE", "COLUMN",
      "COMMENT",    "CORRECTED", "CORRECTION", "CORRECTIONS", "CRÓNICA",     "DEAL",
      "DIRECT",     "DOSSIER",   "EDITORIAL",  "EIL",         "EILMELDUNG",  "ENTRETIEN",
      "ENTREVISTA", "EXCLUSIF",  "EXCLUSIVE",  "EXKLUSIV",    "EXPLAINER",   "FACT",
      "FACTBOX",    "FLASH",     "FOCUS",      "FOR",         "HEADLINES",   "HINTERGRUND",
      "HORA",       "INTERVIEW", "INTERVISTA", "KOMMENTAR",   "LEAD",        "LIVE",
      "MARKETS",    "NEWS",      "NEWSLETTER", "NOTE",        "OPINION",     "OPINIÓN",
      "OUT",        "PHOTO",     "PHOTOS",     "POINTS",      "PORTRAIT",    "PORTRÄT",
      "PREVIEW",    "READ",      "REFILE",     "REPORTAGE",   "REVIEW",      "RPT",
      "RUMOUR",     "SCHEDA",    "SPORT",      "SPORTS",      "STORIES",     "TIMELINE",
      "TO",         "TOP",       "UPDATE",     "UPDATED",     "UPDATES",     "URGENT",
      "URGENTE",    "VIDEO",     "WATCH",      "WEATHER",     "WITH",        "WRAPUP",
      "YOUR",       "ÜBERBLICK"};
  return contains(kLabels, word);
}

/// "BTW", "NHS": a name can be spoken. Letters beyond ASCII may be vowels.
bool has_vowel(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) {
    return std::string_view("AEIOUY").find(c) != std::string_view::npos || (c & 0x80) != 0;
  });
}

/// Whether the word stands in the text, as it is or with an s.
bool holds_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    if (at > 0 && text[at - 1] != ' ') continue;
    const std::string_view rest = text.substr(at + word.size());
    if (rest.empty() || rest[0] == ' ' || rest[0] == '.' || rest[0] == ',' || rest == "s" ||
        rest.starts_with("s "))
      return true;
  }
  return false;
}

/// Whether every word of a name in capitals stands in small letters in the text: "STOCK MARKET".
bool is_common(const std::vector<std::string_view>& words, std::string_view text) {
  return std::all_of(words.begin(), words.end(), [text](std::string_view word) {
    return holds_word(text.substr(0, kContext), in_small_letters(word));
  });
}

/// Letters and digits in small letters, without an article in front: "The Elder Patriot" is
/// "elderpatriot".
std::string bare_name(std::string_view name) {
  std::string bare = in_small_letters(name);
  std::erase_if(bare, [](char c) {
    return (c & 0x80) == 0 && !is_ascii_digit(c) && !(c >= 'a' && c <= 'z');
  });
  return bare.starts_with("the") ? bare.substr(3) : bare;
}

/// Whether a line goes on as a report does, and not as a heading: in small letters, and to a stop.
bool goes_on_as_report(std::string_view line) {
  if (line.size() < kLongest) {
    static constexpr std::array<std::string_view, 9> kEnds = {
        ".", "!", "?", ":", "\"", "\xe2\x80\xa6", "\xe2\x80\x9d", "\xc2\xbb", ")"};
    if (std::none_of(kEnds.begin(), kEnds.end(),
                     [line](std::string_view end) { return line.ends_with(end); }))
      return false;
  }
  return !in_capitals(line, 1);
}

/// What follows a comma and a name but is no region.
bool is_suffix_of_name(std::string_view word) {
  static constexpr std::array<std::string_view, 9> kSuffixes = {
      "Jr.", "Sr.", "Inc.", "Ltd.", "Co.", "Corp.", "PhD", "MD", "MP"};
  return contains(kSuffixes, word);
}

/// Reads a dateline from left to right; each step goes on only where it finds its part.
class Parser {
 public:
  /// `line` is the beginning of `text` in which the dateline must end.
  Parser(std::string_view line, std::string_view text, std::string_view source)
      : text_(line), whole_(text), source_(source) {}

  std::optional<Dateline> parse() {
    leading_agency();
    if (!place()) return only_agency();
    for (std::size_t i = 0; i < kRegions && !dated_; ++i) {
      dated_ = date();
      if (!dated_ && !region() && !country()) break;
    }
    dated_ = dated_ || date();
    const bool named = agency();
    // Italian agencies name themselves in front: "(ANSA) - ROMA, 13 GIU - ".
    if (!named && !found_.credit.empty() && !dated_) return only_agency();
    mark_ = mark();
    if (!enough()) return only_agency();
    found_.end = at_;
    return found_;
  }

 private:
  enum class Mark { kNone, kColon, kDash };

  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  bool take(std::string_view what) {
    if (!rest().starts_with(what)) return false;
    at_ += what.size();
    return true;
  }

  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  [[nodiscard]] bool is_own_agency(std::string_view name) const {
    return is_agency(name) || (!source_.empty() && name == source_);
  }

  /// "(ANSA) - ", "(CNN) -- ", "AP - "
  void leading_agency() {
    const std::size_t open = rest().starts_with('(') ? 1 : 0;
    std::size_t end = open == 1 ? text_.find(')') : text_.find(" - ");
    if (end == std::string_view::npos || end > kAgencyBytes) return;
    const std::string_view name = text_.substr(open, end - open);
    if (!is_own_agency(name)) return;
    at_ = end + open;
    if (mark() != Mark::kDash) {
      at_ = 0;
      return;
    }
    found_.credit = std::string(name);
    leading_end_ = at_;
  }

  std::optional<Dateline> only_agency() {
    if (leading_end_ == 0 || !begins_sentence(leading_end_)) return std::nullopt;
    found_.place.clear();
    found_.end = leading_end_;
    return found_;
  }

  /// Where a run of words with a name's marks between them ends.
  [[nodiscard]] std::size_t name_end(std::size_t from) const {
    static constexpr std::string_view kEnds = ",(:[_";
    std::size_t at = from;
    std::size_t words = 1;
    for (; at < text_.size() && at - from < kPlaceBytes; ++at) {
      const char c = text_[at];
      if (kEnds.find(c) != std::string_view::npos || is_ascii_digit(c)) break;
      if (c == '.' && !abbreviates(from, at)) break;
      if (c == '-' && at + 1 < text_.size() && text_[at + 1] == '-') break;
      const bool blank_next = c == ' ' && at + 1 < text_.size();
      if (!blank_next) continue;
      if (words++ > kPlaceWords) break;
      const std::string_view next = text_.substr(at + 1);
      if (next.starts_with("-") || next.starts_with("/") || next.starts_with("\xe2\x80\x93") ||
          next.starts_with("\xe2\x80\x94"))
        break;
      // "RIO DE JANEIRO" has a month in its name.
      const bool behind_de = text_.substr(from, at - from).ends_with(" DE");
      if (!behind_de && month_of(next.substr(0, next.find_first_of(" ,.")))) break;
    }
    while (at > from && text_[at - 1] == ' ') --at;
    return at;
  }

  /// "ST. LOUIS", "Washington, D.C.": a dot behind three letters or fewer.
  [[nodiscard]] bool abbreviates(std::size_t from, std::size_t dot) const {
    const std::size_t blank = text_.rfind(' ', dot);
    const std::size_t begin = blank == std::string_view::npos ? 0 : blank + 1;
    return dot - std::max(begin, from) <= 3;
  }

  bool place() {
    const std::size_t end = name_end(at_);
    const std::string_view name = text_.substr(at_, end - at_);
    const auto words = words_of(name);
    if (words.empty() || words.size() > kPlaceWords) return false;
    for (const auto word : {words.front(), words.back()}) {
      const Letters letters = letters_of(word);
      if (letters == Letters::kLower || letters == Letters::kNone) return false;
    }
    if (month_of(name) != 0 || weekday_of(name) != 0) return false;
    if (name.find_first_of("\"<>{}|=?!;") != std::string_view::npos) return false;
    found_.place = std::string(name);
    at_ = end;
    return true;
  }

  /// ", France", ", Wis.", " [India]"
  bool region() {
    const std::size_t before = at_;
    const bool bracket = take(" [");
    if (!bracket && !take(", ")) return false;
    const std::size_t end = bracket ? text_.find(']', at_) : region_end(at_);
    const std::string_view name = text_.substr(at_, end == text_.npos ? 0 : end - at_);
    const auto words = words_of(name);
    const bool fits = !words.empty() && words.size() <= 3 && !is_suffix_of_name(name) &&
                      std::all_of(words.begin(), words.end(),
                                  [](auto word) { return letters_of(word) != Letters::kLower; });
    if (!fits) {
      at_ = before;
      return false;
    }
    region_ = true;
    abbreviated_ = abbreviated_ || name.ends_with('.') || in_capitals(name, 2);
    at_ = end + (bracket ? 1 : 0);
    return true;
  }

  /// " (France)", " (Oder)": where a date or an agency follows. It proves nothing by itself.
  bool country() {
    if (!rest().starts_with(" (")) return false;
    const std::size_t end = text_.find(')', at_);
    if (end == text_.npos) return false;
    const std::string_view name = text_.substr(at_ + 2, end - at_ - 2);
    const std::string_view next = text_.substr(end + 1);
    const auto words = words_of(name);
    if (words.empty() || words.size() > 3 || is_own_agency(name) ||
        std::any_of(words.begin(), words.end(),
                    [](auto word) { return letters_of(word) == Letters::kNone; }) ||
        letters_of(words.back()) == Letters::kLower ||
        !(next.starts_with(", ") || next.starts_with(" (")))
      return false;
    at_ = end + 1;
    bracketed_ = true;
    return true;
  }

  [[nodiscard]] std::size_t region_end(std::size_t from) const {
    const std::size_t end = name_end(from);
    // The dot of "Calif." belongs to it, that of "MOSCOW. June 13" to nothing.
    return end < text_.size() && text_[end] == '.' ? end + 1 : end;
  }

  /// A day and a month, in words or in numbers, a weekday and a year beside them or not.
  bool date() {
    const std::size_t before = at_;
    bool day = false;
    bool month = false;
    for (int parts = 0; parts < 6; ++parts) {
      const std::size_t here = at_;
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == ',' || text_[at_] == '.'))
        ++at_;
      const std::size_t end = std::min(text_.find_first_of(" ,()[:", at_), text_.size());
      const std::string_view word = text_.substr(at_, end - at_);
      const int number = small_number(word);
      if (is_numeric_date(word)) {
        day = month = true;
      } else if (month_of(word) != 0) {
        month = true;
      } else if (number >= 1 && number <= 31) {
        day = true;
      } else if (!(number >= 1900 && number < 2200) && weekday_of(word) == 0 && word != "de" &&
                 word != "di") {
        at_ = here;
        break;
      }
      at_ = end;
    }
    if (day && month) {
      if (at_ > 0 && text_[at_ - 1] == ' ') --at_;
      return true;
    }
    at_ = before;
    return false;
  }

  /// "27.6.2026", "2026-06-13", "13/06/2026"
  static bool is_numeric_date(std::string_view word) {
    if (word.size() < 6 || word.size() > 10) return false;
    const char mark =
        *std::find_if(word.begin(), word.end() - 1, [](char c) { return !is_ascii_digit(c); });
    return (mark == '.' || mark == '-' || mark == '/') &&
           std::count(word.begin(), word.end(), mark) == 2 &&
           std::all_of(word.begin(), word.end(),
                       [mark](char c) { return is_ascii_digit(c) || c == mark; });
  }

  /// " (Reuters)", ". /TASS/", "--(BUSINESS WIRE)", ", Kyodo"
  bool agency() {
    const std::size_t before = at_;
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '.' || text_[at_] == ','))
      ++at_;
    if (rest().starts_with("--(")) at_ += 2;
    const char open = at_ < text_.size() ? text_[at_] : ' ';
    if (open != '(' && open != '/') {
      if (dated_ && bare_agency()) return true;
      at_ = before;
      return false;
    }
    const std::size_t end = text_.find(open == '(' ? ')' : '/', at_ + 1);
    const std::string_view name = text_.substr(at_ + 1, end == text_.npos ? 0 : end - at_ - 1);
    const bool known = is_own_agency(name);
    if (!known && !looks_like_agency(name)) {
      at_ = before;
      return false;
    }
    found_.credit = std::string(name);
    known_ = known;
    at_ = end + 1;
    return true;
  }

  /// "TOKYO, June 13 Kyodo - "
  bool bare_agency() {
    const std::size_t end = text_.find(" - ", at_);
    if (end == text_.npos || !is_own_agency(text_.substr(at_, end - at_))) return false;
    found_.credit = std::string(text_.substr(at_, end - at_));
    known_ = true;
    at_ = end;
    return true;
  }

  static bool looks_like_agency(std::string_view name) {
    const auto words = words_of(name);
    return name.size() >= 2 && name.size() <= kAgencyBytes && words.size() <= 4 &&
           std::none_of(name.begin(), name.end(), is_ascii_digit) &&
           name.find_first_of(".,;\"") == std::string_view::npos;
  }

  /// The dash or colon behind, and the blanks behind that.
  Mark mark() {
    static constexpr std::array<std::string_view, 9> kDashes = {
        ".- ", "--", "- ", "-", "\xe2\x80\x93", "\xe2\x80\x94", "_", "\xe2\x80\x92", "="};
    const std::size_t before = at_;
    const bool behind_agency = at_ > 0 && (text_[at_ - 1] == ')' || text_[at_ - 1] == '/');
    take(",");
    if (take(": ")) return Mark::kColon;
    if (take(". - ") || take(".- ") || take(". \xe2\x80\x94 ")) return Mark::kDash;
    blanks();
    // A hyphen that touches both neighbours joins them. "PARIS -The" lost a blank.
    const bool apart = at_ > before || behind_agency;
    const bool lost_blank =
        at_ > before && in_capitals(found_.place, kCapitals) && !rest().starts_with("--");
    for (const auto dash : kDashes) {
      if (!rest().starts_with(dash)) continue;
      const std::size_t after = at_ + dash.size();
      const bool blank_after = after >= text_.size() || text_[after] == ' ' || dash.back() == ' ';
      if ((!apart || (dash == "-" && !behind_agency && !lost_blank)) && !blank_after) break;
      at_ = after;
      blanks();
      return Mark::kDash;
    }
    at_ = before;
    // "MOSCOW, June 13. /TASS/. ", "New Delhi, Jun 13 (PTI) "
    if (behind_agency) take(".");
    blanks();
    return Mark::kNone;
  }

  /// Whether a sentence may begin there: what follows a dateline never goes on in small letters.
  [[nodiscard]] bool begins_sentence(std::size_t at) const {
    utf8proc_int32_t value = 0;
    if (at >= text_.size()) return true;
    utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text_.data() + at),
                     static_cast<utf8proc_ssize_t>(text_.size() - at), &value);
    return utf8proc_category(value) != UTF8PROC_CATEGORY_LL;
  }

  [[nodiscard]] bool enough() const {
    const bool credited = !found_.credit.empty();
    if (bracketed_ && !known_ && !(credited && dated_)) return false;
    const bool capitals = in_capitals(found_.place, kCapitals) && is_name();
    if (mark_ == Mark::kNone) return dated_ && credited && begins_sentence(at_);
    if (mark_ == Mark::kColon) return credited && (capitals || dated_);
    if (known_ || (credited && (dated_ || capitals || region_))) return true;
    if (capitals && dated_) return true;
    if (at_ >= text_.size() || !begins_sentence(at_)) return false;
    const bool several =
        found_.place.find('/') != std::string::npos && found_.place.find(' ') == std::string::npos;
    if (dated_ || abbreviated_ || several) return !credited;
    return !credited && capitals && is_place();
  }

  /// Whether a place in capitals is a name at all.
  [[nodiscard]] bool is_name() const {
    const auto words = words_of(found_.place);
    return std::none_of(words.begin(), words.end(), is_label) && has_vowel(words.back());
  }

  /// Where nothing but capitals and a dash tells a dateline, they must be neither common words nor
  /// who sent the text, nor begin a heading.
  [[nodiscard]] bool is_place() const {
    const std::string_view line = whole_.substr(0, whole_.find('\n'));
    return goes_on_as_report(line.substr(at_)) && bare_name(found_.place) != bare_name(source_) &&
           !is_common(words_of(found_.place), whole_.substr(at_));
  }

  std::string_view text_;
  std::string_view whole_;
  std::string_view source_;
  std::size_t at_ = 0;
  Dateline found_;
  std::size_t leading_end_ = 0;
  Mark mark_ = Mark::kNone;
  bool dated_ = false;
  bool known_ = false;  ///< the agency is one, whatever stands around it
  bool region_ = false;
  bool bracketed_ = false;    ///< a country stands in brackets, as a party might
  bool abbreviated_ = false;  ///< the region is an abbreviation
};

/// "新华社北京6月13日电 ", "中新网上海6月13日电 "
std::optional<Dateline> find_chinese(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kAgencies = {"新华社", "中新社", "中新网",
                                                                "中央社"};
  const std::string_view head = text.substr(0, kLongest);
  const auto agency =
      std::find_if(kAgencies.begin(), kAgencies.end(),
                   [head](std::string_view name) { return head.starts_with(name); });
  if (agency == kAgencies.end()) return std::nullopt;
  const std::size_t date = head.find_first_of("0123456789");
  static constexpr std::string_view kEnd = "日电";
  const std::size_t end = head.find(kEnd);
  if (date == head.npos || end == head.npos || date > end) return std::nullopt;
  Dateline found{std::string(head.substr(agency->size(), date - agency->size())),
                 std::string(*agency), end + kEnd.size()};
  while (found.end < text.size() && text[found.end] == ' ') ++found.end;
  return found;
}

/// "【ロンドン共同】", "[東京　13日　ロイター] - ", "(서울=연합뉴스) "
std::optional<Dateline> find_bracketed(std::string_view text) {
  struct Brackets {
    std::string_view open;
    std::string_view close;
  };
  static constexpr std::array<Brackets, 3> kBrackets = {{{"【", "】"}, {"[", "]"}, {"(", ")"}}};
  static constexpr std::array<std::string_view, 9> kAgencies = {
      "共同", "時事", "ロイター", "新華社", "ＡＦＰ時事", "ＡＰ", "연합뉴스", "뉴시스", "뉴스1"};
  for (const auto& brackets : kBrackets) {
    if (!text.starts_with(brackets.open)) continue;
    const std::size_t close = text.substr(0, kLongest).find(brackets.close);
    if (close == text.npos) return std::nullopt;
    std::string_view inner = text.substr(brackets.open.size(), close - brackets.open.size());
    for (const auto agency : kAgencies) {
      if (!inner.ends_with(agency)) continue;
      inner.remove_suffix(agency.size());
      const std::string_view place = inner.substr(0, inner.find_first_of(" =0123456789"));
      Dateline found{std::string(place), std::string(agency), close + brackets.close.size()};
      while (found.end < text.size() && (text[found.end] == ' ' || text[found.end] == '-'))
        ++found.end;
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Dateline> find_dateline(std::string_view text, std::string_view source) {
  if (text.empty()) return std::nullopt;
  const auto first = static_cast<unsigned char>(text.front());
  if (first >= 0xe3 || first == '[' || first == '(') {
    if (auto found = find_chinese(text)) return found;
    if (auto found = find_bracketed(text)) return found;
  }
  // Most first lines are sentences: nothing in them could end a dateline.
  const std::string_view head = text.substr(0, std::min(text.find('\n'), kLongest));
  static constexpr std::string_view kMarks = "-_(:/\xe2";
  if (head.find_first_of(kMarks) == head.npos) return std::nullopt;
  return Parser(head, text, source).parse();
}

}  // namespace copytaster::text
