"""Mails made to hurt: each ends in an answer, soon and in little memory."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from backlinkbot.logic.outreach.mail.classified import incoming_of
from backlinkbot.logic.outreach.mail.message import MAX_PARTS, mail_of
from hostile import HOSTILE

MOST_BYTES = 512 << 20


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_ends_in_an_answer_in_time_and_memory(name: str) -> None:
    tracemalloc.start()
    incoming_of(HOSTILE[name])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_BYTES


def test_what_is_left_out_is_said() -> None:
    found = mail_of(HOSTILE["a hundred thousand parts"])
    assert len(found.parts) <= MAX_PARTS
    assert mail_of(HOSTILE["fifty megabytes on one line"]).is_cut


@given(st.binary(max_size=400))
def test_any_bytes_give_an_answer(raw: bytes) -> None:
    assert 0 <= incoming_of(b"From: a@b.example\n" + raw).confidence <= 1
