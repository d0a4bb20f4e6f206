#include "tests/quality/entity_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>

#include "pipeline/hash.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

const EntitySet kConllTrain{"conll2003 train", {"conll2003_en/eng.train"}};
const EntitySet kWnutTrain{"wnut17 train", {"wnut17/train.conll"}};
const EntitySet kBroadTwitter{
    "broad_twitter",
    {"broad_twitter/a.conll", "broad_twitter/b.conll", "broad_twitter/e.conll",
     "broad_twitter/f.conll", "broad_twitter/g.conll", "broad_twitter/h.conll"}};

/// The files of a folder below data_folder() that begin so, in order.
std::vector<std::string> files_like(const std::string& folder, std::string_view beginning) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder() / folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(beginning)) files.push_back(folder + "/" + name);
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The documents of GUM whose licence is CC BY.
EntitySet open_gum() {
  EntitySet set{"gum", {}};
  for (const char* genre : {"academic", "court", "interview"}) {
    const auto files = files_like("gum_other", fmt::format("GUM_{}_", genre));
    set.files.insert(set.files.end(), files.begin(), files.end());
  }
  const auto news = files_like("gum_news", "GUM_news_");
  set.files.insert(set.files.end(), news.begin(), news.end());
  return set;
}

}  // namespace

std::vector<EntitySet> reported_sets() {
  return {{"conll2003 testa", {"conll2003_en/eng.testa"}},
          {"wikigold", {"wikigold/wikigold.conll.txt"}},
          {"uner ewt dev", {"uner_en_ewt/en_ewt-ud-dev.iob2"}},
          {"wnut17 dev", {"wnut17/dev.conll"}},
          kBroadTwitter};
}

std::vector<annotate::LabelledText> texts_of(const EntitySet& set) {
  std::vector<annotate::LabelledText> texts;
  for (const std::string& file : set.files) {
    const std::string bytes = bytes_of(file);
    if (bytes.empty()) return {};
    auto read = annotate::read_labelled(bytes);
    if (!read) {
      std::fprintf(stderr, "%s: %s\n", file.c_str(), read.error().c_str());
      std::abort();
    }
    std::move(read->begin(), read->end(), std::back_inserter(texts));
  }
  return texts;
}

std::vector<EntityRecipe> measured_recipes() {
  const std::vector<EntitySet> open = {open_gum(), kBroadTwitter, kWnutTrain};
  std::vector<EntitySet> all = open;
  all.insert(all.begin(), kConllTrain);
  const std::vector<std::string> open_text = {"newsgroups20_train/newsgroups20_train.jsonl"};
  std::vector<std::string> all_text = open_text;
  all_text.insert(all_text.end(), {"reuters21578/reuters21578.jsonl", "bbc_news/bbc.jsonl",
                                   "fakenewsnet_2017/articles.jsonl"});
  return {
      {"trained on conll", {kConllTrain}, all_text, {"conll2003 testa"}},
      {"trained on conll and open sets", all, all_text, {"wikigold", "uner ewt dev", "wnut17 dev"}},
      {"trained on open sets", open, open_text, {"conll2003 testa", "wikigold", "uner ewt dev"}}};
}

std::vector<std::string> sets_on_card(const std::string& card_json) {
  std::vector<std::string> named;
  for (const EntitySet& set : reported_sets()) {
    const bool on_card = std::any_of(set.files.begin(), set.files.end(), [&](const auto& file) {
      const std::string bytes = bytes_of(file);
      return !bytes.empty() &&
             card_json.find(fmt::format("\"{:016x}\"", hash64(bytes))) != std::string::npos;
    });
    if (on_card) named.push_back(set.name);
  }
  return named;
}

}  // namespace copytaster::quality
