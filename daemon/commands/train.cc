#include <fmt/core.h>
#include <simdjson.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "daemon/commands/commands.h"
#include "daemon/commands/model_card.h"
#include "daemon/engine.h"
#include "daemon/exit_codes.h"
#include "daemon/progress.h"
#include "pipeline/annotate/training/readable.h"
#include "pipeline/annotate/training/trainer.h"
#include "pipeline/read_file.h"

namespace copytaster::commands {
namespace {

using annotate::LabelledText;

constexpr std::size_t kAnySize = std::numeric_limits<std::size_t>::max() / 2;
constexpr std::size_t kLeastTexts = 10;  ///< one in ten is held out for the scores

struct TrainOptions {
  std::vector<std::string> labelled;
  std::vector<std::string> unlabelled;
  std::string out;
  std::string lexicons;
  std::string licence;
  annotate::TrainerOptions trainer;
};

std::optional<std::string> bytes_of(const std::string& file) {
  auto bytes = read_file(file, kAnySize);
  if (bytes) return std::move(*bytes);
  fmt::print(stderr, "copytaster: {}: cannot be read: {}\n", file, bytes.error().message());
  return std::nullopt;
}

/// The texts of all files, which are noted on the card; nothing when one can't be read.
std::optional<std::vector<LabelledText>> read_texts(const TrainOptions& options, ModelCard& card) {
  std::vector<LabelledText> texts;
  for (const std::string& file : options.labelled) {
    const auto bytes = bytes_of(file);
    if (!bytes) return std::nullopt;
    auto read = simdjson::validate_utf8(*bytes)
                    ? annotate::read_labelled(*bytes)
                    : Result<std::vector<LabelledText>>(Error<std::string>{"is not UTF-8"});
    if (!read) {
      fmt::print(stderr, "copytaster: {}: {}\n", file, read.error());
      return std::nullopt;
    }
    card.labelled.push_back(card_file(file, *bytes));
    std::move(read->begin(), read->end(), std::back_inserter(texts));
  }
  return texts;
}

std::optional<std::vector<std::string>> read_unlabelled(const TrainOptions& options,
                                                        ModelCard& card) {
  std::vector<std::string> texts;
  for (const std::string& file : options.unlabelled) {
    const auto bytes = bytes_of(file);
    if (!bytes) return std::nullopt;
    card.unlabelled.push_back(card_file(file, *bytes));
    texts.push_back(annotate::readable_text(*bytes));
    if (simdjson::validate_utf8(texts.back())) continue;
    fmt::print(stderr, "copytaster: {}: is not UTF-8\n", file);
    return std::nullopt;
  }
  return texts;
}

void print_scores(const annotate::TaggerScores& scores) {
  constexpr const char* kNames[] = {"people", "organisations", "places"};
  fmt::print("{:<14} {:>9} {:>9} {:>9} {:>6}\n", "held out", "precision", "recall", "f1", "names");
  const auto line = [](const char* name, const annotate::NameCounts& counts) {
    fmt::print("{:<14} {:>9.3f} {:>9.3f} {:>9.3f} {:>6}\n", name, counts.precision(),
               counts.recall(), counts.f1(), counts.expected);
  };
  for (std::size_t i = 0; i < scores.types.size(); ++i) line(kNames[i], scores.types[i]);
  line("all", scores.all());
}

bool write_file(const std::string& file, const std::string& bytes) {
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) fmt::print(stderr, "copytaster: {}: cannot be written (--out)\n", file);
  return static_cast<bool>(stream);
}

/// The bytes of a model of all texts. Its version, and the scores of one that a tenth of the texts
/// was held out from, are noted on the card.
std::string learn(const TrainOptions& options, const annotate::Lexicons& lexicons,
                  const std::vector<LabelledText>& texts,
                  const std::vector<std::string>& unlabelled, ModelCard& card) {
  ProgressBar bar(stderr);
  std::size_t done = 0;
  const auto train = [&](const std::vector<LabelledText>& part) {
    const auto clusters = annotate::cluster_words(part, unlabelled);
    return annotate::train_entities(part, lexicons, clusters, options.trainer, [&](std::size_t) {
      ++done;
      bar.show({done * texts.size(), done, 2 * options.trainer.crf.passes});
    });
  };
  const auto [learned, kept] = annotate::hold_out(texts);
  card.scores =
      annotate::score_tagger(kept, lexicons, annotate::EntityModel::parse(train(learned)).value());
  std::string bytes = train(texts);
  card.model = annotate::EntityModel::parse(bytes).value().version();
  return bytes;
}

int train(const TrainOptions& options) {
  const auto folder = options.lexicons.empty() ? shipped("lexicons", "config/lexicons")
                                               : Result<std::filesystem::path>(options.lexicons);
  const auto lexicons = folder ? annotate::Lexicons::load(*folder)
                               : Result<annotate::Lexicons>(Error<std::string>(folder.error()));
  if (!lexicons) {
    fmt::print(stderr, "copytaster: {} (--lexicons)\n", lexicons.error());
    return kExitConfiguration;
  }
  ModelCard card;
  const auto texts = read_texts(options, card);
  const auto unlabelled = texts ? read_unlabelled(options, card) : std::nullopt;
  if (!texts || !unlabelled) return kExitData;
  if (texts->size() < kLeastTexts) {
    fmt::print(stderr, "copytaster: {} texts are too few: at least {} are needed\n", texts->size(),
               kLeastTexts);
    return kExitData;
  }
  const std::string bytes = learn(options, *lexicons, *texts, *unlabelled, card);
  card.lexicons = lexicons->version();
  card.licence = options.licence;
  card.texts = texts->size();
  print_scores(card.scores);
  if (!write_file(options.out, bytes) || !write_file(options.out + ".card.json", card_json(card))) {
    return kExitUnavailable;
  }
  fmt::print("{}: {} bytes, version {}\n", options.out, bytes.size(), card.model);
  return kExitOk;
}

}  // namespace

void add_train(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("train", "Train a model on labelled texts of your own");
  command->require_subcommand(1);
  auto* entities =
      command->add_subcommand("entities", "A model that finds people, organisations and places");
  auto options = std::make_shared<TrainOptions>();
  entities->add_option("files", options->labelled, "labelled texts")->required();
  entities
      ->add_option("--out", options->out, "the model; its card goes to the same name + .card.json")
      ->required();
  entities->add_option("--text", options->unlabelled,
                       "further files, without labels, from which groups of like words are made");
  entities->add_option("--lexicons", options->lexicons,
                       "folder with the lexicons; those that came with the program without");
  entities->add_option("--licence", options->licence, "what the card says of the texts' licences");
  entities->add_option("--passes", options->trainer.crf.passes, "times that all texts are learned")
      ->check(CLI::Range(1, 200))
      ->capture_default_str();
  entities
      ->add_option("--features", options->trainer.crf.features,
                   "at most so many, those of the largest weights; 0: all")
      ->capture_default_str();
  entities->footer(
      "Labelled texts are files of one token a line, with an empty line after each sentence: "
      "columns\n"
      "with tags O, B-PER, I-ORG, … (IOB1 or IOB2) as in CoNLL-2003, or the tables of GUM; each "
      "file is\n"
      "recognised by itself. A line that begins with -DOCSTART- or \"# newdoc\" begins a "
      "document.\n"
      "Files of --text hold plain text, or JSON lines with title and body.\n"
      "One text in ten is held out, and the scores on it printed; the model is then trained on "
      "all. The\n"
      "same files in the same order give the same bytes.\n"
      "Set annotate.entity_model to the file to use it.\n"
      "Example: copytaster train entities --out mine.model --text archive.jsonl labelled.conll\n"
      "Exits with 0, 64 usage, 65 a file can't be read or holds no labels, 69 the model can't be "
      "written,\n"
      "78 the lexicons are missing or damaged.");
  entities->callback([options, &exit_code] { exit_code = train(*options); });
}

}  // namespace copytaster::commands
