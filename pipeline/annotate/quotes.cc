#include "pipeline/annotate/quotes.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace copytaster::annotate {
namespace {

using text::Token;
using text::TokenKind;

constexpr std::size_t kMaxQuotes = 100;
constexpr std::size_t kMinWords = 5;
constexpr std::size_t kMaxQuoteBytes = 3000;
constexpr std::size_t kReach = 30;  ///< tokens beside the quote that may name the speaker
constexpr std::string_view kOpen = "\xe2\x80\x9c";
constexpr std::string_view kClose = "\xe2\x80\x9d";

constexpr std::array<std::string_view, 27> kVerbs = {
    "said",    "says",      "told",     "tells",   "added",    "adds",     "warned",
    "warns",   "insisted",  "insists",  "argued",  "argues",   "stated",   "wrote",
    "writes",  "explained", "explains", "replied", "claimed",  "claims",   "noted",
    "tweeted", "declared",  "recalled", "asked",   "admitted", "concluded"};
constexpr std::array<std::string_view, 6> kParticiples = {"saying", "adding",    "telling",
                                                          "noting", "insisting", "warning"};
constexpr std::array<std::string_view, 10> kBetween = {
    "also", "later", "then", "has", "had", "often", "once", "have", "earlier", "still"};
/// Words that end a noun phrase: a name in front of them may be the whole speaker.
constexpr std::array<std::string_view, 26> kFollows = {
    "in",   "on",   "at",    "of",   "after",   "during", "to",      "as",       "who",
    "and",  "when", "while", "by",   "before",  "from",   "with",    "for",      "last",
    "this", "that", "told",  "said", "earlier", "later",  "through", "yesterday"};

/// Where a string stands next. Asked for positions that never fall, it reads the text once.
class Next {
 public:
  Next(std::string_view text, std::string_view wanted) : text_(text), wanted_(wanted) {}
  /// The first place at or after `from`; npos when there is none.
  std::size_t from(std::size_t from) {
    if (!asked_ || (at_ != std::string_view::npos && at_ < from)) at_ = text_.find(wanted_, from);
    asked_ = true;
    return at_;
  }

 private:
  const std::string_view text_;
  const std::string_view wanted_;
  std::size_t at_ = 0;
  bool asked_ = false;
};

template <std::size_t kSize>
bool one_of(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// A place where a person is named in the body.
struct Mention {
  text::ByteRange at;
  const Entity* person = nullptr;
};

struct Attribution {
  std::string_view verb;
  const Entity* speaker = nullptr;
  bool pronoun = false;  ///< "he said": whoever spoke last
};

/// Half-open range of token indices.
struct Clause {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Finds who says what stands beside a quote, by the grammar of the clause: the speaker is the
/// subject of the verb and the whole of its noun phrase, so "a senior Biden official said" is none.
class Speakers {
 public:
  Speakers(const text::Document& document, const text::CodePoints& points,
           const std::vector<Entity>& entities);

  /// `open` and `close` are the bytes where the quotation marks begin and where they end;
  /// `sentence_ends` says that the quote ends with a full stop.
  [[nodiscard]] Attribution of(std::size_t open, std::size_t close, bool sentence_ends) const;

 private:
  [[nodiscard]] std::size_t token_at(std::size_t byte) const;
  [[nodiscard]] std::string_view word(std::size_t i) const {
    return body_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  }
  [[nodiscard]] bool paragraph_between(std::size_t i) const {
    return body_.substr(tokens_[i - 1].end, tokens_[i].begin - tokens_[i - 1].end).find('\n') !=
           std::string_view::npos;
  }
  [[nodiscard]] Clause clause_after(std::size_t byte) const;
  [[nodiscard]] Clause clause_before(std::size_t byte) const;
  [[nodiscard]] Attribution attribution(Clause clause, bool after) const;
  [[nodiscard]] const Entity* named_before(std::size_t begin, std::size_t verb) const;
  [[nodiscard]] const Entity* named_after(std::size_t begin, std::size_t end) const;
  [[nodiscard]] const Entity* ending_with(std::size_t token) const;

  std::string_view body_;
  const std::vector<Token>& tokens_;
  std::vector<Mention> mentions_;  ///< ascending
};

Speakers::Speakers(const text::Document& document, const text::CodePoints& points,
                   const std::vector<Entity>& entities)
    : body_(document.body), tokens_(document.body_tokens) {
  std::vector<std::pair<CodePointRange, const Entity*>> people;
  for (const Entity& entity : entities) {
    if (entity.type != EntityType::kPerson) continue;
    for (const CodePointRange& mention : entity.mentions) people.emplace_back(mention, &entity);
  }
  std::sort(people.begin(), people.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [range, person] : people) {
    mentions_.push_back({{points.byte_of(range.begin), points.byte_of(range.end)}, person});
  }
}

/// The first token that begins at this byte or after it.
std::size_t Speakers::token_at(std::size_t byte) const {
  const auto found =
      std::lower_bound(tokens_.begin(), tokens_.end(), byte,
                       [](const Token& token, std::size_t begin) { return token.begin < begin; });
  return static_cast<std::size_t>(found - tokens_.begin());
}

Clause Speakers::clause_after(std::size_t byte) const {
  const std::size_t begin = token_at(byte);
  std::size_t end = begin;
  while (end < tokens_.size() && end < begin + kReach) {
    const std::string_view next = word(end);
    if (next == "." || next == kOpen || next == "\"" || (end > 0 && paragraph_between(end))) break;
    ++end;
  }
  return {begin, end};
}

Clause Speakers::clause_before(std::size_t byte) const {
  const std::size_t end = token_at(byte);
  std::size_t begin = end;
  while (begin > 0 && begin + kReach > end) {
    const std::string_view next = word(begin - 1);
    if (next == "." || next == "?" || next == "!" || next == kClose || next == "\"") break;
    if (begin < tokens_.size() && paragraph_between(begin)) break;
    --begin;
  }
  return {begin, end};
}

const Entity* Speakers::ending_with(std::size_t token) const {
  const auto found = std::lower_bound(
      mentions_.begin(), mentions_.end(), tokens_[token].end,
      [](const Mention& mention, std::uint32_t end) { return mention.at.end < end; });
  const bool ends = found != mentions_.end() && found->at.end == tokens_[token].end;
  return ends ? found->person : nullptr;
}

/// "Park Jin, the foreign minister, also said"
const Entity* Speakers::named_before(std::size_t begin, std::size_t verb) const {
  std::size_t last = verb;
  while (last > begin && one_of(kBetween, word(last - 1))) --last;
  if (last > begin && word(last - 1) == ",") {
    std::size_t comma = last - 1;
    while (comma > begin && word(comma - 1) != ",") --comma;
    if (comma > begin + 1) last = comma - 1;
  }
  return last > begin ? ending_with(last - 1) : nullptr;
}

/// "said Chinese Foreign Ministry spokesman Wang Wenbin on Tuesday": the name that ends the phrase.
const Entity* Speakers::named_after(std::size_t begin, std::size_t end) const {
  for (std::size_t i = begin; i < end; ++i) {
    if (tokens_[i].kind == TokenKind::kPunctuation || one_of(kFollows, word(i))) return nullptr;
    const Entity* person = ending_with(i);
    if (person == nullptr) continue;
    const bool whole =
        i + 1 >= end || tokens_[i + 1].kind != TokenKind::kWord || one_of(kFollows, word(i + 1));
    if (whole) return person;
  }
  return nullptr;
}

Attribution Speakers::attribution(Clause clause, bool after) const {
  for (std::size_t i = clause.begin; i < clause.end; ++i) {
    if (word(i) == "according" && i + 1 < clause.end && word(i + 1) == "to")
      return {word(i), named_after(i + 2, clause.end)};
    const bool participle = one_of(kParticiples, word(i));
    if (!participle && !one_of(kVerbs, word(i))) continue;
    const std::string_view verb = word(i);
    // "…,” but said no more": the subject stands before the quote.
    if (after && i > clause.begin && (word(i - 1) == "but" || word(i - 1) == "and")) return {};
    const bool inverted = after && i == clause.begin;
    if (inverted) return {verb, named_after(i + 1, clause.end)};
    if (const Entity* person = named_before(clause.begin, i)) return {verb, person};
    // "Park warned of tests, saying" has its subject at the first verb; "a Biden official said" has
    // one that is no name.
    const bool pronoun = i > clause.begin && (word(i - 1) == "he" || word(i - 1) == "she" ||
                                              word(i - 1) == "He" || word(i - 1) == "She");
    if (!participle) return {verb, nullptr, pronoun};
  }
  return {};
}

Attribution Speakers::of(std::size_t open, std::size_t close, bool sentence_ends) const {
  const Clause next = clause_after(close);
  if (!sentence_ends || (next.begin < next.end && one_of(kVerbs, word(next.begin)))) {
    const Attribution after = attribution(next, true);
    if (!after.verb.empty()) return after;
  }
  return attribution(clause_before(open), false);
}

std::size_t word_count(const std::vector<Token>& tokens, text::ByteRange at) {
  auto first =
      std::lower_bound(tokens.begin(), tokens.end(), at.begin,
                       [](const Token& token, std::uint32_t begin) { return token.begin < begin; });
  std::size_t words = 0;
  for (; first != tokens.end() && first->end <= at.end; ++first) {
    words += first->kind == TokenKind::kWord ? 1U : 0U;
  }
  return words;
}

struct Found {
  text::ByteRange text;    ///< between the marks
  std::size_t open = 0;    ///< byte where the opening mark begins
  std::size_t close = 0;   ///< byte after the closing mark
  std::size_t resume = 0;  ///< where to look on
  bool closed = false;
};

bool ends_sentence(std::string_view quote) {
  const std::size_t last = quote.find_last_not_of(' ');
  return last != std::string_view::npos && quote[last] == '.';
}

bool blank_or_end(std::string_view body, std::size_t at) {
  return at >= body.size() || body[at] == ' ' || body[at] == '\n';
}

/// The quotes of a text, one after another, in time that is linear in the text.
class QuoteFinder {
 public:
  explicit QuoteFinder(std::string_view body)
      : body_(body),
        open_(body, kOpen),
        close_(body, kClose),
        straight_(body, "\""),
        paragraph_(body, "\n\n") {}

  /// The first quote that opens at or after `from`, which never goes back.
  Found next(std::size_t from);

 private:
  std::size_t curly_end(std::size_t begin);

  const std::string_view body_;
  Next open_;
  Next close_;
  Next straight_;
  Next paragraph_;
};

/// The closing mark of a curly quote. An opening mark with a blank behind it closes, too: the wrong
/// mark is common in scraped text.
std::size_t QuoteFinder::curly_end(std::size_t begin) {
  const std::size_t right = close_.from(begin);
  const std::size_t wrong = open_.from(begin);
  if (wrong >= right) return right;
  return blank_or_end(body_, wrong + kOpen.size()) ? wrong : std::string_view::npos;
}

Found QuoteFinder::next(std::size_t from) {
  Found found;
  const std::size_t curly = open_.from(from);
  found.open = std::min(curly, straight_.from(from));
  if (found.open == std::string_view::npos) return found;
  const std::size_t mark = found.open == curly ? kOpen.size() : 1;
  const std::size_t begin = found.open + mark;
  const std::size_t paragraph = std::min(paragraph_.from(begin), body_.size());
  const std::size_t end = found.open == curly ? curly_end(begin) : straight_.from(begin);
  found.closed = end < paragraph && end - begin <= kMaxQuoteBytes;
  found.text = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  found.close = found.closed ? end + mark : begin;
  found.resume = found.closed || found.open == curly ? found.close : paragraph;
  return found;
}

}  // namespace

std::vector<Quote> find_quotes(const text::Document& document,
                               const std::vector<Entity>& entities) {
  const std::string_view body = document.body;
  std::vector<Quote> quotes;
  QuoteFinder finder(body);
  Found found = finder.next(0);
  if (found.open == std::string_view::npos) return quotes;
  const text::CodePoints points(body);
  const Speakers speakers(document, points, entities);
  std::size_t said_until = 0;  // where the last quote ends
  Attribution last;
  for (; found.open != std::string_view::npos && quotes.size() < kMaxQuotes;
       found = finder.next(found.resume)) {
    if (!found.closed || word_count(document.body_tokens, found.text) < kMinWords) continue;
    Quote quote;
    quote.text = body.substr(found.text.begin, found.text.end - found.text.begin);
    quote.at = points.of(found.text);
    Attribution said = speakers.of(found.open, found.close, ends_sentence(quote.text));
    const std::string_view between = body.substr(said_until, found.open - said_until);
    const std::size_t break_at = between.find("\n\n");
    const bool near = break_at == std::string_view::npos ||
                      between.find("\n\n", break_at + 1) == std::string_view::npos;
    // “…,” Park said. “And we agree …”: one speaker goes on within the paragraph.
    if (said.verb.empty() && break_at == std::string_view::npos) said = last;
    if (said.pronoun && near) said.speaker = last.speaker;
    last = said;
    said_until = found.close;
    quote.verb = said.verb;
    if (said.speaker != nullptr) quote.speaker = said.speaker->name;
    quotes.push_back(std::move(quote));
  }
  return quotes;
}

}  // namespace copytaster::annotate
