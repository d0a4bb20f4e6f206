#include "pipeline/analyzer.h"

#include <algorithm>
#include <utility>

#include "pipeline/annotate/entities.h"
#include "pipeline/annotate/quotes.h"
#include "pipeline/codec/override_reader.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/fill_in.h"
#include "pipeline/hash.h"
#include "pipeline/stories/terms.h"

namespace copytaster {
namespace {

/// What makes a resend of the same text a revision: the headline, the status, the embargo.
std::uint64_t metadata_hash(const Article& article, std::string_view headline) {
  const auto embargo = article.embargoed_until.value_or(Timestamp{}).milliseconds;
  return combine(combine(hash64(headline), static_cast<std::uint64_t>(article.status)),
                 static_cast<std::uint64_t>(embargo));
}

std::uint32_t count_words(const std::vector<text::Token>& tokens) {
  return static_cast<std::uint32_t>(
      std::count_if(tokens.begin(), tokens.end(), [](const auto& token) {
        return token.kind == text::TokenKind::kWord || token.kind == text::TokenKind::kNumber;
      }));
}

}  // namespace

AnalysedMessage Analyzer::analyse(Message message) const {
  AnalysedMessage result;
  result.message = std::move(message);
  if (!options_.overrides.empty() && result.message.origin.topic == options_.overrides) {
    auto said = codec::read_override(result.message, options_.reader.message_bytes);
    if (said) result.ruled = std::move(*said);
    if (!said) result.rejection = std::move(said.error());
    return result;
  }
  auto article = codec::read_article(result.message, options_.reader);
  if (!article) {
    result.rejection = std::move(article.error());
    return result;
  }
  if (article->status == PubStatus::kCanceled) {
    // A kill needs no text, and what text it carries is not to be published.
    Analysis& kill = result.analysis.emplace();
    kill.headline = article->title;
    kill.language = "und";
    kill.metadata = metadata_hash(*article, article->title);
    kill.article = std::move(*article);
    return result;
  }
  auto document = text::make_document(*article, options_.text);
  if (!document) {
    result.rejection = std::move(document.error());
    return result;
  }
  fill_in(*article, *document, result.message.origin.timestamp);
  result.analysis = annotate(std::move(*article), std::move(*document));
  return result;
}

Analysis Analyzer::annotate(Article article, text::Document document) const {
  Analysis analysis;
  analysis.word_count = count_words(document.body_tokens);
  analysis.words = dedup::read_words(document);
  analysis.fingerprint = dedup::make_fingerprint(analysis.words, dedup::headline_hash(document));
  analysis.lead = dedup::make_lead(analysis.words);
  analysis.entities = annotate::find_entities(document, lexicons_, entities_);
  analysis.quotes = annotate::find_quotes(document, analysis.entities);
  analysis.subjects = topics_.classify(document);
  analysis.story_terms = stories::story_terms(document, analysis.entities);
  analysis.metadata = metadata_hash(article, document.headline);
  analysis.update_marker = document.update_marker;
  const text::CodePoints points(document.body);
  for (const auto& [kind, ranges] : document.ranges) {
    analysis.ranges.emplace(kind, points.of(ranges));
  }
  analysis.sentences = points.of(document.sentences);
  analysis.live_blog = document.page.live_blog;
  analysis.article = std::move(article);
  // What was kept raw has become `headline` and `body`; holding it twice would double every batch.
  analysis.article.title = {};
  analysis.article.body = {};
  analysis.article.html = {};
  analysis.headline = std::move(document.headline);
  analysis.body = std::move(document.body);
  analysis.language = std::move(document.language);
  analysis.located = std::move(document.located);
  analysis.by = std::move(document.by);
  analysis.credit = std::move(document.credit);
  analysis.slugline = std::move(document.slugline);
  analysis.ed_note = std::move(document.ed_note);
  analysis.repaired = std::move(document.repaired);
  return analysis;
}

}  // namespace copytaster
