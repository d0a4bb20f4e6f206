// Whole pages as the usual systems build them, in several languages, invented for this test.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pipeline/text/html.h"

namespace copytaster::text {
namespace {

HtmlArticle read(const std::string& page) { return read_html(page, 400); }

std::string repeated(int times, const std::string& piece) {
  std::string all;
  for (int i = 0; i < times; ++i) all += piece;
  return all;
}

using Names = std::vector<std::string>;

TEST(HtmlLayouts, WordPressWithComments) {
  const std::string first =
      "Die Fähre nach Lindholm fährt wieder, sagte ihr Eigner am Montag nach einem halben Jahr.";
  const std::string second =
      "Seit März waren die Insulaner in Fischerbooten gefahren; die Stadt zahlt den Treibstoff.";
  const HtmlArticle article = read(
      "<html lang=de-DE><head><title>Fähre fährt wieder &#8211; Hafenpost</title>"
      "<meta property='og:site_name' content='Hafenpost'></head>"
      "<body class='single comments-open'><div id=page class=site><header><nav><ul><li><a href=/>"
      "Start</a></li></ul></nav></header><main><article class='post has-post-thumbnail'>"
      "<header class=entry-header><h1 class=entry-title>Fähre fährt wieder</h1><div class="
      "entry-meta><span class='author vcard'><a rel=author href=/a>Jana Doe</a></span>"
      "<time datetime='2026-03-01T10:00:00+01:00'>1. März</time></div></header>"
      "<div class=entry-content><p>" +
      first +
      "</p><h2 id=h-social-security>Soziale Sicherheit</h2><div class=wp-block-group><p><strong>"
      "Lesen Sie auch</strong></p><p><a href=x>Minister tritt zurück</a></p></div><p>" +
      second +
      "</p><div class='sharedaddy sd-sharing-enabled'><h3>Teilen mit:</h3><ul><li><a href=#>"
      "Twitter</a></li></ul></div></div><footer class=entry-footer><a>Hafen</a></footer></article>"
      "<div id=comments class=comments-area><h2>9 Gedanken zu „Fähre“</h2><ol class=comment-list>" +
      repeated(9,
               "<li class=comment><article class=comment-body><footer><b class=fn itemprop=author>"
               "Troll</b><time datetime=2020-01-01>x</time></footer><p>Ich habe auf dieses Schiff "
               "länger gewartet als auf irgend etwas anderes in meinem Leben, und wie.</p>"
               "</article></li>") +
      "</ol><div id=respond><h3>Schreibe einen Kommentar</h3><form><p>Deine Adresse</p></form>"
      "</div></div></main></div></body></html>");
  EXPECT_EQ(article.metadata.headline, "Fähre fährt wieder");
  EXPECT_EQ(article.metadata.published, "2026-03-01T10:00:00+01:00");
  EXPECT_EQ(article.metadata.authors, Names{"Jana Doe"});
  EXPECT_EQ(article.metadata.publisher, "Hafenpost");
  EXPECT_EQ(article.body, first + "\n\nSoziale Sicherheit\n\n" + second);
}

TEST(HtmlLayouts, DrupalWithCommentsInItsArticle) {
  const std::string first =
      "Le ferry de Lindholm repart, a dit lundi son propriétaire, après six mois en cale sèche.";
  const std::string second =
      "Les habitants traversaient en bateau de pêche depuis mars ; la ville paiera le carburant.";
  const HtmlArticle article = read(
      "<html lang=fr><head><title>Le ferry repart | Le Port</title><meta property='og:url' "
      "content='https://www.leport.test/ferry'></head><body><div class="
      "dialog-off-canvas-main-canvas><main role=main><div class=region><article class='node "
      "node--type-article'><h1><span class=field>Le ferry repart</span></h1><div class="
      "node__content><div class='field field--name-body field--type-text-with-summary'><p>" +
      first + "</p><p>" + second +
      "</p></div><section class='field field--name-comment'><h2>Commentaires</h2>" +
      repeated(8,
               "<article class='js-comment comment'><span>Soumis par Troll</span><div><p>J'attends "
               "ce bateau depuis plus longtemps que toute autre chose de ma vie, hélas.</p></div>"
               "</article>") +
      "</section></div></article></div><div class=views-element-container><h2>À lire aussi</h2>"
      "<div><h3><a href=x>Le ministre démissionne</a></h3></div></div></main></div></body></html>");
  EXPECT_EQ(article.metadata.headline, "Le ferry repart");
  EXPECT_EQ(article.body, first + "\n\n" + second);
}

TEST(HtmlLayouts, APageOfWidgets) {
  const auto widget = [](const std::string& name, const std::string& content) {
    return "<div class='elementor-element elementor-widget elementor-widget-" + name +
           "'><div class=elementor-widget-container>" + content + "</div></div>";
  };
  const std::string first =
      "El ferry a Lindholm vuelve a navegar, dijo el lunes su dueño, tras medio año en el dique.";
  const std::string second =
      "Los isleños cruzaban en barcas desde marzo; el pueblo les pagará el combustible.";
  const HtmlArticle article = read(
      "<html lang=es><head><title>El ferry vuelve » El Puerto</title><meta property=og:site_name "
      "content='El Puerto'></head><body><div class=elementor><section class=elementor-section>" +
      widget("theme-post-title", "<h1>El ferry vuelve</h1>") +
      widget("post-info", "<ul><li>Ana Doe</li><li><time datetime=2026-03-01>1 marzo</time></ul>") +
      widget("text-editor", "<p>" + first + "</p>") + widget("heading", "<h2>Los precios</h2>") +
      widget("text-editor", "<p>" + second + "</p>") +
      widget("share-buttons", "<div>Compartir</div>") +
      widget("posts",
             "<h3>Te puede interesar</h3><article><h3><a href=x>El ministro dimite</a></h3><p>El "
             "ministro ha dimitido por el asunto del puerto, que costó más de lo previsto.</p>"
             "</article>") +
      "</section></div></body></html>");
  EXPECT_EQ(article.metadata.headline, "El ferry vuelve");
  EXPECT_EQ(article.metadata.published, "2026-03-01");
  EXPECT_EQ(article.body, first + "\n\nLos precios\n\n" + second);
}

TEST(HtmlLayouts, AnAmpPageOfTwoArticlesInItsData) {
  const std::string first =
      "Il traghetto per Lindholm riparte, ha detto lunedì il proprietario, dopo sei mesi.";
  const std::string second =
      "Martedì il consiglio vota i nuovi prezzi, che saliranno di un quarto per tutti.";
  const HtmlArticle article = read(
      "<!doctype html><html amp lang=it><head><title>Il traghetto riparte - Il Porto</title>"
      "<link rel=canonical href='https://www.ilporto.test/t'><style amp-custom>p{}</style>"
      R"(<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Altro",
         "url":"https://www.ilporto.test/altro","author":"Altra"},{"@type":"NewsArticle",
         "headline":"Il traghetto riparte","url":"https://www.ilporto.test/t",
         "publisher":{"name":"Il Porto"}}]</script></head><body><amp-sidebar><ul><li>)"
      "<a href=x>Sport</a></ul></amp-sidebar><main><h1>Il traghetto riparte</h1><amp-img src=x>"
      "</amp-img><p>" +
      first + "</p><amp-ad>x</amp-ad><div><b>Leggi anche</b> <a href=y>Il ministro si dimette</a>" +
      "</div><p>" + second + "</p></main></body></html>");
  EXPECT_EQ(article.metadata.headline, "Il traghetto riparte");
  EXPECT_TRUE(article.metadata.authors.empty());
  EXPECT_EQ(article.metadata.publisher, "Il Porto");
  EXPECT_EQ(article.body, first + "\n\n" + second);
}

TEST(HtmlLayouts, APageOfItsOwnWithBreaksAndPrices) {
  const std::string first =
      "De veerboot naar Lindholm vaart weer, zei de eigenaar maandag, na een half jaar.";
  const std::string second =
      "De eilanders staken sinds maart in vissersboten over; de gemeente betaalt de brandstof.";
  const HtmlArticle article = read(
      "<html lang=nl><head><title>Veer vaart weer · De Haven</title><meta property=og:site_name "
      "content='De Haven'></head><body><div class=wrap><h1>Veer vaart weer</h1><div class=txt>" +
      first + "<br><br>" + second +
      "<br><br>Prijzen:<table><tr><td>Volwassene</td><td>12,50</td></tr><tr><td>Kind</td><td>6,00"
      "</td></tr></table>Dinsdag stemt de raad.</div><div class=box><h4>Lees ook</h4><a href=x>"
      "Minister treedt af</a></div><div class=u7><h3>3 reacties</h3>" +
      repeated(3,
               "<div><b>T</b><p>Op deze boot heb ik langer gewacht dan op wat dan ook in mijn hele "
               "leven, en mijn moeder ook.</p></div>") +
      "</div></div></body></html>");
  EXPECT_EQ(article.metadata.headline, "Veer vaart weer");
  EXPECT_EQ(article.body, first + "\n\n" + second +
                              "\n\nPrijzen:\n\nVolwassene 12,50\n\nKind 6,00\n\n"
                              "Dinsdag stemt de raad.");
}

}  // namespace
}  // namespace copytaster::text
