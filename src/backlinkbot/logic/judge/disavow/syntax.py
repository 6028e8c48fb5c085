"""What one line of a disavow file says, and what is wrong with how it is written."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from backlinkbot.core.urls import clean_host, is_ip_address, resolve
from backlinkbot.logic.judge.disavow.lines import Flaw, LineKind, Severity

MAX_URL_CHARS = 2_048  # the format's own limit
GUESS_CHARS = 300  # a longer line gets no guess at what it means
LONGEST_CHARS = 10_000  # of a line that is looked at closely; five times the longest address

_PLAIN = re.compile(r"domain:([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)\Z", re.ASCII)
_DIRECTIVE = re.compile(r"(domain)([ \t]*):([ \t]*)(.*)\Z", re.IGNORECASE | re.DOTALL)
_MISSPELT = re.compile(
    r"(domains?|domian|domaine|doamin|domein|dominio|site|host|url|disavow)[ \t]*([:=;,]|->)[ \t]*"
    r"(?!//)(\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):/{1,2}", re.IGNORECASE)
_COMMENT_LIKE = re.compile(r"//\s|//+\s*\Z|;|--|<!--|/\*|%|'|\"|\*|=|>|!")
_HIDDEN_ENTRY = re.compile(r"#+\s*(?:domain\s*:\s*\S+|https?://\S+)\s*\Z", re.IGNORECASE)
_SEVERAL = re.compile(r"[\s,;|]")
_ODD_IN_IDN = re.compile(r"xn--[a-z0-9-]+", re.ASCII)
_POSSIBLE = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+\Z", re.ASCII)
_PLAIN_SPACES = " \t"
# What may stand after `domain:` without being a name alone; the first that fits says why.
_NO_NAMES = (
    (re.compile(r"://"), "an address stands after domain:, where a bare name belongs"),
    (re.compile(r"#"), "a comment stands behind the entry: give it a line of its own"),
    (_SEVERAL, "it holds more than one word: one entry a line"),
    (re.compile(r"\*"), "wildcards do not work: domain: covers everything below a name as it is"),
    (
        re.compile(r"[/\\]"),
        "part of a site cannot be named: give each page's address, or for the whole site",
    ),
    (re.compile(r"\A\."), "the name begins with a dot"),
    (re.compile(r"@"), "it names an e-mail address, not a domain"),
    (re.compile(r"\A[^\[].*:"), "it names a port; domain: takes a bare name"),
)


class Said(NamedTuple):
    """What a line says; see `Line`."""

    kind: LineKind
    name: str = ""
    meant: str = ""
    flaws: tuple[Flaw, ...] = ()


BLANK = Said(LineKind.BLANK)
COMMENT = Said(LineKind.COMMENT)


def said_by(text: str) -> Said:
    """What a line says; any text is some kind of line."""
    if plain := _PLAIN.match(text):
        host = clean_host(plain[1])
        if host is not None and host == plain[1] and not is_ip_address(host):
            return Said(LineKind.DOMAIN, host, text)
    if not text:
        return BLANK
    if len(text) > LONGEST_CHARS:
        return _endless(text)
    flaws: list[Flaw] = []
    words = _without_invisible(text, flaws)
    if not words:
        return BLANK._replace(flaws=tuple(flaws))
    if words[0] == "#":
        return _comment(words, flaws)
    said = _entry(words)
    return said._replace(flaws=(*flaws, *said.flaws))


def _endless(text: str) -> Said:
    start = text.lstrip()[:1]
    if not start:
        return BLANK
    if start == "#":
        return COMMENT
    return _unreadable(f"the line has {len(text):,} characters: correct or delete it")


def _without_invisible(text: str, flaws: list[Flaw]) -> str:
    """The text without what nobody sees, and without spaces around it."""
    seen = text
    if not text.isascii() or not text.isprintable():
        seen = "".join(c for c in text if c in _PLAIN_SPACES or not _is_invisible(c))
    words = seen.strip(_PLAIN_SPACES)
    if words.startswith("#"):
        return words
    if seen != text:
        flaws.append(_error("it holds invisible characters: type the line anew"))
    elif words and words != text:
        flaws.append(_note("there are spaces around it: take them away"))
    return words


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def _comment(words: str, flaws: list[Flaw]) -> Said:
    if _HIDDEN_ENTRY.match(words):
        reason = "a comment that looks like an entry: it does nothing until the # is taken away"
        flaws.append(_note(reason))
    return COMMENT._replace(flaws=tuple(flaws))


def _entry(words: str) -> Said:
    if found := _DIRECTIVE.match(words):
        return _directive(*found.groups())
    if found := _MISSPELT.match(words):
        meant = _guess(found[3])
        advice = f": write {meant}" if meant else ": begin it with domain:"
        return _unreadable(f'it begins with "{found[1]}{found[2]}"{advice}', meant)
    if _SCHEME.match(words):
        return _address(words)
    if _COMMENT_LIKE.match(words):
        return _unreadable("it is neither an entry nor a comment: comments begin with #")
    return _bare(words)


def _directive(word: str, before: str, after: str, value: str) -> Said:
    said = _domain(value.strip(_PLAIN_SPACES))
    flaws = list(said.flaws)
    if word != "domain":
        flaws.append(_warning('"domain" is not in small letters: write it so, to be sure'))
    if before or after:
        flaws.append(_warning("there are spaces around the colon: write domain:example.com"))
    return said._replace(flaws=tuple(flaws))


def _domain(value: str) -> Said:
    if not value:
        return _unreadable("it names no domain after the colon: add one, or delete the line")
    if reason := _why_no_name(value):
        meant = _guess(value)
        return _unreadable(f"{reason}, write {meant}" if meant else reason, meant)
    flaws: list[Flaw] = []
    host = clean_host(value) or _as_it_stands(value)
    if host is None:
        return _unreadable(f"no domain can be called {_cut(value)}: correct or delete it")
    if value.endswith("."):
        flaws.append(_warning(f"the name ends in a dot: write domain:{host}"))
    if not value.isascii():
        flaws.append(_note(f"write the name in its ASCII form, domain:{host}"))
    elif value != value.lower():
        flaws.append(_note("write the name in small letters"))
    if is_ip_address(host):
        return Said(LineKind.IP, host, f"domain:{host}", tuple(flaws))
    kind = LineKind.DOMAIN if "." in host else LineKind.TLD
    return Said(kind, host, f"domain:{host}", tuple(flaws))


def _as_it_stands(value: str) -> str | None:
    """A name that the DNS could hold although its `xn--` label is no valid IDNA; else None."""
    name = value.lower().removesuffix(".")
    return name if _ODD_IN_IDN.search(name) and _POSSIBLE.match(name) else None


def _why_no_name(value: str) -> str:
    """Why what stands after `domain:` is no name alone; empty when it may be one."""
    return next((reason for sign, reason in _NO_NAMES if sign.search(value)), "")


def _address(words: str) -> Said:
    if re.search(r"\s", words):
        return _unreadable(
            "there is a space in the address: one address a line, comments on theirs"
        )
    scheme = words.partition(":")[0].lower()
    if scheme not in {"http", "https"}:
        return _unreadable(f"{_cut(scheme)}: addresses are no links: delete the line")
    if "*" in words.partition("://")[2].partition("/")[0]:
        return _unreadable("wildcards do not work: name the domain, or each page", _guess(words))
    href = resolve(words)
    host = named_host(href) if href else ""
    if not href or not host:
        return _unreadable("the address cannot be read: correct or delete it", _guess(words))
    return Said(LineKind.URL, href.partition("#")[0], words, tuple(_flaws_of_address(words, host)))


def named_host(href: str) -> str:
    """The host of an absolute http(s) address, A-labels; empty when DNS cannot hold it."""
    name = href.split("/", 3)[2].rpartition("@")[2]
    if not name.endswith("]"):
        name = name.partition(":")[0] if not name.startswith("[") else name.rpartition(":")[0]
    return clean_host(name) or ""


def _flaws_of_address(words: str, host: str) -> list[Flaw]:
    flaws = []
    if len(words) > MAX_URL_CHARS:
        flaws.append(
            _error(
                f"the address has {len(words):,} characters, {MAX_URL_CHARS:,} are allowed: "
                f"write domain:{host}, if the whole of it is meant"
            )
        )
    path = words.partition("://")[2].partition("/")[2]
    if not path:
        flaws.append(
            _warning(f"it covers the home page alone: for the whole site write domain:{host}")
        )
    elif "*" in path:
        flaws.append(_warning("wildcards do not work: it covers only a page with * in its address"))
    elif path.endswith("/"):
        flaws.append(_note("it covers this one page, not what is below it"))
    if "#" in words:
        flaws.append(_note("what follows the # is no part of a page's address: take it away"))
    return flaws


def _bare(words: str) -> Said:
    head = words.lstrip("/")
    name, slash, path = head.partition("/")
    host = clean_host(name)
    if host and ("." in host or is_ip_address(host)):
        if path:
            meant = f"https://{head}"
            reason = f"the address lacks http:// or https://: write {_cut(meant)}, as it is linked"
            return _unreadable(reason, meant)
        what = "the name and a slash" if slash else "the bare name"
        return _unreadable(f"{what} is no entry: write domain:{host}", f"domain:{host}")
    meant = _guess(words)
    advice = f": if that is meant, write {meant}" if meant else ": correct or delete it"
    return _unreadable(f"it is neither an address nor domain: and a name{advice}", meant)


def _guess(text: str) -> str:
    """The entry that a broken line probably means; empty when that cannot be told."""
    if len(text) > GUESS_CHARS:
        return ""
    word = re.split(r"[\s,;|#]", text.strip(), maxsplit=1)[0]
    word = word.partition("://")[2] or word
    name = re.split(r"[/\\:?]", word, maxsplit=1)[0].removeprefix("*").strip(".")
    host = clean_host(name)
    return f"domain:{host}" if host and "." in host else ""


def _unreadable(reason: str, meant: str = "") -> Said:
    return Said(LineKind.UNREADABLE, "", meant, (_error(reason),))


def _cut(text: str, most: int = 80) -> str:
    shown = "".join(c for c in text if c.isprintable())
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def _error(reason: str) -> Flaw:
    return Flaw(Severity.ERROR, reason)


def _warning(reason: str) -> Flaw:
    return Flaw(Severity.WARNING, reason)


def _note(reason: str) -> Flaw:
    return Flaw(Severity.NOTE, reason)
