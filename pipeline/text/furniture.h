#pragma once

#include <string>
#include <string_view>

namespace copytaster::text {

/// Removes the site's furniture from scraped paragraphs, in the larger European languages: share
/// buttons, notices on cookies and newsletters, comment forms, links to other articles, credits of
/// pictures. What a line is, its wording and its form tell; what stands between or behind such
/// lines goes only where its place says the same: labels among buttons, titles under "Most read" at
/// the end, comments behind a form, shorter than the article in all and by the paragraph. A
/// sentence of the article is never one of them. Pure and thread-safe.
[[nodiscard]] std::string without_furniture(std::string_view body);

/// Small letters and digits with single blanks, all punctuation left out: what wordings are
/// compared with. Letters of Latin, Greek and Cyrillic alphabets are folded.
[[nodiscard]] std::string simple_line(std::string_view line);

}  // namespace copytaster::text
