"""What people answer: wishes to be left alone, absences, quotes, complaints, threads."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from backlinkbot.logic.outreach.mail.classified import MailKind, incoming_of
from backlinkbot.logic.outreach.mail.message import mail_of
from backlinkbot.logic.outreach.mail.quotes import reply_text, without_signature
from backlinkbot.logic.outreach.mail.replies import (
    BY_TEXT,
    NOT_SURE,
    STOP_IS_POSSIBLE,
    ReplyClass,
    chances_of,
    reply_class_of,
    trained,
    wish_signs,
)
from backlinkbot.logic.outreach.mail.threads import SentMail, plain_subject, thread_of
from backlinkbot.logic.outreach.mail.unsubscribe import asks_to_stop, signs_of

HEAD = "From: Anna <anna@site.example>\nSubject: Re: Broken link\nIn-Reply-To: <one@ours.example>\n"


def answered(text: str, head: str = HEAD) -> bytes:
    return (head + "Content-Type: text/plain; charset=utf-8\n\n" + text).encode()


@pytest.mark.parametrize(
    "wish",
    [
        "Please take me off your list", "STOP", "don\u2019t write to me again",
        "Bitte keine Mails mehr",
        "Nehmen Sie uns bitte aus dem Verteiler", "Ne m'écrivez plus", "Merci de me désinscrire",
        "No me escriba más", "Quiero darme de baja", "Mail ons niet meer", "Graag afmelden",
    ],
)  # fmt: skip
def test_a_wish_to_be_left_alone_is_heard_in_five_languages(wish: str) -> None:
    told = incoming_of(answered(wish))
    assert told.reply_class is ReplyClass.UNSUBSCRIBE
    assert not told.to_person


@pytest.mark.parametrize(
    "wish",
    [
        "Kontaktieren Sie uns nicht mehr.", "unsuscribe me pls", "abmleden!", "disicrizione grazie",
        "Non scrivetemi più", "Não me enviem mais nada", "We are fed up with your mails",
        "Nice page. Still, remove us.", "I have already said no twice.", "Jede weitere Mail geht "
        "an den Anwalt", "Chaque mail supplémentaire vous sera facturé 50 euros.",
        "No vuelvan a escribirnos", "Je refuse le démarchage", "Thanks, but no more msgs",
        "Wrong person, and please don't mail me again",
    ],
)  # fmt: skip
def test_a_wish_is_heard_by_its_parts_in_any_order_and_misspelt(wish: str) -> None:
    assert asks_to_stop(wish)


@pytest.mark.parametrize(
    "text",
    [
        "I removed the dead link from our list and put yours there.",
        "Das hört sich gut an, schicken Sie uns den Text.",
        "N'hésitez pas à nous envoyer le texte.", "No dude en escribirnos.",
        "Bitte nicht vor Mai melden, dann gern.", "Wir nehmen das gern in unsere Liste auf.",
        "Pouvez-vous envoyer plus de détails ?", "Besser fragen Sie im Hauptsitz.",
        "Thank you for your message, but it is not good enough.", "Anmeldung",
        "Quien la lleva está de baja maternal.", "Ho letto un articolo largo.",
    ],
)  # fmt: skip
def test_words_of_a_wish_in_another_sense_are_none(text: str) -> None:
    assert not asks_to_stop(text)


def test_an_answer_that_may_be_a_wish_is_shown_to_a_person_whatever_it_seems_to_be() -> None:
    stop = BY_TEXT.index(ReplyClass.UNSUBSCRIBE)
    texts = ("The theatre. Curtain. No encore.", "Il teatro. Sipario. Niente bis.", "Das Theater.")
    chances = {text: chances_of(text, trained())[stop] for text in texts}
    doubtful = [text for text, chance in chances.items() if chance >= STOP_IS_POSSIBLE]
    assert doubtful, "the model no longer doubts any of these"
    assert all(incoming_of(answered(text)).to_person for text in doubtful)


def test_parts_of_a_wish_have_the_same_names_in_all_languages() -> None:
    assert "qdata take" in signs_of("please delete the address")
    assert "qdata take" in signs_of("bitte die Adresse löschen")
    assert signs_of("xylophone") == set()


def test_a_wish_said_in_one_of_many_sentences_counts_as_if_it_stood_alone() -> None:
    wish = "Never darken my inbox again."
    letter = f"We are a small bakery. It rains. {wish} My sister says hello."
    likest = wish_signs(letter, trained())[[1, 3]]
    assert (likest >= wish_signs(wish, trained())[[1, 3]] - 1e-6).all()


@pytest.mark.parametrize("text", ["🛑", " 🚫🚫\n", "⛔!"])
def test_a_stop_sign_alone_is_a_wish(text: str) -> None:
    assert reply_class_of(text)[0] is ReplyClass.UNSUBSCRIBE
    assert reply_class_of("👍")[0] is not ReplyClass.UNSUBSCRIBE


@pytest.mark.parametrize(
    "text",
    [
        "I unsubscribed from that tool, the other one is better. So no link.",
        "Is your tool GDPR compliant, and can users delete their data? If so I may mention it.",
        "Stop sending me the PDF, please send the doc. Which version is the latest?",
        "Me di de baja de la otra guía y recomiendo la suya.",
    ],
)
def test_a_rule_alone_is_not_sure_where_the_model_hears_no_wish(text: str) -> None:
    assert asks_to_stop(text)
    assert reply_class_of(text)[1] <= NOT_SURE
    assert incoming_of(answered(text)).to_person


@pytest.mark.parametrize(
    ("subject", "text", "to_person"),
    [
        ("Re: Your unsubscribe guide", "Sure, added the link.", True),
        ("Re: Your unsubscribe guide", "Please take me off your list.", False),
        ("Re: Broken link - STOP", "", False),
        ("unsubscribe", "Anna", False),
    ],
)
def test_a_subject_that_an_answer_repeats_is_no_sure_wish(
    subject: str, text: str, *, to_person: bool
) -> None:
    told = incoming_of(answered(text, f"From: a@site.example\nSubject: {subject}\n"))
    assert told.reply_class is ReplyClass.UNSUBSCRIBE
    assert told.to_person is to_person


def test_a_wish_that_no_rule_knows_goes_to_a_person_however_sure_the_model_is() -> None:
    text = "Deaf ears, cold shoulder, closed doors: that is all your agency will ever find here."
    assert not asks_to_stop(text)
    assert incoming_of(answered(text)).to_person


@pytest.mark.parametrize(
    "text",
    [
        "Your third mail convinced me, the link is in.", "Feel free to write again in May.",
        "I took the dead link off the list and put yours there.", "Ihr Link steht jetzt drin.",
        "Notre tarif est de 80 euros par lien.", "¿A qué página se refiere?",
    ],
)  # fmt: skip
def test_words_near_a_wish_do_not_make_the_model_hear_one(text: str) -> None:
    assert reply_class_of(text)[0] is not ReplyClass.UNSUBSCRIBE


@pytest.mark.parametrize(
    "subject",
    [
        "Away until May", "Out of office", "Out of the office: Broken link", "Off sick", "Away",
        "Weg bis Mai", "Weg tot maandag", "Fuera de la oficina", "Fuori ufficio", "Via fino al 5",
        "Dehors jusqu'à lundi", "Out sick today", "Away on business", "Off until 5 June",
    ],
)  # fmt: skip
def test_an_absence_is_no_wish_to_be_left_alone(subject: str) -> None:
    assert not asks_to_stop(f"{subject}\n")


@pytest.mark.parametrize(
    "text",
    [
        "stop send not again mail want get me my list remove " * 100,
        "ne plus pas écrire moi jamais " * 150, "unsubscrxbe " * 300, "\ufdfa" * 4_000,
    ],
)  # fmt: skip
@pytest.mark.timeout(60)
def test_words_of_wishes_without_end_are_read(text: str) -> None:
    assert reply_class_of(text)[0] in ReplyClass


@pytest.mark.parametrize(
    "text",
    [
        "Sure, I added your link.", "Nein danke, kein Interesse.", "Merci, ce n'est pas pour nous.",
        "No estamos interesados.", "Ik heb geen interesse.", "Our unsubscribe page links to you.",
    ],
)  # fmt: skip
def test_an_ordinary_answer_is_no_such_wish(text: str) -> None:
    assert not asks_to_stop(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our fee for a guest post is 150 euros, PayPal only.", ReplyClass.PAYMENT),
        ("Which page do you mean?", ReplyClass.QUESTION),
        ("Gerne, wir haben den Link ersetzt.", ReplyClass.POSITIVE),
        ("Ce n'est pas pour nous, non merci.", ReplyClass.NEGATIVE),
    ],
)
def test_a_plain_answer_is_told(text: str, expected: ReplyClass) -> None:
    assert incoming_of(answered(text)).reply_class is expected


def test_an_answer_that_says_nothing_goes_to_a_person() -> None:
    chances = chances_of("", trained())
    assert len(chances) == len(BY_TEXT)
    assert chances.sum() == pytest.approx(1)
    assert incoming_of(answered("Hmm.")).to_person


def test_the_quoted_mail_says_nothing_about_the_answer() -> None:
    text = (
        "Sure, added.\n\nOn Mon, 2 Mar 2026, Bob <bob@ours.example> wrote:\n> unsubscribe: STOP\n"
    )
    told = incoming_of(answered(text))
    assert told.text == "Sure, added."
    assert told.reply_class is not ReplyClass.UNSUBSCRIBE


def test_answers_between_quoted_lines_are_kept() -> None:
    assert reply_text("> one?\nyes\n> two?\nno") == "yes\nno"
    assert without_signature("yes\n-- \nAnna\nSite") == "yes"


def test_the_replies_of_twelve_mail_programs_are_stripped(shared_data: Path) -> None:
    right = 0
    with tarfile.open(shared_data / "mail" / "reply-fixtures.tar.gz") as archive:
        files = {m.name: archive.extractfile(m) for m in archive.getmembers() if m.isfile()}
        texts = {name: file.read() for name, file in files.items() if file}
    names = [n for n in texts if "standard_replies" in n and n.endswith(".eml")]
    for name in names:
        wanted = texts.get(name.replace(".eml", "_reply_text"), b"Hello").decode()
        got = incoming_of(texts[name]).text
        right += [x.rstrip() for x in got.split("\n")] == [
            x.rstrip() for x in wanted.strip().split("\n")
        ]
    assert (right, len(names)) == (12, 12)


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied\nSubject: Away until May\n",
        "Subject: Automatische Antwort: Ihr Link\n",
        "Subject: Réponse automatique : lien\n",
        "X-Autoreply: yes\nSubject: Re: x\n",
    ],
)
def test_an_absence_is_told_by_header_or_subject(head: str) -> None:
    told = incoming_of(answered("I am out of the office.", "From: a@site.example\n" + head))
    assert (told.kind, told.reply_class) == (MailKind.AUTOMATIC, ReplyClass.OUT_OF_OFFICE)


def test_a_complaint_counts_as_a_wish_to_be_left_alone() -> None:
    raw = (
        b"From: fbl@provider.example\nSubject: complaint\n"
        b'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n'
        b"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
        b"Original-Rcpt-To: anna@site.example\n"
        b"--b\nContent-Type: message/rfc822\n\nMessage-ID: <one@ours.example>\n\nhi\n--b--\n"
    )
    told = incoming_of(raw)
    assert (told.kind, told.recipient) == (MailKind.COMPLAINT, "anna@site.example")
    assert (told.reply_class, told.original_id) == (ReplyClass.UNSUBSCRIBE, "<one@ours.example>")


def test_a_thread_is_known_by_reference_and_only_else_by_subject() -> None:
    ours = SentMail("<one@ours.example>", "Broken link", "anna@site.example")
    mail = mail_of(answered("yes"))
    by_id = thread_of(mail, {ours.message_id: ours}, ())
    by_subject = thread_of(mail, {}, [ours])
    assert by_id
    assert by_subject
    assert (by_id.by, by_subject.by) == ("references", "subject and sender")
    assert thread_of(mail, {}, []) is None
    assert plain_subject("AW: Re[2]: Broken  link") == "broken link"
