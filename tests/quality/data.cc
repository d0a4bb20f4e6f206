#include "tests/quality/data.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace copytaster::quality {
namespace {

std::filesystem::path lexicon_folder() {
  return std::filesystem::path(SOURCE_DIR) / "config" / "lexicons";
}

}  // namespace

std::filesystem::path data_folder() {
  if (const char* given = std::getenv("COPYTASTER_DATA")) return given;
  return std::filesystem::path(SOURCE_DIR).parent_path() / "shared" / "data";
}

const annotate::Lexicons& shipped_lexicons() {
  static const annotate::Lexicons kLexicons = annotate::Lexicons::load(lexicon_folder()).value();
  return kLexicons;
}

const annotate::TopicModel& shipped_topics() {
  static const annotate::TopicModel kTopics =
      annotate::TopicModel::load(lexicon_folder() / "topics.tsv").value();
  return kTopics;
}

const annotate::EntityModel& shipped_entities() {
  static const annotate::EntityModel kModel =
      annotate::EntityModel::load(lexicon_folder().parent_path() / "models" / "entities-en.model")
          .value();
  return kModel;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(data_folder() / file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream stream(data_folder() / file);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<rapidjson::Document> objects_of(const std::filesystem::path& file) {
  std::vector<rapidjson::Document> objects;
  for (const std::string& line : lines_of(file)) {
    rapidjson::Document object;
    object.Parse(line.c_str());
    if (object.IsObject()) objects.push_back(std::move(object));
  }
  return objects;
}

std::vector<std::string> csv_fields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool doubled = quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"';
    if (doubled) {
      fields.back() += line[++i];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  return fields;
}

std::string ecbplus_body(const rapidjson::Document& article) {
  std::string body;
  for (const auto& sentence : article["sentences"].GetArray()) {
    const std::string text = sentence.GetString();
    if (body.empty() && text.find("http") != std::string::npos) continue;
    body += (body.empty() ? "" : " ") + text;
  }
  return body;
}

text::Document document_of(std::string title, std::string body) {
  Article article;
  article.title = std::move(title);
  article.body = std::move(body);
  auto document = text::make_document(article, {});
  return document ? std::move(*document) : text::Document{};
}

}  // namespace copytaster::quality
