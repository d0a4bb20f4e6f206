#include "tests/quality/copies/natural_articles.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>

#include "pipeline/check.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

constexpr std::size_t kLeastCharacters = 150;

std::string field(const rapidjson::Document& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd()) return {};
  if (found->value.IsString()) return found->value.GetString();
  return found->value.IsUint() ? std::to_string(found->value.GetUint()) : std::string();
}

struct Fields {
  const char* file;
  const char* name;
  const char* title;
  const char* body;
  bool one_source = false;
  const char* source = "";  ///< else the field that names each one's
};

/// "26-FEB-1987 15:01:01.79", to the minute.
std::optional<Timestamp> time_of(const std::string& date) {
  static constexpr std::string_view kMonths = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
  unsigned day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  char name[4] = {};
  if (std::sscanf(date.c_str(), "%u-%3s-%d %d:%d", &day, name, &year, &hour, &minute) != 5)
    return std::nullopt;
  const std::size_t month = kMonths.find(name);
  if (month == std::string_view::npos) return std::nullopt;
  using namespace std::chrono;
  const year_month_day date_of{std::chrono::year(year),
                               std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                               std::chrono::day(day)};
  const auto time = sys_days(date_of) + hours(hour % 24) + minutes(minute);
  return Timestamp{duration_cast<milliseconds>(time.time_since_epoch()).count()};
}

void add_objects(const std::string& set, const Fields& fields,
                 std::vector<NaturalArticle>& articles) {
  std::size_t line = 0;
  std::set<std::string> known;  // rewrites_dev has each original several times
  for (const auto& object : objects_of(set + "/" + fields.file)) {
    ++line;
    NaturalArticle article{
        field(object, fields.name), field(object, fields.title), field(object, fields.body), {}};
    if (article.name.empty()) article.name = std::to_string(line);
    if (!known.insert(article.name).second || article.body.size() < kLeastCharacters) continue;
    article.sender.source = field(object, fields.source);
    if (fields.one_source) article.sender = {set, time_of(field(object, "date"))};
    article.name = set + " " + article.name;
    articles.push_back(std::move(article));
  }
}

void add_minhash(std::vector<NaturalArticle>& articles) {
  for (const std::string& line : lines_of("minhash_articles/articles_1000.train")) {
    const std::size_t space = std::min(line.find(' '), line.size());
    articles.push_back({"minhash_articles " + line.substr(0, space), "", line.substr(space), {}});
  }
}

void add_ecbplus(std::vector<NaturalArticle>& articles) {
  for (const auto& object : objects_of("ecbplus_dev/ecbplus.jsonl")) {
    articles.push_back({"ecbplus_dev " + field(object, "doc_id"), "", ecbplus_body(object), {}});
  }
}

void add_ag_news(std::vector<NaturalArticle>& articles) {
  std::size_t number = 0;
  for (const std::string& line : lines_of("ag_news/test.csv")) {
    const auto fields = csv_fields(line);
    ++number;
    if (fields.size() < 3 || fields[2].size() < kLeastCharacters) continue;
    articles.push_back({"ag_news " + std::to_string(number), fields[1], fields[2], {}});
  }
}

}  // namespace

std::vector<NaturalArticle> natural_articles() {
  std::vector<NaturalArticle> articles;
  add_objects("reuters21578", {"reuters21578.jsonl", "newid", "title", "body", true}, articles);
  add_objects("bbc_news", {"bbc.jsonl", "id", "title", "text", true}, articles);
  add_minhash(articles);
  add_objects("fakenewsnet_2017", {"articles.jsonl", "id", "title", "text", false, "source"},
              articles);
  add_ecbplus(articles);
  add_objects("rewrites_dev", {"pairs.jsonl", "id", "", "original"}, articles);
  add_objects("inshorts", {"inshorts_dev.jsonl", "id", "title", "body", true}, articles);
  add_ag_news(articles);
  return articles;
}

Labels natural_pairs() {
  const std::map<std::string, PairLabel> names = {{"copy", PairLabel::kCopy},
                                                  {"update", PairLabel::kUpdate},
                                                  {"template", PairLabel::kTemplate},
                                                  {"rewrite", PairLabel::kRewrite},
                                                  {"independent", PairLabel::kIndependent}};
  Labels pairs;
  std::ifstream file(std::filesystem::path(SOURCE_DIR) / "tests" / "quality" / "labels" /
                     "natural_pairs.tsv");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string earlier;
    std::string later;
    std::string label;
    CHECK(std::getline(fields, earlier, '\t') && std::getline(fields, later, '\t') &&
          std::getline(fields, label));
    CHECK(names.contains(label));
    pairs[{earlier, later}] = names.at(label);
  }
  return pairs;
}

}  // namespace copytaster::quality
