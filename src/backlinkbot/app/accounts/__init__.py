"""Who may come in: accounts, sign-in, sessions, API tokens, and the audit log of all of it.

All of it is kept in the root's application database. `by`: who asks for a change; what he may not
do is Refused, here and not only at the interfaces.
"""

from backlinkbot.app.accounts.log import events, record
from backlinkbot.app.accounts.people import (
    AccountEdit,
    add_account,
    change_password,
    edit_account,
    is_team,
    list_accounts,
    show_account,
)
from backlinkbot.app.accounts.sessions import (
    SignInRefused,
    principal_of_session,
    sign_in,
    sign_out,
)
from backlinkbot.app.accounts.tokens import (
    NewToken,
    list_tokens,
    new_token,
    principal_of_token,
    revoke_token,
)

__all__ = [
    "AccountEdit",
    "NewToken",
    "SignInRefused",
    "add_account",
    "change_password",
    "edit_account",
    "events",
    "is_team",
    "list_accounts",
    "list_tokens",
    "new_token",
    "principal_of_session",
    "principal_of_token",
    "record",
    "revoke_token",
    "show_account",
    "sign_in",
    "sign_out",
]
