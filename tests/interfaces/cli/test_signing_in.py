"""mailbox sign-in, as a user types it."""

from __future__ import annotations

import json
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from oauth_provider import sign_ins

from backlinkbot.core.outreach import MailServer, Security
from backlinkbot.interfaces.cli.main import main
from backlinkbot.io.channels.oauth import PROVIDERS, Provider

if TYPE_CHECKING:
    from pathlib import Path

US = "us@shop.example"


@pytest.mark.timeout(120)
def test_the_browser_opens_and_the_mailbox_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    smtp = MailServer("127.0.0.1", 9, Security.NONE)
    monkeypatch.setenv("OUR_APP", "hidden")
    with sign_ins() as known:
        known.client_secret = "hidden"  # noqa: S105 - of none
        told = Provider(
            "Ours", f"{known.url}/a", f"{known.url}/t", "mail", smtp, replace(smtp, port=10), "Sent"
        )
        monkeypatch.setitem(PROVIDERS, "google", told)

        def opened(url: str) -> bool:
            Thread(target=known.browser, args=(url,), daemon=True).start()
            return True

        monkeypatch.setattr("webbrowser.open", opened)
        wanted = [
            "--workspace", str(tmp_path / "w"), "mailbox", "sign-in", US, "--provider", "google",
            "--client-id", "our-app", "--client-secret",
        ]  # fmt: skip
        assert main([*wanted, "hidden"]) == 2
        assert "is seen by others" in capsys.readouterr().err
        assert main([*wanted, "env:NO_SUCH"]) == 2
        assert "NO_SUCH, which is not set" in capsys.readouterr().err
        assert known.asked == []
        assert main([*wanted, "env:OUR_APP", "--json"]) == 0
    said = capsys.readouterr()
    assert f"{known.url}/a?" in said.err
    shown = json.loads(said.out)
    assert (shown["address"], shown["smtp"]["login"], shown["sent_folder"]) == (US, "token", "Sent")
    assert "hidden" not in said.out + said.err
