#include "pipeline/text/html_metadata.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "pipeline/check.h"

namespace copytaster::text {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kDepth = 64;
constexpr std::size_t kNodes = 4096;  ///< objects of JSON-LD looked at on one page
constexpr std::size_t kValueBytes = 4096;
constexpr std::size_t kTextBytes = 1 << 20;  ///< of an article's text
constexpr std::size_t kTitles = 8;           ///< headings that may be the article's headline
constexpr std::size_t kTitleBytes = 12;      ///< a shorter headline is found in any
constexpr std::size_t kAuthors = 32;
constexpr std::size_t kAuthorBytes = 256;

/// Types of schema.org that are an article in themselves.
bool is_article_type(std::string_view type) {
  static constexpr std::array<std::string_view, 8> kOthers = {
      "LiveBlogPosting", "BlogPosting",        "Report",      "Review", "MediaReview",
      "ClaimReview",     "SocialMediaPosting", "CriticReview"};
  type.remove_prefix(std::min(type.find_last_of("/:") + 1, type.size()));
  return type.ends_with("Article") ||
         std::find(kOthers.begin(), kOthers.end(), type) != kOthers.end();
}

bool is_live_blog_type(std::string_view type) {
  return type == "LiveBlogPosting" || type.ends_with("/LiveBlogPosting");
}

std::string_view string_of(dom::element element) {
  std::string_view text;
  return element.get(text) == simdjson::SUCCESS ? text : std::string_view();
}

/// Each value of a property that may be one or a list.
template <typename Visit>
void each(dom::element element, const Visit& visit) {
  dom::array list;
  if (element.get(list) != simdjson::SUCCESS) {
    visit(element);
    return;
  }
  for (const dom::element value : list) visit(value);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n\r") - begin + 1);
}

/// The longest beginning of at most so many bytes that splits no character.
std::string_view bounded(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t size = most;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) --size;
  return text.substr(0, size);
}

void set(std::string& to, std::string_view value, std::size_t most = kValueBytes) {
  value = bounded(trimmed(value), most);
  if (to.empty() && !value.empty()) to = value;
}

/// Structured data often holds what was written for HTML: references and tags become what they
/// mean.
void make_plain(std::string& text, std::string_view between = " ") {
  if (text.find_first_of("&<") == std::string::npos) return;
  const HtmlTree tree = read_html_tree(text, kDepth);
  std::string plain;
  for (const HtmlBlock& block : tree.blocks) {
    if (!plain.empty()) plain += between;
    plain += tree.text_of(block);
  }
  text = std::move(plain);
}

/// The same of a whole text, whose paragraphs stay: those of its markup, else its lines.
void make_paragraphs(std::string& text) {
  static constexpr std::array<std::string_view, 8> kBlocks = {"<p>", "<p ",  "<P>", "<br",
                                                              "<BR", "<div", "<li", "</p>"};
  // Twice: the markup itself may be escaped.
  for (int i = 0; i < 2 && text.find_first_of("&<") != std::string::npos; ++i) {
    std::string marked;
    const bool blocks = std::any_of(kBlocks.begin(), kBlocks.end(), [&](std::string_view tag) {
      return text.find(tag) != std::string::npos;
    });
    for (const char c : text) {
      if (c == '\n' && !blocks)
        marked += "<br>";
      else
        marked += c;
    }
    make_plain(marked, "\n\n");
    text = std::move(marked);
  }
}

void add_author(std::vector<std::string>& authors, std::string_view name) {
  name = trimmed(name);
  if (name.empty() || name.size() > kAuthorBytes || authors.size() >= kAuthors) return;
  if (name.starts_with("http") || name.starts_with("@")) return;
  if (std::find(authors.begin(), authors.end(), name) == authors.end()) authors.emplace_back(name);
}

/// "Jane Doe, John Smith and Ann Other": one name after the other.
void add_authors(std::vector<std::string>& authors, std::string_view given) {
  // "O&apos;Brien" holds no semicolon between two names.
  std::string plain(given);
  make_plain(plain);
  std::string_view names = plain;
  static constexpr std::array<std::string_view, 11> kBetween = {
      ",", ";", " | ", " / ", " & ", " and ", " und ", " et ", " y ", " e ", " en "};
  for (const std::string_view prefix : {"By ", "by ", "Von ", "von ", "Par ", "Por ", "Di "}) {
    if (names.starts_with(prefix)) names.remove_prefix(prefix.size());
  }
  while (!names.empty()) {
    std::size_t end = names.size();
    std::size_t next = names.size();
    for (const std::string_view between : kBetween) {
      const std::size_t found = names.find(between);
      if (found < end) {
        end = found;
        next = found + between.size();
      }
    }
    add_author(authors, names.substr(0, end));
    names.remove_prefix(next);
  }
}

/// What is the same in two addresses of one page: without scheme, "www.", query and fragment.
std::string_view address(std::string_view url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos)
    url.remove_prefix(scheme + 3);
  if (url.starts_with("www.")) url.remove_prefix(4);
  url = url.substr(0, url.find_first_of("?#"));
  while (url.ends_with('/')) url.remove_suffix(1);
  return url;
}

/// JSON without the commas that end a list or an object, which JSON forbids and many pages write.
std::string without_last_commas(std::string_view json) {
  std::string mended;
  std::size_t comma = std::string::npos;  // the place of one that nothing but blanks follows
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (!quoted && (c == '}' || c == ']') && comma != std::string::npos) mended[comma] = ' ';
    if (c == '"') quoted = !quoted;
    if (c != ' ') comma = c == ',' && !quoted ? mended.size() : std::string::npos;
    mended += c;
    if (quoted && c == '\\' && i + 1 < json.size()) mended += json[++i];
  }
  return mended;
}

/// What tells which of several articles is the page's own.
struct Page {
  std::string_view canonical;            ///< its address as it gives it; see `address`
  std::string_view url;                  ///< and that which it was fetched from
  std::vector<std::string_view> titles;  ///< what it shows as its headline
};

/// The JSON-LD of a page: its objects, by what they say they are. Of several articles the page's is
/// the one with its address, else the one with its headline, else the first.
class LinkedData {
 public:
  LinkedData(HtmlMetadata& metadata, Page page) : metadata_(metadata), page_(std::move(page)) {}

  /// Reads one script. Control characters, which JSON forbids in strings and many pages write, are
  /// blanks; what stands around the object (comments, CDATA marks) is left out.
  void read(std::string_view script) {
    constexpr std::string_view kOpens = "<![CDATA[";
    if (const std::size_t found = script.find(kOpens); found != std::string_view::npos) {
      script.remove_prefix(found + kOpens.size());
      script = script.substr(0, script.rfind("]]>"));
    }
    const std::size_t begin = script.find_first_of("{[");
    const std::size_t end = script.find_last_of("}]");
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return;
    std::string json(script.substr(begin, end - begin + 1));
    for (char& c : json) c = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    dom::parser parser;
    CHECK(parser.allocate(json.size(), kDepth) == simdjson::SUCCESS);
    dom::element root;
    if (parser.parse(json).get(root) != simdjson::SUCCESS &&
        parser.parse(without_last_commas(json)).get(root) != simdjson::SUCCESS)
      return;
    collect(root);
    for (const dom::object& node : articles_) read_article(node);
    for (const dom::object& node : pages_) read_page(node);
    articles_.clear();
    pages_.clear();
    by_id_.clear();
  }

  /// What the page's article says, and then the page itself.
  void finish() {
    article_.live_blog = metadata_.live_blog;
    for (std::string HtmlMetadata::*const field :
         {&HtmlMetadata::published, &HtmlMetadata::modified, &HtmlMetadata::language})
      set(article_.*field, metadata_.*field);
    if (article_.authors.empty()) article_.authors = std::move(metadata_.authors);
    // The first of several articles may be any page's.
    if (count_ > 1 && rank_ == 0) article_.article_body.clear();
    metadata_ = std::move(article_);
  }

 private:
  using Authors = std::vector<std::string>;

  /// All objects that describe the page or what is on it, without recursion.
  void collect(dom::element root) {
    std::vector<dom::element> open = {root};
    for (std::size_t at = 0; at < open.size() && open.size() < kNodes; ++at) {
      dom::array list;
      dom::object object;
      if (open[at].get(list) == simdjson::SUCCESS) {
        for (const dom::element item : list) open.push_back(item);
      } else if (open[at].get(object) == simdjson::SUCCESS) {
        sort(object);
        for (const std::string_view inner : {"@graph", "mainEntity", "mainEntityOfPage"}) {
          dom::element element;
          if (object[inner].get(element) == simdjson::SUCCESS) open.push_back(element);
        }
      }
    }
  }

  void sort(const dom::object& object) {
    const std::string_view id = text(object, "@id");
    if (!id.empty() && object.size() > 1) by_id_.emplace(id, object);
    dom::element types;
    if (object["@type"].get(types) != simdjson::SUCCESS) return;
    bool article = false;
    bool page = false;
    each(types, [&](dom::element type) {
      article = article || is_article_type(string_of(type));
      page = page || string_of(type).ends_with("WebPage");
      metadata_.live_blog = metadata_.live_blog || is_live_blog_type(string_of(type));
    });
    if (article) articles_.push_back(object);
    if (page) pages_.push_back(object);
  }

  void read_article(const dom::object& node) {
    if (text(node, "headline").empty() && text(node, "name").empty() &&
        text(node, "datePublished").empty())
      return;
    const std::size_t rank = rank_of(node);
    if (++count_ > 1 && rank <= rank_) return;
    rank_ = rank;
    article_ = {};
    set(article_.headline, text(node, "headline"));
    set(article_.headline, text(node, "name"));
    set(article_.alternative, text(node, "alternativeHeadline"));
    set(article_.description, text(node, "description"));
    set(article_.published, text(node, "datePublished"));
    set(article_.modified, text(node, "dateModified"));
    set(article_.section, first_text(node, "articleSection", "name"));
    set(article_.language, first_text(node, "inLanguage", "alternateName"));
    set(article_.publisher, first_text(node, "publisher", "name"));
    set(article_.image, first_text(node, "image", "url"));
    set(article_.article_body, text(node, "articleBody"), kTextBytes);
    set(article_.url, first_text(node, "mainEntityOfPage", "@id"));
    set(article_.url, text(node, "url"));
    read_authors(node, "author", article_.authors);
    if (article_.authors.empty()) read_authors(node, "creator", article_.authors);
  }

  void read_page(const dom::object& node) {
    set(metadata_.published, text(node, "datePublished"));
    set(metadata_.modified, text(node, "dateModified"));
    set(metadata_.language, first_text(node, "inLanguage", "alternateName"));
    if (metadata_.authors.empty()) read_authors(node, "author", metadata_.authors);
  }

  /// How surely a node is the page's article; 0 where nothing tells so.
  [[nodiscard]] std::size_t rank_of(const dom::object& node) const {
    if (has_address(node, page_.canonical)) return 3;
    if (has_address(node, page_.url)) return 2;
    std::string headline(bounded(trimmed(text(node, "headline")), kValueBytes));
    make_plain(headline);
    const bool shown =
        headline.size() >= kTitleBytes &&
        std::any_of(page_.titles.begin(), page_.titles.end(), [&headline](std::string_view title) {
          return title.find(headline) != std::string_view::npos;
        });
    return shown ? 1 : 0;
  }

  /// Whether one of a node's addresses is this one.
  [[nodiscard]] bool has_address(const dom::object& node, std::string_view page) const {
    if (page.empty()) return false;
    return address(text(node, "url")) == page || address(text(node, "@id")) == page ||
           address(first_text(node, "mainEntityOfPage", "@id")) == page ||
           address(first_text(node, "mainEntityOfPage", "url")) == page;
  }

  /// A person's name; where there is none, its parts.
  static void read_name(const dom::object& author, Authors& authors) {
    dom::element names;
    if (author["name"].get(names) == simdjson::SUCCESS) {
      each(names, [&](dom::element name) { add_authors(authors, string_of(name)); });
      return;
    }
    const std::string_view given = text(author, "givenName");
    const std::string_view family = text(author, "familyName");
    if (!given.empty() && !family.empty())
      add_author(authors, std::string(given) + " " + std::string(family));
  }

  void read_authors(const dom::object& node, std::string_view property, Authors& authors) const {
    dom::element list;
    if (node[property].get(list) != simdjson::SUCCESS) return;
    each(list, [&](dom::element author) {
      dom::object object;
      if (author.get(object) != simdjson::SUCCESS) {
        add_authors(authors, string_of(author));
        return;
      }
      read_name(resolved(object), authors);
    });
  }

  /// The object itself, or the one on the page that it is a reference to.
  [[nodiscard]] dom::object resolved(const dom::object& object) const {
    const auto found = by_id_.find(text(object, "@id"));
    return found == by_id_.end() || !text(object, "name").empty() ? object : found->second;
  }

  static std::string_view text(const dom::object& object, std::string_view property) {
    dom::element element;
    if (object[property].get(element) != simdjson::SUCCESS) return {};
    return string_of(element);
  }

  /// The first text of a property that is a text, an object with this property, or a list of them.
  [[nodiscard]] std::string_view first_text(const dom::object& object, std::string_view property,
                                            std::string_view inner) const {
    std::string_view found;
    dom::element element;
    if (object[property].get(element) != simdjson::SUCCESS) return found;
    each(element, [&](dom::element value) {
      dom::object nested;
      if (!found.empty()) return;
      found = string_of(value);
      if (value.get(nested) == simdjson::SUCCESS) found = text(resolved(nested), inner);
    });
    return found;
  }

  HtmlMetadata& metadata_;  ///< until the end, what the page says of itself
  HtmlMetadata article_;
  const Page page_;
  std::vector<dom::object> articles_;
  std::vector<dom::object> pages_;
  std::map<std::string_view, dom::object> by_id_;
  std::size_t count_ = 0;  ///< articles seen
  std::size_t rank_ = 0;   ///< of the one that was taken
};

std::string_view meta(const HtmlTree& tree, std::string_view name) {
  const auto found = std::find_if(tree.metas.begin(), tree.metas.end(), [name](const auto& each) {
    return each.first == name && !trimmed(each.second).empty();
  });
  return found == tree.metas.end() ? std::string_view() : trimmed(found->second);
}

template <std::size_t kCount>
void set_first(std::string& to, const HtmlTree& tree,
               const std::array<std::string_view, kCount>& names) {
  for (const std::string_view name : names) set(to, meta(tree, name));
}

void read_meta_authors(const HtmlTree& tree, const HtmlOthers& others,
                       std::vector<std::string>& authors) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "author",          "article:author",    "byl",
      "sailthru.author", "parsely-author",    "dc.creator",
      "dcterms.creator", "cxenseparse:author"};
  for (const std::string_view name : kNames) {
    if (!authors.empty()) return;
    for (const auto& [key, content] : tree.metas) {
      if (key == name) add_authors(authors, content);
    }
  }
  if (!authors.empty()) return;
  for (const HtmlNote& note : tree.authors) {
    if (!others.elements[note.element]) add_authors(authors, note.text);
  }
}

/// How the page tells which article is its own, apart from where it was fetched.
Page page_of(const HtmlTree& tree, const HtmlOthers& others, std::string_view url) {
  Page page;
  page.canonical = address(tree.canonical_url.empty() ? meta(tree, "og:url")
                                                      : std::string_view(tree.canonical_url));
  page.url = address(url);
  page.titles = {tree.title, meta(tree, "og:title")};
  for (std::size_t i = 0; i < tree.blocks.size() && page.titles.size() < kTitles; ++i) {
    if (tree.elements[tree.blocks[i].element].role == HtmlRole::kHeading1 && !others.blocks[i])
      page.titles.push_back(tree.text_of(tree.blocks[i]));
  }
  return page;
}

/// The first time on the page that is none of a comment's or another article's.
void read_time(const HtmlTree& tree, const HtmlOthers& others, std::string& published) {
  const auto time = std::find_if(tree.times.begin(), tree.times.end(), [&](const HtmlNote& note) {
    return !others.elements[note.element];
  });
  if (time != tree.times.end()) set(published, time->text);
}

}  // namespace

HtmlMetadata read_metadata(const HtmlTree& tree, const HtmlOthers& others, std::string_view url) {
  using Names = std::array<std::string_view, 8>;
  static constexpr std::array<std::string_view, 7> kHeadline = {
      "headline",      "parsely-title", "sailthru.title", "og:title",
      "twitter:title", "title",         "dc.title"};
  static constexpr std::array<std::string_view, 3> kDescription = {"og:description", "description",
                                                                   "twitter:description"};
  static constexpr Names kPublished = {"article:published_time",
                                       "og:article:published_time",
                                       "datepublished",
                                       "date",
                                       "publishdate",
                                       "publish-date",
                                       "dc.date.issued",
                                       "parsely-pub-date"};
  static constexpr std::array<std::string_view, 5> kModified = {
      "article:modified_time", "og:updated_time", "datemodified", "last-modified",
      "dc.date.modified"};
  static constexpr std::array<std::string_view, 3> kSection = {"article:section", "section",
                                                               "parsely-section"};
  static constexpr std::array<std::string_view, 2> kSite = {"og:site_name", "application-name"};
  static constexpr std::array<std::string_view, 2> kImage = {"og:image", "twitter:image"};
  HtmlMetadata metadata;
  LinkedData linked(metadata, page_of(tree, others, url));
  for (const std::string& script : tree.json_lds) linked.read(script);
  linked.finish();
  metadata.live_blog = metadata.live_blog || std::any_of(tree.item_types.begin(),
                                                         tree.item_types.end(), is_live_blog_type);
  set_first(metadata.headline, tree, kHeadline);
  set(metadata.shown, meta(tree, "og:title"));
  set_first(metadata.description, tree, kDescription);
  set_first(metadata.published, tree, kPublished);
  set_first(metadata.modified, tree, kModified);
  set_first(metadata.section, tree, kSection);
  set_first(metadata.site, tree, kSite);
  set(metadata.publisher, metadata.site);
  set_first(metadata.image, tree, kImage);
  read_time(tree, others, metadata.published);
  if (!tree.canonical_url.empty()) metadata.url = tree.canonical_url;
  set(metadata.url, meta(tree, "og:url"));
  set(metadata.language, tree.language);
  set(metadata.language, meta(tree, "og:locale"));
  if (metadata.authors.empty()) read_meta_authors(tree, others, metadata.authors);
  std::replace(metadata.language.begin(), metadata.language.end(), '_', '-');
  for (std::string* text :
       {&metadata.headline, &metadata.shown, &metadata.alternative, &metadata.description,
        &metadata.section, &metadata.publisher, &metadata.site}) {
    make_plain(*text);
  }
  make_paragraphs(metadata.article_body);
  for (std::string& author : metadata.authors) make_plain(author);
  return metadata;
}

}  // namespace copytaster::text
