#include "pipeline/dedup/line_memory.h"

#include <algorithm>
#include <utility>

#include "pipeline/check.h"
#include "pipeline/hash.h"
#include "pipeline/memory/allocated.h"

namespace copytaster::dedup {
namespace {

constexpr std::size_t kForgottenAtOnce = 8;  ///< bounds the time of one decision
/// The nodes of two maps and the head of a vector.
constexpr std::size_t kSourceBytes =
    memory::allocated(32 + 8 + 16 + 24) + memory::allocated(32 + 8 + 8);

bool by_hash(const LineMark& left, const LineMark& right) { return left.hash < right.hash; }

/// Articles of the source that may come without the line before it is forgotten, at `articles`.
/// Counters wrap; no line is older than its life.
int life_left(const LineMark& line, std::uint16_t articles) {
  const int life = line.count >= LineMemory::kLearned ? LineMemory::kMissing : LineMemory::kApart;
  return life - static_cast<std::uint16_t>(articles - line.last);
}

const LineMark* find(const std::vector<LineMark>& lines, std::uint32_t hash) {
  const auto found = std::lower_bound(lines.begin(), lines.end(), LineMark{hash, 0, 0}, by_hash);
  return found == lines.end() || found->hash != hash ? nullptr : &*found;
}

std::size_t bytes_of(const std::vector<LineMark>& lines) {
  return memory::allocated(lines.size() * sizeof(LineMark));
}

/// Of the lines that stay, those beyond the bound whose time is up first.
void drop_excess(std::vector<LineMark> kept, std::size_t own, std::uint16_t articles,
                 std::vector<std::uint32_t>& dropped) {
  if (kept.size() + own <= LineMemory::kMostLines) return;
  const std::size_t excess = std::min(kept.size(), kept.size() + own - LineMemory::kMostLines);
  const auto end = kept.begin() + static_cast<std::ptrdiff_t>(excess);
  std::nth_element(kept.begin(), end, kept.end(),
                   [articles](const LineMark& left, const LineMark& right) {
                     const int l = life_left(left, articles);
                     const int r = life_left(right, articles);
                     return l != r ? l < r : left.hash < right.hash;
                   });
  for (auto line = kept.begin(); line != end; ++line) dropped.push_back(line->hash);
}

}  // namespace

std::uint64_t LineMemory::key(std::string_view source) {
  return std::max<std::uint64_t>(1, hash64(source));
}

std::vector<bool> LineMemory::furniture(std::uint64_t source,
                                        const std::vector<TextLine>& lines) const {
  std::vector<bool> is_furniture(lines.size(), false);
  const auto known = sources_.find(source);
  if (known == sources_.end()) return is_furniture;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const LineMark* mark = find(known->second.lines, lines[i].hash);
    is_furniture[i] = mark != nullptr && mark->count >= kLearned;
  }
  return is_furniture;
}

std::optional<LineChange> LineMemory::learn(std::uint64_t source, std::uint64_t number,
                                            const std::vector<TextLine>& lines) const {
  const auto known = sources_.find(source);
  static const Source kUnknown;
  const Source& before = known == sources_.end() ? kUnknown : known->second;
  LineChange change;
  change.set = {source, static_cast<std::uint16_t>(before.articles + 1), number, {}};
  auto& own = change.set.lines;
  std::uint64_t words = 0;
  std::uint64_t fresh = 0;
  for (const TextLine& line : lines) {
    const LineMark* mark = find(before.lines, line.hash);
    if (mark != nullptr && life_left(*mark, change.set.articles) < 0) mark = nullptr;
    words += line.words;
    fresh += mark == nullptr ? line.words : 0;
    const int count = mark == nullptr ? 1 : std::min(255, mark->count + 1);
    own.push_back({line.hash, change.set.articles, static_cast<std::uint8_t>(count)});
  }
  if (own.empty() || fresh * kFresh < words) return std::nullopt;
  std::sort(own.begin(), own.end(), by_hash);
  own.erase(std::unique(own.begin(), own.end()), own.end());
  std::vector<LineMark> kept;
  kept.reserve(before.lines.size());
  auto same = own.begin();  // both ascend
  for (const LineMark& line : before.lines) {
    while (same != own.end() && same->hash < line.hash) ++same;
    if (same != own.end() && same->hash == line.hash) continue;
    if (life_left(line, change.set.articles) < 0) {
      change.dropped.push_back(line.hash);
    } else {
      kept.push_back(line);
    }
  }
  drop_excess(std::move(kept), own.size(), change.set.articles, change.dropped);
  std::sort(change.dropped.begin(), change.dropped.end());
  return change;
}

void LineMemory::apply(const LineChange& change) {
  Source after{change.set.articles, change.set.taught, {}};
  const auto known = sources_.find(change.set.source);
  std::vector<LineMark> kept;
  if (known != sources_.end()) {
    auto dropped = change.dropped.begin();
    auto own = change.set.lines.begin();
    for (const LineMark& line : known->second.lines) {
      while (dropped != change.dropped.end() && *dropped < line.hash) ++dropped;
      while (own != change.set.lines.end() && own->hash < line.hash) ++own;
      const bool gone = dropped != change.dropped.end() && *dropped == line.hash;
      const bool replaced = own != change.set.lines.end() && own->hash == line.hash;
      if (!gone && !replaced) kept.push_back(line);
    }
  }
  after.lines.resize(kept.size() + change.set.lines.size());
  std::merge(kept.begin(), kept.end(), change.set.lines.begin(), change.set.lines.end(),
             after.lines.begin(), by_hash);
  replace(change.set.source, std::move(after));
}

void LineMemory::set(const SourceLines& source) {
  replace(source.source, {source.articles, source.taught, source.lines});
}

void LineMemory::replace(std::uint64_t source, Source with) {
  forget(source);
  lines_bytes_ += bytes_of(with.lines);
  by_age_.emplace(with.taught, source);
  sources_.emplace(source, std::move(with));
}

void LineMemory::forget(std::uint64_t source) {
  const auto known = sources_.find(source);
  if (known == sources_.end()) return;
  lines_bytes_ -= bytes_of(known->second.lines);
  by_age_.erase({known->second.taught, source});
  sources_.erase(known);
}

SourceLines LineMemory::read(std::uint64_t source) const {
  const auto known = sources_.find(source);
  CHECK(known != sources_.end());
  return {source, known->second.articles, known->second.taught, known->second.lines};
}

std::optional<std::uint64_t> LineMemory::after(std::uint64_t source) const {
  const auto next = sources_.upper_bound(source);
  return next == sources_.end() ? std::nullopt : std::optional(next->first);
}

std::vector<std::uint64_t> LineMemory::excess(std::size_t budget, std::uint64_t besides) const {
  std::vector<std::uint64_t> gone;
  std::size_t held = bytes();
  for (const auto& [taught, source] : by_age_) {
    if (held <= budget || gone.size() == kForgottenAtOnce) break;
    if (source == besides) continue;
    held -= kSourceBytes + bytes_of(sources_.at(source).lines);
    gone.push_back(source);
  }
  return gone;
}

std::size_t LineMemory::bytes() const { return sources_.size() * kSourceBytes + lines_bytes_; }

bool can_be_set(const SourceLines& source) {
  const auto& lines = source.lines;
  const bool ascending =
      std::adjacent_find(lines.begin(), lines.end(), [](const auto& left, const auto& right) {
        return left.hash >= right.hash;
      }) == lines.end();
  return source.source != 0 && source.taught != 0 && ascending;
}

}  // namespace copytaster::dedup
