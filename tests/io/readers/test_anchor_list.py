"""Plain lists of anchors."""

from __future__ import annotations

from pathlib import Path

from backlinkbot.io.readers.anchor_list import AnchorList, read_anchors


def read(folder: Path, text: str) -> AnchorList:
    path = folder / "anchors.csv"
    path.write_text(text, "utf-8")
    return read_anchors(path)


def test_each_line_is_an_anchor_commas_and_all(tmp_path: Path) -> None:
    found = read(tmp_path, "Acme\nhere, there\nAcme\n")
    assert (found.anchors, found.domains) == (("Acme", "here, there", "Acme"), (1, 1, 1))


def test_a_header_names_anchor_and_domains(tmp_path: Path) -> None:
    found = read(tmp_path, 'Referring domains,Anchor\n"1,200",Acme\n3,"here, there"\n2,\n')
    assert found.anchors == ("Acme", "here, there", "")
    assert found.domains == (1200, 3, 2)


def test_a_column_of_anchors_alone_counts_each_once(tmp_path: Path) -> None:
    assert read(tmp_path, "anchor\nAcme\nhere, there\n").domains == (1, 1)


def test_rows_without_a_usable_number_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "anchor,domains\nAcme,many\nAcme,0\nAcme,4\nAcme\n")
    assert found.domains == (4,)
    assert sum(found.rejects.counts.values()) == 3
    assert found.rejects.examples[0][1] == "anchors.csv:2"
