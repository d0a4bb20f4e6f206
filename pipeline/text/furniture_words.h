#pragma once

#include <cstdint>
#include <string_view>

/// The wordings of the buttons, forms and notices round an article, in the larger European
/// languages. All functions take a line as `simple_line` makes it. Pure and thread-safe.
namespace copytaster::text {

/// What a line's wording says that it is.
enum class Wording : std::uint8_t {
  kNone,
  kButton,     ///< "Share", "Print", "Advertisement", "12 comments", a row of networks
  kRelated,    ///< leads to another article, or on in this one: "Read also: …", "Read more"
  kHeading,    ///< heads other articles' titles, and says no more: "Read also"
  kNotice,     ///< cookies, newsletters, "follow us"
  kForm,       ///< begins a form for comments
  kWholeForm,  ///< is such a form, on one line
  kSection,    ///< of a site: "Sport"; it may head a list in an article
  kPage,       ///< of a site: "Contact us"
  kField,      ///< stands in such a form: "Your email address will not be published"
};

/// `sentence`: the line ends as a sentence does; such a line must say more to be furniture.
[[nodiscard]] Wording wording_of(std::string_view line, bool sentence);

/// Whether the line is a wording of a link to another article, or of a form's heading, and says no
/// more.
[[nodiscard]] bool is_bare_wording(std::string_view line);

/// Whether the line credits a picture and says nothing else: "Photo: Jane Doe / Northwire".
[[nodiscard]] bool credits_picture(std::string_view line);

}  // namespace copytaster::text
