"""A list of plug-ins that is read from a folder: a file put there is found."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Generic, TypeVar

from backlinkbot.core.errors import Broken, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things of one kind, filled by the modules of one package when first asked."""

    def __init__(self, kind: str, package: str) -> None:
        self.kind = kind
        self.package = package
        self._things: dict[str, T] = {}
        self._loaded = False

    def add(self, name: str) -> Callable[[T], T]:
        """Register under `name`; use as a decorator or call: `formats.add("acme")(thing)`."""

        def register(thing: T) -> T:
            if name in self._things:
                raise Broken(f"two {self.kind}s are called {name!r}")
            self._things[name] = thing
            return thing

        return register

    def __getitem__(self, name: str) -> T:
        self._load()
        try:
            return self._things[name]
        except KeyError:
            known = ", ".join(sorted(self._things))
            raise NotFound(f"there is no {self.kind} called {name!r}; known are: {known}") from None

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(sorted(self._things))

    def __len__(self) -> int:
        self._load()
        return len(self._things)

    def items(self) -> list[tuple[str, T]]:
        """All plug-ins by name, in alphabetical order."""
        return [(name, self._things[name]) for name in self]

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        folder = importlib.import_module(self.package)
        for module in pkgutil.iter_modules(folder.__path__):
            importlib.import_module(f"{self.package}.{module.name}")
