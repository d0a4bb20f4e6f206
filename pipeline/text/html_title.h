#pragma once

#include <string>

#include "pipeline/text/html_metadata.h"
#include "pipeline/text/html_others.h"
#include "pipeline/text/html_tree.h"

namespace copytaster::text {

/// The headline of a page: what its structured data says, else its title, else its first heading;
/// less the names of site and section behind it ("Ferry runs again | Harbour Post") and less a
/// kicker before it ("Storm in Brittany: Ferry runs again") that `og:title` leaves out. A name goes
/// only where the page tells that it is one: as its publisher, section or address, or because the
/// heading of the page does without it. Where the headings show `og:title` in its place, that is
/// the headline. Pure.
[[nodiscard]] std::string headline_of(const HtmlTree& tree, const HtmlMetadata& metadata,
                                      const HtmlOthers& others);

}  // namespace copytaster::text
