"""Sentences that tell what to type, for pages: there it is told what to press instead."""

from __future__ import annotations

import re
from typing import TypeVar

T = TypeVar("T")
# What the verbs say to whoever sits at a terminal, and the same for whoever reads a page.
PRESSED = tuple(
    (re.compile(typed), on_page)
    for typed, on_page in (
        (r"audit \S+ --disavow \S+ writes one", "download it under Disavow file"),
        (r"; --force writes the line all the same", ""),
        (r", or write the line with --force", ""),
        (r"give that one with --current", "give that one under \u201cWhat audits go by\u201d"),
        (
            r"Decide with: backlinkbot decide \S+ \S+ disavow",
            "Choose them in the list above and press Disavow.",
        ),
        (r"; all of them: backlinkbot disavow lint \S+", "; all are under What audits go by."),
        (r" \(`backlinkbot measure`\)", "; press Measure on the page Authority"),
        (
            r"[;:] see who (?:they )?may be: backlinkbot rivals [^;.\s]+(?:\.[^;.\s]+)*",
            "; see who may be under Suggested",
        ),
        (r"; or name them: backlinkbot site add .*", ", or name them on the page Sites."),
        (r"with: backlinkbot site add .*", "on the page Sites."),
        (r" \(backlinkbot prospect show \d+\)|; see: backlinkbot prospect [^.]*", ""),
        (r", or --remove TAG", ""),
        (r" \(--same-site\)| \(--all-phases\)|; more with --top", ""),
        (r" written to disavow\.txt", " in the file"),
        (r"^disavow\.txt is empty", "The file is empty"),
        (r"[;,] then see: backlinkbot [^.;]*|; see: backlinkbot [^.;]*", ""),
        (r"; add it with: backlinkbot mailbox add [^;\s]+", "; add it on the page Mailboxes"),
        (r"; add it again: backlinkbot mailbox add \S+", "; add it again on the page Mailboxes"),
        (r"; say it: backlinkbot contacts set [^.;]*(?:\.[a-z]+[^.;]*)*", "; say it on Contacts"),
        (r"backlinkbot mailbox resume \S+", "press Resume"),
        (
            r"backlinkbot mailbox check \S+ --probe",
            "tick \u201cSend a mail to ourselves\u201d, check",
        ),
        (r" Who they are: backlinkbot rivals \S+", " Who they may be: Competitors, Suggested"),
        (r"^Nobody looked for opportunities yet: .*", "Nobody looked for opportunities yet."),
        (r"Tell the right ones with: backlinkbot site add .*", "Tell the right ones under Sites."),
        (r"give it with --address", "give it below"),
        (r"give --archive \(", "name an archive in its settings ("),
        (r"[;,:] (run|begin with|see what is there with): backlinkbot [^.;]*", ""),
        (r"[,:] backlinkbot ingest FILE", ""),
    )
)


def pressed(told: T) -> T:
    """A sentence, or all sentences of a document, in words for a page."""
    if isinstance(told, str):
        text: str = told
        for typed, on_page in PRESSED:
            text = typed.sub(on_page, text)
        return text  # type: ignore[return-value]  # a text for a text
    if isinstance(told, list):
        return [pressed(one) for one in told]  # type: ignore[return-value]  # a list for a list
    if isinstance(told, dict):
        return {key: pressed(one) for key, one in told.items()}  # type: ignore[return-value]  # same
    return told
