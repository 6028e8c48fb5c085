"""A folder of static token embeddings is read, or refused with a plain sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backlinkbot.core.embeddings import Splitting
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.io.embeddings.folder import read_folder
from backlinkbot.io.embeddings.tensors import read_tensors

KINDS = {"float32": "F32", "float16": "F16", "int8": "I8", "int64": "I64", "uint16": "BF16"}
TABLE = np.arange(8, dtype=np.float32).reshape(4, 2)
WORDS = {"[UNK]": 0, "shoe": 1, "##s": 2, "bread": 3}


def write_tensors(path: Path, **tensors: Any) -> Path:
    header, data = {}, b""
    for name, array in tensors.items():
        raw = np.ascontiguousarray(array).tobytes()
        header[name.replace("__", ".")] = {
            "dtype": KINDS[str(array.dtype)],
            "shape": list(array.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    told = json.dumps({"__metadata__": {"made": "here"}} | header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(told).to_bytes(8, "little") + told + data)
    return path


def write_tokens(folder: Path, **model: Any) -> None:
    told = {
        "normalizer": {"type": "BertNormalizer", "lowercase": True, "strip_accents": None},
        "added_tokens": [{"id": 0, "content": "[UNK]"}],
        "model": {"type": "WordPiece", "vocab": WORDS, "continuing_subword_prefix": "##"} | model,
    }
    (folder / "tokenizer.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tiny"
    write_tensors(made / "model.safetensors", embeddings=TABLE)
    write_tokens(made)
    return made


def test_a_folder_gives_rows_and_tokens(folder: Path) -> None:
    table = read_folder(folder)
    assert table.name == "tiny"
    assert np.array_equal(table.rows, TABLE)
    assert table.places == {"shoe": 1, "##s": 2, "bread": 3}
    assert (table.splitting, table.inner) == (Splitting.WORD_PIECE, "##")
    assert table.is_lower
    assert table.is_unaccented


def test_the_layout_of_sentence_transformers_is_read(tmp_path: Path) -> None:
    inner = tmp_path / "0_StaticEmbedding"
    write_tensors(inner / "model.safetensors", embedding__weight=TABLE.astype(np.float16))
    write_tokens(inner)
    assert np.array_equal(read_folder(tmp_path).rows, TABLE)


def test_a_unigram_vocabulary_has_scores(folder: Path) -> None:
    write_tokens(
        folder, type="Unigram", vocab=[["[UNK]", 0], ["▁shoe", -2.5], ["s", -1], ["▁", -3]]
    )
    table = read_folder(folder)
    assert table.splitting is Splitting.UNIGRAM
    assert table.scores["▁shoe"] == -2.5
    assert table.places == {"▁shoe": 1, "s": 2, "▁": 3}


def test_tokens_may_share_rows(folder: Path) -> None:
    mapping = np.array([0, 1, 1, 9], dtype=np.int64)
    write_tensors(folder / "model.safetensors", embeddings=TABLE, mapping=mapping)
    assert read_folder(folder).places == {"shoe": 1, "##s": 1}


def test_half_floats_of_both_kinds_and_small_numbers_are_read(tmp_path: Path) -> None:
    whole = np.array([1.5, -2.0, 0.25], dtype=np.float32)
    upper = (whole.view(np.uint32) >> 16).astype(np.uint16)
    path = write_tensors(
        tmp_path / "t.safetensors", a=upper, b=whole.astype(np.float16), c=whole.astype(np.int8)
    )
    found = read_tensors(path, ("a", "b", "c", "absent"))
    assert found["a"].tolist() == found["b"].tolist() == whole.tolist()
    assert found["c"].tolist() == [1, -2, 0]
    assert "absent" not in found


def test_no_folder_is_said_and_nothing_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nothing is downloaded"):
        read_folder(tmp_path / "absent")


def test_a_folder_without_a_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BadInput, match="no static embeddings"):
        read_folder(tmp_path)


def test_a_transformer_is_refused(folder: Path) -> None:
    write_tensors(folder / "model.safetensors", encoder__layer=TABLE)
    with pytest.raises(BadInput, match="holds a transformer"):
        read_folder(folder)


@pytest.mark.parametrize(
    "text", ["", "[]", "no json", '{"model": {"type": "BPE", "vocab": {"a": 1}}}', "{}"]
)
def test_unreadable_tokens_are_refused(folder: Path, text: str) -> None:
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"tokenizer|tokens"):
        read_folder(folder)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[:40],
        lambda raw: (2**62).to_bytes(8, "little") + raw[8:],
        lambda raw: raw.replace(b'"F32"', b'"F99"'),
        lambda raw: raw.replace(b"[4, 2]", b"[9, 2]"),
        lambda raw: raw.replace(b"[4, 2]", b"[-4,2]"),
        lambda raw: raw.replace(b"data_offsets", b"data_offzets"),
    ],
)
def test_a_damaged_table_is_refused(folder: Path, damage: Any) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BadInput):
        read_folder(folder)
