"""Reads a folder of static token embeddings: tokenizer.json and a table in safetensors.

Such folders come from model2vec and from sentence-transformers' static embeddings. A transformer
is not run: that would need a heavy library, and minutes for what a table answers in a second.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backlinkbot.core.embeddings import Splitting, TokenTable
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.io.embeddings.tensors import read_tensors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

# Where the table and its tokens lie, and what the table is called: both layouts.
PLACES = ("", "0_StaticEmbedding")
TOKENS, TENSORS = "tokenizer.json", "model.safetensors"
TABLES = ("embeddings", "embedding.weight")
MAPPING, WEIGHTS = "mapping", "weights"
MATRIX = 2  # axes of a table
WORD_START = "▁"  # what a unigram model begins words with


def read_folder(folder: Path) -> TokenTable:
    """The table of a folder.

    Raises:
        NotFound: there is no such folder.
        BadInput: it holds no static token embeddings, or damaged ones; says what.
    """
    if not folder.is_dir():
        raise NotFound(f"there is no folder {folder}; nothing is downloaded: put one there")
    place = next((folder / p for p in PLACES if (folder / p / TENSORS).is_file()), None)
    if place is None or not (place / TOKENS).is_file():
        raise BadInput(
            f"{folder} holds no static embeddings: {TENSORS} and {TOKENS} are needed, as model2vec "
            "writes them"
        )
    tensors = read_tensors(place / TENSORS, (*TABLES, MAPPING, WEIGHTS))
    table = next((tensors[name] for name in TABLES if name in tensors), None)
    if table is None or table.ndim != MATRIX or not table.size:
        raise BadInput(
            f"{folder} holds a transformer or something else, and no table of tokens; static "
            "embeddings (model2vec and the like) are read"
        )
    return _table(folder, table, tensors, _json(place / TOKENS))


def _table(
    folder: Path,
    table: NDArray[Any],
    tensors: Mapping[str, NDArray[Any]],
    told: Mapping[str, Any],
) -> TokenTable:
    import numpy as np

    splitting, vocabulary, scores = _vocabulary(folder, told)
    mapping = tensors.get(MAPPING)
    rows = {text: _row(number, mapping) for text, number in vocabulary.items()}
    special = {str(one.get("content")) for one in told.get("added_tokens") or ()}
    places = {t: row for t, row in rows.items() if t not in special and 0 <= row < len(table)}
    if not places:
        raise BadInput(f"{folder}: {TOKENS} and the table have no token in common")
    weights = tensors.get(WEIGHTS)
    normal = told.get("normalizer") or {}
    lower = _is_said(normal, "lowercase") or _is_step(normal, "Lowercase")
    return TokenTable(
        name=folder.name,
        rows=table,
        places=places,
        splitting=splitting,
        inner=_inner(told, splitting),
        is_lower=lower,
        is_unaccented=_is_step(normal, "StripAccents") or _strips_with_case(normal),
        scores=scores,
        weights=None
        if weights is None or mapping is not None
        else np.asarray(weights, dtype=np.float32),
    )


def _row(number: int, mapping: NDArray[Any] | None) -> int:
    if mapping is None:
        return number
    return int(mapping[number]) if 0 <= number < len(mapping) else -1


def _vocabulary(
    folder: Path, told: Mapping[str, Any]
) -> tuple[Splitting, dict[str, int], dict[str, float]]:
    model = told.get("model") or {}
    kind, vocabulary = str(model.get("type", "")), model.get("vocab")
    try:
        splitting = Splitting(kind)
        if splitting is Splitting.UNIGRAM:
            pairs = [(str(text), float(score)) for text, score in vocabulary or ()]
            return splitting, {text: n for n, (text, _) in enumerate(pairs)}, dict(pairs)
        return splitting, {str(t): int(n) for t, n in (vocabulary or {}).items()}, {}
    except (AttributeError, TypeError, ValueError) as error:
        known = ", ".join(Splitting)
        raise BadInput(
            f"{folder}: {TOKENS} splits words by {kind or 'nothing it names'}; read are: {known}"
        ) from error


def _inner(told: Mapping[str, Any], splitting: Splitting) -> str:
    if splitting is Splitting.UNIGRAM:
        return WORD_START
    return str((told.get("model") or {}).get("continuing_subword_prefix") or "##")


def _is_step(normal: Any, kind: str) -> bool:
    if isinstance(normal, dict):
        return normal.get("type") == kind or _is_step(normal.get("normalizers"), kind)
    return isinstance(normal, list) and any(_is_step(one, kind) for one in normal)


def _is_said(normal: Any, name: str) -> bool:
    if isinstance(normal, dict):
        return normal.get(name) is True or _is_said(normal.get("normalizers"), name)
    return isinstance(normal, list) and any(_is_said(one, name) for one in normal)


def _strips_with_case(normal: Any) -> bool:
    """BERT's normalizer takes accents away where it lowers case, unless it is told otherwise."""
    if isinstance(normal, list):
        return any(_strips_with_case(one) for one in normal)
    if not isinstance(normal, dict):
        return False
    if normal.get("type") != "BertNormalizer":
        return _strips_with_case(normal.get("normalizers"))
    strips = normal.get("strip_accents")
    return bool(normal.get("lowercase") if strips is None else strips)


def _json(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"{path} is no JSON") from error
    if not isinstance(told, dict):
        raise BadInput(f"{path} is no description of tokens")
    return told
