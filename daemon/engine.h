#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/load.h"
#include "config/settings.h"
#include "pipeline/analyzer.h"
#include "pipeline/annotate/lexicons.h"
#include "pipeline/annotate/tagging/model.h"
#include "pipeline/annotate/topics.h"
#include "pipeline/desk.h"
#include "pipeline/encoder.h"
#include "pipeline/processor.h"
#include "pipeline/snapshot.h"

namespace copytaster {

/// What every command needs to put articles through the pipeline: the models, loaded, and the
/// settings turned into the options of each room. Immutable after `create`; shared between threads.
class Engine {
 public:
  /// Loads lexicons and models from where `settings.annotate` says, by default from the folders
  /// that lie beside the program. The error names the file, the reason and the setting.
  static Result<std::shared_ptr<const Engine>> create(const Settings& settings);

  /// What records say of how they came about.
  [[nodiscard]] const codec::MadeBy& made_by() const { return made_by_; }
  [[nodiscard]] const Analyzer& analyzer() const { return analyzer_; }
  [[nodiscard]] const Encoder& encoder() const { return encoder_; }
  /// Both, for an executor.
  [[nodiscard]] static Work work(std::shared_ptr<const Engine> engine);
  /// All that a batch is handled under, with this work: the engine's own, or the same guarded.
  [[nodiscard]] SnapshotHandle snapshot(Work work) const;
  [[nodiscard]] DeskOptions desk_options() const;
  [[nodiscard]] ProcessorOptions processor_options() const;
  [[nodiscard]] std::size_t threads() const;

 private:
  Engine(const Settings& settings, annotate::Lexicons lexicons, annotate::TopicModel topics,
         std::optional<annotate::EntityModel> entities);

  [[nodiscard]] const annotate::EntityModel* entity_model() const {
    return entities_ ? &*entities_ : nullptr;
  }

  const Settings settings_;
  const annotate::Lexicons lexicons_;
  const annotate::TopicModel topics_;
  const std::optional<annotate::EntityModel> entities_;
  const codec::MadeBy made_by_;
  const Analyzer analyzer_;
  const Encoder encoder_;
};

/// Why what `settings.annotate` names can't be loaded, each as `Engine::create` would say it.
[[nodiscard]] std::vector<std::string> unloadable(const Settings& settings);

/// A failure that names its setting at its end, as they do, as a problem with that setting.
[[nodiscard]] Problem problem_of(std::string failure);

/// A file or folder that comes with the program: `installed` is its path below
/// PREFIX/share/copytaster when the program is PREFIX/bin/copytaster, `in_source` its path in the
/// source tree that the program was built in. The error names both places.
[[nodiscard]] Result<std::filesystem::path> shipped(const std::filesystem::path& installed,
                                                    const std::filesystem::path& in_source);

/// What records name as what made their entities: the version of the lexicons and, where there is a
/// model, its own.
[[nodiscard]] std::string entities_version(const annotate::Lexicons& lexicons,
                                           const annotate::EntityModel* model);

}  // namespace copytaster
