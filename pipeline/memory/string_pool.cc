#include "pipeline/memory/string_pool.h"

#include "pipeline/check.h"

namespace copytaster::memory {

std::uint32_t StringPool::acquire(std::string_view text) {
  const auto [found, is_new] = ids_.try_emplace(std::string(text), 0);
  if (!is_new) {
    ++entries_[found->second].holders;
    return found->second;
  }
  text_bytes_ += text.size();
  const Entry entry{&found->first, 1};
  if (free_.empty()) {
    found->second = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back(entry);
  } else {
    found->second = free_.back();
    free_.pop_back();
    entries_[found->second] = entry;
  }
  return found->second;
}

void StringPool::release(std::uint32_t id) {
  Entry& entry = entries_[id];
  CHECK(entry.holders > 0);
  if (--entry.holders > 0) return;
  text_bytes_ -= entry.text->size();
  ids_.erase(ids_.find(*entry.text));
  entry.text = nullptr;
  free_.push_back(id);
}

std::size_t StringPool::bytes() const {
  constexpr std::size_t kOverhead = 120;  // node, bucket, entry, allocation
  return text_bytes_ + ids_.size() * kOverhead;
}

}  // namespace copytaster::memory
