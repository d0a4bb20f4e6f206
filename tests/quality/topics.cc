#include "tests/quality/topics.h"

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "tests/quality/data.h"

namespace copytaster::quality {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Labelled {
  std::string title;
  std::string body;
  std::string code;  ///< of the IPTC Media Topic that the label stands for
};

using Codes = std::map<std::string, std::string>;

std::vector<Labelled> labelled_objects(const char* file, const char* text, const char* label,
                                       const Codes& codes) {
  std::vector<Labelled> articles;
  for (const auto& object : objects_of(file)) {
    const auto code = codes.find(object[label].GetString());
    if (code == codes.end()) continue;
    articles.push_back({object["title"].GetString(), object[text].GetString(), code->second});
  }
  return articles;
}

std::vector<Labelled> bbc() {
  return labelled_objects("bbc_news/bbc.jsonl", "text", "label",
                          {{"business", "04000000"},
                           {"entertainment", "01000000"},
                           {"politics", "11000000"},
                           {"sport", "15000000"},
                           {"tech", "13000000"}});
}

std::vector<Labelled> inshorts() {
  return labelled_objects("inshorts/inshorts_dev.jsonl", "body", "category",
                          {{"sports", "15000000"},
                           {"politics", "11000000"},
                           {"entertainment", "01000000"},
                           {"science", "13000000"},
                           {"technology", "13000000"}});
}

/// What the curve of the confidences was fitted to: no test of it.
std::vector<Labelled> newsgroups() {
  return labelled_objects("newsgroups20_train/newsgroups20_train.jsonl", "body", "group",
                          {{"rec.sport.hockey", "15000000"},
                           {"rec.sport.baseball", "15000000"},
                           {"soc.religion.christian", "12000000"},
                           {"talk.religion.misc", "12000000"},
                           {"sci.med", "07000000"},
                           {"sci.space", "13000000"},
                           {"sci.crypt", "13000000"}});
}

std::vector<Labelled> ag_news() {
  const Codes codes = {{"2", "15000000"}, {"3", "04000000"}, {"4", "13000000"}};
  std::vector<Labelled> articles;
  for (const std::string& line : lines_of("ag_news/test.csv")) {
    const auto fields = csv_fields(line);
    const auto code = fields.size() == 3 ? codes.find(fields[0]) : codes.end();
    if (code != codes.end()) articles.push_back({fields[1], fields[2], code->second});
  }
  return articles;
}

/// Answers by their confidence, for the calibration error.
class Calibration {
 public:
  void add(int confidence, bool right) {
    Bin& bin = bins_[static_cast<std::size_t>(std::min(confidence, 99) / 10)];
    bin.confidence += confidence / 100.0;
    bin.right += right ? 1 : 0;
    answers_ += 1;
  }
  [[nodiscard]] double error() const {
    double sum = 0;
    for (const Bin& bin : bins_) sum += std::abs(bin.confidence - bin.right);
    return answers_ == 0 ? 0 : sum / answers_;
  }

 private:
  struct Bin {
    double confidence = 0;
    double right = 0;
  };
  std::array<Bin, 10> bins_{};
  double answers_ = 0;
};

void measure(Report& report, const char* set, const std::vector<Labelled>& articles) {
  if (articles.empty()) {
    report.missing.emplace_back(set);
    return;
  }
  std::map<std::string, Ratio> classes;
  Ratio all;
  Calibration calibration;
  for (const Labelled& article : articles) {
    ++all.expected;
    ++classes[article.code].expected;
    const auto subjects = shipped_topics().classify(document_of(article.title, article.body));
    if (subjects.empty()) continue;
    const std::string code = subjects[0].uri.substr(subjects[0].uri.rfind('/') + 1);
    const bool right = code == article.code;
    ++all.given;
    ++classes[code].given;
    all.right += right ? 1U : 0U;
    classes[code].right += right ? 1U : 0U;
    calibration.add(subjects[0].confidence, right);
  }
  report.rows.push_back({set,
                         "all",
                         all.expected,
                         {all.recall(), all.precision(), all.recall(), calibration.error()}});
  for (const auto& [code, ratio] : classes) {
    if (ratio.expected == 0) continue;
    report.rows.push_back(
        {set, code, ratio.expected, {kNone, ratio.precision(), ratio.recall(), kNone}});
  }
}

}  // namespace

Report measure_topics() {
  Report report{"topics: the first topic, top level",
                {"accuracy", "precision", "recall", "calibration"},
                {},
                {}};
  measure(report, "bbc_news", bbc());
  measure(report, "ag_news", ag_news());
  measure(report, "inshorts", inshorts());
  measure(report, "newsgroups (fitted)", newsgroups());
  return report;
}

}  // namespace copytaster::quality
