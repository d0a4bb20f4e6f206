#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/analyzer.h"
#include "pipeline/desk.h"
#include "pipeline/encoder.h"

namespace copytaster::bench {

/// The pipeline with the default options; the model of entities, which they leave out, beside it.
struct Models {
  annotate::Lexicons lexicons;
  annotate::TopicModel topics;
  annotate::EntityModel entities;
  Analyzer analyzer;
  Encoder encoder;

  Models(annotate::Lexicons loaded_lexicons, annotate::TopicModel loaded_topics,
         annotate::EntityModel loaded_entities);
  Models(const Models&) = delete;
  Models& operator=(const Models&) = delete;
};

/// One article as every stage finds it: the input of each, made once and outside of all timing.
struct Prepared {
  Message message;
  Article article;
  text::Document document;
  AnalysedMessage analysed;
  Decided decided;      ///< before encoding
  JournalEntry entry;   ///< as encoded
  std::string journal;  ///< `entry` encoded
};

/// Reads the models of the source tree; the error names what is wrong.
[[nodiscard]] Result<std::unique_ptr<Models>> load_models();

/// `count` generated articles of at least `bytes` bytes of JSON each, taken through the pipeline
/// once. The error says which stage refused which article.
[[nodiscard]] Result<std::vector<Prepared>> prepare(const Models& models, std::size_t count,
                                                    std::size_t bytes);

/// What is wrong with the results that a stage left in `prepared`: every stage is held against its
/// input or against the next one. Empty when nothing is.
[[nodiscard]] std::optional<std::string> wrong_result(const Prepared& prepared);

}  // namespace copytaster::bench
