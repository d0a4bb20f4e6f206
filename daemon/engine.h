#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "config/settings.h"
#include "pipeline/analyzer.h"
#include "pipeline/annotate/lexicons.h"
#include "pipeline/annotate/topics.h"
#include "pipeline/desk.h"
#include "pipeline/encoder.h"
#include "pipeline/processor.h"

namespace copytaster {

/// What every command needs to put articles through the pipeline: the models, loaded, and the
/// settings turned into the options of each room. Immutable after `create`; shared between threads.
class Engine {
 public:
  /// Loads lexicons and models from `settings.annotate.lexicons`, by default the folder that lies
  /// beside the program. The error names the file and the reason.
  static Result<std::unique_ptr<Engine>> create(const Settings& settings);

  [[nodiscard]] const Analyzer& analyzer() const { return analyzer_; }
  [[nodiscard]] const Encoder& encoder() const { return encoder_; }
  [[nodiscard]] DeskOptions desk_options() const;
  [[nodiscard]] ProcessorOptions processor_options() const;
  [[nodiscard]] std::size_t threads() const;

 private:
  Engine(const Settings& settings, annotate::Lexicons lexicons, annotate::TopicModel topics);

  const Settings settings_;
  const annotate::Lexicons lexicons_;
  const annotate::TopicModel topics_;
  const Analyzer analyzer_;
  const Encoder encoder_;
};

/// The folder with the lexicons: as installed beside the program, or in the source tree it was
/// built from.
[[nodiscard]] std::filesystem::path default_lexicons();

/// The folder of the running program.
[[nodiscard]] std::filesystem::path program_folder();

}  // namespace copytaster
