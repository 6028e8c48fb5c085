"""Whether the anchor text reads as if a person wrote it for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.logic.judge.anchors import CLASSES
from backlinkbot.logic.judge.evidence import Evidence, Factor
from backlinkbot.logic.judge.signals import signals

if TYPE_CHECKING:
    from numpy.typing import NDArray

# How natural a single anchor of each class is, before its repetition is looked at. A brand or an
# address is what people write unasked; the bare keyword is what link sellers deliver, but one
# alone proves nothing; "click here" and images are natural and tell a search engine little.
NATURALNESS = {
    AnchorClass.BRANDED: 1.0,
    AnchorClass.NAKED_URL: 0.9,
    AnchorClass.OTHER: 0.9,
    AnchorClass.PARTIAL: 0.85,
    AnchorClass.GENERIC: 0.6,
    AnchorClass.IMAGE_EMPTY: 0.6,
    AnchorClass.EXACT: 0.5,
}
# Repetition is normal for brands, addresses, images and generic words; it is judged for the rest.
JUDGED_FOR_REPEATS = (AnchorClass.EXACT, AnchorClass.PARTIAL, AnchorClass.OTHER)
ENOUGH_DOMAINS = 50  # below this, the false-alarm limit leaves too little power to say anything
NATURAL_SHARE = 0.03  # of referring domains, that one keyword anchor has in a natural profile
ALARM_SHARE = 0.14  # one false alarm in a hundred at 100 referring domains (3 +- 2.5 % natural)
LEAST_REPEATED = 0.1  # what is left of the score from the alarming share on
WORDS_AROUND = 5  # with at least this many words on its sides, an anchor stands in a sentence
BARE_WEIGHT = 0.85  # an anchor known to stand alone


@signals.add("anchor")
def anchor(evidence: Evidence) -> Factor:
    """1 for a brand or address in a sentence, less for bare keywords, least for a repeated one.

    The value is the share of referring domains that use the very same text.
    """
    share = evidence.anchor_domains / np.float32(max(1, evidence.referring_domains))
    codes = evidence.anchor_class
    score = np.array([*(NATURALNESS[one] for one in CLASSES), np.nan])[codes]
    judged = np.isin(codes, [CLASSES.index(one) for one in JUDGED_FOR_REPEATS])
    has_enough = evidence.referring_domains >= ENOUGH_DOMAINS
    if has_enough:
        over = ((share - NATURAL_SHARE) / (ALARM_SHARE - NATURAL_SHARE)).clip(0, 1)
        score = np.where(judged, score * (1 - (1 - LEAST_REPEATED) * np.nan_to_num(over)), score)
    score = np.where(_stands_alone(evidence), score * BARE_WEIGHT, score).astype(np.float32)

    def say(row: int) -> str:
        if np.isnan(score[row]):
            return "The anchor text is not known."
        return _sentence(evidence, CLASSES[codes[row]], row, is_judged=bool(judged[row]))

    def show(row: int) -> tuple[str, ...]:
        left, right = evidence.text("left", row), evidence.text("right", row)
        if not left and not right:
            return ()
        return (f"… {left} [{evidence.text('anchor', row)}] {right} …",)

    return Factor(share.astype(np.float32), score, say, show)


def _stands_alone(evidence: Evidence) -> NDArray[np.bool_]:
    """Links whose surroundings were read and hold fewer than `WORDS_AROUND` words."""
    import pyarrow.compute as pc

    left, right = evidence.links["left"], evidence.links["right"]
    told = pc.and_(pc.is_valid(left), pc.is_valid(right)).to_numpy()
    spaces = pc.add(_gaps(left), _gaps(right)).to_numpy()
    alone: NDArray[np.bool_] = told & (spaces < WORDS_AROUND)
    return alone


def _gaps(words: object) -> object:
    """About how many words: spaces plus one for a side that is not empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.fill_null(words, "")
    spaces = pc.count_substring(text, " ")
    return pc.add(spaces, pc.not_equal(pc.binary_length(text), 0).cast(pa.int32()))


def _sentence(evidence: Evidence, kind: AnchorClass, row: int, *, is_judged: bool) -> str:
    if kind is AnchorClass.IMAGE_EMPTY:
        return "The link is an image or has no text."
    used, total = evidence.anchor_domains[row], evidence.referring_domains
    text = f"The anchor “{evidence.text('anchor', row)}” is {_IS[kind]}"
    if total < ENOUGH_DOMAINS:
        if not is_judged:
            return f"{text}."
        return f"{text}; with {total} referring domains it is too early to judge repetition."
    if used > 1:
        return f"{text}, used by {used:.0f} of {total} referring domains ({used / total:.1%})."
    return f"{text}, used by this referring domain only."


_IS = {
    AnchorClass.NAKED_URL: "the bare address",
    AnchorClass.BRANDED: "the brand",
    AnchorClass.EXACT: "exactly a target keyword",
    AnchorClass.PARTIAL: "a phrase with a target keyword",
    AnchorClass.GENERIC: "generic",
    AnchorClass.OTHER: "a phrase of its own",
}
