#include "pipeline/annotate/topics.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

#include "pipeline/hash.h"

namespace copytaster::annotate {
namespace {

constexpr std::string_view kMagic = "#copytaster-topics 1\n";
constexpr std::size_t kMaxFileBytes = 4U << 20U;
constexpr double kHeadlineCount = 2;  ///< a word of the headline counts as so many of the body
constexpr double kMinScore = 9;       ///< about four distinct telling words
constexpr double kMinShare = 0.3;     ///< of all topics' scores
constexpr double kNextToBest = 0.7;   ///< a second topic is given from this part of the first on
constexpr std::size_t kMaxSubjects = 3;
constexpr std::size_t kWordsOfEvidence = 5;

struct Score {
  double value = 0;
  std::size_t topic = 0;
  std::vector<std::pair<double, std::string_view>> words;
};

void count(std::map<std::uint32_t, double>& counts, const std::vector<text::Token>& tokens,
           double each) {
  for (const text::Token& token : tokens) {
    if (token.kind == text::TokenKind::kWord && !token.masked) counts[token.hash] += each;
  }
}

std::string evidence_of(Score& score) {
  std::sort(score.words.begin(), score.words.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string evidence;
  for (std::size_t i = 0; i < std::min(score.words.size(), kWordsOfEvidence); ++i) {
    evidence += fmt::format("{}{}", i == 0 ? "" : ", ", score.words[i].second);
  }
  return evidence;
}

}  // namespace

Result<TopicModel> TopicModel::load(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error<std::string>{fmt::format("{}: cannot be opened", file.string())};
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  TopicModel model;
  model.version_ = hash64(text);
  if (Result<void> read = model.read(text); !read) {
    return Error<std::string>{fmt::format("{}: {}", file.string(), read.error())};
  }
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
    Term term{static_cast<std::uint32_t>(topics_.size() - 1), 0, std::string(line.substr(0, tab))};
    const auto [stop, problem] =
        std::from_chars(line.data() + tab + 1, line.data() + line.size(), term.weight);
    if (problem != std::errc{} || stop != line.data() + line.size() || topics_.empty()) {
      return Error<std::string>{fmt::format("entry {} is no word and weight of a topic", lines)};
    }
    terms_.emplace(text::token_hash(term.word), term);
  }
  return Error<std::string>{"is cut short: the closing line is missing"};
}

std::vector<Subject> TopicModel::classify(const text::Document& document) const {
  std::map<std::uint32_t, double> counts;
  count(counts, document.headline_tokens, kHeadlineCount);
  count(counts, document.body_tokens, 1);
  std::vector<Score> scores(topics_.size());
  double total = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i].topic = i;
  for (const auto& [hash, times] : counts) {
    const auto [first, last] = terms_.equal_range(hash);
    for (auto term = first; term != last; ++term) {
      const double value = term->second.weight * (1 + std::log(times));
      scores[term->second.topic].value += value;
      scores[term->second.topic].words.emplace_back(value, term->second.word);
      total += value;
    }
  }
  std::sort(scores.begin(), scores.end(), [](const Score& a, const Score& b) {
    return a.value != b.value ? a.value > b.value : a.topic < b.topic;
  });
  std::vector<Subject> subjects;
  for (Score& score : scores) {
    if (score.value < kMinScore || score.value < kMinShare * total ||
        subjects.size() == kMaxSubjects || score.value < kNextToBest * scores.front().value) {
      break;
    }
    const double enough = score.value / (score.value + kMinScore);
    const double confidence = 100 * std::sqrt(enough * score.value / total);
    subjects.push_back({topics_[score.topic].name, topics_[score.topic].uri,
                        std::clamp(static_cast<int>(confidence), 1, 99), evidence_of(score)});
  }
  return subjects;
}

std::string TopicModel::version() const { return fmt::format("{:016x}", version_); }

}  // namespace copytaster::annotate
