"""What the signals read: the links of one target as columns, and what is known beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import Reading
from backlinkbot.logic.judge.anchors import NOT_TOLD, AnchorWords, anchor_classes
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from numpy.typing import NDArray

UNKNOWN_CODE = -1  # in every column of codes or flags: nobody told us


@dataclass(frozen=True, slots=True)
class AnchorUse:
    """On how many referring domains each anchor text (folded) of a target stands.

    `texts` and `domains` run side by side; `referring_domains`: of the whole target.
    """

    texts: tuple[str, ...]
    domains: tuple[int, ...]
    referring_domains: int


@dataclass(frozen=True, slots=True)
class LinkInputs:
    """What is known beside the links themselves; everything but the words may be missing.

    `authority`: columns `node` (registered domain), `authority` (0..100) and, where measured,
    `authority_low` and `authority_high`; a domain that is not in it, or stands there without
    points, is unknown. `authority_gap`: why no authority is known of any site, in plain words;
    empty where some is; `authority_help`: what would tell it.
    `ranks`: `core.columns.rank_facts()` rows of the source domains; `ranked_sites`: how many sites
    the longest list of visits that was read names (0: none read), so that absence says something.
    `relevance`: probability 0..1 that source and target share a niche, one per link, NaN unknown.
    `anchor_use`: of the whole target, when the links are only some of its links.
    """

    words: AnchorWords
    authority: pa.Table | None = None
    ranks: pa.Table | None = None
    ranked_sites: int = 0
    relevance: NDArray[np.float32] | None = None
    anchor_use: AnchorUse | None = None
    authority_gap: str = ""
    authority_help: str = "measure the link graph"


@dataclass(frozen=True, slots=True)
class Factor:
    """One signal's answer for every link.

    `value`: in the signal's own unit; `score`: 0..1, 1 is best; both NaN where unknown.
    `say`: the plain sentence for one row; `show`: its evidence. `least`: the score at the low end
    of an interval, where the signal has one.
    """

    value: NDArray[np.float32]
    score: NDArray[np.float32]
    say: Callable[[int], str]
    show: Callable[[int], tuple[str, ...]] = field(default=lambda _row: ())
    least: NDArray[np.float32] | None = None

    @property
    def least_score(self) -> NDArray[np.float32]:
        """The score that holds at the low end; the score itself where no interval is known."""
        return self.score if self.least is None else self.least

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where there is something to judge by."""
        mask: NDArray[np.bool_] = ~np.isnan(self.score)
        return mask

    def reading(self, signal: str, row: int) -> Reading:
        """The answer for one row in words."""
        return Reading(
            signal=signal,
            value=_number(self.value[row]),
            score=_number(self.score[row]),
            sentence=self.say(row),
            evidence=self.show(row),
        )


class Evidence:
    """The links of one target, and each derived column made once, when first asked for."""

    def __init__(self, links: pa.Table, inputs: LinkInputs) -> None:
        self.links = links.unify_dictionaries() if links.num_rows else links
        self.inputs = inputs

    @property
    def rows(self) -> int:
        """How many links."""
        count: int = self.links.num_rows
        return count

    def text(self, name: str, row: int) -> str:
        """One cell as text, empty where nobody told us."""
        value = self.links[name][row].as_py() if name in self.links.column_names else None
        return "" if value is None else str(value)

    def flags(self, name: str) -> NDArray[np.int8]:
        """A yes/no column as 1, 0 and `UNKNOWN_CODE`."""
        import pyarrow as pa

        if name not in self.links.column_names:
            return np.full(self.rows, UNKNOWN_CODE, dtype=np.int8)
        column = self.links[name].cast(pa.int8()).fill_null(UNKNOWN_CODE)
        return np.asarray(column.to_numpy(), dtype=np.int8)

    def numbers(self, name: str) -> NDArray[np.float32]:
        """A numeric column, NaN where nobody told us."""
        import pyarrow as pa

        if name not in self.links.column_names:
            return np.full(self.rows, np.nan, dtype=np.float32)
        return np.asarray(self.links[name].cast(pa.float32()).to_numpy(), dtype=np.float32)

    def codes(self, name: str, words: tuple[str, ...]) -> NDArray[np.int8]:
        """A column of words as codes into `words`; `UNKNOWN_CODE` for null and for other words."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if name not in self.links.column_names:
            return np.full(self.rows, UNKNOWN_CODE, dtype=np.int8)
        found = pc.index_in(self.links[name], value_set=pa.array(words)).fill_null(UNKNOWN_CODE)
        return np.asarray(found.to_numpy(), dtype=np.int8)

    @cached_property
    def anchor_class(self) -> NDArray[np.int8]:
        """Codes into `anchors.CLASSES`."""
        return anchor_classes(self.links["anchor"], self.links["kind"], self.inputs.words)

    @cached_property
    def referring_domains(self) -> int:
        """Of the whole target where that is known, else of these links."""
        if self.inputs.anchor_use is not None:
            return self.inputs.anchor_use.referring_domains
        return len(self.source_domain_names)

    @cached_property
    def source_domain(self) -> NDArray[np.int32]:
        """Codes into `source_domain_names`."""
        return np.asarray(self._domains.indices.to_numpy(), dtype=np.int32)

    @cached_property
    def source_domain_names(self) -> pa.Array:
        """Each linking domain once."""
        return self._domains.dictionary

    @cached_property
    def anchor_domains(self) -> NDArray[np.float32]:
        """On how many referring domains the link's own anchor text stands; NaN where not told."""
        anchor = _folded_codes(self.links["anchor"])
        if self.inputs.anchor_use is not None:
            return self._told_use(self.inputs.anchor_use)
        told = anchor != NOT_TOLD
        pairs = np.unique(
            anchor[told].astype(np.int64) * max(1, len(self.source_domain_names))
            + self.source_domain[told]
        )
        counts = np.bincount(pairs // max(1, len(self.source_domain_names)))
        use = np.full(self.rows, np.nan, dtype=np.float32)
        use[told] = counts[anchor[told]]
        return use

    def by_source_domain(self, names: pa.Array, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """A number per domain spread over the links; NaN for domains that are not in `names`."""
        import pyarrow.compute as pc

        place = pc.index_in(self.source_domain_names, value_set=names).fill_null(len(values))
        table = np.append(values.astype(np.float32), np.float32(np.nan))
        per_domain = table[place.to_numpy(zero_copy_only=False)]
        return np.asarray(per_domain[self.source_domain], dtype=np.float32)

    @cached_property
    def _domains(self) -> pa.DictionaryArray:
        return self.links["source_domain"].combine_chunks().dictionary_encode()

    def _told_use(self, told: AnchorUse) -> NDArray[np.float32]:
        count = dict(zip(told.texts, told.domains, strict=True))
        encoded = self.links["anchor"].combine_chunks().dictionary_encode()
        unique = [count.get(folded(text), 1) for text in encoded.dictionary.to_pylist()]
        table = np.array([*unique, np.nan], dtype=np.float32)
        places = encoded.indices.fill_null(len(unique)).to_numpy(zero_copy_only=False)
        return np.asarray(table[places], dtype=np.float32)


def _folded_codes(anchors: pa.ChunkedArray) -> NDArray[np.int32]:
    """Equal codes for anchors that are the same but for case, accents and spaces."""
    encoded = anchors.combine_chunks().dictionary_encode()
    code_of: dict[str, int] = {}
    unique = [
        code_of.setdefault(folded(text), len(code_of)) for text in encoded.dictionary.to_pylist()
    ]
    table = np.array([*unique, NOT_TOLD], dtype=np.int32)
    places = encoded.indices.fill_null(len(unique)).to_numpy(zero_copy_only=False)
    return np.asarray(table[places], dtype=np.int32)


def _number(value: np.float32) -> float | None:
    return None if np.isnan(value) else float(value)
