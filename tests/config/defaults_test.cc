#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <set>
#include <sstream>

#include "samples.h"

namespace copytaster {
namespace {

std::string defaults_text() {
  std::ifstream stream(DEFAULTS_FILE);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void collect(const YAML::Node& node, const std::string& path, std::set<std::string>& keys) {
  for (const auto& pair : node) {
    const std::string key = path + pair.first.Scalar();
    keys.insert(key);
    if (pair.second.IsMap()) collect(pair.second, key + ".", keys);
  }
}

std::set<std::string> keys_of(const std::string& yaml) {
  std::set<std::string> keys;
  collect(YAML::Load(yaml), "", keys);
  return keys;
}

TEST(Defaults, TheFileIsWhatTheProgramDoesWithoutOne) {
  const auto settings = load_settings(DEFAULTS_FILE);
  ASSERT_TRUE(settings) << problems_of(defaults_text());
  EXPECT_EQ(*settings, Settings{});
}

TEST(Defaults, EveryKeyStandsInTheFile) {
  const auto in_file = keys_of(defaults_text());
  EXPECT_EQ(in_file, keys_of(canonical_yaml(Settings{})));
  EXPECT_GT(in_file.size(), 40U);
}

TEST(Defaults, EveryKeyOfAListItemIsMentioned) {
  Settings settings;
  settings.output.routes.emplace_back();
  settings.sources.emplace_back();
  const YAML::Node root = YAML::Load(canonical_yaml(settings));
  const std::string text = defaults_text();
  for (const auto& [list, items] :
       {std::pair("routes:", root["output"]["routes"]), std::pair("sources: [", root["sources"])}) {
    ASSERT_EQ(items.size(), 1U);
    EXPECT_GE(items[0].size(), 3U);
    const std::size_t begin = text.find(list);
    ASSERT_NE(begin, std::string::npos);
    const std::string explained = text.substr(begin, text.find("\n\n", begin) - begin);
    for (const auto& pair : items[0])
      EXPECT_NE(explained.find(pair.first.Scalar()), std::string::npos) << pair.first.Scalar();
  }
}

TEST(Defaults, EverySettingIsExplained) {
  std::istringstream lines(defaults_text());
  std::size_t settings = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(": ") > line.find('#') || line.find(": ") == std::string::npos) continue;
    EXPECT_NE(line.find('#'), std::string::npos) << line;
    ++settings;
  }
  EXPECT_GT(settings, 30U);
}

}  // namespace
}  // namespace copytaster
