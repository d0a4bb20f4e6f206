#include "tests/quality/furniture.h"

#include <string>
#include <utility>
#include <vector>

#include "pipeline/dedup/fingerprint.h"
#include "pipeline/desk.h"
#include "tests/oracles/news_generator.h"

namespace copytaster::quality {
namespace {

using oracles::Dice;
using oracles::Story;

constexpr std::size_t kSites = 20;
constexpr std::size_t kWordsAround = 400;
constexpr double kCopied = 0.3;  ///< of the articles stand on another site, too
constexpr std::int64_t kMinute = 60'000;

/// One article of the stream.
struct Published {
  std::size_t site = 0;
  std::size_t story = 0;  ///< the same for a copy and its original
  bool copy = false;
  std::string text;
};

/// Half of its paragraphs before, half behind the text.
std::string framed(const std::vector<std::string>& furniture, const std::string& text) {
  std::string page;
  for (std::size_t i = 0; i < furniture.size(); ++i) {
    if (i == furniture.size() / 2) page += text + "\n\n";
    page += furniture[i] + "\n\n";
  }
  return page;
}

std::vector<std::vector<std::string>> invent_sites(Dice& dice) {
  std::vector<std::vector<std::string>> sites(kSites);
  for (auto& furniture : sites) {
    for (auto& paragraph : oracles::invent_story(dice, kWordsAround).paragraphs)
      furniture.push_back(oracles::to_text({{std::move(paragraph)}}));
  }
  return sites;
}

std::vector<Published> invent_stream(std::size_t count) {
  Dice dice(2025);
  const auto sites = invent_sites(dice);
  std::vector<Published> stream;
  for (std::size_t i = 0; i < count; ++i) {
    const Story story = oracles::invent_story(dice, 120 + dice.roll(250));
    const std::size_t site = dice.roll(kSites);
    stream.push_back({site, i, false, framed(sites[site], oracles::to_text(story))});
    if (!dice.chance(kCopied)) continue;
    const std::size_t other = (site + 1 + dice.roll(kSites - 1)) % kSites;
    const Story copy = dice.chance(0.5) ? story : oracles::edit_on_the_wire(story, dice);
    stream.push_back({other, i, true, framed(sites[other], oracles::to_text(copy))});
  }
  return stream;
}

AnalysedMessage analysed(const Published& published, std::size_t at, bool with_lines) {
  AnalysedMessage message;
  message.message.origin = {"raw", 0, Offset(static_cast<std::int64_t>(at)),
                            Timestamp{1'700'000'000'000 + static_cast<std::int64_t>(at) * kMinute}};
  Analysis& analysis = message.analysis.emplace();
  analysis.article.source = "site" + std::to_string(published.site);
  analysis.article.uri =
      "urn:article:" + analysis.article.source + ":" + std::to_string(published.story);
  const auto document =
      oracles::document_of("Story " + std::to_string(published.story), published.text);
  analysis.headline = document.headline;
  analysis.words = dedup::read_words(document);
  analysis.fingerprint = dedup::make_fingerprint(analysis.words, dedup::headline_hash(document));
  analysis.lead = dedup::make_lead(analysis.words);
  if (!with_lines) analysis.words.lines.clear();
  return message;
}

Row judge(const std::vector<Published>& stream, bool with_lines) {
  Desk desk{DeskOptions{}};
  std::size_t copies = 0;
  std::size_t found = 0;
  std::size_t near = 0;
  std::size_t strangers = 0;
  for (std::size_t at = 0; at < stream.size(); ++at) {
    const auto decided = desk.decide(analysed(stream[at], at, with_lines));
    const Verdict& verdict = decided.decision->verdict;
    const std::string story = ":" + std::to_string(stream[at].story);
    const bool right = verdict.matched && verdict.matched->uri.ends_with(story);
    copies += stream[at].copy ? 1U : 0U;
    found += stream[at].copy && right ? 1U : 0U;
    near += stream[at].copy && right && verdict.kind == Kind::kNear ? 1U : 0U;
    strangers += !right && verdict.kind != Kind::kNew ? 1U : 0U;
  }
  const auto of = static_cast<double>(copies);
  return {"sites' furniture",
          with_lines ? "learned" : "not learned",
          stream.size(),
          {static_cast<double>(found) / of, static_cast<double>(near) / of,
           static_cast<double>(strangers) / static_cast<double>(stream.size())}};
}

}  // namespace

Report measure_furniture(std::size_t count) {
  const auto stream = invent_stream(count);
  return {"dedup", {"found", "kind", "stranger"}, {judge(stream, false), judge(stream, true)}, {}};
}

}  // namespace copytaster::quality
