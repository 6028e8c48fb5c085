"""The last audit of a site as it was told, so that it is shown without judging again."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from backlinkbot.app.audited import kept_document, kept_path
from backlinkbot.core.audit import Advice, Audit, DomainVerdict, Family
from backlinkbot.core.cells import plain
from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.outputs.place import write_text
from backlinkbot.logic.judge.decided import in_force

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.workspace import Workspace


def keep_last(workspace: Workspace, domain: str, document: Mapping[str, Any]) -> None:
    """Keep the document of an audit in place of the one before."""
    write_text(kept_path(workspace, domain), json.dumps(plain(dict(document)), ensure_ascii=False))


def last_audit(workspace: Workspace, domain: str) -> dict[str, Any]:
    """The document of the last audit of a site, with the decisions that are in force now.

    Raises:
        NotFound: it was not audited yet, or its document cannot be read.
    """
    domain = domain_named(domain)
    told = kept_document(workspace, domain)
    if told is None:
        raise NotFound(f"{domain} was not audited yet; run: backlinkbot audit {domain}")
    decided = in_force(workspace.state.decisions(domain))
    for one in told["domains"]:
        standing = decided.get(one["unit"])
        one["decision"] = standing.choice.value if standing else None
    return told


def audit_told(told: Mapping[str, Any]) -> Audit:
    """The audit of such a document, as far as a disavow file is made from it."""
    summary = told["summary"]
    return Audit(
        domain=told["domain"],
        as_of=date.fromisoformat(told["as_of"]),
        snapshot=told["snapshot"],
        backlinks=summary["links"],
        keep=summary["keep"],
        review=summary["review"],
        disavow=summary["disavow"],
        action=Advice(summary["action"]),
        sentence=summary["sentence"],
        domains=tuple(_verdict(one) for one in told["domains"]),
    )


def _verdict(told: Mapping[str, Any]) -> DomainVerdict:
    return DomainVerdict(
        domain=told["domain"],
        unit=told["unit"],
        verdict=Advice(told["verdict"]),
        probability=told["probability"],
        families=tuple(Family(name) for name in told["families"]),
        reasons=tuple(told["reasons"]),
        links=told["links"],
        worth_points=told["worth_points"],
        referral_visits=told.get("referral_visits"),
        group=told["group"] or "",
        protected=told["protected"] or "",
        decision=told["decision"] or "",
    )
