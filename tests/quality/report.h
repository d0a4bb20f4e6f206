#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace copytaster::quality {

/// One line of a table: a part of a labelled set, with a value for each column of the report (NaN
/// where the column says nothing of it).
struct Row {
  std::string set;
  std::string part;
  std::size_t cases = 0;  ///< what was to be found or judged
  std::vector<double> values;
};

/// What one kind of measuring found. `missing` names the sets whose files are not there, `refused`
/// those that must not be scored, with the reason.
struct Report {
  std::string title;
  std::vector<std::string> columns;
  std::vector<Row> rows;
  std::vector<std::string> missing;
  std::vector<std::string> refused = {};

  /// The value at this place; nothing where there is no such row or column.
  [[nodiscard]] std::optional<double> value(std::string_view set, std::string_view part,
                                            std::string_view column) const;
};

/// Precision, recall and F1 from counts; 0 where there is nothing to divide by.
struct Ratio {
  std::size_t right = 0;
  std::size_t given = 0;     ///< answers
  std::size_t expected = 0;  ///< to be found
  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
  [[nodiscard]] double f1() const;
};

/// `part` of `of`; NaN of nothing.
[[nodiscard]] double ratio_of(std::size_t part, std::size_t of);

/// The report as an aligned table.
[[nodiscard]] std::string as_table(const Report& report);

/// The report as one JSON object: title, rows, missing, refused.
[[nodiscard]] std::string as_json(const Report& report);

}  // namespace copytaster::quality
