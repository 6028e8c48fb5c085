"""A provider of sign-ins on this machine, as strict as real ones about codes and their proofs."""

from __future__ import annotations

import json
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import urlopen


@dataclass
class SignIns:
    """What people were asked, which codes and rights were given, and which tokens."""

    url: str = ""
    client_secret: str = ""
    says_no: str = ""  # the person's answer, or the provider's
    token_error: str = ""
    gives_refresh: bool = True
    lasts_s: object = 3_600
    allowed: str = ""  # what a person left ticked; not told where empty
    asked: list[dict[str, str]] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    rights: set[str] = field(default_factory=set)
    heard: list[str] = field(default_factory=list)  # by the mail server that its tokens are for

    def browser(self, url: str) -> None:
        """A person who signs in, and lets the browser go where it is sent."""
        with urlopen(url, timeout=10) as page:  # noqa: S310 - of this machine
            page.read()

    def _authorized(self, told: dict[str, str]) -> str:
        """Where the browser is sent after somebody signed in."""
        self.asked.append(told)
        back = {"state": told["state"]}
        if self.says_no:
            back["error"] = self.says_no
        else:
            back["code"] = secrets.token_urlsafe(12)
            self.codes[back["code"]] = told
        return f"{told['redirect_uri']}?{urlencode(back)}"

    def _answered(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.forms.append(form)
        if self.token_error:
            return 400, {"error": self.token_error, "error_description": "secret things"}
        if form.get("client_secret", "") != self.client_secret:
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.rights:
                return 400, {"error": "invalid_grant"}
            self.rights.discard(form["refresh_token"])  # one use each, as some providers do
        else:
            told = self.codes.pop(form["code"], None)
            digest = sha256(form["code_verifier"].encode()).digest()
            proof = urlsafe_b64encode(digest).rstrip(b"=").decode()
            if not told or told["redirect_uri"] != form["redirect_uri"]:
                return 400, {"error": "invalid_grant"}
            if told["code_challenge"] != proof or told["code_challenge_method"] != "S256":
                return 400, {"error": "invalid_grant"}
        self.tokens.append(f"token-{len(self.tokens)}-{secrets.token_hex(4)}")
        given: dict[str, object] = {"access_token": self.tokens[-1], "expires_in": self.lasts_s}
        if self.allowed:
            given["scope"] = self.allowed
        if self.gives_refresh:
            given["refresh_token"] = f"right-{secrets.token_hex(4)}"
            self.rights.add(str(given["refresh_token"]))
        return 200, given


@contextmanager
def sign_ins() -> Iterator[SignIns]:
    """A provider that is there for as long as it is used."""
    known = SignIns()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = {name: one[0] for name, one in parse_qs(urlsplit(self.path).query).items()}
            self.send_response(302)
            self.send_header("Location", known._authorized(told))
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, told = known._answered(dict(parse_qsl(body.decode())))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is named
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
