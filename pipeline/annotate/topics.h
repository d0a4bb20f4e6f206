#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/records.h"
#include "pipeline/result.h"
#include "pipeline/text/document.h"

namespace copytaster::annotate {

/// Weighted words of each top-level IPTC Media Topic. Immutable once loaded, safe to share.
class TopicModel {
 public:
  /// Reads a topics.tsv: "@name TAB uri" lines, each followed by its "word TAB weight" lines. The
  /// error names the file and says what is wrong with it.
  [[nodiscard]] static Result<TopicModel> load(const std::filesystem::path& file);

  /// The topics of an English text, surest first; none where no topic stands out.
  [[nodiscard]] std::vector<Subject> classify(const text::Document& document) const;

  /// Hash of the file, 16 hex digits.
  [[nodiscard]] std::string version() const;

 private:
  struct Topic {
    std::string name;
    std::string uri;
  };
  struct Term {
    std::uint32_t topic = 0;
    std::uint32_t hash = 0;  ///< of the word
    double weight = 0;
    std::string word;
  };
  /// A word's first term. The hash stands beside it, so that a word of no topic costs one look.
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t term = 0;  ///< place in `terms_` plus one; 0: the slot is free
  };
  struct Occurrence;

  Result<void> read(std::string_view text);
  void index();
  [[nodiscard]] std::uint32_t first_term(std::uint32_t hash) const;
  [[nodiscard]] std::vector<Occurrence> occurrences(const text::Document& document) const;

  std::vector<Topic> topics_;
  std::vector<Term> terms_;      ///< ascending by hash, a word of several topics once for each
  std::vector<Slot> slots_{{}};  ///< open addressing by hash, mostly free; size a power of two
  std::uint64_t version_ = 0;
};

}  // namespace copytaster::annotate
