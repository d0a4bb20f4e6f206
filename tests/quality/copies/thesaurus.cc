#include "tests/quality/copies/thesaurus.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace copytaster::quality {
namespace {

constexpr std::size_t kMostSenses = 4;  ///< kept of a word; rarer ones are not what is meant

bool ends_with(std::string_view word, std::string_view end) {
  return word.size() > end.size() + 2 && word.substr(word.size() - end.size()) == end;
}

/// A lemma that an inflected word may be of, and the ending that tells its form.
struct Form {
  std::string lemma;
  std::string_view ending;
};

/// The word itself, and what it may be the -s, -ed or -ing form of.
std::vector<Form> forms_of(std::string_view word) {
  std::vector<Form> forms{{std::string(word), ""}};
  const auto add = [&](std::string_view end, std::string_view instead, std::string_view ending) {
    if (!ends_with(word, end)) return;
    forms.push_back(
        {std::string(word.substr(0, word.size() - end.size())) + std::string(instead), ending});
  };
  add("ies", "y", "s");
  add("es", "", "s");
  add("s", "", "s");
  add("ied", "y", "ed");
  add("ed", "", "ed");
  add("ed", "e", "ed");
  add("ing", "", "ing");
  add("ing", "e", "ing");
  return forms;
}

bool is_vowel(char letter) {
  return std::string_view("aeiou").find(letter) != std::string_view::npos;
}

std::string inflected(std::string lemma, std::string_view ending) {
  if (ending.empty()) return lemma;
  const char last = lemma.back();
  if (last == 'y' && lemma.size() > 1 && !is_vowel(lemma[lemma.size() - 2]) && ending != "ing") {
    lemma.pop_back();
    return lemma + (ending == "s" ? "ies" : "ied");
  }
  if (ending == "s") {
    const bool hisses = std::string_view("sxz").find(last) != std::string_view::npos ||
                        ends_with(lemma, "ch") || ends_with(lemma, "sh");
    return lemma + (hisses ? "es" : "s");
  }
  if (last == 'e') lemma.pop_back();
  return lemma + std::string(ending);
}

std::vector<std::string> fields_of(std::string_view line) {
  std::istringstream stream{std::string(line)};
  return {std::istream_iterator<std::string>(stream), {}};
}

}  // namespace

Thesaurus::Thesaurus(const std::filesystem::path& folder) {
  constexpr std::array<std::pair<const char*, char>, 4> kParts{
      {{"noun", 'n'}, {"verb", 'v'}, {"adj", 'a'}, {"adv", 'r'}}};
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    Part& part = parts_[i];
    part.name = kParts[i].second;
    std::ifstream data(folder / (std::string("data.") + kParts[i].first), std::ios::binary);
    part.data.assign(std::istreambuf_iterator<char>(data), {});
    std::ifstream index(folder / (std::string("index.") + kParts[i].first));
    for (std::string line; std::getline(index, line);) {
      if (line.empty() || line[0] == ' ') continue;  // the licence
      const auto fields = fields_of(line);
      const std::size_t senses = std::stoul(fields[2]);
      auto& offsets = part.senses[fields[0]];
      for (std::size_t at = fields.size() - senses; at < fields.size(); ++at) {
        if (offsets.size() < kMostSenses) offsets.push_back(std::stoul(fields[at]));
      }
    }
  }
}

void Thesaurus::add_synonyms(const Part& part, const std::string& lemma, std::string_view ending,
                             std::size_t senses, bool phrases,
                             std::vector<std::string>& found) const {
  const auto known = part.senses.find(lemma);
  if (known == part.senses.end()) return;
  for (std::size_t i = 0; i < std::min(senses, known->second.size()); ++i) {
    const std::size_t begin = known->second[i];
    const auto fields =
        fields_of(std::string_view(part.data).substr(begin, part.data.find('\n', begin) - begin));
    const std::size_t words = std::stoul(fields[3], nullptr, 16);
    for (std::size_t at = 4; at < 4 + 2 * words; at += 2) {
      std::string other = fields[at].substr(0, fields[at].find('('));
      const bool plain = std::all_of(other.begin(), other.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (phrases && c == '_');
      });
      if (!plain || other == lemma) continue;
      // Of a phrase the first word is inflected where it is a verb, the last one elsewhere.
      std::replace(other.begin(), other.end(), '_', ' ');
      const std::size_t space = part.name == 'v' ? other.find(' ') : std::string::npos;
      std::string form = inflected(other.substr(0, space), ending);
      if (space != std::string::npos) form += other.substr(space);
      if (std::find(found.begin(), found.end(), form) == found.end())
        found.push_back(std::move(form));
    }
  }
}

std::vector<std::string> Thesaurus::synonyms(std::string_view word, std::size_t senses,
                                             bool phrases) const {
  std::vector<std::string> found;
  for (const Form& form : forms_of(word)) {
    for (const Part& part : parts_) {
      const bool has_form =
          form.ending.empty() || part.name == 'v' || (part.name == 'n' && form.ending == "s");
      if (has_form) add_synonyms(part, form.lemma, form.ending, senses, phrases, found);
    }
    if (!found.empty()) break;  // "needs" is a word and a form: one reading is enough
  }
  return found;
}

}  // namespace copytaster::quality
