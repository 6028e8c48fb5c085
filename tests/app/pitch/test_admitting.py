"""The firewall attacked, on both databases: other clients, other spellings, other processes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from databases import Databases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backlinkbot.app.clients import add_client, client_workspace
from backlinkbot.app.pitch.admitting import Asked, admit, preview, release, still_barred
from backlinkbot.app.suppress import (
    erase_person,
    import_suppressions,
    list_suppressions,
    note_answer,
    suppress,
    suppressed,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.outreach import Sender, SuppressionReason

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SENDER = Sender("Bo", "Shop", "1 High Street, Springfield", "US")
ASKED = Asked(
    "<1@shop.example>", "ann@news.example", "news.example", 1, 0, NOW, country="US",
    found_on="https://news.example/contact", is_guessed=False, says_no=False,
)  # fmt: skip


def rules(workspace: Workspace, *asked: Asked) -> list[str]:
    return [one.refusal.rule if one.refusal else "" for one in admit(workspace, asked, SENDER)]


def second_client(workspace: Workspace) -> Workspace:
    add_client(workspace, "second", by=LOCAL)
    return client_workspace(workspace, "second")


def test_of_two_clients_the_second_may_not_write_to_the_same_person(workspace: Workspace) -> None:
    assert rules(workspace, ASKED) == [""]
    with second_client(workspace) as other:
        again = replace(ASKED, message_id="<2@else.example>", address="Ann+x@NEWS.example")
        assert rules(other, again) == ["recently-contacted"]


@pytest.mark.parametrize(
    "address",
    ["ANN@news.example", "ann+label@news.example", "Ann <ann@news.example>", "ann@news.example.",
     "\uff41nn@news.example", "\u0430nn@news.example", "ann@n\u0435ws.example"],
)  # fmt: skip
def test_another_spelling_of_a_person_is_the_person(workspace: Workspace, address: str) -> None:
    first, second = ASKED, replace(ASKED, message_id="<2@a>", address=address, campaign=2)
    assert rules(workspace, first, second) == ["", "recently-contacted"]


def test_dots_at_a_provider_that_ignores_them_make_no_other_person(workspace: Workspace) -> None:
    one = replace(ASKED, address="an.n@gmail.com")
    two = replace(ASKED, message_id="<2@a>", address="a.nn+z@googlemail.com", organisation="b.org")
    assert rules(workspace, one, replace(two, campaign=2)) == ["", "recently-contacted"]


@pytest.mark.parametrize(
    "whom",
    ["ann@news.example", "A.nn+x@news.example", "news.example", "\u0430nn@news.example"],
)
def test_who_is_suppressed_in_one_client_is_so_in_all(workspace: Workspace, whom: str) -> None:
    address = "a.nn@news.example" if whom.startswith("A.") else "ann@news.example"
    with second_client(workspace) as other:
        suppress(other, (whom,), reason=SuppressionReason.UNSUBSCRIBED)
    assert rules(workspace, replace(ASKED, address=address)) == ["suppressed"]
    assert suppressed(workspace, address)


def test_a_suppressed_organisation_is_not_reached_through_another_mailbox(
    workspace: Workspace,
) -> None:
    suppress(workspace, ("https://www.news.example/about",), organisation=True)
    assert rules(workspace, replace(ASKED, address="ann@gmail.com")) == ["suppressed"]
    assert rules(workspace, replace(ASKED, organisation="b.example")) == ["suppressed"]
    assert rules(workspace, replace(ASKED, address="x@a.example", organisation="b.example")) == [""]


def test_a_suppressed_domain_holds_for_all_below_it(workspace: Workspace) -> None:
    suppress(workspace, ("news.example",))
    below = replace(ASKED, address="ann@mail.eu.news.example", organisation="b.example")
    assert rules(workspace, below) == ["suppressed"]
    suppress(workspace, ("eu.d.example",))
    for host in ("mail.eu.d.example", "eu.d.example"):
        middle = replace(ASKED, address=f"ann@{host}", organisation="e.example")
        assert rules(workspace, middle) == ["suppressed"]
    suppress(workspace, ("mail.c.example",))
    beside = replace(ASKED, address="ann@c.example", organisation="c.example")
    assert rules(workspace, beside) == [""]


def test_of_who_asked_to_be_forgotten_only_a_hash_is_left(workspace: Workspace) -> None:
    suppress(workspace, ("ann@news.example",), note="Ann Lee wrote")
    done = erase_person(workspace, "Ann@news.example", by="bo")
    assert done.asked[0].value == ""
    (kept,) = list_suppressions(workspace)
    assert (kept.value, kept.note, kept.reason) == ("", "", SuppressionReason.ERASED)
    assert "news" not in repr(kept)
    assert rules(workspace, replace(ASKED, address="ann+1@news.example")) == ["erased"]


def test_an_answer_in_any_client_ends_the_sequence(workspace: Workspace) -> None:
    follow_up = replace(ASKED, message_id="<2@shop.example>", step=1)
    assert rules(workspace, ASKED) == [""]
    assert [one.refusal for one in preview(workspace, [follow_up], SENDER)] == [None]
    assert note_answer(workspace, "ANN+re@news.example", NOW) == 1
    assert rules(workspace, follow_up) == ["answered"]


def test_between_approval_and_sending_a_person_may_still_say_no(workspace: Workspace) -> None:
    told = ("<1@shop.example>", "ann@news.example")
    unasked = still_barred(workspace, *told)
    assert unasked is not None
    assert unasked.rule == "not-admitted"
    assert rules(workspace, ASKED) == [""]
    assert still_barred(workspace, *told) is None
    another = still_barred(workspace, told[0], "bob@news.example")
    assert another is not None
    assert another.rule == "not-admitted"
    suppress(workspace, ("ann@news.example",), reason=SuppressionReason.UNSUBSCRIBED)
    barred = still_barred(workspace, *told)
    assert barred is not None
    assert barred.rule == "suppressed"


def test_without_the_key_nobody_is_free(workspace: Workspace) -> None:
    suppress(workspace, ("ann@news.example",))
    (workspace.folder / "state" / "key").unlink()
    for ask in (lambda: admit(workspace, [ASKED], SENDER), lambda: suppressed(workspace, "a@b.de")):
        with pytest.raises(Refused, match="right key"):
            ask()
    with pytest.raises(Refused, match="right key"):
        preview(workspace, [ASKED], SENDER)


def test_a_look_changes_nothing_and_tells_what_would_happen(workspace: Workspace) -> None:
    asked = [ASKED, replace(ASKED, message_id="<2@a>", campaign=2)]
    for _ in range(2):
        seen = [
            one.refusal.rule if one.refusal else "" for one in preview(workspace, asked, SENDER)
        ]
        assert seen == ["", "recently-contacted"]
    assert rules(workspace, *asked) == ["", "recently-contacted"]


def test_what_is_released_may_be_asked_for_again(workspace: Workspace) -> None:
    assert rules(workspace, ASKED, ASKED) == ["", "already-written"]
    (again,) = admit(workspace, [ASKED], SENDER, is_resumed=True)
    assert again.refusal is None
    with second_client(workspace) as other:
        assert release(other, ["<1@shop.example>"]) == 0
    assert release(workspace, ["<1@shop.example>", "<9@x>"]) == 1
    assert rules(workspace, replace(ASKED, campaign=2, message_id="<2@a>")) == [""]


def test_what_cannot_be_a_recipient_is_refused_beside_the_others(workspace: Workspace) -> None:
    asked = [replace(ASKED, address="no address"), replace(ASKED, organisation=""), ASKED]
    assert rules(workspace, *asked) == ["bad-recipient", "bad-recipient", ""]


def test_a_list_is_read_row_by_row_and_what_is_no_address_is_counted(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(
        b"\xef\xbb\xbfname;email;why\r\nAnn;ann@news.example;no\r\n;;\r\nBob;none;\r\n;c.example;\r\n"
        b"Ann;ANN+2@news.example;again\r\n"
    )
    done = import_suppressions(workspace, file)
    assert (len(done.asked), done.added, dict(done.rejects)) == (
        2, 2, {"neither a mail address nor a domain": 1},
    )  # fmt: skip
    assert done.examples[0][1] == "list.csv:4"
    assert import_suppressions(workspace, file).added == 0
    assert [one.value for one in list_suppressions(workspace, search="NEWS")] == [
        "ann@news.example"
    ]
    assert [one.value for one in list_suppressions(workspace, kind="domain")] == ["c.example"]


def test_a_plain_list_needs_no_title_and_an_empty_one_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "list.txt"
    file.write_text("ann@news.example\n@b.example\n", "utf-8")
    assert import_suppressions(workspace, file).added == 2
    file.write_text("name\n", "utf-8")
    with pytest.raises(BadInput):
        import_suppressions(workspace, file)
    with pytest.raises(BadInput):
        suppress(workspace, ("d.example", "co.uk"))
    assert len(list_suppressions(workspace)) == 2


PEOPLE = ["ann@news.example", "Ann+1@News.example", "bob@news.example", "ann@gmail.com",
          "a.n.n@googlemail.com", "info@other.example", "\u0430nn@news.example"]  # fmt: skip
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "write", "suppress", "answer", "erase"]),
        st.sampled_from(PEOPLE),
        st.sampled_from(["home", "second"]),
        st.integers(1, 3),
        st.integers(0, 2),
        st.integers(0, 40),
    ),
    max_size=12,
)


@given(moves=MOVES, number=st.integers(0, 10**9))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_in_whatever_order_nobody_is_written_to_too_often(
    moves: list[tuple[str, str, str, int, int, int]],
    number: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Held against a plain account of what was let through, kept beside it."""
    from backlinkbot.core.mail_addresses import canonical_address, look_alike

    folder = tmp_path_factory.mktemp(f"w{number}")
    clock = FixedClock(NOW)
    let: list[tuple[str, str, str, int, int, datetime]] = []
    barred: set[str] = set()
    with Workspace.open(folder, clock) as home, second_client(home) as second:
        for what, address, client, campaign, step, days in moves:
            clock.moment += timedelta(days=days)
            workspace = home if client == "home" else second
            person, look = canonical_address(address), look_alike(address)
            if what == "suppress":
                suppress(workspace, (address,))
                barred.add(look)
            elif what == "erase":
                erase_person(workspace, address)
                barred.add(look)
            elif what == "answer":
                note_answer(workspace, address, clock.now())
            else:
                mid = f"<{client}-{campaign}-{person}-{step}@x>"
                asked = replace(
                    ASKED, message_id=mid, address=address, campaign=campaign, step=step
                )
                (said,) = admit(workspace, [replace(asked, goes_at=clock.now())], SENDER)
                if said.refusal is None:
                    assert look not in barred
                    near = [
                        one for one in let
                        if one[1] == look and (one[0], one[2], one[3]) != (person, client, campaign)
                        and clock.now() - one[5] < timedelta(days=90)
                    ]  # fmt: skip
                    assert near == []
                    assert (person, client, campaign, step) not in {
                        (one[0], one[2], one[3], one[4]) for one in let
                    }
                    let.append((person, look, client, campaign, step, clock.now()))


RACE = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from backlinkbot.app.clients import client_workspace
from backlinkbot.app.pitch.admitting import Asked, admit
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.outreach import Sender

client, folder = sys.argv[1], Path(sys.argv[2])
sender = Sender("Bo", "Shop", "1 High Street")
now = datetime(2026, 11, 1, 12, tzinfo=UTC)
print("ready", flush=True)
sys.stdin.readline()
let = 0
with Workspace.open(folder) as root, client_workspace(root, client) as workspace:
    for n in range(40):
        address = f"ann+{client}@n{n}.example"
        asked = Asked(f"<{client}{n}@x>", address, f"n{n}.example", 1, 0, now, country="US",
                      found_on="https://a", is_guessed=False, says_no=False)
        let += admit(workspace, [asked], sender)[0].refusal is None
print(let)
"""


def test_of_two_processes_that_approve_at_once_one_gets_each_person(
    databases: Databases, tmp_path: Path
) -> None:
    folder = databases.told(tmp_path / "race")
    with Workspace.open(folder) as root:
        add_client(root, "second", by=LOCAL)
        suppress(root, ("nobody@else.example",))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, client, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )
        for client in ("home", "second")
    ]  # fmt: skip
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    told = [one.communicate("go\n", timeout=120)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sum(map(int, told)) == 40
