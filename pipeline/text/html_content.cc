#include "pipeline/text/html_content.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "pipeline/text/html_blocks.h"
#include "pipeline/text/html_hints.h"
#include "pipeline/text/html_rows.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kEntryBytes = 20;     ///< of a paragraph on a page of short entries
constexpr std::size_t kArticleBytes = 400;  ///< of paragraphs; with more, entries do not count
constexpr std::size_t kEntriesShare = 3;    ///< times the paragraphs: what entries hold at least
constexpr std::size_t kCaptionBytes = 400;  ///< what a caption's element holds at most
constexpr std::size_t kGallery = 3;         ///< captions that are a text by themselves
constexpr std::size_t kEntries = 3;         ///< linked headings that are an article's
constexpr std::size_t kMarkedBytes = 120;   ///< of prose in an element that is called the article
constexpr std::size_t kToldBytes = 60;      ///< of a paragraph, sought in structured data
constexpr std::size_t kToldText = 4'096;    ///< of the structured data's text, sought in
constexpr std::size_t kLookedAt = 4'096;    ///< paragraphs sought there
constexpr std::size_t kLeadBytes = 40;      ///< a lead is longer
constexpr std::size_t kLabelBytes = 40;     ///< a shorter text without a full stop is a label

class Extractor {
 public:
  Extractor(const HtmlTree& tree, const HtmlMetadata& metadata, const HtmlOthers& others)
      : tree_(tree), metadata_(metadata), others_(others), rows_(data_rows(tree)) {}

  std::string extract() {
    find_figures();
    weigh(kParagraphBytes);
    // On a page of short entries, a live blog's or a gallery's, the only long text may be its
    // footer's.
    const std::size_t paragraphs = sums_.back();
    if (paragraphs < kArticleBytes) {
      weigh(kEntryBytes);
      if (!gallery_ && sums_.back() < kEntriesShare * paragraphs) weigh(kParagraphBytes);
    }
    choose_root();
    // What the page marks as its article says more than the text that it gives beside.
    const Marks marks = marked();
    choose_among(has_any(marks) ? marks : told());
    std::string body = render();
    return body.empty() ? whole() : body;
  }

 private:
  using Marks = std::vector<bool>;  ///< by block

  [[nodiscard]] const HtmlElement& element_of(const HtmlBlock& block) const {
    return tree_.elements[block.element];
  }

  [[nodiscard]] bool is_paragraph(const HtmlBlock& block) const {
    return !is_heading(block) && bytes_of(block) >= least_ && !mostly_linked(block);
  }

  /// Finds what is part of a picture's figure, and whether the page is a gallery: its captions,
  /// which may be short, are the text.
  void find_figures() {
    const std::vector<bool> texts = figures_of_text();
    figures_.assign(tree_.elements.size(), false);
    std::vector<bool> beside(tree_.elements.size());
    for (std::size_t i = 1; i < tree_.elements.size(); ++i) {
      const HtmlElement& element = tree_.elements[i];
      figures_[i] = figures_[element.parent] || (element.role == HtmlRole::kFigure && !texts[i]);
      beside[i] = beside[element.parent] || element.role == HtmlRole::kAside ||
                  (element.role == HtmlRole::kFurniture && !figures_[i]);
    }
    least_ = kEntryBytes;
    std::size_t count = 0;
    std::size_t captions = 0;
    std::size_t others = 0;
    for (const HtmlBlock& block : tree_.blocks) {
      if (!is_paragraph(block) || beside[block.element]) continue;
      const bool caption = figures_[block.element];
      count += caption ? 1U : 0U;
      (caption ? captions : others) += bytes_of(block);
    }
    gallery_ = count >= kGallery && captions > others;
  }

  /// The figures that hold a table of data, a quote or lines of their own instead of a picture.
  [[nodiscard]] std::vector<bool> figures_of_text() const {
    std::vector<bool> texts(tree_.elements.size());
    std::vector<std::uint32_t> around(tree_.elements.size());  // the innermost figure, or 0
    for (std::uint32_t i = 1; i < tree_.elements.size(); ++i) {
      const HtmlElement& element = tree_.elements[i];
      around[i] = element.role == HtmlRole::kFigure ? i : around[element.parent];
      if (element.first_block == element.end_block) continue;
      const bool text = element.role == HtmlRole::kQuote ||
                        element.role == HtmlRole::kPreformatted ||
                        (element.role == HtmlRole::kTable && rows_[element.first_block] != 0);
      if (text) texts[around[i]] = true;
    }
    return texts;
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
    prose_ = sums_;
    for (std::size_t i = 0; i < tree_.blocks.size(); ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      const bool counts = is_paragraph(block) && !others_.blocks[i];
      sums_[i + 1] = sums_[i] + (counts ? bytes_of(block) : 0);
      prose_[i + 1] = prose_[i] + (is_prose(tree_, block) ? bytes_of(block) : 0);
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
          element.role == HtmlRole::kAside ||
          (element.role == HtmlRole::kFurniture && !(gallery_ && figures_[element.parent]));
      const bool named = by_tag || (element.hints & kHintFurniture) != 0 ||
                         ((element.hints & kHintPerhaps) != 0 && !reads_as_text(element));
      const bool figure = element.role == HtmlRole::kFigure && figures_[i] && !gallery_;
      // A gallery's captions are called so.
      const bool in_gallery = gallery_ && element.role == HtmlRole::kFurniture && figures_[i];
      const bool called = (element.hints & kHintCaption) != 0 && !in_gallery;
      const bool caption = (figure || called) && text_bytes(tree_, element) <= kCaptionBytes;
      const bool holds_most = within(sums_, element) * 2 > sums_.back();
      furniture_[i] =
          furniture_[element.parent] || others_.elements[i] ||
          ((named || caption || (is_teaser(element) && !others_.entries[i])) && !holds_most);
    }
  }

  /// Whether at least half of it is prose, whatever it is called.
  [[nodiscard]] bool reads_as_text(const HtmlElement& element) const {
    return within(prose_, element) > 0 && within(prose_, element) * 2 >= text_bytes(tree_, element);
  }

  /// A small box around a linked title, with or without a text: it leads to another article.
  [[nodiscard]] bool is_teaser(const HtmlElement& element) const {
    const bool box = element.role == HtmlRole::kSection || element.role == HtmlRole::kArticle ||
                     element.role == HtmlRole::kList || element.role == HtmlRole::kRow;
    if (!box || element.end_block - element.first_block < 2 ||
        text_bytes(tree_, element) > kTeaserBytes)
      return false;
    if (element.role == HtmlRole::kRow && rows_[element.first_block] != 0) return false;
    // A fragment is short as a whole; what it is itself leads nowhere.
    if (!tree_.is_page && text_bytes(tree_, element) * 2 > tree_.text.size()) return false;
    return linked_bytes(tree_, element) * 10 >= text_bytes(tree_, element) * 3;
  }

  void measure_clean() {
    for (std::size_t i = 0; i < tree_.blocks.size(); ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      const bool counts = is_paragraph(block) && !is_out(block);
      sums_[i + 1] = sums_[i] + (counts ? bytes_of(block) : 0);
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

  /// The prose of what the page itself calls its article: an element named so, or the article
  /// element around the headline.
  [[nodiscard]] Marks marked() const {
    Marks marks(tree_.blocks.size());
    const std::size_t headline = first_heading();
    for (std::size_t i = 1; i < tree_.elements.size();) {
      const HtmlElement& element = tree_.elements[i];
      const bool around_headline = element.role == HtmlRole::kArticle &&
                                   element.first_block <= headline && headline < element.end_block;
      const bool is_article = (element.hints & kHintArticle) != 0 || around_headline;
      if (is_article && within(prose_, element) >= kMarkedBytes) {
        for (std::size_t block = element.first_block; block < element.end_block; ++block)
          marks[block] = counts_as_prose(block);
        i = element.end;
      } else {
        ++i;
      }
    }
    return marks;
  }

  /// The blocks whose beginnings stand in the text that structured data gives.
  [[nodiscard]] Marks told() const {
    Marks marks(tree_.blocks.size());
    const std::string_view text = std::string_view(metadata_.article_body).substr(0, kToldText);
    if (text.size() < kParagraphBytes) return marks;
    std::size_t looked_at = 0;
    for (std::size_t i = 0; i < tree_.blocks.size() && looked_at < kLookedAt; ++i) {
      if (bytes_of(tree_.blocks[i]) < kParagraphBytes || !counts_as_prose(i)) continue;
      const std::string_view begin = tree_.text_of(tree_.blocks[i]).substr(0, kToldBytes);
      marks[i] = text.find(begin) != std::string_view::npos;
      ++looked_at;
    }
    return marks;
  }

  [[nodiscard]] bool counts_as_prose(std::size_t block) const {
    return prose_[block + 1] > prose_[block] && !is_out(tree_.blocks[block]);
  }

  static bool has_any(const Marks& marks) {
    return std::find(marks.begin(), marks.end(), true) != marks.end();
  }

  /// Chooses anew among the marked blocks behind the headline where what was found comes after
  /// them, in boxes of its own: comments or teasers may be longer than the article.
  void choose_among(const Marks& marks) {
    const HtmlElement& root = tree_.elements[root_];
    if (!has_any(marks) || is_one_text(tree_, root_)) return;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (marks[i] && is_with_root(i)) return;
    }
    const std::size_t headline = first_heading();
    const std::size_t begin = headline < tree_.blocks.size() ? headline : 0;
    const auto is_before = [&](std::size_t i) { return i >= begin && i < root.first_block; };
    std::vector<std::size_t> sums = {0};
    for (std::size_t i = 0; i < marks.size(); ++i)
      sums.push_back(sums[i] + (marks[i] && is_before(i) ? bytes_of(tree_.blocks[i]) : 0));
    if (sums.back() == 0) return;
    sums_ = std::move(sums);
    choose_root();
  }

  /// Whether a block is part of the root, or of an article element around both.
  [[nodiscard]] bool is_with_root(std::size_t block) const {
    const HtmlElement& root = tree_.elements[root_];
    if (root.first_block <= block && block < root.end_block) return true;
    std::size_t around = tree_.blocks[block].element;
    while (around != 0 && tree_.elements[around].role != HtmlRole::kArticle)
      around = tree_.elements[around].parent;
    return around != 0 && around <= root_ && root_ < tree_.elements[around].end;
  }

  /// The first heading that is no furniture; the number of blocks where there is none.
  [[nodiscard]] std::size_t first_heading() const {
    const auto heading =
        std::find_if(tree_.blocks.begin(), tree_.blocks.end(), [this](const HtmlBlock& block) {
          return element_of(block).role == HtmlRole::kHeading1 && !is_out(block);
        });
    return static_cast<std::size_t>(heading - tree_.blocks.begin());
  }

  [[nodiscard]] bool is_heading(const HtmlBlock& block) const {
    return text::is_heading(element_of(block).role);
  }

  [[nodiscard]] std::size_t index_of(const HtmlBlock& block) const {
    return static_cast<std::size_t>(&block - tree_.blocks.data());
  }

  /// Furniture, or of another article.
  [[nodiscard]] bool is_out(const HtmlBlock& block) const {
    return furniture_[block.element] || others_.blocks[index_of(block)];
  }

  [[nodiscard]] bool keeps(const HtmlBlock& block) const {
    if (is_out(block)) return false;
    const std::string_view text = tree_.text_of(block);
    const HtmlRole role = element_of(block).role;
    if (role == HtmlRole::kHeading1 || text == metadata_.headline) return false;
    if (row_of(block) != 0) return true;
    if (mostly_linked(block)) return entries_ && heads_text(index_of(block));
    if (is_heading(block) || role == HtmlRole::kParagraph || role == HtmlRole::kQuote ||
        role == HtmlRole::kItem || role == HtmlRole::kPreformatted || !tree_.is_page)
      return true;
    if (gallery_ && figures_[block.element] && text.size() >= kEntryBytes) return true;
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
      if (is_out(block) || mostly_linked(block) || text.size() < kLeadBytes ||
          figures_[block.element])
        continue;
      if (metadata_.description.starts_with(text.substr(0, kLeadBytes))) return i;
      if (!first && ends_sentence(text)) first = i;
    }
    return first;
  }

  /// Whether a block is a linked heading over prose in the same element.
  [[nodiscard]] bool heads_text(std::size_t block) const {
    const std::size_t next = block + 1;
    if (!is_heading(tree_.blocks[block]) || next >= tree_.blocks.size()) return false;
    return element_of(tree_.blocks[next]).parent == element_of(tree_.blocks[block]).parent &&
           is_prose(tree_, tree_.blocks[next]) && !is_out(tree_.blocks[next]);
  }

  /// Whether the article is a list of entries, each under a heading that links to what it is about.
  [[nodiscard]] bool has_entries() const {
    std::size_t count = 0;
    const HtmlElement& root = tree_.elements[root_];
    for (std::size_t i = root.first_block; i < root.end_block; ++i)
      count += mostly_linked(tree_.blocks[i]) && heads_text(i) ? 1U : 0U;
    return count >= kEntries;
  }

  std::string render() {
    std::string body;
    entries_ = has_entries();
    if (const auto found = lead()) append(body, *found);
    const HtmlElement& root = tree_.elements[root_];
    std::vector<std::size_t> headings;
    bool begun = !tree_.is_page;
    for (std::size_t i = root.first_block; i < root.end_block; ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      if (!keeps(block) || (!begun && is_short_item(block))) continue;
      begun = begun || !is_heading(block);
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

  /// Before a text begins, a list of labels names its author, day and section.
  [[nodiscard]] bool is_short_item(const HtmlBlock& block) const {
    return element_of(block).role == HtmlRole::kItem && bytes_of(block) < kLabelBytes &&
           !ends_sentence(tree_.text_of(block));
  }

  /// A page of labels and links alone, or a fragment of a few words: whatever is no furniture.
  std::string whole() {
    std::string body;
    for (std::size_t i = 0; i < tree_.blocks.size(); ++i) {
      if (!is_out(tree_.blocks[i])) append(body, i);
    }
    return body;
  }

  /// The row of a table of data that the block is of; 0 where it is of none.
  [[nodiscard]] std::uint32_t row_of(const HtmlBlock& block) const {
    return rows_[index_of(block)];
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
  const HtmlOthers& others_;
  const std::vector<std::uint32_t> rows_;  ///< by block
  std::vector<std::size_t> sums_;
  std::vector<std::size_t> prose_;
  std::vector<bool> furniture_;  ///< by element
  std::vector<bool> figures_;    ///< by element
  bool gallery_ = false;
  bool entries_ = false;  ///< of a list, under linked headings
  std::size_t least_ = kParagraphBytes;
  std::size_t root_ = 0;
  std::uint32_t last_row_ = 0;  ///< of the block that was appended last
};

}  // namespace

std::string article_text(const HtmlTree& tree, const HtmlMetadata& metadata,
                         const HtmlOthers& others) {
  return Extractor(tree, metadata, others).extract();
}

}  // namespace copytaster::text
