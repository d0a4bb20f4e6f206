#include "pipeline/text/wire_contacts.h"

#include <algorithm>
#include <array>

#include "pipeline/text/wire_words.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kContactBytes = 240;
constexpr std::size_t kContactWords = 12;
constexpr std::size_t kPhoneDigits = 7;

/// "jane.doe@example.org"
bool has_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == text.npos || at == 0 || text[at - 1] == ' ' || text[at - 1] == '(') return false;
  const std::string_view host = text.substr(at, text.find(' ', at) - at);
  const std::size_t dot = host.find('.');
  return dot != host.npos && dot + 2 < host.size();
}

/// "+44 20 7946 0018", "(030) 227-0"
bool has_telephone(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (is_ascii_digit(c)) {
      if (++digits == kPhoneDigits) return true;
    } else if (std::string_view(" +-/().").find(c) == std::string_view::npos) {
      digits = 0;
    }
  }
  return false;
}

/// How lines that name whom to ask begin, in small letters.
bool begins_as_contact(std::string_view line) {
  static constexpr std::array<std::string_view, 30> kBeginnings = {
      "contact:",
      "contacts:",
      "media contact",
      "press contact",
      "for more information, contact",
      "for further information, contact",
      "kontakt:",
      "pressekontakt",
      "medienkontakt",
      "ansprechpartner",
      "rückfragen",
      "contact presse",
      "contacts presse",
      "contacto:",
      "contactos:",
      "contacto de prensa",
      "contatti:",
      "contatto:",
      "ufficio stampa",
      "contato:",
      "perscontact",
      "e-mail:",
      "email:",
      "mail:",
      "tel",
      "phone:",
      "telefon",
      "teléfono:",
      "téléphone",
      "tlf"};
  const std::string small = in_small_letters(line.substr(0, 40));
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&small](std::string_view each) { return small.starts_with(each); });
}

/// "Follow Jane Doe on X at @janedoe"
bool asks_to_follow(std::string_view line) {
  return line.starts_with("Follow ") &&
         (line.find('@') != line.npos || line.find("http") != line.npos ||
          line.find("twitter.com") != line.npos);
}

}  // namespace

std::size_t contact_begin(std::string_view line) {
  // Nearly every line is a paragraph without an address.
  const bool addressed = has_address(line);
  if (!addressed && line.size() > kContactBytes) return line.size();
  if (addressed && line.ends_with(')')) {
    std::size_t open = line.rfind('(');
    while (open != line.npos && open > 0 && line[open - 1] == '(') --open;
    const std::string_view inner = line.substr(std::min(open, line.size()));
    if (inner.size() <= kContactBytes && has_address(inner)) return open;
  }
  if (line.size() > kContactBytes) return line.size();
  if (asks_to_follow(line)) return 0;
  if ((addressed || has_telephone(line)) && begins_as_contact(line)) return 0;
  // A name, an address, a number: no sentence.
  const bool sentence = line.ends_with('.') && !line.ends_with("..");
  return addressed && !sentence && words_of(line).size() <= kContactWords ? 0 : line.size();
}

}  // namespace copytaster::text
