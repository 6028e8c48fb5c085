"""In which country the people of a site are, by what its pages say: for the law that holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.contacts import CountrySign

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = {
    "AR": "argentina", "AT": "austria österreich autriche", "AU": "australia australien",
    "BE": "belgium belgien belgique belgië bélgica", "BR": "brazil brasil brasilien",
    "CA": "canada kanada", "CH": "switzerland schweiz suisse svizzera suiza", "CL": "chile",
    "CN": "china", "CO": "colombia", "CZ": "czechia tschechien česko",
    "DE": "germany deutschland allemagne alemania germania", "DK": "denmark dänemark danmark",
    "ES": "spain españa spanien espagne spagna", "FI": "finland finnland suomi",
    "FR": "france frankreich francia", "GB": "uk england scotland wales großbritannien",
    "GR": "greece griechenland", "HR": "croatia hrvatska kroatien", "HU": "hungary ungarn",
    "IE": "ireland irland", "IL": "israel", "IN": "india indien",
    "IT": "italy italia italien italie",
    "JP": "japan", "KR": "korea", "LI": "liechtenstein", "LU": "luxembourg luxemburg",
    "MX": "mexico méxico mexiko", "NL": "netherlands niederlande nederland",
    "NO": "norway norge norwegen",
    "NZ": "neuseeland", "PE": "perú peru", "PL": "poland polska polen", "PT": "portugal",
    "RO": "romania rumänien", "RU": "russia russland", "SE": "sweden sverige schweden",
    "SG": "singapore", "TR": "turkey türkiye türkei", "UA": "ukraine", "US": "usa",
    "UY": "uruguay", "VE": "venezuela", "ZA": "südafrika",
}  # fmt: skip
BY_NAME = {name: code for code, names in _NAMES.items() for name in names.split()}
BY_NAME |= {
    "united kingdom": "GB", "great britain": "GB", "united states": "US", "new zealand": "NZ",
    "united states of america": "US", "south africa": "ZA", "the netherlands": "NL", "u.s.a.": "US",
    "northern ireland": "GB", "czech republic": "CZ", "royaume-uni": "GB", "états-unis": "US",
    "südkorea": "KR", "south korea": "KR", "estados unidos": "US", "reino unido": "GB",
}  # fmt: skip
# Codes of two letters that name countries where a domain ends in them; others are sold as words.
_SOLD_WORDS = """
    ac ag ai am as bz cc cd cf co cx dj eu fm ga gg gl gq gs id im in io is je la li lc ly me ml
    ms mu nu pw re sc sh so st su tc tf tk to tv vc vg vu ws
"""
SOLD_AS_WORDS = frozenset(_SOLD_WORDS.split())
# The ones above that are mostly what they say, by what is registered under them.
MOSTLY_LOCAL = {"in": "IN", "id": "ID", "is": "IS", "li": "LI", "re": "FR"}
_ENDING_WORDS = """
    ad ae al ar at au az ba bd be bg bo br by ca ch cl cn cr cu cy cz de dk do dz ec ee eg es fi
    fr ge gr gt hk hn hr hu ie il iq ir it jm jo jp ke kg kh kr kw kz lb lk lt lu lv ma md mk mm
    mo mt mx my ng ni nl no np nz om pa pe ph pk pl ps pt py qa ro rs ru sa se sg si sk sv th tn
    tr tw tz ua ug uk us uy uz ve vn za
"""
_ENDINGS = frozenset(_ENDING_WORDS.split())
OTHER_SPELLING = {"UK": "GB"}
_CITY_ENDINGS = {
    "berlin": "DE", "hamburg": "DE", "koeln": "DE", "cologne": "DE", "bayern": "DE", "ruhr": "DE",
    "nrw": "DE", "saarland": "DE", "wien": "AT", "tirol": "AT", "swiss": "CH", "zuerich": "CH",
    "paris": "FR", "bzh": "FR", "alsace": "FR", "corsica": "FR", "london": "GB", "scot": "GB",
    "wales": "GB", "cymru": "GB", "nyc": "US", "amsterdam": "NL", "frl": "NL", "cat": "ES",
    "eus": "ES", "gal": "ES", "barcelona": "ES", "madrid": "ES", "sydney": "AU", "melbourne": "AU",
    "tokyo": "JP", "vlaanderen": "BE", "brussels": "BE", "gent": "BE", "quebec": "CA",
    "gov": "US", "mil": "US", "edu": "US",
}  # fmt: skip

# Numbers that a country gives to firms, as imprints show them.
_VAT = re.compile(
    r"\b(?:ust|umsatzsteuer|uid|vat|tva|mwst|iva|btw|moms|p\.? ?iva|partita iva|tax)[^\n]{0,60}?"
    r"\b(DE ?\d{3} ?\d{3} ?\d{3}|ATU ?\d{8}|CHE[- ]?\d{3}|FR ?\w\w ?\d{3} ?\d{3} ?\d{3}"
    r"|GB ?\d{3} ?\d{4} ?\d\d|IT ?\d{11}|NL ?\d{9} ?B\d\d|BE ?0?\d{3}[. ]?\d{3}[. ]?\d{3}"
    r"|ES ?[A-Z]\d{8}|PL ?\d{10}"
    r"|DK ?\d{8}|SE ?\d{12}|LU ?\d{8}|IE ?\d{7}[A-Z]{1,2})",
    re.IGNORECASE,
)
_POST = re.compile(
    r"(?:^|[\s,;(])(D|A|CH|F|B|L|I|NL|DK|CZ|PL)[-\u2013]\s?\d{4,5}\s+[A-ZÀ-Ý]", re.MULTILINE
)
_POST_CODES = {"D": "DE", "A": "AT", "F": "FR", "B": "BE", "L": "LU", "I": "IT"}
_REGISTER = re.compile(
    r"(?:Amtsgericht|Registergericht:?)\s+[A-ZÄÖÜ]\w+[^\n]{0,40}HR[AB]|\bHR[AB]\s?\d{3,6}\b"
)
_SIREN = re.compile(r"\b(?:SIREN|SIRET|RCS)\b[^\n]{0,30}\d{3} ?\d{3} ?\d{3}")
_CHARITY = re.compile(
    r"(?:registered in england|company (?:number|no\.?|registration)[^\n]{0,20}\d{7,8}[^\n]{0,60}"
    r"(?:england|wales|scotland|uk)|registered charity)", re.IGNORECASE,
)  # fmt: skip
_DIAL = re.compile(
    r"(?:\+|\b00)\s?(49|43|41|33|44|34|39|31|32|45|46|47|48|61|64|81|351|353|352|420)\b[\s(/.-]*\d"
)
_DIAL_CODES = {
    "49": "DE", "43": "AT", "41": "CH", "33": "FR", "44": "GB", "34": "ES", "39": "IT", "31": "NL",
    "32": "BE", "45": "DK", "46": "SE", "47": "NO", "48": "PL", "61": "AU", "64": "NZ", "81": "JP",
    "351": "PT", "353": "IE", "352": "LU", "420": "CZ",
}  # fmt: skip
_US_ADDRESS = re.compile(
    r",\s(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    r"|T[NX]|UT|V[AT]|W[AIVY]),? \d{5}(?:-\d{4})?\b"
)
_GB_ADDRESS = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b")
_POSTCODE = re.compile(r"\b\d{4,6}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
MOST_CHARS = 60_000


def country_named(text: str) -> str | None:
    """The code of a country by its name or code, as pages tell it to machines."""
    plain = " ".join(text.split()).strip(" .").casefold()
    if len(plain) == 2 and plain.isalpha():  # noqa: PLR2004 - ISO 3166 alpha-2
        return OTHER_SPELLING.get(plain.upper(), plain.upper())
    return BY_NAME.get(plain)


def country_of_ending(domain: str) -> CountrySign | None:
    """The country that a domain's ending names, None where it is sold to everybody."""
    ending = domain.rpartition(".")[2]
    if ending in _CITY_ENDINGS:
        return CountrySign(_CITY_ENDINGS[ending], f"the domain ends in .{ending}", 0.7)
    if ending in MOSTLY_LOCAL:
        return CountrySign(MOSTLY_LOCAL[ending], f"the domain ends in .{ending}", 0.5)
    if ending in _ENDINGS and ending not in SOLD_AS_WORDS:
        code = OTHER_SPELLING.get(ending.upper(), ending.upper())
        return CountrySign(code, f"the domain ends in .{ending}", 0.8)
    return None


def countries_in(text: str) -> Iterator[CountrySign]:
    """What a contact page or an imprint says of its country in postal addresses and numbers."""
    part = text[:MOST_CHARS]
    if match := _VAT.search(part):
        code = match[1][:2].upper()
        yield CountrySign(code, f"tax number {match[1][:3]}…", 0.95)
    for match in _POST.finditer(part):
        yield CountrySign(_POST_CODES.get(match[1], match[1]), f"postal code {match[1]}-", 0.9)
        break
    for rule, code, why in (
        (_REGISTER, "DE", "entry in a German commercial register"),
        (_SIREN, "FR", "French company number"),
        (_CHARITY, "GB", "British company or charity number"),
        (_US_ADDRESS, "US", "postal address with a state"),
        (_GB_ADDRESS, "GB", "British postcode"),
    ):
        if rule.search(part):
            yield CountrySign(code, why, 0.85)
    yield from _named_lines(part)
    if match := _DIAL.search(part):
        yield CountrySign(_DIAL_CODES[match[1]], f"telephone +{match[1]}", 0.6)


def _named_lines(text: str) -> Iterator[CountrySign]:
    """Countries that stand alone on a line, or end one, behind a postal address."""
    lines = [line.strip(" ,.|") for line in text.split("\n")]
    for before, line in zip(["", *lines], lines, strict=False):
        name = line.rpartition(",")[2].strip().casefold()
        if name in BY_NAME and _POSTCODE.search(f"{before} {line}") and len(line) <= 120:  # noqa: PLR2004 - a postal line
            yield CountrySign(BY_NAME[name], f"postal address in {name.title()}", 0.85)
            return
