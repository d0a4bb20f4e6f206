#include "pipeline/article_store.h"

#include <algorithm>

#include "pipeline/check.h"
#include "pipeline/hash.h"

namespace copytaster {
namespace {

std::uint32_t uri_key(std::string_view uri) { return static_cast<std::uint32_t>(hash64(uri, 1)); }
std::uint32_t url_key(std::string_view url) { return static_cast<std::uint32_t>(hash64(url, 2)); }
std::uint32_t story_key(std::uint64_t story) {
  return static_cast<std::uint32_t>(combine(3, story));
}

}  // namespace

void ArticleStore::set(const RememberedArticle& article) {
  erase(article.number);
  const std::uint32_t slot = slots_.add(article.number);
  if (slot >= packed_.size()) packed_.resize(slot + 1);
  packed_[slot] = memory::PackedArticle(article, common_);
  packed_bytes_ += packed_[slot].bytes();
  ages_.add(slot, article.last_matched);
  names_.insert(uri_key(article.uri), article.number, slot);
  if (!article.url_key.empty()) names_.insert(url_key(article.url_key), article.number, slot);
  names_.insert(story_key(article.story), article.number, slot);
  texts_.add(article.number, article.fingerprint);
  unpacked_count_ = 0;
}

void ArticleStore::erase(std::uint64_t number) {
  const auto slot = slots_.find(number);
  if (!slot) return;
  const RememberedArticle& article = *find(number);
  names_.erase(uri_key(article.uri), number, *slot);
  if (!article.url_key.empty()) names_.erase(url_key(article.url_key), number, *slot);
  names_.erase(story_key(article.story), number, *slot);
  texts_.remove(number, article.fingerprint);
  ages_.remove(*slot);
  packed_bytes_ -= packed_[*slot].bytes();
  packed_[*slot].release(common_);
  packed_[*slot] = {};
  slots_.remove(number);
  unpacked_count_ = 0;
}

void ArticleStore::touch(std::uint64_t number, Timestamp last_matched) {
  const auto slot = slots_.find(number);
  if (!slot) return;
  ages_.set(*slot, last_matched);
  unpacked_count_ = 0;
}

const RememberedArticle* ArticleStore::find(std::uint64_t number) const {
  for (std::size_t i = 0; i < unpacked_count_; ++i) {
    if (unpacked_[i]->number == number) return unpacked_[i].get();
  }
  const auto slot = slots_.find(number);
  if (!slot) return nullptr;
  if (unpacked_count_ == unpacked_.size()) {
    unpacked_.push_back(std::make_unique<RememberedArticle>());
  }
  RememberedArticle& article = *unpacked_[unpacked_count_++];
  packed_[*slot].unpack(number, common_, article);
  article.last_matched = ages_.time(*slot);
  return &article;
}

RememberedArticle ArticleStore::read(std::uint64_t number) const {
  const auto slot = slots_.find(number);
  CHECK(slot.has_value());
  RememberedArticle article;
  packed_[*slot].unpack(number, common_, article);
  article.last_matched = ages_.time(*slot);
  return article;
}

const RememberedArticle* ArticleStore::newest(std::string_view uri) const {
  return newest_with(uri_key(uri), &RememberedArticle::uri, uri);
}

const RememberedArticle* ArticleStore::newest_at(std::string_view url) const {
  return newest_with(url_key(url), &RememberedArticle::url_key, url);
}

std::vector<std::uint64_t> ArticleStore::versions(std::string_view uri) const {
  std::vector<std::uint64_t> numbers = numbers_under(uri_key(uri));
  std::erase_if(numbers, [&](std::uint64_t number) { return find(number)->uri != uri; });
  return numbers;
}

std::vector<std::uint64_t> ArticleStore::in_story(std::uint64_t story, std::size_t limit) const {
  std::vector<std::uint64_t> numbers = numbers_under(story_key(story));
  std::vector<std::uint64_t> newest;
  for (auto number = numbers.rbegin(); number != numbers.rend() && newest.size() < limit;
       ++number) {
    if (find(*number)->story == story) newest.push_back(*number);
  }
  return newest;
}

/// Ascending. Two uris may have the same key: their texts decide.
std::vector<std::uint64_t> ArticleStore::numbers_under(std::uint32_t key) const {
  if (const auto* numbers = names_.hot(key); numbers != nullptr)
    return {numbers->begin(), numbers->end()};
  std::vector<std::uint32_t> slots;
  names_.collect(key, slots);
  std::vector<std::uint64_t> numbers;
  numbers.reserve(slots.size());
  for (const std::uint32_t slot : slots) numbers.push_back(slots_.number(slot));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// The text decides: two of them may have the same key.
const RememberedArticle* ArticleStore::newest_with(std::uint32_t key, TextOf text_of,
                                                   std::string_view text) const {
  const auto has_text = [&](std::uint64_t number) { return find(number)->*text_of == text; };
  if (const auto* numbers = names_.hot(key); numbers != nullptr) {
    const auto found = std::find_if(numbers->rbegin(), numbers->rend(), has_text);
    return found == numbers->rend() ? nullptr : find(*found);
  }
  const auto numbers = numbers_under(key);
  const auto found = std::find_if(numbers.rbegin(), numbers.rend(), has_text);
  return found == numbers.rend() ? nullptr : find(*found);
}

void ArticleStore::visit_oldest(const std::function<bool(std::uint64_t, Timestamp)>& visit) const {
  ages_.visit_oldest(
      [&](std::uint32_t slot) { return visit(slots_.number(slot), ages_.time(slot)); });
}

std::size_t ArticleStore::bytes() const {
  return slots_.bytes() + ages_.bytes() + common_.bytes() + packed_bytes_ + names_.bytes() +
         texts_.bytes();
}

}  // namespace copytaster
