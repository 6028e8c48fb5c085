"""Mails out of files: one mail, an mbox, a Maildir, a tar archive."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.mails import MOST_BYTES, mails_in

ONE = b"From: a@b.example\nSubject: one\n\nhello\n"


def test_one_mail_is_one_mail(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(ONE)
    assert [mail.raw for mail in mails_in(tmp_path / "one.eml")] == [ONE]


def test_the_mails_of_an_mbox_are_parted_and_a_word_from_parts_nothing(tmp_path: Path) -> None:
    start = b"From a@b.example Mon Nov  2 10:00:00 2026\n"
    (tmp_path / "box").write_bytes(start + ONE + b"\nFrom here on all is well\n\n" + start + ONE)
    found = list(mails_in(tmp_path / "box"))
    assert [mail.number for mail in found] == [1, 2]
    assert b"From here on" in found[0].raw


def test_a_maildir_gives_what_is_new_and_what_is_read(tmp_path: Path) -> None:
    for room in ("cur", "new", "tmp"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "1.host:2,S").write_bytes(ONE)
    assert len(list(mails_in(tmp_path))) == 2


def test_an_archive_gives_its_members_by_name(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(ONE)
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "one.eml", "in/one.eml")
    found = list(mails_in(tmp_path / "all.tar.gz"))
    assert [Path(mail.file).name for mail in found] == ["one.eml"]


def test_a_long_mail_is_kept_in_part(tmp_path: Path) -> None:
    (tmp_path / "long.eml").write_bytes(ONE + b"x" * (MOST_BYTES * 2))
    assert len(next(mails_in(tmp_path / "long.eml")).raw) == MOST_BYTES


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        list(mails_in(tmp_path / "none.eml"))
