#pragma once

#include <string>

#include "pipeline/text/html.h"

/// An article of two paragraphs, to be found on pages of all kinds.
namespace copytaster::text {

inline const std::string kFirst =
    "The ferry to Lindholm runs again, its owner said on Monday, after half a year in the dock.";
inline const std::string kSecond =
    "Islanders had crossed in fishing boats since March; the town will pay them for their fuel.";
inline const std::string kArticle = "<p>" + kFirst + "</p><p>" + kSecond + "</p>";
inline const std::string kText = kFirst + "\n\n" + kSecond;

/// The article of a page.
inline std::string body_of(const std::string& html) { return read_html(html, 400).body; }

}  // namespace copytaster::text
