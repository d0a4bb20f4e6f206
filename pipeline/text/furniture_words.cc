#include "pipeline/text/furniture_words.h"

#include <algorithm>

#include "pipeline/text/furniture_notices.h"
#include "pipeline/text/furniture_phrases.h"

namespace copytaster::text {
namespace {

// Phrases in small letters, as `simple_line` writes them, a bar between two of them.

/// Lines that say this and no more.
constexpr std::string_view kButtons =
    "share|share this|share this article|share article|share story|share this story|print|"
    "print this|print article|email|email this|email this article|tweet|tweet this|copy link|"
    "link copied|save|save article|bookmark|comment|comments|view comments|show comments|reply|"
    "like|log in|login|sign in|register|advertisement|advertisment|sponsored|sponsored content|"
    "skip to content|skip to main content|zum inhalt springen|direkt zum inhalt|zum hauptinhalt "
    "springen|"
    "aller au contenu|saltar al contenido|ir al contenido|vai al contenuto|naar de inhoud|"
    "przejdź do treści|hoppa till innehåll|gå til indhold|gå til innhold|back to "
    "top|menu|search|cookie settings|"
    "accept|accept all|accept all cookies|accept cookies|reject all|manage cookies|"
    "privacy settings|newsletter|newsletters|subscribe|subscribe now|get the app|"
    "teilen|artikel teilen|drucken|merken|artikel merken|link kopieren|anzeige|werbung|"
    "kommentare|kommentar|kommentieren|kommentare anzeigen|anmelden|einloggen|registrieren|"
    "alle akzeptieren|alle ablehnen|akzeptieren|cookie einstellungen|nach oben|zur startseite|"
    "partager|partager cet article|partager l article|imprimer|envoyer par e mail|"
    "copier le lien|publicité|commentaires|commenter|réagir|se connecter|s inscrire|"
    "tout accepter|tout refuser|accepter|s abonner|je m abonne|retour en haut|"
    "compartir|compartir en facebook|compartir en twitter|compartir en whatsapp|imprimir|"
    "copiar enlace|publicidad|comentarios|comentar|iniciar sesión|registrarse|aceptar|"
    "aceptar todo|aceptar todas|aceptar cookies|rechazar todo|suscríbete|guardar|"
    "condividi|condividi su facebook|condividi l articolo|stampa|copia link|pubblicità|"
    "commenti|commenta|accedi|registrati|accetta|accetta tutti|rifiuta|abbonati|"
    "delen|deel|deel dit artikel|deel via|afdrukken|kopieer link|advertentie|reacties|"
    "reageer|inloggen|aanmelden|alles accepteren|accepteren|weigeren|abonneer|"
    "compartilhar|compartilhe|partilhar|partilhe|copiar link|publicidade|comentários|entrar|"
    "aceitar|aceitar todos|rejeitar|assine|"
    "udostępnij|podziel się|drukuj|kopiuj link|reklama|komentarze|skomentuj|zaloguj się|"
    "zarejestruj się|akceptuję|zaakceptuj|zaakceptuj wszystkie|odrzuć|subskrybuj|"
    "dela|dela artikeln|skriv ut|kopiera länk|annons|kommentarer|kommentera|logga in|"
    "godkänn|godkänn alla|acceptera|avvisa|prenumerera|"
    "del|del artikel|del artiklen|udskriv|kopiér link|annonce|log ind|accepter|"
    "accepter alle|afvis|abonnér|"
    "del artikkelen|kopier lenke|annonse|logg inn|godta|godta alle|avslå|abonner|"
    "jaa|jaa artikkeli|tulosta|kopioi linkki|mainos|kommentit|kommentoi|kirjaudu|"
    "kirjaudu sisään|hyväksy|hyväksy kaikki|tilaa|"
    "sdílet|sdílet článek|tisk|vytisknout|kopírovat odkaz|komentáře|diskuse|"
    "přihlásit se|přijmout|přijmout vše|odmítnout|předplatit|"
    "megosztás|megosztom|nyomtatás|link másolása|hirdetés|hozzászólások|hozzászólás|"
    "bejelentkezés|elfogadom|elutasítom|előfizetés|feliratkozás|"
    "distribuie|distribuiți|partajează|tipărește|copiază linkul|reclamă|publicitate|"
    "comentarii|comentează|autentificare|accept toate|acceptă|abonează te|"
    "κοινοποίηση|κοινοποιήστε|μοιραστείτε το|μοιράσου το|εκτύπωση|διαφήμιση|σχόλια|"
    "σύνδεση|αποδοχή|αποδοχή όλων|εγγραφή|"
    "поделиться|распечатать|реклама|комментарии|войти|принять|подписаться";

/// What the menus of sites hold.
constexpr std::string_view kSections =
    "news|latest|world|politics|business|economy|sport|sports|football|culture|entertainment|"
    "opinion|lifestyle|health|science|technology|tech|travel|video|videos|podcast|podcasts|"
    "weather|jobs|help|feedback|nachrichten|politik|wirtschaft|kultur|panorama|meinung|"
    "gesundheit|wissen|reise|wetter|lokales|deutschland|karriere|hilfe|archiv|service|"
    "actualités|politique|économie|société|monde|santé|météo|emploi|noticias|política|economía|"
    "deportes|cultura|opinión|sociedad|salud|notizie|cronaca|politica|economia|esteri|"
    "spettacoli|salute|meteo|nieuws|politiek|economie|cultuur|gezondheid|notícias|esportes|"
    "desporto|saúde|wiadomości|polityka|gospodarka|kraj|świat|kultura|zdrowie|pogoda|hem|"
    "nyheter|ekonomi|nöje|nyheder|økonomi|hjem|uutiset|politiikka|talous|urheilu|kulttuuri|"
    "zprávy|domácí|zahraničí|ekonomika|hírek|belföld|külföld|gazdaság|știri|politică|sănătate|"
    "ειδήσεις|πολιτική|οικονομία|κόσμος|αθλητικά|новости|политика|экономика|общество|спорт";

/// And what is a page of a site, and no subject that may head a list in an article.
constexpr std::string_view kPages =
    "home|homepage|about us|contact us|contact|privacy|privacy policy|terms of use|"
    "terms and conditions|terms of service|advertise|advertise with us|careers|sitemap|faq|"
    "my account|log out|startseite|kontakt|impressum|datenschutz|datenschutzerklärung|agb|"
    "mediadaten|über uns|mein konto|abmelden|e paper|abo|accueil|contactez nous|"
    "mentions légales|confidentialité|plan du site|qui sommes nous|mon compte|inicio|contacto|"
    "aviso legal|política de privacidad|quiénes somos|mi cuenta|hemeroteca|prima pagina|"
    "contatti|chi siamo|note legali|il mio account|over ons|adverteren|privacybeleid|"
    "mijn account|início|contato|contacto|contactos|sobre nós|quem somos|strona główna|o nas|"
    "regulamin|polityka prywatności|moje konto|kontakta oss|om oss|integritetspolicy|forside|"
    "kontakt os|om os|privatlivspolitik|forsiden|kontakt oss|personvern|etusivu|ota yhteyttä|"
    "tietosuoja|domů|kontakty|o nás|ochrana osobních údajů|címlap|kapcsolat|rólunk|adatvédelem|"
    "impresszum|acasă|despre noi|termeni și condiții|αρχική|επικοινωνία|όροι χρήσης|"
    "ποιοι είμαστε|главная|контакты|о нас";

/// Lines that begin like this lead to other articles.
constexpr std::string_view kRelated =
    "read more|read more here|read also|also read|read next|see also|related articles|related "
    "stories|"
    "related topics|related news|related content|more on this story|more from|you may also like|"
    "you might also like|recommended for you|recommended stories|most read|most popular|"
    "most viewed|trending now|don t miss|top stories|latest news|up next|"
    "mehr zum thema|mehr lesen über|lesen sie mehr zum thema|lesen sie auch|lesen sie "
    "mehr|weiterlesen|auch interessant|"
    "das könnte sie auch interessieren|das könnte dich auch interessieren|meistgelesen|"
    "meistgelesene artikel|verwandte artikel|mehr lesen|zum weiterlesen|"
    "lire aussi|à lire aussi|lire la suite|lire également|à lire également|à lire|"
    "sur le même sujet|les plus lus|articles liés|voir aussi|"
    "lea también|leer más|lee también|lea más|te puede interesar|te puede gustar|"
    "también te puede interesar|noticias relacionadas|artículos relacionados|lo más leído|"
    "más leídas|más información|"
    "leggi anche|leggi tutto|leggi di più|continua a leggere|potrebbe interessarti|"
    "ti potrebbe interessare|articoli correlati|i più letti|"
    "lees ook|lees meer|lees verder|meer over dit onderwerp|meest gelezen|gerelateerde artikelen|"
    "leia também|leia mais|saiba mais|veja também|ler mais|leia ainda|mais lidas|"
    "notícias relacionadas|artigos relacionados|"
    "czytaj także|czytaj też|czytaj więcej|czytaj dalej|przeczytaj także|przeczytaj również|"
    "zobacz także|zobacz też|zobacz również|polecamy|najczęściej czytane|powiązane artykuły|"
    "läs mer|läs också|läs även|mer om ämnet|mest läst|relaterade artiklar|"
    "læs mere|læs også|mest læste|relaterede artikler|"
    "les mer|les også|mest lest|relaterte artikler|"
    "lue myös|lue lisää|luetuimmat|aiheesta lisää|"
    "čtěte také|čtěte dále|přečtěte si také|číst dál|související články|nejčtenější|"
    "mohlo by vás zajímat|"
    "olvassa el|olvasd el|kapcsolódó cikkek|kapcsolódó cikkeink|ajánlott cikkek|legolvasottabb|"
    "ez is érdekelheti|tovább olvasom|"
    "citește și|citeşte şi|citește mai mult|citiți și|vezi și|articole similare|"
    "cele mai citite|"
    "διαβάστε επίσης|διαβάστε ακόμη|διαβάστε ακόμα|διαβάστε περισσότερα|δείτε επίσης|"
    "σχετικά άρθρα|δημοφιλή|"
    "читайте также|читать далее|читайте ещё|смотрите также";

/// Of those, the ones that a single title stands under; under the others there are lists.
constexpr std::string_view kAlso =
    "read also|also read|read next|see also|you may also like|you might also like|"
    "lesen sie auch|auch interessant|das könnte sie auch interessieren|"
    "das könnte dich auch interessieren|mehr zum thema|lire aussi|à lire aussi|lire également|"
    "à lire également|à lire|voir aussi|sur le même sujet|lea también|lee también|"
    "te puede interesar|te puede gustar|también te puede interesar|leggi anche|"
    "potrebbe interessarti|ti potrebbe interessare|lees ook|leia também|veja também|leia ainda|"
    "czytaj także|czytaj też|przeczytaj także|przeczytaj również|zobacz także|zobacz też|"
    "zobacz również|läs också|läs även|læs også|les også|lue myös|čtěte také|přečtěte si také|"
    "mohlo by vás zajímat|ez is érdekelheti|citește și|citeşte şi|citiți și|vezi și|"
    "διαβάστε επίσης|διαβάστε ακόμη|διαβάστε ακόμα|δείτε επίσης|читайте также|смотрите также";

constexpr std::string_view kForms =
    "leave a comment|leave a reply|post a comment|add a comment|write a comment|"
    "join the conversation|schreiben sie einen kommentar|schreibe einen kommentar|"
    "kommentar schreiben|einen kommentar hinterlassen|hinterlasse einen kommentar|"
    "laisser un commentaire|laissez un commentaire|ajouter un commentaire|deja un comentario|"
    "deje un comentario|dejar un comentario|escribe un comentario|lascia un commento|"
    "scrivi un commento|laat een reactie achter|geef een reactie|plaats een reactie|"
    "deixe um comentário|deixe o seu comentário|escreva um comentário|dodaj komentarz|"
    "napisz komentarz|zostaw komentarz|lämna en kommentar|skriv en kommentar|"
    "skriv en kommentar|efterlad en kommentar|legg igjen en kommentar|jätä kommentti|"
    "kirjoita kommentti|přidat komentář|napsat komentář|napište komentář|szólj hozzá|"
    "hozzászólás írása|lasă un comentariu|lăsați un comentariu|αφήστε ένα σχόλιο|"
    "αφήστε σχόλιο|προσθήκη σχολίου|добавить комментарий|оставить комментарий";

constexpr std::string_view kFields =
    "your email address will not be published|required fields are marked|"
    "save my name email|post comment|submit comment|notify me of|name|email|website|"
    "deine e mail adresse wird nicht|ihre e mail adresse wird nicht|erforderliche felder|"
    "votre adresse e mail ne sera pas|votre adresse de messagerie|les champs obligatoires|"
    "tu dirección de correo|su dirección de correo|los campos obligatorios|"
    "il tuo indirizzo email non|i campi obbligatori|je e mailadres wordt niet|"
    "het e mailadres wordt niet|verplichte velden|o seu endereço de e mail|"
    "o seu endereço de email|campos obrigatórios|twój adres e mail nie|twój adres email|"
    "wymagane pola|din e postadress|obligatoriska fält|din e mailadresse|krævede felter|"
    "din e postadresse|obligatoriske felt|sähköpostiosoitettasi ei|pakolliset kentät|"
    "vaše e mailová adresa|vyžadované informace|az e mail címet nem|a kötelező mezőket|"
    "adresa ta de email|câmpurile obligatorii|η ηλ διεύθυνσή|η ηλεκτρονική διεύθυνσή|τα "
    "υποχρεωτικά πεδία|"
    "ваш адрес email не будет|обязательные поля";

/// A line of these words alone, or nearly so, is a row of buttons.
constexpr std::string_view kNetworks =
    "facebook|twitter|whatsapp|linkedin|email|e mail|mail|reddit|telegram|pinterest|share|"
    "flipboard|messenger|instagram|youtube|tiktok|bluesky|mastodon|threads|xing|viber|vkontakte|"
    "tumblr|pocket|snapchat|skype|sms|rss|print|teilen|partager|compartir|condividi|delen|copy "
    "link|"
    "link kopieren|copier le lien|copiar enlace|copia link|kopieer link|drucken|imprimer|imprimir|"
    "stampa|compartilhar|partilhar|udostępnij|dela|del|jaa|sdílet|megosztás|distribuie";

constexpr std::string_view kCredits =
    "photo|photos|photo by|photo credit|image|image credit|picture|picture by|file photo|"
    "foto|fotos|foto von|bild|bilder|symbolbild|bildquelle|bildnachweis|crédit photo|photo d|"
    "imagen|crédito|fotografía|immagine|fotografia|beeld|fot|zdjęcie|bildkälla|kuva|"
    "zdroj foto|fotó|kép|sursa foto|φωτογραφία|φωτο|фото";

/// "12 comments", "comments 12": how many there are is not what it is.
std::string_view without_count(std::string_view line) {
  constexpr std::string_view kDigits = "0123456789 ";
  const std::size_t begin = std::min(line.find_first_not_of(kDigits), line.size());
  line.remove_prefix(begin);
  const std::size_t end = line.find_last_not_of(kDigits);
  return end == std::string_view::npos ? std::string_view() : line.substr(0, end + 1);
}

constexpr std::size_t kGluedBytes = 4;

/// The buttons in a word, also glued together as "FacebookTwitter"; 0: it is something else.
std::size_t buttons_in(std::string_view word) {
  static const Prefixes kNames(kNetworks);
  std::size_t buttons = 0;
  while (!word.empty()) {
    if (word == "e" && buttons > 0) break;  // "WhatsAppE-Mail"
    const std::size_t size = kNames.begin_of(word);
    // What is glued is a name of some length: "del" begins many a word.
    if (size == 0 || (size < word.size() && size < kGluedBytes)) return 0;
    word.remove_prefix(size);
    ++buttons;
  }
  return buttons;
}

bool is_button_row(std::string_view line) {
  static const Prefixes kNames(kNetworks);
  std::size_t words = 0;
  std::size_t buttons = 0;
  for (std::size_t at = 0; at < line.size();) {
    const std::string_view rest = line.substr(at);
    const std::size_t phrase = kNames.match(rest);
    const std::size_t size = phrase > 0 ? phrase : std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, size);
    const bool count = word.find_first_not_of("0123456789") == std::string_view::npos;
    const std::size_t here = phrase > 0 ? 1 : buttons_in(word);
    words += count || word == "x" ? 0U : std::max<std::size_t>(here, 1);
    buttons += here;
    at += size + 1;
  }
  return buttons > 0 && buttons * 3 >= words * 2;
}

/// How many of the phrases stand in the line.
std::size_t count_of(std::string_view line, std::string_view phrases) {
  std::size_t count = 0;
  any_phrase(phrases, [&count, line](std::string_view phrase) {
    // "name" stands in many a line.
    count += phrase.find(' ') != phrase.npos && line.find(phrase) != line.npos ? 1U : 0U;
    return false;
  });
  return count;
}

/// "Leave a Reply Your email address will not be published. Required fields are marked *"
bool is_whole_form(std::string_view line, std::size_t heading) {
  const std::size_t fields = count_of(line.substr(heading), kFields);
  return fields >= (heading > 0 ? 1U : 2U);
}

constexpr std::size_t kRelatedWords = 16;  ///< of a line that leads to another article
constexpr std::size_t kShortRequest = 5;   ///< words: "Read more here."
constexpr std::size_t kFormWords = 8;      ///< of a form's heading
constexpr std::size_t kFieldWords = 3;     ///< more of them: a wording is no label of a field
constexpr std::size_t kCreditWords = 9;

const Prefixes& related_lines() {
  static const Prefixes kLines(kRelated);
  return kLines;
}

const Prefixes& form_lines() {
  static const Prefixes kLines(kForms);
  return kLines;
}

}  // namespace

Wording wording_of(std::string_view line, bool sentence) {
  static const Prefixes kButtonLines(kButtons);
  static const Prefixes kFieldLines(kFields);
  if (const std::size_t size = form_lines().match(line); size > 0) {
    if (is_whole_form(line, size)) return Wording::kWholeForm;
    const std::size_t most = sentence ? words_in(line.substr(0, size)) + 1 : kFormWords;
    if (words_in(line) <= most) return Wording::kForm;
  }
  const std::string_view label = without_count(line);
  if (!sentence && !label.empty() && kButtonLines.match(label) == label.size())
    return Wording::kButton;
  if (!sentence && is_button_row(line)) return Wording::kButton;
  if (const std::size_t size = related_lines().match(line); size > 0) {
    static const Prefixes kAlsoLines(kAlso);
    const std::size_t words = words_in(line);
    if (!sentence && kAlsoLines.match(line) == line.size()) return Wording::kHeading;
    if (words <= (sentence ? kShortRequest : kRelatedWords)) return Wording::kRelated;
  }
  if (makes_request(line, sentence)) return Wording::kNotice;
  if (const std::size_t size = kFieldLines.match(line); size > 0) {
    if (is_whole_form(line, 0)) return Wording::kWholeForm;
    if (words_in(line) <= kFieldWords || words_in(line.substr(0, size)) > 2) return Wording::kField;
  }
  static const Prefixes kSectionLines(kSections);
  static const Prefixes kPageLines(kPages);
  if (line.empty()) return Wording::kNone;
  if (kPageLines.match(line) == line.size()) return Wording::kPage;
  return kSectionLines.match(line) == line.size() ? Wording::kSection : Wording::kNone;
}

bool is_bare_wording(std::string_view line) {
  return !line.empty() &&
         (related_lines().match(line) == line.size() || form_lines().match(line) == line.size());
}

bool credits_picture(std::string_view line) {
  static const Prefixes kCreditLines(kCredits);
  return words_in(line) <= kCreditWords && kCreditLines.match(line) > 0;
}

}  // namespace copytaster::text
