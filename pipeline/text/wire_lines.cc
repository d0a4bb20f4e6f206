#include "pipeline/text/wire_lines.h"

#include <algorithm>
#include <array>
#include <vector>

#include "pipeline/text/embargo.h"
#include "pipeline/text/wire_contacts.h"
#include "pipeline/text/wire_slugs.h"
#include "pipeline/text/wire_words.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kBylineBytes = 140;
constexpr std::size_t kNoteBytes = 400;
constexpr std::size_t kCreditBytes = 400;
constexpr std::size_t kRoleBytes = 60;
constexpr std::size_t kMarkBytes = 32;
constexpr std::size_t kNameWords = 5;

bool begins_with_any(std::string_view text, const auto& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [text](std::string_view each) { return text.starts_with(each); });
}

std::string_view trimmed(std::string_view text, std::string_view what) {
  const std::size_t begin = text.find_first_not_of(what);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(what) - begin + 1);
}

// ------------------------------------------------------------------------------------------------
// Bylines

bool is_particle(std::string_view word) {
  static constexpr std::array<std::string_view, 30> kParticles = {
      "de",  "da",  "do",  "dos", "das", "di", "del", "della", "der", "den",
      "van", "von", "vom", "zu",  "zur", "la", "le",  "du",    "des", "bin",
      "ibn", "al",  "el",  "ter", "ten", "af", "av",  "y",     "e",   "san"};
  return contains(kParticles, word);
}

bool joins_names(std::string_view word) {
  static constexpr std::array<std::string_view, 10> kJoiners = {"and", "und", "et", "y", "e",
                                                                "en",  "och", "og", "&", "AND"};
  return contains(kJoiners, word);
}

/// "Jane Doe", "JANE van der DOE", "J. R. Doe"
bool is_name(const std::vector<std::string_view>& words) {
  if (words.size() < 2 || words.size() > kNameWords) return false;
  std::size_t capitalised = 0;
  for (const auto word : words) {
    if (word.find_first_of("0123456789\"?!:;()") != word.npos) return false;
    const Letters letters = letters_of(word);
    const bool small = letters == Letters::kLower || letters == Letters::kNone;
    if (small && !is_particle(word) && !word.starts_with("al-")) return false;
    if (word.ends_with('.') && word.size() > 3) return false;
    capitalised += small ? 0U : 1U;
  }
  return capitalised >= 2 && !is_particle(words.back());
}

/// "dpa", "Associated Press", "AP Business Writer", "Staff Writer", "of The Tormouth Post"
bool is_role(std::string_view text) {
  static constexpr std::array<std::string_view, 14> kRoles = {
      "writer", "writers",   "reporter",      "correspondent", "editor",
      "staff",  "columnist", "korrespondent", "reporterin",    "bureau",
      "news",   "press",     "agencies",      "contributor"};
  if (text.size() > kRoleBytes || text.empty() || text.ends_with('.')) return false;
  if (is_agency(text)) return true;
  const auto words = words_of(text);
  if (words.size() > 6) return false;
  return contains(kRoles, in_small_letters(words.back())) || (words.size() > 1 && words[0] == "of");
}

/// Names joined by commas, slashes and "and", without what stands behind them: a role or a place,
/// or `anything`; none where anything else does.
std::string_view names_of(std::string_view text, bool anything) {
  std::size_t names_end = 0;
  std::vector<std::string_view> name;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t end = std::min(text.find_first_of(" ,/|", at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const bool joiner = joins_names(word) && !name.empty();
    if (!word.empty() && !joiner && word != "in") name.push_back(word);
    const bool ends = joiner || word == "in" || end == text.size() || text[end] != ' ';
    if (ends && !name.empty()) {
      const auto begin = static_cast<std::size_t>(name.front().data() - text.data());
      const bool role = names_end > 0 && is_role(text.substr(begin));
      if (role || !is_name(name))
        return role || anything ? text.substr(0, names_end) : std::string_view();
      names_end = static_cast<std::size_t>(name.back().data() - text.data()) + name.back().size();
      name.clear();
    }
    // "in Paris": a place, which is short
    if (word == "in")
      return anything || text.size() - end < 24 ? text.substr(0, names_end) : std::string_view();
    at = end + 1;
  }
  return text.substr(0, names_end);
}

/// "Jane Doe | 5 March 2026", "Jane Doe, 05.03.2026 10:00": the names that sites put a date behind.
std::string_view names_before_date(std::string_view text) {
  const std::size_t digit = std::min(text.find_first_of("0123456789"), text.size());
  if (digit == text.size() || text.size() - digit > kRoleBytes) return {};
  for (const std::string_view mark :
       {" | ", " - ", ", ", " \xe2\x80\x93 ", " \xe2\x80\x94 ", " \xe2\x80\xa2 ", " \xc2\xb7 "}) {
    const std::size_t at = text.rfind(mark, digit);
    if (at == text.npos) continue;
    // A weekday or a month at most.
    const std::string_view between =
        trimmed(text.substr(at + mark.size(), digit - at - mark.size()), " ");
    if (!between.empty() && month_of(between) == 0 && weekday_of(between) == 0) continue;
    if (const auto names = names_of(text.substr(0, at), false); !names.empty()) return names;
  }
  return {};
}

/// The line behind "By", "Von", "Par", …; nothing of any other line.
std::string_view behind_by(std::string_view line) {
  static constexpr std::array<std::string_view, 20> kWords = {
      "By ", "BY ",   "by ",   "Von ", "VON ", "Par ", "PAR ",   "Por ", "POR ",    "Di ",
      "DI ", "Door ", "DOOR ", "Av ",  "Af ",  "De ",  "Przez ", "By: ", "Autor: ", "von "};
  for (const std::string_view word : kWords) {
    if (line.starts_with(word)) return trimmed(line.substr(word.size()), " ");
  }
  return {};
}

HeadLine byline(std::string_view line) {
  if (line.size() > kBylineBytes) return {};
  const std::string_view rest = behind_by(line);
  if (rest.empty()) {
    // "Jane Doe, dpa"
    const std::size_t comma = line.find(", ");
    if (comma == line.npos || !is_agency(line.substr(comma + 2)) ||
        !is_name(words_of(line.substr(0, comma))))
      return {};
    return {WireLine::kByline, std::string(line.substr(0, comma)), line.size()};
  }
  std::string_view names = names_of(rest, false);
  if (names.empty()) names = names_before_date(rest);
  if (names.empty() && !is_role(rest)) return {};
  return {WireLine::kByline, std::string(names.empty() ? rest : names), line.size()};
}

// ------------------------------------------------------------------------------------------------
// Notes to editors

/// What the desk did to the copy, as a note begins to say it. A sentence of English never begins
/// with such a verb; of other languages it might, so there brackets are wanted.
bool begins_with_desk_verb(std::string_view text, bool bracketed, bool before_dateline) {
  static constexpr std::array<std::string_view, 22> kEnglish = {
      "corrects ",      "adds ",         "recasts ",           "refiles ",
      "repeats ",       "resends ",      "removes ",           "clarifies ",
      "deletes ",       "updates with ", "updates throughout", "updates to ",
      "updates number", "updates lead",  "updates first",      "recrops ",
      "rewrites ",      "restores ",     "inserts ",           "fixes ",
      "trims ",         "makes clear "};
  static constexpr std::array<std::string_view, 40> kBracketed = {
      "corrects",     "adds",           "updates",        "recasts",      "refiles",
      "repeats",      "writes through", "rewrites",       "removes",      "with ",
      "this story ",  "this version ",  "this report ",   "refiled to ",  "updated ",
      "updating ",    "in paragraph",   "new throughout", "korrigiert",   "berichtigt",
      "aktualisiert", "ergänzt",        "neu:",           "wiederholung", "zusammenfassung",
      "actualis",     "ajoute",         "corrige",        "répétition",   "précise",
      "actualiza",    "añade",          "amplía",         "ampliación",   "repite",
      "aggiorna",     "aggiunge",       "corregge",       "atualiza",     "acrescenta"};
  const std::string small = in_small_letters(text.substr(0, 32));
  if (bracketed || before_dateline) return begins_with_any(small, kBracketed);
  if (!begins_with_any(small, kEnglish)) return false;
  // "Adds up to little, he said": a verb in small letters needs a note's lack of a full stop.
  const std::string_view verb = text.substr(0, text.find(' '));
  return in_capitals(verb, 4) || !text.ends_with('.');
}

bool is_addressed_to_editors(std::string_view text) {
  static constexpr std::array<std::string_view, 36> kBeginnings = {"eds:",
                                                                   "eds.:",
                                                                   "eds note:",
                                                                   "ed note:",
                                                                   "ed. note:",
                                                                   "editors:",
                                                                   "editor's note:",
                                                                   "editors' note:",
                                                                   "editor’s note:",
                                                                   "editors’ note:",
                                                                   "note to editors:",
                                                                   "to editors:",
                                                                   "attention editors",
                                                                   "attn editors",
                                                                   "advisory:",
                                                                   "advisory to ",
                                                                   "correction:",
                                                                   "clarification:",
                                                                   "editing note:",
                                                                   "desk note:",
                                                                   "achtung:",
                                                                   "achtung redaktionen",
                                                                   "hinweis an die redaktion",
                                                                   "redaktioneller hinweis",
                                                                   "korrektur:",
                                                                   "berichtigung:",
                                                                   "attention:",
                                                                   "rectificatif",
                                                                   "note aux rédactions",
                                                                   "atención:",
                                                                   "corrección:",
                                                                   "nota a los editores",
                                                                   "nota ai redattori",
                                                                   "rettifica:",
                                                                   "correção:",
                                                                   "let op:"};
  return begins_with_any(in_small_letters(text.substr(0, 40)), kBeginnings);
}

/// "First of two takes", "Take 2", "1st Add"
bool counts_takes(std::string_view text) {
  if (text.size() > 40) return false;
  const std::string small = in_small_letters(trimmed(text, " ()-."));
  const auto words = words_of(small);
  if (words.size() == 2)
    return (words[0] == "take" || words[0] == "add") && small_number(words[1]) > 0;
  return words.size() >= 4 && words[words.size() - 1].starts_with("take") && words[1] == "of";
}

bool is_flag(std::string_view text) {
  static constexpr std::array<std::string_view, 11> kFlags = {
      "URGENT", "FLASH",   "BULLETIN", "EILMELDUNG",    "EIL",       "ALERTE",
      "Urgent", "URGENTE", "ADVISORY", "BREAKING NEWS", "CORRECTION"};
  return contains(kFlags, trimmed(text, " *=-/+"));
}

/// "AP Photo NYJD101, NYJD102", "With AP Photos": what goes with the copy.
bool names_pictures(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kBeginnings = {
      "AP Photo", "AP Graphic", "AP Video", "With AP Photo", "With Photo"};
  return text.size() < kRoleBytes && begins_with_any(text, kBeginnings) &&
         (has_digit(text) || text.starts_with("With ")) && !text.ends_with('.');
}

HeadLine note(std::string_view line, bool before_dateline) {
  // "/// ADDS quotes ///", "= (PHOTO) =", "ATTENTION - ADDS quotes ///"
  std::string_view text = trimmed(line, " /*=+");
  bool bracketed = text.size() < line.size() && line.ends_with("///");
  std::size_t end = line.size();
  if (line.starts_with('(')) {
    const std::size_t close = line.find(')');
    if (close == line.npos) return {};
    end = close + 1;
    text = line.substr(1, close - 1);
    bracketed = true;
  }
  for (const std::string_view label : {"ATTENTION - ", "ATTENTION: "}) {
    if (text.starts_with(label)) text.remove_prefix(label.size());
  }
  if (text.size() > kNoteBytes || text.empty()) return {};
  if (!begins_with_desk_verb(text, bracketed, before_dateline) && !is_addressed_to_editors(text) &&
      !counts_takes(text) && !is_flag(text) && !names_pictures(text))
    return {};
  return {WireLine::kNote, {}, end};
}

// ------------------------------------------------------------------------------------------------
// Credits

/// How those who made the copy are named at its foot.
bool names_makers(std::string_view text) {
  static constexpr std::array<std::string_view, 43> kBeginnings = {"reporting by",
                                                                   "reporting and writing by",
                                                                   "reporting and editing by",
                                                                   "additional reporting",
                                                                   "editing by",
                                                                   "edited by",
                                                                   "writing by",
                                                                   "written by",
                                                                   "compiled by",
                                                                   "translated by",
                                                                   "text by",
                                                                   "photos by",
                                                                   "with reporting by",
                                                                   "with additional reporting",
                                                                   "with files from",
                                                                   "with inputs from",
                                                                   "with agency inputs",
                                                                   "bearbeitet von",
                                                                   "bericht von",
                                                                   "berichtet von",
                                                                   "geschrieben von",
                                                                   "redigiert von",
                                                                   "reporter:",
                                                                   "mitarbeit:",
                                                                   "reportage de",
                                                                   "reportage ",
                                                                   "rédigé par",
                                                                   "édité par",
                                                                   "edité par",
                                                                   "version française",
                                                                   "avec ",
                                                                   "reporte de",
                                                                   "reportado por",
                                                                   "información de",
                                                                   "editado por",
                                                                   "editado en",
                                                                   "con información de",
                                                                   "reportagem de",
                                                                   "reportagem adicional",
                                                                   "edição de",
                                                                   "tradotto da",
                                                                   "a cura di",
                                                                   "redazione "};
  const std::string small = in_small_letters(text.substr(0, 40));
  const auto found =
      std::find_if(kBeginnings.begin(), kBeginnings.end(),
                   [&small](std::string_view each) { return small.starts_with(each); });
  if (found == kBeginnings.end()) return false;
  const auto words = words_of(text.substr(found->size()));
  static constexpr std::array<std::string_view, 7> kPrepositions = {"by",  "de", "von", "par",
                                                                    "por", "da", "the"};
  return words.empty() || letters_of(words[0]) != Letters::kLower ||
         contains(kPrepositions, words[0]);
}

bool thanks_contributors(std::string_view line) {
  if (line.size() >= kCreditBytes) return false;
  const std::string small = in_small_letters(line);
  return small.find("contributed to this report") != small.npos ||
         small.ends_with("contributed reporting.") || small.ends_with("contributed to this story.");
}

bool is_copyright(std::string_view line) {
  static constexpr std::array<std::string_view, 5> kBeginnings = {"Copyright ", "(c) ", "(C) ",
                                                                  "\xc2\xa9", "COPYRIGHT "};
  return line.size() < kCreditBytes && begins_with_any(line, kBeginnings);
}

/// "jd/rh/mm", "bur-jd/mt", "dpa jd yyzz n1 rh": the desk's initials.
bool is_sign_off(std::string_view line) {
  if (line.size() < 4 || line.size() > kMarkBytes) return false;
  if (line.starts_with("dpa ") || line == "dpa") return line.find('.') == line.npos;
  if (count(line, '/') == 0 || line.find_first_of(" .:") != line.npos) return false;
  std::size_t run = 0;
  for (const char c : line) {
    const bool letter = c >= 'a' && c <= 'z';
    if (!letter && c != '/' && c != '-') return false;
    run = letter ? run + 1 : 0;
    if (run > 4) return false;
  }
  return true;
}

/// Who reported, of "Reporting by Jane Doe in Paris and John Roe; Editing by …": names alone.
std::string reporters_of(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kBeginnings = {
      "Reporting by ", "Reporting and writing by ", "Bericht von ", "Reporte de "};
  for (const std::string_view beginning : kBeginnings) {
    if (!text.starts_with(beginning)) continue;
    const std::string_view names = text.substr(beginning.size());
    const std::size_t end = std::min(names.find(';'), names.find(". E"));
    return std::string(names_of(names.substr(0, end), true));
  }
  return {};
}

FootLine credit(std::string_view line) {
  FootLine found;
  std::string_view text = line;
  if (line.ends_with(')') || line.ends_with(").")) {
    found.begin = line.rfind('(');
    if (found.begin == line.npos) return {};
    text = trimmed(line.substr(found.begin), "(). ");
    // A whole paragraph in brackets is text, and so are brackets within a sentence.
    if (names_makers(text) && text.size() <= kCreditBytes) {
      found.kind = WireLine::kCredit;
      found.by = reporters_of(text);
      return found;
    }
    if (found.begin != 0 || text.size() > kRoleBytes) return {};
    const bool one_name = text.find(' ') == text.npos && letters_of(text) != Letters::kLower;
    if (!is_agency(text) && !one_name) return {};
    found.kind = WireLine::kCredit;
    found.credit = std::string(text);
    return found;
  }
  if (text.starts_with("Source: ") && text.size() <= kRoleBytes * 2) {
    found.kind = WireLine::kCredit;
    found.credit = std::string(text.substr(8));
  } else if ((names_makers(text) && text.size() <= kCreditBytes / 2 &&
              !in_small_letters(text).starts_with("avec ")) ||
             thanks_contributors(text) || is_copyright(text) || is_sign_off(text)) {
    found.kind = WireLine::kCredit;
    found.by = reporters_of(text);
  }
  return found;
}

/// Where the mark begins that ends a line behind its last sentence, as copy that lost its line ends
/// has it; 0 where there is none. Reuter, who has had no s since 1992, also stands behind the last
/// row of a table, which no stop ends.
std::size_t end_mark_behind_text(std::string_view line) {
  const std::size_t space = line.rfind(' ');
  if (space == line.npos || space == 0) return 0;
  const std::string_view word = line.substr(space + 1);
  static constexpr std::array<std::string_view, 3> kOldMarks = {"Reuter", "REUTER", "reuter"};
  if (contains(kOldMarks, word)) return space + 1;
  const std::string_view text = trimmed(line.substr(0, space), " \"')\xe2\x80\x99\x9c\x9d");
  const bool ended = !text.empty() && std::string_view(".!?").find(text.back()) != text.npos;
  static constexpr std::array<std::string_view, 4> kMarks = {"Reuters", "REUTERS", "MORE", "More"};
  return ended && contains(kMarks, word) ? space + 1 : 0;
}

}  // namespace

bool is_end_mark(std::string_view line, bool last) {
  if (line.empty() || line.size() > kMarkBytes) return false;
  static constexpr std::array<std::string_view, 5> kNumbers = {
      "-30-", "- 30 -", "--30--", "\xe2\x80\x93 30 \xe2\x80\x93", "\xe2\x80\x94 30 \xe2\x80\x94"};
  if (contains(kNumbers, line)) return true;
  if (line.find_first_not_of("# ") == line.npos) return count(line, '#') >= 3;
  static constexpr std::array<std::string_view, 14> kWords = {
      "END",   "ENDS", "MORE",         "ENDE",           "FIN",          "FINE",       "FIM",
      "EINDE", "SLUT", "MORE TO COME", "MORE TO FOLLOW", "MORE FOLLOWS", "MEHR FOLGT", "SUITE"};
  const std::string_view word = trimmed(line, "-()/=*#.<> \xe2\x80\x93\x94");
  std::string large = in_small_letters(word);
  std::transform(large.begin(), large.end(), large.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  if (last && (large == "REUTER" || large == "REUTERS")) return true;
  if (!contains(kWords, large)) return false;
  const bool decorated = word.size() + 2 <= line.size();
  const bool strong = word == "ENDS" || word == "MORE" || large.size() > 6;
  return last || decorated || strong;
}

bool begins_editors_foot(std::string_view line) {
  static constexpr std::array<std::string_view, 4> kBeginnings = {
      "Die folgenden Informationen sind nicht zur Veröffentlichung",
      "Nicht zur Veröffentlichung bestimmt", "The following information is not for publication",
      "The following information is not intended for publication"};
  if (line.empty() || line.size() > kBylineBytes) return false;
  if (std::string_view("DNT#*").find(line.front()) == std::string_view::npos) return false;
  return line == "# Notizblock" || begins_with_any(trimmed(line, " *#:"), kBeginnings);
}

HeadLine read_head_line(std::string_view framed, HeadPlace place) {
  const std::string_view line = without_frame(framed);
  if (line.size() < framed.size()) {
    HeadLine found = read_head_line(line, place);
    const bool whole = found.end == line.size() && found.kind != WireLine::kText;
    found.end = whole ? framed.size() : 0;
    return whole ? found : HeadLine{};
  }
  if (const std::size_t end = embargo_end(line); end != 0) return {WireLine::kEmbargo, {}, end};
  if (HeadLine found = note(line, place.before_dateline); found.kind != WireLine::kText)
    return found;
  if (HeadLine found = byline(line); found.kind != WireLine::kText) return found;
  if (place.behind_byline && is_role(line))
    return {WireLine::kCredit, std::string(line), line.size()};
  if (is_stamp(line) || is_routing(line)) return {WireLine::kStamp, {}, line.size()};
  return read_slug(line);
}

FootLine read_foot_line(std::string_view line) {
  if (is_end_mark(line, true)) return {WireLine::kEnd, {}, {}, 0};
  if (const std::size_t mark = end_mark_behind_text(line); mark != 0)
    return {WireLine::kEnd, {}, {}, mark};
  if (is_embargo(line)) return {WireLine::kEmbargo, {}, {}, 0};
  if (FootLine found = credit(line); found.kind != WireLine::kText) return found;
  if (const std::size_t contact = contact_begin(line); contact < line.size()) {
    const std::string_view before = trimmed(line.substr(0, contact), " ");
    FootLine found = before.empty() ? FootLine{} : credit(before);
    if (found.kind == WireLine::kText) found = {WireLine::kCredit, {}, {}, contact};
    return found;
  }
  if (is_stamp(line) || names_keywords(line)) return {WireLine::kStamp, {}, {}, 0};
  const HeadLine found = note(line, false);
  if (found.kind == WireLine::kNote && found.end == line.size())
    return {WireLine::kNote, {}, {}, 0};
  return {};
}

}  // namespace copytaster::text
