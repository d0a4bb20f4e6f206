#include "pipeline/annotate/quotes.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace copytaster::annotate {
namespace {

constexpr std::size_t kMaxQuotes = 100;
constexpr std::size_t kMinWords = 5;
constexpr std::size_t kMaxQuoteBytes = 3000;
constexpr std::size_t kReach = 100;  ///< bytes beside the quote that may name the speaker
constexpr std::string_view kOpen = "\xe2\x80\x9c";
constexpr std::string_view kClose = "\xe2\x80\x9d";
constexpr std::array<std::string_view, 13> kVerbs = {
    "said",   "says",  "told",      "added",   "warned",  "insisted", "argued",
    "stated", "wrote", "explained", "replied", "claimed", "saying"};

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

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::size_t find_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !letter(text[at - 1])) && (end == text.size() || !letter(text[end]))) return at;
  }
  return std::string_view::npos;
}

std::string_view last_word(std::string_view name) {
  const std::size_t space = name.rfind(' ');
  return space == std::string_view::npos ? name : name.substr(space + 1);
}

// The person whose full name or own surname stands in `beside`; empty when none or two do.
std::string speaker_in(std::string_view beside, const std::vector<Entity>& entities) {
  std::string found;
  for (const Entity& entity : entities) {
    if (entity.type != EntityType::kPerson) continue;
    const std::string_view name = entity.name;
    const std::string_view first = name.substr(0, name.find(' '));
    const bool named =
        find_word(beside, last_word(name)) != std::string_view::npos ||
        (entity.mentions.size() > 1 && find_word(beside, first) != std::string_view::npos);
    if (!named) continue;
    if (!found.empty()) return {};
    found = name;
  }
  return found;
}

std::string_view verb_in(std::string_view beside) {
  for (const std::string_view verb : kVerbs) {
    if (find_word(beside, verb) != std::string_view::npos) return verb;
  }
  return {};
}

std::string_view clause_after(std::string_view body, std::size_t end) {
  const std::string_view rest = body.substr(end, kReach);
  return rest.substr(0, std::min({rest.find('\n'), rest.find(". "), rest.find(kOpen),
                                  rest.find('"'), rest.size()}));
}

std::string_view clause_before(std::string_view body, std::size_t begin) {
  const std::size_t from = begin > kReach ? begin - kReach : 0;
  std::string_view rest = body.substr(from, begin - from);
  for (const std::string_view stop : {std::string_view("\n"), std::string_view(". "), kClose}) {
    const std::size_t at = rest.rfind(stop);
    if (at != std::string_view::npos) rest.remove_prefix(at + stop.size());
  }
  return rest;
}

void attribute(Quote& quote, std::string_view body, text::ByteRange at, std::size_t open,
               const std::vector<Entity>& entities) {
  const std::size_t outside = at.end + (body[at.end] == '"' ? 1 : kClose.size());
  for (const std::string_view beside :
       {clause_after(body, std::min(outside, body.size())), clause_before(body, open)}) {
    const std::string_view verb = verb_in(beside);
    if (verb.empty()) continue;
    quote.verb = verb;
    quote.speaker = speaker_in(beside, entities);
    return;
  }
}

std::size_t word_count(const std::vector<text::Token>& tokens, text::ByteRange at) {
  auto first = std::lower_bound(
      tokens.begin(), tokens.end(), at.begin,
      [](const text::Token& token, std::uint32_t begin) { return token.begin < begin; });
  std::size_t words = 0;
  for (; first != tokens.end() && first->end <= at.end; ++first) {
    words += first->kind == text::TokenKind::kWord ? 1U : 0U;
  }
  return words;
}

}  // namespace

std::vector<Quote> find_quotes(const text::Document& document,
                               const std::vector<Entity>& entities) {
  const std::string_view body = document.body;
  std::vector<Quote> quotes;
  std::vector<text::ByteRange> ranges;
  Next next_curly(body, kOpen);
  Next next_straight(body, "\"");
  Next next_close(body, kClose);
  Next next_paragraph(body, "\n\n");
  std::size_t at = 0;
  while (quotes.size() < kMaxQuotes) {
    const std::size_t curly = next_curly.from(at);
    const std::size_t straight = next_straight.from(at);
    const std::size_t open = std::min(curly, straight);
    if (open == std::string_view::npos) break;
    const bool is_curly = open == curly;
    const std::size_t begin = open + (is_curly ? kOpen.size() : 1);
    const std::size_t paragraph = std::min(next_paragraph.from(begin), body.size());
    std::size_t end = is_curly ? next_close.from(begin) : next_straight.from(begin);
    if (is_curly && next_curly.from(begin) < end) end = std::string_view::npos;
    if (end >= paragraph || end - begin > kMaxQuoteBytes) {
      at = is_curly ? begin : paragraph;
      continue;
    }
    const text::ByteRange range{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    at = end + (is_curly ? kClose.size() : 1);
    if (word_count(document.body_tokens, range) < kMinWords) continue;
    Quote quote;
    quote.text = body.substr(begin, end - begin);
    attribute(quote, body, range, open, entities);
    quotes.push_back(std::move(quote));
    ranges.push_back(range);
  }
  if (quotes.empty()) return quotes;
  const text::CodePoints points(body);
  for (std::size_t i = 0; i < quotes.size(); ++i) quotes[i].at = points.of(ranges[i]);
  return quotes;
}

}  // namespace copytaster::annotate
