#include "pipeline/text/furniture_notices.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "pipeline/text/furniture_phrases.h"

namespace copytaster::text {
namespace {

/// Requests that nothing but a site's furniture begins with; what goes on names a network.
constexpr std::string_view kFollow =
    "follow us|like us on|find us on|join us on|share on|share via|folgen sie uns|folge uns|suivez "
    "nous|rejoignez nous|síguenos|siga nos|"
    "seguici|volg ons|siga nos|siga o nosso|śledź nas|obserwuj nas|polub nas|följ oss|følg os|"
    "følg oss|seuraa meitä|sledujte nás|kövessen minket|kövess minket|urmărește ne|urmăriți ne|"
    "ακολουθήστε μας|ακολουθήστε το|подписывайтесь на";

/// The same, in words that name it.
constexpr std::string_view kNoticeLines =
    "click here to|download our app|by continuing to use|"
    "we use cookies|this site uses cookies|this website uses cookies|our site uses cookies|"
    "our website uses cookies|wir verwenden cookies|wir nutzen cookies|wir setzen cookies|"
    "diese website verwendet cookies|diese website nutzt cookies|diese seite verwendet cookies|"
    "diese webseite verwendet cookies|nous utilisons des cookies|ce site utilise des cookies|"
    "notre site utilise des cookies|utilizamos cookies|usamos cookies|"
    "este sitio utiliza cookies|este sitio web utiliza cookies|este sitio usa cookies|"
    "esta web utiliza cookies|este site utiliza cookies|este site usa cookies|"
    "utilizziamo i cookie|utilizziamo cookie|questo sito utilizza cookie|"
    "questo sito utilizza i cookie|questo sito usa i cookie|usiamo i cookie|"
    "wij gebruiken cookies|we gebruiken cookies|deze website gebruikt cookies|"
    "deze site gebruikt cookies|używamy plików cookie|używamy ciasteczek|używamy cookies|"
    "ta strona używa plików cookie|ta strona używa ciasteczek|ta strona korzysta z plików|"
    "strona korzysta z plików cookie|vi använder cookies|vi använder kakor|vi bruger cookies|"
    "vi bruker cookies|vi bruker informasjonskapsler|käytämme evästeitä|sivusto käyttää evästeitä|"
    "tämä sivusto käyttää evästeitä|používáme cookies|používáme soubory cookie|"
    "tento web používá cookies|tento web používá soubory|sütiket használunk|"
    "ez a weboldal sütiket|a weboldal sütiket|folosim cookie|acest site folosește cookie|"
    "acest site utilizează cookie|χρησιμοποιούμε cookies|αυτός ο ιστότοπος χρησιμοποιεί cookies|"
    "мы используем cookie|мы используем файлы cookie";

/// Requests that are furniture with one of kObjects.
constexpr std::string_view kAsks =
    "sign up|subscribe|get the latest|get our|get all|join our|join the|receive|download|"
    "want more|stay up to date|never miss|don t miss|"
    "abonnieren|jetzt abonnieren|melden sie sich|melde dich|bestellen sie|erhalten sie|"
    "laden sie|hier anmelden|hier geht es|verpassen sie|nichts verpassen|"
    "inscrivez vous|abonnez vous|recevez|retrouvez|téléchargez|"
    "suscríbete|suscríbase|apúntate|recibe|reciba|regístrate|descarga|únete|"
    "iscriviti|ricevi|abbonati|scarica|resta aggiornato|"
    "abonneer|schrijf je in|schrijf u in|meld je aan|ontvang|download de|"
    "assine|inscreva se|subscreva|receba|cadastre se|baixe|"
    "zapisz się|subskrybuj|prenumeruj|pobierz|bądź na bieżąco|dołącz|"
    "anmäl dig|prenumerera|ladda ner|få våra|få de|missa inte|"
    "tilmeld dig|abonnér|få vores|få de|"
    "meld deg på|abonner|få våre|last ned|"
    "tilaa|lataa|"
    "přihlaste se|odebírejte|stáhněte|nenechte si|"
    "iratkozz|iratkozzon|töltse le|ne maradjon|"
    "abonează|abonați|înscrie|primește|descarcă|"
    "εγγραφείτε|γραφτείτε|κατεβάστε|λάβετε|"
    "подпишитесь|скачайте|присоединяйтесь";

/// Anywhere in a line that begins with one of kAsks.
constexpr std::string_view kObjects =
    "newsletter|email alert|email update|your inbox|your email|breaking news alert|our app|"
    "the app|news app|rundbrief|"
    "e mail postfach|posteingang|unsere app|boîte mail|boîte de réception|notre application|"
    "infolettre|boletín|boletin|nuestra app|tu correo|nuestro canal|nostra app|nostro canale|"
    "tua email|nieuwsbrief|onze app|mailbox|boletim|nosso canal|nosso aplicativo|seu e mail|"
    "newslettera|biuletyn|naszą aplikację|nyhetsbrev|vår app|nyhedsbrev|vores app|uutiskirje|"
    "sovellus|newsletteru|odběru novinek|naši aplikaci|hírlev|alkalmazás|"
    "newsletterul|aplicația|newsletter μας|ενημερωτικό δελτίο|рассылк";

/// In whose name a request speaks.
constexpr std::string_view kOurs =
    " our | us | unser| uns | notre | nos | nous | nuestr| nosotros | nostr| noi | ons | onze |"
    " nosso | nossa | nasz| nas | oss | vår | våra | våre | vores | meidän | náš | naš| nás |"
    " minket | nostru | noastr| μας | наш| нас | your inbox | your email ";

/// At the beginning or the end of a short line, or behind the sign of copyright.
constexpr std::string_view kRights =
    "all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    "todos los derechos reservados|tutti i diritti riservati|riproduzione riservata|"
    "alle rechten voorbehouden|todos os direitos reservados|wszelkie prawa zastrzeżone|"
    "wszystkie prawa zastrzeżone|alla rättigheter förbehållna|alle rettigheder forbeholdes|"
    "alle rettigheter reservert|tutti i diritti sono riservati|kaikki oikeudet pidätetään|všechna "
    "práva vyhrazena|"
    "minden jog fenntartva|toate drepturile rezervate|με επιφύλαξη παντός δικαιώματος|"
    "все права защищены";

/// In whose name a notice on cookies speaks, or what it is about, as it begins.
constexpr std::string_view kSpeakers =
    " we | our | this site | this website | by clicking | by continuing | cookies on |"
    " wir | unsere | diese website | diese webseite | diese seite | unserer | cookies auf |"
    " nous | notre | nos | ce site | en poursuivant | en cliquant |"
    " nosotros | nuestr| este sitio | esta web | utilizamos | usamos | al continuar |"
    " noi | nostr| questo sito | utilizziamo | usiamo | proseguendo |"
    " wij | onze | deze website | deze site | nós | nosso| nossa| este site | ao continuar |"
    " my i nasi | nasz| ta strona | używamy | stosujemy | vi | våra | vår | vores | våre | denne |"
    " tämä | käytämme | používáme | naše | tento web | weboldal| oldalunk| használunk |"
    " folosim | acest site | noastr| utilizăm | χρησιμοποιούμε | ιστότοπος | мы | наш| этот сайт ";

/// What such a notice says of agreeing, refusing, or where more is said.
constexpr std::string_view kAgreements =
    "by clicking|by continuing|if you continue|you accept|you agree|you consent|your consent|"
    "your preferences|cookie policy|cookie settings|privacy policy|accept all|manage cookies|"
    "more information|learn more|find out more|"
    "akzeptieren|zustimm|stimmen sie|erklären sie sich|einverstanden|einwilligung|"
    "datenschutzerklärung|einstellungen|weitere informationen|mehr erfahren|"
    "en cliquant|en poursuivant|vous acceptez|votre consentement|vos préférences|vos choix|"
    "politique de|tout accepter|en savoir plus|"
    "al hacer clic|si continúa|al continuar|acepta|tu consentimiento|su consentimiento|"
    "política de|configuración|más información|"
    "cliccando|proseguendo|continuando|acconsent|accett|consenso|informativa|preferenze|"
    "maggiori informazioni|door te klikken|door verder|akkoord|toestemming|cookiebeleid|"
    "cookie instellingen|meer informatie|"
    "ao clicar|ao continuar|aceita|seu consentimento|saiba mais|"
    "klikając|kontynuując|zgod|akceptuj|polity|więcej informacji|"
    "genom att|samtyck|godkänn|cookiepolicy|ved at|samtykk|accepter|godta|cookiepolitik|"
    "jatkamalla|suostumu|hyväksy|souhlas|kliknutím|více informací|"
    "hozzájárul|elfogad|beleegyez|további információ|"
    "făcând clic|continuând|acceptați|consimțământ|sunteți de acord|mai multe informații|"
    "συγκατάθε|αποδέχ|αποδοχή|περισσότερα|соглас|принима|продолжая|подробнее";

/// Whom a notice speaks to or of.
constexpr std::string_view kAddressed =
    " you | your | sie | ihr| du | dein| dir | vous | votre | vos | tu | tus | su | sus | usted|"
    " te | ti | tuo | tua | tue | tuoi | vostr| u | uw | je | jouw | seu | sua | você| ni | er |"
    " din | ditt | dina | dig | dit | deg | sinu| teidän | vám | vás | vaš| twoj| twój| państw|"
    " ön | önnek | dumneavoastră | tău | ta | vă | σας | σου | вы | вас | вам | ваш| site| sitio|"
    " sito| web| seite| strona| stroni| sivusto| oldal| ιστότοπο| сайт";

/// Anywhere in a sentence that reports what somebody said: a notice doesn't, whatever it quotes.
constexpr std::string_view kSpeech =
    " said| says | told | asked| admitted| noted| shouted| announced| claimed| insisted|"
    " sagte| sagt | erklärte| betonte| räumte| a dit| a déclaré| a reconnu| a affirmé| explique|"
    " dijo| afirmó| señaló| explicó| admitió| ha detto| ha dichiarato| ha ammesso| zei | zegt |"
    " disse| afirmou| admitiu| powiedział| sade | säger | sagde| siger | sier ";

/// Where a site may be followed or joined, if it speaks of itself.
constexpr std::string_view kNetworks =
    "whatsapp|telegram|youtube|facebook|instagram|twitter|канал|linkedin|tiktok|bluesky|mastodon|"
    "pinterest|google news|social";

/// Behind a comma, as they are written.
constexpr std::string_view kSources =
    ", reads |\" reads |” reads |, according to |, laut |, heißt es|, selon |, según |, secondo |, "
    "volgens |, segundo "
    "|"
    ", według |, enligt |, ifølge |, podle |, mukaan";

constexpr std::string_view kQuotes = "\"|“|”|„|«|»";

constexpr std::size_t kRightsBytes = 120;
constexpr std::size_t kShortRequest = 8;  ///< words; a longer one says that it is the site's
constexpr std::size_t kShortLabel = 4;
constexpr std::size_t kSpeakerBytes = 60;  ///< within which a notice says in whose name it is

bool addresses_reader(std::string_view line) {
  const std::string padded = fmt::format(" {} ", line);
  return holds_any(padded, kAddressed);
}

/// A request to the reader, whatever it quotes.
bool asks(std::string_view line, bool sentence) {
  static const Prefixes kFollowLines(kFollow);
  static const Prefixes kNotices(kNoticeLines);
  static const Prefixes kAskLines(kAsks);
  const std::size_t follow = kFollowLines.match(line);
  if (follow == line.size() || kNotices.match(line) > 0)
    return !line.empty() &&
           (!sentence || line.find("cookie") == line.npos || addresses_reader(line));
  if (!sentence && follow > 0 && words_in(line) <= words_in(line.substr(0, follow)) + 1)
    return true;
  if (follow > 0)
    return holds_any(line, kObjects) || holds_any(line, kNetworks) || line.ends_with(" x");
  if (kAskLines.match(line) == 0) return false;
  const bool ours = holds_any(fmt::format(" {} ", line), kOurs);
  if (holds_any(line, kObjects)) return ours || words_in(line) <= kShortRequest;
  return (ours || (!sentence && words_in(line) <= kShortLabel)) && holds_any(line, kNetworks);
}

}  // namespace

bool makes_request(std::string_view line, bool sentence) {
  return asks(line, sentence) && !(sentence && holds_any(line, kSpeech));
}

bool asks_for_cookies(std::string_view line) {
  if (line.find("cookie") == line.npos || holds_any(line, kSpeech)) return false;
  const std::string padded = fmt::format(" {} ", line);
  const std::string_view all = padded;
  return holds_any(all.substr(0, kSpeakerBytes), kSpeakers) && holds_any(all, kAgreements);
}

bool reserves_rights(std::string_view line, bool by_sign) {
  if (!by_sign && line.size() >= kRightsBytes) return false;
  return any_phrase(kRights, [line, by_sign](std::string_view phrase) {
    const bool outside = line.starts_with(phrase) || line.ends_with(phrase);
    return outside || (by_sign && line.find(phrase) != line.npos);
  });
}

bool reports(std::string_view text) {
  static const Prefixes kOpening(kQuotes);
  return kOpening.begin_of(text) > 0 || text.starts_with('"') || holds_any(text, kSources);
}

bool holds_quotes(std::string_view text) { return holds_any(text, kQuotes); }

}  // namespace copytaster::text
