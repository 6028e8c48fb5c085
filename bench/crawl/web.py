"""A web of many equal hosts for the benches of the crawl, served from a process of its own."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "servers"), str(ROOT / "src")]

from virtual_hosts import TEXT, Answer, Asked, VirtualWeb  # noqa: E402 - found by the line above

ROBOTS = Answer(b"User-agent: *\nDisallow: /private\n", 200, TEXT)
WORDS = "a page of the bench has as many words as one of the web has between two of its links "


@dataclass(frozen=True)
class Shape:
    """How large the web is; every page links to `links` pages of its host and to the next host."""

    hosts: int
    pages: int
    links: int

    def host(self, number: int) -> str:
        return f"h{number % self.hosts}.example"

    def below(self, at: int) -> list[int]:
        """The pages that a page links to."""
        return [(at * self.links + n) % self.pages for n in range(1, self.links)]

    def reachable(self) -> set[str]:
        """The targets of one host to which links lead; the home page has two names."""
        found, waiting = {0}, [0]
        while waiting:
            new = [at for at in self.below(waiting.pop()) if at not in found]
            found.update(new)
            waiting.extend(new)
        linked = {at for one in found for at in self.below(one)}
        return {"/", *(f"/{at}" for at in linked)}

    def answer(self, asked: Asked, port: int) -> Answer:
        if asked.target == "/robots.txt":
            return ROBOTS
        number = int(asked.host[1:].partition(".")[0])
        hrefs = [f"/{at}" for at in self.below(int(asked.target[1:] or 0))]
        hrefs.append(f"http://{self.host(number + 1)}:{port}/")
        body = "".join(f'<p>{WORDS}<a href="{href}">more of {href}</a></p>' for href in hrefs)
        return Answer(f"<!doctype html><title>{asked.target}</title><body>{body}".encode())


class Web(VirtualWeb):
    """The server; what it says depends on its port, which links name."""

    def __init__(self, shape: Shape) -> None:
        names = [shape.host(number) for number in range(shape.hosts)]
        super().__init__({name: lambda asked: shape.answer(asked, self.port) for name in names})


@dataclass
class Served:
    """The server in its process: where its hosts are, and what it has seen since it was asked."""

    process: subprocess.Popen[str]
    addresses: dict[str, str]
    port: int

    def seen(self) -> list[float]:
        """When each request since the last question came."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("seen\n")
        self.process.stdin.flush()
        moments: list[float] = json.loads(self.process.stdout.readline())
        return moments


@contextmanager
def served(shape: Shape) -> Iterator[Served]:
    """The web, until the block ends."""
    words = [str(number) for number in (shape.hosts, shape.pages, shape.links)]
    with subprocess.Popen(
        [sys.executable, __file__, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        try:
            yield Served(process, told["addresses"], told["port"])
        finally:
            process.kill()


def rate(moments: list[float]) -> float:
    """Requests per second between the first and the last twentieth of them."""
    moments = sorted(moments)
    cut = len(moments) // 20
    middle = moments[cut : len(moments) - cut]
    return (len(middle) - 1) / (middle[-1] - middle[0])


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("hosts", "pages", "links"):
        parser.add_argument(name, type=int)
    with Web(Shape(**vars(parser.parse_args()))) as web:
        print(json.dumps({"addresses": web.addresses, "port": web.port}), flush=True)
        for _ in sys.stdin:
            time.sleep(0.1)
            moments = [one.began_s for one in web.log]
            web.log.clear()
            print(json.dumps(moments), flush=True)


if __name__ == "__main__":
    main()
