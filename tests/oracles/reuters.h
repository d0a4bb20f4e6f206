#pragma once

#include <rapidjson/document.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/oracles/news_generator.h"

namespace copytaster::oracles {

/// The corpora for measuring: COPYTASTER_DATA, else ../shared/data beside the source tree.
inline std::filesystem::path data_folder() {
  if (const char* given = std::getenv("COPYTASTER_DATA")) return given;
  return std::filesystem::path(SOURCE_DIR).parent_path() / "shared" / "data";
}

/// Sentences by full stops and paragraphs of three: coarse, but the same for both sides of a pair.
inline Story to_story(const std::string& body) {
  Story story;
  Paragraph paragraph;
  Sentence sentence;
  std::istringstream words(body);
  for (std::string word; words >> word;) {
    const bool last = word.back() == '.';
    if (last) word.pop_back();
    if (!word.empty()) sentence.push_back(word);
    if (!last || sentence.empty()) continue;
    paragraph.push_back(std::move(sentence));
    sentence.clear();
    if (paragraph.size() < 3) continue;
    story.paragraphs.push_back(std::move(paragraph));
    paragraph.clear();
  }
  if (!sentence.empty()) paragraph.push_back(std::move(sentence));
  if (!paragraph.empty()) story.paragraphs.push_back(std::move(paragraph));
  return story;
}

/// The first `most` articles with at least 1,000 characters; empty where the corpus is not there.
inline std::vector<Story> reuters_stories(std::size_t most) {
  std::vector<Story> stories;
  std::ifstream file(data_folder() / "reuters21578" / "reuters21578.jsonl");
  for (std::string line; stories.size() < most && std::getline(file, line);) {
    rapidjson::Document article;
    article.Parse(line.c_str());
    if (!article.IsObject() || !article.HasMember("body") || !article["body"].IsString()) continue;
    const std::string body = article["body"].GetString();
    if (body.size() >= 1000) stories.push_back(to_story(body));
  }
  return stories;
}

}  // namespace copytaster::oracles
