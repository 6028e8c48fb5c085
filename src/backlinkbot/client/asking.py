"""The client itself: asks REST, follows pages, waits for jobs, raises problems."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote
from uuid import uuid4

import httpx2

from backlinkbot.client.market import Market, about
from backlinkbot.client.outreach import Outreach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from backlinkbot.client.documents import Anchor, Decision, Job, Link, ReferringDomain, Site

HERE = "http://127.0.0.1:8750"  # where `backlinkbot serve` answers
PREFIX = "/api/v1"
TIMEOUT_S = 120.0  # the first question about a large site judges all its links
LOOK_EVERY_S = 1.0
OVER = ("done", "failed", "cancelled")
FAILED_FROM = 400


class Problem(Exception):
    """A request that was not answered as it was meant; its text is what the server says."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.document = document
        self.what_to_do = str(document.get("what_to_do", ""))
        super().__init__(str(document.get("detail") or f"the server answered {status}"))


class BacklinkBot(Market, Outreach):
    """A connection to one server.

    `token`: not needed on the machine itself while there is no account; `client`: the client that
    is asked about, where a token is for several; `transport`: for tests.
    """

    def __init__(
        self,
        address: str = HERE,
        token: str = "",
        *,
        client: str = "",
        timeout_s: float = TIMEOUT_S,
        transport: Any = None,
    ) -> None:
        self._client = client
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http = httpx2.Client(
            base_url=address, headers=headers, timeout=timeout_s, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()

    def sites(self) -> Iterator[Site]:
        """All sites, ours first."""
        return cast("Iterator[Site]", self.rows("/sites"))

    def add_site(self, domain: str, **told: Any) -> Site:
        """Add a site, or put what is told to what is known of it, like its `name`."""
        return cast("Site", self.send("POST", "/sites", {"domain": domain, **told})["site"])

    def remove_site(self, domain: str) -> Site:
        """Forget a site; its links stay in the index."""
        return cast("Site", self.send("DELETE", f"/sites/{quote(domain)}")["site"])

    def profile(self, domain: str, **asked: Any) -> dict[str, Any]:
        """The profile of a domain; `as_of`, `weeks`."""
        return self.get(about(domain, "profile"), **asked)

    def links(self, domain: str, **wishes: Any) -> Iterator[Link]:
        """The links to a domain, all that fit the wishes, page by page as they are taken."""
        return cast("Iterator[Link]", self.rows(about(domain, "links"), **wishes))

    def link(self, domain: str, source_url: str, target_url: str) -> list[dict[str, Any]]:
        """All that is known of the links from one page to another."""
        found = self.get(about(domain, "link"), source_url=source_url, target_url=target_url)
        return cast("list[dict[str, Any]]", found["links"])

    def referring_domains(self, domain: str, **wishes: Any) -> Iterator[ReferringDomain]:
        """The domains that link to a domain."""
        found = self.rows(about(domain, "referring-domains"), **wishes)
        return cast("Iterator[ReferringDomain]", found)

    def anchors(self, domain: str, **wishes: Any) -> Iterator[Anchor]:
        """The anchor texts that point at a domain."""
        return cast("Iterator[Anchor]", self.rows(about(domain, "anchors"), **wishes))

    def velocity(self, domain: str) -> dict[str, Any]:
        """How fast a domain wins referring domains."""
        return self.get(about(domain, "velocity"))

    def authority(self, *domains: str) -> list[dict[str, Any]]:
        """How strong domains are, in the order asked."""
        found = self.send("POST", "/authority", {"domains": list(domains)})
        return cast("list[dict[str, Any]]", found["rows"])

    def worth(self, domain: str, *sources: str, **told: Any) -> dict[str, Any]:
        """What links from these sources would be worth to a domain; without any: the best ones."""
        if not sources and "without" not in told:
            return self.get(about(domain, "worth"), **told)
        return self.send("POST", about(domain, "worth"), {"sources": list(sources), **told})

    def audit(self, domain: str) -> dict[str, Any]:
        """The last audit of a domain: summary, groups, risk."""
        return self.get(about(domain, "audit"))

    def verdicts(self, domain: str, **wishes: Any) -> Iterator[dict[str, Any]]:
        """The linking sites with the last audit's verdicts; `verdict`, `decision`, `group`."""
        return self.rows(about(domain, "audit/domains"), **wishes)

    def decide(self, domain: str, unit: str, decision: str, note: str = "") -> Decision:
        """Decide about a linking site: keep, remove, disavow or undo; nothing is sent anywhere."""
        told = {"unit": unit, "decision": decision, "note": note}
        made = self.send("POST", about(domain, "decisions"), told)["made"]
        return cast("Decision", made[0])

    def begin_audit(self, domain: str) -> Job:
        """Queue an audit."""
        return self._job(self.send("POST", about(domain, "audit")))

    def begin_measuring(self) -> Job:
        """Queue measuring the authority of every domain."""
        return self._job(self.send("POST", "/measure"))

    def begin_report(self, domain: str, **told: Any) -> Job:
        """Queue a client's report: `month`, `edition`, `language`, `forms`."""
        return self._job(self.send("POST", about(domain, "report"), told))

    def send_files(self, paths: Sequence[Path | str], **told: Any) -> Job:
        """Send files and queue their import, with `target`, `source` and so on."""
        with ExitStack() as opened:
            files = [
                ("files", (Path(path).name, opened.enter_context(Path(path).open("rb"))))
                for path in paths
            ]
            return self._job(self.send_form("/imports", files, told))

    def job(self, job_id: str) -> Job:
        """A job as it is now."""
        return self._job(self.get(f"/jobs/{quote(job_id)}"))

    def wait(self, job: Job, told: Callable[[Job], None] | None = None) -> Job:
        """The job when it is over; `told` hears of it every second until then."""
        while job["state"] not in OVER:
            time.sleep(LOOK_EVERY_S)  # noqa: TID251 - a program that waits for another machine
            job = self.job(job["id"])
            if told:
                told(job)
        return job

    def save_table(self, path: str, file: Path | str, **wishes: Any) -> Path:
        """Save a whole table, like `/domains/x.example/links`, as CSV or Parquet by its ending.

        Raises:
            Problem: the server says why not; then nothing is written.
        """
        place = Path(file)
        wishes = {**wishes, "format": place.suffix.removeprefix(".")}
        with self._http.stream("GET", PREFIX + path, params=self._query(wishes)) as answer:
            if answer.status_code >= FAILED_FROM:
                answer.read()
                _document(answer)
            with place.open("wb") as out:
                for part in answer.iter_bytes():
                    out.write(part)
        return place

    def get(self, path: str, **asked: Any) -> dict[str, Any]:
        """The document at a path of REST.

        Raises:
            Problem: the server says why not.
        """
        return _document(self._http.get(PREFIX + path, params=self._query(asked)))

    def rows(self, path: str, **wishes: Any) -> Iterator[dict[str, Any]]:
        """The rows of a list, page after page."""
        cursor: str | None = None
        while True:
            page = self.get(path, **wishes, cursor=cursor)
            yield from page["rows"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask for a change; one that is sent again after a broken connection is made once.

        Raises:
            Problem: the server says why not.
        """
        headers = {"idempotency-key": uuid4().hex} if method == "POST" else {}
        answer = self._http.request(
            method, PREFIX + path, params=self._query({}), json=body, headers=headers
        )
        return _document(answer)

    def send_form(
        self, path: str, files: Sequence[tuple[str, Any]], told: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Send files with what is told of them.

        Raises:
            Problem: the server says why not.
        """
        answer = self._http.request(
            "POST", PREFIX + path, params=self._query({}), files=files, data=_texts(told),
            headers={"idempotency-key": uuid4().hex},
        )  # fmt: skip
        return _document(answer)

    def _query(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        named = {**asked, "client": self._client or None}
        return {name: _text(value) for name, value in named.items() if value is not None}

    def _job(self, document: dict[str, Any]) -> Job:
        return cast("Job", document)


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)


def _texts(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _text(value) for name, value in told.items()}


def _document(answer: httpx2.Response) -> dict[str, Any]:
    """The document of an answer; raises Problem where it is one."""
    try:
        document = answer.json() if answer.content else {}
    except ValueError:
        document = {"detail": answer.text[:500]}
    if answer.status_code >= FAILED_FROM:
        raise Problem(answer.status_code, document if isinstance(document, dict) else {})
    return cast("dict[str, Any]", document)
