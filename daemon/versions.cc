#include "daemon/versions.h"

#include <cld2/public/compact_lang_det.h>
#include <fmt/core.h>
#include <lexbor/core/base.h>
#include <rapidjson/rapidjson.h>
#include <simdjson.h>
#include <spdlog/version.h>
#include <utf8proc.h>
#include <xxhash.h>
#include <zstd.h>

#include <CLI/Version.hpp>

#include "daemon/engine.h"
#include "daemon/kafka/client.h"
#include "daemon/version.h"

namespace copytaster {
namespace {

/// As most libraries count: 10203 is 1.2.3.
std::string in_parts(unsigned number) {
  return fmt::format("{}.{}.{}", number / 10000, number / 100 % 100, number % 100);
}

std::string models() {
  const auto engine = Engine::create(Settings{});
  if (!engine) return "models: " + engine.error();
  const codec::MadeBy& made_by = (*engine)->made_by();
  return fmt::format("models.entities {}\nmodels.topics {}", made_by.entities_model,
                     made_by.topics_model);
}

}  // namespace

std::string version_text() {
  std::string text = fmt::format("copytaster {}\n", kVersion);
  const std::pair<std::string_view, std::string> libraries[] = {
      {"CLD2", CLD2::DetectLanguageVersion()},
      {"CLI11", CLI11_VERSION},
      {"fmt", in_parts(FMT_VERSION)},
      {"lexbor", LEXBOR_VERSION_STRING},
      {"librdkafka", kafka::library_version()},
      {"RapidJSON", RAPIDJSON_VERSION_STRING},
      {"simdjson", SIMDJSON_STRINGIFY(SIMDJSON_VERSION)},
      {"spdlog", in_parts(SPDLOG_VERSION)},
      {"utf8proc", utf8proc_version()},
      {"xxHash", in_parts(XXH_versionNumber())},
      {"yaml-cpp", std::string(kYamlCppVersion)},
      {"zstd", ZSTD_versionString()}};
  for (const auto& [name, version] : libraries) text += fmt::format("{} {}\n", name, version);
  return text + models();
}

}  // namespace copytaster
