from __future__ import annotations

import gzip
import tarfile
from pathlib import Path

import pytest

from backlinkbot.io.crawl.sitemaps import MOST_URLS, read_sitemap, urls_of

AT = "https://www.example.com/sitemap.xml"


def test_a_sitemap_names_pages_and_an_index_names_maps() -> None:
    pages = read_sitemap(b"<urlset><url><loc> /a </loc></url><url><loc>/b</loc></url></urlset>", AT)
    assert pages.pages == ["https://www.example.com/a", "https://www.example.com/b"]
    index = b"<sitemapindex><sitemap><loc>https://www.example.com/2.xml.gz</loc></sitemap></sitemapindex>"
    assert read_sitemap(gzip.compress(index), AT).maps == ["https://www.example.com/2.xml.gz"]


def test_addresses_of_images_and_films_in_an_entry_are_no_pages() -> None:
    told = (
        b'<urlset xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>/a</loc>'
        b"<image:image><image:loc>/a.jpg</image:loc></image:image></url></urlset>"
    )
    assert read_sitemap(told, AT).pages == ["https://www.example.com/a"]


def test_feeds_and_plain_lists_are_read() -> None:
    rss = b"<rss><channel><link>/</link><item><link>/post</link></item></channel></rss>"
    assert read_sitemap(rss, AT).pages == ["https://www.example.com/post"]
    atom = b'<feed><entry><link rel="self" href="/x"/><link href="/post"/></entry></feed>'
    assert read_sitemap(atom, AT).pages == ["https://www.example.com/post"]
    found = read_sitemap(b"\xef\xbb\xbfhttp://a.example/1\r\nrubbish\nhttp://a.example/2", AT)
    assert found.pages == ["http://a.example/1", "http://a.example/2"]
    assert found.refused == 1


def test_what_was_read_before_a_mistake_counts() -> None:
    found = read_sitemap(b"<urlset><url><loc>/a</loc></url><url><loc>/b</oops></urlset>", AT)
    assert found.pages == ["https://www.example.com/a"]
    assert found.fault.startswith("no XML from line")


def test_entities_are_refused_and_so_are_bombs() -> None:
    bomb = b'<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc>'
    found = read_sitemap(bomb, AT)
    assert (found.pages, found.fault) == ([], "declares entities, which no sitemap needs")
    packed = gzip.compress(b"\n" * (60 * 1024 * 1024))
    assert read_sitemap(packed, AT).fault == "unpacks to more than 50 MB"
    assert read_sitemap(gzip.compress(b"http://a.example/1\n")[:-9] + b"x" * 9, AT).fault


def test_no_more_addresses_are_taken_than_one_file_may_name() -> None:
    urls = "".join(f"<url><loc>/{n}</loc></url>" for n in range(MOST_URLS + 10))
    found = read_sitemap(f"<urlset>{urls}</urlset>".encode(), AT)
    assert len(found.pages) == MOST_URLS
    assert "more than 50,000" in found.fault


def test_addresses_in_robots_may_be_relative() -> None:
    told = ["/map.xml", "https://other.example/m.xml", "mailto:x"]
    found = ["https://www.example.com/map.xml", "https://other.example/m.xml"]
    assert list(urls_of(told, AT)) == found


COUNTED = {
    "atom.xml": (2, 0),
    "extension/hebdenbridgetimes-articles-sitemap.xml": (74, 0),
    "extension/sitemap-images.xml": (1, 0),
    "extension/sitemap-links.xml": (3, 0),
    "extension/sitemap-news.xml": (2, 0),
    "extension/sitemap-videos.xml": (3, 0),
    "sitemap-with-bom.txt": (2, 0),
    "sitemap.badns.xml": (2, 0),
    "sitemap.index.xml": (0, 15),
    "sitemap.ns.xml": (2, 0),
    "sitemap.txt.gz": (5, 0),
    "xmlSitemap.gz": (5, 0),
}


@pytest.fixture(scope="module")
def fixtures(shared_data: Path) -> dict[str, bytes]:
    with tarfile.open(shared_data / "crawl" / "crawler-commons-fixtures.tar.gz") as archive:
        return {
            member.name.rpartition("sitemaps/")[2]: file.read()
            for member in archive.getmembers()
            if "sitemaps/" in member.name and (file := archive.extractfile(member)) is not None
        }


def test_real_sitemaps_of_crawler_commons_are_read(fixtures: dict[str, bytes]) -> None:
    counted = {}
    for name, body in fixtures.items():
        found = read_sitemap(body, "http://www.example.com/sitemap.xml")
        counted[name] = (len(found.pages), len(found.maps))
        assert found.fault == "", name
    assert {name: counted[name] for name in COUNTED} == COUNTED
    assert all(sum(pair) for pair in counted.values())
