#include "tests/quality/copies/rewrites.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tests/quality/copies/copy_memory.h"
#include "tests/quality/copies/natural_articles.h"
#include "tests/quality/copies/shared_text.h"
#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kLowest = 0.01;
constexpr double kCurve[] = {kLowest, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3};
constexpr double kSameReport = 0.15;  ///< of word 5-grams: no independent articles
constexpr double kTenThousand = 10'000;

dedup::CopyOptions from(double score) {
  dedup::CopyOptions options;
  options.rewrite_score = score;
  return options;
}

std::size_t at_least(const std::vector<double>& scores, double least) {
  return static_cast<std::size_t>(
      std::count_if(scores.begin(), scores.end(), [=](double score) { return score >= least; }));
}

/// What a threshold is held against; a copy of another kind is found whatever the threshold.
double score_of(const dedup::Comparison& comparison) {
  if (comparison.copy == CopyKind::kNone) return 0;
  return comparison.copy == CopyKind::kRewrite ? comparison.score : 1;
}

class Rewrites {
 public:
  Rewrites() : articles_(natural_articles()), labels_(natural_pairs()) {}

  [[nodiscard]] bool empty() const { return articles_.empty(); }
  void read_articles();
  void read_rewrites();
  void read_pairs();
  void write(Report& report) const;

 private:
  [[nodiscard]] bool is_right(const Grams& rewrite, std::size_t original, std::size_t match) const {
    return match == original || holds_as_much(rewrite, articles_[match], articles_[original]);
  }

  std::vector<NaturalArticle> articles_;
  Labels labels_;
  CopyMemory memory_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<std::pair<Fingerprint, std::size_t>> rewrites_;  ///< each with its original's place

  std::vector<double> wrong_;        ///< natural articles: the best score of a stranger
  std::vector<double> beside_;       ///< rewrites: the original's, compared with it alone
  std::vector<double> found_;        ///< rewrites: the original's, where that is best
  std::vector<double> independent_;  ///< pairs
  std::vector<double> strangers_;    ///< pairs
  std::size_t given_ = 0;            ///< rewrites called copies of the original, as shipped
  std::size_t named_ = 0;            ///< of them: rewrites
  std::size_t mistaken_ = 0;         ///< rewrites called copies of another one, as shipped
};

void Rewrites::read_articles() {
  for (std::size_t i = 0; i < articles_.size(); ++i) {
    const NaturalArticle& article = articles_[i];
    const auto document = document_of(article.title, article.body);
    const auto print = dedup::make_fingerprint(document);
    Sender sender = article.sender;
    sender.terms = story_terms_of(document);
    const auto best = memory_.best(print, sender, from(kLowest));
    if (best && best->comparison.copy == CopyKind::kRewrite &&
        is_no_copy(article, articles_[best->at], labels_)) {
      wrong_.push_back(best->comparison.score);
    }
    memory_.add(print, sender);
    places_.emplace(article.name, i);
  }
}

void Rewrites::read_rewrites() {
  for (const auto& object : objects_of("rewrites_dev/pairs.jsonl")) {
    const auto original = places_.find(std::string("rewrites_dev ") + object["id"].GetString());
    if (original == places_.end()) continue;
    const auto document = document_of("", object["rewrite"].GetString());
    const auto print = dedup::make_fingerprint(document);
    const Sender sender{"", std::nullopt, story_terms_of(document)};
    const auto any = memory_.best(print, sender, from(kLowest));
    beside_.push_back(
        score_of(dedup::compare(print, memory_.print(original->second), from(kLowest))));
    const Grams grams = grams_of(document.body);
    if (any && is_right(grams, original->second, any->at)) {
      found_.push_back(score_of(any->comparison));
    }
    if (const auto shipped = memory_.best(print, sender)) {
      const bool right = is_right(grams, original->second, shipped->at);
      given_ += right ? 1U : 0U;
      named_ += right && shipped->comparison.copy == CopyKind::kRewrite ? 1U : 0U;
      mistaken_ += right ? 0U : 1U;
    }
    rewrites_.emplace_back(print, original->second);
  }
}

void Rewrites::read_pairs() {
  for (const auto& [print, original] : rewrites_) {
    for (const auto& other : rewrites_) {
      if (other.second == original) continue;
      strangers_.push_back(
          score_of(dedup::compare(print, memory_.print(other.second), from(kLowest))));
    }
  }
  std::map<std::string, std::vector<std::size_t>> stories;
  for (const auto& object : objects_of("ecbplus_dev/ecbplus.jsonl")) {
    const auto place = places_.find(std::string("ecbplus_dev ") + object["doc_id"].GetString());
    if (place != places_.end()) stories[object["subtopic"].GetString()].push_back(place->second);
  }
  for (const auto& [story, members] : stories) {
    std::vector<Grams> grams;
    for (const std::size_t each : members) grams.push_back(grams_of(articles_[each].body, 5));
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (std::max(share(grams[i], grams[j]), share(grams[j], grams[i])) >= kSameReport) continue;
        const auto pair =
            dedup::compare(memory_.print(members[i]), memory_.print(members[j]), from(kLowest));
        independent_.push_back(score_of(pair));
      }
    }
  }
}

void Rewrites::write(Report& report) const {
  const std::size_t all = rewrites_.size();
  report.rows.push_back(
      {"rewrites_dev",
       "among natural articles",
       all,
       {ratio_of(given_, all), ratio_of(named_, given_), ratio_of(mistaken_, all)}});
  for (const double least : kCurve) {
    const auto set = fmt::format("rewrites, score {:.2f} and above", least);
    const std::size_t wrong = at_least(wrong_, least);
    report.rows.push_back(
        {set, "beside their originals", all, {ratio_of(at_least(beside_, least), all)}});
    report.rows.push_back(
        {set, "among natural articles", all, {ratio_of(at_least(found_, least), all)}});
    report.rows.push_back(
        {set,
         "pairs on the same story",
         independent_.size(),
         {kNone, kNone, ratio_of(at_least(independent_, least), independent_.size())}});
    report.rows.push_back(
        {set,
         "pairs of strangers",
         strangers_.size(),
         {kNone, kNone, ratio_of(at_least(strangers_, least), strangers_.size())}});
    report.rows.push_back({set,
                           "natural articles, of 10,000",
                           articles_.size(),
                           {kNone, kNone, kTenThousand * ratio_of(wrong, articles_.size()),
                            kTenThousand * upper_bound(wrong, articles_.size())}});
  }
}

}  // namespace

Report measure_rewrites() {
  Report report{"rewrites", {"found", "kind", "stranger", "upper"}, {}, {}};
  Rewrites rewrites;
  if (rewrites.empty()) {
    report.missing.emplace_back("rewrites_dev");
    return report;
  }
  rewrites.read_articles();
  rewrites.read_rewrites();
  rewrites.read_pairs();
  rewrites.write(report);
  return report;
}

}  // namespace copytaster::quality
