#include "pipeline/annotate/lexicons.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "pipeline/hash.h"
#include "pipeline/read_file.h"

namespace copytaster::annotate {
namespace {

constexpr std::string_view kMagic = "#copytaster-lexicon 1\n";
constexpr std::size_t kMaxFileBytes = 16U << 20U;

// Earlier files win where two have the same phrase.
constexpr std::array<std::string_view, 6> kFiles = {
    "countries.tsv", "places.tsv", "organisations.tsv", "people.tsv", "names.tsv", "words.tsv"};

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 22> kKinds = {
    {{"place", kPlaceName},
     {"small_place", kSmallPlace},
     {"demonym", kDemonym},
     {"org", kOrgName},
     {"person", kPersonName},
     {"first", kFirstName},
     {"last", kSurname},
     {"title", kTitle},
     {"orghead", kOrgHead},
     {"placehead", kPlaceHead},
     {"family_first", kFamilyFirst},
     {"calendar", kCalendar},
     {"common", kCommon},
     {"say", kSay},
     {"place_before", kPlaceBefore},
     {"particle", kParticle},
     {"inside_org", kInsideOrg},
     {"other_head", kOtherHead},
     {"place_start", kPlaceStart},
     {"direction", kDirection},
     {"modifier", kModifier},
     {"well_known", kWellKnown}}};

constexpr std::uint32_t kNamed = kPlaceName | kSmallPlace | kOrgName | kPersonName;

std::uint32_t kind_named(std::string_view name) {
  for (const auto& [known, kind] : kKinds) {
    if (known == name) return kind;
  }
  return 0;
}

std::string_view next_field(std::string_view& line) {
  const std::size_t tab = line.find('\t');
  const std::string_view field = line.substr(0, tab);
  line = tab == std::string_view::npos ? std::string_view{} : line.substr(tab + 1);
  return field;
}

}  // namespace

std::uint32_t hash_without_possessive(std::string_view text, const text::Token& token) {
  const std::string_view word = text.substr(token.begin, token.end - token.begin);
  if (word.size() > 2 && word[word.size() - 2] == '\'')
    return text::token_hash(word.substr(0, word.size() - 2));
  if (word.size() > 4 && word.substr(word.size() - 4, 3) == "\xe2\x80\x99")
    return text::token_hash(word.substr(0, word.size() - 4));
  return token.hash;
}

Result<Lexicons> Lexicons::load(const std::filesystem::path& directory) {
  Lexicons lexicons;
  lexicons.table_.resize(1U << 19U);
  lexicons.filter_.resize(kFilterWords);
  for (const std::string_view file : kFiles) {
    const auto text = read_file(directory / file, kMaxFileBytes);
    if (!text) {
      return Error<std::string>{fmt::format("{}: cannot be read: {}", (directory / file).string(),
                                            text.error().message())};
    }
    if (Result<void> read = lexicons.read(*text); !read) {
      return Error<std::string>{fmt::format("{}: {}", (directory / file).string(), read.error())};
    }
    lexicons.version_ = hash64(*text, lexicons.version_);
  }
  return lexicons;
}

Result<void> Lexicons::read(std::string_view text) {
  if (text.size() > kMaxFileBytes) return Error<std::string>{"is larger than 16 MiB"};
  if (!text.starts_with(kMagic))
    return Error<std::string>{"does not begin as a lexicon of version 1"};
  if (text.back() != '\n') return Error<std::string>{"is cut short: its last line has no end"};
  std::uint32_t kind = 0;
  std::size_t lines = 0;
  for (std::size_t at = 0, number = 1; at < text.size(); ++number) {
    const std::size_t end = text.find('\n', at);
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("#end ")) {
      std::size_t stated = 0;
      std::from_chars(line.data() + 5, line.data() + line.size(), stated);
      if (stated == lines && at == text.size()) return {};
      return Error<std::string>{
          fmt::format("is damaged: {} lines where {} are stated", lines, stated)};
    }
    if (line.starts_with('#')) continue;
    ++lines;
    if (line.starts_with('@')) {
      kind = kind_named(line.substr(1));
      if (kind == 0)
        return Error<std::string>{fmt::format("line {}: no kind is called {}", number, line)};
      continue;
    }
    if (kind == 0 || line.empty())
      return Error<std::string>{fmt::format("line {}: an entry of no kind", number)};
    if (used_ * 4 > table_.size() * 3) return Error<std::string>{"has too many entries"};
    const std::string_view name = next_field(line);
    const std::string_view uri = next_field(line);
    add(kind, name, uri, line);
  }
  return Error<std::string>{"is cut short: the closing line is missing"};
}

LexiconEntry& Lexicons::slot(std::uint64_t key) {
  const std::size_t mask = table_.size() - 1;
  std::size_t at = key >> 20U & mask;
  while (table_[at].key != key && table_[at].key != 0) at = (at + 1) & mask;
  return table_[at];
}

const LexiconEntry* Lexicons::look_up(std::uint64_t key) const {
  const std::size_t mask = table_.size() - 1;
  for (std::size_t at = key >> 20U & mask; table_[at].key != 0; at = (at + 1) & mask) {
    if (table_[at].key == key) return &table_[at];
  }
  return nullptr;
}

void Lexicons::add(std::uint32_t kind, std::string_view name, std::string_view uri,
                   std::string_view canonical) {
  const std::vector<text::Token> tokens = text::tokenize(name);
  if (tokens.empty() || tokens.size() > kMaxPhrase) return;
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    key = phrase_key(key, word_hash(name, tokens[i]));
    LexiconEntry& entry = slot(key);
    if (entry.key == 0) {
      entry.key = key;
      filter_[key >> 1U & (kFilterWords - 1)] |= filter_bits(key);
      ++used_;
    }
    if (i + 1 < tokens.size()) {
      entry.kinds |= kPrefix;
      continue;
    }
    const bool named = (kind & kNamed) != 0;
    if (named && tokens.size() == 1 && tokens[0].letter_case == text::LetterCase::kUpper) {
      entry.kinds |= kAcronym;
    }
    if (named && (entry.kinds & kNamed) == 0) {
      entry.name = pool(canonical.empty() ? name : canonical);
      entry.uri = pool(uri);
    }
    // A second kind of name would have the first one's uri.
    if (!named || (entry.kinds & kNamed) == 0) entry.kinds |= kind;
  }
}

std::uint32_t Lexicons::pool(std::string_view text) {
  if (text.empty()) return 0;
  pool_.emplace_back(text);
  return static_cast<std::uint32_t>(pool_.size() - 1);
}

std::string Lexicons::version() const { return fmt::format("{:016x}", version_); }

}  // namespace copytaster::annotate
