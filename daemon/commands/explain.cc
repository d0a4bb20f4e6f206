#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "daemon/commands/commands.h"
#include "daemon/commands/support.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/files/file_source.h"
#include "pipeline/dedup/compare.h"

namespace copytaster::commands {
namespace {

struct ExplainOptions {
  std::string config;
  std::string article;
  std::string against;
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

void print_analysis(const Analysis& analysis) {
  fmt::print("uri       {}\nsource    {}\nlanguage  {}\nheadline  {}\n", analysis.article.uri,
             analysis.article.source, analysis.language, analysis.headline);
  if (!analysis.located.empty()) fmt::print("located   {}\n", analysis.located);
  if (!analysis.credit.empty()) fmt::print("credit    {}\n", analysis.credit);
  fmt::print("\n{}\n\n", analysis.body);
  for (const auto& [kind, ranges] : analysis.ranges) {
    for (const auto& range : ranges)
      fmt::print("range     {} {}–{}\n", kind, range.begin, range.end);
  }
  for (const auto& entity : analysis.entities) {
    fmt::print("{:<13} {}{}  relevance {:.2f}, {} mentions: {}{}\n", name(entity.type), entity.name,
               entity.about ? " (about)" : "", entity.relevance, entity.mentions.size(),
               entity.evidence, entity.uri.empty() ? "" : "  <" + entity.uri + ">");
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

void print_comparison(const Fingerprint& arriving, const Fingerprint& remembered,
                      const DeskOptions& options) {
  const auto comparison = dedup::compare(arriving, remembered, options.copy);
  fmt::print("\nagainst the other text alone: {}\n", name(comparison.copy));
  fmt::print("  skeleton Jaccard     {:.3f}\n  words Jaccard        {:.3f}\n",
             comparison.evidence.skeleton, comparison.evidence.words);
  fmt::print("  stands in the other  {:.3f}  near from {:.2f}, excerpt from {:.2f}\n",
             comparison.evidence.containment, options.copy.near_containment,
             options.copy.excerpt_containment);
  fmt::print("  holds of the other   {:.3f}\n", comparison.remembered_containment);
  if (comparison.contains)
    fmt::print("  holds the whole of the other, shorter text: new, not a copy\n");
  if (comparison.same_template) fmt::print("  the same template with other numbers: no copy\n");
}

int explain(const ExplainOptions& options) {
  const auto settings = load_for(options.config, Purpose::kEnrich);
  if (!settings) return kExitConfiguration;
  const auto engine = Engine::create(*settings);
  if (!engine) {
    fmt::print(stderr, "copytaster: {}\n", engine.error());
    return kExitConfiguration;
  }
  const auto article = analyse_file(options.article, *settings, **engine);
  if (!article) return article.error();
  print_analysis(*article->analysis);
  if (options.against.empty()) return kExitOk;
  const auto other = analyse_file(options.against, *settings, **engine);
  if (!other) return other.error();
  const DeskOptions desk_options = (*engine)->desk_options();
  print_comparison(article->analysis->fingerprint, other->analysis->fingerprint, desk_options);
  Desk desk(desk_options);
  static_cast<void>(desk.decide(*other));
  const Decided decided = desk.decide(*article);
  fmt::print("verdict when it arrives after the other:\n  {}\n",
             verdict_line(*article, decided, use_colour(stdout)));
  return kExitOk;
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
  command->add_option("--against", options->against, "the article that it may be a copy of");
  command->add_option("--config", options->config, "the configuration, YAML; all defaults without");
  command->footer(
      "Example: copytaster explain copy.json --against original.json\n"
      "Exits with 0, 65 (no article, or a rejected one), 69 (a file can't be read), 78 "
      "(configuration).");
  command->callback([options, &exit_code] { exit_code = explain(*options); });
}

}  // namespace copytaster::commands
