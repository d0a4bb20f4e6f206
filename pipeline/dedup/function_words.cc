#include "pipeline/dedup/function_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "pipeline/text/tokens.h"

namespace copytaster::dedup {
namespace {

/// By language, each word once, separated by spaces. They are part of what a sketch is: another
/// list makes other sketches, and a journal of another format.
constexpr std::string_view kWords[] = {
    // English
    "a about above across after again against all along also although among an and any are around "
    "as at be because been before behind being below between both but by can could despite did do "
    "does down during each either else even every few for from further had has have he her here "
    "hers him his how however i if in into is it its itself less may me might more most much must "
    "my neither never no nor not now of off on once one only or other our out over own per quite "
    "rather same shall she should since so some still such than that the their them then there "
    "these they this those though through to too toward towards under unless until up upon us very "
    "was we were what when where whether which while who whom whose why will with within without "
    "would yet you your",
    // German
    "aber als auch auf aus bei beim bereits bis da dabei damit danach dann das dass dem denen "
    "denn der deren des dessen dies diese diesem diesen dieser doch durch ein eine einem einen "
    "einer eines er es etwa gegen habe haben hatte hatten ich ihm ihn ihnen ihr ihre ihrem ihren "
    "ihrer im ins ist jedoch kann kein keine können mehr mit muss nach nicht noch nun nur ob oder "
    "ohne sei sein seine seinem seinen seiner seit sich sie sind soll sollen sondern sowie um und "
    "uns unter vom von vor waren wegen weil wenn werde werden wie wir wird worden wurde wurden "
    "während zu zum zur zwischen über",
    // French
    "au aussi autre autres aux avait avant avec avoir c'est ce cela celle celui cependant ces cet "
    "cette chez comme contre d'un d'une dans depuis des deux donc dont du elle elles encore entre "
    "est et eux fait il ils j'ai je jusqu la le les leur leurs lors lui mais moins même ne ni "
    "notre nous on ont ou où parce pas pendant peut plusieurs près qu'elle qu'il qu'un quand que "
    "qui quoi sa sans selon ses si soit sont sous sur tous tout toute très un une vers vous y "
    "étaient était été être",
    // Spanish
    "al algo ante antes así aunque bajo cada como con contra cual cuando de del desde donde "
    "durante el ella ellas ellos en entre eran esa ese eso esta estaba estas este esto estos está "
    "están fue fueron ha haber había han hasta hay la las le les lo los mientras muy más ni otra "
    "otro otros para pero por porque pues que quien qué se según ser será sido sino sobre su sus "
    "también tanto tiene toda todas todo todos tras tuvo una uno unos y ya",
    // Italian
    "agli ai al alla alle allo anche ancora avere aveva che chi ci così cui da dagli dai dal "
    "dalla dalle degli dei del della delle dello di dopo dove e erano essere fra già gli ha hanno "
    "il invece io l'ha la le lei loro lui ma mentre molto ne negli nei nel nella nelle nello o "
    "ogni perché però più prima proprio quale quando quella quelle quelli quello questa queste "
    "questi questo se senza si solo sono stata stati stato su sua sui sul sulla sulle suo suoi "
    "tra tutti tutto un una uno verso viene è",
    // Portuguese
    "ainda ao aos apenas após até como contra da das de depois desde do dos durante e ela elas "
    "ele eles em enquanto então essa esse esta estava este está estão foi foram há isso isto já "
    "lhe mais mas mesmo muito na nas nem no nos num numa não o onde os ou outra outro outros para "
    "pela pelas pelo pelos pode por porque quando que quem se seja sem ser será seu seus sobre "
    "sua suas são também tem tinha todo todos têm um uma umas às é",
    // Dutch
    "aan alleen als andere bij binnen dan dat de deze dit dus een en er geen haar hebben heeft "
    "het hij hoe hun ik in is ja je kan kon kunnen maar meer mijn moet moeten na naar niet nog nu "
    "of om omdat onder ook op over reeds sinds te tegen toch toen tot tussen uit vanaf veel "
    "volgens voor waar wanneer waren wat we wel welke werd werden wie wij worden wordt zal ze zei "
    "zich zij zijn zo zou zouden",
    // Swedish, Danish, Norwegian
    "af alle allt andra att av ble blev blevet bli blir blivit både da de deg deim dem den denna "
    "denne der deras deres det detta dette dig din dock dom du efter eller en enligt er ett etter "
    "fick fler flere fra från få får för før hadde hade hafte han hans har henne hennes hos hun "
    "hur hva hvad hvis hvor i ifølge igen ikke ingen innan inom inte jag jeg ju kan kommer kunde "
    "kunne med mellan mellem mellom mer mere mit mod mot må många måste noe noen nogle nu när nå "
    "når och og også om op opp over på sedan seg siden sig sina sine ska skal skall skulle som så "
    "sådan sånn til till under upp ut utan uten vad var vara varit ved vi vid vil ville än är åt "
    "över",
    // Finnish, Estonian
    "aga ei eivät ennen että he hän ja jo joka jos jotka ka kanssa koska kui kuin kun me mis "
    "mukaan mutta myös nad ne niin noin nyt ole oli olivat olla oma on ovat se sekä selle sen "
    "siis siitä sitä ta tai tämä tämän vielä voi välja või",
    // Polish
    "ale bo by być był była było były ci czy dla do gdy i ich im jak jako jednak jego jej jest "
    "jeszcze już każdy kiedy która które którego której który których którzy lub ma mnie może na "
    "nad nie niż o od oraz po pod podczas poza przed przez przy się są ta tak także tam te tego "
    "tej też to tu tych tylko tym w we wraz wszystko z za ze został została zostały że żeby",
    // Czech, Slovak
    "aby aj ako ale alebo ani až bol bola boli bude by byl byla bylo byly což do ho i jak jako je "
    "jeho jejich její jen ještě již já k kde kdy ke keď která které který ktorá ktoré ktorý len "
    "mezi má může na nad ne nebo není od po pod podle podľa pri proto protože před při se si som "
    "sú ta tak také tedy tento to toho tím u už v ve však z za ze že",
    // Croatian, Serbian, Bosnian, Slovenian
    "ali bi bila bili bilo bio da do dok ga i iako ih ili im iz ja je jer jest još kada kako kao "
    "kod koja koje koji kojih li među na nad nakon ne nego ni nije o od ono ova ovaj po pod prema "
    "pri prije sa samo se ser su sve svoj ta te to tome u uz već za zbog će što",
    // Romanian
    "a această acest aceste acestui ai al ale am ar are asupra au avea ca ce cei cel cele ci cu "
    "cum când către dacă dar de decât deja despre din două după ea ei el este eu fie fost iar la "
    "lor lui mai nici nu o or pe pentru peste prin s-a sa sau se sunt să toate tot toți un una "
    "unei unor unui va vor îi în între își și",
    // Hungarian
    "a az azonban azt csak de egy el ez ezt ha hanem hogy is kell ki közben között lesz meg mely "
    "mert milyen minden mint most már még nagyon nem olyan pedig sem sok szerint től után vagy "
    "volt voltak és",
    // Lithuanian, Latvian
    "apie ar arī bet bija buvo būs būti dar dėl es gali gan iki ir iš jau jei ji jie jis jo jos "
    "jų ka kad kai kaip kartu kas kur kuri kurie kuris kā ką lai līdz ne nei nes no nors nuo o "
    "pagal per pie po prie prieš pēc savo su tai taip tam tarp tas tiek tik tika to tuo un uz už "
    "vai yra",
    // Turkish
    "ama ancak bir biz bu bunu da daha de değil diye en gibi göre hem her ile ise için kadar "
    "karşı ki mi mı ne o olan olarak oldu olduğu olduğunu ona onu onun sonra tarafından tüm var "
    "ve veya ya yeni yok çok üzere şu",
    // Vietnamese
    "bị cho chưa chỉ các còn có cũng cả của do hay hơn khi không là làm lại mà mỗi một như nhưng "
    "những này nên nếu phải qua ra rất rằng sau sẽ theo thì trong trên trước tại từ và vào vì vẫn "
    "về với đang đi đây đã đó được đến ở",
    // Indonesian, Malay
    "ada adalah agar akan atas atau bagi bahwa belum bisa dalam dan dapat dari dengan di hanya "
    "harus hingga ini itu juga karena ke kepada lebih mereka namun oleh pada para saat sebagai "
    "secara sedang sehingga sejak seperti serta setelah sudah telah tersebut tidak untuk yang",
    // Swahili
    "baada bila hadi hata hii hiyo huo huu ili ina ingawa juu kama katika kwa kwamba lakini mbali "
    "moja na ndani ni pia tu wa wakati wao ya yake za"};

/// From two on.
constexpr std::string_view kNumberWords[] = {
    "two three four five six seven eight nine ten eleven twelve",
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "deux trois quatre cinq six sept huit neuf dix onze douze",
    "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "dois três quatro cinco seis sete oito nove dez onze doze"};

/// From January on.
constexpr std::string_view kMonthNames[] = {
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"};

/// Of words with one blank between them.
template <typename Use>
void for_each_word(std::string_view words, Use use) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    use(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

/// The hashes of some words. Asked for every word of every article: nearly always answered
/// by one bit, of few enough to stay in the nearest cache.
class WordSet {
 public:
  template <std::size_t kSize>
  explicit WordSet(const std::string_view (&lists)[kSize]) {
    for (const std::string_view words : lists)
      for_each_word(words, [this](std::string_view word) { insert(text::token_hash(word)); });
  }
  [[nodiscard]] bool contains(std::uint32_t hash) const {
    if ((seen_[hash % kBits / 64] >> (hash % 64) & 1U) == 0) return false;
    for (std::uint32_t at = hash; slots_[at % kSlots] != 0; ++at) {
      if (slots_[at % kSlots] == hash) return true;
    }
    return false;
  }

 private:
  static constexpr std::uint32_t kSlots = 4096;
  static constexpr std::uint32_t kBits = 32768;

  void insert(std::uint32_t hash) {
    std::uint32_t at = hash;
    while (slots_[at % kSlots] != 0 && slots_[at % kSlots] != hash) ++at;
    slots_[at % kSlots] = hash;
    seen_[hash % kBits / 64] |= std::uint64_t{1} << (hash % 64);
  }

  std::array<std::uint64_t, kBits / 64> seen_{};  ///< a bit for what is there, which most is not
  std::array<std::uint32_t, kSlots> slots_{};     ///< open addressing; 0 is free
};

/// Words that stand for a number: each list counts on from the first one's.
class Values {
 public:
  template <std::size_t kSize>
  Values(const std::string_view (&lists)[kSize], std::uint32_t first, const std::string& unit)
      : words_(lists) {
    for (const std::string_view words : lists) {
      std::uint32_t number = first;
      for_each_word(words, [&](std::string_view word) {
        values_[text::token_hash(word)] = text::token_hash(unit + std::to_string(number++));
      });
    }
  }
  /// The hash of the number, behind its unit; 0 for other words.
  [[nodiscard]] std::uint32_t of(std::uint32_t token_hash) const {
    return words_.contains(token_hash) ? values_.at(token_hash) : 0;
  }

 private:
  WordSet words_;
  std::unordered_map<std::uint32_t, std::uint32_t> values_;
};

}  // namespace

bool is_function_word(std::uint32_t token_hash) {
  static const WordSet kList(kWords);
  return kList.contains(token_hash);
}

std::uint32_t number_of_word(std::uint32_t token_hash) {
  static const Values kNumbers(kNumberWords, 2, "");
  return kNumbers.of(token_hash);
}

std::uint32_t month_of_word(std::uint32_t token_hash) {
  static const Values kMonths(kMonthNames, 1, "month ");
  return kMonths.of(token_hash);
}

bool is_short_word_of_another_alphabet(std::string_view word) {
  constexpr std::size_t kLetters = 3;
  const auto first = static_cast<unsigned char>(word.empty() ? 0 : word.front());
  // Two bytes a letter from U+0370 to U+058F (Greek, Cyrillic, Armenian), three in Georgian.
  if (first >= 0xcd && first <= 0xd6) return word.size() <= 2 * kLetters;
  return first == 0xe1 && word.size() >= 2 && static_cast<unsigned char>(word[1]) == 0x83 &&
         word.size() <= 3 * kLetters;
}

}  // namespace copytaster::dedup
