#include "pipeline/fill_in.h"

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "pipeline/codec/article_reader.h"
#include "pipeline/codec/identity.h"
#include "pipeline/codec/times.h"
#include "pipeline/text/embargo_time.h"

namespace copytaster {
namespace {

void fill(std::string& field, const std::string& value) {
  if (field.empty()) field = value;
}

constexpr std::size_t kSourceBytes = 256;  ///< as in a message

/// The identity stays that of the topic: a kill, which has no page, must find it.
void fill_source(Article& article, const text::HtmlMetadata& page) {
  const bool names_one = !page.publisher.empty() && page.publisher.size() <= kSourceBytes;
  if (!article.source_given && names_one) article.source = page.publisher;
}

void fill_from_page(Article& article, const text::HtmlMetadata& page) {
  fill_source(article, page);
  if (article.url.empty()) {
    article.url = page.url;
    article.url_key = codec::url_key(article.url);
  }
  fill(article.language, page.language);
  fill(article.section, page.section);
  fill(article.image, page.image);
  if (article.authors.empty()) {
    for (const auto& author : page.authors) {
      const std::string_view name = codec::author_name(author);
      if (!name.empty()) article.authors.emplace_back(name);
    }
  }
  if (!article.published_at) article.published_at = codec::parse_time(page.published);
  if (!article.updated_at) article.updated_at = codec::parse_time(page.modified);
}

}  // namespace

void fill_in(Article& article, text::Document& document, Timestamp received) {
  fill_from_page(article, document.page);
  if (document.embargo.empty() || article.embargoed_until) return;
  const Timestamp written = article.updated_at.value_or(article.published_at.value_or(received));
  const text::EmbargoTime time = text::embargo_time(document.embargo, written);
  article.embargoed_until = time.until;
  if (!time.until)
    document.ed_note += fmt::format("\n(embargo without a sure time: {})", time.unclear);
  if (article.status == PubStatus::kUsable) article.status = PubStatus::kWithheld;
}

}  // namespace copytaster
