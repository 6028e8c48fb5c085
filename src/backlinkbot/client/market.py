"""What the client asks of rivals, changes, opportunities and prospects."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backlinkbot.client.documents import Alert, Change, Job, Opportunity, Prospect


class Asks(Protocol):
    """A connection that asks REST."""

    def get(self, path: str, **asked: Any) -> dict[str, Any]: ...

    def rows(self, path: str, **wishes: Any) -> Iterator[dict[str, Any]]: ...

    def send(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]: ...

    def send_form(
        self, path: str, files: Sequence[tuple[str, Any]], told: Mapping[str, Any]
    ) -> dict[str, Any]: ...


class Market:
    """The part of a connection that is about others' links and the next ones of ours."""

    def rivals(self: Asks, domain: str, limit: int = 20) -> list[dict[str, Any]]:
        """Who may compete with a site, the closest first."""
        found = self.get(about(domain, "rivals"), limit=limit)
        return cast("list[dict[str, Any]]", found["rivals"])

    def compare(self: Asks, domain: str, *rivals: str) -> dict[str, Any]:
        """A site beside its rivals; without any, beside its competitors."""
        return self.get(about(domain, "compare"), rival=list(rivals) or None)

    def gap(self: Asks, domain: str, *rivals: str, **wishes: Any) -> Iterator[dict[str, Any]]:
        """Who links to rivals and not to a site; `least`: to so many of them."""
        return self.rows(about(domain, "gap"), rival=list(rivals) or None, **wishes)

    def plays(self: Asks, domain: str, **wishes: Any) -> dict[str, Any]:
        """What a domain did to earn its new links; `since`, `ours`."""
        return self.get(about(domain, "plays"), **wishes)

    def play_links(self: Asks, domain: str, **wishes: Any) -> Iterator[dict[str, Any]]:
        """The links of its plays; `play`, `name`."""
        return self.rows(about(domain, "plays/links"), **wishes)

    def unseen(self: Asks, domain: str) -> dict[str, Any]:
        """How many links to a domain no source has seen."""
        return self.get(about(domain, "unseen"))

    def changes(self: Asks, domain: str, **wishes: Any) -> Iterator[Change]:
        """What changed about the links of a site; `since`, `change`, `index_only`."""
        return cast("Iterator[Change]", self.rows(about(domain, "changes"), **wishes))

    def alerts(self: Asks, **wishes: Any) -> Iterator[Alert]:
        """Alerts nobody has seen; `domain`, `history` for all there ever were."""
        return cast("Iterator[Alert]", self.rows("/alerts", **wishes))

    def acknowledge(self: Asks, alert_id: str) -> Alert:
        """Keep that somebody has seen an alert."""
        return cast("Alert", self.send("POST", f"/alerts/{quote(alert_id)}/acknowledge"))

    def begin_crawl(self: Asks, *seeds: str, **told: Any) -> Job:
        """Queue a polite crawl: `pages`, `depth`, `per_site`, `same_site`, `sitemaps`."""
        return cast("Job", self.send("POST", "/crawl", {"seeds": list(seeds), **told}))

    def begin_verifying(self: Asks, *domains: str, **told: Any) -> Job:
        """Queue a look at backlinks that are due: `all`, `limit`, `link`."""
        return cast("Job", self.send("POST", "/verify", {"domains": list(domains), **told}))

    def checks(self: Asks, domain: str, **wishes: Any) -> Iterator[dict[str, Any]]:
        """The backlinks that were looked at again; `standing`."""
        return self.rows(about(domain, "checks"), **wishes)

    def begin_watching(self: Asks, *domains: str) -> Job:
        """Queue a look at what changed; alerts are raised."""
        return cast("Job", self.send("POST", "/watch", {"domains": list(domains)}))

    def begin_finding(self: Asks, domain: str, **told: Any) -> Job:
        """Queue looking for opportunities: `tactics`, `top`, `all_phases`, `keep`."""
        return cast("Job", self.send("POST", about(domain, "find"), told))

    def opportunities(self: Asks, domain: str, **wishes: Any) -> Iterator[Opportunity]:
        """What the last find found; `tactic`, `least_relevance`, `sells`."""
        found = self.rows(about(domain, "opportunities"), **wishes)
        return cast("Iterator[Opportunity]", found)

    def keep(self: Asks, domain: str, *ids: str) -> dict[str, Any]:
        """Keep opportunities, by their `id`, as prospects."""
        return self.send("POST", about(domain, "opportunities/keep"), {"ids": list(ids)})

    def prospects(self: Asks, domain: str, **wishes: Any) -> Iterator[Prospect]:
        """The prospects of a site; `stage`, `tag`, `owner`, `tactic`, `search`."""
        return cast("Iterator[Prospect]", self.rows(about(domain, "prospects"), **wishes))

    def prospect(self: Asks, number: int) -> dict[str, Any]:
        """One prospect with its history."""
        return self.get(f"/prospects/{number}")

    def add_prospect(self: Asks, domain: str, place: str, **told: Any) -> dict[str, Any]:
        """Add a prospect by hand: `tactic`, `tags`, `owner`, `note`."""
        return self.send("POST", about(domain, "prospects"), {"place": place, **told})

    def move(self: Asks, numbers: Sequence[int], stage: str, **told: Any) -> dict[str, Any]:
        """Move prospects to a stage, all or none: `on`, `tactic`, `note`. Nobody is written to."""
        body = {"numbers": list(numbers), "stage": stage, **told}
        return self.send("POST", "/prospects/move", body)

    def note(self: Asks, numbers: Sequence[int], text: str) -> dict[str, Any]:
        """Write a note to the history of prospects."""
        return self.send("POST", "/prospects/note", {"numbers": list(numbers), "note": text})

    def tag(self: Asks, numbers: Sequence[int], **told: Any) -> dict[str, Any]:
        """Put tags to prospects and take others away: `add`, `remove`."""
        return self.send("POST", "/prospects/tag", {"numbers": list(numbers), **told})

    def assign(self: Asks, numbers: Sequence[int], owner: str) -> dict[str, Any]:
        """Say who looks after prospects."""
        return self.send("POST", "/prospects/assign", {"numbers": list(numbers), "owner": owner})

    def targets(self: Asks, domain: str, *numbers: int) -> Iterator[dict[str, Any]]:
        """Pages of ours that prospects could be asked to link, with reasons; nothing is set."""
        return self.rows(about(domain, "targets"), prospect=list(numbers) or None)

    def aim(self: Asks, numbers: Sequence[int], page: str) -> dict[str, Any]:
        """Say which page of ours prospects are asked to link; "": the one of their campaign."""
        return self.send("POST", "/prospects/target", {"numbers": list(numbers), "page": page})

    def undo(self: Asks, step: int) -> dict[str, Any]:
        """Take back all that was done to prospects in one step."""
        return self.send("POST", "/prospects/undo", {"step": step})

    def send_prospects(
        self: Asks, domain: str, file: Path | str, mapping: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Send a list of prospects; `mapping`: our names of columns with those of the file."""
        pairs = [f"{ours}={theirs}" for ours, theirs in (mapping or {}).items()]
        with ExitStack() as opened:
            sent = opened.enter_context(Path(file).open("rb"))
            return self.send_form(
                about(domain, "prospects/import"),
                [("file", (Path(file).name, sent))],
                {"mapping": pairs} if pairs else {},
            )


def about(domain: str, what: str) -> str:
    """The address of something about a domain."""
    return f"/domains/{quote(domain, safe='')}/{what}"
