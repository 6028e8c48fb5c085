"""Mail that came in, measured: bounces on real ones, quotes on fixtures, answers on our sentences.

    python bench/quality/mail.py

Real bounces carry labels of their collection (reason, hard or not). The answers are sentences we
wrote (bench/quality/mail_sentences*.toml): no person's, so the figures on people's may be lower.
Intervals: bootstrap over mails, or over families of sentences. One JSON document.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "bench" / "train"))

from reply_texts import expanded, families  # noqa: E402 - a script beside this one

from backlinkbot.logic.outreach.mail.classified import LEAST_SURE, MailKind, incoming_of  # noqa: E402
from backlinkbot.logic.outreach.mail.replies import BY_TEXT, ReplyClass, reply_class_of  # noqa: E402
from backlinkbot.logic.outreach.mail.unsubscribe import asks_to_stop  # noqa: E402

SENTENCES = {
    "first set": Path(__file__).with_name("mail_sentences.toml"),
    "second set": Path(__file__).with_name("mail_sentences_second.toml"),
    "third set": Path(__file__).with_name("mail_sentences_third.toml"),
    "fourth set": Path(__file__).with_name("mail_sentences_fourth.toml"),
    # The hardest so far: half of its other answers are near misses, with the words of a wish.
    "fifth set": Path(__file__).with_name("mail_sentences_fifth.toml"),
    "sixth set": Path(__file__).with_name("mail_sentences_sixth.toml"),
}
SHARED = Path(os.environ.get("BACKLINKBOT_SHARED_DATA", ROOT.parent / "shared" / "data"))
ROUNDS, SEED = 500, 7
NOT_FAILED = {"vacation", "feedback", "delivered"}  # labels of mails that are no bounce


def bounces() -> dict[str, object]:
    """Recall, hard or soft, recipient, and what is taken for a bounce and is none."""
    mails = _members("bounces.tar.gz")
    labels: dict[str, dict[str, str]] = {}
    with (SHARED / "mail" / "bounces-labels.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            labels.setdefault(row["file"], row)  # the first of several records
    failed = {n: r for n, r in labels.items() if r["reason"] not in NOT_FAILED}
    got = {name: incoming_of(mails[f"bounce/{name}"]) for name in labels}
    kinds = {MailKind.BOUNCE, MailKind.DELAYED}
    found = np.array([got[name].kind in kinds for name in failed])
    right = np.array([str(int(bool(got[n].hard))) == r["hardbounce"] for n, r in failed.items()])
    others = [n for n in labels if n not in failed]
    false = [n for n in others if got[n].kind in kinds]
    false += [
        n for n, raw in mails.items() if n.startswith("not-") and incoming_of(raw).kind in kinds
    ]
    variants = [n for n in mails if n.startswith(("cr/", "crlf/"))]
    return {
        "mails": len(failed),
        "recall": _interval(found),
        "of these still tried": sum(got[n].kind is MailKind.DELAYED for n in failed),
        "hard or soft right, of those found": _interval(right[found]),
        "recipient named": round(float(np.mean([bool(got[n].recipient) for n in failed])), 3),
        "taken for a bounce and none": false,
        "other line ends, told alike": f"{sum(_alike(n, mails) for n in variants)}/{len(variants)}",
        "flufl.bounce alone": _flufl({n: mails[f"bounce/{n}"] for n in failed}),
    }


def _flufl(mails: dict[str, bytes]) -> object:
    try:
        from email import message_from_bytes

        from flufl.bounce import all_failures
    except ImportError:
        return "not installed"
    found = [any(map(bool, all_failures(message_from_bytes(raw)))) for raw in mails.values()]
    return round(float(np.mean(found)), 3)


def _alike(name: str, mails: dict[str, bytes]) -> bool:
    """Whether a mail with other line ends is told as the same mail is; where alone, as no reply."""
    other = mails.get("bounce/" + name.split("/", 1)[1])
    if other is None:
        return incoming_of(mails[name]).kind is not MailKind.REPLY
    return _told(mails[name]) == _told(other)


def _told(raw: bytes) -> tuple[MailKind, str]:
    found = incoming_of(raw)
    return found.kind, found.recipient


def quotes() -> dict[str, object]:
    """The standard replies of twelve mail programs: exactly what was written anew."""
    mails = _members("reply-fixtures.tar.gz")
    names = [n for n in mails if "standard_replies" in n and n.endswith(".eml")]
    wrong = [n for n in names if _bare(incoming_of(mails[n]).text) != _wanted(n, mails)]
    return {"right": f"{len(names) - len(wrong)}/{len(names)}", "wrong": wrong}


def _wanted(name: str, mails: dict[str, bytes]) -> str:
    beside = mails.get(name.replace(".eml", "_reply_text"), b"Hello")
    return _bare(beside.decode())


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def answers(sentences: Path) -> dict[str, object]:
    """Wishes to be left alone found, false ones, and the classes, over families of sentences."""
    rng = np.random.default_rng(SEED)
    rows = [
        (number, name, text)
        for number, (name, _, template) in enumerate(families(sentences))
        for text in expanded(template, rng)
    ]
    family = np.array([row[0] for row in rows])
    truth = np.array([row[1] for row in rows])
    told = [reply_class_of(row[2]) for row in rows]
    got, sure = np.array([one[0].value for one in told]), np.array([one[1] for one in told])
    stop = truth == ReplyClass.UNSUBSCRIBE.value
    hit = got == ReplyClass.UNSUBSCRIBE.value
    ruled = np.array([asks_to_stop(row[2]) for row in rows])
    kept, is_sure = np.arange(len(rows)), sure >= LEAST_SURE
    names = [c.value for c in BY_TEXT]
    weights = 1 / np.bincount(family)[family]

    def f1(n: np.ndarray) -> float:
        return float(
            f1_score(truth[n], got[n], labels=names, average="macro", sample_weight=weights[n])
        )

    bins = [(low, low + 0.2) for low in (0.2, 0.4, 0.6, 0.8)]
    return {
        "sentences": len(rows),
        "families": int(family.max() + 1),
        "wishes": int(stop.sum()),
        "unsubscribe recall": round(float(hit[stop].mean()), 4),
        "the same over families": _by_family(lambda n: float(hit[n][stop[n]].mean()), family),
        "missed": [rows[n][2] for n in kept[stop & ~hit]][:40],
        "false wishes among other answers": round(float(hit[~stop].mean()), 4),
        "of these not shown to a person": round(float((hit & is_sure)[~stop].mean()), 4),
        "wishes found or shown to a person": round(float((hit | ~is_sure)[stop].mean()), 4),
        "wishes nobody need look at": round(float((hit & is_sure)[stop].mean()), 4),
        "unsubscribe recall by the rules alone": round(float(ruled[stop].mean()), 4),
        "false wishes by the rules alone": round(float(ruled[~stop].mean()), 4),
        "such as": [rows[n][2] for n in kept[~stop & hit]][:20],
        "macro-F1": _by_family(f1, family),
        "macro-F1 where at least 0.6 sure": round(f1(kept[is_sure]), 3),
        "to a person": round(float((~is_sure).mean()), 3),
        "right by how sure": {
            f"{low:.1f} to {high:.1f}": [
                int(mask.sum()),
                round(float((got == truth)[mask].mean()), 3),
            ]
            for low, high in bins
            if (mask := (sure >= low) & (sure < high + 1e-9) & ~stop).any()
        },
    }


def _by_family(figure: Callable[[np.ndarray], float], family: np.ndarray) -> list[float]:
    """The figure, and 95 % of what it is over families drawn anew."""
    rng = np.random.default_rng(SEED)
    places = [np.flatnonzero(family == n) for n in range(family.max() + 1)]
    drawn = [
        figure(np.concatenate([places[n] for n in rng.integers(0, len(places), len(places))]))
        for _ in range(ROUNDS // 5)
    ]
    whole = figure(np.arange(len(family)))
    return [round(float(one), 3) for one in (whole, *np.quantile(drawn, (0.025, 0.975)))]


def _interval(values: np.ndarray) -> list[float]:
    rng = np.random.default_rng(SEED)
    drawn = [rng.choice(values, len(values)).mean() for _ in range(ROUNDS)]
    return [round(float(one), 3) for one in (values.mean(), *np.quantile(drawn, (0.025, 0.975)))]


def _members(name: str) -> dict[str, bytes]:
    with tarfile.open(SHARED / "mail" / name) as archive:
        return {m.name: archive.extractfile(m).read() for m in archive if m.isfile()}


if __name__ == "__main__":
    measured = {
        "bounces": bounces(),
        "quotes": quotes(),
        "answers": {name: answers(path) for name, path in SENTENCES.items()},
    }
    print(json.dumps(measured, indent=1, ensure_ascii=False))
