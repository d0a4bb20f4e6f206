#include "pipeline/text/wire_slugs.h"

#include <algorithm>
#include <array>

#include "pipeline/text/wire_words.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kSlugBytes = 100;
constexpr std::size_t kStampBytes = 48;
constexpr std::size_t kStampDigits = 6;  ///< a day, a month, an hour

bool is_large(char c) { return c >= 'A' && c <= 'Z'; }

/// The cycle of papers that copy is for, with which agencies begin a slug: "BC-EU-Trade".
bool is_cycle(std::string_view word) {
  static constexpr std::array<std::string_view, 4> kCycles = {"BC", "AM", "PM", "AP"};
  return contains(kCycles, word);
}

/// "1st Ld", "2nd Ld-Writethru", "Add 3", "UPDATE 2", "lead", a count of words: what tells one
/// version of a story from another.
bool marks_version(std::string_view text) {
  static constexpr std::array<std::string_view, 14> kMarks = {
      "ld",       "ldall", "writethru", "update", "lead",      "add",    "urgent",
      "advisory", "bjt",   "wrapup",    "refile", "corrected", "repeat", "sub"};
  std::string small = in_small_letters(text);
  std::replace_if(
      small.begin(), small.end(),
      [](char c) { return c == '-' || c == ',' || c == '(' || c == ')'; }, ' ');
  const auto words = words_of(small);
  const bool counted = !words.empty() && words.back().size() >= 3 &&
                       std::all_of(words.back().begin(), words.back().end(), is_ascii_digit);
  return counted || std::any_of(words.begin(), words.end(),
                                [](std::string_view word) { return contains(kMarks, word); });
}

/// A slug is one word of parts, joined by hyphens and slashes; a version may follow.
WireLine slug_kind(std::string_view line) {
  if (line.size() > kSlugBytes) return WireLine::kText;
  const std::size_t end = std::min(line.find_first_of(" ,("), line.size());
  std::string_view word = line.substr(0, end);
  const std::string_view version = line.substr(end);
  const std::size_t hyphens = count(word, '-');
  const std::size_t slashes = count(word, '/');
  if (hyphens + slashes == 0 || word.size() < 5 || word.find("://") != word.npos)
    return WireLine::kText;
  const std::string_view first = word.substr(0, word.find_first_of("-/"));
  const bool capitals = in_capitals(first, 2) && first.size() <= 12;
  if (is_cycle(first) && version.empty() && word.size() > first.size() + 2 &&
      is_large(word[first.size() + 1]))
    return WireLine::kSlug;
  const bool versioned = !version.empty() && marks_version(version);
  if (!version.empty() && !versioned) return WireLine::kText;
  if (capitals && (word.find("--") != word.npos || versioned)) return WireLine::kSlug;
  const bool all = in_capitals(word, 4);
  if (all && hyphens > 0 && slashes > 0) return WireLine::kSlug;
  const bool small = letters_of(word) == Letters::kLower;
  const bool parted = (hyphens + slashes >= 2 || all) && !has_digit(word);
  return parted && (all || small) && in_capitals(first, 2) == all ? WireLine::kMaybeSlug
                                                                  : WireLine::kText;
}

/// "BC-US--Tormouth Bridge, 1st Ld": a slug of several words, which its version ends.
bool is_slug_of_words(std::string_view line) {
  const std::size_t comma = line.find(',');
  return line.size() <= kSlugBytes && line.size() > 4 && line[2] == '-' &&
         is_cycle(line.substr(0, 2)) && comma != line.npos && marks_version(line.substr(comma));
}

/// "Verkehr/Straßen/Großbritannien/": a line of topics; the mark behind the last one tells it.
WireLine topics_kind(std::string_view line) {
  if (line.size() > kSlugBytes || line.find("://") != line.npos) return WireLine::kText;
  const bool closed = line.ends_with('/');
  std::size_t topics = 0;
  for (std::size_t at = 0; at < line.size(); ++topics) {
    const std::size_t end = std::min(line.find('/', at), line.size());
    const std::string_view topic = line.substr(at, end - at);
    const Letters letters = letters_of(topic.substr(0, topic.find(' ')));
    if (letters == Letters::kLower || letters == Letters::kNone || has_digit(topic))
      return WireLine::kText;
    if (!closed && topic.find(' ') != topic.npos) return WireLine::kText;
    at = end + 1;
  }
  if (topics < 3) return WireLine::kText;
  return closed ? WireLine::kSlug : WireLine::kMaybeSlug;
}

/// "bdt0412"
bool is_numbered_service(std::string_view word) {
  const std::size_t digits = word.find_first_of("0123456789");
  return digits >= 2 && digits <= 4 && word.size() == digits + 4 &&
         letters_of(word.substr(0, digits)) == Letters::kLower &&
         std::all_of(word.begin() + static_cast<std::ptrdiff_t>(digits), word.end(),
                     is_ascii_digit);
}

std::string_view named_slug(std::string_view line) {
  for (const std::string_view name : {"slug:", "slugline:", "slug line:", "stichwort:"}) {
    if (line.size() > name.size() && line.size() <= kSlugBytes &&
        in_small_letters(line.substr(0, name.size())) == name)
      return line.substr(std::min(line.find_first_not_of(' ', name.size()), line.size()));
  }
  return {};
}

/// What a wire sends before a slug for its own routing: "r i BC-EU-Trade".
std::string_view without_routing(std::string_view line) {
  std::string_view rest = line;
  while (rest.size() > 2 && rest[0] >= 'a' && rest[0] <= 'z' && rest[1] == ' ')
    rest.remove_prefix(2);
  return rest.size() > 3 && rest[2] == '-' && is_cycle(rest.substr(0, 2)) ? rest : line;
}

/// "06-14-26", "12:01", "1201GMT", "GMT", "+0200"
bool is_part_of_stamp(std::string_view word) {
  static constexpr std::array<std::string_view, 14> kWords = {
      "gmt", "utc", "z", "cet", "cest", "mez", "mesz", "est", "edt", "et", "bst", "uhr", "h", "at"};
  const std::size_t digits = word.find_first_not_of("0123456789.:/-+");
  if (digits == word.npos) return true;
  return contains(kWords, in_small_letters(word.substr(digits)));
}

}  // namespace

std::string_view without_frame(std::string_view line) {
  const std::size_t begin = line.find_first_not_of('^');
  const std::size_t end = line.find_last_not_of("<=");
  if (begin == line.npos || end == line.npos || end < begin) return {};
  return line.substr(begin, end - begin + 1);
}

HeadLine read_slug(std::string_view line) {
  if (const std::string_view named = named_slug(line); !named.empty())
    return {WireLine::kSlug, std::string(named), line.size()};
  const std::string_view slug = without_routing(line);
  if (is_slug_of_words(slug)) return {WireLine::kSlug, std::string(slug), line.size()};
  WireLine kind = slug_kind(slug);
  if (kind == WireLine::kText) kind = topics_kind(slug);
  if (kind == WireLine::kText) return {};
  return {kind, std::string(slug), line.size()};
}

bool is_stamp(std::string_view line) {
  if (line.size() > kStampBytes || line.empty()) return false;
  // "AP-WF-06-14-26": agency and wire.
  const std::size_t letters = line.find_first_of("0123456789");
  if (letters == line.npos || letters > 8) return false;
  const bool prefixed =
      letters > 0 && line[letters - 1] == '-' && in_capitals(line.substr(0, letters), 2);
  if (letters > 0 && !prefixed) return false;
  const auto words = words_of(line.substr(letters));
  const auto digits = std::count_if(line.begin(), line.end(), is_ascii_digit);
  const std::string_view first = words.front();
  const bool dated = count(first, '-') == 2 || count(first, '/') == 2 || count(first, '.') == 2;
  return words.size() >= 2 && dated && static_cast<std::size_t>(digits) > kStampDigits &&
         std::all_of(words.begin(), words.end(), is_part_of_stamp);
}

bool is_routing(std::string_view line) {
  if (line.size() > kStampBytes || line.empty() || !is_ascii_digit(line.back())) return false;
  const auto words = words_of(line);
  if (words.size() < 4 || !is_numbered_service(words[0])) return false;
  const auto numbers = std::count_if(words.begin(), words.end(), [](std::string_view word) {
    return std::all_of(word.begin(), word.end(), is_ascii_digit);
  });
  return numbers >= 2 && std::any_of(words.begin(), words.end(), is_agency);
}

bool names_keywords(std::string_view line) {
  static constexpr std::string_view kLabel = "Keywords: ";
  if (line.size() > kSlugBytes || !line.starts_with(kLabel)) return false;
  const std::string_view slug = line.substr(kLabel.size());
  return in_capitals(slug, 3);
}

}  // namespace copytaster::text
