from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from small_suspects import Small

from backlinkbot.core.audit import GroupKind
from backlinkbot.logic.judge.groups import SHOWN_FROM, groups_of
from backlinkbot.logic.judge.groups.comments import comment_blasts
from backlinkbot.logic.judge.groups.seen import seen_in
from backlinkbot.logic.judge.suspicion import Suspects

SPAM = "says: Very nice post, I will come back to it."


def commented(
    anchors: list[str],
    rights: list[str],
    left: str = "Comments",
    *,
    ugc: bool | None = None,
    keywords: tuple[str, ...] = (),
) -> Suspects:
    """Honest sites; the first ones carry a comment with these words; `{n}`: another on each.

    `ugc`: whether the pages mark these links as a visitor's; `keywords`: of the target.
    """
    small = Small()
    small.honest(30)
    for number, (row, anchor, right) in enumerate(zip(small.links, anchors, rights, strict=False)):
        said = {"anchor": anchor, "right": right, "left": left.replace("{n}", str(number))}
        row |= {"placement": "comment", "ugc": ugc, **said}
    return small.suspects(keywords=keywords)


def blasts(suspects: Suspects) -> list[Any]:
    return comment_blasts(suspects, seen_in(suspects))


def test_one_sentence_with_two_anchors_is_one_hand() -> None:
    anchors = ["cheap loans", "best casino"] * 6
    (blast,) = blasts(commented(anchors, [SPAM] * 12))
    assert len(blast.members) == 12
    assert set(blast.anchors) == {"cheap loans", "best casino"}
    assert blast.probability > 0.5


def test_a_regular_who_signs_with_one_name_is_less_likely_a_spammer_than_not() -> None:
    rights = [f"said: word{n} other{n} third{n} fourth{n} fifth{n}" for n in range(8)]
    (blast,) = blasts(commented(["Ada Marlow"] * 8, rights))
    assert blast.probability < 0.5
    suspects = commented(["Ada Marlow"] * 8, rights)
    assert all(group.kind is not GroupKind.COMMENT_BLAST for group in groups_of(suspects))


def test_what_blog_software_says_under_every_comment_ties_nobody() -> None:
    anchors = [f"reader {n // 2}" for n in range(20)]
    found = blasts(commented(anchors, ["Reply Leave a comment Your email address"] * 20))
    assert found == []


def test_notes_of_blog_software_are_no_blast() -> None:
    note = "Learn how your comment data is processed"
    assert blasts(commented([note] * 12, ["This site uses Akismet to reduce spam"] * 12)) == []


@pytest.mark.parametrize(
    ("left", "note", "right"),
    [
        ("Comentarios Este sitio se sirve de Acme, contra el abuso", "Aprende más", ""),
        ("このサイトは Acme を使っています", "コメントデータの処理方法", "詳しくはこちら"),
        ("Leave a reply This site is protected by a filter", "the filter", "and its terms apply"),
        ("Comments", "cloud comments plugin", "Powered by WordPress and a free theme"),
        ("Post Comment Save my name", "comment notes", "Previous post Next post Recent posts here"),
    ],
)  # fmt: skip
def test_what_a_plugin_writes_under_every_article_is_no_blast(
    left: str, note: str, right: str
) -> None:
    suspects = commented([note] * 16, [right] * 16, left)
    assert all(blast.probability < SHOWN_FROM for blast in blasts(suspects))
    assert groups_of(suspects) == ()


def test_one_anchor_with_one_sentence_after_different_comments_is_still_a_blast() -> None:
    suspects = commented(["cheap loans"] * 12, [SPAM] * 12, "I do like word{n} and other{n} too")
    (blast,) = blasts(suspects)
    assert blast.probability > SHOWN_FROM


MID_LEFT, MID_RIGHT = "so true, and this is how my", "helped me out of it last year"


def test_a_sentence_around_a_money_anchor_is_a_spammers_own() -> None:
    for money in ("best casino bonus", "payday loans"):
        suspects = commented([money] * 16, [MID_RIGHT] * 16, MID_LEFT)
        (group,) = groups_of(suspects)
        assert group.kind is GroupKind.COMMENT_BLAST
        assert len(group.members) == 16


def test_words_of_the_targets_trade_are_no_notice_though_it_reads_like_one() -> None:
    tools = ["small garden tools"] * 16
    right = ["powered by love for what grows"] * 16
    assert groups_of(commented(tools, right, MID_LEFT)) == ()
    suspects = commented(tools, right, MID_LEFT, keywords=("small garden tools",))
    (group,) = groups_of(suspects)
    assert group.kind is GroupKind.COMMENT_BLAST


@pytest.mark.parametrize(
    ("anchors", "right", "left"),
    [
        (("best casino",), "says: read our privacy policy, nice post here", "word{n} other{n}"),
        (("best casino", "online slots"), "powered by luck, I won big", "word{n} other{n}"),
        (("green sheds", "blue sheds"), "powered by luck, I won big", "word{n} other{n}"),
        (("green sheds",), "from Acme are the best, trust me friends", "word{n} other{n} I got"),
        (("cheap loans",), "from Acme are the best, trust me friends", "word{n} other{n} I got"),
        (("cheap loans",), "they approved me within a day", "I was broke until a friend showed me"),
        (("green sheds",), "they brought it within a day", "I was wet until a friend showed me"),
        (("green sheds",), "read our privacy policy, nice post here", "word{n} other{n}"),
    ],
)  # fmt: skip
def test_a_word_or_two_in_the_sentence_silence_no_blast(
    anchors: tuple[str, ...], right: str, left: str
) -> None:
    said = [anchors[number % len(anchors)] for number in range(30)]
    (group,) = groups_of(commented(said, [right] * 30, left))
    assert group.kind is GroupKind.COMMENT_BLAST
    assert len(group.members) == 30


def test_the_makers_own_notice_is_no_blast_though_it_names_what_he_sells() -> None:
    said = "comment notes"
    around = ([said] * 16, ["eine zwei drei vier fünf sechs"] * 16, "sieben acht neun zehn elf")
    assert groups_of(commented(*around, keywords=(said,))) == ()


@pytest.mark.parametrize("ugc", [None, False, True])
def test_the_same_words_on_both_sides_of_no_programs_anchor_are_a_robots(
    *, ugc: bool | None
) -> None:
    tools = ["the very best tools"] * 16
    (group,) = groups_of(commented(tools, [MID_RIGHT] * 16, MID_LEFT, ugc=ugc))
    assert group.kind is GroupKind.COMMENT_BLAST


def test_a_notice_is_none_even_where_it_is_marked_as_a_visitors() -> None:
    note = "Learn how it works"
    right = ["This site uses Akismet to reduce spam"] * 16
    assert groups_of(commented([note] * 16, right, ugc=True)) == ()


def test_the_sites_own_name_and_here_are_no_anchors_of_a_spammer() -> None:
    assert blasts(commented(["Acme", "here"] * 6, [SPAM] * 12)) == []


def test_fewer_than_four_sites_are_no_blast() -> None:
    assert blasts(commented(["cheap loans"] * 3, [SPAM] * 3)) == []


def test_links_without_words_beside_them_do_no_harm() -> None:
    suspects = commented(["cheap loans"] * 8, [SPAM] * 8)
    links = suspects.links.set_column(
        suspects.links.schema.get_field_index("right"),
        "right",
        pa.nulls(suspects.links.num_rows, pa.string()),
    )
    suspects.evidence.links = links
    (blast,) = blasts(suspects)
    assert blast.sentences == ()


def test_comments_with_one_anchor_in_one_week_are_called_a_blast_of_comments() -> None:
    small = Small()
    small.honest(40)
    small.honest(20, anchor="cheap loans", day=400)
    for row in small.links[40:]:
        row |= {"placement": "comment", "right": SPAM}
    (group,) = groups_of(small.suspects(bare=True))
    assert group.kind is GroupKind.COMMENT_BLAST
    assert len(group.members) == 20
