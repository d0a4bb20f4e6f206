#include "tests/quality/copies/changes.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <sstream>
#include <string_view>
#include <utility>

#include "tests/quality/copies/spinners.h"

namespace copytaster::quality {
namespace {

using oracles::Dice;
using oracles::Story;
using Words = std::vector<std::string>;

Words words_of(const std::string& body) {
  std::istringstream stream(body);
  return {std::istream_iterator<std::string>(stream), {}};
}

std::string joined(const Words& words, std::size_t begin, std::size_t size) {
  std::string text;
  for (std::size_t i = begin; i < begin + size; ++i) text += (i == begin ? "" : " ") + words[i];
  return text;
}

/// `size` words in a row from anywhere, of a body that has at least `least` of them.
std::optional<std::string> piece(const std::string& body, std::size_t size, std::size_t least,
                                 Dice& dice) {
  const Words words = words_of(body);
  if (words.size() < least) return std::nullopt;
  return joined(words, dice.roll(words.size() - size + 1), size);
}

std::optional<std::string> share_of(const std::string& body, double share, Dice& dice) {
  constexpr std::size_t kLeast = 60;
  const auto size = static_cast<std::size_t>(share * static_cast<double>(words_of(body).size()));
  if (size < kLeast) return std::nullopt;
  return piece(body, size, size, dice);
}

/// The first words of it, three fifths to nine tenths.
std::string cut(const std::string& body, Dice& dice) {
  const Words words = words_of(body);
  return joined(words, 0, words.size() * (60 + dice.roll(31)) / 100);
}

/// Between a beginning and an end of another article, each an eighth to a quarter as long.
std::string wrapped(const std::string& body, const std::string& other, Dice& dice) {
  const Words around = words_of(other);
  const std::size_t size = words_of(body).size();
  const std::size_t before = std::min(around.size() / 2, size * (12 + dice.roll(13)) / 100);
  const std::size_t after = std::min(around.size() / 2, size * (12 + dice.roll(13)) / 100);
  return joined(around, 0, before) + ".\n\n" + body + "\n\n" +
         joined(around, around.size() - after, after);
}

std::string edited(const std::string& body, Dice& dice) {
  return oracles::to_text(oracles::edit_on_the_wire(oracles::to_story(body), dice));
}

std::string in_capitals(std::string body) {
  std::transform(body.begin(), body.end(), body.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return body;
}

/// Blanks and line ends otherwise, typographic quotation marks, decomposed and soft letters' marks.
std::string in_other_forms(const std::string& body, Dice& dice) {
  std::string text;
  bool open = true;
  for (const char c : body) {
    if (c == ' ' || c == '\n') {
      text += dice.chance(0.1) ? " \n" : dice.chance(0.1) ? "\xc2\xa0" : std::string(1, c);
    } else if (c == '"') {
      text += std::exchange(open, !open) ? "\xe2\x80\x9c" : "\xe2\x80\x9d";
    } else if (c == '\'') {
      text += "\xe2\x80\x99";
    } else {
      text += c;
    }
  }
  return text;
}

/// Decomposed or composed, of compatibility forms or with ligatures; with other dashes, quotation
/// marks, blanks and dots.
std::string in_another_form(const std::string& body, Dice& dice) {
  struct Form {
    std::string_view from;
    std::string_view to;
  };
  static constexpr std::array<Form, 9> kForms = {{{"--", "\xe2\x80\x94"},
                                                  {" - ", " \xe2\x80\x93 "},
                                                  {"...", "\xe2\x80\xa6"},
                                                  {" \"", " \xe2\x80\x9c"},
                                                  {"\"", "\xe2\x80\x9d"},
                                                  {"'", "\xe2\x80\x99"},
                                                  {"ffi", "\xef\xac\x83"},
                                                  {"fi", "\xef\xac\x81"},
                                                  {"fl", "\xef\xac\x82"}}};
  std::string text;
  for (std::size_t at = 0; at < body.size();) {
    const auto* form = std::find_if(kForms.begin(), kForms.end(), [&](const Form& each) {
      return body.compare(at, each.from.size(), each.from) == 0;
    });
    if (form == kForms.end() || dice.chance(0.2)) {
      text += body[at++];
    } else {
      text += form->to;
      at += form->from.size();
    }
  }
  constexpr std::array<int, 4> kNormal = {UTF8PROC_COMPOSE, UTF8PROC_DECOMPOSE,
                                          UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
                                          UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT};
  utf8proc_uint8_t* bytes = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &bytes,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | kNormal.at(dice.roll(4))));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(bytes, &std::free);
  return size < 0
             ? text
             : std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

/// A line that is indented or follows an empty one begins a paragraph.
std::string on_a_page(const std::string& body) {
  std::string page = "<div><p>";
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    const char next = i + 1 < body.size() ? body[i + 1] : ' ';
    page += c == '&'                                     ? "&amp;"
            : c == '<'                                   ? "&lt;"
            : c == '\n' && (next == ' ' || next == '\n') ? "</p>\n<p>"
                                                         : std::string(1, c);
  }
  return page + "</p></div>";
}

std::string with_furniture(const std::string& body) {
  return "Share on Facebook\nShare on Twitter\n\n" + body +
         "\n\nSign up for our newsletter\n\nRead more";
}

bool is_long(const std::string& body, std::size_t least) { return words_of(body).size() >= least; }

constexpr std::size_t kShort = 80;  ///< below: half of it and another's words are no copy of it

Change always(std::string name, std::vector<CopyKind> kinds,
              std::function<std::string(const std::string&, const std::string&, Dice&)> make) {
  return {std::move(name), std::move(kinds),
          [make = std::move(make)](const std::string& body, const std::string& other,
                                   Dice& dice) -> std::optional<std::string> {
            if (!is_long(body, kShort)) return std::nullopt;
            return make(body, other, dice);
          }};
}

Change as_piece(std::string name,
                std::function<std::optional<std::string>(const std::string&, Dice&)> make) {
  return {std::move(name),
          {CopyKind::kExcerpt},
          [make = std::move(make)](const std::string& body, const std::string&, Dice& dice) {
            return make(body, dice);
          }};
}

void add_spun(const Thesaurus& thesaurus, std::vector<Change>& changes) {
  const auto spin = [&thesaurus](const SpinSetting& setting) {
    return [&thesaurus, setting](const std::string& body, const std::string&, Dice& dice) {
      return oracles::to_text(spin_words(oracles::to_story(body), thesaurus, setting, dice));
    };
  };
  const auto spin_and_edit = [&thesaurus](const std::string& body, const std::string&, Dice& dice) {
    const Story spun = spin_words(oracles::to_story(body), thesaurus, kHarshSpin, dice);
    return oracles::to_text(oracles::edit_on_the_wire(spun, dice));
  };
  changes.push_back(always("spun, light", {CopyKind::kSpun, CopyKind::kNear}, spin(kLightSpin)));
  changes.push_back(always("spun, harsh", {CopyKind::kSpun}, spin(kHarshSpin)));
  changes.push_back(always("spun and edited", {CopyKind::kSpun}, spin_and_edit));
}

}  // namespace

std::vector<Change> all_changes(const Thesaurus& thesaurus) {
  using Kind = CopyKind;
  std::vector<Change> changes{
      always("capitals", {Kind::kExact},
             [](const auto& body, const auto&, Dice&) { return in_capitals(body); }),
      always("blanks, marks", {Kind::kExact},
             [](const auto& body, const auto&, Dice& dice) { return in_other_forms(body, dice); }),
      always("Unicode forms", {Kind::kExact},
             [](const auto& body, const auto&, Dice& dice) { return in_another_form(body, dice); }),
      always("HTML", {Kind::kExact},
             [](const auto& body, const auto&, Dice&) { return on_a_page(body); }),
      always("boilerplate", {Kind::kExact},
             [](const auto& body, const auto&, Dice&) { return with_furniture(body); }),
      always("wrapped", {Kind::kNear}, wrapped),
      always("cut", {Kind::kNear},
             [](const auto& body, const auto&, Dice& dice) { return cut(body, dice); }),
      always("edited", {Kind::kNear},
             [](const auto& body, const auto&, Dice& dice) { return edited(body, dice); }),
      always("cut, wrapped", {Kind::kNear},
             [](const auto& body, const auto& other, Dice& dice) {
               return wrapped(cut(body, dice), other, dice);
             }),
      as_piece("excerpt, 60 words",
               [](const auto& body, Dice& dice) { return piece(body, 60, 150, dice); }),
      as_piece("excerpt, 10%",
               [](const auto& body, Dice& dice) { return share_of(body, 0.10, dice); }),
      as_piece("excerpt, 25%",
               [](const auto& body, Dice& dice) { return share_of(body, 0.25, dice); }),
      always("rephrased", {Kind::kSpun, Kind::kNear, Kind::kRewrite},
             [](const auto& body, const auto&, Dice& dice) {
               return oracles::to_text(rephrase(oracles::to_story(body), dice));
             })};
  if (!thesaurus.empty()) add_spun(thesaurus, changes);
  return changes;
}

std::optional<std::string> make_flash(const std::string& body, Dice& dice) {
  const Words words = words_of(body);
  const std::size_t size = 25 + dice.roll(36);
  if (words.size() < 3 * size) return std::nullopt;
  Words flash(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(size));
  for (std::size_t i = 0; i < size / 12; ++i)
    flash[dice.roll(size)] = oracles::invented_word(dice.roll(20000));
  return joined(flash, 0, size);
}

}  // namespace copytaster::quality
