#include "pipeline/text/language_words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/hash.h"

namespace copytaster::text {
namespace {

constexpr std::size_t kLongestWord = 16;  ///< bytes; no small word is longer

struct Words {
  std::string_view language;
  std::string_view words;
};

/// Small words in small letters, the most frequent ones of each language, its rivals' among them:
/// who has them too counts against whoever seems to be ahead.
constexpr std::array<Words, 26> kWords = {{
    {"en",
     "the of and to in a is that for on was with as it his he are by at from this be has have "
     "had not but they which or an were their been who would will its said more about after "
     "when one than into up out there also could over if while what other we you all no she"},
    {"de",
     "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es "
     "an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so "
     "zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei wir ich seine"},
    {"fr",
     "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il "
     "sont avec son aux sa cette ont ses mais comme ou elle été ces nous leur deux après aussi "
     "être fait était même sans entre depuis où selon dont leurs je vous on"},
    {"es",
     "de la que el en y a los del se las por un para con no una su al es lo como más pero sus le "
     "ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde han quien "
     "desde todo nos durante todos uno les ni contra otros fue ha según sido años tras hoy"},
    {"it",
     "di che e la il un a per in una è mi non si con da del della dei le al i lo come ma sono "
     "alla più nel ha delle gli anche dalla ai suo questo o degli nella dal se sua essere stato "
     "due ci hanno tra dopo dalle perché quando cui sul sulla era fra così"},
    {"pt",
     "de a o que e do da em um para com não uma os no se na por mais as dos como mas foi ao ele "
     "das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela "
     "entre era depois sem mesmo aos ter seus quem nas são segundo disse após foram"},
    {"nl",
     "de van het een en in is dat op te zijn met voor niet aan er die om ook als dan maar bij nog "
     "uit naar door over hij worden wordt kan heeft tot was geen deze hebben meer zou ze al hun "
     "werd waar we dit onder tegen moet na tussen veel"},
    {"sv",
     "och i att det som en på är av för med den till inte om ett men har de var från han jag vid "
     "så sig eller kan under efter nu också när ut skulle hade där hon blir år bara vi över mot "
     "säger får sin sina mycket alla detta"},
    {"da",
     "og i at det er en til af på for som den med de ikke der et har var han fra jeg sig men om vi "
     "havde kan efter ved så eller skal også blev ud over være sin hun nu når bliver siger mod "
     "mellem meget hvor"},
    {"no",
     "og i det er på som en å til av for med at den har ikke de et var fra han jeg om seg men vi "
     "hadde kan etter ved så eller skal også ble ut over være sin hun nå når blir sier mot mellom "
     "mye hvor etter"},
    {"fi",
     "ja on ei se että oli hän ovat mutta myös joka kun ole mukaan sen kuin voi jo tai hänen niin "
     "vain ovat olla vuoden sekä jos ollut"},
    {"pl",
     "w i na z się do nie to że jest o jak po za od ale przez co dla tym jego tak ma już są był "
     "oraz "
     "jej które który może tylko przed być było także roku"},
    {"cs",
     "a v se na je že s z do o to i k jako za po by jsem pro jsou ale od které který není jeho "
     "jsme "
     "také při už byl bylo až nebo má podle uvedl"},
    {"sk",
     "a v sa na je že s z do o to aj k ako za po by som pre sú ale od ktoré ktorý nie jeho sme "
     "tiež "
     "pri už bol bolo až alebo má podľa uviedol"},
    {"hu",
     "a az és hogy nem is egy van meg ezt de volt csak mint már ha még azt el lesz ki után szerint "
     "vagy pedig amely majd"},
    {"ro",
     "de și în a la cu o pe care nu din un este pentru că mai au fost să sunt prin ca sau dar după "
     "lui fi ce al ale între iar"},
    {"tr",
     "ve bir bu için da de ile olarak çok daha olan gibi kadar sonra ise ne en o ama her var göre "
     "ancak oldu olduğunu tarafından"},
    {"id",
     "yang dan di itu dengan untuk ini dari dalam tidak akan pada juga ke karena ada oleh saya "
     "mereka tersebut bisa telah sudah atau kata bahwa saat para lebih menjadi"},
    {"ms",
     "yang dan di itu dengan untuk ini dari dalam tidak akan pada juga ke kerana ada oleh saya "
     "mereka tersebut boleh telah sudah atau kata bahawa beliau berkata lebih menjadi"},
    {"ca",
     "de la que el i en a els per un amb una les del és no va al més ha com pel però són són seva "
     "també dels aquest aquesta fins seu han entre sobre segons dos"},
    {"gl",
     "de a o que e do da en un para con non unha os no se na por máis as dos como pero foi ao el "
     "das ten á seu súa ou cando moi tamén só polo pola ata entre era despois sen"},
    {"af",
     "die van en in is het dat 'n te nie met vir sy op was hy om aan by wat as ook sal deur ons "
     "uit "
     "word na maar sê hulle kan"},
    {"hr",
     "i u je na se da za su od s o kao koji a ne što će iz bi biti to po nije ali samo do te koja "
     "koje sve prema bila više"},
    {"vi",
     "của và các là có được cho trong với không những một người đã này để từ khi tại cũng về năm "
     "vào đến ông theo sẽ nhiều ra"},
    {"zu",
     "ukuthi kodwa futhi uma noma ngoba lapho kanye lokhu kusho uthe abantu kakhulu njengoba ukuze "
     "khona yena bona wathi lesi leli ngesikhathi emva manje njalo kuthiwa nokho ngenxa phakathi "
     "izolo ngabe bese ngeke yini kwakhe yakhe"},
    {"xh",
     "ukuba kwaye kodwa okanye xa ngoku apho kunye oku uthe abantu kakhulu njengoko ukuze khona "
     "yena "
     "bona wathi into kwakhona emva phantsi phambi ngenxa phakathi ngexesha apha kwi kule oko ezi "
     "aba izolo kuba nangona kwakhe yakhe"},
}};

/// Words by hash, in a table that is mostly free, each with a bit for every language that has it.
class Table {
 public:
  Table() : slots_(kSlots) {
    for (std::size_t i = 0; i < kWords.size(); ++i) {
      const std::string_view words = kWords[i].words;
      for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        slot(hash64(words.substr(at, end - at))).languages |= 1U << i;
        at = end + 1;
      }
    }
  }

  [[nodiscard]] std::uint32_t languages(std::string_view word) const {
    const std::uint64_t hash = hash64(word);
    for (std::size_t at = hash % kSlots; slots_[at].hash != 0; at = (at + 1) % kSlots) {
      if (slots_[at].hash == hash) return slots_[at].languages;
    }
    return 0;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t languages = 0;
  };
  static constexpr std::size_t kSlots = 4096;

  Slot& slot(std::uint64_t hash) {
    std::size_t at = hash % kSlots;
    while (slots_[at].hash != 0 && slots_[at].hash != hash) at = (at + 1) % kSlots;
    slots_[at].hash = hash;
    return slots_[at];
  }

  std::vector<Slot> slots_;
};

/// ASCII letters in small, and whatever lies beyond ASCII; 0 of anything else.
constexpr std::array<char, 256> letters() {
  std::array<char, 256> bytes{};
  for (std::size_t c = 0; c < bytes.size(); ++c) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    bytes[c] = static_cast<char>(upper ? c + 32 : lower || c >= 0x80 ? c : 0);
  }
  return bytes;
}
constexpr std::array<char, 256> kLetters = letters();

/// Calls `each` with every word in small letters that is no longer than the small words are.
void for_each_word(std::string_view text, const auto& each) {
  std::array<char, kLongestWord> word{};
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 0;
    while (at < text.size()) {
      const char letter = kLetters[static_cast<unsigned char>(text[at])];
      if (letter == 0) break;
      if (size < word.size()) word[size] = letter;
      ++size;
      ++at;
    }
    ++at;
    if (size > 0 && size <= word.size()) each(std::string_view(word.data(), size));
  }
}

/// The same words in Danish and in Norwegian, where these write them otherwise.
constexpr std::array<Words, 2> kDanishAndNorwegian = {{
    {"da",
     "af blev bliver blive nu mod siger sagde mellem uden gennem noget nogen nogle op ud ind mig "
     "dig sig os hvad endnu igen fik gik tog gøre gør give uge uger dage regeringen oplyser efter "
     "meget mere hjælp havde børnene selskabet dansk danske danmark københavn"},
    {"no",
     "av ble blir bli nå mot sier sa mellom uten gjennom noe noen opp ut inn meg deg seg oss hva "
     "ennå igjen fikk gikk tok gjøre gjør gi uke uker dager regjeringen opplyser etter mye mer "
     "hjelp hadde barna selskapet norsk norske norge oslo"},
}};

/// Which of two languages a word is of, and not of the other.
std::size_t only_in(std::string_view word) {
  const auto has = [word](std::string_view words) {
    for (std::size_t at = words.find(word); at != words.npos; at = words.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' '))
        return true;
    }
    return false;
  };
  for (std::size_t i = 0; i < kDanishAndNorwegian.size(); ++i)
    if (has(kDanishAndNorwegian[i].words)) return i;
  return kDanishAndNorwegian.size();
}

}  // namespace

std::string_view danish_or_norwegian(std::string_view text, std::size_t most) {
  std::array<std::size_t, 3> counts{};
  for_each_word(text.substr(0, most),
                [&counts](std::string_view word) { ++counts[only_in(word)]; });
  if (counts[0] == counts[1]) return {};
  return kDanishAndNorwegian[counts[0] > counts[1] ? 0 : 1].language;
}

WordsLanguage language_by_words(std::string_view text, std::size_t most) {
  static const Table kTable;
  text = text.substr(0, most);
  std::array<double, kWords.size()> weights{};
  double all = 0;
  for_each_word(text, [&weights, &all](std::string_view word) {
    std::uint32_t languages = kTable.languages(word);
    if (languages == 0) return;
    // What many have says little.
    const double weight = 1.0 / std::popcount(languages);
    all += weight;
    for (; languages != 0; languages &= languages - 1)
      weights[static_cast<std::size_t>(std::countr_zero(languages))] += weight;
  });
  if (all == 0) return {};
  const auto best =
      static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
  // A word of several languages has its weight once, so shares may add up to more than all.
  return {kWords[best].language, weights[best] / all, weights[best]};
}

}  // namespace copytaster::text
