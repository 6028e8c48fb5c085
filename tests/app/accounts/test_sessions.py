"""Sessions: begun by a password, found by a secret, over by age, sign-out or a new sign-in."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from backlinkbot.app.accounts import (
    AccountEdit,
    SignInRefused,
    edit_account,
    events,
    passwords,
    principal_of_session,
    sign_in,
    sign_out,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL, Principal, Role
from backlinkbot.core.clock import FixedClock

OWNER, MEMBER, CLIENT = "ann@example.com", "ben@example.com", "cleo@example.com"
PASSWORD = "seven wooden spoons"  # noqa: S105 - of nobody


def test_who_signs_in_is_known_by_his_secret(root: Workspace) -> None:
    secret = sign_in(root, " Ann@Example.com", PASSWORD)
    assert principal_of_session(root, secret, address="1.2.3.4") == Principal(
        OWNER, Role.OWNER, None, address="1.2.3.4"
    )


def test_a_member_works_in_his_client(root: Workspace) -> None:
    principal = principal_of_session(root, sign_in(root, MEMBER, PASSWORD))
    assert principal == Principal(MEMBER, Role.MEMBER, ("acme",), client="acme")
    assert principal.may_write("acme")
    assert not principal.may_see("home")
    assert not principal.may_manage


def test_a_client_looks_and_changes_nothing(root: Workspace) -> None:
    principal = principal_of_session(root, sign_in(root, CLIENT, PASSWORD))
    assert principal is not None
    assert principal.may_see("acme")
    assert not principal.may_write("acme")


@pytest.mark.parametrize("secret", ["", "x", "bb_x", "\ud800", "0" * 10_000])
def test_another_secret_is_nobodys(root: Workspace, secret: str) -> None:
    sign_in(root, OWNER, PASSWORD)
    assert principal_of_session(root, secret) is None


def test_the_secret_is_long_random_and_kept_as_a_hash_alone(root: Workspace) -> None:
    secret = sign_in(root, OWNER, PASSWORD)
    assert len(secret) * 6 >= 256
    assert secret != sign_in(root, OWNER, PASSWORD)
    with root.state.reading() as connection:
        kept = str(connection.execute(text("select * from session")).all())
        assert secret not in kept
        assert PASSWORD not in str(connection.execute(text("select * from account")).all())


def test_an_idle_session_is_over_and_a_used_one_lives_seven_days(
    root: Workspace, clock: FixedClock
) -> None:
    idle, used = sign_in(root, OWNER, PASSWORD), sign_in(root, OWNER, PASSWORD)
    for turn in range(14):
        clock.sleep(11.9 * 3600)
        assert principal_of_session(root, used), "it is used every twelve hours"
        if turn == 1:
            assert principal_of_session(root, idle) is None, "nobody used it for twelve hours"
    clock.sleep(2 * 3600)
    assert principal_of_session(root, used) is None, "seven days are over"


def test_looking_does_not_write_each_time(root: Workspace, clock: FixedClock) -> None:
    secret = sign_in(root, OWNER, PASSWORD)
    clock.sleep(60)
    principal_of_session(root, secret)
    with root.state.reading() as connection:
        times = connection.execute(text("select began_at, seen_at from session")).one()
    assert times.began_at == times.seen_at


def test_a_sign_in_makes_a_new_secret_and_ends_the_one_before(root: Workspace) -> None:
    """Session fixation: what a browser was given before it signed in opens nothing after."""
    planted = sign_in(root, MEMBER, PASSWORD)
    secret = sign_in(root, OWNER, PASSWORD, previous=planted)
    assert secret != planted
    assert principal_of_session(root, planted) is None
    fixed = sign_in(root, OWNER, PASSWORD, previous="chosen by an attacker")
    assert fixed != "chosen by an attacker"
    assert principal_of_session(root, "chosen by an attacker") is None


def test_signing_out_ends_this_session_and_no_other(root: Workspace) -> None:
    one, other = sign_in(root, OWNER, PASSWORD), sign_in(root, OWNER, PASSWORD)
    sign_out(root, one)
    sign_out(root, one)
    assert principal_of_session(root, one) is None
    assert principal_of_session(root, other)


def test_no_answer_tells_whether_there_is_an_account(root: Workspace) -> None:
    edit_account(root, MEMBER, AccountEdit(is_active=False), by=LOCAL)
    told = []
    for email, password in [
        (OWNER, "seven wooden forks"),
        ("nobody@example.com", PASSWORD),
        (MEMBER, PASSWORD),
        ("no address", PASSWORD),
        ("", ""),
    ]:
        with pytest.raises(SignInRefused) as refused:
            sign_in(root, email, password)
        told.append((str(refused.value), refused.value.wait_s))
    assert set(told) == {("the e-mail address or the password is wrong", 0)}


def test_the_same_work_is_done_for_an_unknown_account(
    root: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time tells nothing: argon2 runs once, whoever is named."""
    checked = []
    verify = type(passwords._hashes()).verify_and_update

    def counted(self: object, password: str, kept: str) -> tuple[bool, str | None]:
        checked.append(kept.split("$")[:4])
        return verify(self, password, kept)  # type: ignore[arg-type]  # it is the same class

    monkeypatch.setattr(type(passwords._hashes()), "verify_and_update", counted)
    for email in (OWNER, "nobody@example.com", "no address"):
        with pytest.raises(SignInRefused):
            sign_in(root, email, "seven wooden forks")
    assert len(checked) == 3
    assert checked[0] == checked[1] == checked[2], "under the same parameters"


def test_the_log_names_accounts_but_no_typed_secret(root: Workspace) -> None:
    for email in (OWNER, "my-password-typed-too-soon", "hidden@example.com"):
        with pytest.raises(SignInRefused):
            sign_in(root, email, "wrong wrong wrong", address="1.2.3.4")
    log = [event for event in events(root, by=LOCAL) if event.action == "sign-in.failed"]
    assert [event.who for event in log] == ["unknown", "unknown", OWNER]
    assert {event.address for event in log} == {"1.2.3.4"}
    assert "typed" not in str(log)
    assert "wrong" not in str(log)


def test_a_line_of_the_log_cannot_pretend_to_be_two(root: Workspace) -> None:
    sign_in(root, OWNER, PASSWORD, address="1.2.3.4\n2026-11-01 ann@example.com sign-in \x1b[2J")
    assert "\n" not in events(root, by=LOCAL)[0].address
    assert "\x1b" not in events(root, by=LOCAL)[0].address
