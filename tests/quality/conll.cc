#include "tests/quality/conll.h"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

std::optional<EntityType> type_of(std::string_view tag) {
  if (tag == "PER" || tag == "person") return EntityType::kPerson;
  if (tag == "ORG" || tag == "corporation" || tag == "group") return EntityType::kOrganisation;
  if (tag == "LOC" || tag == "location") return EntityType::kPlace;
  return std::nullopt;
}

bool one_of(std::string_view token, std::initializer_list<std::string_view> tokens) {
  return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
}

std::uint32_t code_points(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

/// Puts tokens together as they would be printed.
class Writer {
 public:
  void token(std::string_view token, std::string_view tag) {
    if (token == "-LRB-") token = "(";
    if (token == "-RRB-") token = ")";
    const bool closes = token == "\"" && in_quotes_;
    if (!first_ && !glued_ && !closes && !is_closing(token)) space(" ");
    first_ = false;
    glued_ = one_of(token, {"(", "[", "{", "$", "#", "``"}) || (token == "\"" && !in_quotes_);
    if (token == "\"") in_quotes_ = !in_quotes_;
    label(tag, at_, at_ + code_points(token));
    space(token);
  }
  void end_sentence() {
    if (!first_) space("\n\n");
    first_ = true;
    glued_ = in_quotes_ = false;
    type_.clear();
  }
  LabelledText take() {
    at_ = 0;
    return std::exchange(text_, {});
  }

 private:
  static bool is_closing(std::string_view token) {
    return one_of(token,
                  {".",  ",",  ";",  ":",  "!",   "?",   ")",   "]",  "}",   "%",
                   "''", "'s", "'S", "'d", "'re", "'ve", "'ll", "'m", "n't", "\xe2\x80\x99s"});
  }
  void space(std::string_view written) {
    text_.text += written;
    at_ += code_points(written);
  }
  void label(std::string_view tag, std::uint32_t begin, std::uint32_t end) {
    const std::string_view type = tag.size() > 2 ? tag.substr(2) : std::string_view{};
    const auto known = type_of(type);
    if (known && type == type_ && !tag.starts_with("B-")) {
      text_.names.back().at.end = end;
    } else if (known) {
      text_.names.push_back({{begin, end}, *known});
    }
    type_ = type;
  }

  LabelledText text_;
  std::uint32_t at_ = 0;
  std::string type_;  ///< of the name that the last token belongs to
  bool first_ = true;
  bool glued_ = false;
  bool in_quotes_ = false;
};

}  // namespace

std::vector<LabelledText> labelled_texts(const std::filesystem::path& file,
                                         const ConllFormat& format) {
  std::vector<LabelledText> texts;
  Writer writer;
  const auto end_document = [&] {
    LabelledText text = writer.take();
    if (!text.text.empty()) texts.push_back(std::move(text));
  };
  for (const std::string& line : lines_of(file)) {
    std::istringstream stream(line);
    std::vector<std::string> columns;
    for (std::string column; stream >> column;) columns.push_back(std::move(column));
    const bool begins = !format.begins_document.empty() && line.starts_with(format.begins_document);
    if (columns.empty() || begins) writer.end_sentence();
    if (begins || (columns.empty() && format.begins_document.empty())) end_document();
    if (begins || line.starts_with("# ") || columns.size() <= std::max(format.token, format.tag))
      continue;
    writer.token(columns[format.token], columns[format.tag]);
  }
  writer.end_sentence();
  end_document();
  return texts;
}

}  // namespace copytaster::quality
