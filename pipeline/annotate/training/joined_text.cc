#include "pipeline/annotate/training/joined_text.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace copytaster::annotate {
namespace {

bool one_of(std::string_view token, std::initializer_list<std::string_view> tokens) {
  return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
}

bool is_closing(std::string_view token) {
  return one_of(token, {".",  ",",  ";",  ":",  "!",   "?",   ")",   "]",  "}",   "%",
                        "''", "'s", "'S", "'d", "'re", "'ve", "'ll", "'m", "n't", "\xe2\x80\x99s"});
}

}  // namespace

void JoinedText::token(std::string_view token, std::size_t type, bool begins) {
  if (token == "-LRB-") token = "(";
  if (token == "-RRB-") token = ")";
  const bool closes = token == "\"" && in_quotes_;
  if (!first_ && !glued_ && !closes && !is_closing(token)) text_.text += ' ';
  first_ = false;
  glued_ = one_of(token, {"(", "[", "{", "$", "#", "``"}) || (token == "\"" && !in_quotes_);
  if (token == "\"") in_quotes_ = !in_quotes_;
  const auto begin = static_cast<std::uint32_t>(text_.text.size());
  const auto end = static_cast<std::uint32_t>(begin + token.size());
  if (type != kNoName && type == type_ && !begins) {
    text_.names.back().at.end = end;
  } else if (type != kNoName) {
    text_.names.push_back({{begin, end}, type});
  }
  type_ = type;
  text_.text += token;
}

void JoinedText::end_sentence() {
  if (!first_) text_.text += "\n\n";
  first_ = true;
  glued_ = in_quotes_ = false;
  type_ = kNoName;
}

LabelledText JoinedText::take() { return std::exchange(text_, {}); }

}  // namespace copytaster::annotate
