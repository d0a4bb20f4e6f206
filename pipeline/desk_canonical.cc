// Who had it first: a hint beside `of`, which is only what arrived first.
#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

#include "pipeline/desk_judgement.h"
#include "pipeline/letter_case.h"

namespace copytaster {
namespace {

/// One of the items that are copies of each other; its texts are the Desk's or the message's.
struct Claim {
  std::string_view uri;
  std::string_view source;
  std::string_view credit;
  std::optional<Timestamp> published;  ///< where that is believable
  std::uint64_t number = 0;            ///< in the order of arrival
};

/// Of what arrives now nobody was the first years ago: such a time is a default of some program.
constexpr std::int64_t kOldest = kHour * 24 * 365;

std::optional<Timestamp> believable(std::optional<Timestamp> published, Timestamp arrived) {
  if (!published || *published > arrived) return std::nullopt;
  return arrived.milliseconds - published->milliseconds > kOldest ? std::nullopt : published;
}

/// Published earlier, or else arrived earlier; a time counts more than none.
bool before(const Claim& left, const Claim& right) {
  if (left.published.has_value() != right.published.has_value()) return left.published.has_value();
  if (left.published != right.published) return *left.published < *right.published;
  return left.number < right.number;
}

Canonical named(const Claim& claim, const char* why) {
  return {std::string(claim.uri), std::string(claim.source), why};
}

/// The name that most of them give as their source, as it stands in the first of them; the first of
/// the alphabet among equals.
std::string_view most_credited(const std::vector<Claim>& claims) {
  std::map<std::string, std::size_t> counts;
  for (const auto& claim : claims) {
    if (!claim.credit.empty()) ++counts[in_small_ascii(claim.credit)];
  }
  if (counts.empty()) return {};
  const auto most = std::max_element(counts.begin(), counts.end(), [](auto& one, auto& other) {
    return one.second < other.second;
  });
  return std::find_if(
             claims.begin(), claims.end(),
             [&](const Claim& claim) { return equal_aside_from_case(claim.credit, most->first); })
      ->credit;
}

}  // namespace

/// The arriving item is one of them, and everything that it is a copy of. By the credit that they
/// carry, else by the ranks of their sources, else by their times.
Canonical Desk::canonical_of(const Analysis& analysis, const Judgement& judgement) const {
  std::vector<Claim> claims;
  const auto add = [&](const RememberedArticle* item) {
    if (item->status == PubStatus::kCanceled) return;
    if (std::any_of(claims.begin(), claims.end(),
                    [&](const Claim& each) { return each.number == item->number; }))
      return;
    claims.push_back({item->uri, source_name(item->source), source_name(item->credit),
                      believable(item->published_at, item->origin.timestamp), item->number});
  };
  for (const auto* item : way_to_root(*judgement.matched)) add(item);
  for (const auto* item : judgement.candidates) add(item);
  const Article& article = analysis.article;
  claims.push_back({article.uri, source_name(article.source), source_name(analysis.credit),
                    believable(article.published_at, judgement.arrived), next_number_});
  std::sort(claims.begin(), claims.end(), before);

  if (const std::string_view credit = most_credited(claims); !credit.empty()) {
    const auto own = std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) {
      return equal_aside_from_case(claim.source, credit);
    });
    return own == claims.end() ? Canonical{"", std::string(credit), "credit"}
                               : named(*own, "credit");
  }
  if (!options_.source_ranks.empty()) {
    constexpr int kNoRank = std::numeric_limits<int>::max();
    const auto rank = [&](const Claim& claim) {
      return rank_of(std::string(claim.source)).value_or(kNoRank);
    };
    const auto [best, worst] = std::minmax_element(
        claims.begin(), claims.end(),
        [&](const Claim& one, const Claim& other) { return rank(one) < rank(other); });
    if (rank(*best) < rank(*worst)) return named(*best, "rank");
  }
  return named(claims.front(), claims.front().published ? "published" : "arrived");
}

}  // namespace copytaster
