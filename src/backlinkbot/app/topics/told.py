"""The verb topics: what kind of site a domain is, and what its pages speak of."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.app.topics.learning import learnt
from backlinkbot.app.topics.types import site_types
from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.logic.judge.telling import telling_words

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

READ_PAGES = 100  # of a site, the first by address
SHOWN_PAGES = 5  # as evidence


@dataclass(frozen=True, slots=True)
class Topic:
    """A word that tells the site from others; `pages`: of those read, how many say it."""

    word: str
    pages: int


@dataclass(frozen=True, slots=True)
class SiteTopics:
    """What a domain is about.

    `type`: a word of `SiteType`, with its probability and reasons; `topics`: the words that tell it
    best, the first first, empty where no text is known or no topics were learnt (`note` says why);
    `evidence`: the first pages read, and where they can be read again.
    """

    domain: str
    type: str
    probability: float | None
    reasons: tuple[str, ...]
    pages: int
    languages: tuple[str, ...]
    topics: tuple[Topic, ...]
    evidence: tuple[str, ...]
    note: str = ""

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `topics --json`."""
        return asdict(self)


def topics_of(workspace: Workspace, domain: str) -> SiteTopics:
    """The type of a site, the words that tell it, and the pages they were read on.

    Raises:
        NotFound: the index is empty.
    """
    domain = domain_named(domain)
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    kind = site_types(workspace, [domain]).to_pylist()[0]
    pages = workspace.index.pages(domain).slice(0, READ_PAGES)
    model = learnt(workspace)
    texts = pages["text"].drop_null().combine_chunks()
    words = telling_words(model, texts) if model else []
    spoken = pages["language"].drop_null().value_counts().to_pylist()
    return SiteTopics(
        domain=domain,
        type=kind["type"],
        probability=kind["probability"],
        reasons=tuple(kind["reasons"]),
        pages=pages.num_rows,
        languages=tuple(
            one["values"] for one in sorted(spoken, key=lambda one: (-one["counts"], one["values"]))
        ),
        topics=tuple(Topic(word, count) for word, count in words),
        evidence=tuple(
            f"{row['url']} ({row['evidence']})"
            for row in pages.select(["url", "evidence"]).slice(0, SHOWN_PAGES).to_pylist()
        ),
        note=_note(domain, pages.num_rows, has_text=len(texts) > 0, is_learnt=model is not None),
    )


def _note(domain: str, pages: int, *, has_text: bool, is_learnt: bool) -> str:
    if not pages:
        return f"No page of {domain} was read; its name alone can tell a type."
    if not has_text:
        return f"No text of {domain} is known."
    if not is_learnt:
        return "No topics were learnt yet: run backlinkbot measure."
    return ""
