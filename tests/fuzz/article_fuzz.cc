// Any bytes as a message in both formats: an article whose texts are valid, or a rejection that
// says why.
#include "pipeline/codec/article_reader.h"
#include "pipeline/codec/identity.h"
#include "pipeline/codec/times.h"
#include "tests/fuzz/properties.h"

namespace {

using namespace copytaster;

void check_article(const Article& article) {
  CHECK(!article.uri.empty());
  for (const std::string* text :
       {&article.uri, &article.source, &article.url, &article.url_key, &article.title,
        &article.body, &article.html, &article.language, &article.version, &article.section,
        &article.image, &article.source_fields}) {
    CHECK(fuzz::is_utf8(*text));
  }
  CHECK(article.source_fields.starts_with('{') && article.source_fields.ends_with('}'));
  CHECK(!article.urgency || (*article.urgency >= 1 && *article.urgency <= 9));
  for (const auto& [name, json] : article.passthrough) CHECK(!json.empty() && fuzz::is_utf8(json));
}

void read(std::string_view bytes, codec::InputFormat format) {
  codec::ReaderOptions options;
  options.format = format;
  Message message;
  message.origin = {"fuzz", 0, Offset(7), Timestamp{1'700'000'000'000}};
  message.value = std::string(bytes);
  const auto article = codec::read_article(message, options);
  if (article) {
    check_article(*article);
    CHECK(codec::read_article(message, options)->uri == article->uri);
  } else {
    CHECK(!article.error().code.empty() && !article.error().message.empty());
    CHECK(fuzz::is_utf8(article.error().message));
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::as_text(data, size);
  read(bytes, codec::InputFormat::kJson);
  read(bytes, codec::InputFormat::kNinjs);
  const std::string key = codec::url_key(bytes);
  static_cast<void>(codec::parse_time(bytes));
  static_cast<void>(codec::is_uri(bytes));
  CHECK(codec::is_uri(codec::article_urn("urn:article", bytes, bytes)) || bytes.empty());
  return 0;
}
