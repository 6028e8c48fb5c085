"""The verbs profile and links: what points at a domain, how good it is, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from backlinkbot.app.topics import relevance
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import LinkKind, LinkState, Placement
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.index.filters import LinkFilter, LinkOrder
from backlinkbot.io.index.graphs.releases import current_release, look_up
from backlinkbot.io.outputs.place import write_text
from backlinkbot.logic.judge.anchors import CLASSES, NOT_TOLD, anchor_words
from backlinkbot.logic.judge.evidence import AnchorUse, LinkInputs
from backlinkbot.logic.judge.history import as_known
from backlinkbot.logic.judge.profile import ProfileFacts, profile_of
from backlinkbot.logic.judge.quality import judge_links
from backlinkbot.logic.judge.signals.traffic import most_ranked_sites
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Site
    from backlinkbot.core.profile import Profile
    from backlinkbot.io.index.profile import ProfileCounts
    from backlinkbot.logic.judge.anchors import AnchorWords
    from backlinkbot.logic.judge.quality import LinkQuality

Word = TypeVar("Word", bound=StrEnum)

TITLES_READ = 2_000  # of the target's own pages: enough to find its name and topics
BY_QUALITY = "quality"
# A profile reads these columns of every link of its site, about 1 KB a link with what is worked
# out from them; the HTML around a link, for the few on show, is left out where it costs most.
JUDGED = (
    "source_url", "source_domain", "source_title", "source_language", "page_type", "target_url",
    "anchor", "kind", "left", "right", "followed", "nofollow", "ugc", "sponsored", "placement",
    "placement_probability", "sitewide", "position", "external_links", "first_seen", "state",
    "lost_on",
)  # fmt: skip
MOST_WITH_HTML = 20_000
MOST_JUDGED = 1_000_000  # links judged one by one; beyond, the best one of each referring domain
ORDERS = {
    "newest": LinkOrder.FIRST_SEEN,
    "seen": LinkOrder.NEWEST,
    "lost": LinkOrder.LOST,
    "source": LinkOrder.SOURCE,
}
SHOWN = (
    "source_url", "source_domain", "target_url", "target_domain", "anchor", "kind", "nofollow",
    "ugc", "sponsored", "followed", "placement", "placement_probability", "sitewide", "left",
    "right", "source_title", "source_language", "external_links", "first_seen", "last_seen",
    "state", "lost_on", "lost_reason", "vendor_scores", "sources", "evidence", "disagreements",
    "context_html",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkQuestion:
    """Which backlinks to show; empty words ask for nothing."""

    state: str = ""
    placement: str = ""
    kind: str = ""
    followed: bool | None = None
    source_domain: str = ""
    target: str = ""
    anchor: str = ""
    reporter: str = ""
    since: date | None = None
    until: date | None = None
    order: str = "newest"
    limit: int | None = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FoundLinks:
    """The rows that were asked for, and how many there are in all."""

    table: pa.Table
    total: int


def links(workspace: Workspace, domain: str, question: LinkQuestion | None = None) -> FoundLinks:
    """The backlinks of a domain with quality, five readings, sources and evidence.

    Raises:
        BadInput: a word of the question that no link can have; says which there are.
        NotFound: the index is empty.
    """
    question = question or LinkQuestion()
    domain = domain_named(domain)
    _need_index(workspace)
    wishes = _filter(question)
    total = workspace.index.count_links(domain, wishes)
    if question.order == BY_QUALITY:
        rows = workspace.index.links(domain, wishes)
    elif question.order in ORDERS:
        rows = workspace.index.links(
            domain,
            wishes,
            order=ORDERS[question.order],
            limit=question.limit,
            offset=question.offset,
        )
    else:
        raise BadInput(f"order {question.order!r} is none of {_listed([*ORDERS, BY_QUALITY])}")
    judged = judge_links(rows, _inputs(workspace, domain, rows, whole=False))
    table = _with_judgement(rows, judged)
    if question.order == BY_QUALITY:
        table = _best_first(table).slice(question.offset, question.limit)
    return FoundLinks(table, total)


def profile(workspace: Workspace, domain: str, *, as_of: date | None = None) -> Profile:
    """The judged profile of a domain: quality and quantity, best and worst links, findings.

    Raises:
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    domain = domain_named(domain)
    _need_index(workspace)
    now = workspace.clock.now()
    moment = datetime.combine(as_of, time.max, UTC) if as_of else now
    counts = workspace.index.profile(domain, moment)
    is_large = counts.backlinks > MOST_JUDGED and not as_of
    rows = workspace.index.links(
        domain,
        LinkFilter(best_of_domain=True) if is_large else None,
        only=JUDGED if counts.backlinks > MOST_WITH_HTML else (*JUDGED, "context_html"),
    )
    if as_of:
        rows = as_known(rows, moment)
    if not rows.num_rows and not counts.only_domains:
        raise NotFound(
            f"nothing in the index points at {domain}; see what is there with: index info"
        )
    found = profile_of(
        rows,
        _inputs(workspace, domain, rows, whole=True),
        _facts(workspace, domain, moment.date(), counts),
    )
    return _of_the_best(found, counts) if is_large else found


def _of_the_best(found: Profile, counts: ProfileCounts) -> Profile:
    """The profile of a site with too many backlinks to judge each, and how it was made."""
    said = (
        f"Of {counts.backlinks:,} backlinks only the best one of each referring domain was judged; "
        "strengths, placements, anchors and spreads are theirs."
    )
    return replace(
        found,
        backlinks=counts.backlinks,
        followed_share=counts.followed_share,
        method=(said, *found.method),
    )


def profile_page(workspace: Workspace, found: Profile, path: Path) -> None:
    """Write the profile as one self-contained page that a client can open anywhere."""
    from backlinkbot.logic.reports.html import html_page
    from backlinkbot.logic.reports.profile_page import profile_document

    locale = workspace.settings.locale
    write_text(path, html_page(profile_document(found, locale=locale), locale=locale))


def _best_first(table: pa.Table) -> pa.Table:
    """Live links by quality, those without one behind them; then what is no longer live, alike."""
    import pyarrow as pa
    import pyarrow.compute as pc

    live = LinkState.LIVE.value
    keys = pa.table(
        {
            "gone": pc.not_equal(pc.fill_null(table["state"], live), live),
            "quality": pc.fill_null(table["quality"], -1.0),
            "source_url": table["source_url"],
        }
    )
    order = [("gone", "ascending"), ("quality", "descending"), ("source_url", "ascending")]
    return table.take(pc.sort_indices(keys, sort_keys=order))


def _need_index(workspace: Workspace) -> None:
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")


def _filter(question: LinkQuestion) -> LinkFilter:
    target, prefix = question.target, None
    if target.endswith("*"):
        target, prefix = "", target[:-1]
    return LinkFilter(
        states=_words(LinkState, question.state, "state"),
        placements=_words(Placement, question.placement, "placement"),
        kinds=_words(LinkKind, question.kind, "kind"),
        followed=question.followed,
        source_domain=domain_named(question.source_domain) if question.source_domain else None,
        target_url=target or None,
        target_prefix=prefix,
        anchor=question.anchor or None,
        reporter=question.reporter or None,
        since=_midnight(question.since),
        until=_midnight(question.until and question.until + timedelta(days=1)),
    )


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, UTC) if day else None


def _words(kind: type[Word], text: str, what: str) -> tuple[Word, ...]:
    if not text:
        return ()
    try:
        return tuple(kind(word.strip()) for word in text.split(","))
    except ValueError:
        raise BadInput(f"{what} {text!r} is none of {_listed(kind)}") from None


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _inputs(workspace: Workspace, domain: str, rows: pa.Table, *, whole: bool) -> LinkInputs:
    """What is known beside the links; `whole`: the rows are all the links of the domain."""
    sources = rows["source_domain"].unique()
    names = sources.to_pylist()
    release = current_release(workspace.authority_folder)
    return LinkInputs(
        words=_anchor_words(workspace, workspace.state.site_or_plain(domain)),
        authority=look_up(release, names) if release and names else None,
        ranks=workspace.index.ranks(names) if names else None,
        ranked_sites=most_ranked_sites(workspace.index.rank_lists()),
        relevance=relevance(workspace, domain, rows),
        anchor_use=None if whole else _anchor_use(workspace, domain),
    )


def _anchor_words(workspace: Workspace, site: Site) -> AnchorWords:
    pages = workspace.index.pages(site.domain)
    return anchor_words(
        site.domain,
        name=site.name,
        brand_words=site.brand_words,
        topic_words=site.topic_words,
        titles=pages["title"].slice(0, TITLES_READ).to_pylist(),
    )


def _anchor_use(workspace: Workspace, domain: str) -> AnchorUse:
    """On how many domains each anchor stands, counted over all links of the target."""
    import pyarrow as pa
    import pyarrow.compute as pc

    used = workspace.index.anchors(domain)
    told = used.filter(pc.is_valid(used["anchor"]))
    texts = pa.array([folded(text) for text in told["anchor"].to_pylist()], pa.string())
    pairs = pa.table({"text": texts, "domain": told["source_domain"]})
    counted = pairs.group_by("text").aggregate([("domain", "count_distinct")])
    return AnchorUse(
        texts=tuple(counted["text"].to_pylist()),
        domains=tuple(counted["domain_count_distinct"].to_pylist()),
        referring_domains=len(used["source_domain"].unique()),
    )


def _facts(workspace: Workspace, domain: str, day: date, counts: ProfileCounts) -> ProfileFacts:
    release = current_release(workspace.authority_folder)
    found = look_up(release, [domain]).to_pylist() if release else []
    own = found[0] if found else {}
    return ProfileFacts(
        domain=domain,
        as_of=day,
        snapshot=counts.snapshot,
        new_30d=counts.new_30d,
        lost_30d=counts.lost_30d,
        only_domains=counts.only_domains,
        weeks=counts.weeks,
        authority=own.get("authority"),
        authority_low=own.get("authority_low"),
        authority_high=own.get("authority_high"),
    )


def _with_judgement(rows: pa.Table, judged: LinkQuality) -> pa.Table:
    """The columns on show, with quality and readings beside them."""
    import numpy as np
    import pyarrow as pa

    kept = rows.select([name for name in SHOWN if name in rows.column_names])
    names = np.array([*(one.value for one in CLASSES), ""], dtype=object)
    classes = names[np.where(judged.anchor_class == NOT_TOLD, len(CLASSES), judged.anchor_class)]
    readings = [
        [
            {
                "signal": one.signal,
                "value": one.value,
                "score": one.score,
                "sentence": one.sentence,
                "evidence": list(one.evidence),
            }
            for one in judged.readings(row)
        ]
        for row in range(rows.num_rows)
    ]
    reading = pa.struct(
        [
            ("signal", pa.string()),
            ("value", pa.float64()),
            ("score", pa.float64()),
            ("sentence", pa.string()),
            ("evidence", pa.list_(pa.string())),
        ]
    )
    place = kept.schema.get_field_index("anchor") + 1
    kept = kept.add_column(
        place, "anchor_class", pa.array([c or None for c in classes], pa.string())
    )
    quality = pa.array(judged.quality.astype("float64").round(1), from_pandas=True)
    strength = [judged.strength_word(row) for row in range(rows.num_rows)]
    return (
        kept.append_column("quality", quality)
        .append_column("strength", pa.array(strength, pa.string()))
        .append_column("readings", pa.array(readings, pa.list_(reading)))
    )
