"""Chances of the kinds that the little web has not, planted on its honest sites, with decoys.

The world itself is not changed: pages are added to what its crawler saw on its last day. A decoy
looks like a chance of its kind and is none; it is in no table of truth.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from html import escape
from random import Random

from backlinkbot.logic.tiny_web.prose import paragraph
from backlinkbot.logic.tiny_web.truth import (
    Capture,
    OpportunityTruth,
    SiteKind,
    SiteTruth,
    World,
)

PLANTED, DECOYS = 6, 3
WRITERS = (SiteKind.BLOG, SiteKind.NEWS, SiteKind.INSTITUTION)
TOPICS = ("compost guide", "pruning roses", "sowing calendar", "garden spades")
INVITATIONS = (
    (
        "Gastautor werden",
        "Schreiben Sie für uns: wir freuen uns über Gastautoren gesucht im Garten.",
    ),
    ("Écrire pour nous", "Vous aimez le jardin ? Écrivez pour nous et proposez un article."),
    (
        "Escribe para nosotros",
        "Aceptamos artículos invitados sobre el jardín. Escribe para nosotros.",
    ),
)


@dataclass
class Planting:
    """A world, the pages put on top of it, and what of them is a chance."""

    world: World
    rng: Random
    pages: list[Capture] = field(default_factory=list)
    truth: list[OpportunityTruth] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    @property
    def client(self) -> SiteTruth:
        return self.world.site(self.world.client)

    def free(
        self, *kinds: SiteKind, many: int, ranked: bool | None = None, again: bool = False
    ) -> Iterator[SiteTruth]:
        """Some honest English sites that nothing was planted on yet, or (`again`) perhaps was."""
        pool = [
            site
            for site in self.world.sites
            if site.kind in (kinds or WRITERS)
            and site.language == "en"
            and (again or site.domain not in self.taken)
            and (ranked is None or bool(site.rank) == ranked)
        ]
        for site in self.rng.sample(pool, min(many, len(pool))):
            self.taken.add(site.domain)
            yield site

    def offer(self, tactic: str, site: SiteTruth, path: str, about: str = "") -> None:
        self.truth.append(OpportunityTruth(tactic, site.url(path), site.domain, about))

    def put(  # noqa: PLR0913 - a page has many parts
        self,
        site: SiteTruth,
        path: str,
        title: str,
        body: str,
        *,
        author: str = "",
        canonical: str = "",
        status: int = 200,
        filler: int = 4,
    ) -> None:
        """Put a page on a site, among paragraphs about its topic."""
        prose = [
            f"<p>{escape(paragraph(self.rng, 'en', site.topic, 5))}</p>" for _ in range(filler)
        ]
        told = {"@type": "Article", "author": {"@type": "Person", "name": author}}
        ld = f'<script type="application/ld+json">{json.dumps(told)}</script>' if author else ""
        head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
        html = (
            f'<!doctype html><html lang="en"><head><title>{escape(title)} - {escape(site.name)}'
            f"</title>{head}{ld}</head><body><main><article><h1>{escape(title)}</h1>"
            f"{prose[0]}{body}{''.join(prose[1:])}</article></main></body></html>"
        )
        moment = datetime.combine(self.world.ends_on, time(6), UTC)
        self.pages.append(
            Capture(
                site.url(path), site.domain, status, moment, site.ip, html.encode(), title, "en",
                "", canonical, "", (),
            )
        )  # fmt: skip


def planted(world: World, seed: int) -> World:
    """The world with more pages and more truth."""
    plot = Planting(world, Random(seed))  # noqa: S311 - a made-up web, no secret
    for plant in (
        _image_credits, _misspelt, _partners, _citations, _writers, _syndicated, _ranking, _guests,
        _mentions, _broken, _lists,
    ):  # fmt: skip
        plant(plot)
    captures = sorted((*world.captures, *plot.pages), key=lambda one: one.fetched_at)
    return replace(
        world, captures=tuple(captures), opportunities=(*world.opportunities, *plot.truth)
    )


def _link(url: str, words: str) -> str:
    return f'<a href="{url}">{escape(words)}</a>'


def _image_credits(plot: Planting) -> None:
    name = plot.world.brand
    for site in plot.free(many=PLANTED):
        plot.put(
            site, "/gallery/beds", "Beds in spring", f"<p>The beds in April. Photo: {name}.</p>"
        )
        plot.offer("image credit", site, "/gallery/beds", name)
    for site in plot.free(many=DECOYS):
        link = _link(plot.client.url("/"), name)
        plot.put(
            site, "/gallery/beds", "Beds in spring", f"<p>The beds in April. Photo: {link}.</p>"
        )
    for site in plot.free(many=DECOYS):
        plot.put(site, "/gallery/beds", "Beds in spring", "<p>Photo: Ada Marlow.</p>")


def _misspelt(plot: Planting) -> None:
    host = plot.client.domain
    wrong = host[:3] + host[4:]
    for site in plot.free(many=DECOYS):
        link = _link(f"https://www.{wrong}/", plot.world.brand)
        plot.put(site, "/shops", "Where we buy", f"<p>We like {link} for tools of every kind.</p>")
        plot.offer("misspelt target", site, "/shops", wrong)
    gone = "/guides/old-hedge-book"
    plot.put(plot.client, gone, "Not found", "", status=404)
    for site in plot.free(many=DECOYS):
        link = _link(plot.client.url(gone), "the hedge book")
        plot.put(site, "/reading", "Books for winter", f"<p>We still read {link} every year.</p>")
        plot.offer("misspelt target", site, "/reading", gone)
    other = host[:2] + host[3:]
    alive = replace(plot.client, domain=other, host=other, name="Another Firm")
    plot.put(alive, "/", "Another firm of that kind", "<p>We sell insurance.</p>")
    for site in plot.free(many=DECOYS):
        link = _link(alive.url("/"), "our insurer")
        plot.put(site, "/insured", "How we are insured", f"<p>Thanks to {link} for its help.</p>")


def _partners(plot: Planting) -> None:
    linking = {b.link.source_domain for b in plot.world.to(plot.world.client)}
    links = []
    for number, site in enumerate(plot.free(SiteKind.SHOP, SiteKind.BLOG, many=PLANTED)):
        if site.domain in linking:
            continue
        links.append(_link(site.url("/"), site.name))
        if number % 2:
            plot.put(site, "/partners", "Our partners", "<p>We work with these firms.</p>")
        plot.offer("business partner", site, "/")
    back = [site for site in plot.world.sites if site.domain in linking and site.honest]
    links += [_link(site.url("/"), site.name) for site in back[:DECOYS]]
    items = "".join(f"<li>{link}, a supplier of ours</li>" for link in links)
    plot.put(plot.client, "/suppliers", "Our suppliers", f"<ul>{items}</ul>")


def _citations(plot: Planting) -> None:
    rivals = [plot.world.site(name) for name in plot.world.competitors]

    def enter(site: SiteTruth, more: str = "") -> None:
        for rival in rivals:
            link = _link(rival.url("/"), "website")
            body = f"<p>{rival.name}, garden supplier. Visit the {link}.</p>{more}"
            plot.put(site, f"/members/{rival.domain.split('.')[0]}", rival.name, body, filler=1)

    for site in plot.free(SiteKind.INSTITUTION, SiteKind.NEWS, many=PLANTED, ranked=True):
        enter(site)
        plot.offer("local citation", site, "/members/")
    for number in range(DECOYS):  # nobody knows these
        name = f"entries-{number}.example"
        enter(replace(plot.client, domain=name, host=name, name=name, ip=f"10.9.{number}.1"))
    for site in plot.free(SiteKind.NEWS, SiteKind.INSTITUTION, many=1, ranked=True):
        enter(site, "<p>Free web directory: submit your site, add your link.</p>")


def _writers(plot: Planting) -> None:
    for number, site in enumerate(plot.free(SiteKind.NEWS, SiteKind.BLOG, many=PLANTED)):
        for topic in TOPICS[:2]:
            path = f"/features/{topic.replace(' ', '-')}"
            plot.put(site, path, f"The {topic} for small beds", "", author=f"Vera Lindt {number}")
        plot.offer("digital PR", site, "/features/")
    for site in plot.free(SiteKind.NEWS, SiteKind.BLOG, many=DECOYS):
        plot.put(site, "/features/tax", "What the new tax brings", "", author="Otto Kern")


def _syndicated(plot: Planting) -> None:
    for number, site in enumerate(plot.free(many=PLANTED)):
        if number % 2:
            body = "<p>This article first appeared on Pinecrest Weekly and is used with thanks.</p>"
            plot.put(site, "/again/moss", "Moss in the shade", body)
        else:
            there = "https://www.pinecrest-weekly.example/moss"
            plot.put(site, "/again/moss", "Moss in the shade", "", canonical=there)
        plot.offer("syndication", site, "/again/moss")
    for number, site in enumerate(plot.free(many=2 * DECOYS)):
        if number % 2:
            body = "<p>The slug first appeared in the village in 1990.</p>"
            plot.put(site, "/slugs", "A history of slugs", body)
        else:
            plot.put(site, "/slugs", "A history of slugs", "", canonical=site.url("/slugs"))


def _ranking(plot: Planting) -> None:
    others = [site for site in plot.world.sites if site.kind is SiteKind.BLOG][:4]
    links = " ".join(_link(site.url("/"), site.name) for site in others)
    for site in plot.free(
        SiteKind.NEWS, SiteKind.INSTITUTION, many=PLANTED, ranked=True, again=True
    ):
        plot.put(site, "/best/roses", "Pruning roses: all that counts", f"<p>See {links}.</p>",
                 filler=8)  # fmt: skip
        plot.offer("ranking page", site, "/best/roses")
    for site in plot.free(many=DECOYS, again=True):
        plot.put(site, "/best/mulch", "Pruning roses: all that counts", "", filler=8)


def _guests(plot: Planting) -> None:
    for (title, body), site in zip(INVITATIONS, plot.free(many=len(INVITATIONS)), strict=False):
        plot.put(site, "/autoren", title, f"<p>{body}</p>")
        plot.offer("guest post", site, "/autoren", title)
    for site in plot.free(many=DECOYS):
        body = "<p>We accept guest posts. Sponsored posts cost $90 per post, dofollow.</p>"
        plot.put(site, "/guest-post-guidelines", "Guest post guidelines", body)
        plot.offer("guest post", site, "/guest-post-guidelines", "sells")
    for site in plot.free(many=DECOYS):
        plot.put(site, "/visit", "The guest house", "<p>Our guest wrote a post card.</p>")


def _mentions(plot: Planting) -> None:
    name, host = plot.world.brand, plot.client.domain
    for site in plot.free(many=DECOYS):
        said = f'<div id="comments"><div class="comment"><p>I love {name}!</p></div></div>'
        plot.put(site, "/chat", "An evening in the shed", "<p>It rained.</p>")
        page = plot.pages[-1]
        body = page.body.replace(b"</main>", b"</main>" + said.encode())
        plot.pages[-1] = replace(page, body=body)
    for site in plot.free(many=DECOYS):
        link = _link(plot.client.url("/"), name)
        plot.put(site, "/bought", "What we bought", f"<p>All from {link}, as ever.</p>")
    for site in plot.free(many=DECOYS):
        plot.put(site, "/seen", "Seen on the way", f"<p>Somebody wrote info@{host} on a wall.</p>")


def _broken(plot: Planting) -> None:
    for site in plot.free(many=1):
        plot.put(site, "/minutes/1998", "Not found", "", status=404)
        target = site.url("/minutes/1998")
        for other in plot.free(many=DECOYS):
            link = _link(target, "minutes of the council")
            plot.put(other, "/council", "What the council said", f"<p>Read the {link}.</p>")


def _lists(plot: Planting) -> None:
    for site in plot.free(many=DECOYS):
        plot.put(site, "/useful-links", "Useful links", "<p>Nothing here yet.</p>", filler=1)
