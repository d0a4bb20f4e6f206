#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>

#include "pipeline/codec/journal_codec.h"
#include "pipeline/codec/record_writer.h"
#include "pipeline/dedup/fingerprint.h"
#include "tests/bench/prepared.h"

namespace copytaster::bench {
namespace {

/// Whether tokens stand in order and leave nothing but white space out.
bool covers(std::string_view text, const std::vector<text::Token>& tokens) {
  std::size_t at = 0;
  for (const auto& token : tokens) {
    if (token.begin < at || token.end <= token.begin || token.end > text.size()) return false;
    if (text.substr(at, token.begin - at).find_first_not_of(" \n") != text.npos) return false;
    at = token.end;
  }
  return text.find_first_not_of(" \n", at) == text.npos;
}

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return c != ' ' && c != '\n'; }));
}

/// A quote's text stands at its range; the generator writes ASCII, where code points are bytes.
bool quotes_stand(const Analysis& analysis) {
  return std::all_of(analysis.quotes.begin(), analysis.quotes.end(), [&](const Quote& quote) {
    return analysis.body.compare(quote.at.begin, quote.at.end - quote.at.begin, quote.text) == 0;
  });
}

bool ascending(const Sketch& sketch) {
  return std::is_sorted(sketch.hashes.begin(), sketch.hashes.end()) &&
         sketch.population >= sketch.hashes.size();
}

bool record_holds(const std::string& record, const Analysis& analysis) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  std::string_view body;
  std::string_view uri;
  return parser.parse(record).get(root) == simdjson::SUCCESS &&
         root.at_pointer("/bodies/0/value").get(body) == simdjson::SUCCESS &&
         root["uri"].get(uri) == simdjson::SUCCESS && body == analysis.body &&
         uri == analysis.article.uri;
}

std::string_view wrong_text(const Prepared& prepared) {
  const text::Document& document = prepared.document;
  if (document.body != prepared.article.body || document.headline != prepared.article.title)
    return "text: a clean article does not stay as it is";
  if (document.language != "en") return "language: not English";
  if (document.located.empty()) return "text: the dateline is not found";
  if (!covers(document.body, document.body_tokens) ||
      !covers(document.headline, document.headline_tokens)) {
    return "tokens: they do not cover the text";
  }
  return {};
}

std::string_view wrong_analysis(const Prepared& prepared) {
  const Analysis& analysis = *prepared.analysed.analysis;
  if (analysis.body != prepared.document.body || letters(analysis.body) == 0)
    return "analysis: another body than the document's";
  if (analysis.fingerprint != dedup::make_fingerprint(prepared.document) ||
      !ascending(analysis.fingerprint.skeleton) || !ascending(analysis.fingerprint.word_grams)) {
    return "fingerprint: not that of the document";
  }
  if (std::none_of(analysis.entities.begin(), analysis.entities.end(),
                   [](const Entity& entity) { return !entity.mentions.empty(); })) {
    return "entities: none in an article that names people and countries";
  }
  if (!quotes_stand(analysis)) return "quotes: one is not the text at its place";
  if (analysis.story_terms.empty()) return "story terms: none";
  return {};
}

}  // namespace

std::optional<std::string> wrong_result(const Prepared& prepared) {
  std::string_view wrong = wrong_text(prepared);
  if (wrong.empty()) wrong = wrong_analysis(prepared);
  if (wrong.empty() && prepared.decided.decision->verdict.kind != Kind::kNew)
    wrong = "decide: a generated article is taken for a copy";
  const auto entry = codec::decode(prepared.journal);
  if (wrong.empty() && (!entry || *entry != prepared.entry))
    wrong = "journal: the entry is not what was encoded";
  const auto records =
      codec::write_records(prepared.analysed, *prepared.decided.decision, codec::MadeBy{});
  if (wrong.empty() &&
      (records.size() != 1 || !record_holds(records.front().value, *prepared.analysed.analysis))) {
    wrong = "encode: the record does not hold the article";
  }
  if (wrong.empty()) return std::nullopt;
  return fmt::format("{}: {}", prepared.article.uri, wrong);
}

}  // namespace copytaster::bench
