#pragma once

#include <functional>
#include <string>

#include "tests/quality/report.h"

namespace copytaster::quality {

/// The pages of html_fundus, whole, through the pipeline's own reading: token F1 of the body (words
/// as a bag; the expected body is summary, subheads and paragraphs), and the shares of pages whose
/// title, publication time and authors are exactly those expected, but for case, blanks and order.
/// An expected file may hold several versions: the one whose words stand on the page counts.
/// `least` is the lowest F1, `ms` the processor time of one page. Rows: all pages, and two halves
/// by publisher.
[[nodiscard]] Report measure_html();

/// Calls `visit` with each page of html_fundus and what is expected of it: title and body, one
/// paragraph a line. Nothing happens without the set.
void visit_pages(
    const std::function<void(const std::string& page, const std::string& expected)>& visit);

}  // namespace copytaster::quality
