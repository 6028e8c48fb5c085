"""The link index as the verbs see it: open it, add to it, ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.io.index import changes, compare, info, listing, past, profile
from backlinkbot.io.index.captures import Captures
from backlinkbot.io.index.chances import Chances
from backlinkbot.io.index.cocited import CoCited
from backlinkbot.io.index.contacts import ContactPages
from backlinkbot.io.index.crossing import crossing
from backlinkbot.io.index.database import Budget
from backlinkbot.io.index.draft import Draft
from backlinkbot.io.index.filters import LinkOrder
from backlinkbot.io.index.forget import Forgetting
from backlinkbot.io.index.held import Held
from backlinkbot.io.index.layout import Layout, WriterLock
from backlinkbot.io.index.linking import LinkingSites
from backlinkbot.io.index.repair import repair
from backlinkbot.io.index.sources import SourceRecord, as_records
from backlinkbot.io.index.sql import named
from backlinkbot.io.index.stored import Kind
from backlinkbot.io.index.sweep import KEPT, retire, sweep_drafts
from backlinkbot.io.index.upgrade import upgrade
from backlinkbot.io.index.verify import Fault, faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime, timedelta
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.core.nouns import Growth, Snapshot
    from backlinkbot.io.index.crossing import Crossing
    from backlinkbot.io.index.filters import LinkFilter
    from backlinkbot.io.index.info import IndexInfo
    from backlinkbot.io.index.manifest import Manifest
    from backlinkbot.io.index.profile import MainCounts, ProfileCounts
    from backlinkbot.io.index.reader import Reader


class Index:
    """The link index in a folder, as of the snapshot that was current when it was opened.

    What another process publishes later is seen after `refresh`. Nothing is made on disk before
    the first `begin`.
    """

    def __init__(self, folder: Path, budget: Budget) -> None:
        self.layout = Layout(folder)
        self._budget = budget
        self._held = Held(self.layout, budget)
        self.refresh()

    @classmethod
    def open(cls, folder: Path, *, memory_mb: int = 2048, workers: int = 1) -> Index:
        """The index in `folder`, which may not exist yet.

        Raises:
            Broken: its manifest is damaged.
        """
        return cls(folder, Budget(memory_mb, workers))

    @classmethod
    def repair(cls, folder: Path) -> list[str]:
        """Bring a damaged index back to its last whole snapshot; a sentence for each thing done.

        Raises:
            Refused: another process is writing to this index.
        """
        lock = WriterLock(Layout(folder))
        try:
            return repair(Layout(folder))
        finally:
            lock.release()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the snapshot; may be called twice."""
        self._held.close()

    def refresh(self) -> Snapshot | None:
        """Turn to the snapshot that is current now; it stays readable while this index is open."""
        self._held.refresh()
        return self.current()

    def current(self) -> Snapshot | None:
        """The snapshot being read, None while nothing was ever published."""
        return self._manifest.snapshot if self._manifest else None

    def snapshots(self) -> list[Snapshot]:
        """The snapshots still kept, oldest first."""
        return [self.layout.load(name).snapshot for name in self.layout.names()]

    def begin(self) -> Draft:
        """A draft to add facts to.

        Raises:
            Refused: another process is writing to this index.
        """
        lock = WriterLock(self.layout)
        try:
            sweep_drafts(self.layout)
            self.refresh()
            if upgrade(self.layout, self._manifest, self._budget):
                self.refresh()
            return Draft(self, lock, self._manifest, self._budget)
        except BaseException:
            lock.release()
            raise

    def compact(self, now: datetime, *, kept: timedelta = KEPT) -> Snapshot | None:
        """Merge all segments into one and remove snapshots replaced longer ago than `kept`.

        The answers stay the same. None when nothing was ever published.

        Raises:
            Refused: another process is writing to this index.
        """
        with self.begin() as draft:
            if self._manifest and self._manifest.is_scattered:
                draft.compact(now)
            self.refresh()
            retire(self.layout, now, kept)
        return self.current()

    def before(self, to: str = "") -> Snapshot:
        """The snapshot that `undo` would restore.

        Raises:
            NotFound: no such snapshot is kept any more.
        """
        return past.chosen(self.layout, to).snapshot

    def undo(self, now: datetime, to: str = "") -> Snapshot:
        """Publish again what the snapshot before held, or that of a name; nothing is removed.

        Once more goes one further back. The state left behind stays kept as long as any other.

        Raises:
            NotFound: no such snapshot is kept any more.
            Refused: another process is writing to this index.
        """
        lock = WriterLock(self.layout)
        try:
            sweep_drafts(self.layout)
            restored = past.restored(self.layout, now, to)
            self.layout.publish(restored)
            self.refresh()
            retire(self.layout, now)
        finally:
            lock.release()
        return restored.snapshot

    def forget(
        self, sources: Sequence[SourceRecord], now: datetime, reporter: str = ""
    ) -> Snapshot:
        """Publish the index without what these sources told, or a reporter told at all.

        Raises:
            Refused: another process is writing to this index, or memory or disk are too small.
        """
        with self.begin() as draft:
            return draft.forget(Forgetting.of(sources, reporter, self.sources()), now)

    def verify(self) -> list[Fault]:
        """Everything wrong with the files of the snapshot being read; empty when it is whole."""
        return faults(self.layout, self._manifest) if self._manifest else []

    def info(self) -> IndexInfo:
        """How much the index holds, and in how much space."""
        return info.of(self.layout, self._manifest)

    def diff(self, before: str, after: str, domain: str) -> pa.Table:
        """What changed for a domain between two snapshots, by name; see `compare.changes`.

        Raises:
            NotFound: one of the snapshots is not kept any more.
        """
        with self._held.opened(before) as old, self._held.opened(after) as new:
            return compare.changes(old, new, domain)

    def changed_links(self, before: str, domains: Sequence[str]) -> pa.Table:
        """Backlinks to domains that changed since a kept snapshot; see `changes.changed_links`.

        Raises:
            NotFound: that snapshot is not kept any more.
        """
        found = changes.nothing()
        for start, end in changes.legs(self._held.chain(before)):
            with self._held.opened(start) as old, self._held.opened(end) as new:
                part = changes.changed_links(old, new, domains, self._held.database)
            found = changes.joined(found, part, self._held.database)
        return found

    def links_since(self, domains: Sequence[str], since: datetime) -> pa.Table:
        """Backlinks that began or were lost since a moment, by their dates alone."""
        return changes.links_since(self._ask, domains, since)

    def pair_counts(self, domains: Sequence[str], sources: Sequence[str]) -> pa.Table:
        """Links of some source domains to some domains: links (standing), all_links …."""
        return self._ask.table("pair_counts", list(domains) or [""], sources=list(sources))

    def newest_days(self, domains: Sequence[str], snapshot: str = "") -> pa.Table:
        """When anything was last known of the links to domains: target_domain, newest.

        `snapshot`: a kept one, else the one being read.

        Raises:
            NotFound: that snapshot is not kept any more.
        """
        with self._held.asked(snapshot) as asked:
            return asked.table("newest_of_domains", list(domains) or [""])

    def standing(self, before: str, after: str) -> compare.Standing:
        """How many backlinks stand in one kept snapshot and in another, by name.

        Raises:
            NotFound: one of the snapshots is not kept any more.
        """
        with self._held.opened(before) as old, self._held.opened(after) as new:
            return compare.standing(old, new)

    def knows(self, digest: str) -> SourceRecord | None:
        """The source with these bytes, where it was already read into this snapshot."""
        found = as_records(self._ask.table("sources_of_digest", [digest]))
        return found[0] if found else None

    def sources(self, snapshot: str = "") -> list[SourceRecord]:
        """Every source that was read into this snapshot, or into a kept one of this name.

        Raises:
            NotFound: that snapshot is not kept any more.
        """
        with self._held.asked(snapshot) as asked:
            return as_records(asked.table("sources"))

    def links(
        self,
        domain: str,
        wishes: LinkFilter | None = None,
        *,
        order: LinkOrder = LinkOrder.NEWEST,
        limit: int | None = None,
        offset: int = 0,
        only: Sequence[str] = (),
    ) -> pa.Table:
        """The links to a domain as `columns.links()`; all of them where no limit is given.

        `only`: these columns of it; where there are a million links, every one costs.

        Raises:
            Broken: there is no such column.
        """
        return listing.listed(
            self._ask, domain, wishes, order=order, limit=limit, offset=offset, only=only
        )

    def count_links(self, domain: str, wishes: LinkFilter | None = None) -> int:
        """How many links to a domain a filter leaves."""
        return listing.counted(self._ask, domain, wishes)

    def profile(self, domain: str, as_of: datetime) -> ProfileCounts:
        """The counts of a domain's profile; "new" and "lost" look back from `as_of`."""
        return profile.counted(self._ask, domain, as_of)

    def main_counts(self, domain: str, as_of: datetime) -> MainCounts:
        """The main numbers of a domain, as its profile has them."""
        return profile.main_counts(self._ask, domain, as_of)

    def recent_until(self, as_of: datetime) -> datetime:
        """Where the 30 days that count as recent end: `as_of`, or when links were read last."""
        return profile.recent_until(self._ask, as_of)

    def growth(self, domain: str, as_of: datetime) -> tuple[Growth, ...]:
        """Referring domains won and lost by week, up to `as_of`; weeks without either left out."""
        return profile.growth(self._ask, domain, as_of)

    def referring_domains(
        self,
        domain: str,
        *,
        states: Sequence[str] = ("live", "redirected", "broken", "lost"),
        limit: int | None = None,
        offset: int = 0,
    ) -> pa.Table:
        """The domains that link to a domain, most links first, each with its best link.

        `basis` is "pages" where links are known one by one, "domain" where somebody only told
        that the domain links.
        """
        fragments = {"referring": named("queries.sql")["referring_domains"]}
        return self._ask.table(
            "referring_page", [domain], fragments, states=list(states), limit=limit, offset=offset
        )

    def anchors(self, domain: str) -> pa.Table:
        """Standing links by anchor and source domain: anchor, source_domain, links, …."""
        return self._ask.table("anchors", [domain])

    def most_linked(self, limit: int) -> pa.Table:
        """The domains with most referring domains: target_domain, referring_domains, links …."""
        return self._ask.table("most_linked", limit=limit)

    def pages(self, wanted: str | Sequence[str]) -> pa.Table:
        """What is known of a domain's pages, or of the pages with these URLs (`page_facts`)."""
        return listing.pages(self._ask, wanted)

    def page_texts(self) -> Iterator[pa.RecordBatch]:
        """The texts of all pages: url, domain, language, title, text."""
        return self._ask.stream("page_texts")

    def ranks(self, domains: Sequence[str]) -> pa.Table:
        """The places of domains in the rank lists that were read: domain, list, rank, as_of …."""
        return self._ask.table("ranks", list(domains) or [""])

    def rank_lists(self) -> pa.Table:
        """The rank lists that were read: list, sites (in its newest state), as_of (its date)."""
        return info.rank_lists(self._manifest)

    def domain_edges(self) -> Iterator[pa.RecordBatch]:
        """Every standing link between two domains once, for the graph.

        Columns: source_domain, target_domain, links, followed_links, then of the best link
        placement, followed, ugc, sponsored, sitewide, position (null where only the domains are
        known), first_seen, last_seen, basis ("pages" or "domain"), takes_comments (true where the
        best link's placement is unknown and its page takes comments; null where that is not known).
        """
        return self._ask.stream("domain_edges")

    def footprints(self, *, most_domains: int, least_words: int) -> Iterator[pa.RecordBatch]:
        """What tells who owns a domain: domain, footprint (text that one owner's domains share).

        Analytics, ad and verification ids; and server address with page template, for servers of
        at most `most_domains` domains and pages of at least `least_words` words.
        """
        return self._ask.stream("footprints", most_domains=most_domains, least_words=least_words)

    def owner_ids(self, domains: Sequence[str]) -> pa.Table:
        """The analytics, ad and verification ids on pages of these domains: domain, footprint."""
        return self._ask.table("owner_ids", list(domains) or [""])

    def owner_id_sites(self, ids: Sequence[str]) -> pa.Table:
        """On how many domains of the whole index each of these ids stands: footprint, sites."""
        return self._ask.table("owner_id_sites", ids=list(ids) or [""])

    def linking_sites(self, domains: Sequence[str]) -> LinkingSites:
        """Questions about the sites that link somewhere."""
        return LinkingSites(self._ask, list(domains))

    def chances(self, own: Sequence[str], rivals: Sequence[str]) -> Chances:
        """Questions about who could link to a site; see `chances.py`."""
        return Chances(self._ask, own, rivals)

    def contact_pages(self, domains: Sequence[str]) -> ContactPages:
        """Questions about the pages of sites that may tell a contact."""
        return ContactPages(self._ask, domains)

    def intersect(self, domains: Sequence[str], *, least: int = 2) -> pa.Table:
        """Who links to at least `least` of these domains: one row per source domain and target."""
        return self._ask.table("intersect", list(domains) or [""], least=least)

    def captures(self, domain: str) -> Captures:
        """Questions about who told of the links to a domain."""
        return Captures(self._ask, domain)

    def cocited(self, domain: str, *, own: Sequence[str] = ()) -> CoCited:
        """Questions about who else is linked by those that link to a domain; `own` left out."""
        return CoCited(self._ask, domain, own)

    def crossing(
        self, domains: Sequence[str], *, own: Sequence[str] = ()
    ) -> AbstractContextManager[Crossing]:
        """Questions about who links to which of these domains, the site first; `own` left out."""
        return crossing(self._ask, domains, own)

    @property
    def _manifest(self) -> Manifest | None:
        return self._held.manifest

    @property
    def _ask(self) -> Reader:
        return self._held.ask

    def holds(self, kind: Kind) -> bool:
        """Whether the index has any rows of a kind."""
        return self._ask.holds(kind)
