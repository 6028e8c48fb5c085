from __future__ import annotations

import pyarrow as pa

from backlinkbot.io.index.graphs.joined import JoinedNames


def test_known_names_keep_their_ids_and_strangers_come_after() -> None:
    joined = JoinedNames(pa.array(["new.org", "b.org", "é.example", "d.org"]))
    chunks = list(joined.chunks([pa.array(["a.org", "b.org"]), pa.array(["c.org", "d.org"])]))
    names = pa.concat_arrays(chunks).to_pylist()
    assert names == ["a.org", "b.org", "c.org", "d.org", "new.org", "é.example"]
    asked = pa.array(["d.org", "é.example", "b.org", "d.org", "new.org"])
    assert [names[i] for i in joined.ids(asked)] == asked.to_pylist()


def test_names_that_are_all_known_add_none() -> None:
    joined = JoinedNames(pa.array(["a.org"]))
    assert pa.concat_arrays(list(joined.chunks([pa.array(["a.org", "b.org"])]))).to_pylist() == [
        "a.org",
        "b.org",
    ]
