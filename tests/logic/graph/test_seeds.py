from __future__ import annotations

from importlib.resources import files

import pyarrow as pa

from backlinkbot.logic.graph.seeds import (
    PACKAGED,
    SeedList,
    platform_nodes,
    read_seeds,
    why_no_seed,
)


def packaged() -> SeedList:
    return read_seeds((files("backlinkbot.logic.graph") / "data" / PACKAGED).read_text(), PACKAGED)


def chosen(seeds: SeedList, *names: str) -> list[str]:
    return [names[i] for i in seeds.nodes(pa.array(names))]


def test_the_packaged_list_is_clean_and_has_a_version() -> None:
    seeds = packaged()
    assert not seeds.rejects.counts
    assert seeds.version == "2026-11c"
    assert len(seeds.names) >= 150
    assert seeds.version in PACKAGED


def test_no_packaged_name_is_a_platform_or_a_public_suffix() -> None:
    assert [name for name in packaged().names if why_no_seed(name)] == []


def test_restricted_registries_are_seeds() -> None:
    names = ("mit.edu", "www.ox.ac.uk", "nasa.gov", "moh.gov.sg", "who.int", "bbc.co.uk")
    assert chosen(packaged(), *names) == list(names)


def test_lookalikes_are_none() -> None:
    seeds = packaged()
    names = ("edu", "ac.uk", "myedu.com", "edu.example.com", "bbc.co.uk.evil.com", "notbbc.co.uk")
    assert chosen(seeds, *names) == []
    assert chosen(seeds, "mit.edu.evil.io", "x.ac.uk.com", "gov.evil", "a.gov.info") == []


def test_a_host_counts_with_its_leading_www_and_not_with_another_label() -> None:
    assert chosen(packaged(), "www.w3.org", "lists.w3.org") == ["www.w3.org"]


def test_platforms_and_public_suffixes_in_a_list_are_left_out_and_counted() -> None:
    text = (
        "# mine\n good.org # why\nGitHub.com\nme.github.io\nco.uk\nuser.wordpress.com\nno domain\n"
    )
    seeds = read_seeds(text, "mine.txt")
    assert seeds.names == ("good.org", "me.github.io")
    assert sum(seeds.rejects.counts.values()) == 4
    assert {place for _, place, _ in seeds.rejects.examples} == {
        f"mine.txt:{line}" for line in (3, 5, 6, 7)
    }


def test_a_platform_inside_a_restricted_registry_is_no_seed() -> None:
    seeds = read_seeds(".com\n", "all")
    assert chosen(seeds, "example.com", "wordpress.com", "blogspot.com") == ["example.com"]


def test_a_star_is_any_country() -> None:
    seeds = read_seeds(".ac.*\n", "x")
    assert chosen(seeds, "u.ac.jp", "u.ac.com", "u.ac") == ["u.ac.jp"]


def test_a_list_without_version_is_called_by_its_file() -> None:
    assert read_seeds("a.org", "mine.txt").version == "mine.txt"


def test_a_star_is_no_second_level_that_anybody_may_register() -> None:
    free = ("x.gov.de", "x.gov.fr", "a.ac.de", "b.mil.fr", "c.gob.de", "www.x.gov.eu", "x.ac.to")
    assert chosen(packaged(), *free) == []
    own = ("moh.gov.sg", "x.gov.uk", "y.ac.jp", "ejercito.mil.ar", "z.gob.mx", "parks.nsw.gov.au")
    assert chosen(packaged(), *own) == list(own)


def test_an_operators_own_suffix_is_no_registry_of_a_country() -> None:
    assert chosen(read_seeds(".gov.*\n", "x"), "anybody.gov.ru", "x.gov.uk") == ["x.gov.uk"]


def test_strangers_publish_on_platforms_and_below_them() -> None:
    names = pa.array([
        "wordpress.com", "www.wordpress.com", "anything.wordpress.com", "a.b.wordpress.com",
        "user.blogspot.com", "user.github.io", "bucket.s3.amazonaws.com", "m.facebook.com",
        "medium.com", "notwordpress.com", "wordpress.com.evil.net", "wordpress.org", "example.com",
        "shop.uk.com",
    ])  # fmt: skip
    assert platform_nodes(names).tolist() == list(range(9))
    assert platform_nodes(pa.chunked_array([names[9:], names[:2]])).tolist() == [5, 6]


def test_a_registry_that_is_open_to_anybody_is_none_although_its_label_is_an_academys() -> None:
    open_ = ("anybody.ac.nz", "casino.ac.nz", "foo.ac.me", "visit-lapland.ac.se", "foo.gov.io")
    assert chosen(packaged(), *open_) == []
    assert [name for name in packaged().registries if name.endswith("*")] == []


def test_a_government_is_a_seed_by_its_own_name_as_by_those_below() -> None:
    names = ("admin.ch", "bag.admin.ch", "parliament.uk", "www.parliament.uk", "europa.eu")
    assert chosen(packaged(), *names) == list(names)


def test_free_hosts_of_today_are_nobodys_vote() -> None:
    free = ("pages.dev", "workers.dev", "carrd.co", "my.canva.site", "neocities.org",
            "webnode.page", "gitlab.io")  # fmt: skip
    names = pa.array([*(f"a.{name}" for name in free), "shop.example"])
    assert platform_nodes(names).tolist() == list(range(7))
