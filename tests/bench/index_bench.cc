#include <fmt/core.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "pipeline/article_store.h"
#include "pipeline/check.h"
#include "pipeline/codec/article_reader.h"
#include "pipeline/dedup/compare.h"
#include "pipeline/dedup/fingerprint.h"
#include "pipeline/text/document.h"
#include "tests/bench/own_usage.h"
#include "tests/generate/generator.h"
#include "tests/generate/vocabulary.h"

// What it takes to sketch an article, to look for what it copies among so many remembered ones, to
// remember it and to forget the oldest. Each article is made anew between the measurements, as
// analysis does it in a stream: what was looked up last is not in the processor's caches any more.

namespace copytaster::bench {
namespace {

constexpr int kExitWrongResult = 70;
constexpr std::size_t kFirstRow = 10'000;
constexpr std::size_t kCandidates = 32;  ///< as the Desk asks for
constexpr std::int64_t kSecond = 1000;
constexpr std::uint64_t kInvented = 100;  ///< with --invented: one in so many has a text
constexpr std::size_t kMissedOf = 100;  ///< copies of which a third was cut off: one may be missed

struct Options {
  std::size_t remembered = 1'000'000;
  std::size_t probes = 1000;
  std::size_t rounds = 3;
  std::size_t bytes = 5000;
  bool invented = false;
  bool json = false;
};

/// Microseconds of CPU, the mean over the probes of a round.
struct Times {
  double sketch = 0;
  double lookup = 0;       ///< of an article that copies nothing
  double lookup_copy = 0;  ///< of one that does, its comparison with the original included
  double insert = 0;
  double evict = 0;
};

/// One row of the table: the least over the rounds.
struct Row {
  std::size_t remembered = 0;
  Times times;
  std::size_t by_formula = 0;
  std::size_t resident = 0;  ///< less what the process held before the first article
};

struct Sketches {
  Fingerprint text;
  Fingerprint lead;
};

Message message_of(std::uint64_t number, std::size_t bytes) {
  Message message;
  message.origin = {"generated", 0, Offset(static_cast<std::int64_t>(number)),
                    Timestamp{static_cast<std::int64_t>(number) * kSecond}};
  message.value = generate::generate_article_json(number, bytes);
  return message;
}

Article article_of(const Message& message) {
  auto article = codec::read_article(message, codec::ReaderOptions{});
  CHECK(article.has_value());
  return std::move(*article);
}

text::Document document_of(const Article& article) {
  auto document = text::make_document(article, text::TextLimits{});
  CHECK(document.has_value());
  return std::move(*document);
}

Sketches sketch(const text::Document& document) {
  const TextWords words = dedup::read_words(document);
  return {dedup::make_fingerprint(words, dedup::headline_hash(document)), dedup::make_lead(words)};
}

/// As the Desk remembers an article that is new.
RememberedArticle remembered_of(const Message& message, const Article& article,
                                std::uint64_t number, const Fingerprint& text) {
  RememberedArticle remembered;
  remembered.number = number;
  remembered.uri = article.uri;
  remembered.source = article.source;
  remembered.url_key = article.url_key;
  remembered.origin = message.origin;
  remembered.published_at = article.published_at;
  remembered.first_created = article.published_at.value_or(message.origin.timestamp);
  remembered.version_created = remembered.first_created;
  remembered.first_seen = message.origin.timestamp;
  remembered.last_matched = message.origin.timestamp;
  remembered.metadata = text.headline;
  remembered.story = number;
  remembered.topics = {"news.enriched"};
  remembered.fingerprint = text;
  return remembered;
}

/// As many hashes, as far apart, as the sample has: drawn, not of any text.
void redraw(Sketch& sketch, generate::Random& random) {
  if (sketch.hashes.empty()) return;
  const std::uint64_t most = std::uint64_t{sketch.hashes.back()} + 1;
  for (auto& hash : sketch.hashes) hash = static_cast<std::uint32_t>(random.below(most));
  std::sort(sketch.hashes.begin(), sketch.hashes.end());
  sketch.hashes.erase(std::unique(sketch.hashes.begin(), sketch.hashes.end()), sketch.hashes.end());
}

class Run {
 public:
  explicit Run(const Options& options) : options_(options) {
    malloc_trim(0);
    resident_before_ = resident_bytes();
  }

  std::vector<Row> measure() {
    std::vector<Row> rows;
    for (std::size_t until = std::min(kFirstRow, options_.remembered);;) {
      fill(until);
      rows.push_back(row());
      if (!problem_.empty() || until == options_.remembered) return rows;
      until = std::min(until * 10, options_.remembered);
    }
  }
  /// Empty when what was planted was found, as far as samples find it, and nothing else.
  [[nodiscard]] std::string problem() const {
    if (!problem_.empty() || missed_ <= copies_ / kMissedOf) return problem_;
    return fmt::format("{} of {} copies were not found", missed_, copies_);
  }

 private:
  void fill(std::size_t remembered) {
    while (store_.size() < remembered) {
      if (options_.invented && next_ % kInvented != 0 && next_ > kInvented) {
        invent();
        continue;
      }
      const Message message = message_of(next_, options_.bytes);
      const Article article = article_of(message);
      last_made_ = remembered_of(message, article, next_, sketch(document_of(article)).text);
      store_.set(last_made_);
      ++next_;
    }
  }

  /// Like the last one that has a text, which it costs most of the time to make.
  void invent() {
    generate::Random random(next_);
    RememberedArticle invented = last_made_;
    invented.number = next_;
    invented.story = next_;
    invented.uri = fmt::format("urn:article:generated:invented-{}", next_);
    invented.url_key = fmt::format("generated.example/invented/{}", next_);
    invented.last_matched = {static_cast<std::int64_t>(next_) * kSecond};
    invented.first_seen = invented.last_matched;
    invented.origin.timestamp = invented.last_matched;
    invented.published_at = invented.last_matched;
    invented.first_created = invented.last_matched;
    invented.version_created = invented.last_matched;
    auto& print = invented.fingerprint;
    print.content = random.next();
    for (Sketch* each :
         {&print.skeleton, &print.word_grams, &print.numbers, &print.names, &print.figures})
      redraw(*each, random);
    store_.set(invented);
    ++next_;
  }

  Row row() {
    Row row{store_.size(), {}, store_.bytes(), 0};
    const std::size_t resident = resident_bytes();
    row.resident = resident - std::min(resident, resident_before_);
    for (std::size_t round = 0; round < options_.rounds && problem_.empty(); ++round) {
      const Times times = measure_round();
      const auto keep = [&](double Times::*time) {
        row.times.*time = round == 0 ? times.*time : std::min(row.times.*time, times.*time);
      };
      for (double Times::*time :
           {&Times::sketch, &Times::lookup, &Times::lookup_copy, &Times::insert, &Times::evict})
        keep(time);
    }
    return row;
  }

  Times measure_round() {
    Times sum;
    for (std::size_t i = 0; i < options_.probes && problem_.empty(); ++i) {
      probe_copy(i, sum);
      probe_new(sum);
    }
    const auto count = static_cast<double>(options_.probes);
    return {sum.sketch / count / 2, sum.lookup / count, sum.lookup_copy / count, sum.insert / count,
            sum.evict / count};
  }

  /// The remembered article that explains this one best, as the Desk looks for it; 0: none.
  [[nodiscard]] std::uint64_t look_up(const Sketches& sketches) const {
    std::uint64_t best = 0;
    dedup::Comparison best_comparison;
    for (const std::uint64_t number : store_.flashes(sketches.lead, kCandidates)) {
      if (dedup::is_flash_of(store_.find(number)->fingerprint, sketches.lead)) best = number;
    }
    for (const std::uint64_t number : store_.candidates(sketches.text, kCandidates)) {
      const auto comparison = dedup::compare(sketches.text, store_.find(number)->fingerprint, {});
      if (comparison.copy == CopyKind::kNone || comparison.same_template) continue;
      if (best == 0 || dedup::explains_better(comparison, number, best_comparison, best)) {
        best = number;
        best_comparison = comparison;
      }
    }
    return best;
  }

  /// A remembered article, from anywhere in the window, of which a third is cut off, at the end of
  /// a sentence.
  void probe_copy(std::size_t i, Times& sum) {
    constexpr std::uint64_t kStride = 0x9e3779b97f4a7c15ULL;
    const std::uint64_t oldest = store_.after(0).value();
    std::uint64_t original = oldest + (i + next_) * kStride % store_.size();
    if (options_.invented)
      original = std::max(original / kInvented * kInvented, (oldest / kInvented + 1) * kInvented);
    Article article = article_of(message_of(original, options_.bytes));
    article.body.resize(article.body.rfind(". ", article.body.size() * 2 / 3) + 1);
    const auto document = document_of(article);
    const double begun = cpu_microseconds();
    const Sketches sketches = sketch(document);
    const double sketched = cpu_microseconds();
    const std::uint64_t found = look_up(sketches);
    const double done = cpu_microseconds();
    sum.sketch += sketched - begun;
    sum.lookup_copy += done - sketched;
    ++copies_;
    if (found == 0) ++missed_;
    if (found != 0 && found != original)
      problem_ = fmt::format("a copy of article {} was taken for one of {}", original, found);
    store_.touch(original, store_.find(original)->last_matched);  // nothing stays unpacked
  }

  void probe_new(Times& sum) {
    const Message message = message_of(next_, options_.bytes);
    const Article article = article_of(message);
    const auto document = document_of(article);
    const double begun = cpu_microseconds();
    const Sketches sketches = sketch(document);
    const double sketched = cpu_microseconds();
    const std::uint64_t found = look_up(sketches);
    const double looked_up = cpu_microseconds();
    const auto remembered = remembered_of(message, article, next_, sketches.text);
    const double ready = cpu_microseconds();
    store_.set(remembered);
    const double inserted = cpu_microseconds();
    store_.erase(store_.after(0).value());
    const double done = cpu_microseconds();
    sum.sketch += sketched - begun;
    sum.lookup += looked_up - sketched;
    sum.insert += inserted - ready;
    sum.evict += done - inserted;
    if (found != 0) problem_ = fmt::format("article {} was taken for a copy of {}", next_, found);
    ++next_;
  }

  const Options options_;
  ArticleStore store_;
  std::uint64_t next_ = 1;  ///< number of the article and seed of its text
  std::size_t resident_before_ = 0;
  RememberedArticle last_made_;
  std::size_t copies_ = 0;
  std::size_t missed_ = 0;
  std::string problem_;
};

std::size_t each(std::size_t bytes, const Row& row) { return bytes / row.remembered; }

void print_table(const std::vector<Row>& rows) {
  fmt::print("{:>10} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9}\n", "remembered", "sketch", "lookup",
             "copy", "insert", "evict", "formula", "resident");
  for (const auto& row : rows) {
    const auto& times = row.times;
    fmt::print("{:>10} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.1f} {:>8.1f} {:>9} {:>9}\n", row.remembered,
               times.sketch, times.lookup, times.lookup_copy, times.insert, times.evict,
               each(row.by_formula, row), each(row.resident, row));
  }
  fmt::print("µs of CPU an article; bytes an article, stories not among them\n");
}

void print_json(const std::vector<Row>& rows) {
  std::string all;
  for (const auto& row : rows) {
    const auto& times = row.times;
    all += fmt::format(R"({}{{"remembered":{},"sketch_us":{:.2f},"lookup_us":{:.2f},)"
                       R"("lookup_copy_us":{:.2f},"insert_us":{:.2f},"evict_us":{:.2f},)"
                       R"("formula_bytes_an_article":{},"resident_bytes_an_article":{}}})",
                       all.empty() ? "" : ",", row.remembered, times.sketch, times.lookup,
                       times.lookup_copy, times.insert, times.evict, each(row.by_formula, row),
                       each(row.resident, row));
  }
  fmt::print("{{\"rows\":[{}]}}\n", all);
}

int measure(const Options& options) {
  Run run(options);
  const auto rows = run.measure();
  if (!run.problem().empty()) {
    fmt::print(stderr, "bench_index: {}\n", run.problem());
    return kExitWrongResult;
  }
  if (options.json) {
    print_json(rows);
  } else {
    print_table(rows);
  }
  return 0;
}

}  // namespace
}  // namespace copytaster::bench

int main(int argc, char** argv) {
  copytaster::bench::Options options;
  CLI::App app("The index of texts: microseconds to sketch, look up, remember and forget one");
  app.add_option("--remembered", options.remembered,
                 "articles at the last row; ten million take 12 GB and half an hour")
      ->capture_default_str()
      ->check(CLI::Range(100, 10'000'000));
  app.add_option("--probes", options.probes, "articles of a round, and as many planted copies")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
  app.add_option("--rounds", options.rounds, "of which the least counts")
      ->capture_default_str()
      ->check(CLI::Range(1, 100));
  app.add_option("--bytes", options.bytes, "of JSON an article")->capture_default_str();
  app.add_flag("--invented", options.invented,
               "fill with drawn hashes for 99 articles of 100: takes a fifth of the time");
  app.add_flag("--json", options.json, "one JSON object instead of a table");
  CLI11_PARSE(app, argc, argv);
  return copytaster::bench::measure(options);
}
