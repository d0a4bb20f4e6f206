#include "tests/quality/sentences.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/text/sentences.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

/// A text and the sentences that people saw in it.
struct LabelledSentences {
  std::string text;
  std::set<std::pair<std::size_t, std::size_t>> spans;

  void add(std::string_view sentence, bool paragraph) {
    if (sentence.empty()) return;
    if (!text.empty()) text += paragraph ? "\n\n" : " ";
    spans.emplace(text.size(), text.size() + sentence.size());
    text += sentence;
  }
};

/// Where sentences have a comment "# text = …".
std::vector<LabelledSentences> from_comments(const std::filesystem::path& file) {
  static constexpr std::string_view kText = "# text = ";
  std::vector<LabelledSentences> documents;
  bool paragraph = false;
  for (const std::string& line : lines_of(file)) {
    if (line.starts_with("# newdoc")) documents.emplace_back();
    paragraph = paragraph || line.starts_with("# newpar");
    if (!line.starts_with(kText) || documents.empty()) continue;
    documents.back().add(std::string_view(line).substr(kText.size()), paragraph);
    paragraph = false;
  }
  return documents;
}

/// Where a line holds a token in its second column, and SpaceAfter=No where none follows it.
LabelledSentences from_tokens(const std::filesystem::path& file) {
  LabelledSentences document;
  std::string sentence;
  const auto finish = [&] {
    while (!sentence.empty() && sentence.back() == ' ') sentence.pop_back();
    document.add(sentence, false);
    sentence.clear();
  };
  for (const std::string& line : lines_of(file)) {
    if (line.empty()) finish();
    const std::size_t begin = line.find('\t');
    if (line.starts_with('#') || begin == line.npos) continue;
    sentence += line.substr(begin + 1, line.find('\t', begin + 1) - begin - 1);
    if (line.find("SpaceAfter=No") == line.npos) sentence += ' ';
  }
  finish();
  return document;
}

void count(const LabelledSentences& document, Ratio& ratio) {
  const auto tokens = text::tokenize(document.text, "en");
  ratio.expected += document.spans.size();
  for (const auto& range : text::sentences(document.text, tokens)) {
    ++ratio.given;
    ratio.right += document.spans.contains({range.begin, range.end}) ? 1U : 0U;
  }
}

std::vector<std::filesystem::path> files_of(const std::string& folder, std::string_view ending) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::is_directory(data_folder() / folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder() / folder)) {
    if (entry.path().extension() == ending)
      files.push_back(std::filesystem::path(folder) / entry.path().filename());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void add_row(Report& report, const std::string& set, const Ratio& ratio) {
  if (ratio.expected == 0) {
    report.missing.push_back(set);
    return;
  }
  report.rows.push_back(
      {set, "all", ratio.expected, {ratio.precision(), ratio.recall(), ratio.f1()}});
}

}  // namespace

Report measure_sentences() {
  Report report{"sentences, exact spans", {"precision", "recall", "f1"}, {}, {}};
  Ratio news;
  for (const auto& file : files_of("gum_news", ".conllu"))
    for (const auto& document : from_comments(file)) count(document, news);
  add_row(report, "gum_news", news);
  Ratio other;
  for (const auto& file : files_of("gum_other", ".tsv")) count(from_tokens(file), other);
  add_row(report, "gum_other", other);
  Ratio web;
  for (const auto& document : from_comments("uner_en_ewt/en_ewt-ud-dev.iob2")) count(document, web);
  add_row(report, "uner ewt dev", web);
  return report;
}

}  // namespace copytaster::quality
