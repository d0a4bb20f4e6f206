#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
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
    double weight = 0;
    std::string word;
  };
  Result<void> read(std::string_view text);

  std::vector<Topic> topics_;
  std::unordered_multimap<std::uint32_t, Term> terms_;  ///< by token hash
  std::uint64_t version_ = 0;
};

}  // namespace copytaster::annotate
