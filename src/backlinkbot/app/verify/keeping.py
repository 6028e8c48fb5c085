"""Keeps what a round of looks fetched: in archives, in the index, and in the application database.

A look that would make the index call a link lost is held back until another look says the same;
then both are read in. A look that tells nothing is kept as evidence and never read in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from backlinkbot.app.ingest import ingest
from backlinkbot.app.verify.choosing import due_after
from backlinkbot.core.nouns import LostReason
from backlinkbot.core.verifying import Look, Standing
from backlinkbot.io.crawl.warc_writer import ENDING, WarcWriter
from backlinkbot.io.state.checks import (
    HeldLook,
    check_id,
    held_of_pages,
    hold_looks,
    keep_checks,
    let_go,
    page_id,
)
from backlinkbot.logic.verify.judging import GONE_STATUSES, REFUSED_STATUSES, judge
from backlinkbot.logic.verify.repeated import after, is_confirmed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.app.verify.choosing import PagePlan
    from backlinkbot.app.verify.looking import Looked
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.core.verifying import Answer, Check, Finding
    from backlinkbot.io.crawl.requests import Exchange

REPORTER = "verify"  # who says what no reading of a page can: that its host is gone …
ASIDE, HELD = "aside", "held"  # archives that are not read in, and that wait for others
DIGEST_BYTES = 4


@dataclass(frozen=True, slots=True)
class Loss:
    """A link that is lost now, and whether a reading of the page tells why."""

    check: Check
    needs_word: bool


@dataclass(slots=True)
class Told:
    """What a round told: the links as they are known now, and what the index heard of."""

    checks: list[Check] = field(default_factory=list)
    lost_now: int = 0
    found_again: int = 0
    archives: list[str] = field(default_factory=list)
    snapshot: str = ""


class Books:
    """The books of one round; `folder`: where archives go, `name`: of this round's."""

    def __init__(
        self, workspace: Workspace, folder: Path, name: str, plans: Sequence[PagePlan], agent: str
    ) -> None:
        self._workspace, self._folder, self._name, self._agent = workspace, folder, name, agent
        self._now = workspace.clock.now()
        self._writers: dict[str, WarcWriter] = {}
        self._holding: list[HeldLook] = []
        self._over: list[HeldLook] = []  # held looks that wait no longer
        self._released: list[Path] = []
        self._losses: list[Loss] = []
        self.told = Told()
        folder.mkdir(parents=True, exist_ok=True)
        with workspace.state.reading() as connection:
            pages = [page_id(plan.source_url) for plan in plans]
            self._held = held_of_pages(connection, pages)

    # While pages come in.

    def hear(self, exchange: Exchange) -> None:
        """Keep an answer that belongs to no page of the round."""
        self._write(ASIDE, [exchange])

    def take(self, looked: Looked) -> None:
        """Judge a look and keep it."""
        plan, answer = looked.plan, looked.answer
        findings = judge(answer, plan.links, looked.probe, front=looked.front, about=plan.about)
        checks = [
            after(before, finding, answer.at)
            for before, finding in zip(plan.before, findings, strict=True)
        ]
        missing = [
            number
            for number, (finding, check) in enumerate(zip(findings, checks, strict=True))
            if finding.loses and not _may_be_told(check)
        ]
        place = self._keep(looked, findings, checks, missing)
        checks = [
            replace(check, evidence=place, next_at=due_after(plan, number, check))
            for number, check in enumerate(checks)
        ]
        for before, check in zip(plan.before, checks, strict=True):
            self._count(before, check, answer)
        self.told.checks += checks

    def _keep(
        self,
        looked: Looked,
        findings: Sequence[Finding],
        checks: Sequence[Check],
        missing: Sequence[int],
    ) -> str:
        self._judge_held(looked.plan, findings, checks)
        if missing:
            return self._hold(looked, [checks[number] for number in missing])
        part = "" if _is_to_read(looked.answer, findings) else ASIDE
        return self._write(part, looked.exchanges)

    def _hold(self, looked: Looked, missing: Sequence[Check]) -> str:
        page = page_id(looked.plan.source_url)
        name = f"{self._name}-{page[:16]}"
        folder = self._folder / HELD
        folder.mkdir(exist_ok=True)
        writer = WarcWriter(folder, name, self._agent, self._now)
        offsets = [writer.write(one).offset for one in looked.exchanges]
        writer.seal()
        path = folder / f"{name}{ENDING}"
        told = str(path.relative_to(self._workspace.folder))
        number = blake2b(told.encode(), digest_size=16).hexdigest()
        ids = tuple(check_id(one.site, *one.key) for one in missing)
        self._holding.append(HeldLook(number, page, told, ids, looked.answer.at))
        return f"{path.name}@{offsets[-1]}"

    def _judge_held(
        self, plan: PagePlan, findings: Sequence[Finding], checks: Sequence[Check]
    ) -> None:
        """What becomes of looks at this page that were held back."""
        is_there = {
            check_id(check.site, *check.key)
            for finding, check in zip(findings, checks, strict=True)
            if finding.look in {Look.THERE, Look.CHANGED} and not finding.loses
        }
        settled = {check_id(check.site, *check.key) for check in checks if _may_be_told(check)}
        for held in self._held.get(page_id(plan.source_url), []):
            if set(held.missing) & is_there:
                self._over.append(held)
            elif set(held.missing) <= settled:
                self._over.append(held)
                self._released.append(self._workspace.folder / held.archive)

    def _count(self, before: Check, check: Check, answer: Answer) -> None:
        was_lost = before.standing is Standing.LOST
        if check.standing is Standing.LOST and (not was_lost or before.reason != check.reason):
            self.told.lost_now += not was_lost
            self._losses.append(Loss(check, _needs_word(check, answer)))
        if was_lost and check.standing in {Standing.THERE, Standing.CHANGED}:
            self.told.found_again += 1

    # At the end of the round.

    def close(self, progress: Progress) -> Told:
        """Read in what may be and keep the rest; a round that is killed is done again."""
        places = [*self._seal(), *(path for path in self._released if path.is_file())]
        if places:
            done = ingest(self._workspace, [str(path) for path in places], progress=progress)
            self.told.snapshot = done.snapshot.name if done.snapshot else ""
        words = [one.check for one in self._losses if one.needs_word]
        if words:
            self.told.snapshot = self._tell_index(words)
        with self._workspace.state.writing() as connection:
            keep_checks(connection, self.told.checks)
            let_go(connection, self._over)
            hold_looks(connection, self._holding)
        return self.told

    def abandon(self) -> None:
        """Close what is open, when the round failed."""
        for writer in self._writers.values():
            writer.close()

    def _seal(self) -> list[Path]:
        """The archives that are to be read in."""
        found: list[Path] = []
        for part, writer in self._writers.items():
            writer.seal()
            path = self._folder / f"{writer.name}{ENDING}"
            self.told.archives.append(str(path.relative_to(self._workspace.folder)))
            if part != ASIDE:
                found.append(path)
        self._writers = {}
        self.told.archives += [one.archive for one in self._holding]
        return found

    def _write(self, part: str, exchanges: Sequence[Exchange]) -> str:
        writer = self._writers.get(part)
        if writer is None:
            name = "-".join(filter(None, (self._name, part)))
            writer = WarcWriter(self._folder, name, self._agent, self._now)
            self._writers[part] = writer
        offsets = [writer.write(one).offset for one in exchanges]
        return f"{writer.name}{ENDING}@{offsets[-1]}"

    def _tell_index(self, checks: Sequence[Check]) -> str:
        """Tell the index of losses that no reading of a page tells."""
        from backlinkbot.app.verify.words import loss_facts
        from backlinkbot.io.index.sources import SourceRecord

        facts = loss_facts(checks, REPORTER)
        digest = blake2b(repr(sorted(map(repr, checks))).encode(), digest_size=16).hexdigest()
        with self._workspace.index.begin() as draft:
            draft.add(facts)
            draft.add_source(
                SourceRecord(
                    name=f"{self._name} (losses)",
                    digest=digest,
                    format=REPORTER,
                    reporter=REPORTER,
                    rows=len(checks),
                    links=len(checks),
                    read_at=self._now,
                )
            )
            snapshot = draft.publish(self._workspace.clock.now())
        self._workspace.index.refresh()
        return snapshot.name


def _may_be_told(check: Check) -> bool:
    """Whether the index may be told that the link is not there as it was."""
    return check.standing is Standing.LOST or is_confirmed(check)


def _is_to_read(answer: Answer, findings: Sequence[Finding]) -> bool:
    """Whether the index learns something true from this look."""
    if answer.status in REFUSED_STATUSES:
        return True
    if answer.status == 0:
        return False
    told = {Look.THERE, Look.CHANGED, Look.GONE}
    if answer.page is not None and not answer.page.is_whole:  # what it lacks loses nothing
        return any(one.look in told for one in findings)
    return all(one.look in told for one in findings)


def _needs_word(check: Check, answer: Answer) -> bool:
    """Whether a reading of the page would not tell the reason, or another one."""
    if check.reason is LostReason.PAGE_GONE:
        return answer.status not in GONE_STATUSES or bool(answer.hops)
    if check.reason is LostReason.REDIRECTED:
        return not answer.hops
    return check.reason in {
        LostReason.HOST_GONE,
        LostReason.JAVASCRIPT_ONLY,
        LostReason.TARGET_CHANGED,
    }


def moment_name(at: datetime) -> str:
    """A moment as a part of a file's name."""
    return at.strftime("%Y%m%dT%H%M%S")
