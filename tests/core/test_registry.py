"""A folder is the list of its plug-ins."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from backlinkbot.core.errors import Broken, NotFound
from backlinkbot.core.registry import Registry


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package `plugs_here` whose registry finds what lies in it."""
    package = tmp_path / "plugs_here"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from backlinkbot.core.registry import Registry\nplugs = Registry('plug', __name__)\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.startswith("plugs_here")]:
        monkeypatch.delitem(sys.modules, name)
    return package


def plug(folder: Path, module: str, name: str) -> None:
    text = f"from plugs_here import plugs\nplugs.add({name!r})(len)\n"
    (folder / f"{module}.py").write_text(text, "utf-8")


def test_a_file_put_there_is_found_in_alphabetical_order(folder: Path) -> None:
    plug(folder, "one", "zebra")
    plug(folder, "two", "ant")
    import plugs_here  # type: ignore[import-not-found]  # made by this test

    registry: Registry[object] = plugs_here.plugs
    assert list(registry) == ["ant", "zebra"]
    assert len(registry) == 2
    assert registry["ant"] is len
    assert registry.items() == [("ant", len), ("zebra", len)]


def test_an_unknown_name_is_told_the_known_ones(folder: Path) -> None:
    plug(folder, "one", "ant")
    import plugs_here

    with pytest.raises(NotFound, match="there is no plug called 'bee'; known are: ant"):
        plugs_here.plugs["bee"]


def test_two_things_of_one_name_are_our_fault() -> None:
    registry: Registry[int] = Registry("plug", "backlinkbot.core")
    registry.add("ant")(1)
    with pytest.raises(Broken, match="two plugs are called 'ant'"):
        registry.add("ant")(2)
