#include "daemon/commands/model_card.h"

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cmath>
#include <filesystem>

#include "daemon/version.h"
#include "pipeline/hash.h"

namespace copytaster::commands {
namespace {

using JsonText = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void text(JsonText& json, const char* name, std::string_view value) {
  json.Key(name);
  json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void files(JsonText& json, const char* name, const std::vector<CardFile>& files) {
  json.Key(name);
  json.StartArray();
  for (const CardFile& file : files) {
    json.StartObject();
    text(json, "name", file.name);
    json.Key("bytes");
    json.Uint64(file.bytes);
    text(json, "xxh3", file.xxh3);
    json.EndObject();
  }
  json.EndArray();
}

void scores(JsonText& json, const char* name, const annotate::NameCounts& counts) {
  const auto share = [&](const char* key, double value) {
    json.Key(key);
    json.Double(std::round(value * 1000) / 1000);
  };
  json.Key(name);
  json.StartObject();
  share("precision", counts.precision());
  share("recall", counts.recall());
  share("f1", counts.f1());
  json.Key("names");
  json.Uint64(counts.expected);
  json.EndObject();
}

}  // namespace

CardFile card_file(std::string_view path, std::string_view bytes) {
  return {std::filesystem::path(path).filename().string(), bytes.size(),
          fmt::format("{:016x}", hash64(bytes))};
}

std::string card_json(const ModelCard& card) {
  rapidjson::StringBuffer buffer;
  JsonText json(buffer);
  json.SetIndent(' ', 1);
  json.StartObject();
  text(json, "model", card.model);
  text(json, "made_by", fmt::format("copytaster {} train entities", kVersion));
  text(json, "lexicons", card.lexicons);
  text(json, "licence", card.licence);
  json.Key("texts");
  json.Uint64(card.texts);
  json.Key("held_out");
  json.StartObject();
  scores(json, "people", card.scores.types[0]);
  scores(json, "organisations", card.scores.types[1]);
  scores(json, "places", card.scores.types[2]);
  scores(json, "all", card.scores.all());
  json.EndObject();
  files(json, "labelled", card.labelled);
  files(json, "unlabelled", card.unlabelled);
  json.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace copytaster::commands
