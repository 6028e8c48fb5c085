"""Who lives in the little web: made-up sites under names that can never be real.

Top-level names: `.example`, `.test` and `.invalid` are reserved by RFC 2606; `.xa`, `.xd`, `.xf`,
`.xs` and `.zz` are user-assigned codes of ISO 3166, which are given to no country and therefore
to no registry: they stand for countries; the IDN names are IANA's reserved test domains.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.urls import clean_host
from backlinkbot.logic.tiny_web.odds import chance
from backlinkbot.logic.tiny_web.prose import slug
from backlinkbot.logic.tiny_web.skeletons import NETWORK_SKELETON, SKELETONS
from backlinkbot.logic.tiny_web.truth import SiteKind, SiteTruth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

CLIENT = ("fernhill-tools.example", "Fernhill Tools")
COMPETITORS = (("moss-and-spade.example", "Moss and Spade"), ("gardenlark.xa", "Gardenlark"))
MONEY = (("lucky-reel-casino.test", "Lucky Reel"), ("slim-fast-pills.test", "Slim Fast Pills"))

# Shares of all sites, in thousandths; what is left over are honest blogs.
SHARES: dict[SiteKind, int] = {
    SiteKind.NEWS: 45,
    SiteKind.INSTITUTION: 40,
    SiteKind.SHOP: 90,
    SiteKind.DIRECTORY: 17,
    SiteKind.FORUM: 14,
    SiteKind.JUNK_DIRECTORY: 45,
    SiteKind.FARM: 120,
    SiteKind.PBN: 40,
    SiteKind.SPAM: 160,
}
_NAME_ENDS: dict[SiteKind, tuple[str, ...]] = {
    SiteKind.NEWS: ("Gazette", "Courier", "Herald", "Observer"),
    SiteKind.INSTITUTION: ("University", "Institute", "Society", "Association"),
    SiteKind.BLOG: ("Notes", "Diary", "Journal", "Corner", "Days", "Letters"),
    SiteKind.SHOP: ("Shop", "Supplies", "Store", "Trading"),
    SiteKind.DIRECTORY: ("Guide", "Directory"),
    SiteKind.FORUM: ("Forum", "Talk"),
    SiteKind.JUNK_DIRECTORY: ("Free Links", "Link List", "Submit Site"),
    SiteKind.FARM: ("Best Info", "Top Tips", "News Portal", "Online Guide"),
    SiteKind.PBN: ("Review", "Magazine", "Today"),
    SiteKind.SPAM: ("Bonus", "Casino Club", "Cheap Deals", "Jackpot"),
}
_PLACES = (
    "Alder", "Birch", "Cedar", "Dunmoor", "Elmsworth", "Farlow", "Glenrow", "Hartby", "Ivywell",
    "Juniper", "Kestrel", "Larkham", "Maple", "Northwick", "Oakhurst", "Pinecrest", "Quarry",
    "Rowan", "Silverbrook", "Thistle", "Umber", "Violet", "Willow", "Yarrow", "Ashcombe",
)  # fmt: skip
_TOPIC_WORDS = {
    "gardening": ("Garden", "Allotment", "Rosebed", "Greenhouse"),
    "cycling": ("Bicycle", "Pedal", "Gravel"),
    "cooking": ("Kitchen", "Pantry", "Larder"),
    "travel": ("Wayfarer", "Harbour", "Itinerary"),
    "finance": ("Savings", "Ledger", "Pension"),
    "technology": ("Byte", "Circuit", "Protocol"),
    "science": ("Field", "Botany", "Research"),
    "news": ("Daily", "Evening", "County"),
    "casino": ("Slots", "Roulette", "Betting"),
    "pills": ("Slimming", "Detox", "Tablet"),
}
_HONEST_TOPICS = ("gardening", "cycling", "cooking", "travel", "finance", "technology")
_HONEST_WEIGHTS = (48, 12, 12, 10, 8, 10)
_COUNTRY_ENDING = {"en": "example", "de": "xd", "fr": "xf", "es": "xs"}
_IDN_BLOGS = ("gärtnerglück.xd", "fleurs-d-été.xf", "jardín-de-niñas.xs")


@dataclass(frozen=True, slots=True)
class Casting:
    """What the cast is drawn from: the random state, the first day and how many days follow."""

    rng: Random
    begins_on: date
    days: int


def cast(casting: Casting, sites: int) -> tuple[SiteTruth, ...]:
    """All sites, main characters first; names are unique."""
    chosen = list(_main_characters(casting))
    taken = {site.domain for site in chosen}
    for kind, count in _counts(sites - len(chosen)):
        for number in range(count):
            site = _extra(casting, kind, number, taken)
            taken.add(site.domain)
            chosen.append(site)
    return tuple(_ranked(chosen))


def _ranked(sites: list[SiteTruth]) -> Iterator[SiteTruth]:
    """The same sites with their ranks counted from 1 without gaps."""
    listed = sorted((s for s in sites if s.rank), key=lambda s: (s.rank, s.domain))
    place = {site.domain: number for number, site in enumerate(listed, 1)}
    for site in sites:
        yield replace(site, rank=place.get(site.domain, 0))


def _counts(sites: int) -> Iterator[tuple[SiteKind, int]]:
    left = sites
    for kind, thousandths in SHARES.items():
        count = max(2, sites * thousandths // 1000)
        left -= count
        yield kind, count
    yield SiteKind.BLOG, max(left, 5)


def _main_characters(casting: Casting) -> Iterator[SiteTruth]:
    early = casting.begins_on - timedelta(days=900)
    people = [(SiteKind.CLIENT, CLIENT), *((SiteKind.COMPETITOR, who) for who in COMPETITORS)]
    for number, (kind, (domain, name)) in enumerate(people):
        yield SiteTruth(
            domain, f"www.{domain}", name, kind, "gardening", "en", f"owner-{domain}",
            f"192.0.2.{10 + number}", f"UA-7700{number}-1", number, early, 30 + 25 * number,
        )  # fmt: skip
    for number, (domain, name) in enumerate(MONEY):
        topic = ("casino", "pills")[number]
        yield SiteTruth(
            domain, f"www.{domain}", name, SiteKind.MONEY, topic, "en", "owner-farm",
            f"203.0.113.{200 + number}", f"UA-6660{number}-1", 4, early, 0,
        )  # fmt: skip


def _extra(casting: Casting, kind: SiteKind, number: int, taken: set[str]) -> SiteTruth:
    rng = casting.rng
    topic, language = _topic(casting, kind), _language(casting, kind)
    name, domain = _name(casting, kind, (topic, language), taken)
    if kind is SiteKind.BLOG and number < len(_IDN_BLOGS):
        language = ("de", "fr", "es")[number]
        topic, name = "gardening", _IDN_BLOGS[number].split(".")[0]
        domain = clean_host(_IDN_BLOGS[number]) or domain
    owner, ip, ga, skeleton = _hosting(casting, kind, number, domain)
    born = casting.begins_on - timedelta(days=rng.randint(200, 2500))
    if kind is SiteKind.SPAM:
        born = casting.begins_on + timedelta(days=casting.days * rng.randint(55, 75) // 100)
    host = f"www.{domain}" if chance(rng, 40) else domain
    rank = _rank(casting, kind, number)
    return SiteTruth(domain, host, name, kind, topic, language, owner, ip, ga, skeleton, born, rank)


def _topic(casting: Casting, kind: SiteKind) -> str:
    rng = casting.rng
    if kind is SiteKind.NEWS:
        return "news"
    if kind is SiteKind.INSTITUTION:
        return rng.choice(("science", "science", "gardening"))
    if kind is SiteKind.SPAM:
        return rng.choice(("casino", "pills"))
    if kind in (SiteKind.DIRECTORY, SiteKind.FORUM, SiteKind.PBN):
        return "gardening"
    return rng.choices(_HONEST_TOPICS, _HONEST_WEIGHTS)[0]


def _language(casting: Casting, kind: SiteKind) -> str:
    if kind in (SiteKind.BLOG, SiteKind.NEWS, SiteKind.SPAM, SiteKind.SHOP):
        return casting.rng.choices(("en", "de", "fr", "es"), (76, 10, 7, 7))[0]
    return "en"


def _name(
    casting: Casting, kind: SiteKind, about: tuple[str, str], taken: set[str]
) -> tuple[str, str]:
    rng = casting.rng
    topic, language = about
    name = ""
    for _ in range(1000):
        words = [rng.choice(_PLACES), rng.choice(_TOPIC_WORDS[topic]), rng.choice(_NAME_ENDS[kind])]
        if kind in (SiteKind.NEWS, SiteKind.INSTITUTION):
            words.pop(1)
        name = " ".join(words)
        ending = _COUNTRY_ENDING[language]
        if chance(rng, 35):
            ending = rng.choice(("test", "invalid", "zz", "xa"))
        domain = f"{slug(name)}.{ending}"
        if domain not in taken:
            return name, domain
    return name, f"{slug(name)}-{len(taken)}.example"


def _hosting(
    casting: Casting, kind: SiteKind, number: int, domain: str
) -> tuple[str, str, str, int]:
    """Owner, address, analytics id and template: shared where one owner hides behind many sites."""
    rng = casting.rng
    if kind is SiteKind.PBN:
        return "owner-pbn", f"198.51.100.{20 + number}", "UA-909090-1", NETWORK_SKELETON
    if kind is SiteKind.FARM:
        return "owner-farm", f"203.0.113.{number % 120}", f"UA-6660-{number % 3}", number % 2 + 3
    ga = f"UA-{rng.randint(100000, 899999)}-1" if chance(rng, 70) else ""
    if kind is SiteKind.SPAM:
        return f"owner-{domain}", _address(rng), "", rng.randrange(len(SKELETONS))
    return f"owner-{domain}", _address(rng), ga, rng.randrange(len(SKELETONS))


def _address(rng: Random) -> str:
    """An address of the benchmarking range 198.18.0.0/15 (RFC 2544): never a real server's."""
    return f"198.{rng.choice((18, 19))}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"


def _rank(casting: Casting, kind: SiteKind, number: int) -> int:
    """Place in the rank list, 0 when too small to be listed; unique by construction."""
    base = {SiteKind.NEWS: 1, SiteKind.INSTITUTION: 100, SiteKind.FORUM: 200}
    if kind in base:
        return base[kind] + 3 * number
    if kind in (SiteKind.BLOG, SiteKind.SHOP) and chance(casting.rng, 50):
        return 1000 + 10 * number + (5 if kind is SiteKind.SHOP else 0)
    return 0
