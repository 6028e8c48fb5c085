"""Words by which pages say how a link came: English, German, French, Spanish; RE2 patterns."""

from __future__ import annotations

# Somebody who is not of the house wrote this, and is named or addressed as such.
GUEST_BYLINE = (
    r"\b(?:this is|here is|today'?s|welcome to) (?:a |our |another )?guest (?:post|article|blog)"
    r"|\bguest[ -](?:post|article|blog post|blog|column|contribution|piece) (?:is |was )?"
    r"(?:written |contributed |submitted |provided )?(?:by|from)\b"
    r"|\b(?:our|this week'?s|today'?s) guest[ -](?:author|writer|blogger|contributor|columnist)"
    r"|\b(?:as|by|from) (?:a |our )?guest[ -](?:author|writer|blogger|contributor|columnist)"
    r"|\bguest[ -](?:author|writer|blogger|contributor)s?(?: this week)?(?: is|:)"
    r"|\b(?:was|is|been) (?:kindly )?(?:contributed|guest[ -]written) by\b"
    r"|\bgast(?:beitrag|artikel|kommentar) (?:von|der|des)\b|\bgastautor(?:in)?\b.{0,30}:"
    r"|\b(?:unser|unsere) gastautor(?:in)?\b"
    r"|\barticle (?:invité|sponsorisé)|\b(?:auteur|autrice|rédacteur|rédactrice) invitée?\b"
    r"|\b(?:artículo|entrada|publicación) (?:de )?(?:un )?invitad[oa]|\bautora? invitad[oa]\b"
)
# Only that there are such things here: an invitation says that as well.
GUEST_MENTION = r"\bguest[ -](?:post|article|author|blog|contribut)|\bgast(?:beitrag|autor|artikel)"
GUEST_PATH = r"/(?:guest[-_]?(?:posts?|blogs?|articles?|authors?)|gast(?:beitrag|autor))"

# A paper tells of figures that somebody found out.
FIGURES = (
    r"\b(?:survey|study|poll|research(?:ers)?|figures|analysis|report|ranking|data|index|findings)\b"
    r".{0,60}\b(?:by|from|of|at|found|finds|shows?|reveals?|suggests?|published|carried out)\b"
    r"|\baccording to\b|\b(?:said|says|told)\b.{0,40}\b(?:at|of|for|from)\b"
    r"|\b(?:umfrage|studie|auswertung|erhebung|analyse)\b|\blaut\b"
    r"|\b(?:étude|sondage|enquête|classement)\b|\bselon\b"
    r"|\b(?:estudio|encuesta|informe|sondeo)\b|\bsegún\b"
)
PRESS_RELEASE = (
    r"\bpress release\b|\bpressemitteilung\b|\bcommuniqué de presse\b|\bnota de prensa\b"
)
FIGURES_PATH = (
    r"/(?:[\w-]*-)?(?:research|stud(?:y|ies)|survey|report|press|data|index|statistics|stats|ranking"
    r"|studie|umfrage|presse|etude|enquete|estudio|encuesta)s?(?:[-/.]|$)"
)
# A page that is used rather than read.
TOOL_PATH = (
    r"/(?:[\w-]*-)?(?:tools?|calculator|generator|checker|converter|planner|template|data|dataset"
    r"|atlas|map|chart|statistics|infographic|rechner|vorlage|karte|calculateur|outil|calculadora"
    r"|herramienta)s?(?:[-/.]|$)"
)
SELLING_PATH = (
    r"/(?:shop|store|products?|produkte?|boutique|tienda|cart|item|category|categories|kategorie"
    r"|collections?|pricing|preise|buy|kaufen)(?:[-/.]|$)"
)

# A list that somebody keeps for readers.
RESOURCE_TITLE = (
    r"\b(?:useful|helpful|recommended|related|other|external|favou?rite|our) "
    r"(?:web ?)?(?:links?|(?:web)?sites?|resources|reading|pages)\b"
    r"|\b(?:links?|resources?|further reading|recommended reading|reading list|bibliography"
    r"|blogroll|find out more)\b"
    r"|\b(?:web)?sites for\b"
    r"|\b(?:nützliche|weiterführende|empfohlene|hilfreiche) (?:links|seiten)\b"
    r"|\blinksammlung\b|\blinkliste\b|\bliteratur(?:liste|tipps)\b"
    r"|\bliens (?:utiles|recommandés)\b|\bressources\b"
    r"|\b(?:enlaces|recursos|páginas) (?:útiles|recomendad[oa]s|de interés)\b|\brecursos\b"
)
RESOURCE_PATH = (
    r"/(?:[\w-]*-)?(?:links?|resources?|further-reading|reading-list|useful[\w-]*|linkliste"
    r"|linksammlung|liens|ressources|enlaces|recursos|recommended[\w-]*|blogroll)(?:[/.]|$)"
)

SCHOLARSHIP = (
    r"\b(?:scholarships?|bursar(?:y|ies)|fellowships?|tuition|financial aid|student aid"
    r"|student funding|stipendi(?:um|en)|studienförderung|bourses?|becas?|ayudas al estudio)\b"
)
SCHOLARSHIP_PATH = (
    r"/(?:[\w-]*-)?(?:scholarships?|bursar(?:y|ies)|financial-?aid|student-?aid|funding|aid|grants?"
    r"|stipendi(?:um|en)|bourses?|becas?)(?:[-/.]|$)"
)
SPONSOR = (
    r"\b(?:sponsors?|sponsored by|sponsorship|supporters?|benefactors?|patrons|partners? of"
    r"|our partners|corporate partners|donors?|sponsoren|förderer|unterstützer|gönner"
    r"|mécènes|partenaires|patrocinadores|patrocina|colaboradores)\b"
)
SPONSOR_PATH = (
    r"/(?:[\w-]*-)?(?:sponsor(?:s|en|ing|ship)?|supporters?|partners?|donors?|foerderer|partenaires"
    r"|patrocinadores)(?:[-/.]|$)"
)
UNIVERSITY = (
    r"(?:\.edu|\.ac\.[a-z]{2}|\.edu\.[a-z]{2})$|(?:^|[-.])(?:university|college|institute)[-.]"
)

# A list that takes everybody. An edited directory of a subject calls itself a directory, too.
OPEN_LIST = (
    r"\b(?:submit|suggest|add) (?:a |your |an )?(?:site|website|url|link|listing|business)\b"
    r"|\bfree (?:web ?)?(?:directory|listings?|links?|submission)\b"
    r"|\b(?:web|link|site|article|bookmark)s? (?:directory|catalog(?:ue)?|list)\b"
    r"|\b(?:web(?:katalog|verzeichnis)|linkverzeichnis|directorio web|annuaire web)\b"
)
NEWS_NAME = (
    r"(?:^|[-.])(?:[a-z]*(?:news|gazette|courier|herald|tribune|chronicle|telegraph|observer|times"
    r"|zeitung|nachrichten|tageblatt|kurier|anzeiger|journal|diario|noticias))[-.\d]"
)
