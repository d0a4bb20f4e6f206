#include "pipeline/annotate/training/labelled.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pipeline/annotate/training/gum.h"
#include "pipeline/annotate/training/joined_text.h"

namespace copytaster::annotate {
namespace {

constexpr std::size_t kOther = 3;
constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

std::vector<std::string_view> split(std::string_view line, std::string_view separators) {
  std::vector<std::string_view> columns;
  for (std::size_t at = line.find_first_not_of(separators); at < line.size();) {
    const std::size_t end = std::min(line.find_first_of(separators, at), line.size());
    columns.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(separators, end);
  }
  return columns;
}

/// The columns of a line; where it holds tabs, tokens may hold spaces. Blank lines have none.
std::vector<std::string_view> columns_of(std::string_view line) {
  if (line.find_first_not_of(" \t") == std::string_view::npos) return {};
  return split(line, line.find('\t') != std::string_view::npos ? "\t" : " ");
}

bool is_tag(std::string_view column) {
  return column == "O" || (column.size() > 2 && column[1] == '-' &&
                           std::string_view("BI").find(column[0]) != std::string_view::npos);
}

std::size_t type_named(std::string_view name) {
  if (name == "PER" || name == "PERSON" || name == "person") return 0;
  if (name == "ORG" || name == "corporation" || name == "group") return 1;
  if (name == "LOC" || name == "GPE" || name == "location") return 2;
  return kOther;
}

bool begins_document(std::string_view line) {
  return line.starts_with("-DOCSTART-") || line.starts_with("# newdoc");
}

bool is_token(std::string_view line, const std::vector<std::string_view>& columns) {
  return columns.size() >= 2 && !line.starts_with("# ") && !begins_document(line);
}

struct Layout {
  std::size_t token = 0;
  std::size_t tag = kNoColumn;
  bool documents = false;  ///< lines begin them
};

/// Which column holds what, by looking at all lines.
Layout layout_of(const std::vector<std::string_view>& lines) {
  Layout layout;
  std::vector<bool> may_be_tag;
  bool numbered = true;
  for (const std::string_view line : lines) {
    layout.documents |= begins_document(line);
    const auto columns = columns_of(line);
    if (!is_token(line, columns)) continue;
    if (may_be_tag.empty()) may_be_tag.assign(columns.size(), true);
    for (std::size_t i = 0; i < may_be_tag.size(); ++i) {
      may_be_tag[i] = may_be_tag[i] && i < columns.size() && is_tag(columns[i]);
    }
    numbered &= columns[0].find_first_not_of("0123456789") == std::string_view::npos;
  }
  for (std::size_t i = 1; i < may_be_tag.size(); ++i) {
    if (may_be_tag[i]) layout.tag = i;
  }
  if (numbered && layout.tag != 1) layout.token = 1;
  return layout;
}

std::vector<LabelledText> read_columns(const std::vector<std::string_view>& lines,
                                       const Layout& layout) {
  std::vector<LabelledText> texts;
  JoinedText joined;
  const auto end_document = [&] {
    LabelledText text = joined.take();
    if (!text.text.empty()) texts.push_back(std::move(text));
  };
  for (const std::string_view line : lines) {
    const auto columns = columns_of(line);
    const bool begins = begins_document(line);
    if (columns.empty() || begins) joined.end_sentence();
    if (begins || (columns.empty() && !layout.documents)) end_document();
    if (!is_token(line, columns) || columns.size() <= layout.tag) continue;
    const std::string_view tag = columns[layout.tag];
    joined.token(columns[layout.token],
                 tag == "O" ? JoinedText::kNoName : type_named(tag.substr(2)),
                 tag.starts_with("B-"));
  }
  joined.end_sentence();
  end_document();
  return texts;
}

}  // namespace

Result<std::vector<LabelledText>> read_labelled(std::string_view file) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < file.size();) {
    const std::size_t end = std::min(file.find('\n', at), file.size());
    lines.push_back(file.substr(at, end - at));
    if (lines.back().ends_with('\r')) lines.back().remove_suffix(1);
    at = end + 1;
  }
  if (is_gum(lines)) return read_gum(lines);
  const Layout layout = layout_of(lines);
  if (layout.tag == kNoColumn) {
    return Error<std::string>{
        "no column holds a tag (O, B-… or I-…) in every line, and there are no GUM entities"};
  }
  return read_columns(lines, layout);
}

}  // namespace copytaster::annotate
