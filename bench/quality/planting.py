"""Made-up sites and pages that planted plays are written on, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import planted_play_texts as said

from backlinkbot.core.urls import canonical, domain_of
from backlinkbot.logic.tiny_web.odds import chance
from backlinkbot.logic.tiny_web.page import Hyper, Page, Paragraph
from backlinkbot.logic.tiny_web.prose import paragraph, sentence, slug, title
from backlinkbot.logic.tiny_web.render import render
from backlinkbot.logic.tiny_web.truth import Capture, World

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

ENDINGS = ("example", "test", "invalid", "zz", "xa")
READ_BEFORE = (
    75  # per cent of list pages were read without the link before: then its beginning is known
)


@dataclass(frozen=True, slots=True)
class PlantedLink:
    """A site that links to a rival since a day, as part of a play (its number) or of none."""

    source: str
    rival: str
    play: str
    number: int
    since: date


@dataclass(frozen=True, slots=True)
class Site:
    """A made-up site: what its pages are built and served with."""

    domain: str
    name: str
    language: str
    skeleton: int
    ga: str
    ip: str


@dataclass
class Planting:
    """A world to be, while plays are planted in it."""

    rng: Random
    world: World
    captures: list[Capture] = field(default_factory=list)
    truth: list[PlantedLink] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    plays: int = 0
    is_silent: bool = False

    def day(self, least: float, most: float) -> date:
        """A day between these shares of the world's time."""
        days = (self.world.ends_on - self.world.begins_on).days
        return self.world.begins_on + timedelta(days=int(days * self.rng.uniform(least, most)))

    def site(self, kind: str, *, language: str = "en", ga: str = "", ip: str = "") -> Site:
        """A new site, whose front page is read now and then."""
        while True:
            ends = said.SITE_ENDS["blog" if self.is_silent else kind]
            words = (self.rng.choice(said.SITE_WORDS), self.rng.choice(ends))
            domain = f"{'-'.join(words)}{self.rng.choice(('', '', '-4', '-9'))}."
            domain += self.rng.choice(ENDINGS)
            if domain not in self.names:
                break
        self.names.add(domain)
        ip = ip or f"198.{self.rng.choice((18, 19))}.{self.rng.randint(0, 255)}.7"
        name = " ".join(words).title()
        ga = ga or (f"UA-{self.rng.randint(100000, 899999)}-1" if chance(self.rng, 60) else "")
        made = Site(domain, name, language, self.rng.randrange(6), ga, ip)
        for share in (0.0, 0.4, 0.8):
            self.take(self.page(made, "/", name, self.day(share, share + 0.1)), made)
        return made

    def page(self, site: Site, path: str, heading: str, day: date) -> tuple[Page, date]:
        """A page of some sentences, as read on a day."""
        page = Page(
            f"https://{site.domain}{path}", site.name, heading, site.language, "gardening",
            ga=site.ga,
        )  # fmt: skip
        page.navigation = [Hyper(f"https://{site.domain}/", "Home", written="/")]
        page.paragraphs = [
            (paragraph(self.rng, site.language, "gardening", self.rng.randint(2, 5)),)
            for _ in range(self.rng.randint(2, 5))
        ]
        return page, day

    def take(self, made: tuple[Page, date], site: Site) -> None:
        """Read a page."""
        page, day = made
        sheet = render(page, site.skeleton)
        self.captures.append(
            Capture(
                url=canonical(page.url) or page.url,
                domain=domain_of(page.url),
                status=200,
                fetched_at=datetime(day.year, day.month, day.day, tzinfo=UTC)
                + timedelta(seconds=self.rng.randint(0, 80_000)),
                ip=site.ip,
                body=sheet.html(),
                title=f"{page.title} - {page.site_name}",
                language=page.language,
                location="",
                canonical_url="",
                robots="",
                links=tuple(sheet.links),
            )
        )

    def article(
        self, site: Site, day: date, heading: str, texts: Sequence[Paragraph], **more: object
    ) -> None:
        """An article of that day with these paragraphs among others; read some days later."""
        path = more.pop("path", f"/{day.year}/{day.month:02d}/{slug(heading)}")
        page, _ = self.page(site, str(path), heading, day)
        page.schema_type = str(more.pop("schema", "BlogPosting"))
        page.author, page.published_on = str(more.pop("author", "")), day
        for one in texts:
            page.paragraphs.insert(self.rng.randint(0, len(page.paragraphs)), one)
        bio = more.pop("bio", ())
        page.bio = bio if isinstance(bio, tuple) else ()
        read_on = min(day + timedelta(days=self.rng.randint(1, 12)), self.world.ends_on)
        self.take((page, read_on), site)

    def listing(
        self, site: Site, day: date, where: tuple[str, str], entry: tuple[Hyper, str], intro: str
    ) -> None:
        """A page that lists others, and the rival from a day on; mostly read before as well."""
        others = [
            (Hyper(f"https://{name}/", name.split(".")[0].replace("-", " ").title()), "")
            for name in self.rng.sample([s.domain for s in self.world.sites if s.honest], 12)
        ]
        page, _ = self.page(site, where[0], where[1], day)
        page.paragraphs = [(intro,)]
        page.schema_type = self.rng.choice(("WebPage", "CollectionPage"))
        page.entries = list(others)
        if chance(self.rng, READ_BEFORE):
            self.take((page, day - timedelta(days=self.rng.randint(5, 25))), site)
        page = replace(page, entries=[*others[:6], entry, *others[6:]])
        self.take((page, min(day + timedelta(days=2), self.world.ends_on)), site)

    def quiet(self, text: str) -> str:
        """The text, or one that says nothing of it where the world is silent."""
        return sentence(self.rng, "en", "gardening") if self.is_silent else text

    def hushed(self, where: tuple[str, str]) -> tuple[str, str]:
        """Path and title of a list, or such as say nothing where the world is silent."""
        if not self.is_silent:
            return where
        heading = title(self.rng, "en", "gardening")
        return f"/{slug(heading)}", heading

    def note(self, site: Site, rival: str, play: str, day: date) -> None:
        """Put a link into the table of truth."""
        self.truth.append(PlantedLink(site.domain, rival, play, self.plays, day))
