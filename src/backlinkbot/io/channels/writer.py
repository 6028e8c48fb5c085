"""Asks a text model that the user configured for words; any server with the OpenAI chat API."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from backlinkbot.core.errors import BadInput, Refused, Unreachable
from backlinkbot.io.channels.limited import within

LIMIT_S = 120.0  # of one answer: models on a small machine are slow
MOST_BYTES = 1 << 20  # of an answer; a letter has a few thousand
OK = 200
TOO_MANY, BROKEN = 429, 500


@dataclass(frozen=True, slots=True)
class Writer:
    """Where the model is: `url` up to and without `/chat/completions`; `key` may be empty."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    def check(self) -> None:
        """Raises BadInput where the settings name no usable server."""
        if not self.url or not self.model:
            raise BadInput(
                "no model is set that could write: set writer_url (like "
                "http://127.0.0.1:11434/v1) and writer_model in backlinkbot.toml"
            )
        try:
            parts = urlsplit(self.url)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urlsplit(""), ""
        if parts.scheme not in {"http", "https"} or not host:
            raise BadInput("writer_url is no http(s) address")
        if parts.scheme == "http" and self.key and not _is_this_machine(host):
            raise BadInput("writer_url is not encrypted, so writer_key would be sent plain")


def written(writer: Writer, messages: list[dict[str, str]]) -> str:
    """What the model answers to a conversation.

    Raises:
        BadInput: the settings name no usable server.
        Refused: the server will not answer this, such as for a wrong key.
        Unreachable: it does not answer, too late, or not in words.
    """
    writer.check()
    try:
        status, body = within(LIMIT_S, lambda: _asked(writer, messages))
    except TimeoutError as error:
        raise Unreachable(f"the model did not answer in {LIMIT_S:g} seconds") from error
    if status != OK:
        told = f"the server of the model answered {status}"
        is_later = status == TOO_MANY or status >= BROKEN
        raise Unreachable(told) if is_later else Refused(told)
    return _text(body)


def _asked(writer: Writer, messages: list[dict[str, str]]) -> tuple[int, bytes]:
    import httpx2

    headers = {"Authorization": f"Bearer {writer.key}"} if writer.key else {}
    asked = {"model": writer.model, "messages": messages, "temperature": 0.4, "stream": False}
    url = f"{writer.url.rstrip('/')}/chat/completions"
    body = bytearray()
    try:
        with (
            httpx2.Client(timeout=LIMIT_S, trust_env=False) as client,
            client.stream("POST", url, json=asked, headers=headers) as answer,
        ):
            for part in answer.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise Unreachable("the model answers without end")
            return answer.status_code, bytes(body)
    except httpx2.HTTPError as error:
        why = type(error).__name__
        raise Unreachable(f"the server of the model cannot be reached: {why}") from error


def _text(body: bytes) -> str:
    try:
        told: Any = json.loads(body)
        text = told["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Unreachable(
            "the server of the model answers in a form that we do not know"
        ) from error
    if not isinstance(text, str) or not text.strip():
        raise Unreachable("the model answered without words")
    return text


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
