#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace copytaster::quality {

/// A common way of finding duplicates, to stand beside ours on the same stream. It reads the text
/// as such programs do: words in lower case, split at what is neither letter nor digit.
class Peer {
 public:
  virtual ~Peer() = default;
  virtual void add(const std::vector<std::uint64_t>& words) = 0;
  /// The one most alike of those added, by number in order from 0, if it is alike enough.
  [[nodiscard]] virtual std::optional<std::size_t> find(
      const std::vector<std::uint64_t>& words) const = 0;
};

/// The hashes of the words of a text.
[[nodiscard]] std::vector<std::uint64_t> plain_words(std::string_view text);

/// MinHash of word 5-grams (Broder, 1997) of 128 hashes, banded so that pairs at `threshold` are
/// met nine times in ten and more; alike from that estimated Jaccard similarity on.
[[nodiscard]] std::unique_ptr<Peer> make_minhash(double threshold);
/// SimHash of words in 64 bits (Charikar, 2002), alike up to three bits apart (Manku, 2007).
[[nodiscard]] std::unique_ptr<Peer> make_simhash();
/// One hash of all words.
[[nodiscard]] std::unique_ptr<Peer> make_exact_hash();

}  // namespace copytaster::quality
