#include "tests/quality/copies/peers.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <limits>

#include "pipeline/hash.h"

namespace copytaster::quality {
namespace {

using Words = std::vector<std::uint64_t>;

constexpr std::size_t kHashes = 128;
constexpr std::size_t kGram = 5;

class MinHash : public Peer {
 public:
  explicit MinHash(double threshold)
      : threshold_(threshold), rows_(threshold < 0.65 ? 4 : 8), tables_(kHashes / rows_) {}

  void add(const Words& words) override {
    const auto signature = sign(words);
    for (std::size_t band = 0; band < tables_.size(); ++band)
      tables_[band][key(signature, band)].push_back(signatures_.size());
    signatures_.push_back(signature);
  }

  [[nodiscard]] std::optional<std::size_t> find(const Words& words) const override {
    const auto signature = sign(words);
    std::optional<std::size_t> best;
    double highest = threshold_;
    std::vector<std::size_t> met;
    for (std::size_t band = 0; band < tables_.size(); ++band) {
      const auto found = tables_[band].find(key(signature, band));
      if (found != tables_[band].end())
        met.insert(met.end(), found->second.begin(), found->second.end());
    }
    std::sort(met.begin(), met.end());
    met.erase(std::unique(met.begin(), met.end()), met.end());
    for (const std::size_t number : met) {
      const double alike = similarity(signature, signatures_[number]);
      if (alike < highest || (best && alike == highest)) continue;
      best = number;
      highest = alike;
    }
    return best;
  }

 private:
  using Signature = std::array<std::uint32_t, kHashes>;

  static Signature sign(const Words& words) {
    Signature signature;
    signature.fill(std::numeric_limits<std::uint32_t>::max());
    const std::size_t length = std::min(kGram, words.size());
    for (std::size_t i = 0; i + length <= words.size() && length > 0; ++i) {
      std::uint64_t gram = length;
      for (std::size_t j = 0; j < length; ++j) gram = combine(gram, words[i + j]);
      for (std::size_t j = 0; j < kHashes; ++j) {
        gram = gram * 6364136223846793005U + 1442695040888963407U;  // Knuth's MMIX generator
        signature[j] = std::min(signature[j], static_cast<std::uint32_t>(gram >> 32U));
      }
    }
    return signature;
  }

  static double similarity(const Signature& left, const Signature& right) {
    std::size_t equal = 0;
    for (std::size_t i = 0; i < kHashes; ++i) equal += left[i] == right[i] ? 1U : 0U;
    return static_cast<double>(equal) / kHashes;
  }

  [[nodiscard]] std::uint64_t key(const Signature& signature, std::size_t band) const {
    std::uint64_t key = band;
    for (std::size_t i = band * rows_; i < (band + 1) * rows_; ++i)
      key = combine(key, signature[i]);
    return key;
  }

  double threshold_;
  std::size_t rows_;
  std::vector<std::unordered_map<std::uint64_t, std::vector<std::size_t>>> tables_;
  std::vector<Signature> signatures_;
};

class SimHash : public Peer {
 public:
  void add(const Words& words) override {
    const std::uint64_t hash = sign(words);
    for (std::size_t block = 0; block < kBlocks; ++block)
      tables_[block][part(hash, block)].push_back(hashes_.size());
    hashes_.push_back(hash);
  }

  // Of four blocks one is equal where three bits differ.
  [[nodiscard]] std::optional<std::size_t> find(const Words& words) const override {
    const std::uint64_t hash = sign(words);
    std::optional<std::size_t> best;
    int least = kApart + 1;
    for (std::size_t block = 0; block < kBlocks; ++block) {
      const auto found = tables_[block].find(part(hash, block));
      if (found == tables_[block].end()) continue;
      for (const std::size_t number : found->second) {
        const int apart = std::popcount(hash ^ hashes_[number]);
        if (apart >= least) continue;
        least = apart;
        best = number;
      }
    }
    return best;
  }

 private:
  static constexpr std::size_t kBlocks = 4;
  static constexpr int kApart = 3;

  static std::uint64_t part(std::uint64_t hash, std::size_t block) {
    return (hash >> (16 * block)) & 0xffffU;
  }

  static std::uint64_t sign(const Words& words) {
    std::array<int, 64> votes{};
    for (const std::uint64_t word : words) {
      for (std::size_t bit = 0; bit < votes.size(); ++bit)
        votes[bit] += ((word >> bit) & 1U) != 0 ? 1 : -1;
    }
    std::uint64_t hash = 0;
    for (std::size_t bit = 0; bit < votes.size(); ++bit)
      hash |= votes[bit] > 0 ? std::uint64_t{1} << bit : 0;
    return hash;
  }

  std::array<std::unordered_map<std::uint64_t, std::vector<std::size_t>>, kBlocks> tables_;
  std::vector<std::uint64_t> hashes_;
};

class ExactHash : public Peer {
 public:
  void add(const Words& words) override {
    numbers_.try_emplace(hash(words), count_);
    ++count_;
  }
  [[nodiscard]] std::optional<std::size_t> find(const Words& words) const override {
    const auto found = numbers_.find(hash(words));
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
  }

 private:
  static std::uint64_t hash(const Words& words) {
    std::uint64_t hash = words.size();
    for (const std::uint64_t word : words) hash = combine(hash, word);
    return hash;
  }

  std::unordered_map<std::uint64_t, std::size_t> numbers_;
  std::size_t count_ = 0;
};

}  // namespace

Words plain_words(std::string_view text) {
  Words words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(hash64(word));
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::string_view rest = text.substr(i);
    // General punctuation (U+2000 to U+203F) and the no-break space split, as they do for \W.
    if (rest.substr(0, 2) == "\xe2\x80" || rest.substr(0, 2) == "\xc2\xa0") {
      end();
      i += byte == 0xe2 ? 2 : 1;
    } else if (std::isalnum(byte) != 0 || byte >= 0x80) {
      word += static_cast<char>(std::tolower(byte));
    } else {
      end();
    }
  }
  end();
  return words;
}

std::unique_ptr<Peer> make_minhash(double threshold) {
  return std::make_unique<MinHash>(threshold);
}
std::unique_ptr<Peer> make_simhash() { return std::make_unique<SimHash>(); }
std::unique_ptr<Peer> make_exact_hash() { return std::make_unique<ExactHash>(); }

}  // namespace copytaster::quality
