"""A page as a browser takes it apart, for tests that ask what it could do."""

from __future__ import annotations

from html.parser import HTMLParser


class Tags(HTMLParser):
    """What a browser would make of a page: its tags, its attributes, whether it is balanced."""

    VOID = frozenset(["meta", "link", "br", "hr", "img", "input", "path", "rect", "line", "circle"])

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag
