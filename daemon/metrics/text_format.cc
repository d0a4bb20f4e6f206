#include "daemon/metrics/text_format.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace copytaster::metrics {
namespace {

void append_escaped(std::string& text, std::string_view value) {
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
}

void append_number(std::string& text, double value) {
  if (std::isfinite(value)) {
    fmt::format_to(std::back_inserter(text), "{}", value);
  } else {
    text += std::isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }
}

}  // namespace

void TextFormat::begin(const Family& family) {
  family_ = family.name;
  fmt::format_to(std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n", family.name,
                 family.help, family.name, metrics::name(family.type));
}

void TextFormat::name(std::string_view suffix, std::initializer_list<Label> labels,
                      std::string_view bound) {
  text_ += family_;
  text_ += suffix;
  char before = '{';
  const auto add = [this, &before](std::string_view label, std::string_view value) {
    text_ += before;
    before = ',';
    text_ += label;
    text_ += "=\"";
    append_escaped(text_, value);
    text_ += '"';
  };
  for (const auto& [label, value] : labels) add(label, value);
  if (!bound.empty()) add("le", bound);
  text_ += before == '{' ? " " : "} ";
}

void TextFormat::sample(std::uint64_t value, std::initializer_list<Label> labels) {
  name("", labels, "");
  fmt::format_to(std::back_inserter(text_), "{}\n", value);
}

void TextFormat::sample(std::int64_t value, std::initializer_list<Label> labels) {
  name("", labels, "");
  fmt::format_to(std::back_inserter(text_), "{}\n", value);
}

void TextFormat::sample(double value, std::initializer_list<Label> labels) {
  name("", labels, "");
  append_number(text_, value);
  text_ += '\n';
}

void TextFormat::histogram(std::span<const double> bounds, std::span<const std::uint64_t> counts,
                           double sum, std::initializer_list<Label> labels) {
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    below += counts[i];
    name("_bucket", labels, i < bounds.size() ? fmt::format("{}", bounds[i]) : "+Inf");
    fmt::format_to(std::back_inserter(text_), "{}\n", below);
  }
  name("_sum", labels, "");
  append_number(text_, sum);
  text_ += '\n';
  name("_count", labels, "");
  fmt::format_to(std::back_inserter(text_), "{}\n", below);
}

}  // namespace copytaster::metrics
