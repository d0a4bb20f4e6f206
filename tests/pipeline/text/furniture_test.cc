#include "pipeline/text/furniture.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <string>
#include <vector>

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

/// As long as a paragraph of an article is, and longer than what readers write.
std::string paragraph(int number) {
  return "In week " + std::to_string(number) +
         " the ferry to Lindholm was in dock, and its owner sold no tickets at all.";
}

std::string paragraphs_to(int last) {
  std::string all = paragraph(1);
  for (int i = 2; i <= last; ++i) all += "\n\n" + paragraph(i);
  return all;
}

TEST(Furniture, AButtonForCommentsTakesNothingWithIt) {
  const std::string rest = paragraph(6) + "\n\n" + paragraph(7);
  for (const std::string form : {"Join the conversation", "Leave a comment", "Add a comment",
                                 "Schreiben Sie einen Kommentar", "Laisser un commentaire",
                                 "Deja un comentario", "Lascia un commento", "Dodaj komentarz"}) {
    EXPECT_EQ(without_furniture(paragraphs_to(5) + "\n\n" + form + "\n\nShare\n\n" + rest),
              paragraphs_to(5) + "\n\n" + rest);
    EXPECT_EQ(without_furniture(paragraphs_to(5) + "\n\n" + form + "\n\nName\n\nEmail\n\n" + rest),
              paragraphs_to(5) + "\n\n" + rest)
        << "paragraphs as long as those before are no comments";
    EXPECT_EQ(without_furniture(with_lines(
                  {"News", "Sport", "Culture", "Weather", "Opinion", "Business", "Politics",
                   "World", "Health", "Science", "By Ann Otter", form, "Share"},
                  paragraph(1), {})),
              "By Ann Otter\n\n" + paragraph(1));
    EXPECT_EQ(without_furniture(with_lines({"News", "Sport", "Culture", form, "Name", "Email"},
                                           paragraph(1), {})),
              paragraph(1))
        << "there is no article before it";
  }
}

TEST(Furniture, FieldsBehindTextMakeNoForm) {
  const std::string rest = "It runs again.\n\nForty crossings are expected.";
  EXPECT_EQ(without_furniture(with_lines({}, paragraphs_to(4),
                                         {"Leave a comment", rest, "Name", "Email", "Print"})),
            paragraphs_to(4) + "\n\n" + rest);
}

TEST(Furniture, CommentsBehindAFormGo) {
  EXPECT_EQ(without_furniture(
                with_lines({}, paragraphs_to(4),
                           {"Leave a reply", "Your email address will not be published.", "Name",
                            "Email", "Post comment", "Bob", "I saw it.", "Ann Otter",
                            "Me too, from the quay.", "Cy", "And what did it cost?"})),
            paragraphs_to(4));
}

TEST(Furniture, SentencesAboutCommentsStay) {
  for (const std::string line :
       {"Add a comment to the law, they asked.", "Leave a comment to the mayor alone, then."})
    EXPECT_EQ(without_furniture(kText + "\n\n" + line), kText + "\n\n" + line);
  EXPECT_EQ(without_furniture(kText + "\n\nJoin the conversation about geese\n\n" + kText),
            kText + "\n\nJoin the conversation about geese\n\n" + kText);
  EXPECT_EQ(without_furniture(kText + "\n\nLeave a comment below.\n\n" + kText),
            kText + "\n\n" + kText);
}

TEST(Furniture, ResultsUnderALinkStay) {
  const std::string lists[] = {
      "Marrowick: Otter; Reed, Moor, Finch\n\nGoals: Otter 12, Dove 44; Rose 81\n\n"
      "Attendance: 12,400",
      "Party results:\n\nReds 12\n\nBlues 14", "Ergebnis der Wahl:\n\nSPD 24,1 Prozent",
      "Marrowick 3 Tarn 2\n\nOstley 1 Bree 0"};
  for (const std::string& list : lists) {
    const std::string text = paragraph(1) + "\n\n" + list;
    for (const std::string link : {"Read more: Geese win", "Lesen Sie auch: Gänse siegen",
                                   "Lire aussi : les oies gagnent", "Read also", "Most read"}) {
      EXPECT_EQ(without_furniture(paragraph(1) + "\n\n" + link + "\n\n" + list), text) << link;
      EXPECT_EQ(without_furniture(paragraph(1) + "\n\n" + link + "\n\n" + list + "\n\nShare"),
                text);
    }
    EXPECT_EQ(without_furniture(paragraph(1) + "\n\nRead also\n\nGeese win again\n\n" + list),
              text);
  }
  EXPECT_EQ(without_furniture(paragraph(1) + "\n\nRead more: Geese win\n\nAnn Otter\n\nBo Reed"),
            paragraph(1) + "\n\nAnn Otter\n\nBo Reed");
  EXPECT_EQ(without_furniture(paragraph(1) +
                              "\n\nMost read\n\nGeese: what they eat and where they sleep\n\n"
                              "Woman, 61, finds a century of letters\n\nGeese win"),
            paragraph(1))
      << "titles with a colon or a number go";
}

TEST(Furniture, SectionsMayHeadAList) {
  const std::string awards =
      "Culture\n\nAnn Otter\n\nSport\n\nBo Reed\n\nHealth\n\nCy Dove\n\nScience\n\nDi Wren";
  for (const std::string& text :
       {paragraph(1) + "\n\n" + awards, awards, awards + "\n\n" + paragraph(1)})
    EXPECT_EQ(without_furniture(text), text);
  EXPECT_EQ(without_furniture(paragraph(1) + "\n\nMost read\n\nOtter 12, Dove 44\n\n" + awards),
            paragraph(1) + "\n\nOtter 12, Dove 44\n\n" + awards);
  EXPECT_EQ(
      without_furniture(paragraph(1) + "\n\nImpressum\n\nRätsel\n\nSport\n\nReisen\n\nKultur"),
      paragraph(1))
      << "a page of the site tells a menu";
}

TEST(Furniture, ANoticeThatIsQuotedOrReportedStays) {
  for (const std::string line :
       {"The studio had stamped “all rights reserved” on each photograph.",
        "“All rights reserved” no longer means much.",
        "The poster said \"All rights reserved\" and was signed",
        "Er schrieb „Alle Rechte vorbehalten“",
        "Our website uses cookies, reads the notice that every European must click; the commission "
        "wants it gone and more information is due in May.",
        "“We use cookies to improve your experience,” reads the notice that you must click.",
        "Nous utilisons des cookies pour mesurer, selon le journal, et vous acceptez tout.",
        "We use cookies as a base: crush 200 grams.",
        "Follow us on foot through the marsh and the herons come back.",
        "Find us on the pier, reads the sign outside.", "Folge uns unauffällig.",
        "Follow us to the marsh", "What the sign © means"})
    EXPECT_EQ(without_furniture(kText + "\n\n" + line), kText + "\n\n" + line) << line;
  for (const std::string line :
       {"All rights reserved",
        "© 2024 Northwire. All rights reserved. No reproduction without leave.",
        "Copyright 2024 Northwire. Alle Rechte vorbehalten. Weiterverbreitung nur mit Erlaubnis.",
        "Follow us on LinkedIn.", "Folgen Sie uns!", "This site uses cookies.", "Follow us on:",
        "Follow us on X", "© 2024 Northwire", "2019-2024 © Northwire", "Click here to go on."})
    EXPECT_EQ(without_furniture(kText + "\n\n" + line), kText) << line;
}

TEST(Furniture, ASubheadMayBeginAsALinkDoes) {
  for (const std::string head :
       {"More from the budget", "Latest news from the front", "Most read poets",
        "Up next for the team", "Don't miss the vote", "Don't miss the vote!",
        "Voir aussi les effets", "Saiba mais sobre o caso", "Mehr zum Thema wird es nicht geben",
        "Leer más cuesta menos", "Leggi tutto e scegli"}) {
    const std::string text = paragraph(1) + "\n\n" + head + "\n\n" + paragraph(2);
    EXPECT_EQ(without_furniture(text), text);
    const std::string list = paragraph(1) + "\n\n" + head + "\n\nBeer costs a penny more\n\nFuel";
    EXPECT_EQ(without_furniture(list + "\n\nShare"), list);
  }
  for (const std::string link :
       {"Read more: a penny on beer", "Most read – poets", "Up next | the vote",
        "Read more about the vote >\n\nRead more", "See also »", "Most read\n\nMost read poets"})
    EXPECT_EQ(without_furniture(paragraph(1) + "\n\n" + link + "\n\n" + paragraph(2)),
              paragraph(1) + "\n\n" + paragraph(2))
        << link;
  EXPECT_EQ(without_furniture(paragraph(1) + "\n\nMore from Northwire\n\nWhy the herring came back "
                                             "to the sound\n\nAnn Otter"),
            paragraph(1) + "\n\nAnn Otter");
  EXPECT_EQ(without_furniture(paragraph(1) + "\n\nRead more about geese\n\nShare"), paragraph(1));
  const std::string names = paragraph(1) + "\n\nMore from Marrowick\n\nAnn Otter\n\nBo Reed";
  EXPECT_EQ(without_furniture(names + "\n\nShare"), names);
}

TEST(Furniture, AWordOfASentenceThatWasBrokenThereIsNoButton) {
  const std::string body = "Profits rose by a tenth.\n\nShare\nadjusted for the dividend of May.";
  EXPECT_EQ(without_furniture(body), body);
  EXPECT_EQ(without_furniture("Profits rose by a tenth.\n\nShare\nTweet"),
            "Profits rose by a tenth.");
}

TEST(Furniture, ResultsBetweenButtonsStay) {
  const std::string text = paragraph(1) + "\n\nTarn 3 Ostley 1\n\nGoals: Otter, Dove";
  EXPECT_EQ(without_furniture(with_lines(
                {}, paragraph(1), {"Share", "Tarn 3 Ostley 1", "Goals: Otter, Dove", "Print"})),
            text);
}

TEST(Furniture, ARequestIsTheSitesOwnOrShort) {
  for (const std::string line :
       {"Subscribe to more than one newsletter and inflation eats you: prices rose by a fifth.",
        "Receive a WhatsApp message from a stranger and you may be the target of a scam.",
        "Join the Facebook boycott, activists urged on Monday", "Sign up for WhatsApp, get scammed",
        "Download the app of the city before Friday or walk the whole way.",
        "Recibe Whatsapp una multa de 200 millones de euros.",
        "Retrouvez un ami sur Instagram, perdez un emploi.",
        "Scarica Instagram e sparisce: il caso del ragazzo di Torino.",
        "Erhalten Sie per WhatsApp eine Drohung, hilft die Polizei.",
        "Скачайте канал: как мошенники крадут деньги."})
    EXPECT_EQ(without_furniture(kText + "\n\n" + line), kText + "\n\n" + line) << line;
  for (const std::string line :
       {"Subscribe to our newsletter and never miss what the harbour and its boats have in store.",
        "Get the latest from the quay delivered to your inbox every single morning.",
        "Join our WhatsApp channel", "Subscribe on YouTube", "Sign up to the newsletter",
        "Abonnieren Sie unseren Kanal auf WhatsApp.", "Retrouvez-nous sur Facebook et Instagram",
        "Únete a nuestro canal de WhatsApp", "Ricevi la newsletter", "Zapisz się na newsletter"})
    EXPECT_EQ(without_furniture(kText + "\n\n" + line), kText) << line;
}

TEST(Furniture, ACreditNamesWhoTookThePicture) {
  for (const std::string line : {"Photo: Karin Holm", "Foto: dpa", "Bild: Karin Holm von Northwire",
                                 "Photo: picture pool / northwire", "Photo: Ana de la Cruz"})
    EXPECT_EQ(without_furniture(kText + "\n\n" + line), kText) << line;
  for (const std::string line :
       {"Photos: inside the old mill", "Image: what the brand says", "Bild: Minister tritt zurück"})
    EXPECT_EQ(without_furniture(kText + "\n\n" + line), kText + "\n\n" + line) << line;
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
