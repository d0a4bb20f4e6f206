#include "pipeline/text/furniture.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

namespace copytaster::text {
namespace {

TEST(Furniture, ARowOfButtonsGoesAndASentenceAboutThemStays) {
  EXPECT_EQ(without_furniture("One.\n\n| Facebook -- TWITTER | Email us |\n\nTwo."),
            "One.\n\nTwo.");
  const std::string sentence = "Facebook said on Monday that Twitter had no share in it.";
  EXPECT_EQ(without_furniture(sentence), sentence);
  EXPECT_EQ(without_furniture("One.\n...\nTwo."), "One.\n...\nTwo.");
}

/// The text with these lines put round it and into it.
std::string with_lines(const std::vector<std::string>& before, const std::string& text,
                       const std::vector<std::string>& behind) {
  std::string all;
  for (const auto& line : before) all += line + "\n\n";
  all += text;
  for (const auto& line : behind) all += "\n\n" + line;
  return all;
}

const std::string kText =
    "The ferry to Lindholm runs again.\n\nWhat comes next\n\nForty crossings are expected.";

TEST(Furniture, MenusGoAndTheHeadlineBesideThemStays) {
  EXPECT_EQ(without_furniture(with_lines(
                {"Home", "News", "Islands", "Sport", "Contact us", "Ferry runs again"}, kText, {})),
            "Ferry runs again\n\n" + kText);
  EXPECT_EQ(
      without_furniture(with_lines(
          {}, kText, {"Jane Doe", "Impressum", "Leserreisen", "Rätsel", "Datenschutz", "AGB"})),
      kText + "\n\nJane Doe");
  const std::string results = "News\n\nOslo 3\n\nBergen 1\n\nTromsø 2\n\nMolde 0";
  EXPECT_EQ(without_furniture(results), results) << "one name alone makes no menu";
  const std::string sections = kText + "\n\nSport\n\nCulture\n\nA sentence follows them.";
  EXPECT_EQ(without_furniture(sections), sections);
}

TEST(Furniture, AListUnderMostReadGoesAtTheEndOnly) {
  EXPECT_EQ(without_furniture(kText + "\n\nMost read\n\nWhy the herring came back"), kText);
  EXPECT_EQ(without_furniture("Read also: a boat\n\nThe harbour in May\n\n" + kText),
            "The harbour in May\n\n" + kText);
}

TEST(Furniture, ResultsAtTheEndStayWhateverButtonsFollow) {
  const std::string results = kText + "\n\nFirst: Maren Dahl\n\nSecond: Ole Brandt";
  EXPECT_EQ(without_furniture(with_lines({}, results, {"Share this", "Copy link", "Print"})),
            results);
}

TEST(Furniture, AFormEndsTheTextOnlyWhereItIsOne) {
  EXPECT_EQ(without_furniture(kText + "\n\nLeave a reply\n\nName\n\nEmail\n\nI saw it. Bob."),
            kText);
  EXPECT_EQ(without_furniture("Leave a comment\n\nEmail\n\n" + kText + "\n\n" + kText),
            kText + "\n\n" + kText)
      << "in the first half it is but a button";
  EXPECT_EQ(without_furniture(kText + "\n\nLeave a comment\n\nForty crossings were counted."),
            kText + "\n\nForty crossings were counted.");
}

TEST(Furniture, SentencesThatBeginAlikeStay) {
  for (const std::string line :
       {"Subscribe to nothing, said the trader.", "Read more slowly, the inspectors told them.",
        "Share prices rose on Monday.", "Photo albums from the war were sold.",
        "Comments were few.", "Print runs fell by a third.", "Follow the money, he said.",
        "Anzeigen gingen bei der Polizei ein.", "Partager le coût fut impossible.",
        "We use cookies to track you, the company admitted to the court on Monday.",
        "\"Follow us,\" the guide shouted.", "Wir verwenden Cookies, sagte der Bäcker.",
        "Nous utilisons des cookies, a reconnu la société mardi.",
        "Subscribe to our newsletter, the email said, and 4,000 people did.",
        "The newsletter of the council has closed.", "Email alone won't do, she said."})
    EXPECT_EQ(without_furniture(kText + "\n\n" + line), kText + "\n\n" + line) << line;
}

TEST(Furniture, TheEndOfASentenceIsNoButton) {
  for (const std::string text :
       {"Net earnings were 12 cents a\nshare", "It paid 12 cents a\n\nshare."})
    EXPECT_EQ(without_furniture(text), text);
}

/// Whatever buttons stand round it, who wrote the article is no name of a menu.
TEST(Furniture, ABylineAmongButtonsStays) {
  for (const std::string byline :
       {"By Jane Doe", "Von Erika Mustermann", "Par Jeanne Dupont", "Por Juan P\u00e9rez y Ana Gil",
        "Di Mario Rossi", "By Jane Doe | 5 March 2026"}) {
    EXPECT_EQ(without_furniture("Share\n\nFacebook\n\n" + byline + "\n\nPrint\n\n" + kText),
              byline + "\n\n" + kText);
    EXPECT_EQ(without_furniture(with_lines(
                  {"Home", "News", "Islands", byline, "Sport", "Contact us"}, kText, {})),
              byline + "\n\n" + kText);
  }
}

TEST(Furniture, AFormMayStandOnOneLine) {
  for (const std::string form :
       {"Leave a Reply Your email address will not be published. Required fields are marked * "
        "Comment "
        "* Name * Email * Website Save my name, email, and website in this browser for the next "
        "time I comment. Post Comment",
        "Schreibe einen Kommentar Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche "
        "Felder sind mit * markiert Kommentar * Name * E-Mail * Website Meinen Namen, meine "
        "E-Mail-Adresse und meine Website in diesem Browser speichern. Kommentar abschicken",
        "Laisser un commentaire Votre adresse e-mail ne sera pas publiée. Les champs obligatoires "
        "sont indiqués avec *",
        "Deja un comentario Tu dirección de correo electrónico no será publicada. Los campos "
        "obligatorios están marcados con *",
        "Your email address will not be published. Required fields are marked * Name * Email *"})
    EXPECT_EQ(without_furniture(kText + "\n\n" + form + "\n\nI saw it. Bob."), kText) << form;
  const std::string sentence =
      "Leave a reply at the office, the notice says, and the harbour's clerk will write to you.";
  EXPECT_EQ(without_furniture(kText + "\n\n" + sentence), kText + "\n\n" + sentence);
}

TEST(Furniture, ATitleUnderReadAlsoGoes) {
  for (const std::string heading : {"Read also", "See also:", "Lesen Sie auch", "LESEN SIE AUCH:",
                                    "À lire aussi", "Leggi anche", "Te puede interesar", "Lees ook",
                                    "Leia também", "Czytaj także", "Läs också", "Læs også"}) {
    EXPECT_EQ(without_furniture("One.\n\n" + heading + "\n\nWhy the herring came back\n\nTwo."),
              "One.\n\nTwo.")
        << heading;
    EXPECT_EQ(without_furniture("One.\n\n" + heading + "\n\nWhy did it come back?\n\nTwo."),
              "One.\n\nTwo.")
        << heading;
    EXPECT_EQ(
        without_furniture("One.\n\n" + heading + "\n\nWhy it left\n\nWhat comes next\n\nTwo."),
        "One.\n\nWhat comes next\n\nTwo.")
        << heading;
    EXPECT_EQ(without_furniture("One.\n\n" + heading + "\n\nTwo is a sentence."),
              "One.\n\nTwo is a sentence.")
        << heading;
  }
  EXPECT_EQ(without_furniture("One.\n\nRead more\n\nWhat comes next\n\nTwo."),
            "One.\n\nWhat comes next\n\nTwo.");
}

TEST(Furniture, ButtonsMayBeJoined) {
  for (const std::string row :
       {"Facebook Twitter WhatsApp E-Mail", "FacebookTwitterWhatsAppE-Mail", "Facebook X WhatsApp",
        "Auf Facebook teilen Auf Twitter teilen Per E-Mail teilen", "Teilen Drucken E-Mail",
        "Share on Facebook", "Partager sur Facebook Twitter Copier le lien",
        "FacebookTwitterPinterest", "Compartir: Facebook | X | WhatsApp | Copiar enlace",
        "Facebook 12 Twitter 3 E-mail"})
    EXPECT_EQ(without_furniture("One.\n\n" + row + "\n\nTwo."), "One.\n\nTwo.") << row;
  for (const std::string text : {"Facebook in Brüssel", "Delphi", "Delmail", "Printing money",
                                 "Mail on Sunday wins", "Shareholders", "X"})
    EXPECT_EQ(without_furniture("One.\n\n" + text + "\n\nTwo."), "One.\n\n" + text + "\n\nTwo.");
}

TEST(Furniture, NoticesOnCookiesGo) {
  for (const std::string notice :
       {"We and our partners use cookies to personalise content and ads. By clicking “Accept all” "
        "you "
        "agree to this, as our privacy policy explains.",
        "Wir und unsere Partner nutzen auf dieser Seite Cookies und ähnliche Techniken. Mit dem "
        "Klick "
        "auf „Alle akzeptieren“ stimmen Sie zu. Ihre Einwilligung können Sie jederzeit widerrufen; "
        "weitere Informationen finden Sie in unserer Datenschutzerklärung und unter den "
        "Einstellungen am Fuß der Seite.",
        "Nous et nos partenaires déposons des cookies. En cliquant sur « Tout accepter », vous "
        "acceptez leur usage.",
        "Nosotros y nuestros socios utilizamos cookies. Al hacer clic en «Aceptar» da su "
        "consentimiento.",
        "Noi e i nostri partner usiamo i cookie. Cliccando su “Accetta” dai il consenso.",
        "Wij en onze partners plaatsen cookies. Door te klikken op akkoord geeft u toestemming.",
        "Nós e os nossos parceiros usamos cookies. Ao clicar em aceitar dá o seu consentimento.",
        "My i nasi partnerzy używamy plików cookie. Klikając „Zgadzam się”, wyrażasz zgodę.",
        "Vi och våra partner använder cookies. Genom att klicka på Godkänn samtycker du."})
    EXPECT_EQ(without_furniture(notice + "\n\n" + kText), kText) << notice;
  for (const std::string text :
       {"We bake cookies in the harbour every Monday, and our guests like them more than the "
        "ferry.",
        "The regulator wants sites to ask for consent before cookies are set, by clicking or "
        "otherwise.",
        "Our website uses cookies, and you consent to them by clicking, the company told the "
        "court."})
    EXPECT_EQ(without_furniture(text + "\n\n" + kText), text + "\n\n" + kText);
}

RC_GTEST_PROP(Furniture, WhatIsKeptStandsInOrderAndTwiceCleanedIsOnceCleaned,
              (std::uint32_t seed)) {
  static const std::vector<std::string> kLines = {
      "Share",
      "Home",
      "News",
      "Impressum",
      "Leave a comment",
      "Name",
      "Your email address",
      "Required fields are marked",
      "The ferry runs.",
      "Lindholm",
      "Read also: a boat",
      "Photo: Jane Doe",
      "All rights reserved.",
      "Facebook Twitter",
      "Größe: Ø 5 µm",
      "—",
      "日本",
      "Forty crossings are expected every week until September, the office said."};
  std::mt19937 random(seed);
  std::vector<std::string> lines;
  std::string body;
  for (std::size_t i = random() % 25; i > 0; --i) {
    lines.push_back(kLines[random() % kLines.size()]);
    body += (body.empty() ? "" : random() % 2 == 0 ? "\n" : "\n\n") + lines.back();
  }
  const std::string kept = without_furniture(body);
  std::size_t next = 0;
  for (std::size_t at = 0; at < kept.size();) {
    const std::size_t end = std::min(kept.find('\n', at), kept.size());
    const std::string line = kept.substr(at, end - at);
    at = std::min(kept.find_first_not_of('\n', end), kept.size());
    while (next < lines.size() && lines[next] != line) {
      RC_ASSERT(lines[next].size() < 60U || lines[next].back() != '.' ||
                std::find(lines.begin(), lines.end(), "Leave a comment") != lines.end());
      ++next;
    }
    RC_ASSERT(next < lines.size());
    ++next;
  }
}

TEST(SimpleLine, FoldsLettersOfThreeAlphabetsAndDropsPunctuation) {
  EXPECT_EQ(simple_line("«À LIRE AUSSI» : ÉTÉ"), "à lire aussi été");
  EXPECT_EQ(simple_line("ΔΙΑΒΆΣΤΕ ΕΠΊΣΗΣ…"), "διαβάστε επίσησ");
  EXPECT_EQ(simple_line("ЧИТАЙТЕ ТАКЖЕ — ЁЛКА"), "читайте также ёлка");
  EXPECT_EQ(simple_line("ČTĚTE, ŻÓŁW; Őr ȘI 2"), "čtěte żółw őr și 2");
  EXPECT_EQ(simple_line("日本 👍"), "日本");
  EXPECT_EQ(simple_line("\xc3"), "\xc3") << "bytes that are none are no harm";
}

}  // namespace
}  // namespace copytaster::text
