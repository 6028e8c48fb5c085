"""What an element's tag, role, schema.org type and class words hint about the part of a page.

Every hint is one bit. `STRUCTURE` hints are explicit (tags, ARIA roles, schema.org); `WORDS` hints
are read from class and id names in several languages. The bits are features for the placement
model, which decides what they are worth; nothing here judges.
"""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

MOST_WORDS = 24  # class and id words looked at per attribute; longer lists are generated utilities
MOST_WORD_CHARS = 40  # longer words are hashes or encoded data, not names
MOST_CLASS_CHARS = 400  # of a class attribute that tell one design from another
CACHED_WORDS = 1 << 17  # class words are few and repeat over the whole web
CACHED_VALUES = 1 << 15  # whole class attributes repeat within a site

STRUCTURE = (
    "nav", "header", "footer", "aside", "article", "main", "section", "p", "li", "list", "table",
    "cell", "quote", "figure", "heading", "form", "button", "address", "code", "emphasis",
    "details", "noscript", "search", "hidden", "item_article", "item_body", "item_comment",
    "item_person", "item_nav", "item_header", "item_footer", "item_sidebar", "item_breadcrumb",
    "item_product", "item_list", "item_about",
)  # fmt: skip

TAG_HINTS = {
    "nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "article": "article",
    "main": "main", "section": "section", "p": "p", "li": "li", "dd": "li", "dt": "li",
    "ul": "list", "ol": "list", "dl": "list", "menu": "list", "table": "table", "td": "cell",
    "th": "cell", "blockquote": "quote", "q": "quote", "figure": "figure", "figcaption": "figure",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
    "h6": "heading", "form": "form", "button": "button", "address": "address", "pre": "code",
    "code": "code", "b": "emphasis", "strong": "emphasis", "em": "emphasis", "i": "emphasis",
    "details": "details", "noscript": "noscript", "search": "search",
}  # fmt: skip

ROLE_HINTS = {
    "navigation": "nav", "menu": "nav", "menubar": "nav", "menuitem": "nav", "banner": "header",
    "contentinfo": "footer", "complementary": "aside", "article": "article", "main": "main",
    "list": "list", "listitem": "li", "heading": "heading", "search": "search", "form": "form",
}  # fmt: skip

# schema.org itemprop and itemtype words, as parts of the attribute's lower-case value.
ITEM_HINTS = (
    ("item_comment", re.compile(r"comment|answer|usercomments|review")),
    ("item_body", re.compile(r"articlebody|reviewbody|description|\btext\b")),
    ("item_article", re.compile(r"article|blogposting|newsarticle|blogpost|creativework|recipe")),
    ("item_person", re.compile(r"person|author|creator|publisher|organization")),
    ("item_nav", re.compile(r"sitenavigationelement")),
    ("item_header", re.compile(r"wpheader")),
    ("item_footer", re.compile(r"wpfooter")),
    ("item_sidebar", re.compile(r"wpsidebar|wpadblock")),
    ("item_breadcrumb", re.compile(r"breadcrumb")),
    ("item_product", re.compile(r"product|offer|localbusiness")),
    ("item_list", re.compile(r"itemlist|listitem|collectionpage|searchresults")),
    ("item_about", re.compile(r"keywords|about|articlesection|relatedlink|mentions")),
)

# One pattern per hint, searched in one lower-case word of a class or id.
WORD_PATTERNS = {
    "nav": r"^g?navi?s?$|navbar|navigat|navega|navigaz|(main|top|sub|sec|global|side|foot)navi?$"
    r"|^navi?(wrap|list|item|link|main|top|sub|primary)",
    "menu": r"menu|menue|menü",
    "header": r"header|^head$|masthead|^kopf|cabec|encabez|entete|en-tete|testata|topbar|^hdr"
    r"|^top$",
    "footer": r"foot|^pie$|fuss(zeile|bereich|leiste)?$|piedep|rodape|^pied$|stopka|colophon"
    r"|^bottom",
    "sidebar": r"sidebar|^aside|^side$|rail$|lateral|marginal|randspalte|seitenleiste|^barra"
    r"|(left|right|side)(col|column|bar|side|rail|nav|content|box)|spalte|^secondary|^tertiary",
    "widget": r"widget|gadget|portlet|^mod(ule)?s?$|^plugin|^box$",
    "comment": r"comment|kommentar|comentar|komment|^respond|^repl(y|ies)|disqus|livefyre"
    r"|^reaction|^reactie|respuesta|antwort|g(ue|ä|ae)st(e)?b(oo|u)(k|ch)|opinion|^avis$|coral"
    r"|spotim|intensedebate|^cmt",
    "forum": r"forum|thread|^topics?$|postbit|postbody|postrow|^message|discuss|bbs|phpbb|^qa$"
    r"|answer|viewtopic",
    "author": r"author|autor|auteur|autore|^bio|biograph|vcard|^writer|verfasser|redakteur"
    r"|contributor|journalist|aboutme|^about$",
    "byline": r"byline|^meta|postmeta|entrymeta|^posted|postinfo|dateline|^credit|kicker|^info$",
    "date": r"date$|^date|datum|fecha|^time|timestamp|^published|uhrzeit",
    "breadcrumb": r"breadcrumb|crumb|brotkr|^migas|pathway|ariane|briciole|youarehere|^pfad",
    "pagination": r"pagin|pager|pagenav|^next$|^prev(ious)?$|^weiter$|blaettern|nextpost|prevpost"
    r"|^older|^newer",
    "related": r"relat|recommend|teaser|^more|similar|aehnlich|ähnlich|^weitere|^mehr|popular"
    r"|trending|latest|^recent|topstor|relacionad|empfehl|liees|correlat|meistgelesen|mostread"
    r"|suggest|youmay|^also$|^read$|readnext|newslist|neueste|aktuell",
    "outbrain": r"outbrain|taboola|zergnet|revcontent|plista|mgid|ligatus",
    "share": r"shar(e|ing)|social|teilen|compart|partag|condivid|^follow|addthis|addtoany|sociab"
    r"|twitter|facebook|whatsapp|linkedin|pinterest|tweet|instagram|^fb$|shariff|bookmark|^rrss",
    "tag": r"^tags?$|tagcloud|^tag(list|s|links|ged)|keyword|schlagw|etiquet|motscle|^labels?$"
    r"|hashtag|stichw",
    "category": r"categor|kategor|rubri[ck]|rubrique|^cats?$|ressort|taxonom|filed|themen?$",
    "listing": r"^list|list(ing|e|ado|s)?$|director|results?$|catalog|verzeichnis|^grid|^cards?$"
    r"|^index|archiv|^serp|^rows?$|^tiles?$",
    "item": r"^items?$|item$|^entries$",
    "links": r"blogroll|^links?$|links$|linkliste|enlaces|^liens$|friends|partner|resource"
    r"|external|webring",
    "article": r"article|artikel|articul|articol|artigo|^entry|entry$|^post$|^posts?$|story"
    r"|beitrag|hentry|^blog|^news$|nachricht|noticia|recipe|rezept",
    "content": r"content|inhalt|conten[iu]d|contenu|conteudo|^texte?$|^texto$|^testo$|text$"
    r"|^body$|body$|^copy$|prose|markdown|wysiwyg|^cuerpo$|^corps$|^corpo$|^paragraph|^formatted"
    r"|^description|^rte$|^mw$",
    "main": r"^main|^haupt|^principal|^primary|^center$|^centre$|^middle$|maincol",
    "wrapper": r"wrap|container|^inner|^outer|^row$|^col(umn)?s?$|layout|^page$|^site$|^grid",
    "ad": r"^ads?$|^adv|advert|anzeige|sponsor|publici|pubblic|werb|adsense|doubleclick|^dfp"
    r"|promo|affiliat|reklam|^banner|adslot|adunit|commercial",
    "legal": r"copyright|legal|impressum|imprint|privacy|datenschutz|cookie|consent|gdpr|terms"
    r"|disclaimer|mentions|lizenz|licen[cs]e",
    "account": r"login|signin|signup|register|account|^user|anmeld|logout|^cart|basket|warenkorb"
    r"|carrito|wishlist|subscri|newsletter|abonn?|suscri|paywall|member|meter",
    "search": r"search|suche?|buscar|busqued|recherch|^cerca|ricerca",
    "media": r"galler|galerie|slide|carousel|video|media|^ima?ge?s?$|image|foto|photo|thumb|bild"
    r"|^audio|podcast|player",
    "caption": r"caption|legend|bildunter|^figure|credit|quelle$",
    "reference": r"^toc|tableofcontent|inhaltsverz|referenc|reflist|footnote|f(u|ü)(ss|ß)note"
    r"|^cite|citation|^notes?$|^ref$|biblio|literatur|sources?$|quellen|weblinks|^anmerkung",
    "infobox": r"infobox|navbox|factbox|metadata|catlinks|hatnote|mbox|vertical|sistersite",
    "language": r"^lang|language|sprach|idioma|langue|lingua$|locale|interlanguage|hreflang",
    "skip": r"^skip|screen|^sr$|visually|accessib|offscreen|jump",
    "shop": r"product|produ[ik]t|price|preis$|precio|^prix$|shop|store|^sku|offer|angebot|^deal"
    r"|^buy|kaufen",
    "profile": r"profile|profil$|avatar|gravatar|signatur|^user(name|info|profile)|perfil",
    "title": r"title|headline|titel|titul|^titre|titolo|heading|ueberschrift|überschrift|^hed$"
    r"|schlagzeile",
    "intro": r"^lead|intro|excerpt|summary|abstract|vorspann|standfirst|^dek$|subtitle|anriss"
    r"|^chapo|entradilla|untertitel|^lede|snippet|auszug",
    "popup": r"modal|popup|overlay|offcanvas|drawer|dropdown|tooltip|megamenu|toggle|hamburger"
    r"|collaps|accordion|^tab(s|list)?$",
    "logo": r"logo|^brand|^home$|sitename|siteinfo|claim",
    "hidden": r"hidden|^hide|invisible|^nodisplay",
    "feed": r"^feed|feed$|timeline|stream|ticker|^rss",
    "vote": r"vote|^rating|^stars?$|^like|karma|score|bewert|upvote",
    "edit": r"^edit|^tools?$|toolbar|action|^print|druck|^button|^btn|^cta$|^permalink",
}  # fmt: skip

# Attributes that `attribute_hints` reads; most elements have none of them.
TELLING = frozenset({"role", "itemprop", "itemtype", "hidden", "aria-hidden", "style"})

WORDS = tuple(WORD_PATTERNS)
STRUCTURE_BIT = {name: 1 << place for place, name in enumerate(STRUCTURE)}
WORD_BIT = {name: 1 << place for place, name in enumerate(WORDS)}

_SEARCHES = tuple((WORD_BIT[name], re.compile(rule)) for name, rule in WORD_PATTERNS.items())
_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = re.compile(r"\d+")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)


@lru_cache(CACHED_WORDS)
def word_hints(word: str) -> int:
    """The `WORDS` bits of one lower-case class or id word."""
    hints = 0
    for bit, rule in _SEARCHES:
        if rule.search(word):
            hints |= bit
    return hints


@lru_cache(CACHED_WORDS)
def name_hints(name: str) -> int:
    """The `WORDS` bits of one class name or id (humps, dashes and digits part its words)."""
    hints = 0
    for word in _WORD.findall(_HUMP.sub("-", name))[:MOST_WORDS]:
        if 1 < len(word) <= MOST_WORD_CHARS:
            hints |= word_hints(word.lower())
    return hints


@lru_cache(CACHED_VALUES)
def class_hints(value: str) -> tuple[int, int]:
    """The `WORDS` bits of a class attribute, and a number equal for attributes of one design.

    Two designs are one when they differ in numbers only; the number leaves its low 7 bits free.
    """
    hints = 0
    for name in value.split()[:MOST_WORDS]:
        hints |= name_hints(name)
    design = crc32(_DIGITS.sub("", value[:MOST_CLASS_CHARS]).encode("utf-8", "replace"))
    return hints, design << 7


@lru_cache(CACHED_VALUES)
def item_hints(value: str) -> int:
    """The `STRUCTURE` bits of an itemprop or itemtype value."""
    hints = 0
    lower = value[:200].lower()
    for name, rule in ITEM_HINTS:
        if rule.search(lower):
            hints |= STRUCTURE_BIT[name]
    return hints


def tag_hints(tag: str) -> int:
    """The `STRUCTURE` bit of a tag name, 0 when it hints nothing."""
    name = TAG_HINTS.get(tag)
    return STRUCTURE_BIT[name] if name else 0


def attribute_hints(attributes: dict[str, str | None]) -> int:
    """The `STRUCTURE` bits of role, schema.org and hiding attributes."""
    hints = 0
    role = attributes.get("role")
    if role and (name := ROLE_HINTS.get(role.strip().lower())):
        hints |= STRUCTURE_BIT[name]
    for attribute in ("itemprop", "itemtype"):
        if item := attributes.get(attribute):
            hints |= item_hints(item)
    if is_hidden(attributes):
        hints |= STRUCTURE_BIT["hidden"]
    return hints


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether the element itself says that a reader does not see it."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))
