#include "pipeline/text/sentences.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace copytaster::text {
namespace {

constexpr std::size_t kElidedBytes = 8;   ///< "quell'", with its apostrophe
constexpr std::size_t kOrdinalBytes = 3;  ///< digits of an ordinal; years are longer

/// What is known of a word, as bits.
enum Known : std::uint8_t {
  kTitle = 1U << 0U,
  kCounted = 1U << 1U,
  kAbbreviation = 1U << 2U,
  kCalendar = 1U << 3U,
  kStarter = 1U << 4U,
  kLocalTitle = 1U << 5U,
  kDegree = 1U << 6U,
};

bool is_one_of(std::string_view mark, std::string_view marks) {
  for (std::size_t at = 0; at < marks.size();) {
    const std::size_t end = std::min(marks.find(' ', at), marks.size());
    if (marks.substr(at, end - at) == mark) return true;
    at = end + 1;
  }
  return false;
}

/// Abbreviations that a name follows: titles, ranks, saints.
constexpr std::string_view kTitles =
    "mr mrs ms dr prof gen lt col maj capt cpt cmdr sgt cpl pvt adm sen rep gov pres rev fr "
    "st "
    "ste mt ft messrs mme mmes mlle mm supt insp amb atty dist asst assoc sr sra srta dra dn "
    "ing lic arq gral cnel sig.ra dott dott.ssa avv geom hr frl dipl stud hl sankt dhr mevr drs ir "
    "vs ul ks św mgr inż nº ул им проф акад просп";

/// Titles that are words of other languages: large, or in small letters of their own.
constexpr std::string_view kLocalTitles = "on sig det hon red da mw av hab";

/// Which of them a language writes small.
bool writes_small(std::string_view language, std::string_view title) {
  struct Titles {
    std::string_view language;
    std::string_view titles;
  };
  static constexpr std::array<Titles, 7> kTitlesOf = {{{"it", "on sig"},
                                                       {"nl", "red mw"},
                                                       {"es", "av da"},
                                                       {"pt", "av"},
                                                       {"fr", "av"},
                                                       {"ca", "av"},
                                                       {"pl", "hab"}}};
  return std::any_of(kTitlesOf.begin(), kTitlesOf.end(), [&](const Titles& each) {
    return language.starts_with(each.language) && is_one_of(title, each.titles);
  });
}

/// What follows "Dr." and a name follows: "Dr. med.", "Dr. rer. nat."
constexpr std::string_view kDegrees =
    "med phil jur iur rer nat pol oec vet dent habil techn theol ing sc hc";

/// Abbreviations that a number follows.
constexpr std::string_view kCountedWords =
    "no nos nr nrs núm num art arts abs fig figs p pp pg vol ch chap sec para ca approx c tel "
    "ext "
    "ok godz kb op bd kap ziff s seite bl cap pag pág rue str mio mrd dlrs";

/// Abbreviations that stand anywhere, also at the end of a sentence.
constexpr std::string_view kAbbreviations =
    "inc corp co ltd bros cos plc llc lp etc al jr esq phd a.m p.m am pm e.g i.e cf ed eds est "
    "dept "
    "univ ave blvd rd hwy sq ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md "
    "mich "
    "minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo usw bzw bzgl evtl "
    "ggf "
    "inkl exkl sog u.a z.b d.h o.ä usf vgl geb gest jh jhd mind max min ev röm kath bes allg "
    "m.m env av apr.j.c j.c etc ej aprox ee.uu s.a s.l ecc es prof.ssa sec dc a.c d.c p.ex ex "
    "ltda "
    "cia bv nv m.b.t enz bijv o.a t.a.v jl o.s.v t.ex bl.a f.eks kl mln bln tr cts pct shr sh "
    "bbl mio mrd bio tsd np tzw tj itd itp tzv např stb г гг т д др пр руб тыс млн млрд см стр обл "
    "р";

/// Those that are words too: abbreviations only with a large letter.
constexpr std::string_view kCalendarWords =
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat "
    "sun "
    "jän mär okt dez janv févr juil août déc ene abr ago dic";

/// Words that begin sentences and hardly ever names.
constexpr std::string_view kStarters =
    "the a an he she it they we i you his her its their this that these those there here in on "
    "at "
    "but and or so as if when while after before since for from with by to of no not now then "
    "however although though because what who why how where which both some many most all one "
    "two "
    "der die das ein eine er sie es wir ihr ich dies diese dieser im am auf bei nach mit und "
    "aber "
    "doch wenn als auch nun nur so zu für le les un une il elle ils elles on nous je ce cette "
    "ces "
    "dans mais et si pour el los las una pero este esta en y lo gli ma nel nella o os as um uma "
    "em mas het een hij zij maar den det en ett han hon de men och il puis elle ils poi он она они "
    "это в на с и но а как по при после что мы вы я его её их";

/// What is known of words, by their hashes, in a table that is mostly free.
class KnownWords {
 public:
  KnownWords() {
    add(kTitles, kTitle);
    add(kCountedWords, kCounted);
    add(kAbbreviations, kAbbreviation);
    add(kCalendarWords, kCalendar);
    add(kStarters, kStarter);
    add(kLocalTitles, kLocalTitle);
    add(kDegrees, kDegree);
  }

  [[nodiscard]] std::uint8_t of(std::uint32_t hash) const {
    std::uint32_t at = hash;
    while (slots_[at % kSlots].known != 0 && slots_[at % kSlots].hash != hash) ++at;
    return slots_[at % kSlots].known;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint8_t known = 0;
  };
  static constexpr std::uint32_t kSlots = 2048;

  void add(std::string_view words, std::uint8_t known) {
    for (std::size_t at = 0; at < words.size();) {
      const std::size_t end = std::min(words.find(' ', at), words.size());
      const std::uint32_t hash = token_hash(words.substr(at, end - at));
      std::uint32_t slot = hash;
      while (slots_[slot % kSlots].known != 0 && slots_[slot % kSlots].hash != hash) ++slot;
      slots_[slot % kSlots].hash = hash;
      slots_[slot % kSlots].known |= known;
      at = end + 1;
    }
  }

  std::array<Slot, kSlots> slots_{};
};

const KnownWords& known_words() {
  static const KnownWords kWords;
  return kWords;
}

std::uint8_t known_of(const Token& token) { return known_words().of(token.hash); }

/// Whether a full stop behind a number makes it an ordinal.
bool has_ordinal_stops(std::string_view language) {
  static constexpr std::array<std::string_view, 18> kLanguages = {
      "de", "da", "no", "nb", "nn", "fi", "cs", "sk", "pl",
      "hu", "sl", "hr", "sr", "et", "lv", "tr", "is", "lb"};
  return std::find(kLanguages.begin(), kLanguages.end(), language.substr(0, language.find('-'))) !=
         kLanguages.end();
}

constexpr std::size_t kLongestMark = 4;

class Marker {
 public:
  Marker(std::string_view text, std::vector<Token>& tokens, std::string_view language)
      : text_(text), tokens_(tokens), language_(language), ordinals_(has_ordinal_stops(language)) {}

  void mark(const Breaks& breaks) {
    begin_at(0);
    auto line = breaks.lines.begin();
    std::size_t judged = 0;  // stops that touch are judged once, by the first of them
    for (const std::uint32_t stop : breaks.stops) {
      for (; line != breaks.lines.end() && *line <= stop; ++line) begin_line(*line);
      const bool dotted = is_dotted(stop);
      if (stop < judged || (!dotted && !is_stop(stop))) continue;
      const std::size_t next = behind_mark(stop);
      if (ends_sentence(stop, next)) begin_at(next);
      if (!dotted) judged = next;
    }
    for (; line != breaks.lines.end(); ++line) begin_line(*line);
  }

 private:
  /// A sentence begins with the first token from there on that is no mark.
  void begin_at(std::size_t i) {
    const std::size_t from = i;
    if (marks_begin_ <= i && i < marks_end_) i = marks_end_;
    while (i < tokens_.size() && tokens_[i].kind == TokenKind::kPunctuation) ++i;
    if (i < tokens_.size()) tokens_[i].starts_sentence = true;
    marks_begin_ = from;
    marks_end_ = i;
  }

  void begin_line(std::size_t i) {
    if (i > 0 && i < tokens_.size() && line_ends_before(i)) begin_at(i);
  }

  [[nodiscard]] std::string_view text_of(std::size_t i) const {
    return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  }
  [[nodiscard]] char first(std::size_t i) const { return text_[tokens_[i].begin]; }
  [[nodiscard]] bool touches(std::size_t i) const {
    return i > 0 && i < tokens_.size() && tokens_[i - 1].end == tokens_[i].begin;
  }
  [[nodiscard]] bool is_mark(std::size_t i) const {
    return tokens_[i].kind == TokenKind::kPunctuation &&
           tokens_[i].end - tokens_[i].begin <= kLongestMark;
  }

  [[nodiscard]] bool line_ends_before(std::size_t i) const {
    const std::size_t from = tokens_[i - 1].end;
    const std::string_view between = text_.substr(from, tokens_[i].begin - from);
    const std::size_t end = between.find('\n');
    if (end == between.npos) return false;
    // A single break before small letters is only where a line was full.
    return !is_small(i) || between.find('\n', end + 1) != between.npos;
  }

  [[nodiscard]] bool is_small(std::size_t i) const {
    const char c = first(i);
    if (static_cast<unsigned char>(c) < 0x80) return c >= 'a' && c <= 'z';
    utf8proc_int32_t value = 0;
    utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text_.data() + tokens_[i].begin),
                     static_cast<utf8proc_ssize_t>(text_.size() - tokens_[i].begin), &value);
    return utf8proc_category(value) == UTF8PROC_CATEGORY_LL;
  }

  /// Marks that end a sentence without a blank behind them, and whatever follows.
  [[nodiscard]] bool is_wide_stop(std::size_t i) const {
    return static_cast<unsigned char>(first(i)) >= 0xd6 &&
           is_one_of(text_of(i), "。 ！ ？ ｡ । ॥ ؟ ۔ ։ ። ។ ၊ ။");
  }

  [[nodiscard]] bool is_stop(std::size_t i) const {
    if (!is_mark(i)) return false;
    const char c = first(i);
    if (c == '.' || c == '!' || c == '?') return true;
    if (static_cast<unsigned char>(c) < 0xd6) return false;
    return is_one_of(text_of(i), "… ‼ ⁇ ⁈ ⁉") || is_wide_stop(i);
  }

  [[nodiscard]] bool closes(std::size_t i) const {
    return is_mark(i) && is_one_of(text_of(i), ") ] } \" ' ” ’ “ » « › 」 』 ） 】 》 〉 ＂");
  }

  [[nodiscard]] bool opens(std::size_t i) const {
    if (!is_mark(i)) return false;
    // »So in German.«
    if (is_one_of(text_of(i), "» ›")) return !touches(i) && touches(i + 1);
    return is_one_of(text_of(i), "( [ { \" ' “ ‘ „ ‚ « ‹ 「 『 （ 【 《 ¿ ¡ - – — • *");
  }

  /// A word with its own stop: "U.S."
  [[nodiscard]] bool is_dotted(std::size_t i) const {
    return tokens_[i].kind == TokenKind::kWord && text_[tokens_[i].end - 1] == '.';
  }

  /// The token behind a stop, the stops that touch it, and what closes there.
  [[nodiscard]] std::size_t behind_mark(std::size_t i) const {
    std::size_t next = i + 1;
    while (touches(next) && (is_stop(next) || closes(next))) {
      // What opens in one language closes in another: the blank decides.
      if (is_one_of(text_of(next), "\" ' “ «") && touches(next + 1) && !is_mark(next + 1)) break;
      ++next;
    }
    return closes_apart(next) ? next + 1 : next;
  }

  /// "« Il pleut. »": a guillemet between blanks.
  [[nodiscard]] bool closes_apart(std::size_t i) const {
    return i < tokens_.size() && is_mark(i) && is_one_of(text_of(i), "» ›") && !touches(i) &&
           !line_ends_before(i) && (i + 1 == tokens_.size() || !touches(i + 1));
  }

  /// Whether a sentence ends at the token `i`, and another follows; `next` is behind its marks.
  [[nodiscard]] bool ends_sentence(std::size_t i, std::size_t next) const {
    if (next >= tokens_.size()) return false;
    const bool dotted = is_dotted(i);
    if (!dotted && is_wide_stop(i)) return !goes_on(i, next);
    if (touches(next)) return false;
    std::size_t word = next;
    while (word + 1 < tokens_.size() && opens(word)) ++word;
    if (is_small(word) || (is_mark(word) && !opens(word))) return false;
    if (dotted) return initials_end(i, word);
    return first(i) != '.' || next != i + 1 || stop_ends(i, word);
  }

  /// "「行く。」と言った": Japanese says so behind what it quotes.
  [[nodiscard]] bool goes_on(std::size_t i, std::size_t next) const {
    return next > i + 1 && touches(next) && is_one_of(text_of(next - 1), "」 』") &&
           is_one_of(text_of(next), "と っ");
  }

  /// "in the U.S. The president", but neither "U.S. Senate" nor "J. Doe".
  [[nodiscard]] bool initials_end(std::size_t i, std::size_t word) const {
    if ((known_of(tokens_[word]) & kStarter) == 0) return false;
    const bool single = tokens_[i].end - tokens_[i].begin == 2;
    return !single || (i > 0 && tokens_[i - 1].letter_case == LetterCase::kLower);
  }

  /// A word without the elided one before it: "L'on.", "dell’art."
  [[nodiscard]] std::string_view behind_apostrophe(std::size_t i) const {
    const std::string_view word = text_of(i);
    for (std::size_t at = 1; at < std::min(word.size(), kElidedBytes); ++at) {
      if (word[at] == '\'') return word.substr(at + 1);
      if (word[at] == '\xe2') return word.substr(at + 3);
    }
    return word;
  }

  [[nodiscard]] std::uint8_t known_behind_apostrophe(std::size_t i) const {
    const std::uint8_t known = known_of(tokens_[i]);
    const std::string_view rest = behind_apostrophe(i);
    if (known != 0 || rest.size() == tokens_[i].end - tokens_[i].begin) return known;
    return known_words().of(token_hash(rest));
  }

  [[nodiscard]] bool is_title(std::size_t i, std::uint8_t known) const {
    if ((known & kTitle) != 0) return true;
    if ((known & kLocalTitle) != 0) {
      return tokens_[i].letter_case == LetterCase::kCapitalised ||
             writes_small(language_, behind_apostrophe(i));
    }
    return (known & kDegree) != 0 && i >= 2 && touches(i - 1) && first(i - 1) == '.' &&
           (known_of(tokens_[i - 2]) & (kTitle | kDegree)) != 0;
  }

  /// "EE. UU.", "FF. AA.": plurals, in Spanish.
  [[nodiscard]] bool are_doubled(std::size_t before, std::size_t word) const {
    for (const std::size_t i : {before, word}) {
      if (tokens_[i].end - tokens_[i].begin != 2 || text_[tokens_[i].begin + 1] != first(i) ||
          tokens_[i].letter_case != LetterCase::kUpper)
        return false;
    }
    return first(before) != first(word);  // "Rocky II. II was worse."
  }

  /// One letter; beyond ASCII a large one: "А. С. Пушкин". Or a second name's: "J.-P. Sartre".
  [[nodiscard]] bool is_initial(const Token& word) const {
    const std::size_t size = word.end - word.begin;
    if (size > 3 && text_[word.end - 2] == '-' && text_[word.end - 3] == '.') return true;
    const auto byte = static_cast<unsigned char>(text_[word.begin]);
    if (byte < 0x80) return size == 1;
    return size == 2 && byte < 0xe0 && word.letter_case == LetterCase::kCapitalised;
  }

  /// Whether a lone full stop ends a sentence where the token `word` might begin one.
  [[nodiscard]] bool stop_ends(std::size_t i, std::size_t word) const {
    if (!touches(i)) return true;
    const Token& before = tokens_[i - 1];
    const bool starts = (known_of(tokens_[word]) & kStarter) != 0;
    if (before.kind == TokenKind::kNumber) {
      if (before.starts_sentence) return false;  // "1. The ferry"
      return !ordinals_ || starts || before.end - before.begin > kOrdinalBytes;
    }
    if (before.kind != TokenKind::kWord) return true;
    const bool number = tokens_[word].kind == TokenKind::kNumber;
    const std::uint8_t known = known_behind_apostrophe(i - 1);
    if (is_title(i - 1, known) || (number && (known & kCounted) != 0)) return false;
    if (number && text_of(i - 1).ends_with("str")) return false;  // "Bahnhofstr. 12"
    const bool letter = is_initial(before);
    const bool dated = before.letter_case == LetterCase::kCapitalised && (known & kCalendar) != 0;
    if (letter || dated || (known & kAbbreviation) != 0) return starts && !letter;
    return !are_doubled(i - 1, word);
  }

  std::string_view text_;
  std::vector<Token>& tokens_;
  std::string_view language_;
  bool ordinals_;
  // Nothing but marks, as begin_at found: a line of marks after another is not read again.
  std::size_t marks_begin_ = 0;
  std::size_t marks_end_ = 0;
};

}  // namespace

void mark_sentences(std::string_view text, std::vector<Token>& tokens, const Breaks& breaks,
                    std::string_view language) {
  Marker(text, tokens, language).mark(breaks);
}

std::vector<ByteRange> sentences(std::string_view text, const std::vector<Token>& tokens) {
  std::vector<ByteRange> found;
  const auto leads = [&](std::size_t i) {
    // An opening mark touches what follows, but for those that a blank sets apart; a dash or a
    // bullet begins its line.
    if (tokens[i].kind != TokenKind::kPunctuation) return false;
    const std::string_view mark = text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
    const bool apart = i == 0 || tokens[i - 1].end < tokens[i].begin;
    if (tokens[i].end == tokens[i + 1].begin)
      return apart || is_one_of(mark, "( [ “ „ « 「 『 （ 【 《 ¿ ¡");
    if (apart && is_one_of(mark, "« ‹ – — -")) return true;
    return i > 0 &&
           text.substr(tokens[i - 1].end, tokens[i].begin - tokens[i - 1].end).find('\n') !=
               text.npos;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].starts_sentence && i > 0) continue;
    std::size_t begin = i;
    while (begin > 0 && leads(begin - 1)) --begin;
    const bool first = found.empty() || begin == 0;
    if (!first) found.back().end = tokens[begin - 1].end;
    if (first && !found.empty()) continue;
    found.push_back({tokens[begin].begin, tokens.back().end});
  }
  return found;
}

}  // namespace copytaster::text
