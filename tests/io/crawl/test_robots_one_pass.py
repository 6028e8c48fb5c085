"""Decisions against a second reader, which goes through a file once and asks each line as it comes.

It is written from the description of Google's matcher: letter by letter, no groups kept, the best
allow and disallow so far remembered for the agent and for everybody. It knows one reading of
escapes only, so ours may forbid more where a `%` or an octet beyond ASCII stands, and never less.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from backlinkbot.io.crawl.robots import Robots

AGENTS = ("user-agent", "useragent", "user agent")
DISALLOW = ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw")
NO_MATCH = -1
SPACE = " \t\n\v\f\r"


@dataclass
class Best:
    """The longest pattern that matched so far."""

    allow: int = NO_MATCH
    disallow: int = NO_MATCH

    def take(self, priority: int, *, is_allowing: bool) -> None:
        if is_allowing:
            self.allow = max(self.allow, priority)
        else:
            self.disallow = max(self.disallow, priority)

    @property
    def has_spoken(self) -> bool:
        return max(self.allow, self.disallow) > 0


@dataclass
class OnePass:
    """A reader of one file for one agent and one path."""

    agent: str
    path: str
    own: Best = field(default_factory=Best)
    everybodys: Best = field(default_factory=Best)
    is_own: bool = False
    is_everybodys: bool = False
    was_named: bool = False
    has_rules: bool = False

    def allows(self, text: str) -> bool:
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            self._line(line)
        if self.own.has_spoken:
            return self.own.disallow <= self.own.allow
        if self.was_named or not self.everybodys.has_spoken:
            return True
        return self.everybodys.disallow <= self.everybodys.allow

    def _line(self, line: str) -> None:
        line = line.partition("#")[0].strip(SPACE)
        if ":" in line:
            key, value = (part.strip(SPACE) for part in line.split(":", 1))
        else:
            words = line.split()
            if len(words) != 2:
                return
            key, value = words
        key = key.lower()
        if key.startswith(AGENTS):
            self._agent(value)
        elif key.startswith("allow"):
            self._rule(value, is_allowing=True)
        elif key.startswith(DISALLOW):
            self._rule(value, is_allowing=False)

    def _agent(self, value: str) -> None:
        if self.has_rules:
            self.is_own = self.is_everybodys = self.has_rules = False
        if value == "*" or value.startswith(("* ", "*\t")):
            self.is_everybodys = True
            return
        name = ""
        for letter in value:
            if not (letter.isascii() and (letter.isalpha() or letter in "-_")):
                break
            name += letter
        if name.lower() == self.agent.lower():
            self.is_own = self.was_named = True

    def _rule(self, pattern: str, *, is_allowing: bool) -> None:
        if not (self.is_own or self.is_everybodys):
            return
        self.has_rules = True
        whose = self.own if self.is_own else self.everybodys
        if matches(pattern, self.path):
            whose.take(len(pattern), is_allowing=is_allowing)
        elif is_allowing and "/" in pattern:
            folder, _, page = pattern.rpartition("/")
            if page.startswith("index.htm") and matches(f"{folder}/$", self.path):
                whose.take(len(folder) + 2, is_allowing=True)


def matches(pattern: str, path: str) -> bool:
    """All ends at once, letter by letter."""
    ends = [0]
    for place, letter in enumerate(pattern):
        if letter == "$" and place == len(pattern) - 1:
            return ends[-1] == len(path)
        if letter == "*":
            ends = list(range(ends[0], len(path) + 1))
        else:
            ends = [end + 1 for end in ends if end < len(path) and path[end] == letter]
        if not ends:
            return False
    return True


KEYS = st.sampled_from(
    [*AGENTS, "User-Agent", "allow", "Allow", "ALLOW", *DISALLOW, "Disallow", "sitemap",
     "crawl-delay", "host", "allowed", "user-agents", "disallows", ""]
)  # fmt: skip
NAMES = st.sampled_from(
    [
        "*",
        "* x",
        "*x",
        "*/",
        "*/2",
        "foobot",
        "FooBot",
        "foobot/1",
        "foobot x",
        "foo",
        "bar-bot",
        "",
        "bot_x",
    ]
)
PATTERNS = st.text(alphabet="ab/*$. ", max_size=8) | st.sampled_from(
    ["/", "/a/index.html", "/index.htm", "/a/index.php", "/index.html$", "", "*", "$", "/$"]
)
SEPARATORS = st.sampled_from([":", ": ", " : ", " ", "\t", ":\t", "::", ""])
ENDS = st.sampled_from(["\n", "\r", "\r\n", "\n\n", " \n", "#\n", " # a: b\n", "\n  "])
LINES = st.tuples(KEYS, SEPARATORS, NAMES | PATTERNS, ENDS).map("".join)
FILES = st.lists(LINES | ENDS, max_size=14).map("".join)
PATHS = st.text(alphabet="ab/$*.?", max_size=8).map(lambda text: f"/{text}")


@examples(max_examples=1_500)
@given(FILES, st.sampled_from(["foobot", "FOOBOT", "bar-bot", "other"]), PATHS)
def test_both_readers_decide_alike(text: str, agent: str, path: str) -> None:
    ours = Robots.parse(text.encode()).allows(agent, f"http://x.example{path}").allowed
    theirs = OnePass(agent, path).allows(text)
    assert ours is theirs


ESCAPES = st.lists(
    st.sampled_from(
        ["%61", "%2f", "%2F", "%7e", "~", "a", "/", "ä", "%C3%A4", "%c3%a4", "%", "%4"]
    ),
    max_size=5,
).map(lambda parts: "/" + "".join(parts))  # fmt: skip


@examples(max_examples=500)
@given(st.lists(st.tuples(st.sampled_from(["allow", "disallow"]), ESCAPES), max_size=4), ESCAPES)
def test_two_readings_of_escapes_never_allow_what_one_forbids(
    rules: list[tuple[str, str]], path: str
) -> None:
    lines = [f"{key}: {pattern}" for key, pattern in rules]
    text = "\n".join(["user-agent: *", *lines])
    as_written = OnePass("foobot", written(path, is_rule=False)).allows(
        "\n".join(
            ["user-agent: *", *(f"{key}: {written(one, is_rule=True)}" for key, one in rules)]
        )
    )
    ours = Robots.parse(text.encode()).allows("foobot", f"http://x.example{path}").allowed
    assert as_written or not ours


def written(text: str, *, is_rule: bool) -> str:
    """How Google's matcher compares: rules with octets escaped and digits in upper case."""
    if not is_rule:
        return text
    out, place = "", 0
    while place < len(text):
        piece = text[place : place + 3]
        if (
            piece[0] == "%"
            and len(piece) == 3
            and all(c in "0123456789abcdefABCDEF" for c in piece[1:])
        ):
            out, place = out + piece.upper(), place + 3
            continue
        letter = text[place]
        octets = letter.encode()
        out += letter if letter.isascii() else "".join(f"%{octet:02X}" for octet in octets)
        place += 1
    return out
