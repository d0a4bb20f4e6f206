#include "tests/bench/prepared.h"

#include <fmt/core.h>

#include <filesystem>
#include <utility>

#include "tests/generate/generator.h"

namespace copytaster::bench {
namespace {

constexpr std::int64_t kSecond = 1000;

Message to_message(std::string json, std::size_t number) {
  Message message;
  message.origin = {"generated", 0, Offset(static_cast<std::int64_t>(number)),
                    Timestamp{static_cast<std::int64_t>(number) * kSecond}};
  message.value = std::move(json);
  return message;
}

}  // namespace

Models::Models(annotate::Lexicons loaded_lexicons, annotate::TopicModel loaded_topics,
               annotate::EntityModel loaded_entities)
    : lexicons(std::move(loaded_lexicons)),
      topics(std::move(loaded_topics)),
      entities(std::move(loaded_entities)),
      analyzer(AnalyzerOptions{}, lexicons, topics, nullptr),
      encoder({"bench", "bench", lexicons.version(), topics.version()}, TopicNames{}) {}

Result<std::unique_ptr<Models>> load_models() {
  const auto folder = std::filesystem::path(SOURCE_DIR) / "config" / "lexicons";
  auto lexicons = annotate::Lexicons::load(folder);
  if (!lexicons) return Error<std::string>(lexicons.error());
  auto topics = annotate::TopicModel::load(folder / "topics.tsv");
  if (!topics) return Error<std::string>(topics.error());
  auto entities =
      annotate::EntityModel::load(folder.parent_path() / "models" / "entities-en.model");
  if (!entities) return Error<std::string>(entities.error());
  return std::make_unique<Models>(std::move(*lexicons), std::move(*topics), std::move(*entities));
}

Result<std::vector<Prepared>> prepare(const Models& models, std::size_t count, std::size_t bytes) {
  Desk desk{DeskOptions{}};
  std::vector<Prepared> all(count);
  for (std::size_t i = 0; i < count; ++i) {
    Prepared& each = all[i];
    each.message = to_message(generate::generate_article_json(i, bytes), i);
    auto article = codec::read_article(each.message, codec::ReaderOptions{});
    if (!article) return Error<std::string>(fmt::format("{}: {}", i, article.error().message));
    each.article = std::move(*article);
    auto document = text::make_document(each.article, text::TextLimits{});
    if (!document) return Error<std::string>(fmt::format("{}: {}", i, document.error().message));
    each.document = std::move(*document);
    each.analysed = models.analyzer.analyse(each.message);
    if (!each.analysed.analysis) return Error<std::string>(fmt::format("{}: not analysed", i));
    each.decided = desk.decide(each.analysed);
    Decided encoded = each.decided;
    each.journal = models.encoder.encode(each.analysed, encoded).journal.front();
    each.entry = std::move(encoded.entry);
  }
  // Copied, so that the holes between what is kept, where each article's passing needs were, join:
  // a stage is to find a heap like that of a stream, which keeps nothing of all this.
  return std::vector<Prepared>(all);
}

}  // namespace copytaster::bench
