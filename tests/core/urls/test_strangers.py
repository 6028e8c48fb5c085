"""Whose a page is on a platform where strangers publish: two strangers are never one."""

from __future__ import annotations

import pytest

from backlinkbot.core.urls import split_url
from backlinkbot.core.urls.strangers import owner_of_page


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://blog.example/in/ann", "blog.example"),
        ("https://ann.wordpress.com/in/x", "ann.wordpress.com"),
        ("https://medium.com/@Ann/post-1", "medium.com/@ann"),
        ("https://medium.com/", "medium.com"),
        ("https://substack.com/@ann", "substack.com/@ann"),
        ("https://de.linkedin.com/in/ann/?trk=x", "linkedin.com/in/ann"),
        ("https://www.linkedin.com/company/acme", "linkedin.com/company/acme"),
        ("https://www.linkedin.com/in/", "linkedin.com/in"),
        ("https://www.reddit.com/r/wine/comments/1", "reddit.com/r/wine"),
        ("https://www.reddit.com/user/ann#x", "reddit.com/user/ann"),
        ("https://www.youtube.com/watch?t=1&v=aB&x=/", "youtube.com/watch?v=aB"),
        ("https://www.youtube.com/channel/UC1/videos", "youtube.com/channel/uc1"),
        ("https://www.quora.com/profile/Ann", "quora.com/profile/ann"),
        ("https://www.facebook.com/profile.php?id=7", "facebook.com/profile.php?id=7"),
        ("https://sites.google.com/view/ann/home", "sites.google.com/view/ann"),
        ("https://docs.google.com/document/d/1x/edit", "docs.google.com/document/d/1x"),
        ("https://math.stackexchange.com/users/1/ann", "math.stackexchange.com/users/1"),
        ("https://gist.github.com/ann/abc", "github.com/ann"),
    ],
)
def test_the_owner_of_a_page_is_named_by_as_much_as_it_takes(url: str, owner: str) -> None:
    assert owner_of_page(split_url(url)) == owner


@pytest.mark.parametrize(
    "shelf",
    [
        "medium.com/@", "linkedin.com/in/", "reddit.com/r/", "reddit.com/user/",
        "quora.com/profile/", "youtube.com/@", "youtube.com/c/", "youtube.com/watch?v=",
        "substack.com/@", "github.com/",
        "facebook.com/groups/", "pinterest.com/", "flickr.com/photos/", "archive.org/details/",
    ],
)  # fmt: skip
def test_two_strangers_on_one_shelf_are_two(shelf: str) -> None:
    ann, bob, again = (
        owner_of_page(split_url(f"https://www.{shelf}{one}")) for one in ("ann", "bob", "ann")
    )
    assert ann == again != bob
