#include "tests/quality/fundus.h"

#include <algorithm>
#include <map>
#include <utility>

#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

const std::map<std::string, std::string>& languages() {
  static const std::map<std::string, std::string> kLanguages = {
      {"at", "de"}, {"au", "en"}, {"be", "nl"},  {"ca", "en"},  {"ch", "de"}, {"cn", "zh"},
      {"cz", "cs"}, {"de", "de"}, {"dk", "da"},  {"es", "es"},  {"fr", "fr"}, {"gl", "da"},
      {"id", "id"}, {"il", "de"}, {"ind", "en"}, {"isl", "is"}, {"it", "it"}, {"jp", "ja"},
      {"kr", "ko"}, {"lb", "ar"}, {"li", "de"},  {"ls", "en"},  {"lt", "lt"}, {"lu", "de"},
      {"mx", "es"}, {"my", "en"}, {"na", "en"},  {"no", "no"},  {"pl", "pl"}, {"pt", "en"},
      {"py", "es"}, {"ru", "ru"}, {"se", "sv"},  {"tr", "tr"},  {"tw", "en"}, {"tz", "en"},
      {"ua", "ru"}, {"uk", "en"}, {"us", "en"},  {"vn", "vi"},  {"za", "en"}};
  return kLanguages;
}

/// Papers that are written in another language than most of their region, read and labelled.
const std::map<std::string, std::string>& other_languages() {
  static const std::map<std::string, std::string> kLanguages = {
      {"Bhaskar", "hi"},         {"Dizindaba", "xh"},         {"EyethuNews", "zu"},
      {"HabariLeo", "sw"},       {"PoliticoEu", "en"},        {"Ilanga", "zu"},
      {"Isolezwe", "zu"},        {"IsolezweLesiXhosa", "xh"}, {"MallorcaMagazin", "de"},
      {"MallorcaZeitung", "de"}, {"MexicoNewsDaily", "en"},   {"Tageszeitung", "de"},
      {"TheJapanNews", "en"},    {"Wochenblatt", "de"}};
  return kLanguages;
}

void append(std::vector<std::string>& body, const rapidjson::Value& paragraphs) {
  if (!paragraphs.IsArray()) return;
  for (const auto& paragraph : paragraphs.GetArray()) {
    if (paragraph.IsString()) body.emplace_back(paragraph.GetString());
  }
}

std::vector<std::string> body_of(const rapidjson::Value& expected) {
  std::vector<std::string> body;
  if (!expected.IsObject() || !expected.HasMember("body") || !expected["body"].IsObject())
    return body;
  const auto& parts = expected["body"];
  if (parts.HasMember("summary")) append(body, parts["summary"]);
  if (!parts.HasMember("sections")) return body;
  for (const auto& section : parts["sections"].GetArray()) {
    append(body, section["headline"]);
    append(body, section["paragraphs"]);
  }
  return body;
}

void read_file(const std::filesystem::path& file, const LabelledBody& label,
               std::vector<LabelledBody>& bodies) {
  std::string json;
  for (const std::string& line : lines_of(file)) json += line + "\n";
  rapidjson::Document versions;
  versions.Parse(json.c_str());
  if (!versions.IsObject()) return;
  for (const auto& version : versions.GetObject()) {
    LabelledBody body = label;
    body.paragraphs = body_of(version.value);
    if (!body.paragraphs.empty()) bodies.push_back(std::move(body));
  }
}

}  // namespace

std::vector<LabelledBody> fundus_bodies() {
  std::vector<LabelledBody> bodies;
  for (const auto& [region, language] : languages()) {
    const auto folder = data_folder() / "html_fundus" / "expected" / region;
    if (!std::filesystem::is_directory(folder)) continue;
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(folder))
      files.push_back(file.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      const auto other = other_languages().find(file.stem().string());
      read_file(file, {region, other == other_languages().end() ? language : other->second, {}},
                bodies);
    }
  }
  return bodies;
}

}  // namespace copytaster::quality
