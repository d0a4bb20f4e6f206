#include "pipeline/text/references.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "pipeline/text/windows1252.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kLongest = 10;  ///< bytes between & and ;

struct Reference {
  std::string_view name;
  std::uint16_t value;
};

/// From 0xa0 to 0xff, HTML 4's names in order.
constexpr std::string_view kLatin1 =
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn "
    "sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave "
    "Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml "
    "ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN "
    "szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave "
    "iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute "
    "ucirc "
    "uuml yacute thorn yuml ";

constexpr std::array<Reference, 30> kOthers = {
    {{"amp", '&'},      {"lt", '<'},        {"gt", '>'},        {"quot", '"'},
     {"apos", '\''},    {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201a},
     {"ldquo", 0x201c}, {"rdquo", 0x201d},  {"bdquo", 0x201e},  {"ndash", 0x2013},
     {"mdash", 0x2014}, {"hellip", 0x2026}, {"bull", 0x2022},   {"euro", 0x20ac},
     {"trade", 0x2122}, {"lsaquo", 0x2039}, {"rsaquo", 0x203a}, {"prime", 0x2032},
     {"ensp", 0x2002},  {"emsp", 0x2003},   {"thinsp", 0x2009}, {"zwnj", 0x200c},
     {"zwj", 0x200d},   {"minus", 0x2212},  {"OElig", 0x152},   {"oelig", 0x153},
     {"Scaron", 0x160}, {"scaron", 0x161}}};

/// The character of a name; 0 of any other text.
utf8proc_int32_t named(std::string_view name) {
  const auto* const other = std::find_if(
      kOthers.begin(), kOthers.end(), [name](const Reference& each) { return each.name == name; });
  if (other != kOthers.end()) return other->value;
  utf8proc_int32_t value = 0xa0;
  for (std::size_t at = 0; at < kLatin1.size(); ++value) {
    const std::size_t end = kLatin1.find(' ', at);
    if (kLatin1.substr(at, end - at) == name) return value;
    at = end + 1;
  }
  return 0;
}

/// What Windows-1252 has there is what such a number has always meant: "&#146;".
utf8proc_int32_t of_windows1252(utf8proc_int32_t value) {
  return value < 0x80 || value > 0x9f ? value
                                      : kWindows1252[static_cast<std::size_t>(value) - 0x80];
}

/// The character of "#8217" or "#x2019"; 0 where there is none.
utf8proc_int32_t numbered(std::string_view digits) {
  const bool hexadecimal = digits.starts_with("#x") || digits.starts_with("#X");
  digits.remove_prefix(hexadecimal ? 2 : 1);
  if (digits.empty() || digits.size() > 7) return 0;
  utf8proc_int32_t value = 0;
  for (const char c : digits) {
    const char small = static_cast<char>(c | 0x20);
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(hexadecimal && small >= 'a' && small <= 'f')) return 0;
    value = value * (hexadecimal ? 16 : 10) + (digit ? c - '0' : small - 'a' + 10);
  }
  value = of_windows1252(value);
  const bool text = value >= 0x20 || value == '\n' || value == '\t';
  return text && utf8proc_codepoint_valid(value) ? value : 0;
}

/// The character of the reference at `at`, which is a "&"; `end` becomes its end.
utf8proc_int32_t reference_at(std::string_view text, std::size_t at, std::size_t& end) {
  std::size_t begin = at + 1;
  // Escaped twice or more: each "&" became "&amp;" again.
  while (text.substr(begin).starts_with("amp;")) begin += 4;
  const std::size_t semicolon = text.substr(begin, kLongest + 1).find(';');
  if (semicolon != text.npos && semicolon > 0) {
    const std::string_view name = text.substr(begin, semicolon);
    const utf8proc_int32_t value = name.front() == '#' ? numbered(name) : named(name);
    if (value != 0) {
      end = begin + semicolon + 1;
      return value;
    }
  }
  if (begin == at + 1) return 0;
  end = begin;
  return '&';
}

}  // namespace

bool replace_references(std::string& text) {
  std::size_t at = text.find('&');
  if (at == text.npos) return false;
  std::string kept;
  std::size_t done = 0;
  for (; at != text.npos; at = text.find('&', at)) {
    std::size_t end = at + 1;
    const utf8proc_int32_t value = reference_at(text, at, end);
    if (value != 0) {
      kept.append(text, done, at - done);
      std::array<utf8proc_uint8_t, 4> bytes{};
      const auto size = utf8proc_encode_char(value, bytes.data());
      kept.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
      done = end;
    }
    at = end;
  }
  if (done == 0) return false;
  kept.append(text, done);
  text = std::move(kept);
  return true;
}

}  // namespace copytaster::text
