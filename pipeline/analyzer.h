#pragma once

#include <string>

#include "pipeline/annotate/lexicons.h"
#include "pipeline/annotate/tagging/model.h"
#include "pipeline/annotate/topics.h"
#include "pipeline/codec/article_reader.h"
#include "pipeline/records.h"
#include "pipeline/text/document.h"

namespace copytaster {

struct AnalyzerOptions {
  std::string overrides;  ///< the input topic whose messages are what people say; empty: none
  codec::ReaderOptions reader;
  text::TextLimits text;
};

/// Message → Analysis, Override or Rejection. A pure function of the message, the options and the
/// models: any number of threads may call one Analyzer, in any order. `lexicons`, `topics` and
/// `entities`, where it is not nullptr, must outlive it.
class Analyzer {
 public:
  Analyzer(AnalyzerOptions options, const annotate::Lexicons& lexicons,
           const annotate::TopicModel& topics, const annotate::EntityModel* entities)
      : options_(std::move(options)), lexicons_(lexicons), topics_(topics), entities_(entities) {}

  [[nodiscard]] AnalysedMessage analyse(Message message) const;

 private:
  [[nodiscard]] Analysis annotate(Article article, text::Document document) const;

  const AnalyzerOptions options_;
  const annotate::Lexicons& lexicons_;
  const annotate::TopicModel& topics_;
  const annotate::EntityModel* const entities_;
};

}  // namespace copytaster
