#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace copytaster::quality {

/// WordNet's synonyms, read from the files of its 3.0 (Debian's wordnet-base; formats: wndb(5WN)).
class Thesaurus {
 public:
  /// Empty where the folder holds no WordNet.
  explicit Thesaurus(const std::filesystem::path& folder = "/usr/share/wordnet");

  [[nodiscard]] bool empty() const { return parts_[0].senses.empty(); }

  /// Other words for `word`, in lower case, inflected as it is (plural, -s, -ed, -ing; by rule), of
  /// its first `senses` senses in each part of speech, the commonest first, each once. Without
  /// those of several words unless `phrases`.
  [[nodiscard]] std::vector<std::string> synonyms(std::string_view word, std::size_t senses,
                                                  bool phrases) const;

 private:
  struct Part {
    char name = 'n';
    std::string data;
    std::unordered_map<std::string, std::vector<std::size_t>> senses;  ///< offsets in `data`
  };
  void add_synonyms(const Part& part, const std::string& lemma, std::string_view ending,
                    std::size_t senses, bool phrases, std::vector<std::string>& found) const;

  std::array<Part, 4> parts_;
};

}  // namespace copytaster::quality
