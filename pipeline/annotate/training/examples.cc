#include "pipeline/annotate/training/examples.h"

#include <algorithm>

#include "pipeline/annotate/tagging/tagger.h"
#include "pipeline/letter_case.h"

namespace copytaster::annotate {
namespace {

/// Where the word of a token ends, without its possessive "'s".
std::uint32_t word_end(std::string_view text, const text::Token& token) {
  if (word_hash(text, token) == token.hash) return token.end;
  return token.end - (text[token.end - 2] == '\'' ? 2U : 4U);
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

/// Labels the tokens from `begin` to `end`, which touch the name.
void label(std::string_view text, const std::vector<text::Token>& tokens, const LabelledName& name,
           std::size_t begin, std::size_t end, Example& example) {
  std::vector<TagWord>& words = example.text.words;
  if (begin == end) return;
  bool fits =
      tokens[begin].begin == name.at.begin && word_end(text, tokens[end - 1]) == name.at.end;
  for (std::size_t i = begin; i < end; ++i)
    fits = fits && words[i].candidate && (i == begin || !words[i].breaks);
  for (std::size_t i = begin; i < end; ++i) {
    Place place = i == begin ? Place::kBegin : Place::kInside;
    if (i + 1 == end) place = i == begin ? Place::kOnly : Place::kLast;
    example.labels[i] = fits ? label_of(name.type, place) : kOutside;
    words[i].candidate = fits;
  }
}

}  // namespace

Example make_example(const LabelledText& labelled, const Lexicons& lexicons,
                     const ClusterTable& clusters) {
  const std::string_view text = labelled.text;
  const std::vector<text::Token> tokens = text::tokenize(text);
  Example example;
  example.text = tag_text(text, tokens, find_names(text, tokens, lexicons), clusters);
  example.labels.assign(tokens.size(), kOutside);
  DocumentWords document;
  document.collect(example.text);
  document.look_up(example.text);
  std::size_t at = 0;
  for (const LabelledName& name : labelled.names) {
    while (at < tokens.size() && tokens[at].end <= name.at.begin) ++at;
    std::size_t end = at;
    while (end < tokens.size() && tokens[end].begin < name.at.end) ++end;
    label(text, tokens, name, at, end, example);
  }
  return example;
}

double NameCounts::precision() const {
  return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found);
}

double NameCounts::recall() const {
  return expected == 0 ? 0 : static_cast<double>(right) / static_cast<double>(expected);
}

double NameCounts::f1() const {
  return found + expected == 0
             ? 0
             : 2.0 * static_cast<double>(right) / static_cast<double>(found + expected);
}

void count_names(const LabelledText& labelled, const std::vector<Label>& labels,
                 std::array<NameCounts, 3>& counts) {
  const std::vector<text::Token> tokens = text::tokenize(labelled.text);
  std::vector<LabelledName> found;
  for (const TaggedName& name : names_of(labels)) {
    if (name.type >= counts.size()) continue;
    const std::uint32_t end = word_end(labelled.text, tokens[name.end - 1]);
    found.push_back({{tokens[name.begin].begin, end}, name.type});
    ++counts[name.type].found;
  }
  for (const LabelledName& name : labelled.names) {
    if (name.type >= counts.size()) continue;
    ++counts[name.type].expected;
    counts[name.type].right += std::find(found.begin(), found.end(), name) != found.end() ? 1U : 0U;
  }
}

LabelledText recased(const LabelledText& labelled, Casing casing) {
  LabelledText copy = labelled;
  char before = ' ';
  for (char& c : copy.text) {
    const bool first = before == ' ' || before == '\n' || before == '"' || before == '(';
    before = c;
    if (casing == Casing::kUpper || (casing == Casing::kTitle && first)) c = upper(c);
    if (casing == Casing::kLower) c = in_small_ascii(c);
  }
  return copy;
}

}  // namespace copytaster::annotate
