"""Tokens: shown once, kept hashed, never more than their account, over when they are over."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from backlinkbot.app.accounts import (
    AccountEdit,
    edit_account,
    events,
    list_tokens,
    new_token,
    principal_of_token,
    revoke_token,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL, Principal, Role, Scope
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound, Refused

OWNER, MEMBER, CLIENT = "ann@example.com", "ben@example.com", "cleo@example.com"
MEMBERS = Principal(MEMBER, Role.MEMBER, ("acme",))
DAY_S = 24 * 3600


def test_a_token_speaks_for_its_account_in_its_client(root: Workspace) -> None:
    made = new_token(root, MEMBER, "script", by=MEMBERS, scope=Scope.WRITE)
    assert principal_of_token(root, made.secret, address="1.2.3.4") == Principal(
        MEMBER, Role.MEMBER, ("acme",), Scope.WRITE, "acme", made.token.id, "1.2.3.4"
    )


def test_the_secret_is_shown_once_and_kept_as_a_hash(root: Workspace) -> None:
    made = new_token(root, MEMBER, "script", by=LOCAL)
    assert made.secret.startswith("bb_")
    assert len(made.secret.removeprefix("bb_")) * 6 >= 256
    assert made.secret not in str(list_tokens(root, by=LOCAL))
    assert made.secret not in str(events(root, by=LOCAL))
    with root.state.reading() as connection:
        assert made.secret not in str(connection.execute(text("select * from token")).all())


def test_a_reading_token_writes_nothing_even_for_an_owner(root: Workspace) -> None:
    principal = principal_of_token(root, new_token(root, OWNER, "sheet", by=LOCAL).secret)
    assert principal is not None
    assert principal.clients is None
    assert not principal.may_write("home")
    assert not principal.may_manage


def test_an_owners_token_may_be_bound_to_one_client(root: Workspace) -> None:
    made = new_token(root, OWNER, "script", by=LOCAL, scope=Scope.WRITE, client="acme")
    principal = principal_of_token(root, made.secret)
    assert principal is not None
    assert principal.may_write("acme")
    assert not principal.may_see("rival")
    assert not principal.may_see("home")
    assert not principal.may_manage


def test_a_token_is_never_more_than_its_account_is_today(root: Workspace) -> None:
    made = new_token(root, MEMBER, "script", by=LOCAL, scope=Scope.WRITE)
    whole = new_token(root, OWNER, "script", by=LOCAL, scope=Scope.WRITE)
    edit_account(root, MEMBER, AccountEdit(role=Role.OWNER), by=LOCAL)
    edit_account(root, OWNER, AccountEdit(role=Role.CLIENT, clients=("rival",)), by=LOCAL)
    less = principal_of_token(root, whole.secret)
    assert less is not None
    assert less.clients == ("rival",)
    assert not less.may_write("rival")
    bound = principal_of_token(root, made.secret)
    assert bound is not None
    assert bound.clients == ("acme",), "an account that became an owner's does not free its tokens"
    edit_account(root, OWNER, AccountEdit(role=Role.OWNER), by=LOCAL)
    edit_account(root, MEMBER, AccountEdit(role=Role.MEMBER, clients=("rival",)), by=LOCAL)
    assert principal_of_token(root, made.secret) is None


def test_a_client_gets_no_writing_token(root: Workspace) -> None:
    with pytest.raises(Refused, match="may only read"):
        new_token(root, CLIENT, "script", by=LOCAL, scope=Scope.WRITE)


def test_nobody_makes_lists_or_revokes_tokens_of_another(root: Workspace) -> None:
    made = new_token(root, OWNER, "script", by=LOCAL)
    own = new_token(root, MEMBER, "mine", by=MEMBERS)
    with pytest.raises(NotFound):
        new_token(root, OWNER, "stolen", by=MEMBERS)
    with pytest.raises(NotFound):
        revoke_token(root, made.token.id, by=MEMBERS)
    assert list_tokens(root, by=MEMBERS) == [own.token]
    assert principal_of_token(root, made.secret)


def test_a_member_gets_no_token_for_a_client_that_is_not_his(root: Workspace) -> None:
    for client in ("rival", "home", "", "nobody"):
        with pytest.raises(NotFound, match="there is no client"):
            new_token(root, MEMBER, "script", by=MEMBERS, client=client)


def test_a_token_makes_no_tokens_and_revokes_itself_alone(root: Workspace) -> None:
    made = new_token(root, OWNER, "script", by=LOCAL, scope=Scope.WRITE)
    other = new_token(root, OWNER, "other", by=LOCAL)
    thief = principal_of_token(root, made.secret)
    assert thief is not None
    with pytest.raises(Refused, match="not by a token"):
        new_token(root, OWNER, "to stay", by=thief)
    with pytest.raises(Refused, match="itself alone"):
        revoke_token(root, other.token.id, by=thief)
    revoke_token(root, made.token.id, by=thief)
    assert principal_of_token(root, made.secret) is None


def test_a_bound_token_knows_nothing_of_tokens_elsewhere(root: Workspace) -> None:
    bound = new_token(root, OWNER, "acme's", by=LOCAL, client="acme")
    new_token(root, OWNER, "rival's", by=LOCAL, client="rival")
    new_token(root, OWNER, "everywhere", by=LOCAL)
    asking = principal_of_token(root, bound.secret)
    assert asking is not None
    assert [one.label for one in list_tokens(root, by=asking)] == ["acme's"]


def test_a_revoked_token_opens_nothing(root: Workspace) -> None:
    made = new_token(root, MEMBER, "script", by=LOCAL)
    revoke_token(root, made.token.id, by=LOCAL)
    assert principal_of_token(root, made.secret) is None
    with pytest.raises(NotFound):
        revoke_token(root, made.token.id, by=LOCAL)


def test_a_token_ends_after_a_year_unless_told_otherwise(
    root: Workspace, clock: FixedClock
) -> None:
    year = new_token(root, MEMBER, "year", by=LOCAL)
    week = new_token(root, MEMBER, "week", by=LOCAL, days=7)
    ever = new_token(root, MEMBER, "ever", by=LOCAL, days=0)
    clock.sleep(7 * DAY_S)
    assert principal_of_token(root, week.secret) is None
    assert principal_of_token(root, year.secret)
    clock.sleep(358 * DAY_S)
    assert principal_of_token(root, year.secret) is None
    assert principal_of_token(root, ever.secret)


def test_a_token_in_an_address_is_of_its_own_kind(root: Workspace) -> None:
    made = new_token(root, MEMBER, "sheet", by=LOCAL, scope=Scope.EXPORT)
    plain = new_token(root, MEMBER, "script", by=LOCAL)
    assert principal_of_token(root, made.secret) is None
    assert principal_of_token(root, plain.secret, in_address=True) is None
    principal = principal_of_token(root, made.secret, in_address=True)
    assert principal is not None
    assert not principal.may_write("acme")


def test_when_it_was_used_is_told_to_the_hour(root: Workspace, clock: FixedClock) -> None:
    made = new_token(root, MEMBER, "script", by=LOCAL)
    first = clock.now()
    principal_of_token(root, made.secret)
    clock.sleep(1800)
    principal_of_token(root, made.secret)
    assert list_tokens(root, by=LOCAL)[0].last_used_at == first
    clock.sleep(1801)
    principal_of_token(root, made.secret)
    assert list_tokens(root, by=LOCAL)[0].last_used_at == clock.now()


@pytest.mark.parametrize("secret", ["", "bb_", "bb_x", "x", "\ud800bb_", "bb_" + "0" * 9_999])
def test_another_secret_is_nobodys(root: Workspace, secret: str) -> None:
    new_token(root, MEMBER, "script", by=LOCAL)
    assert principal_of_token(root, secret) is None


@pytest.mark.parametrize(("label", "days"), [("", 1), ("x" * 101, 1), ("x", -1), ("x", 3_651)])
def test_what_cannot_be_is_said(root: Workspace, label: str, days: int) -> None:
    with pytest.raises(BadInput):
        new_token(root, MEMBER, label, by=LOCAL, days=days)


def test_a_member_of_two_clients_says_which(root: Workspace) -> None:
    edit_account(root, MEMBER, AccountEdit(clients=("acme", "rival")), by=LOCAL)
    with pytest.raises(BadInput, match="say for which client: acme, rival"):
        new_token(root, MEMBER, "script", by=LOCAL)
    made = new_token(root, MEMBER, "script", by=LOCAL, client="rival")
    assert made.token.client == "rival"
