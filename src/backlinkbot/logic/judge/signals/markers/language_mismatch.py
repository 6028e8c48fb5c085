"""Links from pages in a language that the target does not write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.ramp import ramp, unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

FOREIGN = 0.3  # people link across languages every day
ANOTHER_SCRIPT = 0.5  # a page whose letters the target's readers cannot read
# A target has readers in a language from which this share of its linking sites comes.
RARE_SHARE, COMMON_SHARE = 0.02, 0.1
_SCRIPTS = {
    "Cyrillic": "ru uk be bg sr mk kk ky mn tg",
    "Arabic": "ar fa ur ps ckb ug",
    "Chinese or Japanese": "zh ja",
    "Korean": "ko",
    "Thai": "th",
    "Hebrew": "he yi",
    "Greek": "el",
    "Indian": "hi bn ta te mr gu kn ml pa ne si or as",
    "Georgian": "ka",
    "Armenian": "hy",
}
_SCRIPT_OF = {code: script for script, codes in _SCRIPTS.items() for code in codes.split()}


@marker("language-mismatch", Family.CONTENT, Level.LINK)
def language_mismatch(suspects: Suspects) -> Marks:
    """The linking page is in a language that the target does not write, as few of its links are.

    People link across languages, so that this says little by itself: a third, or half where even
    the letters are others. It fades where a tenth of the linking sites write that language.
    """
    written = suspects.facts.languages
    encoded = _languages(suspects)
    names = encoded.dictionary.to_pylist()
    code = encoded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False).astype(np.int64)
    share = _shares(suspects, code, len(names))
    scripts = {_SCRIPT_OF.get(name, "") for name in written}
    base = [
        0.0 if name in written else FOREIGN if _SCRIPT_OF.get(name, "") in scripts
        else ANOTHER_SCRIPT
        for name in names
    ]  # fmt: skip
    rare = ramp(share, COMMON_SHARE, RARE_SHARE)
    each = np.append(np.array(base, np.float32) * rare, np.float32(np.nan))
    strength = each[code] if written else unknown(len(code))

    def say(row: int) -> str:
        if np.isnan(strength[row]):
            return "The language of the linking page or of the target is not known."
        name, own = names[code[row]], ", ".join(sorted(written))
        if name in written:
            return f"The linking page is in a language of the target ({shown.named(name)})."
        return (
            f"The linking page is in the language {shown.quoted(name)}, which "
            f"{share[code[row]]:.1%} of the linking sites write; the target writes "
            f"{shown.named(own)}."
        )

    return Marks(strength, say, lambda row: shown.of_link(suspects, row))


def _languages(suspects: Suspects) -> pa.DictionaryArray:
    """The primary language code of each link's page."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if "source_language" not in suspects.links.column_names:
        return pa.nulls(suspects.evidence.rows, pa.string()).dictionary_encode()
    told = pc.utf8_lower(suspects.links["source_language"].combine_chunks())
    return pc.replace_substring_regex(told, r"[-_].*", "").dictionary_encode()


def _shares(suspects: Suspects, code: NDArray[np.int64], languages: int) -> NDArray[np.float64]:
    """The share of linking sites that write each language."""
    domains = max(1, len(suspects.domains))
    pairs = np.unique(code * domains + suspects.domain)
    return np.bincount(pairs // domains, minlength=languages + 1)[:languages] / domains
