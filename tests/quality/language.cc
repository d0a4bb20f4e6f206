#include "tests/quality/language.h"

#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

const std::map<std::string, std::string>& languages() {
  static const std::map<std::string, std::string> kLanguages = {
      {"at", "de"}, {"au", "en"},  {"de", "de"}, {"es", "es"}, {"fr", "fr"},
      {"id", "id"}, {"ind", "en"}, {"it", "it"}, {"jp", "ja"}, {"kr", "ko"},
      {"lt", "lt"}, {"mx", "es"},  {"pl", "pl"}, {"py", "es"}, {"se", "sv"},
      {"tr", "tr"}, {"uk", "en"},  {"us", "en"}, {"vn", "vi"}, {"za", "en"}};
  return kLanguages;
}

/// Papers that are written in another language than most of their region, read and labelled.
const std::map<std::string, std::string>& other_languages() {
  static const std::map<std::string, std::string> kLanguages = {
      {"Bhaskar", "hi"},         {"Dizindaba", "xh"},       {"EyethuNews", "zu"},
      {"Ilanga", "zu"},          {"Isolezwe", "zu"},        {"IsolezweLesiXhosa", "xh"},
      {"MallorcaMagazin", "de"}, {"MallorcaZeitung", "de"}, {"MexicoNewsDaily", "en"},
      {"Tageszeitung", "de"},    {"TheJapanNews", "en"},    {"Wochenblatt", "de"}};
  return kLanguages;
}

void append(std::string& body, const rapidjson::Value& paragraphs) {
  if (!paragraphs.IsArray()) return;
  for (const auto& paragraph : paragraphs.GetArray()) {
    if (!paragraph.IsString()) continue;
    if (!body.empty()) body += "\n\n";
    body += paragraph.GetString();
  }
}

/// The body that people expect of a page: its summary and sections.
std::string body_of(const rapidjson::Value& expected) {
  std::string body;
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

void read_file(const std::filesystem::path& file, const std::string& language, Ratio& ratio) {
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  rapidjson::Document pages;
  pages.Parse(text.c_str());
  if (!pages.IsObject()) return;
  for (const auto& page : pages.GetObject()) {
    const std::string body = body_of(page.value);
    if (body.empty()) continue;
    ++ratio.expected;
    const std::string found = document_of("", body).language;
    ratio.given += found == "und" ? 0U : 1U;
    ratio.right += found == language ? 1U : 0U;
  }
}

}  // namespace

Report measure_language() {
  Report report{"language of bodies", {"accuracy", "precision"}, {}, {}};
  Ratio all;
  for (const auto& [region, language] : languages()) {
    const auto folder = data_folder() / "html_fundus" / "expected" / region;
    if (!std::filesystem::is_directory(folder)) continue;
    Ratio ratio;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      const auto other = other_languages().find(file.path().stem().string());
      read_file(file.path(), other == other_languages().end() ? language : other->second, ratio);
    }
    if (ratio.expected == 0) continue;
    report.rows.push_back(
        {"html_fundus", region, ratio.expected, {ratio.recall(), ratio.precision()}});
    all.right += ratio.right;
    all.given += ratio.given;
    all.expected += ratio.expected;
  }
  if (all.expected == 0) {
    report.missing.emplace_back("html_fundus");
  } else {
    report.rows.insert(report.rows.begin(),
                       {"html_fundus", "all", all.expected, {all.recall(), all.precision()}});
  }
  return report;
}

}  // namespace copytaster::quality
