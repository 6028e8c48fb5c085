"""Accounts: made, changed, deactivated; and always somebody who can manage the rest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backlinkbot.app.accounts import (
    AccountEdit,
    add_account,
    change_password,
    edit_account,
    events,
    is_team,
    list_accounts,
    new_token,
    principal_of_session,
    principal_of_token,
    show_account,
    sign_in,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL, Account, Principal, Role
from backlinkbot.core.errors import BadInput, NotFound, Refused

OWNER, MEMBER, CLIENT = "ann@example.com", "ben@example.com", "cleo@example.com"
PASSWORD = "seven wooden spoons"  # noqa: S105 - of nobody
MEMBERS = Principal(MEMBER, Role.MEMBER, ("acme",))


def test_it_is_a_team_from_the_first_account_on(empty: Workspace) -> None:
    assert not is_team(empty)
    add_account(empty, Account(OWNER, "Ann", Role.OWNER), PASSWORD, by=LOCAL)
    assert is_team(empty)


def test_an_account_comes_back_as_it_was_made(root: Workspace) -> None:
    assert list_accounts(root, by=LOCAL) == [
        Account(OWNER, "Ann", Role.OWNER),
        Account(MEMBER, "Ben", Role.MEMBER, ("acme",)),
        Account(CLIENT, "Cleo", Role.CLIENT, ("acme",)),
    ]


def test_the_first_account_is_an_owners(empty: Workspace) -> None:
    with pytest.raises(BadInput, match="the first account is an owner's"):
        add_account(empty, Account(MEMBER, "Ben", Role.MEMBER, ("home",)), PASSWORD, by=LOCAL)
    assert not is_team(empty)


def test_an_address_is_one_however_it_is_typed(root: Workspace) -> None:
    with pytest.raises(BadInput, match="there is an account"):
        add_account(root, Account(" ANN@Example.com ", "", Role.OWNER), PASSWORD, by=LOCAL)


@pytest.mark.parametrize(
    "email",
    ["", "ann", "@example.com", "ann@", "a@b@c", "a b@c.de", "a\n@c.de", "x" * 260 + "@c.de"],
)
def test_what_is_no_address_is_said(root: Workspace, email: str) -> None:
    with pytest.raises(BadInput, match="no e-mail address"):
        add_account(root, Account(email, "", Role.OWNER), PASSWORD, by=LOCAL)


def test_a_member_needs_a_client_that_there_is(root: Workspace) -> None:
    with pytest.raises(BadInput, match="for which client"):
        add_account(root, Account("d@example.com", "", Role.MEMBER), PASSWORD, by=LOCAL)
    stray = Account("d@example.com", "", Role.CLIENT, ("nobody",))
    with pytest.raises(NotFound, match="there is no client nobody"):
        add_account(root, stray, PASSWORD, by=LOCAL)


def test_only_owners_manage(root: Workspace) -> None:
    for attempt in (
        lambda: add_account(root, Account("d@example.com", "", Role.OWNER), PASSWORD, by=MEMBERS),
        lambda: edit_account(root, MEMBER, AccountEdit(role=Role.OWNER), by=MEMBERS),
        lambda: list_accounts(root, by=MEMBERS),
        lambda: events(root, by=MEMBERS),
    ):
        with pytest.raises(Refused, match="owner"):
            attempt()
    assert show_account(root, MEMBER, by=LOCAL).role is Role.MEMBER


def test_a_member_sees_his_own_account_and_no_other(root: Workspace) -> None:
    assert show_account(root, MEMBER, by=MEMBERS).name == "Ben"
    with pytest.raises(NotFound, match=f"there is no account {CLIENT}"):
        show_account(root, CLIENT, by=MEMBERS)


@pytest.mark.parametrize(
    "edit", [AccountEdit(is_active=False), AccountEdit(role=Role.MEMBER, clients=("acme",))]
)
def test_the_last_owner_stays(root: Workspace, edit: AccountEdit) -> None:
    with pytest.raises(Refused, match="the last owner"):
        edit_account(root, OWNER, edit, by=LOCAL)
    assert show_account(root, OWNER, by=LOCAL) == Account(OWNER, "Ann", Role.OWNER)


def test_two_owners_cannot_deactivate_each_other_at_the_same_moment(root: Workspace) -> None:
    other = "dora@example.com"
    add_account(root, Account(other, "Dora", Role.OWNER), PASSWORD, by=LOCAL)

    def deactivate(email: str) -> bool:
        try:
            edit_account(root, email, AccountEdit(is_active=False), by=LOCAL)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(deactivate, [OWNER, other]))
    assert sorted(done) == [False, True]
    active = [
        a.email for a in list_accounts(root, by=LOCAL) if a.role is Role.OWNER and a.is_active
    ]
    assert len(active) == 1


def test_deactivation_ends_sessions_and_tokens_at_once(root: Workspace) -> None:
    secret = sign_in(root, MEMBER, PASSWORD)
    token = new_token(root, MEMBER, "script", by=LOCAL)
    edit_account(root, MEMBER, AccountEdit(is_active=False), by=LOCAL)
    assert principal_of_session(root, secret) is None
    assert principal_of_token(root, token.secret) is None
    edit_account(root, MEMBER, AccountEdit(is_active=True), by=LOCAL)
    assert principal_of_session(root, secret) is None, "who comes back signs in again"
    assert principal_of_token(root, token.secret) is None


def test_a_role_or_client_that_was_taken_is_gone_at_once(root: Workspace) -> None:
    secret = sign_in(root, MEMBER, PASSWORD)
    edit_account(root, MEMBER, AccountEdit(role=Role.CLIENT, clients=("rival",)), by=LOCAL)
    now = principal_of_session(root, secret)
    assert now is not None
    assert not now.may_see("acme")
    assert now.may_see("rival")
    assert not now.may_write("rival")


def test_an_edit_leaves_alone_what_it_does_not_name(root: Workspace) -> None:
    edit_account(root, MEMBER, AccountEdit(name="Benjamin"), by=LOCAL)
    assert show_account(root, MEMBER, by=LOCAL) == Account(
        MEMBER, "Benjamin", Role.MEMBER, ("acme",)
    )


def test_a_new_password_needs_the_old_one_and_ends_the_sessions(root: Workspace) -> None:
    secret = sign_in(root, MEMBER, PASSWORD)
    new = "green glass marbles"
    with pytest.raises(Refused, match="until now is wrong"):
        change_password(root, MEMBER, new, by=MEMBERS, old="something else")
    change_password(root, MEMBER, new, by=MEMBERS, old=PASSWORD)
    assert principal_of_session(root, secret) is None
    with pytest.raises(Refused):
        sign_in(root, MEMBER, PASSWORD)
    assert sign_in(root, MEMBER, new)


def test_an_owner_must_know_his_own_password_too(root: Workspace) -> None:
    owner = Principal(OWNER, Role.OWNER, None)
    with pytest.raises(Refused, match="until now is wrong"):
        change_password(root, OWNER, "green glass marbles", by=owner)
    change_password(root, MEMBER, "green glass marbles", by=owner)
    assert sign_in(root, MEMBER, "green glass marbles")


def test_nobody_changes_the_password_of_another(root: Workspace) -> None:
    with pytest.raises(NotFound):
        change_password(root, CLIENT, "green glass marbles", by=MEMBERS, old=PASSWORD)
    assert sign_in(root, CLIENT, PASSWORD)


def test_all_of_it_is_in_the_log_and_no_password_is(root: Workspace) -> None:
    edit_account(root, MEMBER, AccountEdit(is_active=False), by=Principal(OWNER, Role.OWNER, None))
    log = events(root, by=LOCAL)
    assert (log[0].who, log[0].action) == (OWNER, "account.edit")
    assert log[0].object == f"{MEMBER} member acme deactivated"
    assert [e.action for e in log].count("account.add") == 3
    assert PASSWORD not in str(log)
