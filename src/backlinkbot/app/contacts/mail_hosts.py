"""Whether hosts after the @ take mail at all, asked of the name system now and then and kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.io.channels.mail_hosts import DnsNames, knows_names, mail_host
from backlinkbot.io.state.contacts import keep_mail_host, mail_hosts_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.io.channels.mail_hosts import MailHost, Names

KEPT_FOR = timedelta(days=30)
MOST_SILENT = 3  # each question waits some seconds


def mail_hosts(
    workspace: Workspace, hosts: Iterable[str], names: Names | None = None
) -> Mapping[str, bool | None]:
    """Whether each host takes mail; None where the name system did not answer."""
    wanted = sorted(set(hosts))
    now = workspace.clock.now()
    with workspace.state.reading() as connection:
        known = mail_hosts_known(connection, wanted, now - KEPT_FOR)
    asked = names or DnsNames()
    fresh: list[MailHost] = []
    for host in wanted:
        if known.get(host) is None and not _is_silent(fresh):
            fresh.append(mail_host(host, asked))
    if any(one.takes_mail is False for one in fresh) and not knows_names(asked):
        return known  # a hotel's network, a filter: what it says of others is not believed
    with workspace.state.writing() as connection:
        for one in fresh:
            keep_mail_host(connection, one.host, one.said, now, takes_mail=one.takes_mail)
    return known | {one.host: one.takes_mail for one in fresh}


def _is_silent(answers: Sequence[MailHost]) -> bool:
    """Whether the name system did not answer so often in a row that it is asked no more now."""
    last = answers[-MOST_SILENT:]
    return len(last) == MOST_SILENT and all(one.takes_mail is None for one in last)
