"""Why nothing was found: which name may be mistyped, and what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.spelling import nearest
from backlinkbot.io.index.filters import LinkFilter

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

MOST_LINKED_READ = 200_000  # names among which one typing error is looked for


def unknown_domain(workspace: Workspace, domain: str) -> NotFound:
    """What to say of a domain that nothing in the index points at."""
    sites = [site.domain for site in workspace.state.sites()]
    linked = workspace.index.most_linked(MOST_LINKED_READ)["target_domain"].to_pylist()
    near = nearest(domain, [name for name in (*sites, *linked) if name != domain])
    meant = f"did you mean {near}?" if near else "see what is there with: backlinkbot index info"
    return NotFound(f"nothing in the index points at {domain}; {meant}")


def check_reporter(workspace: Workspace, reporter: str) -> None:
    """Raises BadInput for the name of a source that told nothing here."""
    if not reporter:
        return
    known = sorted({source.reporter for source in workspace.index.sources() if source.reporter})
    if reporter in known:
        return
    near = nearest(reporter, known)
    meant = f"did you mean {near}? " if near else ""
    raise BadInput(
        f"no source called {reporter} was read; {meant}There are: {', '.join(known) or 'none'}"
    )


def explain_nothing(
    workspace: Workspace, domain: str, page: str | None, source: str | None
) -> None:
    """Raises NotFound if the domain, the address or the source domain is what nothing is known of.

    Returns where links are known and only the other wishes leave none.
    """
    index = workspace.index
    if not index.count_links(domain):
        if index.referring_domains(domain, limit=1).num_rows:
            raise NotFound(
                f"only domains without pages are known to link to {domain}; see: backlinkbot "
                f"profile {domain}"
            )
        raise unknown_domain(workspace, domain)
    if page and not index.count_links(domain, LinkFilter(target_page=page)):
        raise NotFound(f"no link to {page} or to what lies under it is known; leave the path out")
    if source and not index.count_links(domain, LinkFilter(source_domain=source)):
        known = index.referring_domains(domain)["source_domain"].to_pylist()
        near = nearest(source, known)
        meant = f"; did you mean {near}?" if near else ""
        raise NotFound(f"no link from {source} to {domain} is known{meant}")
