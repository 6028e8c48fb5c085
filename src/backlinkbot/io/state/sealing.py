"""Seals secrets before they are written into the database, with a key that is not in it."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

from backlinkbot.core.errors import Refused

NONCE_BYTES = 12  # AES-GCM, NIST SP 800-38D §8.2
MARK = "sealed:"  # what stands before, so that a plain text is never taken for a sealed one


@dataclass(frozen=True, slots=True)
class Seal:
    """A key of 32 bytes (AES-256-GCM); who has the database but not the key learns lengths only."""

    key: bytes = field(repr=False)

    def sealed(self, text: str) -> str:
        """The text so that only this key opens it; an empty one stays empty."""
        if not text:
            return ""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(NONCE_BYTES)
        made = AESGCM(self.key).encrypt(nonce, text.encode("utf-8"), MARK.encode())
        return MARK + urlsafe_b64encode(nonce + made).decode("ascii")

    def opened(self, text: str) -> str:
        """What was sealed.

        Raises:
            Refused: it was sealed with another key, or was changed.
        """
        if not text:
            return ""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            raw = urlsafe_b64decode(text.removeprefix(MARK)) if text.startswith(MARK) else b""
            plain = AESGCM(self.key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], MARK.encode())
        except (InvalidTag, ValueError) as error:
            raise Refused(
                "the password of a mailbox was sealed with another key than the one in this "
                "workspace (state/key): put the right key back, or set the password again"
            ) from error
        return plain.decode("utf-8")
