"""The text of a mail in HTML, with what it quotes marked by ">" as plain mails mark it.

A mail's HTML is only read for its words, so tags are cut rather than a tree built: the time is
linear in the length, whatever the mail holds.
"""

from __future__ import annotations

import html
import re

SKIPPED = re.compile(r"<(script|style|head|title)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
COMMENT = re.compile(r"<!--.*?(?:-->|$)|<![^>]{0,500}>|<\?[^>]{0,500}>", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][\w:]{0,30})([^<>]{0,4000})>")
BREAKS = frozenset(
    {"br", "p", "div", "tr", "li", "ul", "ol", "table", "blockquote", "hr", "pre", "body", "html",
     "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "center"}
)  # fmt: skip
# What the mail programs of the world put around the mail that is answered.
QUOTE_BLOCK = re.compile(
    r"gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|OLK_SRC_BODY_SECTION|"
    r"protonmail_quote|zmail_extra|appendonsend|stopSpelling|mail-editor-reference-message|"
    r"tutanota_quote|ms-outlook-mobile-reference-message|x_moz-cite|reply-intro",
    re.IGNORECASE,
)
OUTLOOK_RULE = re.compile(r"border-top:\s*(?:solid|#)[^;\"']{0,60}", re.IGNORECASE)
QUOTE_LINE = "-----Original Message-----"  # read by `quotes`: all that follows is the old mail
SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
EMPTY_LINES = re.compile(r"\n\s*\n\s*")


def text_of_html(source: str) -> str:
    """The words of an HTML mail, one block a line."""
    source = COMMENT.sub("", SKIPPED.sub(" ", source))
    source = source.replace("\n", " ")
    text = html.unescape(TAG.sub(_in_place_of, source))
    lines = [SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _in_place_of(tag: re.Match[str]) -> str:
    closing, name, rest = tag[1], tag[2].lower(), tag[3]
    if closing:
        return "\n" if name in BREAKS and name != "br" else ""
    if _begins_a_quote(name, rest):
        return f"\n{QUOTE_LINE}\n"
    return "\n" if name in BREAKS else ""


def _begins_a_quote(name: str, rest: str) -> bool:
    if QUOTE_BLOCK.search(rest):
        return True
    if name == "blockquote":
        return True
    is_rule = name == "hr" and ("stopSpelling" in rest or "tabindex" in rest.lower())
    return is_rule or (name == "div" and bool(OUTLOOK_RULE.search(rest)))
