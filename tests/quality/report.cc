#include "tests/quality/report.h"

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace copytaster::quality {
namespace {

double divided(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t widest(const std::vector<Row>& rows, std::string Row::*text) {
  std::size_t width = 4;
  for (const Row& row : rows) width = std::max(width, (row.*text).size());
  return width;
}

}  // namespace

double Ratio::precision() const { return divided(right, given); }
double Ratio::recall() const { return divided(right, expected); }
double Ratio::f1() const { return divided(2 * right, given + expected); }

double ratio_of(std::size_t part, std::size_t of) {
  return of == 0 ? std::numeric_limits<double>::quiet_NaN()
                 : static_cast<double>(part) / static_cast<double>(of);
}

std::optional<double> Report::value(std::string_view set, std::string_view part,
                                    std::string_view column) const {
  const auto at = std::find(columns.begin(), columns.end(), column);
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) {
    return each.set == set && each.part == part;
  });
  if (at == columns.end() || row == rows.end()) return std::nullopt;
  return row->values[static_cast<std::size_t>(at - columns.begin())];
}

std::string as_table(const Report& report) {
  const std::size_t set_width = widest(report.rows, &Row::set);
  const std::size_t part_width = widest(report.rows, &Row::part);
  std::string table = fmt::format("{}\n{:{}}  {:{}}  {:>7}", report.title, "set", set_width, "part",
                                  part_width, "cases");
  for (const std::string& column : report.columns) table += fmt::format("  {:>9}", column);
  table += '\n';
  for (const Row& row : report.rows) {
    table +=
        fmt::format("{:{}}  {:{}}  {:>7}", row.set, set_width, row.part, part_width, row.cases);
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const std::size_t width = std::max<std::size_t>(9, report.columns[i].size());
      table += std::isnan(row.values[i]) ? fmt::format("  {:>{}}", "-", width)
                                         : fmt::format("  {:>{}.3f}", row.values[i], width);
    }
    table += '\n';
  }
  for (const std::string& set : report.missing)
    table += fmt::format("skipped: {} is not there\n", set);
  for (const std::string& set : report.refused) table += fmt::format("refused: {}\n", set);
  return table;
}

std::string as_json(const Report& report) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json(buffer);
  json.SetIndent(' ', 1);
  json.StartObject();
  json.Key("title");
  json.String(report.title.c_str());
  json.Key("rows");
  json.StartArray();
  for (const Row& row : report.rows) {
    json.StartObject();
    json.Key("set");
    json.String(row.set.c_str());
    json.Key("part");
    json.String(row.part.c_str());
    json.Key("cases");
    json.Uint64(row.cases);
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      if (std::isnan(row.values[i])) continue;
      json.Key(report.columns[i].c_str());
      json.Double(row.values[i]);
    }
    json.EndObject();
  }
  json.EndArray();
  json.Key("missing");
  json.StartArray();
  for (const std::string& set : report.missing) json.String(set.c_str());
  json.EndArray();
  json.Key("refused");
  json.StartArray();
  for (const std::string& set : report.refused) json.String(set.c_str());
  json.EndArray();
  json.EndObject();
  return buffer.GetString();
}

}  // namespace copytaster::quality
