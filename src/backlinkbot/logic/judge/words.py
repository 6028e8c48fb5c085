"""Words that name nothing: generic anchor phrases and stop words of a dozen languages."""

from __future__ import annotations

import unicodedata

# ruff: noqa: RUF001 - letters of other alphabets are the point
# Whole anchors that say "follow me" and nothing of the target. Folded: lower case, no accents.
_PHRASES = {
    "en": "click here|here|read more|more|learn more|more info|more information|find out more|"
    "see more|continue reading|continue|details|full story|full article|source|via|link|this link|"
    "website|web site|site|official site|official website|homepage|home page|home|visit|"
    "visit website|visit site|go|download|view|this|this page|this site|this website|this post|"
    "this article|article|post|page|see here|check it out|read|read on|read the full article|"
    "original|original article|reference|external link|next|previous|back|top|permalink|share|"
    "print|reply|comment|comments|about|contact|open|go to site|buy now|order now|shop now",
    "de": "hier|hier klicken|klick hier|klicken sie hier|mehr|mehr lesen|weiterlesen|weiter|"
    "mehr erfahren|mehr dazu|mehr infos|mehr informationen|zur website|webseite|zur webseite|"
    "internetseite|homepage|zur homepage|startseite|quelle|siehe hier|zum artikel|artikel|"
    "zum beitrag|beitrag|diese seite|dieser artikel|seite|zum shop|zum anbieter|zuruck|details|"
    "lesen sie mehr|hier geht es zum artikel|hier gehts weiter|herunterladen|ansehen",
    "fr": "ici|cliquez ici|cliquer ici|en savoir plus|lire la suite|lire plus|lire|suite|plus|"
    "voir|voir plus|voir le site|site|site web|le site|site officiel|page|cette page|cet article|"
    "ce site|lien|ce lien|source|accueil|page d accueil|article|telecharger|details|"
    "plus d informations|decouvrir|visiter le site|retour|suivant|precedent",
    "es": "aqui|haz clic aqui|haga clic aqui|pincha aqui|clic aqui|leer mas|mas|ver mas|"
    "mas informacion|saber mas|seguir leyendo|continuar leyendo|web|sitio web|pagina web|pagina|"
    "esta pagina|este articulo|este enlace|enlace|fuente|inicio|articulo|ver|visitar sitio|"
    "sitio oficial|web oficial|descargar|detalles|siguiente|anterior|volver",
    "it": "qui|clicca qui|cliccando qui|leggi|leggi tutto|leggi di piu|continua|continua a leggere|"
    "scopri di piu|piu informazioni|maggiori informazioni|sito|sito web|sito ufficiale|pagina|"
    "questa pagina|questo articolo|questo link|link|fonte|home|articolo|vai al sito|visita il sito|"
    "scarica|dettagli|avanti|indietro",
    "nl": "hier|klik hier|lees meer|meer|lees verder|verder lezen|meer info|meer informatie|"
    "meer weten|website|de website|site|pagina|deze pagina|dit artikel|deze link|bron|artikel|"
    "bekijk|bekijk hier|naar de website|bezoek website|downloaden|details|volgende|vorige|terug",
    "pt": "aqui|clique aqui|leia mais|ler mais|saiba mais|mais|ver mais|continue lendo|"
    "mais informacoes|site|site oficial|pagina|esta pagina|este artigo|este link|link|fonte|artigo|"
    "visite o site|baixar|detalhes|proximo|anterior|voltar|inicio",
    "pl": "tutaj|tu|kliknij tutaj|kliknij|czytaj wiecej|wiecej|czytaj dalej|dowiedz sie wiecej|"
    "wiecej informacji|strona|ta strona|strona internetowa|strona glowna|ten artykuł|artykuł|"
    "link|zrodło|zobacz|zobacz wiecej|przejdz do strony|pobierz|szczegoły|dalej|wstecz",
    "sv": "har|klicka har|las mer|mer|mer information|webbplats|hemsida|sida|denna sida|lank|kalla",
    "da": "her|klik her|læs mere|mere|mere information|hjemmeside|side|denne side|kilde",
    "no": "her|klikk her|les mer|mer|mer informasjon|nettsted|hjemmeside|side|kilde",
    "fi": "tasta|taalla|klikkaa tasta|lue lisaa|lisaa|lisatietoja|sivusto|kotisivu|sivu|lahde",
    "cs": "zde|kliknete zde|vice|cist dale|vice informaci|stranka|web|odkaz|zdroj|clanek",
    "tr": "buraya tıklayın|tıklayın|burada|devamı|devamını oku|daha fazla|kaynak|sayfa|link",
    "ru": "здесь|тут|нажмите здесь|подробнее|читать далее|далее|еще|источник|страница|"
    "ссылка|по ссылке|официальныи саит|саит|скачать",
    "ja": "こちら|ここ|詳細|詳しくはこちら|続きを読む|もっと見る|リンク|サイト|公式サイト",
    "zh": "点击这里|这里|点击|更多|了解更多|阅读更多|阅读全文|"
    "来源|链接|官网|网站|這裡|點擊這裡|閱讀更多",
}

# Words that make a generic anchor when nothing else stands beside them ("read the full post here").
_WORDS = (
    "click here read more learn link links site website web webpage page homepage home source via "
    "visit view see full article post story info information details continue original official "
    "download next previous back url blog entry external please now online www http https com "
    "hier klicken mehr lesen weiter webseite seite quelle artikel beitrag ici cliquez lire plus "
    "suite voir lien aqui clic leer mas ver enlace fuente pagina qui clicca leggi sito fonte lees "
    "meer bron clique leia mais saiba tutaj kliknij czytaj wiecej strona"
)

_STOP = (
    "a an the of to in on at for from by with and or is are was be it its this that as our your my "
    "we you der die das den dem des ein eine einen einem einer und oder zu zum zur im in am an auf "
    "fur von mit bei aus ist sind le la les un une des du de d l et ou a au aux en dans pour par "
    "sur avec el los las una unos unas y o del al por con para il lo gli i uno e di da nel nella "
    "su per tra het een van op voor met bij te os as um uma e do da dos das no na em w z na i do "
    "ze och att det som pa med og til"
)

# Endings so common that "name.ending" alone is taken for an address; not so "node.js".
# Words that sell or name a trade: the first word of "Cheap Tents" or "Garden Tools" is no name.
_TRADES = (
    "affordable app auto baby bad bank beauty best bet betting big bike bitcoin boat body book "
    "bonus boots buy camera camping camper car carpet cash casino cat cbd cheap city cleaning "
    "clothes coffee cream credit crypto custom data dating deal deals debt dental design "
    "diamond diet digital discount dog door easy eco electric escort essay face family fashion "
    "fast fence fitness flight flights floor flower food forex free fresh furniture gambling "
    "game games garden gift gold good green hair health holiday home hosting hot hotel hotels "
    "house insurance jewelry job kids kitchen laptop law lawyer legal loan loans local luxury "
    "magazine marketing mattress medical men mobile modern money mortgage motor movers movie "
    "music natural new office online organic outdoor outdoors paint party payday pest pet pets "
    "pharmacy phone photo pizza plumber poker pool porn print printing pro property quick real "
    "rent replica restaurant roof roofing running sale seo shoe shoes shop sleep slot slots "
    "smart software solar sport sports store super tablet tax tech tent tents tool tools top "
    "tour tours toy toys travel tree vacation vape viagra video vpn watch water web website "
    "wedding weight wholesale window wine women wood work yoga billig billige gute guenstig "
    "gunstig haus garten kaufen kredit reise reisen schuhe urlaub achat assurance jardin maison "
    "meilleur voyage vol barato casa comprar mejor viaje viajes credito vacanze viaggi"
)
_ENDINGS = (
    "com net org edu gov info biz de uk fr it es nl pl eu ch at be se dk fi pt br ru jp cn in au "
    "ca us"
)

GENERIC_PHRASES = frozenset(
    phrase for language in _PHRASES.values() for phrase in language.split("|")
)
GENERIC_WORDS = frozenset(_WORDS.split())
STOP_WORDS = frozenset(_STOP.split())
TRADE_WORDS = frozenset(_TRADES.split())
FREQUENT_ENDINGS = frozenset(_ENDINGS.split())


def folded(text: str) -> str:
    """Case, accents, width and runs of spaces taken away: what makes two anchors the same."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.casefold().split())
