#include "pipeline/text/sentences.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace copytaster::text {
namespace {

std::vector<std::string> split(const std::string& text, std::string_view language = {}) {
  std::vector<std::string> found;
  for (const auto& range : sentences(text, tokenize(text, language)))
    found.push_back(text.substr(range.begin, range.end - range.begin));
  return found;
}

using Texts = std::vector<std::string>;

/// `text` has a bar wherever a sentence begins.
void expect(const std::string& text, std::string_view language = {}) {
  Texts expected;
  std::string plain;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('|', at), text.size());
    std::string sentence = text.substr(at, end - at);
    plain += sentence;
    while (!sentence.empty() && (sentence.back() == ' ' || sentence.back() == '\n'))
      sentence.pop_back();
    expected.push_back(sentence);
    at = end + 1;
  }
  EXPECT_EQ(split(plain, language), expected) << plain;
}

TEST(Sentences, EndAtStopsBehindWhichOneMayBegin) {
  expect("The ferry runs again. |Its owner said so! |Did he? |Yes.");
  expect("It costs 3.5 million. |In 2017 it cost 2.");
  expect("See www.example.org/a.html. |Then write to jane.doe@example.org. |It helps.");
  expect("Amazon.com grew. |At 5 p.m. the shop closed, at 6 a.m. it opened.");
  expect("He saw @northwire and #ferry. |It was late.");
}

TEST(Sentences, AbbreviationsEndNone) {
  expect("Mr. Doe met Dr. Roe and Gen. Poe in St. Louis. |They spoke.");
  expect("J. R. Doe and John F. Roe left. |He stayed.");
  expect("The U.S. Senate met in the U.S. |The president left.");
  expect("Doe Corp. shares rose, Roe Inc. shares fell. |The market closed.");
  expect("He works for Doe Inc. |He likes it.");
  expect("On Jan. 5 it rained. |On Feb. 6 it did not.");
  expect("No. 5 is alive. |He said no. |They left.");
  expect("Grain, oil, etc. were cheap. |It rose.");
  expect("1. The ferry runs.\n|2. The train does not.");
}

TEST(Sentences, QuotesAndBracketsCloseWithThem) {
  expect("“The talks are over.” |He left.");
  expect("\"The talks are over,\" he said. |\"Are they?\" she asked. |\"They are.\"");
  expect("«C'est fini.» |Il est parti.");
  expect("Sie sagte: „Es ist vorbei.“ |Er ging.", "de");
  expect("He left. |(She stayed.) |They wrote.");
  expect("He left … and came back. |He left... |Then he came.");
  expect("What?! |No.");
}

TEST(Sentences, OrdinalsAreNoEndWhereTheyHaveStops) {
  expect("Am 13. Juni tagte der 2. Senat. |Es regnete im Jahr 2017. |Niemand kam.", "de");
  expect("It came 13. |June was wet.", "en");
  expect("Das gilt z. B. für den Bund. |Herr Dr. Doe und Frau Prof. Roe kamen.", "de");
}

TEST(Sentences, AbbreviationsOfOtherLanguagesEndNone) {
  expect("Der Umsatz stieg auf 3,2 Mrd. Euro, der Gewinn auf 12 Mio. Euro. |Das ist viel.", "de");
  expect("Er wohnt in der Bahnhofstr. 12 und in der Hauptstr. |Sie wohnt dort.", "de");
  expect("Frau Dr. med. Erika Mustermann und Prof. Dr. rer. nat. Max Roe kamen. |Es war spät.",
         "de");
  expect("Das sind 5 bzw. 6 Schiffe. |Er geht ca. 3 km.", "de");
  expect("Des villes, p. ex. Paris ou Lyon, ont dit non. |Il est parti.", "fr");
  expect("El Sr. Pérez y la Sra. Gil viven en la Av. Colón. |Se fueron.", "es");
  expect("L'on. Rossi e il sig. Bianchi hanno detto no. |Treni, navi, ecc. sono fermi.", "it");
  expect("L'art. 5 e il n. 7 valgono. |Poi basta.", "it");
  expect("De heer drs. Jan de Vries en mw. Bakker kwamen. |Het regende.", "nl");
  expect("Przyszło ok. 300 osób na ul. Długą, np. Jan Kowalski i ks. Nowak. |Padało.", "pl");
  expect("Bylo tam cca 300 lidí, např. Jan Novák. |Pršelo.", "cs");
  expect("А. С. Пушкин и Л. Н. Толстой писали. |Он читал.", "ru");
  expect("Он жил на ул. Ленина в 1999 г. |Она ушла.", "ru");
  expect("Ο Κ. Παπαδόπουλος έφυγε. |Ήρθε ο Α. Γεωργίου.", "el");
  expect("É. Dupont a dit non. |Il est parti.", "fr");
  expect("L’écrivain J.-P. Sartre est né à Paris. |Il est mort.", "fr");
  expect("Viajó a EE. UU. con las FF. AA. de Marruecos. |Fue a EE. UU. |La guerra sigue.", "es");
  expect("Ieri l’on. Verdi ha detto no. |Poi ha taciuto.", "it");
  expect("Był tam prof. dr hab. Jan Kowalski. |On wyszedł.", "pl");
}

/// What shortens a word in one language is a word in another.
TEST(Sentences, WordsThatAreAbbreviationsElsewhereEndThem) {
  expect("He moved on. |They stayed. |The light was red. |John stopped.", "en");
  expect("Er war da. |Peter kam auch. |Das ist, was ich hab. |Peter hat mehr.", "de");
  expect("They fought in World War II. |Germany lost. |He saw Rocky II. |II was worse.", "en");
  expect("Vi vet det. |Anna kom med. |Det var hon. |Per slog sig. |Lars hoppade av.", "sv");
  expect("Vi vet det. |Anna kom med. |Per steg av.", "no");
  expect("Está en la red. |Juan vino.", "es");
  expect("El Sr. Gil dice que sí, y la gente, pero no el Dr. Roe. |Juan vino.", "es");
}

TEST(Sentences, GuillemetsStandApartInFrench) {
  expect("« Il pleut. |Il neige. » |Il sort. |« Je reste », dit-elle.", "fr");
  expect("« Venez ! » |Il vient. |« Non ? », dit-elle. |« C’est fini. »", "fr");
  expect("Il a dit : « C’est fini. » |Puis il est parti.", "fr");
  expect("Er sagte: »Es ist vorbei.« |Sie ging. |»Nein.«", "de");
}

TEST(Sentences, DashesBeginWhatIsSaid) {
  expect("—No sé —dijo Juan—. |Vamos. |—¿Vienes? —preguntó Ana. |—No.", "es");
  expect("—Vámonos.\n|—Y se fue —dijo ella.", "es");
  expect("— Да. |— Нет, — сказал он. |Она ушла.", "ru");
  expect("He left – and came back. |She stayed – Anna did.", "en");
}

TEST(Sentences, AStopMayStandWithinTheQuotes) {
  expect("He said, \"It is over.\" |Then he left.");
  expect("“Go.” |“No.” |He went. |‘Yes!’ |She stayed.");
  expect("He called it “the end”. |Nobody came.");
  expect("He called it “the end.” |Nobody came (they slept.) |It rained.");
  expect("“It is over.” he said. |“Is it?” she asked.");
}

TEST(Sentences, OtherLanguages) {
  expect("M. Dupont a dit non. |Il est parti.", "fr");
  expect("¿Qué pasa? |¡Nada! |El Sr. Pérez se fue.", "es");
  expect("Премьер подал в отставку. |Он ушёл.", "ru");
  expect("他走了。|她留下了！|“真的？”|是的。", "zh");
  expect("これは本です。|はい。", "ja");
  expect("「行く。」と彼は言った。|「来た。」|そして去った。", "ja");
  expect("သူသွားသည်။ |မြန်မာ။", "my");
  expect("यह किताब है। |वह गया।", "hi");
  expect("هل ذهب؟ |نعم.", "ar");
}

TEST(Sentences, LinesEndThem) {
  expect("A headline\n\n|the text");
  expect("First item\n|Second item");
  expect("A line that goes on\nin the next");
  expect("One.\n|– Two.\n|• Three");
}

TEST(Sentences, NothingHasNone) {
  EXPECT_TRUE(split("").empty());
  EXPECT_TRUE(split(" \n ").empty());
  EXPECT_EQ(split("...").size(), 1U);
}

/// In quadratic time these would take minutes.
TEST(Sentences, RunsOfMarksAreReadOnce) {
  for (const std::string piece : {"“", "” ", "». ", "’", "—", "— ", "(", ". ", ".”", "A. ", "«",
                                  " »", "? “", "…", "¿", "L'on. ", "1. "}) {
    std::string text;
    while (text.size() < 400'000) text += piece;
    EXPECT_FALSE(split(text).empty());
  }
}

TEST(Sentences, EveryTokenLiesInExactlyOne) {
  std::mt19937_64 random(7);
  const std::vector<std::string> pieces = {
      "The", "Dr", ".", " ",  "\n", "\n\n", "“", "”",          "\"", "?",  "!",  "3", "U.S.", "a.m",
      "(",   ")",  "–", "。", "東", "é",    "…", "http://a.b", "#x", "@y", "it", " ", " ",    "😀"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 14; ++i) text += pieces[random() % pieces.size()];
    const auto tokens = tokenize(text);
    const auto found = sentences(text, tokens);
    std::size_t at = 0;
    for (const auto& range : found) {
      ASSERT_LT(range.begin, range.end) << text;
      ASSERT_LT(at, tokens.size()) << text;
      ASSERT_EQ(tokens[at].begin, range.begin) << text;
      while (at < tokens.size() && tokens[at].end <= range.end) ++at;
      ASSERT_EQ(tokens[at - 1].end, range.end) << text;
    }
    ASSERT_EQ(at, tokens.size()) << text;
  }
}

}  // namespace
}  // namespace copytaster::text
