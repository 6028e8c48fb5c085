"""What the tactics stand on, taken out of the index: only the facts that those asked for read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.app.gap import MOST_RIVALS
from backlinkbot.app.profile.beside import known_authority
from backlinkbot.app.topics import site_types
from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import LinkState
from backlinkbot.core.spelling import one_error_away
from backlinkbot.core.urls import is_on_the_web, public_suffix
from backlinkbot.core.urls.named import domain_named
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.prospect.ground import Fact, Ground, keys
from backlinkbot.logic.prospect.names import brand_names, topics_of
from backlinkbot.logic.prospect.phrases import insensitive, listed, patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Site
    from backlinkbot.core.progress import Progress
    from backlinkbot.io.index.chances import Chances
    from backlinkbot.logic.prospect.tactics import Way

PAGES_A_SITE = 20  # that say something: the best ones of a site stand for it
OWN_PAGES = 2_000  # that could stand in for a dead one, and whose titles tell name and subject
ASSETS = 20
MOST_TYPED = 2_000  # sites whose kind is told: the others are taken for what their pages are
BY_PAGES = "pages"  # the basis of a domain whose links are known one by one
OTHER_ENDINGS = ("com", "net", "org", "co", "info", "de", "fr", "es", "co.uk", "eu", "io", "shop")


def rivals_of(workspace: Workspace, domain: str, named: Sequence[str]) -> tuple[str, ...]:
    """The rivals that a user names, else the competitors of the site; perhaps none.

    Raises:
        BadInput: one is no domain or the site itself, or there are more than 20.
    """
    site = workspace.state.site_or_plain(domain)
    rivals = tuple(dict.fromkeys(map(domain_named, named))) or tuple(site.competitors)
    if domain in rivals or set(rivals) & set(site.estate):
        raise BadInput(f"{domain} is the site itself, not one of its rivals")
    if len(rivals) > MOST_RIVALS:
        raise BadInput(f"give at most {MOST_RIVALS} rivals")
    return rivals


def ground_of(
    workspace: Workspace,
    domain: str,
    rivals: tuple[str, ...],
    ways: Sequence[Way],
    progress: Progress,
) -> tuple[Ground, tuple[str, ...]]:
    """The ground for some tactics, and in plain sentences what would let them find more."""
    return _Taking(workspace, domain, rivals, ways, progress).ground()


class _Taking:
    """One question after the other; a fact that nobody reads is not asked for."""

    def __init__(
        self,
        workspace: Workspace,
        domain: str,
        rivals: tuple[str, ...],
        ways: Sequence[Way],
        progress: Progress,
    ) -> None:
        self.workspace, self.domain, self.rivals, self.progress = (
            workspace, domain, rivals, progress,
        )  # fmt: skip
        self.site: Site = workspace.state.site_or_plain(domain)
        self.own = (domain, *self.site.estate)
        self.needs = {fact for way in ways for fact in way.needs}
        self.hears = {kind for way in ways for kind in way.hears}
        self.chances: Chances = workspace.index.chances(self.own, rivals)

    def ground(self) -> tuple[Ground, tuple[str, ...]]:
        self.progress.stage("Reading what is known of the site")
        names, topics, is_guessed = self._words()
        tables: dict[Fact, pa.Table] = {}
        for fact, take in self._takes(names, topics).items():
            if fact in self.needs:
                self.progress.stage(f"Looking for {fact}")
                tables[fact] = take()
        if Fact.RANKS in self.needs:
            tables[Fact.RANKS] = self._strengths(tables)
        known = self._linking()
        ground = Ground(
            domain=self.domain,
            today=self.workspace.clock.today(),
            is_name_guessed=is_guessed,
            names=names,
            topics=topics,
            are_topics_given=bool(self.site.topic_words),
            own=frozenset(self.own),
            rivals=self.rivals,
            linking=known["now"],
            linked_once=known["once"],
            linking_pages=keys(self.chances.linking_pages()["source_url"].to_pylist()),
            types=self._types(tables),
            tables=tables,
        )
        return ground, tuple(self._notes(ground))

    def _words(self) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Names, topics, and whether the name is a guess."""
        known = self.chances.own_pages(OWN_PAGES)["title"].to_pylist()
        titles = [title for title in known if title]
        site = self.site
        words = anchor_words(
            self.domain,
            name=site.name,
            brand_words=site.brand_words,
            topic_words=site.topic_words,
            titles=titles,
        )
        told = (site.name, *site.brand_words)
        names, is_guessed = brand_names(self.domain, told, words.brands, titles)
        return names, topics_of(site.topic_words, words.keywords), is_guessed

    def _takes(
        self, names: tuple[str, ...], topics: tuple[str, ...]
    ) -> dict[Fact, Callable[[], pa.Table]]:
        return {
            Fact.PAIRS: self._pairs,
            Fact.BACKLINKS: self.chances.changed,
            Fact.DEAD: self.chances.dead,
            Fact.SAID: lambda: self._said(names, topics),
            Fact.LISTS: lambda: self.chances.lists(insensitive(listed("list_head"))),
            Fact.ARTICLES: self._articles,
            Fact.OUT: self.chances.outgoing,
            Fact.VARIANTS: self._variants,
            Fact.OWN_PAGES: lambda: self.chances.own_pages(OWN_PAGES),
            Fact.ASSETS: lambda: self.chances.assets(ASSETS),
        }

    def _pairs(self) -> pa.Table:
        least = min(2, max(len(self.rivals), 1))
        return self.workspace.index.intersect(self.rivals, least=least)

    def _said(self, names: tuple[str, ...], topics: tuple[str, ...]) -> pa.Table:
        wanted = {k: v for k, v in patterns(names, topics).items() if k in self.hears}
        return self.chances.pages(wanted, each=PAGES_A_SITE, copies="copied" in self.hears)

    def _articles(self) -> pa.Table:
        """Articles that link to rivals, each with who wrote it."""
        import pyarrow as pa

        found = self.chances.articles()
        told = self.chances.authors(
            found["url"].to_pylist(), sorted(set(found["domain"].to_pylist()))
        ).to_pylist()
        by_url = {row["url"]: row["author"] for row in told}
        authors = [by_url.get(url) for url in found["url"].to_pylist()]
        return found.append_column("author", pa.array(authors, pa.string()))

    def _variants(self) -> pa.Table:
        """Links to names like the site's, each with whether such a site answered."""
        import pyarrow as pa

        names = sorted(self._like_ours())
        found = self.chances.variants(names)
        alive = {
            row["domain"]
            for row in self.chances.alive(found["target_domain"].unique().to_pylist()).to_pylist()
            if row["pages"]
        }
        column = [name in alive for name in found["target_domain"].to_pylist()]
        return found.append_column("is_alive", pa.array(column, pa.bool_()))

    def _like_ours(self) -> set[str]:
        """Names one typing error away, and the same name under other endings."""
        suffix = public_suffix(self.domain)
        label = self.domain.removesuffix(f".{suffix}")
        near = {f"{one}.{suffix}" for one in one_error_away(label) if "." not in one}
        near |= {f"{label}.{other}" for other in OTHER_ENDINGS}
        near |= {one for one in one_error_away(self.domain) if "." in one}
        return {one for one in near if is_on_the_web(one)} - {*self.own, *self.rivals}

    def _strengths(self, tables: dict[Fact, pa.Table]) -> pa.Table:
        """Authority, and the best place in any list, of the sites whose pages were found."""
        import pyarrow as pa

        names = _domains(tables, (Fact.SAID, Fact.LISTS))
        best: dict[str, dict[str, Any]] = {}
        for row in self.workspace.index.ranks(names).to_pylist() if names else ():
            kept = best.get(row["domain"])
            if row["rank"] is not None and (kept is None or row["rank"] < kept["rank"]):
                best[row["domain"]] = row
        known = known_authority(self.workspace, names)
        points: dict[str, float] = {}
        if known.table is not None and not known.gap:
            columns = (known.table[name].to_pylist() for name in ("node", "authority"))
            points = dict(zip(*columns, strict=True))
        rows = [
            {
                "domain": name,
                "rank": best.get(name, {}).get("rank"),
                "list": best.get(name, {}).get("list"),
                "authority": points.get(name),
            }
            for name in names
        ]
        text = pa.string()
        return pa.Table.from_pylist(rows, pa.schema(
            [("domain", text), ("rank", pa.int64()), ("list", text), ("authority", pa.float64())]
        ))  # fmt: skip

    def _linking(self) -> dict[str, frozenset[str]]:
        now: set[str] = set()
        once: set[str] = set()
        for name in self.own:
            found = self.workspace.index.referring_domains(name)
            columns = (found[n].to_pylist() for n in ("source_domain", "links", "state", "basis"))
            for source, links, state, basis in zip(*columns, strict=True):
                stands = links > 0 if basis == BY_PAGES else state == LinkState.LIVE.value
                (now if stands else once).add(source)
        return {"now": frozenset(now), "once": frozenset(once - now)}

    def _types(self, tables: dict[Fact, pa.Table]) -> dict[str, str]:
        """The kind of the sites with lists and writers, where it is known."""
        names = _domains(tables, (Fact.LISTS, Fact.ARTICLES))[:MOST_TYPED]
        if not names:
            return {}
        self.progress.stage("Telling kinds of sites")
        told = site_types(self.workspace, names)
        return dict(zip(told["domain"].to_pylist(), told["type"].to_pylist(), strict=True))

    def _notes(self, ground: Ground) -> list[str]:
        """What would find more: said where a tactic had nothing to stand on."""
        add = f"backlinkbot site add {self.domain}"
        notes = []
        if not self.rivals and self.needs & {Fact.PAIRS, Fact.LISTS, Fact.ARTICLES}:
            notes.append(
                "No rivals are known, so nobody who links to them is found; name them: "
                f"{add} --competitor RIVAL"
            )
        unread = [name for name in self.rivals if not self._is_linked(name)]
        if unread:
            names = ", ".join(unread[:3])
            notes.append(f"Read rivals' links first: nothing is known to link to {names}.")
        if not ground.topics and "topic_head" in self.hears:
            notes.append(
                f"No words of the site's subject are known; give some: {add} --topic WORDS"
            )
        if ground.is_name_guessed and "brand" in self.hears:
            notes.append(
                f"The name {ground.names[0]} is guessed from the address; tell it: "
                f"{add} --name NAME"
            )
        return notes

    def _is_linked(self, name: str) -> bool:
        return bool(self.workspace.index.referring_domains(name, limit=1).num_rows)


def _domains(tables: dict[Fact, pa.Table], facts: Sequence[Fact]) -> list[str]:
    return sorted(
        {name for fact in facts if fact in tables for name in tables[fact]["domain"].to_pylist()}
    )
