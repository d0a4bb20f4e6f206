#include "pipeline/text/html_rows.h"

#include <gtest/gtest.h>

#include <string>

namespace copytaster::text {
namespace {

/// The blocks of a page's rows of data, those of one row joined by "|", each row behind "/".
std::string rows_of(const std::string& html) {
  const HtmlTree tree = read_html_tree(html, 400);
  const auto rows = data_rows(tree);
  EXPECT_EQ(rows.size(), tree.blocks.size());
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] == 0) continue;
    text += i > 0 && rows[i] == rows[i - 1] ? "|" : "/";
    text += tree.text_of(tree.blocks[i]);
  }
  return text;
}

std::string table(const std::string& rows) { return "<table>" + rows + "</table>"; }

TEST(HtmlRows, AreThoseOfShortCells) {
  EXPECT_EQ(rows_of("a" + table("<tr><td>b<td>1<tr><td>c<td>2") + "d"), "/b|1/c|2");
  EXPECT_EQ(rows_of(table("<thead><tr><th>b</th><th>c</th></tr></thead><tbody><tr><td>d<p>e</p>"
                          "</td><td></td></tr></tbody>")),
            "/b|c/d|e");
  EXPECT_EQ(rows_of(table("<tr><td>b</td></tr><tr><td>c</td></tr>") +
                    table("<tr><td>d</td></tr><tr><td>e</td></tr>")),
            "/b/c/d/e");
  EXPECT_EQ(rows_of("<p>no table"), "");
  EXPECT_EQ(rows_of("<tr><td>b<td>1<tr><td>c<td>2"), "") << "rows of no table";
}

TEST(HtmlRows, ABoxIsNoTable) {
  EXPECT_EQ(rows_of(table("<tr><td>b</td><td>c</td></tr>")), "");
  EXPECT_EQ(rows_of(table("<tr><td>b</td><td>c</td></tr><tr><td></td></tr>")), "");
}

TEST(HtmlRows, OnlyTheInnermostTableHoldsData) {
  EXPECT_EQ(rows_of(table("<tr><td>menu</td></tr><tr><td>" + table("<tr><td>b<td>1<tr><td>c<td>2") +
                          "</td></tr>")),
            "/b|1/c|2");
}

TEST(HtmlRows, AParagraphInOneCellMakesALayout) {
  for (const std::size_t size : {1U, 160U, 161U, 4'000U}) {
    std::string rows;
    for (int i = 0; i < 40; ++i) rows += "<tr><td>b</td></tr>";
    const std::string html = table(rows + "<tr><td>" + std::string(size, 'x') + "</td></tr>");
    EXPECT_EQ(rows_of(html).empty(), size > 160) << size;
  }
  for (const std::size_t size : {40U, 41U}) {
    const std::string row = "<tr><td>" + std::string(size, 'x') + "</td></tr>";
    EXPECT_EQ(rows_of(table(row + row)).empty(), size > 40) << size;
  }
}

TEST(HtmlRows, ATableOfLinksIsAMenu) {
  const std::string link = "<td><a href=x>Sport</a></td>";
  EXPECT_EQ(rows_of(table("<tr>" + link + "</tr><tr>" + link + "</tr>")), "");
  EXPECT_EQ(rows_of(table("<tr>" + link + "<td>12.50</td></tr><tr>" + link + "<td>3.1</td></tr>")),
            "");
  EXPECT_EQ(
      rows_of(table("<tr>" + link + "<td>12.50</td></tr><tr>" + link + "<td>13.50</td></tr>")),
      "/Sport|12.50/Sport|13.50");
}

}  // namespace
}  // namespace copytaster::text
