#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/explain/reasons.h"
#include "daemon/explain/side_by_side.h"
#include "daemon/files/file_source.h"
#include "pipeline/codec/json_writer.h"
#include "pipeline/codec/record_writer.h"
#include "pipeline/dedup/compare.h"
#include "pipeline/dedup/passages.h"

namespace copytaster::commands {
namespace {

constexpr std::size_t kColumns = 120;  ///< where nobody says how wide the terminal is

struct ExplainOptions {
  std::string config;
  std::string article;
  std::string against;
  bool json = false;
};

/// Two articles and what was found of them.
struct Pair {
  const AnalysedMessage& article;
  const AnalysedMessage& other;
  dedup::Comparison comparison;
  dedup::SharedText shared;
  Decided decided;  ///< when the article arrives after the other
  std::string reason;
};

/// Polls until something comes, or the end: a poll may be empty while an archive is verified.
Result<Polled, Failure> first_message(files::FileSource& source) {
  while (true) {
    auto polled = source.poll(1, 1, std::chrono::milliseconds(-1));
    if (!polled || polled->at_end || !polled->messages.empty()) return polled;
  }
}

/// The first message of the file, analysed. When there is none the reason is printed, and the error
/// is the exit code.
Result<AnalysedMessage, int> analyse_file(const std::string& file, const Settings& settings,
                                          const Engine& engine) {
  auto source = files::FileSource::open_one(file, "explain", timestamp_pointer(settings.input));
  auto polled =
      source ? first_message(**source) : Result<Polled, Failure>(Error<Failure>(source.error()));
  if (!polled) {
    fmt::print(stderr, "copytaster: {}\n", polled.error().message);
    return Error<int>(kExitUnavailable);
  }
  if (polled->messages.empty()) {
    fmt::print(stderr, "copytaster: {} holds no article\n", file);
    return Error<int>(kExitData);
  }
  AnalysedMessage analysed = engine.analyzer().analyse(std::move(polled->messages.front()));
  if (analysed.rejection) {
    fmt::print(stderr, "{}: rejected: {}: {}\n", file, analysed.rejection->code,
               analysed.rejection->message);
    return Error<int>(kExitData);
  }
  return analysed;
}

std::size_t columns() {
  winsize size{};
  if (isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return kColumns;
}

void print_heading(const Analysis& analysis) {
  fmt::print("uri       {}\nsource    {}\nlanguage  {}\nheadline  {}\n", analysis.article.uri,
             analysis.article.source, analysis.language, analysis.headline);
  if (!analysis.located.empty()) fmt::print("located   {}\n", analysis.located);
  if (!analysis.credit.empty()) fmt::print("credit    {}\n", analysis.credit);
}

void print_annotation(const Analysis& analysis) {
  for (const auto& [kind, ranges] : analysis.ranges) {
    for (const auto& range : ranges)
      fmt::print("range     {} {}–{}\n", kind, range.begin, range.end);
  }
  for (const auto& entity : analysis.entities) {
    fmt::print("{:<13} {}{}  relevance {:.2f}, {} mention{}: {}{}\n", name(entity.type),
               entity.name, entity.about ? " (about)" : "", entity.relevance,
               entity.mentions.size(), entity.mentions.size() == 1 ? "" : "s", entity.evidence,
               entity.uri.empty() ? "" : "  <" + entity.uri + ">");
  }
  for (const auto& subject : analysis.subjects) {
    fmt::print("{:<13} {}  {}%: {}\n", "topic", subject.name, subject.confidence, subject.evidence);
  }
  for (const auto& quote : analysis.quotes) {
    fmt::print("{:<13} {}: “{}”\n", "quote", quote.speaker.empty() ? "unknown" : quote.speaker,
               quote.text);
  }
  const Fingerprint& print = analysis.fingerprint;
  fmt::print("{:<13} {} words; {} of {} skeleton grams, {} of {} word grams kept\n", "fingerprint",
             print.words, print.skeleton.hashes.size(), print.skeleton.population,
             print.word_grams.hashes.size(), print.word_grams.population);
}

std::vector<text::ByteRange> side(const std::vector<dedup::Shared>& shared,
                                  text::ByteRange dedup::Shared::*which) {
  std::vector<text::ByteRange> ranges;
  ranges.reserve(shared.size());
  for (const auto& each : shared) ranges.push_back(each.*which);
  std::sort(ranges.begin(), ranges.end(),
            [](auto one, auto other) { return one.begin < other.begin; });
  // On the right, passages may overlap: the left text says a thing twice.
  std::vector<text::ByteRange> apart;
  for (const auto range : ranges) {
    if (!apart.empty() && range.begin < apart.back().end) {
      apart.back().end = std::max(apart.back().end, range.end);
    } else {
      apart.push_back(range);
    }
  }
  return apart;
}

void print_texts(const Pair& pair) {
  const bool colour = use_colour(stdout);
  const Analysis& article = *pair.article.analysis;
  const Analysis& other = *pair.other.analysis;
  const auto marked = [&](const Analysis& text, text::ByteRange dedup::Shared::*which) {
    return explain::MarkedText{text.body, side(pair.shared.passages, which),
                               side(pair.shared.frame, which)};
  };
  fmt::print("\n{}", explain::side_by_side({article.article.uri, {}, {}},
                                           {other.article.uri, {}, {}}, columns(), false));
  fmt::print("{}\n",
             explain::side_by_side(marked(article, &dedup::Shared::left),
                                   marked(other, &dedup::Shared::right), columns(), colour));
  std::size_t words = 0;
  for (const auto& passage : pair.shared.passages) words += passage.words;
  fmt::print("{} passages of {} words stand in both{}; beside them {} words of the skeleton{}\n",
             pair.shared.passages.size(), words, colour ? " (green)" : " [so]",
             pair.shared.frame.size(), colour ? " (underlined)" : " {so}");
}

void print_comparison(const Pair& pair, const dedup::CopyOptions& options) {
  fmt::print("\n");
  for (const auto& feature : explain::features(pair.comparison, options)) {
    std::string thresholds;
    for (const auto& [kind, from] : feature.thresholds)
      thresholds +=
          fmt::format("{}{} from {:.2f}", thresholds.empty() ? "" : ", ", name(kind), from);
    fmt::print("  {:<26} {:.3f}  {}\n", feature.what, feature.value, thresholds);
  }
  fmt::print("  {:<26} {} and {}  copies from {}\n", "words compared",
             pair.article.analysis->fingerprint.words, pair.other.analysis->fingerprint.words,
             options.least_words);
  fmt::print("  {:<26} {:.3f}\n\n{}\n", "score", pair.comparison.score, pair.reason);
  const std::string beside = explain::reason_beside_texts(*pair.article.analysis, pair.decided);
  if (!beside.empty()) fmt::print("in the stream: {}\n", beside);
  fmt::print("verdict when it arrives after the other:\n  {}\n",
             verdict_line(pair.article, pair.decided, use_colour(stdout)));
}

void write_range(codec::JsonWriter& json, std::string_view name, CodePointRange range) {
  json.begin_list(name);
  json.number(range.begin);
  json.number(range.end);
  json.end_list();
}

void write_shared(codec::JsonWriter& json, const Pair& pair) {
  const text::CodePoints left(pair.article.analysis->body);
  const text::CodePoints right(pair.other.analysis->body);
  json.begin("shared");
  for (const auto& [name, all] :
       {std::pair("passages", &pair.shared.passages), {"frame", &pair.shared.frame}}) {
    json.begin_list(name);
    for (const auto& each : *all) {
      json.begin();
      json.integer("words", each.words);
      write_range(json, "article", left.of(each.left));
      write_range(json, "other", right.of(each.right));
      json.end();
    }
    json.end_list();
  }
  json.end();
}

void write_comparison(codec::JsonWriter& json, const Pair& pair,
                      const dedup::CopyOptions& options) {
  json.begin("comparison");
  json.field("copy", name(pair.comparison.copy));
  json.share("score", pair.comparison.score);
  json.begin_list("features");
  for (const auto& feature : explain::features(pair.comparison, options)) {
    json.begin();
    json.field("name", feature.name);
    json.share("value", feature.value);
    json.begin("from");
    for (const auto& [kind, from] : feature.thresholds) json.share(name(kind), from);
    json.end();
    json.end();
  }
  json.end_list();
  json.integer("words_of_article", pair.article.analysis->fingerprint.words);
  json.integer("words_of_other", pair.other.analysis->fingerprint.words);
  json.integer("least_words", options.least_words);
  json.truth("contains", pair.comparison.contains);
  json.truth("same_template", pair.comparison.same_template);
  json.field("reason", pair.reason);
  json.end();
}

/// The record as `enrich` would give it, and what made its annotation.
void write_article(codec::JsonWriter& json, const AnalysedMessage& article, Decided decided,
                   const Engine& engine) {
  json.raw("record", engine.encoder().encode(article, decided).records.front().value);
  json.begin_list("because");
  for (const auto& entity : article.analysis->entities) {
    json.begin();
    json.field(name(entity.type), entity.name);
    json.field("evidence", entity.evidence);
    json.end();
  }
  for (const auto& subject : article.analysis->subjects) {
    json.begin();
    json.field("topic", subject.name);
    json.field("evidence", subject.evidence);
    json.end();
  }
  json.end_list();
}

Pair compared(const AnalysedMessage& article, const AnalysedMessage& other,
              const DeskOptions& options) {
  const Fingerprint& print = article.analysis->fingerprint;
  const Fingerprint& others = other.analysis->fingerprint;
  Pair pair{article,
            other,
            dedup::compare(print, others, options.copy),
            dedup::shared_text(article.analysis->body, other.analysis->body),
            {},
            {}};
  pair.reason = explain::reason(print, others, pair.comparison, options.copy);
  Desk desk(options);
  static_cast<void>(desk.decide(other));
  pair.decided = desk.decide(article);
  return pair;
}

int explain_one(const AnalysedMessage& article, const Engine& engine, bool json) {
  if (!json) {
    print_heading(*article.analysis);
    fmt::print("\n{}\n\n", article.analysis->body);
    print_annotation(*article.analysis);
    return kExitOk;
  }
  codec::JsonWriter writer;
  writer.begin();
  write_article(writer, article, Desk(engine.desk_options()).decide(article), engine);
  writer.end();
  fmt::print("{}\n", writer.text());
  return kExitOk;
}

int explain_pair(const Pair& pair, const Engine& engine, bool json) {
  const DeskOptions options = engine.desk_options();
  if (!json) {
    print_heading(*pair.article.analysis);
    print_texts(pair);
    print_comparison(pair, options.copy);
    fmt::print("\n");
    print_annotation(*pair.article.analysis);
    return kExitOk;
  }
  codec::JsonWriter writer;
  writer.begin();
  write_article(writer, pair.article, pair.decided, engine);
  writer.begin("other");
  write_article(writer, pair.other, Desk(options).decide(pair.other), engine);
  writer.end();
  write_shared(writer, pair);
  write_comparison(writer, pair, options.copy);
  const std::string beside = explain::reason_beside_texts(*pair.article.analysis, pair.decided);
  writer.field("reason", beside.empty() ? pair.reason : beside);
  writer.end();
  fmt::print("{}\n", writer.text());
  return kExitOk;
}

int explain_files(const ExplainOptions& options) {
  const auto settings = load_for(options.config, Purpose::kEnrich);
  if (!settings) return kExitConfiguration;
  const auto engine = Engine::create(*settings);
  if (!engine) {
    fmt::print(stderr, "copytaster: {}\n", engine.error());
    return kExitConfiguration;
  }
  const auto article = analyse_file(options.article, *settings, **engine);
  if (!article) return article.error();
  if (options.against.empty()) return explain_one(*article, **engine, options.json);
  const auto other = analyse_file(options.against, *settings, **engine);
  if (!other) return other.error();
  return explain_pair(compared(*article, *other, (*engine)->desk_options()), **engine,
                      options.json);
}

}  // namespace

void add_explain(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("explain", "Why: text, entities, topics, and the verdict against another");
  auto options = std::make_shared<ExplainOptions>();
  command
      ->add_option("article", options->article,
                   "a file whose first line, or all of it, is an article, JSON")
      ->required();
  command->add_option("--against", options->against,
                      "the article that it may be a copy of: both texts side by side, what they "
                      "share, and why the verdict is what it is");
  command->add_option("--config", options->config, "the configuration, YAML; all defaults without");
  command->add_flag("--json", options->json, "the same as one JSON object");
  command->footer(
      "Example: copytaster explain copy.json --against original.json\n"
      "As wide as the terminal, else 120 columns; in colour on a terminal, else with passages in\n"
      "[brackets].\n"
      "Exits with 0, 65 (no article, or a rejected one), 69 (a file can't be read), 78 "
      "(configuration).");
  command->callback([options, &exit_code] { exit_code = explain_files(*options); });
}

}  // namespace copytaster::commands
