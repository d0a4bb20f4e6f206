#include "pipeline/text/html_content.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "pipeline/text/html_hints.h"
#include "pipeline/text/html_rows.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kParagraphBytes = 80;  ///< a shorter block alone shows no article
constexpr std::size_t kEntryBytes = 20;      ///< nor does one of these of a page of short entries
constexpr std::size_t kArticleBytes = 400;   ///< of paragraphs; with more, entries do not count
constexpr std::size_t kEntriesShare = 3;     ///< times the paragraphs: what entries hold at least
constexpr std::size_t kCaptionBytes = 400;   ///< what a caption's element holds at most
constexpr std::size_t kGallery = 3;          ///< captions that are a text by themselves
constexpr std::size_t kTeaserBytes = 600;    ///< what a box that leads elsewhere holds at most
constexpr std::size_t kLeadBytes = 40;       ///< a lead is longer
constexpr std::size_t kLabelBytes = 40;      ///< a shorter text without a full stop is a label

bool mostly_linked(const HtmlBlock& block) { return block.linked * 2 > block.end - block.begin; }

bool ends_sentence(std::string_view text) {
  while (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ')')) {
    text.remove_suffix(1);
  }
  for (const std::string_view quote :
       {"\xe2\x80\x9d", "\xe2\x80\x9c", "\xc2\xbb", "\xe2\x80\x99"}) {
    if (text.ends_with(quote)) text.remove_suffix(quote.size());
  }
  for (const std::string_view mark : {".", "!", "?", ":", "\xe2\x80\xa6", "\xe3\x80\x82"}) {
    if (text.ends_with(mark)) return true;
  }
  return false;
}

class Extractor {
 public:
  Extractor(const HtmlTree& tree, const HtmlMetadata& metadata)
      : tree_(tree), metadata_(metadata), rows_(data_rows(tree)) {}

  std::string extract() {
    find_figures();
    weigh(kParagraphBytes);
    // On a page of short entries, a live blog's or a gallery's, the only long text may be its
    // footer's.
    const std::size_t paragraphs = sums_.back();
    if (paragraphs < kArticleBytes) {
      weigh(kEntryBytes);
      if (sums_.back() < kEntriesShare * paragraphs) weigh(kParagraphBytes);
    }
    choose_root();
    std::string body = render();
    return body.empty() ? whole() : body;
  }

 private:
  [[nodiscard]] std::size_t bytes(const HtmlBlock& block) const { return block.end - block.begin; }
  [[nodiscard]] const HtmlElement& element_of(const HtmlBlock& block) const {
    return tree_.elements[block.element];
  }

  [[nodiscard]] bool is_paragraph(const HtmlBlock& block) const {
    const HtmlRole role = element_of(block).role;
    const bool text = role != HtmlRole::kHeading1 && role != HtmlRole::kHeading;
    return text && bytes(block) >= least_ && !mostly_linked(block);
  }

  /// Finds what is part of a figure, and whether the page is a gallery: its captions are the text.
  void find_figures() {
    figures_.assign(tree_.elements.size(), false);
    for (std::size_t i = 1; i < tree_.elements.size(); ++i) {
      const HtmlElement& element = tree_.elements[i];
      figures_[i] = figures_[element.parent] || element.role == HtmlRole::kFigure;
    }
    std::size_t count = 0;
    std::size_t captions = 0;
    std::size_t others = 0;
    for (const HtmlBlock& block : tree_.blocks) {
      if (!is_paragraph(block)) continue;
      const bool caption = figures_[block.element];
      count += caption ? 1U : 0U;
      (caption ? captions : others) += bytes(block);
    }
    gallery_ = count >= kGallery && captions > others;
  }

  /// Weighs the page's text by blocks of at least so many bytes, less its furniture.
  void weigh(std::size_t least) {
    least_ = least;
    measure();
    mark_furniture();
    measure_clean();
  }

  static std::size_t within(const std::vector<std::size_t>& sums, const HtmlElement& element) {
    return sums[element.end_block] - sums[element.first_block];
  }

  /// Bytes of paragraphs before each block, so that any element's are one subtraction.
  void measure() {
    sums_.assign(tree_.blocks.size() + 1, 0);
    for (std::size_t i = 0; i < tree_.blocks.size(); ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      sums_[i + 1] = sums_[i] + (is_paragraph(block) ? bytes(block) : 0);
    }
  }

  /// What is furniture by its tag or by its names, with everything in it. That which holds most of
  /// the page's paragraphs is none, whatever it is called.
  void mark_furniture() {
    furniture_.assign(tree_.elements.size(), false);
    for (std::size_t i = 1; i < tree_.elements.size(); ++i) {
      const HtmlElement& element = tree_.elements[i];
      // A caption's element is furniture by its tag, unless the captions are the text.
      const bool by_tag =
          element.role == HtmlRole::kFurniture && !(gallery_ && figures_[element.parent]);
      const bool named = by_tag || (element.hints & kHintFurniture) != 0;
      const bool figure = element.role == HtmlRole::kFigure && !gallery_;
      const bool caption =
          (figure || (element.hints & kHintCaption) != 0) && text_bytes(element) <= kCaptionBytes;
      const bool holds_most = within(sums_, element) * 2 > sums_.back();
      furniture_[i] =
          furniture_[element.parent] || ((named || caption || is_teaser(element)) && !holds_most);
    }
  }

  /// A small box around a linked title, with or without a text: it leads to another article.
  [[nodiscard]] bool is_teaser(const HtmlElement& element) const {
    const bool box = element.role == HtmlRole::kSection || element.role == HtmlRole::kArticle ||
                     element.role == HtmlRole::kList || element.role == HtmlRole::kRow;
    if (!box || element.end_block - element.first_block < 2 || text_bytes(element) > kTeaserBytes)
      return false;
    if (element.role == HtmlRole::kRow && rows_[element.first_block] != 0) return false;
    // A fragment is short as a whole; what it is itself leads nowhere.
    if (!tree_.is_page && text_bytes(element) * 2 > tree_.text.size()) return false;
    std::size_t linked = 0;
    for (std::size_t i = element.first_block; i < element.end_block; ++i)
      linked += tree_.blocks[i].linked;
    return linked * 10 >= text_bytes(element) * 3;
  }

  [[nodiscard]] std::size_t text_bytes(const HtmlElement& element) const {
    if (element.first_block == element.end_block) return 0;
    return tree_.blocks[element.end_block - 1].end - tree_.blocks[element.first_block].begin;
  }

  void measure_clean() {
    for (std::size_t i = 0; i < tree_.blocks.size(); ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      const bool counts = is_paragraph(block) && !furniture_[block.element];
      sums_[i + 1] = sums_[i] + (counts ? bytes(block) : 0);
    }
  }

  /// Goes down from the page as long as one child holds nearly all of the paragraphs. A fragment
  /// is all article.
  void choose_root() {
    root_ = 0;
    if (!tree_.is_page) return;
    for (std::size_t child = 1; child < tree_.elements[root_].end;) {
      const HtmlElement& element = tree_.elements[child];
      const bool leaf = element.role == HtmlRole::kParagraph;
      if (!leaf && within(sums_, element) * 10 >= within(sums_, tree_.elements[root_]) * 8 &&
          within(sums_, element) > 0) {
        root_ = child;
        child = root_ + 1;
      } else {
        child = element.end;
      }
    }
  }

  [[nodiscard]] bool is_heading(const HtmlBlock& block) const {
    const HtmlRole role = element_of(block).role;
    return role == HtmlRole::kHeading || role == HtmlRole::kHeading1;
  }

  [[nodiscard]] bool keeps(const HtmlBlock& block) const {
    if (furniture_[block.element]) return false;
    const std::string_view text = tree_.text_of(block);
    const HtmlRole role = element_of(block).role;
    if (role == HtmlRole::kHeading1 || text == metadata_.headline) return false;
    if (row_of(block) != 0) return true;
    if (mostly_linked(block)) return false;
    if (is_heading(block) || role == HtmlRole::kParagraph || role == HtmlRole::kQuote ||
        role == HtmlRole::kItem || !tree_.is_page)
      return true;
    return text.size() >= kLabelBytes || ends_sentence(text);
  }

  [[nodiscard]] bool is_headline(const HtmlBlock& block) const {
    return element_of(block).role == HtmlRole::kHeading1 ||
           tree_.text_of(block) == metadata_.headline;
  }

  /// The paragraph between the headline and the main content, where the two stand apart: the one
  /// that the page also gives as its description, else the first that is a sentence.
  [[nodiscard]] std::optional<std::size_t> lead() const {
    const std::size_t end = tree_.elements[root_].first_block;
    std::size_t begin = end;
    while (begin > 0 && !is_headline(tree_.blocks[begin - 1])) --begin;
    if (begin == 0) return std::nullopt;
    std::optional<std::size_t> first;
    for (std::size_t i = begin; i < end; ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      const std::string_view text = tree_.text_of(block);
      if (furniture_[block.element] || mostly_linked(block) || text.size() < kLeadBytes ||
          figures_[block.element])
        continue;
      if (metadata_.description.starts_with(text.substr(0, kLeadBytes))) return i;
      if (!first && ends_sentence(text)) first = i;
    }
    return first;
  }

  std::string render() {
    std::string body;
    if (const auto found = lead()) append(body, *found);
    const HtmlElement& root = tree_.elements[root_];
    std::vector<std::size_t> headings;
    for (std::size_t i = root.first_block; i < root.end_block; ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      if (!keeps(block)) continue;
      if (is_heading(block)) {
        headings.push_back(i);
        continue;
      }
      for (const std::size_t heading : headings) append(body, heading);
      headings.clear();
      append(body, i);
    }
    return body;
  }

  /// A page of labels and links alone, or a fragment of a few words: whatever is no furniture.
  std::string whole() {
    std::string body;
    for (std::size_t i = 0; i < tree_.blocks.size(); ++i) {
      if (!furniture_[tree_.blocks[i].element]) append(body, i);
    }
    return body;
  }

  /// The row of a table of data that the block is of; 0 where it is of none.
  [[nodiscard]] std::uint32_t row_of(const HtmlBlock& block) const {
    return rows_[static_cast<std::size_t>(&block - tree_.blocks.data())];
  }

  /// Blocks are paragraphs, but for those of one row, which are one.
  void append(std::string& body, std::size_t block) {
    const bool same_row = rows_[block] != 0 && rows_[block] == last_row_;
    last_row_ = rows_[block];
    if (!body.empty()) body += same_row ? " " : "\n\n";
    body += tree_.text_of(tree_.blocks[block]);
  }

  const HtmlTree& tree_;
  const HtmlMetadata& metadata_;
  const std::vector<std::uint32_t> rows_;  ///< by block
  std::vector<std::size_t> sums_;
  std::vector<bool> furniture_;  ///< by element
  std::vector<bool> figures_;    ///< by element
  bool gallery_ = false;
  std::size_t least_ = kParagraphBytes;
  std::size_t root_ = 0;
  std::uint32_t last_row_ = 0;  ///< of the block that was appended last
};

}  // namespace

std::string article_text(const HtmlTree& tree, const HtmlMetadata& metadata) {
  return Extractor(tree, metadata).extract();
}

}  // namespace copytaster::text
