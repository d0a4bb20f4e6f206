#include "tests/generate/vocabulary.h"

#include <fmt/core.h>

namespace copytaster::generate {
namespace {

using std::string_view;
template <std::size_t kSize>
using Words = std::array<string_view, kSize>;

// 64 beginnings and 40 endings make 2,560 nouns.
constexpr Words<64> kNounBeginnings = {
    "river",   "harbour", "timber",   "copper",  "grain",    "market",  "school",    "bridge",
    "tunnel",  "railway", "hospital", "water",   "forest",   "cattle",  "cotton",    "paper",
    "winter",  "summer",  "border",   "island",  "mountain", "valley",  "city",      "village",
    "county",  "energy",  "traffic",  "travel",  "training", "rescue",  "salmon",    "dairy",
    "glass",   "steel",   "coal",     "wool",    "sugar",    "orchard", "garden",    "kitchen",
    "theatre", "museum",  "library",  "stadium", "airport",  "ferry",   "tram",      "cargo",
    "freight", "patent",  "pension",  "housing", "rental",   "credit",  "export",    "import",
    "budget",  "tax",     "safety",   "weather", "flood",    "storm",   "satellite", "battery"};
constexpr Words<40> kNounEndings = {
    "board",  "plan",     "report",   "office",   "project", "study",    "fund",   "panel",
    "scheme", "contract", "strike",   "fair",     "inquiry", "permit",   "survey", "network",
    "supply", "yard",     "worker",   "engineer", "union",   "merchant", "levy",   "dispute",
    "crisis", "record",   "workshop", "deal",     "vote",    "rule",     "claim",  "sale",
    "cost",   "ban",      "audit",    "season",   "centre",  "team",     "ticket", "store"};

// Regular verbs: each with and without a beginning of the 8 below.
constexpr Words<96> kVerbs = {
    "order",   "launch",  "open",      "deliver",  "count",   "check",     "name",     "place",
    "load",    "book",    "measure",   "price",    "rate",    "test",      "train",    "stage",
    "shape",   "print",   "process",   "produce",  "publish", "purchase",  "question", "reach",
    "receive", "record",  "reform",    "register", "release", "remove",    "repair",   "replace",
    "report",  "request", "rescue",    "reserve",  "restore", "return",    "review",   "reward",
    "sample",  "search",  "select",    "settle",   "share",   "sign",      "sort",     "stamp",
    "start",   "stock",   "store",     "support",  "survey",  "suspend",   "target",   "tax",
    "touch",   "trace",   "track",     "trade",    "treat",   "trust",     "turn",     "update",
    "value",   "visit",   "vote",      "warn",     "wash",    "watch",     "weigh",    "welcome",
    "work",    "abandon", "accept",    "address",  "adjust",  "adopt",     "advance",  "advise",
    "appoint", "approve", "arrange",   "assemble", "assign",  "attack",    "audit",    "balance",
    "block",   "borrow",  "calculate", "cancel",   "capture", "challenge", "charge",   "claim"};
constexpr Words<12> kVerbBeginnings = {"",      "",     "",    "",    "re-", "over",
                                       "under", "pre-", "mis", "out", "co-", "de-"};

constexpr Words<80> kAdjectives = {
    "annual",   "local",     "senior",  "northern", "southern", "eastern",  "western",  "coastal",
    "rural",    "urban",     "foreign", "domestic", "public",   "private",  "federal",  "municipal",
    "medical",  "technical", "legal",   "digital",  "electric", "empty",    "heavy",    "light",
    "narrow",   "broad",     "quiet",   "noisy",    "early",    "late",     "costly",   "cheap",
    "modern",   "ancient",   "wooden",  "concrete", "frozen",   "muddy",    "sunny",    "rainy",
    "popular",  "secret",    "sudden",  "gradual",  "careful",  "careless", "bitter",   "cheerful",
    "doubtful", "hopeful",   "idle",    "busy",     "fragile",  "sturdy",   "rusty",    "spare",
    "vacant",   "crowded",   "remote",  "nearby",   "rival",    "joint",    "separate", "final",
    "initial",  "interim",   "monthly", "weekly",   "daily",    "seasonal", "harsh",    "mild",
    "steep",    "shallow",   "bold",    "timid",    "sober",    "lavish",   "modest",   "vast"};
constexpr Words<48> kAdverbs = {
    "quietly",  "openly",   "slowly", "rapidly", "briefly",  "twice",    "seldom",    "often",
    "partly",   "fully",    "barely", "nearly",  "formally", "publicly", "privately", "jointly",
    "gladly",   "angrily",  "calmly", "firmly",  "gently",   "hastily",  "honestly",  "kindly",
    "lately",   "mainly",   "mostly", "neatly",  "oddly",    "proudly",  "rarely",    "rightly",
    "roughly",  "sadly",    "safely", "sharply", "silently", "simply",   "smoothly",  "softly",
    "steadily", "strictly", "surely", "swiftly", "thinly",   "warmly",   "weakly",    "wisely"};
constexpr Words<32> kRoles = {
    "mayor",     "minister",  "director", "chairman",  "manager",  "spokeswoman", "engineer",
    "economist", "judge",     "farmer",   "teacher",   "surgeon",  "captain",     "driver",
    "analyst",   "lawyer",    "trader",   "biologist", "governor", "senator",     "coach",
    "pilot",     "baker",     "nurse",    "builder",   "adviser",  "founder",     "inspector",
    "curator",   "architect", "printer",  "miller"};
constexpr Words<16> kSaying = {
    "said",    "added",   "argued", "insisted",  "explained", "recalled", "admitted", "warned",
    "claimed", "replied", "noted",  "suggested", "hinted",    "declared", "promised", "joked"};
constexpr Words<40> kCountries = {
    "Norway",  "Sweden",    "Finland", "Denmark", "Iceland", "Ireland",   "Portugal", "Spain",
    "France",  "Italy",     "Greece",  "Poland",  "Estonia", "Latvia",    "Austria",  "Hungary",
    "Romania", "Croatia",   "Turkey",  "Egypt",   "Kenya",   "Ghana",     "Uganda",   "Namibia",
    "Senegal", "India",     "Nepal",   "Vietnam", "Japan",   "Malaysia",  "Chile",    "Peru",
    "Bolivia", "Argentina", "Mexico",  "Canada",  "Jamaica", "Australia", "Morocco",  "Belgium"};
constexpr Words<48> kFirstNames = {
    "Anna",    "Boris", "Carla", "David",  "Elena",  "Felix",  "Grace",  "Hugo",
    "Irene",   "Jonas", "Karin", "Luis",   "Maria",  "Nadia",  "Oscar",  "Paula",
    "Quentin", "Rosa",  "Simon", "Teresa", "Ulrich", "Vera",   "Walter", "Xenia",
    "Yusuf",   "Zoe",   "Amir",  "Bianca", "Cyril",  "Diana",  "Erik",   "Fatima",
    "Goran",   "Helen", "Ivan",  "Judith", "Kofi",   "Laura",  "Mehmet", "Nora",
    "Omar",    "Petra", "Rahul", "Sofia",  "Tomas",  "Ursula", "Victor", "Wanda"};
constexpr Words<7> kDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                            "Friday", "Saturday", "Sunday"};
constexpr Words<40> kSyllables = {
    "ba",  "bel", "cor", "da",  "den", "dor", "el", "fa",  "fen", "gar", "gil", "ha",  "hol", "ja",
    "jun", "ka",  "kel", "kor", "la",  "lin", "lo", "ma",  "mer", "mi",  "na",  "nor", "o",   "pa",
    "per", "ra",  "rin", "ro",  "sa",  "sel", "ta", "tor", "u",   "va",  "vin", "zo"};
constexpr Words<12> kFamilyEndings = {"sen", "ski", "ova",  "dez", "man",  "ley",
                                      "ard", "ini", "oglu", "eau", "berg", "wick"};
constexpr Words<12> kTownEndings = {"ville", "burg", "stad",  "mouth", "field", "port",
                                    "grad",  "ton",  "haven", "dale",  "mar",   "minster"};
constexpr Words<12> kOrganisationEndings = {"Bank",       "Works",    "Council",  "Institute",
                                            "Energy",     "Motors",   "Airlines", "Foods",
                                            "University", "Holdings", "Union",    "Foundation"};

constexpr Words<36> kSentences = {"The {A} {N} {V} {#} {P} in {C}, {K}, {R} {F} {S} {D}.",
                                  "{R} {F} of {O} {S} the {N} {B} {V} {#} {A} {P}.",
                                  "\"{A} {P} {B} {V} our {N},\" {L} {S} near {C}.",
                                  "{O} {V} the {A} {N} after {#} {P} {V} {C} on {D}.",
                                  "In {C}, {#} {P} {B} {V} a {N} and {V} {A} {P}.",
                                  "{L}, {A} {R} at {O}, {V} {#} {P} from {K}.",
                                  "A {N} {V} by {O} {S} {P} would {I} {#} {P}.",
                                  "{P} from {K} {B} {V} the {N}, while {R} {L} {V} {C}.",
                                  "\"{P} {I} {P},\" {S} {F}, {A} {R} in {C}.",
                                  "Some {#} {A} {P} {V} {O} since {D}, {L} {S} {B}.",
                                  "The {R} {V} {L}, whose {N} {V} {#} {P} for {K}.",
                                  "{K} {B} {V} its {N} with {A} {P} worth {#} crowns.",
                                  "Neither {O} nor {L} {V} the {A} {N} {B}.",
                                  "{C} {P} {V} {B}, but {A} {P} {I} {#} {P}.",
                                  "{F}, {#}, {V} {P} beside the {N} until {D}.",
                                  "By {D} {O} {V} {#} of {#} {A} {P}.",
                                  "\"A {A} {N} {V} {C} {B},\" the {R} {S} of {O}.",
                                  "{P} and {P} {V} {K}, where {A} {P} {V} {#} {P}.",
                                  "Under {A} {P}, {O} {V} each {N} for {#} dollars.",
                                  "{L} {B} {V} whether {P} {I} the {A} {N}.",
                                  "{#} {P} {V} {C} as {R} {F} {V} {O}.",
                                  "An {N} {V} {#} {P}, against {#} in {K}.",
                                  "{O} {P} {I} {A} {P} unless {L} {V} {C}.",
                                  "Critics {B} {V} the {R}, and {P} {V} {A} {P}.",
                                  "{A} {P} near {C} {V} {#} {P}, {O} {S}.",
                                  "\"My {N} {V} {L},\" {S} {R} {F} {B}.",
                                  "Last {D}, {P} {V} {A} {P} outside {O} in {C}.",
                                  "{V} by {P}, the {A} {N} {V} {#} {P}.",
                                  "{K} {P} {I} {N} {P}, {F} {S} on {D}.",
                                  "The {N} {V} {O} and {B} {V} {#} {A} {P}.",
                                  "{R} {L} {S} {P} {V} {#} percent of {A} {P}.",
                                  "While {O} {V} {P}, {C} {B} {V} its {N}.",
                                  "{#} {A} {P} {I} {K} each {N} season, {L} {S}.",
                                  "{F} {V} {O} for {#} years before {P} {V} {C}.",
                                  "Without {A} {P}, {S} the {R}, {P} {I} {#} {P}.",
                                  "{D} {P} {V} a {A} {N} between {C} and {C}."};
constexpr Words<8> kHeadlines = {"{C} {N} {V} {#} {P}", "{O} {V} {A} {N}",
                                 "{K} {R} {L} {V} {P}", "{A} {P} {I} {C} {N}",
                                 "{#} {P} {V} in {C}",  "{L} {B} {V} {K} {P}",
                                 "{O} {P} {I} {A} {N}", "{N} {V} {C} {P}, {L} {S}"};

std::string noun(Random& random) {
  const string_view beginning = random.pick(kNounBeginnings);
  // Half of them in one word, and so unlike any other noun; half in two, as newspapers write them.
  return fmt::format("{}{}{}", beginning, random.below(2) == 0 ? "" : " ",
                     random.pick(kNounEndings));
}

std::string plural(Random& random) {
  std::string word = noun(random);
  if (word.back() == 'y') {
    const bool vowel_before = word.ends_with("ay") || word.ends_with("ey");
    if (!vowel_before) return word.replace(word.size() - 1, 1, "ies");
  }
  return word + "s";
}

std::string infinitive(Random& random) {
  const string_view beginning = random.pick(kVerbBeginnings);
  return fmt::format("{}{}", beginning, random.pick(kVerbs));
}

std::string past(Random& random) {
  std::string verb = infinitive(random);
  return verb + (verb.back() == 'e' ? "d" : "ed");
}

std::string name(Random& random, std::size_t syllables, string_view ending) {
  std::string word;
  for (std::size_t i = 0; i < syllables; ++i) word += random.pick(kSyllables);
  word += ending;
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

std::string number(Random& random) {
  switch (random.below(4)) {
    case 0:
      return fmt::format("{}", 2 + random.below(97));
    case 1:
      return fmt::format("{}.{}", 1 + random.below(99), 1 + random.below(9));
    case 2:
      return fmt::format("{},{:03}", 1 + random.below(99), random.below(1000));
    default:
      return fmt::format("{}", 100 + random.below(900));
  }
}

}  // namespace

std::string_view pick_sentence(Random& random) { return random.pick(kSentences); }
std::string_view pick_headline(Random& random) { return random.pick(kHeadlines); }

std::string pick_word(char slot, Random& random) {
  const std::size_t syllables = 1 + random.below(2);
  switch (slot) {
    case 'N':
      return noun(random);
    case 'P':
      return plural(random);
    case 'V':
      return past(random);
    case 'I':
      return infinitive(random);
    case 'A':
      return std::string(random.pick(kAdjectives));
    case 'B':
      return std::string(random.pick(kAdverbs));
    case 'R':
      return std::string(random.pick(kRoles));
    case 'S':
      return std::string(random.pick(kSaying));
    case 'D':
      return std::string(random.pick(kDays));
    case 'K':
      return std::string(random.pick(kCountries));
    case 'L':
      return name(random, 1 + syllables, random.pick(kFamilyEndings));
    case 'C':
      return name(random, syllables, random.pick(kTownEndings));
    case 'O':
      return fmt::format("{} {}", name(random, 1 + syllables, ""),
                         random.pick(kOrganisationEndings));
    case 'F': {
      const string_view first = random.pick(kFirstNames);
      return fmt::format("{} {}", first, name(random, 1 + syllables, random.pick(kFamilyEndings)));
    }
    default:
      return number(random);
  }
}

}  // namespace copytaster::generate
