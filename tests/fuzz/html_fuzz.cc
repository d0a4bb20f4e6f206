// Any bytes are some HTML; text that is valid stays so, and none of it grows.
#include <string>

#include "pipeline/text/html.h"
#include "tests/fuzz/properties.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace copytaster;
  const std::string_view html = fuzz::as_text(data, size);
  for (const std::size_t depth : {std::size_t{3}, std::size_t{400}}) {
    const text::HtmlArticle article = text::read_html(html, depth);
    if (fuzz::is_utf8(html)) {
      CHECK(fuzz::is_utf8(article.body) && fuzz::is_utf8(article.metadata.headline));
    }
    CHECK(article.body.size() <= 8 * size + 64);
  }
  static_cast<void>(text::looks_like_html(html));
  return 0;
}
