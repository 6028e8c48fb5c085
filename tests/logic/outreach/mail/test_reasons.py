"""Why a mail came back, and whether its address is dead, where codes and words contradict."""

from __future__ import annotations

import pytest

from backlinkbot.logic.outreach.mail.languages import words
from backlinkbot.logic.outreach.mail.reasons import BY_STATUS, HARD, ORDER, VAGUE, fault_of


@pytest.mark.parametrize(
    ("status", "said", "reason", "hard"),
    [
        # the words win over the code …
        ("5.7.1", "550 5.7.1 No such user", "user unknown", True),
        ("5.2.1", "550 5.2.1 <a@b.example>... User unknown", "user unknown", True),
        ("5.1.1", "550 5.1.1 <a@b.example>: mailbox full", "mailbox full", False),
        ("5.1.1", "550 5.1.1 rejected, your IP is on our blocklist", "blocked", False),
        # … but not where the code says it exactly
        ("5.2.2", "552 5.2.2 no such user", "mailbox full", False),
        ("4.4.7", "550 4.4.7 expired; 450 user unknown", "expired", False),
        # what is said of us is not said of the recipient
        ("5.1.8", "553 5.1.8 sender address: domain does not exist", "sender refused", False),
        ("5.0.0", "550 Sender verify failed: no such user here", "sender refused", False),
        ("5.1.1", "550-Verification failed for <us@a.example>", "sender refused", False),
        ("5.0.0", "550 cannot find your reverse hostname, host unknown", "no reverse name", False),
        # what may pass
        ("", "450 host not found", "host unknown", False),
        ("4.1.1", "450 4.1.1 verification in progress", "not yet tried", False),
        ("5.4.312", "550 5.4.312 DNS query failed", "network", False),
        # codes alone
        ("5.1.10", "", "takes no mail", True),
        ("5.4.310", "", "host unknown", True),
        ("5.7.17", "", "has moved", True),
        ("5.7.27", "", "sender refused", False),
        ("5.0.0", "554 Transaction failed", "unknown", False),
    ],
)
def test_codes_and_words_are_weighed_in_one_order(
    status: str, said: str, reason: str, *, hard: bool
) -> None:
    assert fault_of(status, said, said)[:2] == (reason, hard)


@pytest.mark.parametrize(
    ("said", "hard"),
    [
        ("550 Benutzer nicht bekannt", True),
        ("550 Das Postfach ist überfüllt", False),
        ("550 Ce compte n'existe plus", True),
        ("552 La boîte du destinataire est saturée", False),
        ("550 Usuario no encontrado", True),
        ("552 Cuota excedida", False),
        ("550 L'utente non esiste", True),
        ("550 Casella disattivata", False),
        ("550 Usuário não encontrado", True),
        ("550 Dit e-mailadres bestaat niet", True),
        ("550 Nie ma takiego użytkownika", True),
        ("550 Uživatel neexistuje", True),
        ("550 Нет такого пользователя", True),
        ("552 Ящик переполнен", False),
        ("550 宛先不明", True),
        ("550 邮箱空间不足", False),
        ("550 用户不存在", True),
        ("550 Användaren finns inte", True),
    ],
)
def test_dead_addresses_are_told_in_many_languages(said: str, *, hard: bool) -> None:
    assert fault_of("5.0.0", said).hard is hard


def test_a_refusal_after_the_text_was_a_filter_except_where_a_host_always_refuses_there() -> None:
    after = "(in reply to end of DATA command)"
    assert fault_of("5.0.0", f"550 unknown user {after}").reason == "filtered"
    assert fault_of("5.0.0", f"554 This user doesn't have a b.example account {after}").hard


def test_every_reason_has_words_and_the_vague_ones_come_last() -> None:
    assert all(words(reason).pattern for reason in ORDER)
    assert set(BY_STATUS.values()) - {"mailing list"} <= set(ORDER)
    assert set(ORDER) >= HARD
    assert max(ORDER.index(one) for one in HARD) < min(
        ORDER.index(one) for one in VAGUE if one in ORDER
    )
