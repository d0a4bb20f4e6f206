#include "pipeline/text/html_hints.h"

#include <algorithm>
#include <array>

namespace copytaster::text {
namespace {

/// A word of pages' structure, such as "list" or "box": says nothing by itself.
constexpr std::uint16_t kStructure = 256;
/// Both in one name: a picture's or a player's box, whose text is its caption.
constexpr std::uint16_t kWidget = 512;
constexpr std::uint16_t kMedium = 1024;

/// What only a name says that has no other words: "comments-open" tells of a state.
constexpr std::uint16_t kOfPlain = kHintOthers | kHintLayer;

struct Word {
  std::string_view word;
  std::uint16_t hints;
};

/// Sorted by word.
constexpr std::array kWords = {
    Word{"ad", kHintFurniture},
    Word{"ads", kHintFurniture},
    Word{"adslot", kHintFurniture},
    Word{"advert", kHintFurniture},
    Word{"advertentie", kHintFurniture},
    Word{"advertisement", kHintFurniture},
    Word{"advertising", kHintFurniture},
    Word{"annonce", kHintPerhaps},
    Word{"annons", kHintFurniture},
    Word{"annonse", kHintFurniture},
    Word{"anzeige", kHintPerhaps},
    Word{"app", kStructure},
    Word{"area", kStructure},
    Word{"article", kStructure},
    Word{"articles", kStructure},
    Word{"articoli", kStructure},
    Word{"articulos", kStructure},
    Word{"artigos", kStructure},
    Word{"artikel", kStructure},
    Word{"artiklar", kStructure},
    Word{"aside", kStructure},
    Word{"asset", kStructure},
    Word{"audio", kMedium},
    Word{"author", kHintCaption},
    Word{"authors", kHintCaption},
    Word{"banner", kHintPerhaps},
    Word{"bar", kStructure},
    Word{"bereich", kStructure},
    Word{"bild", kMedium},
    Word{"bio", kHintFurniture},
    Word{"bloc", kStructure},
    Word{"blocco", kStructure},
    Word{"block", kStructure},
    Word{"bloque", kStructure},
    Word{"body", kStructure},
    Word{"bookmark", kHintPerhaps},
    Word{"bottom", kStructure},
    Word{"box", kStructure},
    Word{"breadcrumb", kHintPerhaps},
    Word{"breadcrumbs", kHintPerhaps},
    Word{"button", kStructure},
    Word{"buttons", kStructure},
    Word{"byline", kHintCaption},
    Word{"caja", kStructure},
    Word{"caption", kHintCaption},
    Word{"card", kStructure},
    Word{"cards", kStructure},
    Word{"col", kStructure},
    Word{"column", kStructure},
    Word{"comentarii", kHintFurniture | kHintOthers},
    Word{"comentario", kHintFurniture | kHintOthers},
    Word{"comentarios", kHintFurniture | kHintOthers},
    Word{"comentariu", kHintFurniture | kHintOthers},
    Word{"comment", kHintFurniture | kHintOthers},
    Word{"commentaire", kHintFurniture | kHintOthers},
    Word{"commentaires", kHintFurniture | kHintOthers},
    Word{"commenti", kHintFurniture | kHintOthers},
    Word{"commenting", kHintFurniture | kHintOthers},
    Word{"commento", kHintFurniture | kHintOthers},
    Word{"comments", kHintFurniture | kHintOthers},
    Word{"compartilhar", kHintPerhaps},
    Word{"compartir", kHintPerhaps},
    Word{"component", kStructure},
    Word{"condividi", kHintPerhaps},
    Word{"consent", kHintFurniture | kHintLayer},
    Word{"container", kStructure},
    Word{"content", kStructure},
    Word{"contents", kStructure},
    Word{"cookie", kHintFurniture | kHintLayer},
    Word{"cookiebanner", kHintFurniture | kHintLayer},
    Word{"cookiebar", kHintFurniture | kHintLayer},
    Word{"cookiebot", kHintFurniture | kHintLayer},
    Word{"cookieconsent", kHintFurniture | kHintLayer},
    Word{"cookienotice", kHintFurniture | kHintLayer},
    Word{"cookies", kHintFurniture | kHintLayer},
    Word{"copyright", kHintCaption},
    Word{"correlate", kHintFurniture | kHintOthers},
    Word{"correlati", kHintFurniture | kHintOthers},
    Word{"count", kStructure},
    Word{"credit", kHintCaption},
    Word{"credits", kHintCaption},
    Word{"dateline", kHintCaption},
    Word{"delen", kHintPerhaps},
    Word{"dialog", kStructure},
    Word{"didomi", kHintFurniture | kHintLayer},
    Word{"disclaimer", kHintFurniture},
    Word{"disqus", kHintFurniture | kHintOthers},
    Word{"embed", kStructure},
    Word{"fallback", kHintFurniture},
    Word{"fb", kStructure},
    Word{"feed", kStructure},
    Word{"field", kStructure},
    Word{"footer", kHintFurniture},
    Word{"form", kStructure},
    Word{"foto", kMedium},
    Word{"gdpr", kHintFurniture | kHintLayer},
    Word{"gerelateerd", kHintFurniture | kHintOthers},
    Word{"gerelateerde", kHintFurniture | kHintOthers},
    Word{"global", kStructure},
    Word{"grid", kStructure},
    Word{"group", kStructure},
    Word{"header", kStructure},
    Word{"heading", kStructure},
    Word{"hirdetes", kHintFurniture},
    Word{"holder", kStructure},
    Word{"hozzaszolas", kHintFurniture | kHintOthers},
    Word{"hozzaszolasok", kHintFurniture | kHintOthers},
    Word{"icon", kStructure},
    Word{"icons", kStructure},
    Word{"id", kStructure},
    Word{"image", kMedium},
    Word{"img", kMedium},
    Word{"impressum", kHintFurniture},
    Word{"inline", kStructure},
    Word{"inner", kStructure},
    Word{"interstitial", kHintFurniture},
    Word{"item", kStructure},
    Word{"items", kStructure},
    Word{"js", kStructure},
    Word{"jwplayer", kMedium},
    Word{"kapcsolodo", kHintFurniture | kHintOthers},
    Word{"komentare", kHintFurniture | kHintOthers},
    Word{"komentarz", kHintFurniture | kHintOthers},
    Word{"komentarze", kHintFurniture | kHintOthers},
    Word{"kommentare", kHintFurniture | kHintOthers},
    Word{"kommentarer", kHintFurniture | kHintOthers},
    Word{"kommentit", kHintFurniture | kHintOthers},
    Word{"layout", kStructure},
    Word{"left", kStructure},
    Word{"leserkommentare", kHintFurniture | kHintOthers},
    Word{"lijst", kStructure},
    Word{"link", kStructure},
    Word{"links", kStructure},
    Word{"list", kStructure},
    Word{"lista", kStructure},
    Word{"liste", kStructure},
    Word{"lists", kStructure},
    Word{"login", kHintPerhaps},
    Word{"main", kStructure},
    Word{"mainos", kHintFurniture},
    Word{"meistgelesen", kHintFurniture | kHintOthers},
    Word{"menu", kHintPerhaps},
    Word{"modal", kHintFurniture},
    Word{"module", kStructure},
    Word{"mostpopular", kHintFurniture | kHintOthers},
    Word{"mostread", kHintFurniture | kHintOthers},
    Word{"nav", kHintPerhaps},
    Word{"navbar", kHintPerhaps},
    Word{"navigation", kHintPerhaps},
    Word{"news", kStructure},
    Word{"newsletter", kHintFurniture},
    Word{"newsletters", kHintFurniture},
    Word{"node", kStructure},
    Word{"notice", kStructure},
    Word{"onetrust", kHintFurniture | kHintLayer},
    Word{"outbrain", kHintFurniture},
    Word{"outer", kStructure},
    Word{"overlay", kStructure},
    Word{"page", kStructure},
    Word{"pages", kStructure},
    Word{"pagination", kHintPerhaps},
    Word{"panel", kStructure},
    Word{"part", kStructure},
    Word{"partager", kHintPerhaps},
    Word{"partilhar", kHintPerhaps},
    Word{"photo", kMedium},
    Word{"picture", kMedium},
    Word{"placeholder", kHintFurniture},
    Word{"player", kMedium},
    Word{"popup", kHintFurniture},
    Word{"post", kStructure},
    Word{"posts", kStructure},
    Word{"powiazane", kHintFurniture | kHintOthers},
    Word{"primary", kStructure},
    Word{"promo", kHintPerhaps},
    Word{"promotion", kHintPerhaps},
    Word{"pubblicita", kHintFurniture},
    Word{"publicidad", kHintFurniture},
    Word{"publicidade", kHintFurniture},
    Word{"publicite", kHintFurniture},
    Word{"reactie", kHintFurniture | kHintOthers},
    Word{"reacties", kHintFurniture | kHintOthers},
    Word{"recirculation", kHintFurniture},
    Word{"recommendation", kHintFurniture | kHintOthers},
    Word{"recommendations", kHintFurniture | kHintOthers},
    Word{"recommended", kHintFurniture | kHintOthers},
    Word{"region", kStructure},
    Word{"reklam", kHintFurniture},
    Word{"reklama", kHintFurniture},
    Word{"relacionada", kHintFurniture | kHintOthers},
    Word{"relacionadas", kHintFurniture | kHintOthers},
    Word{"relacionado", kHintFurniture | kHintOthers},
    Word{"relacionados", kHintFurniture | kHintOthers},
    Word{"related", kHintFurniture | kHintOthers},
    Word{"relateds", kHintFurniture | kHintOthers},
    Word{"relaterade", kHintFurniture | kHintOthers},
    Word{"relaterat", kHintFurniture | kHintOthers},
    Word{"relaterede", kHintFurniture | kHintOthers},
    Word{"relaterte", kHintFurniture | kHintOthers},
    Word{"right", kStructure},
    Word{"root", kStructure},
    Word{"row", kStructure},
    Word{"sdk", kStructure},
    Word{"seccion", kStructure},
    Word{"secondary", kStructure},
    Word{"section", kStructure},
    Word{"sections", kStructure},
    Word{"sektion", kStructure},
    Word{"sezione", kStructure},
    Word{"share", kHintPerhaps},
    Word{"sharing", kHintPerhaps},
    Word{"sidebar", kHintFurniture},
    Word{"signup", kHintFurniture},
    Word{"similaires", kHintFurniture | kHintOthers},
    Word{"single", kStructure},
    Word{"site", kStructure},
    Word{"skip", kHintPerhaps},
    Word{"slider", kStructure},
    Word{"slot", kStructure},
    Word{"social", kHintPerhaps},
    Word{"socials", kHintPerhaps},
    Word{"souvisejici", kHintFurniture | kHintOthers},
    Word{"sponsor", kHintFurniture},
    Word{"sponsored", kHintFurniture},
    Word{"stories", kStructure},
    Word{"story", kStructure},
    Word{"strip", kStructure},
    Word{"subscribe", kHintFurniture},
    Word{"subscription", kHintFurniture},
    Word{"taboola", kHintFurniture},
    Word{"tags", kHintPerhaps},
    Word{"teilen", kHintPerhaps},
    Word{"text", kStructure},
    Word{"thread", kStructure},
    Word{"title", kStructure},
    Word{"toolbar", kHintPerhaps},
    Word{"tooltip", kHintFurniture},
    Word{"top", kStructure},
    Word{"trending", kHintFurniture | kHintOthers},
    Word{"udostepnij", kHintPerhaps},
    Word{"usercentrics", kHintFurniture | kHintLayer},
    Word{"verwandt", kHintFurniture | kHintOthers},
    Word{"verwandte", kHintFurniture | kHintOthers},
    Word{"video", kMedium},
    Word{"view", kStructure},
    Word{"werbung", kHintFurniture},
    Word{"widget", kWidget},
    Word{"widgets", kStructure},
    Word{"wp", kStructure},
    Word{"wrap", kStructure},
    Word{"wrapper", kStructure},
    Word{"yorumlar", kHintFurniture | kHintOthers},
    Word{"zone", kStructure},
};
static_assert(std::is_sorted(kWords.begin(), kWords.end(),
                             [](const Word& a, const Word& b) { return a.word < b.word; }));

/// Whole names, in small letters without what separates their words. Sorted.
constexpr std::array kWhole = {
    Word{"a11yhidden", kHintHidden},       Word{"articlebody", kHintArticle},
    Word{"articlecontent", kHintArticle},  Word{"articletext", kHintArticle},
    Word{"assistivetext", kHintHidden},    Word{"elementinvisible", kHintHidden},
    Word{"entrycontent", kHintArticle},    Word{"fieldnamebody", kHintArticle},
    Word{"forscreenreader", kHintHidden},  Word{"hiddenvisually", kHintHidden},
    Word{"newsbody", kHintArticle},        Word{"newstext", kHintArticle},
    Word{"offscreen", kHintHidden},        Word{"postbody", kHintArticle},
    Word{"postcontent", kHintArticle},     Word{"screenreader", kHintHidden},
    Word{"screenreaderonly", kHintHidden}, Word{"screenreadertext", kHintHidden},
    Word{"showforsr", kHintHidden},        Word{"sronly", kHintHidden},
    Word{"sronlyfocusable", kHintHidden},  Word{"srtext", kHintHidden},
    Word{"storybody", kHintArticle},       Word{"storycontent", kHintArticle},
    Word{"storytext", kHintArticle},       Word{"vishidden", kHintHidden},
    Word{"visuallyhidden", kHintHidden},   Word{"visuallyhiddenfocusable", kHintHidden},
    Word{"visuallyhide", kHintHidden},
};
static_assert(std::is_sorted(kWhole.begin(), kWhole.end(),
                             [](const Word& a, const Word& b) { return a.word < b.word; }));

constexpr std::size_t kLongestWord = 16;
constexpr std::size_t kLongestName = 24;

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Where the words with each first letter begin; the last one ends the table.
template <std::size_t kCount>
constexpr std::array<std::uint16_t, 27> places(const std::array<Word, kCount>& words) {
  std::array<std::uint16_t, 27> at{};
  for (std::size_t letter = 0; letter < at.size(); ++letter) {
    std::uint16_t place = 0;
    while (place < kCount && static_cast<std::size_t>(words[place].word[0] - 'a') < letter) ++place;
    at[letter] = place;
  }
  return at;
}
constexpr auto kWordPlaces = places(kWords);
constexpr auto kWholePlaces = places(kWhole);

/// What a table says of a word in small letters; 0 where it has none.
template <std::size_t kCount>
std::uint16_t find(const std::array<Word, kCount>& words, const std::array<std::uint16_t, 27>& at,
                   std::string_view word) {
  if (word.empty() || word[0] < 'a') return 0;
  const auto letter = static_cast<std::size_t>(word[0] - 'a');
  for (std::size_t i = at[letter]; i < at[letter + 1]; ++i)
    if (words[i].word == word) return words[i].hints;
  return 0;
}

/// What one name's words say together.
struct Name {
  std::uint16_t hints = 0;
  bool plain = true;  ///< none but known words
};

/// Reads a name letter by letter: its words, and the whole of it.
class NameReader {
 public:
  Name read(std::string_view text) {
    bool lower = false;
    for (const char c : text) {
      const bool letter = is_letter(c);
      const bool capital = letter && c <= 'Z';
      if (!letter || (capital && lower)) finish_word();
      const bool digit = c >= '0' && c <= '9';
      if (letter || digit) append(letter ? static_cast<char>(c | 0x20) : c, letter);
      lower = letter && !capital;
    }
    finish_word();
    finish_name(text);
    return name_;
  }

 private:
  void append(char c, bool letter) {
    if (size_ < kLongestName) whole_[size_] = c;
    ++size_;
    if (!letter) return;
    if (word_size_ < kLongestWord) word_[word_size_] = c;
    ++word_size_;
  }

  void finish_word() {
    const std::size_t size = word_size_;
    word_size_ = 0;
    if (size < 2) return;
    const bool fits = size <= kLongestWord;
    const std::uint16_t hints = fits ? find(kWords, kWordPlaces, {word_.data(), size}) : 0;
    name_.plain = name_.plain && hints != 0;
    name_.hints |= hints;
  }

  void finish_name(std::string_view text) {
    constexpr std::uint16_t kBox = kWidget | kMedium;
    if ((name_.hints & kBox) == kBox) name_.hints |= kHintCaption;
    name_.hints &= 0xff;
    if (size_ > kLongestName) return;
    std::string_view whole(whole_.data(), size_);
    // "u-visually-hidden", "is-sr-only": a prefix for a kind of class.
    for (const std::string_view prefix : {"u-", "is-", "c-", "util-"})
      if (text.starts_with(prefix)) whole.remove_prefix(prefix.size() - 1);
    name_.hints |= find(kWhole, kWholePlaces, whole);
  }

  Name name_;
  std::array<char, kLongestName> whole_{};
  std::array<char, kLongestWord> word_{};
  std::size_t size_ = 0;       ///< letters and digits read; more than fit are counted
  std::size_t word_size_ = 0;  ///< letters of the word that is being read, counted likewise
};

Name read_name(std::string_view text) { return NameReader().read(text); }

}  // namespace

std::uint8_t hints_of(std::string_view names) {
  std::uint16_t hints = 0;
  for (std::size_t at = 0; at < names.size();) {
    std::size_t end = at;
    while (end < names.size() && !is_blank(names[end])) ++end;
    Name name;
    if (end > at) name = read_name(names.substr(at, end - at));
    hints |= name.plain ? name.hints : static_cast<std::uint16_t>(name.hints & ~kOfPlain);
    at = end + 1;
  }
  return static_cast<std::uint8_t>(hints);
}

std::uint8_t hints_of_id(std::string_view id) {
  constexpr std::uint16_t kSure = kHintFurniture | kOfPlain;
  const Name name = read_name(id);
  const bool unsure = !name.plain && (name.hints & kSure) != 0;
  const auto hints = static_cast<std::uint16_t>(name.hints & ~kHintHidden);
  return static_cast<std::uint8_t>(unsure ? (hints & ~kSure) | kHintPerhaps : hints);
}

}  // namespace copytaster::text
