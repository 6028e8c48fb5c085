"""The seed list: the domains where trust starts, by name and by registry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.facts import Rejects
from backlinkbot.core.urls import is_public_suffix, is_strict_hostname, registered_domain

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

PACKAGED = "seeds-2026-11.txt"  # in the folder `data` beside this file

# Anyone can put a page there, so none of them may vouch for what it links to. Those that give each
# user a name of their own are in the public suffix list already; these publish under one name.
# fmt: off
PLATFORMS = frozenset((
    "about.me", "academia.edu", "amazonaws.com", "artstation.com", "behance.net", "bitly.com",
    "blogger.com", "blogspot.com", "bsky.app", "canva.com", "change.org", "codepen.io",
    "dailymotion.com", "deviantart.com", "discord.com", "disqus.com", "dribbble.com", "dropbox.com",
    "ebay.com", "etsy.com", "eventbrite.com", "facebook.com", "fandom.com", "figma.com",
    "flickr.com", "github.com", "github.io", "gitlab.com", "godaddy.com", "google.com",
    "goodreads.com", "gravatar.com", "herokuapp.com", "imgur.com", "instagram.com", "issuu.com",
    "jimdo.com", "kickstarter.com", "linkedin.com", "linktr.ee", "livejournal.com",
    "mastodon.social", "medium.com", "myspace.com", "netlify.app", "notion.site", "patreon.com",
    "pinterest.com", "prezi.com", "quora.com", "reddit.com", "researchgate.net", "scribd.com",
    "shopify.com", "simplesite.com", "site123.me", "slideshare.net", "soundcloud.com",
    "sourceforge.net", "spotify.com", "squarespace.com", "stackexchange.com", "stackoverflow.com",
    "steamcommunity.com", "strikingly.com", "substack.com", "telegra.ph", "telegram.org",
    "tiktok.com", "tripod.com", "tumblr.com", "twitch.tv", "twitter.com", "typepad.com",
    "vercel.app", "vimeo.com", "vk.com", "wattpad.com", "web.app", "weebly.com", "weibo.com",
    "wix.com", "wixsite.com", "wordpress.com", "x.com", "yelp.com", "youtube.com", "zendesk.com",
))
# fmt: on

_REGISTRY = re.compile(r"\.(?:[a-z0-9-]+\.)*(?:[a-z0-9-]+|\*)")
_VERSION = re.compile(r"#\s*version:\s*(\S+)")


@dataclass(frozen=True, slots=True)
class SeedList:
    """Names and registries ("edu", "ac.*"), and what was left out of the list, by reason."""

    version: str
    names: tuple[str, ...]
    registries: tuple[str, ...]
    rejects: Rejects

    def nodes(self, names: pa.Array | pa.ChunkedArray) -> NDArray[np.int64]:
        """The positions in `names` (host or domain names) of the seeds, ascending.

        A host counts when it, or it without a leading `www.`, is a seed's name, or stands in a
        restricted registry. Platforms and public suffixes never count, whatever registry they
        stand in.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        bare = pc.replace_substring_regex(names, r"^www\.", "")
        chosen = pc.is_in(bare, value_set=pa.array(self.names, pa.string()).cast(names.type))
        if self.registries:
            chosen = pc.or_(chosen, pc.match_substring_regex(names, self._pattern()))
        found = np.flatnonzero(chosen.to_numpy(zero_copy_only=False)).astype(np.int64)
        audited = [why_no_seed(name) for name in pc.take(bare, pa.array(found)).to_pylist()]
        return found[np.array([not reason for reason in audited], np.bool_)]

    def _pattern(self) -> str:
        """A name inside any of the registries; `*` is a country's two letters."""
        parts = (re.escape(r).replace(r"\*", "[a-z][a-z]") for r in self.registries)
        return r"[a-z0-9_-]\.(" + "|".join(parts) + r")$"


def read_seeds(text: str, name: str) -> SeedList:
    """The seed list in `text`: one domain a line, `#` begins a comment, `.edu` is a registry.

    What cannot be a seed is left out and counted. Version: the line `# version: …`, else `name`.
    """
    rejects = Rejects()
    domains: dict[str, None] = {}
    registries: dict[str, None] = {}
    found = _VERSION.search(text)
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        word = line.split("#", 1)[0].strip().lower().removesuffix(".")
        if not word:
            continue
        if _REGISTRY.fullmatch(word):
            registries[word[1:]] = None
        elif reason := why_no_seed(word):
            rejects.add(reason, f"{name}:{number}", line)
        else:
            domains[word] = None
    return SeedList(found[1] if found else name, tuple(domains), tuple(registries), rejects)


def why_no_seed(name: str) -> str:
    """Why a name may not vouch for what it links to; empty when it may."""
    if not is_strict_hostname(name) or "." not in name:
        return "is no domain name"
    if is_public_suffix(name):
        return "is a public suffix, under which strangers register names"
    if name in PLATFORMS or registered_domain(name) in PLATFORMS:
        return "is a platform on which strangers publish"
    return ""


def platform_names() -> list[str]:
    """The names under which the known platforms may stand in a graph, ascending."""
    return sorted({*PLATFORMS, *(f"www.{name}" for name in PLATFORMS)})
