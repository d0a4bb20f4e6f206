#include "pipeline/text/encoding.h"

#include <lexbor/encoding/encoding.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "pipeline/text/language.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kLabelBytes = 32;
constexpr std::size_t kManyMarks = 5;  ///< bytes above ASCII that are no damage by their number

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

void append(std::string& to, utf8proc_int32_t c) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(c, bytes.data());
  to.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

/// The bytes by the WHATWG standard; nothing where one of them is no character, or is a control
/// that no text has.
std::optional<std::string> decoded_by(std::string_view bytes, const lxb_encoding_data_t& encoding) {
  lxb_encoding_decode_t context{};
  context.encoding_data = &encoding;
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 4);
  const auto* at = reinterpret_cast<const lxb_char_t*>(bytes.data());
  const auto* const end = at + bytes.size();
  while (at < end) {
    if (*at < 0x80 && encoding.encoding != LXB_ENCODING_UTF_16LE &&
        encoding.encoding != LXB_ENCODING_UTF_16BE &&
        encoding.encoding != LXB_ENCODING_ISO_2022_JP) {
      text.push_back(static_cast<char>(*at++));
      continue;
    }
    const lxb_codepoint_t c = encoding.decode_single(&context, &at, end);
    if (c > 0x10ffff || (c >= 0x7f && c < 0xa0)) return std::nullopt;
    append(text, static_cast<utf8proc_int32_t>(c));
  }
  return text;
}

std::string name_of(const lxb_encoding_data_t& encoding) {
  std::string name(reinterpret_cast<const char*>(encoding.name));
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

const lxb_encoding_data_t& utf16_data(ByteOrder order) {
  return *lxb_encoding_data(order == ByteOrder::kLittleEndian ? LXB_ENCODING_UTF_16LE
                                                              : LXB_ENCODING_UTF_16BE);
}

/// The encoding with this label, where it is one that decoding can be sure of.
const lxb_encoding_data_t* encoding_of(std::string_view label) {
  const auto* found = lxb_encoding_data_by_pre_name(
      reinterpret_cast<const lxb_char_t*>(label.data()), label.size());
  if (found == nullptr || found->encoding <= LXB_ENCODING_UNDEFINED) return nullptr;
  switch (found->encoding) {
    case LXB_ENCODING_UTF_8:
    case LXB_ENCODING_UTF_16LE:  // would have begun as such
    case LXB_ENCODING_UTF_16BE:
    case LXB_ENCODING_REPLACEMENT:
    case LXB_ENCODING_X_USER_DEFINED:
      return nullptr;
    default:
      return found;
  }
}

/// The label behind `name`, a colon or an equals sign, and quotation marks, escaped or not.
std::string_view label_behind(std::string_view bytes, std::string_view name) {
  for (std::size_t at = bytes.find(name); at != bytes.npos; at = bytes.find(name, at + 1)) {
    std::size_t begin = at + name.size();
    while (begin < bytes.size() && std::string_view(" \"'\\:=").find(bytes[begin]) != bytes.npos)
      ++begin;
    std::size_t end = begin;
    while (end < bytes.size() && end - begin < kLabelBytes && !is_high(bytes[end]) &&
           (std::isalnum(static_cast<unsigned char>(bytes[end])) != 0 || bytes[end] == '-' ||
            bytes[end] == '_'))
      ++end;
    const std::string_view label = bytes.substr(begin, end - begin);
    if (encoding_of(label) != nullptr) return label;
  }
  return {};
}

struct Sequences {
  std::size_t valid = 0;    ///< characters of more than one byte
  std::size_t invalid = 0;  ///< bytes that belong to none
};

Sequences count_sequences(std::string_view bytes) {
  Sequences count;
  for (std::size_t at = 0; at < bytes.size();) {
    if (!is_high(bytes[at])) {
      ++at;
      continue;
    }
    utf8proc_int32_t value = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data() + at),
                                       static_cast<utf8proc_ssize_t>(bytes.size() - at), &value);
    ++(size > 0 ? count.valid : count.invalid);
    at += size > 0 ? static_cast<std::size_t>(size) : 1;
  }
  return count;
}

std::optional<Decoded> decode_declared(std::string_view bytes, std::string_view declared) {
  for (const std::string_view label :
       {declared, label_behind(bytes, "\"charset\""), label_behind(bytes, "\"encoding\""),
        label_behind(bytes, "charset=")}) {
    const auto* encoding = encoding_of(label);
    if (encoding == nullptr) continue;
    const Sequences count = count_sequences(bytes);
    if (count.valid >= count.invalid) return std::nullopt;
    auto text = decoded_by(bytes, *encoding);
    if (!text) return std::nullopt;
    return Decoded{std::move(*text), name_of(*encoding), true};
  }
  return std::nullopt;
}

/// The letters above ASCII that a language has, and borrows often enough.
std::string_view letters_of_language(std::string_view language) {
  struct Alphabet {
    std::string_view language;
    std::string_view letters;
  };
  static constexpr std::array<Alphabet, 13> kAlphabets = {
      {{"en", "éèêëïôöüñçá"},
       {"fr", "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜ"},
       {"de", "äöüßÄÖÜéèáà"},
       {"es", "áéíñóúüÁÉÍÑÓÚÜ"},
       {"ca", "àçéèíïóòúüÀÇÉÈÍÏÓÒÚÜ"},
       {"pt", "áâãàçéêíóôõúüÁÂÃÀÇÉÊÍÓÔÕÚ"},
       {"it", "àèéìíîòóùúÀÈÉÌÒÙ"},
       {"nl", "éëïèöüêáçÉ"},
       {"sv", "åäöéÅÄÖÉ"},
       {"da", "æøåéÆØÅÉ"},
       {"no", "æøåéêòóôÆØÅ"},
       {"fi", "äöåéÄÖÅ"},
       {"is", "áéíóúýþæöðÁÉÍÓÚÝÞÆÖ"}}};
  const auto* const found =
      std::find_if(kAlphabets.begin(), kAlphabets.end(),
                   [language](const Alphabet& each) { return each.language == language; });
  return found == kAlphabets.end() ? std::string_view() : found->letters;
}

/// Quotation marks, dashes, the ellipsis, signs of currencies and a few more, as bytes of
/// Windows-1252.
bool is_mark(char c) {
  static constexpr std::string_view kMarks =
      "\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x96\x97\x9b\xa0\xa1\xa3\xa7\xa9\xab\xad\xae\xb0\xb1\xb2"
      "\xb3\xb7\xba\xaa\xbb\xbc\xbd\xbe\xbf";
  return kMarks.find(c) != kMarks.npos;
}

/// Marks that stand beside any other: quotes, guillemets, the blank, the ellipsis.
bool is_sociable(char c) {
  static constexpr std::string_view kMarks =
      "\x82\x84\x85\x8b\x91\x92\x93\x94\x9b\xa0\xab\xbb\xa1\xbf";
  return kMarks.find(c) != kMarks.npos;
}

bool is_large(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0xc0 && byte <= 0xde && byte != 0xd7) || byte == 0x8c || byte == 0x8a ||
         byte == 0x8e;
}

bool is_small_ascii(char c) { return c >= 'a' && c <= 'z'; }

/// Whether each byte above ASCII stands where Windows-1252 would have it.
bool stands_well(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (!is_high(bytes[at])) continue;
    const char before = at > 0 ? bytes[at - 1] : ' ';
    const char after = at + 1 < bytes.size() ? bytes[at + 1] : ' ';
    if (is_mark(bytes[at])) {
      const bool beside =
          (is_mark(before) && !is_sociable(before)) || (is_mark(after) && !is_sociable(after));
      if (beside && !is_sociable(bytes[at])) return false;
    } else if (is_large(bytes[at]) && is_small_ascii(before)) {
      return false;
    }
  }
  return true;
}

bool is_ascii_letter(char c) { return (c >= 'A' && c <= 'Z') || is_small_ascii(c); }

/// Whether a byte can't be left of a character of UTF-8 that lost others: neither one that goes on
/// with such a character (but for an apostrophe within a word), nor one that begins those of the
/// Latin alphabets and of typography.
bool is_no_damage(char before, char c, char after) {
  static constexpr std::string_view kBeginnings = "\xc2\xc3\xc4\xc5\xe2";
  const bool within = is_ascii_letter(before) && is_ascii_letter(after);
  if (c == '\x92') return within;
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xc0 && kBeginnings.find(c) == kBeginnings.npos &&
         (within || !is_high(before) || !is_high(after));
}

/// Whether the bytes above ASCII are too many for damage, or one of them is none.
bool is_no_damage(std::string_view bytes, std::size_t marks) {
  if (marks >= kManyMarks) return true;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (!is_high(bytes[at])) continue;
    const char before = at > 0 ? bytes[at - 1] : ' ';
    const char after = at + 1 < bytes.size() ? bytes[at + 1] : ' ';
    if (is_no_damage(before, bytes[at], after)) return true;
  }
  return false;
}

/// The longest text between quotation marks: of JSON with few words the names of its fields are no
/// language.
std::string_view longest_string(std::string_view json) {
  std::string_view longest;
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t end = std::min(json.find('"', at), json.size());
    if (end - at > longest.size()) longest = json.substr(at, end - at);
    at = end + 1;
  }
  return longest;
}

/// Windows-1252 that nobody declared.
std::optional<Decoded> detect_windows1252(std::string_view bytes) {
  const Sequences count = count_sequences(bytes);
  if (count.valid > 0 || count.invalid == 0 || !stands_well(bytes) ||
      !is_no_damage(bytes, count.invalid))
    return std::nullopt;
  const auto* encoding = lxb_encoding_data(LXB_ENCODING_WINDOWS_1252);
  auto text = decoded_by(bytes, *encoding);
  if (!text) return std::nullopt;
  const std::string_view sample =
      count.invalid < kManyMarks ? longest_string(*text) : std::string_view(*text);
  const std::string_view letters = letters_of_language(detect_language("", sample, ""));
  if (letters.empty()) return std::nullopt;
  std::size_t at = 0;
  for (const char c : bytes) {
    // The text has a character for each byte.
    utf8proc_int32_t value = 0;
    const auto size = static_cast<std::size_t>(
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text->data() + at),
                         static_cast<utf8proc_ssize_t>(text->size() - at), &value));
    const std::string_view letter = std::string_view(*text).substr(at, size);
    if (is_high(c) && !is_mark(c) && letters.find(letter) == letters.npos) return std::nullopt;
    at += size;
  }
  return Decoded{std::move(*text), name_of(*encoding), false};
}

}  // namespace

std::optional<ByteOrder> utf16_order(std::string_view bytes) {
  const std::string_view two = bytes.substr(0, 2);
  if (two == "\xff\xfe" || two == std::string_view("{\0", 2)) return ByteOrder::kLittleEndian;
  if (two == "\xfe\xff" || two == std::string_view("\0{", 2)) return ByteOrder::kBigEndian;
  return std::nullopt;
}

std::optional<std::string> from_utf16(std::string_view bytes, ByteOrder order) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) bytes.remove_prefix(2);
  return decoded_by(bytes, utf16_data(order));
}

std::optional<Decoded> decode(std::string_view bytes, std::string_view declared) {
  if (const auto order = utf16_order(bytes)) {
    auto text = from_utf16(bytes, *order);
    if (!text) return std::nullopt;
    const bool mark = is_high(bytes[0]);
    return Decoded{std::move(*text), name_of(utf16_data(*order)), mark};
  }
  if (auto decoded = decode_declared(bytes, declared)) return decoded;
  if (!label_behind(bytes, "\"charset\"").empty() || encoding_of(declared) != nullptr)
    return std::nullopt;  // what is declared but does not fit is no other encoding either
  return detect_windows1252(bytes);
}

}  // namespace copytaster::text
