#include "pipeline/text/html_others.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "pipeline/text/furniture.h"
#include "pipeline/text/furniture_words.h"
#include "pipeline/text/html_blocks.h"
#include "pipeline/text/html_hints.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kLabelBytes = 48;        ///< a label is shorter
constexpr std::size_t kUnlinkedBytes = 300;    ///< of a box under a label that has no links
constexpr std::size_t kLinkedBytes = 2'000;    ///< of one that has some
constexpr std::size_t kHeadlineBytes = 200;    ///< of a title that is not linked
constexpr std::size_t kCommentBytes = 2'000;   ///< of a comment's box, unless it holds boxes
constexpr std::size_t kTeasers = 3;            ///< boxes in a row that look alike
constexpr std::size_t kTeaserTitleBytes = 15;  ///< a shorter linked text is a label

/// Lines as `simple_line` writes them, less the count, a bar between two of them. "Kommentar" alone
/// heads an opinion in German.
constexpr std::string_view kComments =
    "|comments|reader comments|readers comments|user comments|join the conversation|"
    "kommentare|leserkommentare|leserkommentar|ihre kommentare|lesermeinungen|commentaires|"
    "réactions|vos commentaires|vos réactions|comentarios|commenti|reacties|comentários|"
    "komentarze|kommentarer|kommentit|komentáře|hozzászólások|comentarii|σχόλια|комментарии|"
    "yorumlar|";
/// The same behind or before a number.
constexpr std::string_view kCounted =
    "|comment|kommentar|commentaire|comentario|commento|reactie|comentário|komentarz|komentarzy|"
    "kommentti|kommenttia|komentář|komentářů|hozzászólás|comentariu|σχόλιο|комментарий|"
    "комментария|комментариев|yorum|";

bool heads_comments(std::string_view line) {
  constexpr std::string_view kCount = "0123456789 ";
  const std::size_t begin = std::min(line.find_first_not_of(kCount), line.size());
  const std::size_t end = line.find_last_not_of(kCount);
  if (end == std::string_view::npos) return false;
  std::string sought = "|";
  sought += line.substr(begin, end + 1 - begin);
  sought += "|";
  const bool counted = end + 1 - begin < line.size();
  return kComments.find(sought) != std::string_view::npos ||
         (counted && kCounted.find(sought) != std::string_view::npos);
}

enum class Label : std::uint8_t { kNone, kHeadsRelated, kHeadsComments };

Label label_of(std::string_view text) {
  if (text.size() > kLabelBytes) return Label::kNone;
  const std::string line = simple_line(text);
  if (heads_comments(line)) return Label::kHeadsComments;
  switch (wording_of(line, false)) {
    case Wording::kRelated:
    case Wording::kHeading:
      return Label::kHeadsRelated;
    case Wording::kForm:
      return Label::kHeadsComments;
    default:
      return Label::kNone;
  }
}

class Finder {
 public:
  explicit Finder(const HtmlTree& tree)
      : tree_(tree), others_{std::vector<bool>(tree.elements.size()), {}, {}} {
    others_.blocks.assign(tree.blocks.size(), false);
    others_.entries.assign(tree.elements.size(), false);
  }

  HtmlOthers find() {
    measure();
    by_names();
    by_labels();
    by_form();
    spread();
    return std::move(others_);
  }

 private:
  [[nodiscard]] const HtmlElement& parent_of(const HtmlElement& element) const {
    return tree_.elements[element.parent];
  }
  [[nodiscard]] HtmlRole role_of(std::size_t block) const {
    return tree_.elements[tree_.blocks[block].element].role;
  }

  /// Prose before each block, outside of what is furniture by tag or name.
  void measure() {
    std::vector<bool> outside(tree_.elements.size());
    for (std::size_t i = 1; i < tree_.elements.size(); ++i) {
      const HtmlElement& element = tree_.elements[i];
      outside[i] = outside[element.parent] || element.role == HtmlRole::kFurniture ||
                   element.role == HtmlRole::kAside || (element.hints & kHintFurniture) != 0;
    }
    std::vector<bool> marked(tree_.elements.size());
    for (std::size_t i = 1; i < tree_.elements.size(); ++i) {
      const HtmlElement& element = tree_.elements[i];
      marked[i] = marked[element.parent] || element.role == HtmlRole::kArticle ||
                  element.role == HtmlRole::kMain || (element.hints & kHintArticle) != 0;
    }
    prose_.assign(tree_.blocks.size() + 1, 0);
    headline_ = tree_.blocks.size();
    for (std::size_t i = 0; i < tree_.blocks.size(); ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      const bool counts = !outside[block.element] && is_prose(tree_, block);
      prose_[i + 1] = prose_[i] + (counts ? bytes_of(block) : 0);
      const bool text = !is_heading(role_of(i)) && !mostly_linked(block);
      if (marked[block.element] && !outside[block.element] && text) marked_ += bytes_of(block);
      if (role_of(i) == HtmlRole::kHeading1 && !outside[block.element]) take_headline(i);
    }
  }

  /// The first heading that stands in the page's title, else the first.
  void take_headline(std::size_t block) {
    const auto titled = [this](std::size_t each) {
      return tree_.title.find(tree_.text_of(tree_.blocks[each])) != std::string::npos;
    };
    const bool none = headline_ == tree_.blocks.size();
    if (none || (!titled(headline_) && titled(block))) headline_ = block;
  }

  [[nodiscard]] bool holds_headline(const HtmlElement& element) const {
    return element.first_block <= headline_ && headline_ < element.end_block;
  }

  [[nodiscard]] std::size_t prose_outside(const HtmlElement& element) const {
    return prose_.back() - prose_[element.end_block] + prose_[element.first_block];
  }

  void by_names() {
    for (std::size_t i = 1; i < tree_.elements.size(); ++i) {
      const HtmlElement& element = tree_.elements[i];
      const bool layer = (element.hints & kHintLayer) != 0;
      const bool named = layer || (element.hints & kHintOthers) != 0;
      if (!named || holds_headline(element)) continue;
      const std::size_t outside = prose_outside(element);
      if (layer ? outside >= kSentenceBytes || marked_ > 0
                : outside >= kParagraphBytes && !is_article(i))
        others_.elements[i] = true;
    }
  }

  /// A "comment" may be an opinion: longer than all else, and in one piece.
  [[nodiscard]] bool is_article(std::size_t element) const {
    const HtmlElement& found = tree_.elements[element];
    return text_bytes(tree_, found) > prose_outside(found) && is_one_text(tree_, element);
  }

  void by_labels() {
    for (std::size_t i = 0; i < tree_.blocks.size(); ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      if (others_.blocks[i] || bytes_of(block) > kLabelBytes || role_of(i) == HtmlRole::kHeading1)
        continue;
      const HtmlElement& element = tree_.elements[block.element];
      // A label begins its box, or is a heading in the flow of the text.
      if (element.first_block != i && !is_heading(element.role)) continue;
      if (prose_.back() < kParagraphBytes) return;
      const Label label = label_of(tree_.text_of(block));
      if (label == Label::kHeadsComments) mark_comments(i);
      if (label == Label::kHeadsRelated) mark_related(i);
    }
  }

  /// The largest element that begins with this block and may be a box under a label.
  template <typename Fits>
  [[nodiscard]] std::optional<std::size_t> box_of(std::size_t block, const Fits& fits) const {
    std::optional<std::size_t> box;
    for (std::size_t i = tree_.blocks[block].element; i != 0; i = tree_.elements[i].parent) {
      const HtmlElement& element = tree_.elements[i];
      const bool frame = element.role == HtmlRole::kBody || element.role == HtmlRole::kMain ||
                         element.role == HtmlRole::kOther;
      if (frame || element.first_block != block || holds_headline(element)) break;
      if (element.end_block - element.first_block > 1 && fits(element)) box = i;
    }
    return box;
  }

  /// Comments come behind the text, and may be longer: their heading's box, or without one what
  /// stands behind it in its parent as comments do.
  void mark_comments(std::size_t block) {
    if (prose_[block] < kParagraphBytes || mostly_linked(tree_.blocks[block])) return;
    const bool heading = is_heading(role_of(block));
    const auto box = box_of(block, [&](const HtmlElement& element) {
      return heading || text_bytes(tree_, element) <= kTeaserBytes;
    });
    const std::size_t label = tree_.blocks[block].element;
    if (!box && !heading) return;
    const std::size_t within = box ? *box : tree_.elements[label].parent;
    const std::size_t end = end_of_comments(block, within, box.has_value());
    if (end == label) return;
    if (box && end == tree_.elements[within].end) others_.elements[within] = true;
    for (std::size_t i = label; i < end; ++i) others_.elements[i] = true;
    for (std::size_t i = block; i < tree_.elements[end - 1].end_block; ++i)
      others_.blocks[i] = true;
  }

  /// The element behind the comments under a label; the label's where there are none: "Reacties"
  /// over paragraphs, quotes or a list is a chapter of the article.
  [[nodiscard]] std::size_t end_of_comments(std::size_t block, std::size_t within, bool box) const {
    const std::size_t label = tree_.blocks[block].element;
    const std::string_view text = tree_.text_of(tree_.blocks[block]);
    // A count tells that it is no chapter.
    const bool counted = text.find_first_of("0123456789") != std::string_view::npos;
    const std::size_t level = tree_.elements[label].level;
    std::size_t first = label;
    while (first != within && tree_.elements[first].parent != within)
      first = tree_.elements[first].parent;
    std::size_t end = label;
    for (std::size_t i = first == within ? within + 1 : tree_.elements[first].end;
         i < tree_.elements[within].end; i = tree_.elements[i].end) {
      const HtmlElement& element = tree_.elements[i];
      if (element.level != 0 && element.level <= level) return end;
      const bool prose = holds_prose(element);
      if (prose && !(box && counted) && !holds_comments(i, box || counted)) return end;
      // A form or a note stands under the label without any comments, too.
      if (prose || box || counted || element.role == HtmlRole::kFurniture) end = element.end;
    }
    return end == label ? label : tree_.elements[within].end;
  }

  [[nodiscard]] bool holds_prose(const HtmlElement& element) const {
    for (std::size_t i = element.first_block; i < element.end_block; ++i)
      if (is_prose(tree_, tree_.blocks[i])) return true;
    return false;
  }

  /// Whether an element says that others wrote it, or when or by whom it was written. One that says
  /// nothing may be a comment's box where `any_box` tells so.
  [[nodiscard]] bool holds_comments(std::size_t element, bool any_box) const {
    const HtmlElement& found = tree_.elements[element];
    for (std::size_t i = element; i < found.end; ++i)
      if ((tree_.elements[i].hints & kHintOthers) != 0) return true;
    const bool boxed = found.role == HtmlRole::kSection || found.role == HtmlRole::kArticle ||
                       found.role == HtmlRole::kList;
    if (!boxed) return false;
    // So much in one piece is an article's.
    if (text_bytes(tree_, found) > kCommentBytes && is_one_text(tree_, element)) return false;
    const auto is_within = [&](const HtmlNote& note) {
      return element <= note.element && note.element < found.end;
    };
    return (any_box && found.role != HtmlRole::kList) ||
           std::any_of(tree_.times.begin(), tree_.times.end(), is_within) ||
           std::any_of(tree_.authors.begin(), tree_.authors.end(), is_within) ||
           holds_named_texts(found);
  }

  /// Whether short lines, each of a name, stand over texts: not once, as any list's title does.
  [[nodiscard]] bool holds_named_texts(const HtmlElement& element) const {
    std::size_t named = 0;
    for (std::size_t i = element.first_block; i + 1 < element.end_block; ++i) {
      const HtmlBlock& name = tree_.blocks[i];
      named += bytes_of(name) <= kLabelBytes && !is_heading(role_of(i)) &&
                       !ends_sentence(tree_.text_of(name)) && is_prose(tree_, tree_.blocks[i + 1])
                   ? 1U
                   : 0U;
    }
    return named >= 2;
  }

  void mark_related(std::size_t block) {
    const auto box = box_of(block, [&](const HtmlElement& element) {
      const std::size_t bytes = text_bytes(tree_, element);
      return bytes <= kUnlinkedBytes ||
             (bytes <= kLinkedBytes && linked_bytes(tree_, element) * 5 >= bytes);
    });
    if (box) {
      others_.elements[*box] = true;
      return;
    }
    const HtmlElement& element = tree_.elements[tree_.blocks[block].element];
    std::size_t end = block + 1;
    const std::size_t limit = parent_of(element).end_block;
    // A button "Read more" stands over a chapter, too.
    if (end < limit && is_heading(element.role) && is_title(end)) ++end;
    while (end < limit && mostly_linked(tree_.blocks[end])) ++end;
    for (std::size_t i = block; i < end && end > block + 1; ++i) others_.blocks[i] = true;
  }

  /// Whether a block may be the title of another article, linked or not.
  [[nodiscard]] bool is_title(std::size_t block) const {
    const HtmlBlock& found = tree_.blocks[block];
    if (role_of(block) == HtmlRole::kHeading1) return false;
    return mostly_linked(found) ||
           (bytes_of(found) <= kHeadlineBytes && !ends_sentence(tree_.text_of(found)));
  }

  /// Boxes of a linked title and a text that are children of one element.
  struct Row {
    std::uint32_t count = 0;
    std::uint32_t first = 0;  ///< block
    std::size_t bytes = 0;
  };

  /// Rows of such boxes, where there is a text before them.
  void by_form() {
    std::vector<Row> rows(tree_.elements.size());
    for (std::uint32_t i = 1; i < tree_.elements.size(); ++i) {
      const HtmlElement& element = tree_.elements[i];
      if (!is_teaser(element)) continue;
      Row& row = rows[element.parent];
      if (row.count++ == 0) row.first = element.first_block;
      row.bytes += text_bytes(tree_, element);
    }
    find_own_prose();
    for (std::uint32_t i = 1; i < tree_.elements.size(); ++i) {
      const std::uint32_t parent = tree_.elements[i].parent;
      const Row& row = rows[parent];
      if (row.count < kTeasers || !is_teaser(tree_.elements[i])) continue;
      if (prose_[row.first] < kParagraphBytes) continue;
      const bool own = is_own(parent, row);
      others_.elements[i] = others_.elements[i] || !own;
      others_.entries[i] = own;
      // Nor does a small box around all of them lead elsewhere.
      for (std::uint32_t box = parent;
           own && !others_.entries[box] && text_bytes(tree_, tree_.elements[box]) <= kTeaserBytes;
           box = tree_.elements[box].parent)
        others_.entries[box] = true;
    }
  }

  /// Whether a row of boxes is a list of the article's own, of hotels or books: the paragraphs
  /// among which it stands go on behind it, or it is most of the article that the headline is in.
  /// A wrapper around it counts as the row only in an article element: others end in any text.
  [[nodiscard]] bool is_own(std::uint32_t parent, const Row& row) const {
    std::uint32_t article = parent;
    while (article != 0 && tree_.elements[article].role != HtmlRole::kArticle)
      article = tree_.elements[article].parent;
    const bool list = tree_.elements[parent].role == HtmlRole::kList;
    std::uint32_t around = list ? tree_.elements[parent].parent : parent;
    while (article != 0 && around > article && !own_prose_[around].any())
      around = tree_.elements[around].parent;
    const OwnProse& own = own_prose_[around];
    if (own.first < row.first && own.last > row.first) return true;
    return article != 0 && holds_headline(tree_.elements[article]) && row.bytes > prose_[row.first];
  }

  void find_own_prose() {
    own_prose_.assign(tree_.elements.size(), {});
    for (std::uint32_t i = 0; i < tree_.blocks.size(); ++i) {
      if (!is_prose(tree_, tree_.blocks[i])) continue;
      OwnProse& own = own_prose_[tree_.elements[tree_.blocks[i].element].parent];
      own.first = std::min(own.first, i);
      own.last = i;
    }
  }

  [[nodiscard]] bool is_teaser(const HtmlElement& element) const {
    const bool box = element.role == HtmlRole::kSection || element.role == HtmlRole::kArticle ||
                     element.role == HtmlRole::kItem;
    const std::size_t blocks = element.end_block - element.first_block;
    if (!box || blocks < 2 || blocks > 6 || text_bytes(tree_, element) > kTeaserBytes) return false;
    std::size_t titles = 0;
    std::size_t texts = 0;
    for (std::size_t i = element.first_block; i < element.end_block; ++i) {
      const HtmlBlock& block = tree_.blocks[i];
      const bool title = mostly_linked(block) && bytes_of(block) >= kTeaserTitleBytes;
      titles += title && texts == 0 ? 1U : 0U;
      texts += is_prose(tree_, block) ? 1U : 0U;
    }
    return titles == 1 && texts == 1;
  }

  void spread() {
    for (std::size_t i = 1; i < tree_.elements.size(); ++i)
      others_.elements[i] = others_.elements[i] || others_.elements[tree_.elements[i].parent];
    for (std::size_t i = 0; i < tree_.blocks.size(); ++i)
      others_.blocks[i] = others_.blocks[i] || others_.elements[tree_.blocks[i].element];
  }

  /// The first and the last block of prose among an element's own children.
  struct OwnProse {
    std::uint32_t first = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t last = 0;

    [[nodiscard]] bool any() const { return first <= last; }
  };

  const HtmlTree& tree_;
  HtmlOthers others_;
  std::vector<OwnProse> own_prose_;  ///< by element
  std::vector<std::size_t> prose_;   ///< bytes before each block
  std::size_t marked_ = 0;           ///< bytes of text in what the page marks as its article
  std::size_t headline_ = 0;         ///< the block of the page's own; their number where none is
};

}  // namespace

HtmlOthers find_others(const HtmlTree& tree) { return Finder(tree).find(); }

}  // namespace copytaster::text
