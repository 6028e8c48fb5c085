"""Whether a mail says that ours was not delivered, to whom, why, and whether that is for good.

First the fields of RFC 3464; where there are none, the shape of the text: who sends it, what its
subject says, a refusal in the words of SMTP, and a copy of the mail that came back. No one sign is
enough, so that a person who writes about a failed delivery is not taken for a server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from backlinkbot.logic.outreach.mail.languages import words
from backlinkbot.logic.outreach.mail.message import Mail, mail_of
from backlinkbot.logic.outreach.mail.plain_words import without_accents
from backlinkbot.logic.outreach.mail.reasons import REPLY_CODE, VAGUE, Fault, fault_of
from backlinkbot.logic.outreach.mail.reports import (
    ADDRESS,
    DELIVERY_TYPES,
    ONE_ADDRESS,
    ORIGINAL_TYPES,
    STATUS,
    Delivery,
    address_in,
    deliveries_in,
    deliveries_of,
    fields_of,
    original_headers,
)

FAILED, DELAYED, DELIVERED = "failed", "delayed", "delivered"
ENOUGH = 4  # points; each sign's weight stands beside it
SAID_CHARACTERS = 20_000  # of the report's own words that are searched

PLAIN_TRIED = re.compile(r"giv(?:en|ing) up|returned|final|expired|permanent", re.IGNORECASE)
ANSWERED = re.compile(
    r"\s*(?:re|aw|fw|fwd|wg|tr|rv|sv|vs|antw|antwort|doorst)\s*(?:\[\d+\])?:", re.IGNORECASE
)
ORIGINAL_HEAD = re.compile(
    r"^[> ]?(?:received|return-path|message-id|mime-version|dkim-signature|arc-seal|x-[\w-]+)"
    r":[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
RECIPIENT_LINE = re.compile(
    r"(?:^|\n)[ \t*>•-]*(?:<|to: ?<?|recipient(?: address)?: ?<?|original address: |"
    r"could not be delivered to: ?<?|"
    r"final-recipient: ?(?:rfc822; ?)?|rcpt to: ?<?|for ?<)?"
    rf"({ONE_ADDRESS})",
    re.IGNORECASE,
)
NOTICE_KIND = re.compile(r'"notificationType"\s*:\s*"(Bounce|Delivery)"')
NOTICE_FIELD = re.compile(
    r'"(emailAddress|status|diagnosticCode|recipients)"\s*:\s*\[?\s*"([^"]{0,2000})"'
)
OWN_LINE = re.compile(  # an address that has a line of its own, as the head of what follows
    rf"^[ \t*\"<]*({ONE_ADDRESS})[\">]*:?[ \t]*$",
    re.MULTILINE,
)
REFUSAL = re.compile(
    r"(?:<<<|said:|>>>|reply(?: was)?:|error:|response:|message:|reason:|smtp;|"
    r"returned was:|rcpt to:"
    r"|\[)\s{0,9}"
    r"((?:[45]\d\d)[ \n-][ \t]*[^\n]{3,400}(?:\n[ \t]+[^\n]{1,300}){0,3})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report on the delivery of one of our mails."""

    action: str  # failed, delayed or delivered
    reason: str
    recipient: str  # empty where it is not said
    hard: bool
    status: str = ""  # RFC 3463, empty where none is said
    original_id: str = ""  # Message-ID of the mail that came back
    is_by_fields: bool = False  # read from the fields of RFC 3464, not from the shape of the text


def bounce_of(mail: Mail) -> Bounce | None:
    """What a mail reports on a delivery; `None` where it reports nothing."""
    said, _ = _halves(mail.own_text)
    told = _told(mail)
    if told:
        return _by_fields(mail, told, said)
    if notice := _notice(mail):
        return notice
    if _points(mail, said) < ENOUGH:
        return None
    if told := tuple(one for one in deliveries_in(mail.own_text) if one.action and one.status):
        return _by_fields(mail, told, said)
    return _carried(mail) or _by_shape(mail, said)


def _carried(mail: Mail) -> Bounce | None:
    """The report inside another, where a server on the way wrapped it and says nothing itself."""
    for part in mail.of_type("message/rfc822"):
        inner = mail_of(part.text.encode("utf-8", "replace"))
        if told := _told(inner):
            return _by_fields(inner, told, _halves(inner.own_text)[0])
    return None


def _halves(text: str) -> tuple[str, str]:
    """What the report says, and the copy of the mail that came back below it."""
    cuts = [
        match.start() for match in (words("copy_rule").search(text), _head_of_copy(text)) if match
    ]
    cut = min((cut for cut in cuts if text[:cut].strip()), default=len(text))
    return text[:cut][:SAID_CHARACTERS], text[cut:]


def _head_of_copy(text: str) -> re.Match[str] | None:
    """Where the headers of a mail begin: two or more of a mail's own headers within six lines."""
    for match in ORIGINAL_HEAD.finditer(text):
        lines = text[match.start() : match.start() + 2_000].split("\n")[:12]
        if sum(bool(ORIGINAL_HEAD.match(f"{line} ")) for line in lines) > 1:
            return match
    return None


def _told(mail: Mail) -> tuple[Delivery, ...]:
    return tuple(one for one in deliveries_of(mail) if one.action or one.status)


def _by_fields(mail: Mail, told: tuple[Delivery, ...], said: str) -> Bounce:
    """From a report of RFC 3464: of several recipients the first that failed."""
    worst = next((one for one in told if _action(one) == FAILED), told[0])
    section = _section(said)
    fault = fault_of(worst.status, worst.diagnostic or _refusals(section), section)
    if fault.reason in {"unknown", "policy"} and not fault.status[2:].startswith("7."):
        fault = _better(fault, fault_of(worst.status, f"{worst.diagnostic}\n{section}", section))
    recipient = worst.recipient or _recipient(mail, said)
    return replace(_bounce(mail, _action(worst), fault, recipient), is_by_fields=True)


def _better(fault: Fault, other: Fault) -> Fault:
    """The other one, if it says why."""
    return fault if other.reason in VAGUE else other


def _section(said: str) -> str:
    """Of a text on several recipients what it says on the first."""
    starts: list[int] = []
    seen: set[str] = set()
    for match in OWN_LINE.finditer(said):
        if match[1].lower() not in seen:
            seen.add(match[1].lower())
            starts.append(match.start())
    if len(starts) > 1 and fault_of("", said[starts[0] : starts[1]]).reason not in VAGUE:
        return said[: starts[1]]
    return said


def _action(told: Delivery) -> str:
    if told.action in {"delivered", "relayed", "expanded"} or told.status.startswith("2"):
        return DELIVERED
    return DELAYED if told.action == "delayed" else FAILED


def _bounce(mail: Mail, action: str, fault: Fault, recipient: str) -> Bounce:
    if action == DELIVERED:
        fault = Fault("delivered", hard=False, status=fault.status)
    if action == DELAYED and fault.reason == "unknown":
        fault = Fault("expired", hard=False, status=fault.status)
    original = _original(mail)
    return Bounce(
        action=action,
        reason=fault.reason,
        recipient=recipient,
        hard=fault.hard and action == FAILED,
        status=fault.status,
        original_id=original.get("message-id", ""),
    )


def _original(mail: Mail) -> dict[str, str]:
    """The headers of the mail that came back, attached or copied into the text."""
    if attached := original_headers(mail):
        return attached
    _, below = _halves(mail.own_text)
    begins = ORIGINAL_HEAD.search(below)
    if not begins:
        return {}
    return dict(reversed(fields_of(below[begins.start() :].partition("\n\n")[0])))


def _points(mail: Mail, said: str) -> int:
    """How much speaks for a report on a delivery."""
    subject, sender = without_accents(mail.header("subject")), mail.header("from")
    is_daemon = bool(
        words("daemon").search(without_accents(sender))
        or words("daemon").search(mail.header("return-path"))
    )
    is_null = mail.header("return-path").strip() == "<>" or sender.strip().endswith("<>")
    is_machine = is_daemon or is_null or bool(mail.header("x-mlserver"))
    has_copy = bool(mail.of_type(*ORIGINAL_TYPES)) or bool(_head_of_copy(mail.own_text))
    has_code = bool(STATUS.search(said) or REPLY_CODE.search(said))
    is_named = _names_a_fault(said)
    plain = without_accents(said)
    is_told = bool(words("failure_words").search(plain))
    is_failure = bool(words("failure_subject").search(subject))
    has_address = is_failure and is_told and _heads_an_address(mail, said)
    has_report = bool(mail.header("x-failed-recipients") or mail.of_type(*DELIVERY_TYPES))
    signs = (
        (3, bool(mail.header("x-failed-recipients"))),
        (3, bool(mail.of_type(*DELIVERY_TYPES))),
        (2, is_daemon),
        (1, is_null),
        (1, bool(mail.header("auto-submitted") or mail.header("x-auto-response-suppress"))),
        (2, is_failure),
        (2, is_told),
        (1, has_code or is_named),
        (1, is_machine and has_code and is_named),
        (1, has_copy),
        (1, is_failure and bool(words("machine_words").search(plain))),
        (1, has_address),
        (-4, _is_answer(mail) and not is_machine),
        (-2, not is_machine),
        (-2, not (is_machine or has_copy or has_code or has_address or has_report)),
        (-6, _is_mass_mail(mail) and not (is_null or words("server").search(sender))),
        (-2, is_null and not is_daemon and not (has_copy or is_told)),
    )
    return sum(weight for weight, holds in signs if holds)


def _heads_an_address(mail: Mail, said: str) -> bool:
    """Whether an address that is neither the sender's nor ours has a line of its own."""
    others = {address_in(mail.header(name)).lower() for name in ("from", "to")}
    return any(match[1].lower() not in others for match in OWN_LINE.finditer(said[:3_000]))


def _is_mass_mail(mail: Mail) -> bool:
    """Whether the mail went to many, as a server's notice hardly ever does."""
    return bool(mail.header("list-unsubscribe") or mail.header("list-id"))


def _names_a_fault(said: str) -> bool:
    return fault_of("", said).reason not in {"unknown", "policy", "expired"}


def _is_answer(mail: Mail) -> bool:
    """Whether the mail says that it answers or forwards another, as people's mails do."""
    return bool(ANSWERED.match(mail.header("subject")))


def _by_shape(mail: Mail, said: str) -> Bounce:
    section = _section(said)
    refusals = _refusals(section)
    text = refusals or section
    fault = fault_of(_status(text) or _status(section), text, section)
    if fault.reason in {"unknown", "policy"} and not fault.status[2:].startswith("7."):
        fault = _better(fault, fault_of(fault.status, section, section))
    if fault.reason in VAGUE:
        fault = _better(fault, fault_of(fault.status, mail.header("subject")))
    both = without_accents(f"{mail.header('subject')}\n{said}")
    is_warning = words("still_trying").search(both) and not PLAIN_TRIED.search(
        mail.header("subject")
    )
    action = DELAYED if is_warning and not fault.status.startswith("5") else FAILED
    return _bounce(mail, action, fault, _recipient(mail, said))


def _refusals(said: str) -> str:
    """The lines in which another server refuses, in its own words."""
    return "\n".join(REFUSAL.findall(said)[:20])


def _status(text: str) -> str:
    found = next((match for match in STATUS.finditer(text) if match[1] != "2"), None)
    return found[0] if found else ""


def _recipient(mail: Mail, said: str) -> str:
    """Whom the mail did not reach, by a header, the text, or the copy of the mail."""
    named = address_in(mail.header("x-failed-recipients"))
    if named:
        return named
    written_to = [found.lower() for found in ADDRESS.findall(_original(mail).get("to", "")[:2_000])]
    in_text = [match[1] for match in RECIPIENT_LINE.finditer(said)]
    anywhere = ADDRESS.findall(said)
    both = next((one for one in (*in_text, *anywhere) if one.lower() in written_to), "")
    ours = address_in(mail.header("to")).lower()
    others = [
        one
        for one in (*in_text, *anywhere)
        if one.lower() != ours and not words("daemon").search(one)
    ]
    return both or next(iter((*others, *written_to, *in_text)), "")


def _notice(mail: Mail) -> Bounce | None:
    """A notice in JSON, as a large sender's service mails it; its lines may be broken anywhere."""
    text = mail.own_text[:SAID_CHARACTERS].replace('\\"', '"').replace("\n", "")
    kind = NOTICE_KIND.search(text)
    if not kind:
        return None
    fields = dict(reversed(NOTICE_FIELD.findall(text)))
    if kind[1] == "Delivery":
        return Bounce(DELIVERED, "delivered", fields.get("recipients", ""), hard=False)
    fault = fault_of(fields.get("status", ""), fields.get("diagnosticCode", ""))
    return Bounce(FAILED, fault.reason, fields.get("emailAddress", ""), fault.hard, fault.status)
