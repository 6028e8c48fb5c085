"""Whose a page is on a platform where strangers publish as pages of one name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from backlinkbot.core.urls.platforms import owned_name, platform

if TYPE_CHECKING:
    from backlinkbot.core.nouns import Url

# Under which platforms file what is whose: the part of the path after one of them names its owner.
# Chosen by looking at the addresses that large platforms of our list give to users and pages.
DRAWERS = frozenset(
    {
        "a", "album", "author", "authors", "b", "blog", "blogs", "book", "books", "board",
        "boards", "c", "channel", "channels", "company", "d", "details", "doc", "document",
        "documents", "e", "embed", "events", "file", "files", "folder", "folders", "forms", "g",
        "gp", "groups", "hashtag", "home", "id", "in", "item", "items", "list", "m", "maps",
        "member", "members", "o", "organizations", "orgs", "p", "page", "pages", "people",
        "person", "photo", "photos", "pin", "place", "places", "playlist", "post", "posts",
        "presentation", "product", "products", "profile", "profile.php", "profiles", "project",
        "projects", "pub", "public", "q", "question", "questions", "r", "s", "school", "search",
        "shop", "show", "showcase", "site", "sites", "spaces", "spreadsheets", "status", "store",
        "stories", "story", "t", "tag", "tags", "topic", "topics", "track", "u", "user", "users",
        "video", "videos", "view", "w", "watch", "web", "wiki",
    }
)  # fmt: skip
# Where the path is one drawer for all, what names the page: youtube.com/watch?v=…
NAMING = ("v", "id", "list", "user", "u", "p", "gid")
# One user's number on one host of these is another's on the next.
HOSTS_APART = frozenset({"google.com", "stackexchange.com"})


def owner_of_page(url: Url) -> str:
    """The name that owns a page; on platforms where strangers publish as pages, name and path.

    `medium.com/@ann`, `linkedin.com/in/ann`, `youtube.com/watch?v=1`: as much of the path as it
    takes to name somebody. Rather two names for one user than one for two strangers. User names
    are lower-cased, as platforms take them for the same; parameters are not.
    """
    name = owned_name(url.host)
    if platform(name) is None:
        return name
    if name in HOSTS_APART:
        name = url.host.removeprefix("www.")
    path, _, query = url.href.split("/", 3)[3].partition("#")[0].partition("?")
    parts = [part for part in path.split("/") if part]
    drawers = 0
    while drawers < len(parts) and parts[drawers].lower() in DRAWERS:
        drawers += 1
    kept = "/".join([name, *(part.lower() for part in parts[: drawers + 1])])
    if drawers < len(parts):
        return kept
    told = dict(parse_qsl(query))
    naming = next((f"?{word}={told[word]}" for word in NAMING if told.get(word)), "")
    return kept + naming
