#include "pipeline/stories/term_index.h"

#include <unordered_set>

namespace copytaster::stories {
namespace {

constexpr std::size_t kListed = 2 * TermIndex::kCommon;  ///< with more stories a list is dropped
constexpr std::size_t kRestored = TermIndex::kCommon * 3 / 2;  ///< with fewer it is made again

}  // namespace

void TermIndex::recount(std::size_t before, std::size_t after) {
  if (before <= kCommon) listed_ -= before;
  if (after <= kCommon) listed_ += after;
}

void TermIndex::add(std::uint32_t term, std::uint32_t slot) {
  if (const auto counted = counted_.find(term); counted != counted_.end()) {
    ++counted->second;
    recount(counted->second - 1, counted->second);
    return;
  }
  const std::size_t stories = postings_.insert(term, slot);
  recount(stories - 1, stories);
  if (stories <= kListed) return;
  std::vector<std::uint32_t> slots;
  postings_.collect(term, slots);
  for (auto each = slots.rbegin(); each != slots.rend(); ++each) postings_.erase(term, *each);
  counted_.emplace(term, static_cast<std::uint32_t>(stories));
}

void TermIndex::remove(std::uint32_t term, std::uint32_t slot) {
  std::size_t stories = 0;
  if (const auto counted = counted_.find(term); counted != counted_.end()) {
    stories = --counted->second;
    wants_restoring_ = wants_restoring_ || stories <= kCommon;
  } else {
    stories = postings_.erase(term, slot);
  }
  recount(stories + 1, stories);
}

void TermIndex::collect(std::uint32_t term, std::vector<std::uint32_t>& slots) const {
  const std::size_t before = slots.size();
  postings_.collect(term, slots);
  if (slots.size() - before > kCommon) slots.resize(before);
}

std::size_t TermIndex::count(std::uint32_t term) const {
  const std::size_t stories = postings_.count(term);
  return stories > kCommon ? 0 : stories;
}

void TermIndex::restore(const std::function<void(const Visit&)>& for_each) {
  std::unordered_set<std::uint32_t> restored;
  for (const auto& [term, stories] : counted_) {
    if (stories <= kRestored) restored.insert(term);
  }
  for_each([&](std::uint32_t slot, const std::vector<StoryTerm>& terms) {
    for (const auto& term : terms) {
      if (restored.contains(term.hash)) postings_.insert(term.hash, slot);
    }
  });
  for (const std::uint32_t term : restored) counted_.erase(term);
  wants_restoring_ = false;
}

std::size_t TermIndex::bytes() const { return memory::PostingTable::bytes(listed_); }

}  // namespace copytaster::stories
