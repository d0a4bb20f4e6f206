#include "tests/quality/copies/copies.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>

#include "pipeline/hash.h"
#include "tests/quality/copies/changes.h"
#include "tests/quality/copies/copy_memory.h"
#include "tests/quality/copies/natural_articles.h"
#include "tests/quality/copies/peers.h"
#include "tests/quality/copies/shared_text.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

using oracles::Dice;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kCopiesOfAKind = 1500;
constexpr const char* kSet = "natural articles";
constexpr const char* kReuters = "reuters21578";

/// They come first in the stream.
bool is_of_reuters(const NaturalArticle& article) { return article.sender.source == kReuters; }

/// The natural articles in every memory that is compared.
class Stream {
 public:
  Stream() : articles_(natural_articles()), labels_(natural_pairs()), peers_(new_peers()) {}

  [[nodiscard]] bool empty() const { return articles_.empty(); }

  /// Remembers all of them, one after the other, and judges what each was called when it came.
  void read(Report& report);
  void measure(const Change& change, Report& report) const;
  void measure_flashes(Report& report) const;
  /// Articles of Reuters a second of one core: found and then remembered, one after the other.
  void measure_speed(Report& report) const;

 private:
  struct Natural {
    std::size_t wrong = 0;
    std::size_t copies = 0;  ///< labelled so
    std::size_t found = 0;   ///< of them: called copies of something
  };
  void add_reuters(const std::vector<Natural>& methods, Report& report) const;
  void judge(std::size_t at, std::optional<std::size_t> match, Natural& natural) const;
  [[nodiscard]] std::vector<std::unique_ptr<Peer>> new_peers() const;
  [[nodiscard]] bool is_right(const Grams& copy, std::size_t original, std::size_t match) const;

  std::vector<NaturalArticle> articles_;
  std::vector<std::string> headlines_;
  std::vector<std::string> texts_;  ///< their clean text: what a copier sees, with the headline
  Labels labels_;
  std::unordered_set<std::string> labelled_copies_;  ///< names of the later ones
  CopyMemory memory_;
  std::vector<std::unique_ptr<Peer>> peers_;
};

std::vector<std::unique_ptr<Peer>> Stream::new_peers() const {
  std::vector<std::unique_ptr<Peer>> peers;
  peers.push_back(make_minhash(0.5));
  peers.push_back(make_minhash(0.8));
  peers.push_back(make_simhash());
  peers.push_back(make_exact_hash());
  return peers;
}

void Stream::judge(std::size_t at, std::optional<std::size_t> match, Natural& natural) const {
  if (labelled_copies_.contains(articles_[at].name)) {
    ++natural.copies;
    natural.found += match ? 1U : 0U;
  }
  if (match && is_no_copy(articles_[at], articles_[*match], labels_)) ++natural.wrong;
}

void Stream::read(Report& report) {
  for (const auto& [names, label] : labels_) {
    if (label == PairLabel::kCopy) labelled_copies_.insert(names.second);
  }
  std::vector<Natural> all(1 + peers_.size());
  std::vector<Natural> of_reuters(1 + peers_.size());
  for (std::size_t i = 0; i < articles_.size(); ++i) {
    text::Document document = document_of(articles_[i].title, articles_[i].body);
    const auto print = dedup::make_fingerprint(document);
    Sender sender = articles_[i].sender;
    sender.terms = story_terms_of(document);
    headlines_.push_back(std::move(document.headline));
    texts_.push_back(std::move(document.body));
    const bool reuters = is_of_reuters(articles_[i]);
    const auto judged = [&](std::optional<std::size_t> match, std::size_t method) {
      if (match && !memory_.remembers(*match, sender)) match.reset();
      judge(i, match, all[method]);
      if (reuters) judge(i, match, of_reuters[method]);
    };
    const auto best = memory_.best(print, sender);
    judged(best ? std::optional(best->at) : std::nullopt, 0);
    if (best) memory_.keep(best->at, sender);
    memory_.add(print, sender);
    const auto words = plain_words(articles_[i].body);
    for (std::size_t j = 0; j < peers_.size(); ++j) {
      judged(peers_[j]->find(words), 1 + j);
      peers_[j]->add(words);
    }
  }
  constexpr double kTenThousand = 10'000;
  Row wrong{kSet, "wrongly called copies, of 10,000", articles_.size(), {kNone, kNone}};
  Row found{kSet, "labelled copies found", all[0].copies, {}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    wrong.values.push_back(kTenThousand * ratio_of(all[i].wrong, articles_.size()));
    found.values.push_back(ratio_of(all[i].found, all[i].copies));
    if (i > 0) continue;
    wrong.values.push_back(kTenThousand * upper_bound(all[0].wrong, articles_.size()));
    found.values.insert(found.values.end(), {kNone, kNone, kNone});
  }
  report.rows.push_back(wrong);
  report.rows.push_back(found);
  add_reuters(of_reuters, report);
}

/// In articles, as the others publish it of themselves.
void Stream::add_reuters(const std::vector<Natural>& methods, Report& report) const {
  const auto size =
      static_cast<std::size_t>(std::count_if(articles_.begin(), articles_.end(), is_of_reuters));
  Row wrong{kReuters, "wrongly dropped", size, {}};
  Row through{kReuters, "copies let through", methods[0].copies, {}};
  for (const Natural& method : methods) {
    wrong.values.push_back(static_cast<double>(method.wrong));
    through.values.push_back(static_cast<double>(method.copies - method.found));
  }
  for (Row* row : {&wrong, &through}) {
    row->values.insert(row->values.begin() + 1, {kNone, kNone, kNone});
    report.rows.push_back(*row);
  }
}

void Stream::measure_speed(Report& report) const {
  std::vector<text::Document> documents;
  for (const NaturalArticle& article : articles_) {
    if (is_of_reuters(article)) documents.push_back(document_of(article.title, article.body));
  }
  if (documents.empty()) return;
  Row from_text{kReuters, "a second, from the raw text", documents.size(), {}};
  Row from_tokens{kReuters, "a second, from the words", documents.size(), {}};
  const auto a_second = [&](const std::function<void(std::size_t)>& take) {
    const std::clock_t begin = std::clock();
    for (std::size_t i = 0; i < documents.size(); ++i) take(i);
    const auto spent = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    return static_cast<double>(documents.size()) / spent;
  };
  const auto remember = [](CopyMemory& memory, const text::Document& document) {
    const auto print = dedup::make_fingerprint(document);
    static_cast<void>(memory.best(print));
    memory.add(print);
  };
  CopyMemory ours;
  from_text.values = {a_second([&](std::size_t i) {
                        remember(ours, document_of(articles_[i].title, articles_[i].body));
                      }),
                      kNone, kNone, kNone};
  for (const auto& peer : new_peers()) {
    from_text.values.push_back(a_second([&](std::size_t i) {
      const auto words = plain_words(articles_[i].body);
      static_cast<void>(peer->find(words));
      peer->add(words);
    }));
  }
  CopyMemory again;
  from_tokens.values = {a_second([&](std::size_t i) { remember(again, documents[i]); }), kNone,
                        kNone, kNone};
  std::vector<std::vector<std::uint64_t>> words;
  for (std::size_t i = 0; i < documents.size(); ++i)
    words.push_back(plain_words(articles_[i].body));
  for (const auto& peer : new_peers()) {
    from_tokens.values.push_back(a_second([&](std::size_t i) {
      static_cast<void>(peer->find(words[i]));
      peer->add(words[i]);
    }));
  }
  report.rows.push_back(from_text);
  report.rows.push_back(from_tokens);
}

bool Stream::is_right(const Grams& copy, std::size_t original, std::size_t match) const {
  return match == original || holds_as_much(copy, articles_[match], articles_[original]);
}

void Stream::measure(const Change& change, Report& report) const {
  Dice dice(hash64(change.name));
  std::size_t cases = 0;
  std::size_t kinds = 0;
  std::size_t strangers = 0;
  std::vector<std::size_t> found(1 + peers_.size());
  for (std::size_t tries = 0; tries < 40 * kCopiesOfAKind && cases < kCopiesOfAKind; ++tries) {
    const std::size_t original = dice.roll(articles_.size());
    const std::string& other = texts_[dice.roll(texts_.size())];
    const auto copy = change.make(texts_[original], other, dice);
    if (!copy) continue;
    ++cases;
    const Grams grams = grams_of(*copy);
    const auto document = document_of(headlines_[original], *copy);
    const auto best = memory_.best(dedup::make_fingerprint(document),
                                   {"", std::nullopt, story_terms_of(document)});
    if (best) {
      const bool right = is_right(grams, original, best->at);
      found[0] += right ? 1U : 0U;
      strangers += right ? 0U : 1U;
      const bool named = std::find(change.kinds.begin(), change.kinds.end(),
                                   best->comparison.copy) != change.kinds.end();
      kinds += right && named ? 1U : 0U;
    }
    const auto words = plain_words(*copy);
    for (std::size_t j = 0; j < peers_.size(); ++j) {
      const auto match = peers_[j]->find(words);
      found[1 + j] += match && is_right(grams, original, *match) ? 1U : 0U;
    }
  }
  if (cases == 0) return;
  Row row{kSet, change.name, cases, {}};
  row.values = {ratio_of(found[0], cases), ratio_of(kinds, found[0]), ratio_of(strangers, cases),
                kNone};
  for (std::size_t j = 1; j < found.size(); ++j) row.values.push_back(ratio_of(found[j], cases));
  report.rows.push_back(std::move(row));
}

/// The full story comes after its flash: it must be no copy of it, and name it.
void Stream::measure_flashes(Report& report) const {
  Dice dice(20);
  CopyMemory flashes;
  std::vector<std::size_t> originals;
  for (std::size_t tries = 0; tries < 40 * kCopiesOfAKind && originals.size() < kCopiesOfAKind;
       ++tries) {
    const std::size_t original = dice.roll(articles_.size());
    const auto flash = make_flash(texts_[original], dice);
    if (!flash) continue;
    flashes.add(dedup::make_fingerprint(document_of("", *flash)));
    originals.push_back(original);
  }
  std::size_t named = 0;
  std::size_t copies = 0;
  for (std::size_t i = 0; i < originals.size(); ++i) {
    const auto document = document_of("", texts_[originals[i]]);
    const auto found = flashes.flashes(dedup::make_lead(dedup::read_words(document)));
    named += std::find(found.begin(), found.end(), i) != found.end() ? 1U : 0U;
    const auto best = flashes.best(dedup::make_fingerprint(document));
    copies += best && std::find(found.begin(), found.end(), best->at) == found.end() ? 1U : 0U;
  }
  report.rows.push_back(
      {kSet,
       "contains: its flash",
       originals.size(),
       {ratio_of(named, originals.size()), kNone, ratio_of(copies, originals.size())}});
}

}  // namespace

Report measure_copies() {
  Report report{"dedup",
                {"found", "kind", "stranger", "upper", "minhash.5", "minhash.8", "simhash", "hash"},
                {},
                {}};
  Stream stream;
  if (stream.empty()) {
    report.missing.emplace_back(kSet);
    return report;
  }
  stream.read(report);
  const Thesaurus thesaurus;
  if (thesaurus.empty()) report.missing.emplace_back("WordNet (/usr/share/wordnet)");
  for (const Change& change : all_changes(thesaurus)) stream.measure(change, report);
  stream.measure_flashes(report);
  stream.measure_speed(report);
  return report;
}

}  // namespace copytaster::quality
