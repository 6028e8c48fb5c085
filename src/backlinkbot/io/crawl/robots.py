"""robots.txt: read as crawlers' owners write it, and asked what an agent may fetch (RFC 9309)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Self

from backlinkbot.io.crawl.robots_rules import Rule, matches, normal, path_of, plain

# RFC 9309 §2.5 asks for at least 500 KiB; a file that goes on is read to its last whole line.
MOST_BYTES = 512_000
# What Google's parser keeps of a line: eight times the longest address of old browsers.
MOST_LINE_BYTES = 2_083 * 8 - 1
# A site that wants longer gaps than this wants no crawler; it is visited this seldom.
MOST_DELAY_S = 300.0
MOST_SITEMAPS = 1_000
# Rules with a star times length of the address, and what such a rule costs besides, counted in
# characters: what one decision may cost, some 3 ms. Of 526 real files none has more than 233 such
# rules: a quarter of it at 1,000 characters.
STAR_CHARS = 1_000
MOST_STEPS = 2_000_000
TOO_COSTLY = "(so many patterns, or so long an address, that asking would take too long)"
# What a rule and a name take in memory beside their letters, once somebody asked; measured.
RULE_BYTES = 350
NAME_BYTES = 600
AGENTS_KEPT = 64  # of one file, for askers with many names

_LINE_END = re.compile(rb"\r\n|\n|\r")
_SPACE = b" \t\n\v\f\r"
_AGENT = re.compile(rb"user-agent|useragent|user agent", re.IGNORECASE)
_ALLOW = re.compile(rb"allow", re.IGNORECASE)
# Spellings that Google's parser accepts; what site owners meant is not in doubt.
_DISALLOW = re.compile(rb"disallow|dissallow|dissalow|disalow|diasllow|disallaw", re.IGNORECASE)
_DELAY = re.compile(rb"crawl-?delay", re.IGNORECASE)
_SITEMAP = re.compile(rb"site-?map", re.IGNORECASE)
_PRODUCT = re.compile(rb"[a-zA-Z_-]*")
_PRODUCT_OF = re.compile(rb"([a-zA-Z_-]*)")
_COMPATIBLE = re.compile(rb"\bcompatible; ?([a-zA-Z_-]+)")
_WORD = re.compile(rb"[^\s/*][^\s/]*")  # a star names nobody
_NUMBER = re.compile(rb"[0-9]{0,9}(?:\.[0-9]{1,9})?(?![0-9.,])")
_IS_EVERYBODY = re.compile(rb"\*(?:\s|\Z)")
EVERYBODY = b"*"  # never an agent's name
_INDEX_PAGE = b"/index.htm"


class Decision(NamedTuple):
    """Whether an address may be fetched, and the rule that says so (empty where none does)."""

    allowed: bool
    rule: str


@dataclass(eq=False)
class _Group:
    """The rules that follow some user-agent lines."""

    agents: set[bytes] = field(default_factory=set)
    is_for_all: bool = False
    rules: list[Rule] = field(default_factory=list)


class _Ranked:
    """Rules in one reading: the longest first, and allow before disallow.

    Those without a star are looked up by the beginnings of the path, so that a decision does not
    cost more because there are many of them.
    """

    def __init__(self, rules: list[tuple[bytes, Rule]]) -> None:
        ranked = sorted(rules, key=lambda one: (-len(one[0]), not one[1].is_allowing))
        self._stars = [(rank, *one) for rank, one in enumerate(ranked) if b"*" in one[0]]
        self._whole: dict[bytes, tuple[int, Rule]] = {}
        self._begun: dict[bytes, tuple[int, Rule]] = {}
        for rank, (pattern, rule) in enumerate(ranked):
            if b"*" in pattern:
                continue
            if pattern[-1:] == b"$":
                self._whole.setdefault(pattern[:-1], (rank, rule))
            else:
                self._begun.setdefault(pattern, (rank, rule))
        self._lengths = sorted(set(map(len, self._begun)), reverse=True)

    def first(self, path: bytes) -> Rule | None:
        """The first rule that matches the path."""
        best, rule = self._first_plain(path) or (None, None)
        for rank, pattern, other in self._stars:
            if best is not None and rank > best:
                break
            if matches(pattern, path):
                return other
        return rule

    def _first_plain(self, path: bytes) -> tuple[int, Rule] | None:
        if (whole := self._whole.get(path)) is not None:  # with its $ longer than any beginning
            return whole
        for length in self._lengths:
            if length <= len(path) and (found := self._begun.get(path[:length])) is not None:
                return found
        return None


class _ForAgent:
    """What a file says to one agent."""

    def __init__(self, groups: list[_Group]) -> None:
        each = {(rule.is_allowing, rule.pattern): rule for one in groups for rule in one.rules}
        self._rules = list(each.values())
        self._stars = sum(b"*" in rule.pattern for rule in self._rules)

    @cached_property
    def _plain(self) -> _Ranked:
        return _Ranked([(plain(rule.pattern), rule) for rule in self._rules])

    @cached_property
    def _normal(self) -> _Ranked | None:
        """The other reading of the rules; None where it is the same."""
        read = [(normal(rule.pattern), rule) for rule in self._rules]
        is_same = all(pattern == plain(rule.pattern) for pattern, rule in read)
        return None if is_same else _Ranked(read)

    def decision(self, path: bytes) -> Decision:
        if self._stars * (STAR_CHARS + len(path)) > MOST_STEPS:
            return Decision(allowed=False, rule=TOO_COSTLY)
        told = self._plain.first(path)
        if told is not None and not told.is_allowing:
            return Decision(allowed=False, rule=told.text)
        normal_path = normal(path)
        if self._normal is not None or normal_path != path:
            other = (self._normal or self._plain).first(normal_path)
            if other is not None and not other.is_allowing:
                return Decision(allowed=False, rule=other.text)
            told = told or other
        return Decision(allowed=True, rule=told.text if told else "")


class Robots:
    """One robots.txt. `sitemaps` as written, each once; they may be relative.

    `size_bytes`: about what it takes in memory, at least.
    """

    def __init__(
        self, groups: list[_Group], delays: dict[bytes, float], sitemaps: tuple[str, ...]
    ) -> None:
        self.sitemaps = sitemaps
        self._delays = delays
        self._for_all = [group for group in groups if group.is_for_all]
        self._named: dict[bytes, list[_Group]] = {}
        for group in groups:
            for agent in group.agents:
                self._named.setdefault(agent, []).append(group)
        self._asked: dict[bytes, _ForAgent] = {}
        rules = sum(len(group.rules) for group in groups)
        names = sum(len(group.agents) for group in groups)
        texts = sum(len(rule.text) for group in groups for rule in group.rules)
        self.size_bytes = RULE_BYTES * rules + NAME_BYTES * names + 3 * texts

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a file; nothing in it is an error, what is no rule says nothing."""
        reading = _Reading()
        for number, line in enumerate(_LINE_END.split(_within_limit(_as_utf8(data))), start=1):
            if line:
                reading.take(line, number)
        return cls(reading.groups, reading.delays, tuple(reading.sitemaps))

    def allows(self, agent: str, url: str) -> Decision:
        """Whether `agent` may fetch `url`, of which only path and query count.

        The groups that name the agent are merged and are all that counts; without one, those for
        `*`. The longest matching rule decides, and allow decides between equals.
        """
        return self._for(agent).decision(path_of(url))

    def delay_s(self, agent: str) -> float | None:
        """Seconds between two visits that the file asks the agent for; at most `MOST_DELAY_S`."""
        return self._delays.get(self._named_as(agent))

    def _for(self, agent: str) -> _ForAgent:
        name = self._named_as(agent)
        if name not in self._asked:
            if len(self._asked) >= AGENTS_KEPT:
                self._asked.clear()
            groups = self._for_all if name == EVERYBODY else self._named[name]
            self._asked[name] = _ForAgent(groups)
        return self._asked[name]

    def _named_as(self, agent: str) -> bytes:
        name = agent.lower().encode("utf-8", "surrogatepass")
        return name if name in self._named else EVERYBODY


class _Reading:
    """A file while it is read, line by line."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self.delays: dict[bytes, float] = {}
        self.sitemaps: dict[str, None] = {}
        self._has_rules = True  # so that the first user-agent line opens a group
        self._addressed: list[bytes] = []  # by the user-agent lines in a row that came last
        self._is_addressing = False

    def take(self, line: bytes, number: int) -> None:
        key, value = _key_and_value(line[:MOST_LINE_BYTES])
        if not key:
            return
        if _AGENT.match(key):
            self._take_agent(value)
        elif _ALLOW.match(key):
            self._take_rule(value, f"Allow: {_text(value)}", number, is_allowing=True)
        elif _DISALLOW.match(key):
            self._take_rule(value, f"Disallow: {_text(value)}", number, is_allowing=False)
        elif _SITEMAP.match(key):
            if value and len(self.sitemaps) < MOST_SITEMAPS:
                self.sitemaps[_text(value)] = None
        elif _DELAY.match(key):
            self._take_delay(value)

    def _take_agent(self, value: bytes) -> None:
        if self._has_rules:
            self.groups.append(_Group())
            self._has_rules = False
        if not self._is_addressing:
            self._addressed = []
            self._is_addressing = True
        if _IS_EVERYBODY.match(value):
            self.groups[-1].is_for_all = True
            self._addressed.append(EVERYBODY)
        else:
            names = _names(value)
            self.groups[-1].agents.update(names)
            self._addressed.extend(names)

    def _take_rule(self, value: bytes, text: str, number: int, *, is_allowing: bool) -> None:
        if not self.groups:
            return
        self._has_rules = True
        self._is_addressing = False
        if not value:
            return  # `Disallow:` takes nothing away, and ends the list of agents
        rules = self.groups[-1].rules
        rules.append(Rule(is_allowing, value, text, number))
        folder = value.rfind(b"/")
        if is_allowing and value.startswith(_INDEX_PAGE, folder):  # it is the page of its folder
            rules.append(Rule(is_allowing, value[: folder + 1] + b"$", text, number))

    def _take_delay(self, value: bytes) -> None:
        """It speaks to the agents named last, and ends no group (RFC 9309 §2.2.4)."""
        self._is_addressing = False
        found = _NUMBER.match(value)
        if found and found[0]:
            delay_s = min(float(found[0]), MOST_DELAY_S)
            for agent in self._addressed:
                self.delays[agent] = max(delay_s, self.delays.get(agent, 0.0))


def _names(value: bytes) -> set[bytes]:
    """The agents that a line names: its letters, and where more belongs to the name, that too.

    By RFC 9309 a name has letters, `-` and `_` alone, and `bot1` would name `bot`; who writes it
    means `bot1`, and `bot1` shall find it.
    """
    whole = _WORD.match(value)
    product = _PRODUCT.match(value)
    return {found[0].lower() for found in (whole, product) if found and found[0]}


def product_of(user_agent: str) -> str:
    """The name that robots.txt files know a crawler by: `BacklinkBot` of `BacklinkBot/0.1 (…)`.

    Of those that pretend to be browsers, the name they give beside it.
    """
    text = user_agent.encode("ascii", "replace")
    found = _COMPATIBLE.search(text) or _PRODUCT_OF.match(text)
    return found[1].decode("ascii") if found else ""


def _key_and_value(line: bytes) -> tuple[bytes, bytes]:
    """The two sides of a line without its comment; people forget the colon."""
    line = line.partition(b"\0")[0].partition(b"#")[0].strip(_SPACE)
    key, colon, value = line.partition(b":")
    if colon:
        return key.rstrip(_SPACE), value.strip(_SPACE)
    words = line.replace(b"\t", b" ").split(b" ", 1)
    if len(words) != 2 or b" " in words[1].lstrip(b" "):  # noqa: PLR2004 - a key and a value
        return b"", b""
    return words[0].strip(_SPACE), words[1].strip(_SPACE)


def _as_utf8(data: bytes) -> bytes:
    """The file without its mark of encoding; two-byte files, which nobody else reads, are read."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[2 : 2 * MOST_BYTES].decode(encoding, "replace").encode("utf-8", "replace")
    kept = len(codecs.BOM_UTF8)
    while kept and not data.startswith(codecs.BOM_UTF8[:kept]):
        kept -= 1  # half a mark is no text either
    return data[kept:]


def _within_limit(data: bytes) -> bytes:
    if len(data) <= MOST_BYTES:
        return data
    return data[: max(data.rfind(b"\n", 0, MOST_BYTES), data.rfind(b"\r", 0, MOST_BYTES), 0)]


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
