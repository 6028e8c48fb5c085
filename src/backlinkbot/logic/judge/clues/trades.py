"""Trades that buy links in bulk, by their words: on pages, in anchors, in names of sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.clues import linking_pages
from backlinkbot.logic.judge.clues.phrases import Phrases, phrases
from backlinkbot.logic.judge.clues.tokens import Tokens

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

FILE = "trades-2026-11.txt"
SURE, LIKELY = " sure", " likely"
# In a name of a site, where words are written together, only these stand for the trade.
IN_NAMES = {
    "casino": ("casino", "kasino", "kasyno", "jackpot", "poker", "roulette", "gambl", "slots",
               "betting", "bingo", "togel", "judi", "freespin"),
    "pharmacy": ("viagra", "cialis", "pharmac", "levitra", "kamagra", "dietpill", "pillonline",
                 "rxonline", "meds", "tramadol"),
    "loans": ("payday", "quickloan", "cashadvance", "fastloan", "instantloan", "minikredit",
              "sofortkredit", "zaim", "chwilowk"),
    "adult": ("porn", "xxx", "escort", "sexcam", "camgirl", "hentai", "milf", "sexchat"),
    "money schemes": ("binaryoption", "forexrobot", "bitcoindoubl", "cryptoprofit", "getrich"),
    "essay mills": ("essaywriting", "buyessay", "writemyessay", "dissertationhelp", "paperwriter"),
    "fakes": ("replica", "fakeid", "cheapjersey", "outletstore", "fakewatch"),
    "link trade": ("buybacklink", "cheapbacklink", "pbnlink", "buyfollower", "guestpostservice"),
}  # fmt: skip


def word_list() -> Phrases:
    """The list of trades' phrases."""
    return phrases(FILE)


def names() -> tuple[str, ...]:
    """The trades, in the order of every column that tells them apart."""
    return tuple(name.removesuffix(SURE) for name in word_list().names if name.endswith(SURE))


def split(counts: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Counts of the list's groups as (sure, likely), each texts by trades."""
    groups = word_list().names
    sure = [groups.index(name + SURE) for name in names()]
    likely = [groups.index(name + LIKELY) for name in names()]
    return counts[:, sure], counts[:, likely]


def foreign(suspects: Suspects) -> NDArray[np.bool_]:
    """Of each trade, whether the target is not of it, by its name, brands and titles.

    A casino's links from pages about casinos say nothing.
    """
    words = suspects.evidence.inputs.words
    told = [" ".join(phrase) for phrase in (*words.keywords, *map(sorted, words.long_titles))]
    sure, likely = split(word_list().counts(_tokens([*told, *words.brands])))
    spoken = (sure + likely).sum(axis=0) > 0
    name = words.domain.replace("-", "")
    in_name = [any(stem in name for stem in IN_NAMES[trade]) for trade in names()]
    return np.asarray(~(spoken | np.array(in_name, np.bool_)), np.bool_)


def in_titles(suspects: Suspects) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sure and likely phrases in the title of each link's page, links by trades."""
    return split(word_list().counts_in(linking_pages.titles(suspects)))


def in_anchors(suspects: Suspects) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sure and likely phrases in each anchor, links by trades."""
    return split(word_list().counts_in(suspects.links["anchor"]))


def in_texts(suspects: Suspects) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sure and likely phrases in the text of each linking page (`linking_pages.linking`)."""
    return split(word_list().counts(suspects.once(linking_pages.words)))


def in_site_names(suspects: Suspects) -> NDArray[np.int8]:
    """Of each linking domain the trade that its name speaks of, -1 for none."""
    trades = names()
    found = np.full(len(suspects.domains), -1, np.int8)
    for place, domain in enumerate(suspects.domains.to_pylist()):
        name = domain.replace("-", "")
        for number, trade in enumerate(trades):
            if any(stem in name for stem in IN_NAMES[trade]):
                found[place] = number
                break
    return found


def _tokens(texts: list[str]) -> Tokens:
    import pyarrow as pa

    given: pa.Array = pa.array(texts, pa.string())
    return Tokens.of(given)
