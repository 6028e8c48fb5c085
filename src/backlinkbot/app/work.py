"""The verb work: runs what was asked for in the background, one job at a time."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from secrets import token_hex
from threading import Event as Signal
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeAlias

from backlinkbot.app.audit import audit, rebuild
from backlinkbot.app.audit.files import options_for
from backlinkbot.app.clients import client_workspace
from backlinkbot.app.contacts.jobs import run as find_contacts
from backlinkbot.app.crawl.jobs import run as crawl
from backlinkbot.app.find.running import run as find
from backlinkbot.app.hooks import deliver_due, tell
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.jobs import PUBLIC_ONLY, queue_due
from backlinkbot.app.measure import measure
from backlinkbot.app.pitch.jobs import look_for_links, outreach
from backlinkbot.app.report.running import run as report
from backlinkbot.app.results import run as import_results
from backlinkbot.app.verify.jobs import run as verify
from backlinkbot.app.watch.notifiers import deliver_notices
from backlinkbot.app.watch.running import run as watch
from backlinkbot.core.cells import plain
from backlinkbot.core.errors import BacklinkBotError, BadInput
from backlinkbot.core.hooks import Event
from backlinkbot.core.jobs import Job, JobState
from backlinkbot.core.places import names_only
from backlinkbot.io.state.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress

    Run: TypeAlias = Callable[[Workspace, Mapping[str, Any], Progress], dict[str, Any]]

# A worker holds its job for so long and says so every third of it; one that was killed on this
# machine is noticed at once, one on another machine when the lease is over.
LEASE = timedelta(seconds=60)
HOLD_EVERY_S = 20.0
LOOK_EVERY_S = 1.0  # how soon a new job begins
AFTER_FAULT_S = 5.0  # how long deliveries rest when they could not even be begun
LEAVE_S = 3.0  # what a delivery gets to end; cut off, it is tried again by the next worker
TELL_EVERY_S = 0.5  # how often a moving bar is written down


class _Stop(BaseException):
    """The job was cancelled, or another worker has it; passes through every `except Exception`."""


@dataclass
class _Told:
    """Writes down how far a job is, not more often than anybody can see."""

    root: Workspace
    job: Job
    worker: str
    told_at_s: float = 0.0

    def stage(self, name: str, total: float | None = None, unit: str = "") -> None:
        self.job = replace(self.job, stage=name, total=total, unit=unit, reached=0.0)
        self._tell()

    def reached(self, done: float) -> None:
        self.job = replace(self.job, reached=float(done))
        if self.root.clock.monotonic_s() - self.told_at_s >= TELL_EVERY_S:
            self._tell()

    def _tell(self) -> None:
        self.told_at_s = self.root.clock.monotonic_s()
        if not Jobs(self.root.state).tell(self.job, self.worker):
            raise _Stop


class Worker:
    """Takes jobs of one installation, the oldest first, and queues what schedules ask for."""

    def __init__(self, root: Workspace, kinds: Mapping[str, Run] | None = None) -> None:
        self.root = root
        self.name = f"{socket.gethostname()}/{os.getpid()}/{token_hex(4)}"
        self._kinds = kinds or RUNS

    def run(self, stop: Signal) -> None:
        """Work until `stop` is set; a job that is running then is finished first.

        What is on its way is delivered beside it, so that nobody who answers slowly, or not as
        he should, holds up a job.
        """
        telling = Thread(target=self._deliver, args=(stop,), name="deliveries", daemon=True)
        telling.start()
        try:
            while not stop.is_set():
                queue_due(self.root)
                if not self.one():
                    stop.wait(LOOK_EVERY_S)
        finally:
            stop.set()
            telling.join(LEAVE_S)

    def _deliver(self, stop: Signal) -> None:
        """Tell whoever waits to be told, until `stop` is set; a fault is tried again later."""
        while not stop.is_set():
            for deliver in (deliver_due, deliver_notices):
                try:
                    deliver(self.root, stop.is_set)
                except Exception:  # noqa: BLE001 - such as a database that is away for a moment
                    stop.wait(AFTER_FAULT_S)
            stop.wait(LOOK_EVERY_S)

    def all(self) -> int:
        """Do what is queued and due now; how many jobs that were."""
        queue_due(self.root)
        done = 0
        while self.one():
            done += 1
        deliver_due(self.root)
        deliver_notices(self.root)
        return done

    def one(self) -> Job | None:
        """Do the next job, if there is one, and give it back as it ended."""
        now = self.root.clock.now()
        job = Jobs(self.root.state).claim(self.name, now, LEASE, _is_gone)
        if job is None:
            return None
        with self._held(job):
            ended = self._done(job)
        if Jobs(self.root.state).end(ended, self.name):
            self._tell(ended)
        return ended

    def _tell(self, job: Job) -> None:
        event = TOLD.get(job.kind) if job.state is JobState.DONE else None
        if job.state is JobState.FAILED:
            event = Event.JOB_FAILED
        if event:
            told = {"job": job.id, "kind": job.kind, "sentence": job.message}
            data = {**told, "arguments": dict(job.arguments)}
            tell(self.root, job.client, event, names_only(data))

    def _done(self, job: Job) -> Job:
        try:
            with client_workspace(self.root, job.client) as workspace:
                run = self._kinds[job.kind]
                result = run(workspace, job.arguments, _Told(self.root, job, self.name))
        except _Stop:
            return self._ended(
                job, JobState.CANCELLED, "Cancelled; what was published before stays."
            )
        except BacklinkBotError as error:
            return self._ended(job, JobState.FAILED, str(error))
        except Exception as error:  # noqa: BLE001 - one job's fault must not end the others
            said = f"this is our fault: {type(error).__name__}: {error}"
            return self._ended(job, JobState.FAILED, said)
        message = str(result.pop("sentence", "Done."))
        told = {name: plain(value) for name, value in result.items()}
        return replace(self._ended(job, JobState.DONE, message), result=told)

    def _ended(self, job: Job, state: JobState, message: str) -> Job:
        return replace(job, state=state, message=message, ended_at=self.root.clock.now())

    @contextmanager
    def _held(self, job: Job) -> Iterator[None]:
        """Says every now and then that this worker lives, also where the verb says nothing."""
        over = Signal()

        def hold() -> None:
            while not over.wait(HOLD_EVERY_S):
                Jobs(self.root.state).keep(job.id, self.name, self.root.clock.now() + LEASE)

        thread = Thread(target=hold, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _is_gone(worker: str) -> bool:
    """Whether a worker of this machine has ended; of other machines nobody here can know."""
    host, _, rest = worker.partition("/")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(rest.partition("/")[0]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _ingest(
    workspace: Workspace, arguments: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    places = _texts(arguments, "places")
    options = _options(arguments.get("options") or {})
    if arguments.get(PUBLIC_ONLY):
        options = replace(options, public_only=True)
    found = ingest(workspace, places, options, progress)
    unread = sum(bool(report.error) for report in found.files)
    read = f"{len(found.files) - unread:,} of {len(found.files):,} files read"
    return {"sentence": f"{read}.", **found.as_document()}


def _measure(
    workspace: Workspace, arguments: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    del arguments  # the whole index is measured
    return measure(workspace, progress=progress).as_document()


def _audit(
    workspace: Workspace, arguments: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    domain = _text(arguments, "domain")
    found = audit(workspace, domain, options_for(workspace, domain), progress)
    summary = found.audit.as_document()["summary"]
    return {"sentence": summary["sentence"], "entry": found.entry, "summary": summary}


def _audit_rebuild(
    workspace: Workspace, arguments: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    found = rebuild(workspace, _text(arguments, "domain"), progress)
    audits = "1 kept audit" if len(found.entries) == 1 else f"{len(found.entries):,} kept audits"
    sentence = f"{audits} judged again: {found.differences:,} differences."
    return {"sentence": sentence, **found.as_document()}


def _options(given: Mapping[str, Any]) -> IngestOptions:
    """What was said about the files.

    Raises:
        BadInput: a word that no import knows, or a date that is none.
    """
    values = dict(given)
    try:
        if values.get("as_of"):
            values["as_of"] = date.fromisoformat(values["as_of"])
        return IngestOptions(**values)
    except (TypeError, ValueError) as error:
        raise BadInput(f"the options of an import cannot be used: {error}") from error


def _text(arguments: Mapping[str, Any], name: str) -> str:
    value = arguments.get(name)
    if not isinstance(value, str) or not value:
        raise BadInput(f"the job needs {name!r}, a text")
    return value


def _texts(arguments: Mapping[str, Any], name: str) -> list[str]:
    value = arguments.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or not value:
        raise BadInput(f"the job needs {name!r}, a list of texts")
    return value


TOLD = {
    "ingest": Event.IMPORT_DONE,
    "results-import": Event.IMPORT_DONE,
    "measure": Event.MEASURE_DONE,
    "audit": Event.AUDIT_DONE,
    "report": Event.REPORT_DONE,
}
RUNS: dict[str, Run] = {
    "ingest": _ingest,
    "crawl": crawl,
    "verify": verify,
    "measure": _measure,
    "audit": _audit,
    "audit-rebuild": _audit_rebuild,
    "report": report,
    "watch": watch,
    "find": find,
    "results-import": import_results,
    "contacts": find_contacts,
    "outreach": outreach,
    "landed": look_for_links,
}
