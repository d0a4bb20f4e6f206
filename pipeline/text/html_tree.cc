#include "pipeline/text/html_tree.h"

#include <lexbor/html/tokenizer.h>

#include <algorithm>
#include <array>
#include <memory>

#include "pipeline/check.h"
#include "pipeline/letter_case.h"
#include "pipeline/text/html_attributes.h"
#include "pipeline/text/html_hints.h"
#include "pipeline/text/html_tags.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kElements = 1'000'000;  ///< more are read as if they had no tags
constexpr std::size_t kChunk = 64 << 10;     ///< read between two looks at what the tokenizer holds
constexpr std::size_t kNames = 16'384;       ///< distinct unknown names of tags and attributes kept
constexpr std::size_t kAttributes = 32'768;  ///< of one tag; after a longer one nothing is read
constexpr std::size_t kTitleBytes = 4'096;
constexpr std::size_t kMetas = 512;
constexpr std::size_t kJsonBytes = 4 << 20;  ///< of JSON-LD on one page
constexpr std::size_t kFound = 64;           ///< times, authors and headlines kept
constexpr std::size_t kAuthorBytes = 256;
constexpr std::size_t kHeadlineBytes = 1'024;

constexpr std::size_t kTags = LXB_TAG__LAST_ENTRY;

std::string_view view(const lxb_char_t* begin, std::size_t size) {
  return {reinterpret_cast<const char*>(begin), size};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r\f";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

class TreeBuilder {
 public:
  explicit TreeBuilder(std::size_t max_depth) : max_depth_(std::max<std::size_t>(max_depth, 8)) {
    tree_.elements.push_back({});
    stack_.push_back({});
  }

  void token(lxb_html_tokenizer_t* tokenizer, const lxb_html_token_t& token) {
    if (token.tag_id == LXB_TAG__TEXT) {
      text(view(token.text_start, static_cast<std::size_t>(token.text_end - token.text_start)));
    } else if (token.tag_id < LXB_TAG__BEGIN) {
      return;  // a comment, the doctype, the end
    } else if ((token.type & LXB_HTML_TOKEN_TYPE_CLOSE) != 0) {
      end_tag(token.tag_id);
    } else {
      start_tag(tokenizer, token);
    }
  }

  HtmlTree finish() {
    pop_to(1);
    end_block();
    tree_.elements.front().end = static_cast<std::uint32_t>(tree_.elements.size());
    tree_.elements.front().end_block = static_cast<std::uint32_t>(tree_.blocks.size());
    return std::move(tree_);
  }

 private:
  /// An element that is open.
  struct Open {
    lxb_tag_id_t tag = LXB_TAG__UNDEF;
    std::uint32_t element = 0;  ///< where it has one of its own, else that of its parent
    bool own = false;
    bool dropped = false;
    bool json = false;
    bool author = false;
    bool headline = false;
    bool leads_here = false;  ///< a link to a place on the page itself
    std::uint32_t text_begin = 0;
  };

  void start_tag(lxb_html_tokenizer_t* tokenizer, const lxb_html_token_t& token) {
    const lxb_tag_id_t tag = token.tag_id;
    TagTraits traits = traits_of(tag);
    if (foreign_ > 0 && traits.closes_paragraph) leave_foreign();
    const bool foreign = foreign_ > 0;
    if (!foreign) {
      lxb_html_tokenizer_set_state_by_tag(tokenizer, true, tag, LXB_NS_HTML);
      close_implied(tag, traits);
    }
    const bool closed = foreign && (token.type & LXB_HTML_TOKEN_TYPE_CLOSE_SELF) != 0;
    if (tag == LXB_TAG_BR && dropping_ == 0 && block_open_) break_line();
    if (closed || (dropping_ > 0 && traits.fate == Fate::kVoid)) return;
    if (tag >= kTags && is_open(LXB_TAG_P)) traits.role = HtmlRole::kInline;
    // Of what is dropped only its structured data is read.
    const bool read = dropping_ == 0 || tag == LXB_TAG_SCRIPT;
    const HtmlAttributes attributes = read ? attributes_of(token.attr_first) : HtmlAttributes();
    if (tag == LXB_TAG_META || tag == LXB_TAG_LINK) read_head(tag, attributes);
    if (tag == LXB_TAG_TIME && !attributes.datetime.empty() && tree_.times.size() < kFound)
      tree_.times.push_back({std::string(attributes.datetime), stack_.back().element});
    if (!attributes.item_type.empty() && tree_.item_types.size() < kFound)
      tree_.item_types.emplace_back(attributes.item_type);
    if (tag == LXB_TAG_HTML && tree_.language.empty()) tree_.language = attributes.lang;
    if ((tag == LXB_TAG_HTML || tag == LXB_TAG_BODY) && is_open(tag)) return;
    const bool of_page =
        tag == LXB_TAG_HTML || tag == LXB_TAG_BODY || tag == LXB_TAG_MAIN || tag == LXB_TAG_ARTICLE;
    tree_.is_page = tree_.is_page || (of_page && dropping_ == 0);
    if (traits.role != HtmlRole::kInline) end_block();
    if (traits.fate != Fate::kVoid && tag != LXB_TAG_HR) push(tag, traits, attributes);
  }

  void push(lxb_tag_id_t tag, const TagTraits& traits, const HtmlAttributes& attributes) {
    if (stack_.size() >= max_depth_ && traits.fate != Fate::kDropped) {
      ++too_deep_;
      return;
    }
    Open open;
    open.tag = tag;
    open.element = stack_.back().element;
    const bool page = tag == LXB_TAG_HTML || tag == LXB_TAG_BODY;
    std::uint8_t hints = 0;
    if (!page && dropping_ == 0) {
      hints = hints_of(attributes, traits.role);
    }
    if (tag == LXB_TAG_DIALOG) hints |= kHintLayer;
    const bool hidden = attributes.hidden || (hints & kHintHidden) != 0 ||
                        (tag == LXB_TAG_DIALOG && !attributes.open);
    open.dropped = traits.fate == Fate::kDropped || (hidden && !page);
    open.json = tag == LXB_TAG_SCRIPT &&
                in_small_ascii(attributes.type).find("ld+json") != std::string::npos;
    if (open.json) tree_.json_lds.emplace_back();
    open.author = attributes.rel == "author" || attributes.name == "author";
    open.headline = attributes.name == "headline";
    open.leads_here = tag == LXB_TAG_A && leads_within(tree_.canonical_url, attributes.href);
    const bool boundary = traits.role != HtmlRole::kInline || hints != 0;
    if (boundary && !open.dropped && dropping_ == 0 && tree_.elements.size() < kElements) {
      end_block();
      open.own = true;
      HtmlElement element;
      element.parent = open.element;
      element.role = traits.role;
      element.hints = hints;
      if (tag >= LXB_TAG_H1 && tag <= LXB_TAG_H6)
        element.level = static_cast<std::uint8_t>(tag - LXB_TAG_H1 + 1);
      element.first_block = static_cast<std::uint32_t>(tree_.blocks.size());
      open.element = static_cast<std::uint32_t>(tree_.elements.size());
      tree_.elements.push_back(element);
    }
    // Behind what ended a block before it, blanks and all.
    open.text_begin = static_cast<std::uint32_t>(tree_.text.size());
    if (open.dropped) ++dropping_;
    if (tag < kTags) ++open_[tag];
    if (open.leads_here) ++leading_here_;
    if (tag == LXB_TAG_SVG || tag == LXB_TAG_MATH) ++foreign_;
    stack_.push_back(open);
  }

  void end_tag(lxb_tag_id_t tag) {
    if (too_deep_ > 0) {
      --too_deep_;
      if (traits_of(tag).role != HtmlRole::kInline) end_block();
      return;
    }
    if (tag < kTags && open_[tag] == 0) return;
    if (tag == LXB_TAG_BODY || tag == LXB_TAG_HTML) return;
    const bool is_inline = traits_of(tag).role == HtmlRole::kInline && tag < kTags;
    for (std::size_t i = stack_.size() - 1; i > 0; --i) {
      if (stack_[i].tag == tag) {
        pop_to(i);
        return;
      }
      const TagTraits& traits = traits_of(stack_[i].tag);
      if (of_table(tag) ? stack_[i].tag == LXB_TAG_TABLE : traits.scope) return;
      if (is_inline && stack_[i].own && traits.role != HtmlRole::kInline) {
        // A formatting element that is closed inside a block that it holds ends here all the same.
        forget(tag);
        return;
      }
    }
  }

  /// Ends of a table's parts reach through its cells.
  static bool of_table(lxb_tag_id_t tag) {
    return tag == LXB_TAG_TABLE || tag == LXB_TAG_TR || tag == LXB_TAG_TBODY ||
           tag == LXB_TAG_THEAD || tag == LXB_TAG_TFOOT;
  }

  /// The innermost open element with this inline tag formats nothing from here on.
  void forget(lxb_tag_id_t tag) {
    for (std::size_t i = stack_.size() - 1; i > 0; --i) {
      if (stack_[i].tag != tag || stack_[i].dropped) continue;
      --open_[tag];
      if (stack_[i].leads_here) --leading_here_;
      stack_[i].leads_here = false;
      stack_[i].tag = LXB_TAG_SPAN;
      ++open_[LXB_TAG_SPAN];
      return;
    }
  }

  /// Ends what the standard ends by itself when this tag begins.
  void close_implied(lxb_tag_id_t tag, const TagTraits& traits) {
    if (stack_.back().tag == LXB_TAG_HEAD && !belongs_to_head(tag)) pop_to(stack_.size() - 1);
    if (traits.closes_paragraph && is_open(LXB_TAG_P)) close_nearest({LXB_TAG_P}, {});
    switch (tag) {
      case LXB_TAG_LI:
        close_nearest({LXB_TAG_LI}, {LXB_TAG_UL, LXB_TAG_OL, LXB_TAG_MENU});
        break;
      case LXB_TAG_DT:
      case LXB_TAG_DD:
        close_nearest({LXB_TAG_DT, LXB_TAG_DD}, {LXB_TAG_DL});
        break;
      case LXB_TAG_TR:
        close_cell();
        close_nearest({LXB_TAG_TR}, {});
        break;
      case LXB_TAG_TD:
      case LXB_TAG_TH:
        close_cell();
        break;
      case LXB_TAG_A:
        if (is_open(LXB_TAG_A)) end_tag(LXB_TAG_A);
        break;
      default:
        break;
    }
  }

  static bool belongs_to_head(lxb_tag_id_t tag) {
    static constexpr std::array<lxb_tag_id_t, 10> kHead = {
        LXB_TAG_TITLE,    LXB_TAG_META, LXB_TAG_LINK,     LXB_TAG_SCRIPT, LXB_TAG_STYLE,
        LXB_TAG_NOSCRIPT, LXB_TAG_BASE, LXB_TAG_TEMPLATE, LXB_TAG_HEAD,   LXB_TAG_BGSOUND};
    return std::find(kHead.begin(), kHead.end(), tag) != kHead.end();
  }

  /// Closes the innermost element with one of these tags, unless one that bounds it comes first.
  void close_nearest(std::initializer_list<lxb_tag_id_t> tags,
                     std::initializer_list<lxb_tag_id_t> bounds) {
    const auto among = [](lxb_tag_id_t tag, std::initializer_list<lxb_tag_id_t> set) {
      return std::find(set.begin(), set.end(), tag) != set.end();
    };
    if (std::none_of(tags.begin(), tags.end(), [this](auto tag) { return is_open(tag); })) return;
    for (std::size_t i = stack_.size() - 1; i > 0; --i) {
      if (among(stack_[i].tag, tags)) {
        pop_to(i);
        return;
      }
      if (traits_of(stack_[i].tag).scope || among(stack_[i].tag, bounds)) return;
    }
  }

  void close_cell() {
    for (std::size_t i = stack_.size() - 1; i > 0 && stack_[i].tag != LXB_TAG_TABLE; --i) {
      if (stack_[i].tag == LXB_TAG_TD || stack_[i].tag == LXB_TAG_TH) {
        pop_to(i);
        return;
      }
    }
  }

  /// An HTML block inside a drawing or a formula ends it.
  void leave_foreign() {
    for (std::size_t i = stack_.size() - 1; i > 0; --i) {
      if (stack_[i].tag == LXB_TAG_FOREIGNOBJECT) return;
      if (stack_[i].tag == LXB_TAG_SVG || stack_[i].tag == LXB_TAG_MATH) {
        pop_to(i);
        return;
      }
    }
  }

  /// Closes the open elements from this place of the stack on.
  void pop_to(std::size_t place) {
    while (stack_.size() > place) {
      const Open open = stack_.back();
      stack_.pop_back();
      if (open.own) {
        end_block();
        HtmlElement& element = tree_.elements[open.element];
        element.end = static_cast<std::uint32_t>(tree_.elements.size());
        element.end_block = static_cast<std::uint32_t>(tree_.blocks.size());
      }
      if (open.author) keep(tree_.authors, open, kAuthorBytes);
      if (open.headline) keep(tree_.headlines, open, kHeadlineBytes);
      if (open.dropped) --dropping_;
      if (open.leads_here) --leading_here_;
      if (open.tag < kTags) --open_[open.tag];
      if (open.tag == LXB_TAG_SVG || open.tag == LXB_TAG_MATH) --foreign_;
    }
  }

  /// The text of an element that says what it is.
  void keep(std::vector<HtmlNote>& notes, const Open& open, std::size_t most) const {
    const std::size_t begin = std::min<std::size_t>(open.text_begin, tree_.text.size());
    const std::string_view text = trimmed(std::string_view(tree_.text).substr(begin));
    if (!text.empty() && text.size() <= most && notes.size() < kFound)
      notes.push_back({std::string(text), open.element});
  }

  void read_head(lxb_tag_id_t tag, const HtmlAttributes& attributes) {
    if (tag == LXB_TAG_META && !attributes.name.empty() && tree_.metas.size() < kMetas)
      tree_.metas.emplace_back(in_small_ascii(attributes.name), attributes.content);
    if (tag == LXB_TAG_LINK && attributes.rel == "canonical" && tree_.canonical_url.empty())
      tree_.canonical_url = attributes.href;
  }

  void text(std::string_view text) {
    const Open& open = stack_.back();
    if (open.json) {
      json_bytes_ += text.size();
      if (json_bytes_ <= kJsonBytes) tree_.json_lds.back() += text;
      return;
    }
    if (open.tag == LXB_TAG_TITLE && dropping_ == 0) {
      if (tree_.title.empty()) tree_.title = trimmed(text.substr(0, kTitleBytes));
      return;
    }
    if (dropping_ > 0) return;
    const bool keeps_lines = is_open(LXB_TAG_PRE) || is_open(LXB_TAG_LISTING);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find_first_of(" \t\n\r\f", at), text.size());
      if (end > at) append(text.substr(at, end - at));
      if (end < text.size()) blank(keeps_lines && text[end] == '\n' ? '\n' : ' ');
      at = end + 1;
    }
  }

  void append(std::string_view word) {
    if (!block_open_) {
      block_open_ = true;
      tree_.blocks.push_back(
          {stack_.back().element, static_cast<std::uint32_t>(tree_.text.size()), 0, 0, 0});
    }
    tree_.text += word;
    const auto size = static_cast<std::uint32_t>(word.size());
    if (open_[LXB_TAG_A] > leading_here_) tree_.blocks.back().linked += size;
    if (is_open(LXB_TAG_B) || is_open(LXB_TAG_STRONG)) tree_.blocks.back().strong += size;
  }

  void blank(char c) {
    if (!block_open_) return;
    char& last = tree_.text.back();
    if (last == '\n') return;
    if (last == ' ') {
      last = c;
    } else {
      tree_.text.push_back(c);
    }
  }

  /// A second one in a row ends a paragraph.
  void break_line() {
    const std::string& text = tree_.text;
    if (text.back() == '\n' && !text.ends_with("\n\n")) {
      tree_.text.push_back('\n');
    } else {
      blank('\n');
    }
  }

  void end_block() {
    if (!block_open_) return;
    block_open_ = false;
    while (tree_.text.back() == ' ' || tree_.text.back() == '\n') tree_.text.pop_back();
    HtmlBlock& block = tree_.blocks.back();
    block.end = static_cast<std::uint32_t>(tree_.text.size());
  }

  [[nodiscard]] bool is_open(lxb_tag_id_t tag) const { return tag < kTags && open_[tag] > 0; }

  const std::size_t max_depth_;
  HtmlTree tree_;
  std::vector<Open> stack_;
  std::array<std::uint32_t, kTags> open_{};  ///< open elements by tag
  std::size_t dropping_ = 0;                 ///< open elements that are dropped
  std::size_t leading_here_ = 0;             ///< open links to places on the page itself
  std::size_t foreign_ = 0;                  ///< open svg and math elements
  std::size_t too_deep_ = 0;                 ///< elements that were not opened for their depth
  std::size_t json_bytes_ = 0;
  bool block_open_ = false;
};

/// A token's attributes and its complaints are of no use after it; kept, they would grow with the
/// page.
void release(lxb_html_tokenizer_t& tokenizer, bool attributes) {
  if (attributes) {
    lexbor_mraw_clean(tokenizer.mraw);
    lexbor_dobject_clean(tokenizer.dobj_token_attr);
  }
  lexbor_array_obj_clean(tokenizer.parse_errors);
  if (lexbor_hash_entries_count(tokenizer.tags) > kNames) lexbor_hash_clean(tokenizer.tags);
  if (lexbor_hash_entries_count(tokenizer.attrs) > kNames) lexbor_hash_clean(tokenizer.attrs);
}

lxb_html_token_t* on_token(lxb_html_tokenizer_t* tokenizer, lxb_html_token_t* token,
                           void* context) {
  static_cast<TreeBuilder*>(context)->token(tokenizer, *token);
  release(*tokenizer, token->attr_first != nullptr);
  return token;
}

}  // namespace

HtmlTree read_html_tree(std::string_view html, std::size_t max_depth) {
  TreeBuilder builder(max_depth);
  const std::unique_ptr<lxb_html_tokenizer_t, decltype(&lxb_html_tokenizer_destroy)> tokenizer(
      lxb_html_tokenizer_create(), &lxb_html_tokenizer_destroy);
  CHECK(tokenizer && lxb_html_tokenizer_init(tokenizer.get()) == LXB_STATUS_OK);
  // Looking for duplicates among a tag's attributes takes the square of their number.
  lxb_html_tokenizer_keep_duplicate_set(tokenizer.get(), true);
  lxb_html_tokenizer_callback_token_done_set(tokenizer.get(), on_token, &builder);
  CHECK(lxb_html_tokenizer_begin(tokenizer.get()) == LXB_STATUS_OK);
  for (std::size_t at = 0; at < html.size(); at += kChunk) {
    const std::string_view chunk = html.substr(at, kChunk);
    const auto* const bytes = reinterpret_cast<const lxb_char_t*>(chunk.data());
    CHECK(lxb_html_tokenizer_chunk(tokenizer.get(), bytes, chunk.size()) == LXB_STATUS_OK);
    if (lexbor_dobject_allocated(tokenizer->dobj_token_attr) > kAttributes) break;
    lexbor_array_obj_clean(tokenizer->parse_errors);
  }
  CHECK(lxb_html_tokenizer_end(tokenizer.get()) == LXB_STATUS_OK);
  return builder.finish();
}

}  // namespace copytaster::text
