"""Forms: that they are ours and were meant, and their fields as plain text."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.interfaces.gate.desk import gate_of, session_of

FORM_COOKIE = "bb_form"  # the secret that forms of a browser without a session are signed for
FIELD = "_form"
HEADER = "x-form-token"
NONCE_CHARS = 16
FOREIGN = "this came from another site's page, so nothing was done"
STALE = "this page was open too long, or cookies are off; go back, load it again and repeat it"
MOST_FIELDS = 20_000  # a bulk decision names every row of a page
MOST_FILES = 50
MOST_SECRET = 1_000
SECRETS = ("password", "old", "new")  # fields that are never shown again


def need_own_page(request: Request) -> None:
    """Raises Refused where a browser says that another site's page made it ask.

    Programs that are no browsers send neither header, and have no cookie that could be abused.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:  # decides alone: as we send no referrers, Origin is "null" on our pages
        if site not in {"same-origin", "none"}:
            raise Refused(FOREIGN)
        return
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Refused(FOREIGN)


def form_token(request: Request, secret: str) -> str:
    """What a form on a page carries; another one each time, so that compression tells nothing."""
    nonce = secrets.token_hex(NONCE_CHARS // 2)
    return nonce + _signed(request, nonce, secret)


def form_secret(request: Request) -> str:
    """What forms are tied to: the session, or where there is none, a cookie for forms alone."""
    return session_of(request) or request.cookies.get(FORM_COOKIE, "")


def is_ours(request: Request, token: str) -> bool:
    """Whether this token is on a page that we gave to this browser."""
    secret = form_secret(request)
    nonce, signature = token[:NONCE_CHARS], token[NONCE_CHARS:]
    expected = _signed(request, nonce, secret).encode()
    return bool(secret) and hmac.compare_digest(signature.encode("utf-8", "replace"), expected)


def _signed(request: Request, nonce: str, secret: str) -> str:
    text = f"{nonce}:{secret}".encode()
    return hmac.new(gate_of(request).key, text, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a form that was sent. Missing ones are empty, as browsers leave them out."""

    data: FormData

    def text(self, name: str, most: int = 10_000) -> str:
        """One field without outer spaces; raises BadInput for one that is longer than `most`."""
        value = self.data.get(name, "")
        if not isinstance(value, str):
            raise BadInput(f"{name} is a file where a text was expected")
        if len(value) > most:
            raise BadInput(f"{name} is longer than {most:,} characters")
        return value.strip()

    def secret(self, name: str) -> str:
        """A password as it was typed, spaces too; raises BadInput for one that is endless."""
        value = self.data.get(name, "")
        if not isinstance(value, str) or len(value) > MOST_SECRET:
            raise BadInput(f"{name} is longer than {MOST_SECRET:,} characters")
        return value

    def texts(self, name: str) -> list[str]:
        """All fields of that name that are not empty: ticked boxes."""
        found = [value.strip() for value in self.data.getlist(name) if isinstance(value, str)]
        return [value for value in found if value]

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a field, one a line or with commas between."""
        parts = self.text(name).replace(",", "\n").split("\n")
        return tuple(dict.fromkeys(word for part in parts if (word := part.strip())))

    def is_set(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.text(name))

    def files(self, name: str) -> list[UploadFile]:
        """The files that were chosen; browsers send an empty one for none."""
        found = [one for one in self.data.getlist(name) if isinstance(one, UploadFile)]
        return [one for one in found if one.filename]

    def as_typed(self) -> Mapping[str, str]:
        """Every text field, to show the form again as it was; passwords are typed again."""
        told = {name: value for name, value in self.data.items() if isinstance(value, str)}
        return {name: value for name, value in told.items() if name not in SECRETS}


async def posted(request: Request) -> AsyncIterator[Fields]:
    """The fields of a form, once it is known to be ours.

    Raises:
        Refused: it is not.
    """
    need_own_page(request)
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
        token = form.get(FIELD) or request.headers.get(HEADER) or ""
        if not isinstance(token, str) or not is_ours(request, token):
            raise Refused(STALE)
        yield Fields(form)


Posted = Annotated[Fields, Depends(posted, scope="function")]
