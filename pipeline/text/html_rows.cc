#include "pipeline/text/html_rows.h"

#include <algorithm>

namespace copytaster::text {
namespace {

constexpr std::size_t kRows = 2;           ///< with text: fewer are a box
constexpr std::size_t kCellBytes = 40;     ///< what the cells hold at most on the average
constexpr std::size_t kLongestCell = 160;  ///< a longer one holds a paragraph

/// The table, the row and the cell that are innermost around an element; 0 where there is none.
struct Place {
  std::uint32_t table = 0;  ///< an index of its sums
  std::uint32_t row = 0;    ///< an element: the table's where its markup names no rows
  std::uint32_t cell = 0;   ///< an element
};

/// What a table holds.
struct Sums {
  std::size_t rows = 0;
  std::size_t cells = 0;
  std::size_t bytes = 0;
  std::size_t linked = 0;
  bool lays_out = false;  ///< holds a table or a paragraph
};

/// The places of all elements. Appends the tables' sums, which hold no text yet.
std::vector<Place> places_of(const HtmlTree& tree, std::vector<Sums>& sums) {
  std::vector<Place> places(tree.elements.size());
  for (std::uint32_t i = 1; i < tree.elements.size(); ++i) {
    Place& place = places[i] = places[tree.elements[i].parent];
    switch (tree.elements[i].role) {
      case HtmlRole::kTable:
        sums[place.table].lays_out = true;
        place = {static_cast<std::uint32_t>(sums.size()), i, 0};
        sums.emplace_back();
        break;
      case HtmlRole::kRow:
        if (place.table != 0) place.row = i;
        break;
      case HtmlRole::kCell:
        if (place.table != 0) place.cell = i;
        break;
      default:
        break;
    }
  }
  return places;
}

bool holds_data(const Sums& sums) {
  return !sums.lays_out && sums.rows >= kRows && sums.bytes <= kCellBytes * sums.cells &&
         sums.linked * 2 <= sums.bytes;
}

}  // namespace

std::vector<std::uint32_t> data_rows(const HtmlTree& tree) {
  std::vector<Sums> sums(1);  // the first is that of no table
  const std::vector<Place> places = places_of(tree, sums);
  Place last;
  std::size_t cell_bytes = 0;
  for (const HtmlBlock& block : tree.blocks) {
    const Place& place = places[block.element];
    Sums& table = sums[place.table];
    if (place.cell == 0) continue;
    if (place.cell != last.cell) cell_bytes = 0;
    table.rows += place.row != last.row ? 1U : 0U;
    table.cells += place.cell != last.cell ? 1U : 0U;
    table.bytes += block.end - block.begin;
    table.linked += block.linked;
    cell_bytes += block.end - block.begin;
    table.lays_out = table.lays_out || cell_bytes > kLongestCell;
    last = place;
  }
  std::vector<std::uint32_t> rows(tree.blocks.size());
  std::transform(tree.blocks.begin(), tree.blocks.end(), rows.begin(), [&](const HtmlBlock& block) {
    const Place& place = places[block.element];
    return place.cell != 0 && holds_data(sums[place.table]) ? place.row : 0;
  });
  return rows;
}

}  // namespace copytaster::text
