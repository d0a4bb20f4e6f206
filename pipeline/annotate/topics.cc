#include "pipeline/annotate/topics.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <utility>

#include "pipeline/hash.h"
#include "pipeline/read_file.h"

namespace copytaster::annotate {
namespace {

constexpr std::string_view kMagic = "#copytaster-topics 1\n";
constexpr std::size_t kMaxFileBytes = 4U << 20U;
constexpr double kHeadlineCount = 2;  ///< a word of the headline counts as so many of the body
constexpr int kMinConfidence = 50;    ///< in percent: rather right than wrong
constexpr double kNextToBest = 0.7;   ///< a second topic is given from this part of the first on
constexpr std::size_t kMaxSubjects = 3;
constexpr std::size_t kWordsOfEvidence = 5;

struct Score {
  double value = 0;
  std::uint32_t topic = 0;
};

/// How often a topic with this score and this share of all topics' scores is the right one, in
/// percent: a logistic curve fitted to 3,955 texts of seven newsgroups (hockey, baseball,
/// medicine, space, cryptography, religion) by maximum likelihood.
int confidence_of(double score, double share) {
  constexpr double kConstant = -3.98;
  constexpr double kOfShare = 3.34;
  constexpr double kOfLogScore = 1.49;
  if (score <= 0) return 0;
  const double odds = kConstant + kOfShare * share + kOfLogScore * std::log(score);
  return std::clamp(static_cast<int>(std::lround(100 / (1 + std::exp(-odds)))), 1, 99);
}

using TellingWord = std::pair<double, std::string_view>;

std::string evidence_of(std::vector<TellingWord> words) {
  std::sort(words.begin(), words.end(), [](const TellingWord& a, const TellingWord& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string evidence;
  for (std::size_t i = 0; i < std::min(words.size(), kWordsOfEvidence); ++i) {
    if (i > 0) evidence += ", ";
    evidence += words[i].second;
  }
  return evidence;
}

}  // namespace

Result<TopicModel> TopicModel::load(const std::filesystem::path& file) {
  const auto text = read_file(file, kMaxFileBytes);
  if (!text) {
    return Error<std::string>{
        fmt::format("{}: cannot be read: {}", file.string(), text.error().message())};
  }
  TopicModel model;
  model.version_ = hash64(*text);
  if (Result<void> read = model.read(*text); !read) {
    return Error<std::string>{fmt::format("{}: {}", file.string(), read.error())};
  }
  model.index();
  return model;
}

Result<void> TopicModel::read(std::string_view text) {
  if (text.size() > kMaxFileBytes) return Error<std::string>{"is larger than 4 MiB"};
  if (!text.starts_with(kMagic))
    return Error<std::string>{"does not begin as a topics file of version 1"};
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("#end ")) {
      if (line.substr(5) == std::to_string(lines) && at == text.size()) return {};
      return Error<std::string>{
          fmt::format("is damaged: {} lines, and the end says {}", lines, line)};
    }
    if (line.starts_with('#')) continue;
    ++lines;
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos)
      return Error<std::string>{fmt::format("entry {} has no tab", lines)};
    if (line.starts_with('@')) {
      topics_.push_back({std::string(line.substr(1, tab - 1)), std::string(line.substr(tab + 1))});
      continue;
    }
    Term term{static_cast<std::uint32_t>(topics_.size() - 1), text::token_hash(line.substr(0, tab)),
              0, std::string(line.substr(0, tab))};
    const auto [stop, problem] =
        std::from_chars(line.data() + tab + 1, line.data() + line.size(), term.weight);
    if (problem != std::errc{} || stop != line.data() + line.size() || topics_.empty()) {
      return Error<std::string>{fmt::format("entry {} is no word and weight of a topic", lines)};
    }
    terms_.push_back(std::move(term));
  }
  return Error<std::string>{"is cut short: the closing line is missing"};
}

void TopicModel::index() {
  std::stable_sort(terms_.begin(), terms_.end(),
                   [](const Term& a, const Term& b) { return a.hash < b.hash; });
  slots_.resize(std::bit_ceil(4 * terms_.size() + 1));
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    if (i > 0 && terms_[i].hash == terms_[i - 1].hash) continue;
    std::size_t at = terms_[i].hash & mask;
    while (slots_[at].term != 0) at = (at + 1) & mask;
    slots_[at] = {terms_[i].hash, static_cast<std::uint32_t>(i + 1)};
  }
}

/// A word of the model in a text: its first term and how often it stands there.
struct TopicModel::Occurrence {
  std::uint32_t term = 0;
  double times = 0;
};

/// The first term of the word with this hash, else the number of terms.
std::uint32_t TopicModel::first_term(std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at].term != 0; at = (at + 1) & mask) {
    if (slots_[at].hash == hash) return slots_[at].term - 1;
  }
  return static_cast<std::uint32_t>(terms_.size());
}

/// The model's words in the text, each once, ascending by hash.
std::vector<TopicModel::Occurrence> TopicModel::occurrences(const text::Document& document) const {
  std::vector<Occurrence> all;
  const auto collect = [&](const std::vector<text::Token>& tokens, double each) {
    for (const text::Token& token : tokens) {
      if (token.kind != text::TokenKind::kWord || token.masked) continue;
      const std::uint32_t term = first_term(token.hash);
      if (term < terms_.size()) all.push_back({term, each});
    }
  };
  collect(document.headline_tokens, kHeadlineCount);
  collect(document.body_tokens, 1);
  std::sort(all.begin(), all.end(),
            [](const Occurrence& a, const Occurrence& b) { return a.term < b.term; });
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0 && all[i].term == all[distinct - 1].term) {
      all[distinct - 1].times += all[i].times;
    } else {
      all[distinct++] = all[i];
    }
  }
  all.resize(distinct);
  return all;
}

std::vector<Subject> TopicModel::classify(const text::Document& document) const {
  const std::vector<Occurrence> found = occurrences(document);
  // Calls each(term, value) for every term of every word found.
  const auto each_term = [&](const auto& each) {
    for (const auto& [first, times] : found) {
      const double damped = 1 + std::log(times);
      for (std::size_t i = first; i < terms_.size() && terms_[i].hash == terms_[first].hash; ++i)
        each(terms_[i], terms_[i].weight * damped);
    }
  };
  std::vector<Score> scores(topics_.size());
  for (std::uint32_t i = 0; i < scores.size(); ++i) scores[i].topic = i;
  double total = 0;
  each_term([&](const Term& term, double value) {
    scores[term.topic].value += value;
    total += value;
  });
  std::sort(scores.begin(), scores.end(), [](const Score& a, const Score& b) {
    return a.value != b.value ? a.value > b.value : a.topic < b.topic;
  });
  std::vector<Subject> subjects;
  for (const Score& score : scores) {
    const int confidence = confidence_of(score.value, score.value / total);
    if (confidence < kMinConfidence || subjects.size() == kMaxSubjects ||
        score.value < kNextToBest * scores.front().value) {
      break;
    }
    std::vector<TellingWord> words;
    each_term([&](const Term& term, double value) {
      if (term.topic == score.topic) words.emplace_back(value, term.word);
    });
    subjects.push_back({topics_[score.topic].name, topics_[score.topic].uri, confidence,
                        evidence_of(std::move(words))});
  }
  return subjects;
}

std::string TopicModel::version() const { return fmt::format("{:016x}", version_); }

}  // namespace copytaster::annotate
