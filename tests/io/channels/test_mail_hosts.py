"""What the name system says of hosts after the @."""

from __future__ import annotations

import pytest

from backlinkbot.io.channels.mail_hosts import NoAnswer, NoSuchName, mail_host


class Says:
    """A name system that gives fixed answers."""

    def __init__(
        self, exchangers: list[tuple[int, str]] | Exception, *, has_address: bool = False
    ) -> None:
        self._exchangers, self._has_address = exchangers, has_address

    def mail_exchangers(self, host: str) -> list[tuple[int, str]]:
        del host
        if isinstance(self._exchangers, Exception):
            raise self._exchangers
        return self._exchangers

    def has_address(self, host: str) -> bool:
        del host
        return self._has_address


@pytest.mark.parametrize(
    ("names", "takes"),
    [
        (Says([(20, "b.org"), (10, "a.org")]), True),
        (Says([(0, "")]), False),
        (Says([], has_address=True), True),
        (Says([]), False),
        (Says(NoSuchName("x")), False),
        (Says(NoAnswer("x")), None),
    ],
)
def test_a_host_takes_mail_where_there_is_somewhere_to_take_it(
    names: Says,
    takes: bool | None,  # noqa: FBT001 - a case of the table
) -> None:
    assert mail_host("site.org", names).takes_mail is takes


def test_the_first_server_is_named() -> None:
    assert mail_host("site.org", Says([(20, "b.org"), (10, "a.org")])).said == "mail goes to a.org"
