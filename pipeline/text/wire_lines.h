#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace copytaster::text {

/// What a line of wire copy is, if it is no text of the report.
enum class WireLine : std::uint8_t {
  kText,
  kSlug,       ///< "BC-EU--Trade, 1st Ld"
  kMaybeSlug,  ///< "EU-TRADE", "eu-trade-tariffs": one where other wire lines stand beside it
  kByline,     ///< "By Jane Doe"
  kCredit,     ///< "Associated Press Writer", "(Reporting by …; Editing by …)", "(Northwire)"
  kNote,       ///< "CORRECTS spelling in third paragraph", "Eds: …", "First of two takes"
  kEmbargo,    ///< "EMBARGOED UNTIL 0001 GMT Monday"
  kStamp,      ///< "AP-WF-06-14-26 1201GMT"
  kEnd,        ///< "ENDS", "MORE", "-30-", "###"
};

/// What a line before the report's first sentence is, and what it says.
struct HeadLine {
  WireLine kind = WireLine::kText;
  std::string value;    ///< of a slug, a byline, an agency's credit: without its "By", its brackets
  std::size_t end = 0;  ///< bytes of the line that belong to it: text may follow a bracket
};

/// Where a line before the report stands.
struct HeadPlace {
  bool behind_byline = false;    ///< the line above is one
  bool before_dateline = false;  ///< the line below begins with one: a note may be a sentence
};

/// Pure and thread-safe.
[[nodiscard]] HeadLine read_head_line(std::string_view line, HeadPlace place);

/// What a line behind the report's last sentence is. `value`: who reported, or the agency.
struct FootLine {
  WireLine kind = WireLine::kText;
  std::string by;
  std::string credit;
  std::size_t begin = 0;  ///< where it begins: a credit in brackets may end the last paragraph
};
[[nodiscard]] FootLine read_foot_line(std::string_view line);

/// Whether a line says that what follows is for editors: "Die folgenden Informationen sind nicht
/// zur Veröffentlichung bestimmt", "# Notizblock".
[[nodiscard]] bool begins_editors_foot(std::string_view line);

/// Whether a line is nothing but a mark that the copy, or a take of it, ends: "ENDS", "-30-". Such
/// a mark counts wherever it stands, if it is one by its form alone; as the `last` line words that
/// a text might hold count too ("MORE", "Fin").
[[nodiscard]] bool is_end_mark(std::string_view line, bool last);

}  // namespace copytaster::text
