"""Whether others can tell that a domain's mail is its own: SPF, DKIM, DMARC, and what to do.

The large providers turn bulk mail away without them (their sender rules of 2024): SPF and DKIM must
pass, DMARC must be published, and one of the two must be of the domain after the From address's @.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.sending import Check, Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_LOOKUPS = 10  # RFC 7208 §4.6.4; beyond, the record counts as broken
LOOKS_UP = re.compile(r"[+?~-]?(?:include:|a(?:$|[:/])|mx(?:$|[:/])|ptr|exists:)|redirect=")
# What the SPF of a domain must name when mail goes out by these servers, from their help pages.
PROVIDERS: Mapping[str, str] = {
    "smtp.gmail.com": "_spf.google.com",
    "smtp-relay.gmail.com": "_spf.google.com",
    "smtp.office365.com": "spf.protection.outlook.com",
    "smtp.zoho.com": "zoho.com",
    "smtp.zoho.eu": "zoho.eu",
    "smtp.fastmail.com": "spf.messagingengine.com",
    "smtp.mailgun.org": "mailgun.org",
    "smtp.sendgrid.net": "sendgrid.net",
}
# Under which selectors providers that sign for their users publish the key.
SELECTORS: Mapping[str, tuple[str, ...]] = {
    "smtp.gmail.com": ("google",),
    "smtp-relay.gmail.com": ("google",),
    "smtp.office365.com": ("selector1", "selector2"),
    "smtp.fastmail.com": ("fm1", "fm2", "fm3"),
}
NOBODY = "the name system did not answer"


def spf_check(
    records: tuple[str, ...] | None, included: Mapping[str, tuple[str, ...]], smtp_host: str
) -> Check:
    """Whether the domain says which servers may send for it."""
    if records is None:
        return Check("SPF", Finding.UNKNOWN, NOBODY, "try again later")
    if not records:
        wanted = PROVIDERS.get(smtp_host.lower(), "")
        named = f"include:{wanted}" if wanted else "what your mail provider tells you to include"
        to_do = f"add a TXT record to the domain: v=spf1 {named} ~all"
        return Check("SPF", Finding.BAD, "the domain does not say who may send for it", to_do)
    if len(records) > 1:
        says = f"there are {len(records)} SPF records, so none of them counts"
        return Check("SPF", Finding.BAD, says, "put them into one")
    return _spf_words(records[0], included, smtp_host)


def _spf_words(record: str, included: Mapping[str, tuple[str, ...]], smtp_host: str) -> Check:
    words = record.lower().split()[1:]
    lookups = sum(
        bool(LOOKS_UP.match(word))
        for one in (record, *(text for texts in included.values() for text in texts))
        for word in one.lower().split()[1:]
    )
    if lookups > MOST_LOOKUPS:
        says = f"it needs {lookups} look-ups and may need {MOST_LOOKUPS}, so it does not count"
        return Check("SPF", Finding.BAD, says, "take out what does not send for you any more")
    if {"all", "+all"} & set(words):
        return Check(
            "SPF", Finding.BAD, "it lets everybody send for the domain", "end it with ~all"
        )
    wanted = PROVIDERS.get(smtp_host.lower(), "")
    if wanted and wanted not in included:
        says = f"it does not name the servers of {smtp_host}"
        return Check("SPF", Finding.WARNING, says, f"add include:{wanted} to it")
    ends = any(word.lstrip("~-?") == "all" or word.startswith("redirect=") for word in words)
    if not ends or "?all" in words:
        says = "it does not say what becomes of mail from other servers"
        return Check("SPF", Finding.WARNING, says, "end it with ~all or -all")
    return Check("SPF", Finding.GOOD, "the domain says which servers may send for it")


def dkim_check(
    found: Mapping[str, tuple[str, ...] | None], own_selector: str, own_key: str
) -> Check:
    """Whether messages are signed, and with the key that the domain publishes.

    `own_key`: the public key of ours as records have it, empty where we do not sign.
    """
    if own_key:
        return _own_dkim(found.get(own_selector), own_selector, own_key)
    named = [one for one, texts in found.items() if texts and _key_in(texts)]
    if named:
        says = f"the provider publishes a key for the domain ({', '.join(named)}._domainkey)"
        return Check("DKIM", Finding.GOOD, says)
    if None in found.values():
        return Check("DKIM", Finding.UNKNOWN, NOBODY, "try again later")
    says = "we do not sign, and whether the provider does cannot be seen from here"
    to_do = (
        "switch DKIM on at the provider; or make a key, publish it, and give it with --dkim-key "
        "and --dkim-selector"
    )
    return Check("DKIM", Finding.WARNING, says, to_do)


def _own_dkim(texts: tuple[str, ...] | None, selector: str, own_key: str) -> Check:
    if texts is None:
        return Check("DKIM", Finding.UNKNOWN, NOBODY, "try again later")
    published = _key_in(texts)
    record = f"v=DKIM1; k=rsa; p={own_key}"
    if not published:
        says = "messages are signed with a key that the domain does not publish"
        to_do = f"add a TXT record to {selector}._domainkey: {record}"
        return Check("DKIM", Finding.BAD, says, to_do)
    if published != own_key:
        says = "messages are signed with another key than the one the domain publishes"
        return Check("DKIM", Finding.BAD, says, f"change {selector}._domainkey to: {record}")
    return Check("DKIM", Finding.GOOD, "messages are signed with the key that the domain publishes")


def dmarc_check(records: tuple[str, ...] | None, domain: str) -> Check:
    """Whether the domain says what becomes of mail that is not its own."""
    if records is None:
        return Check("DMARC", Finding.UNKNOWN, NOBODY, "try again later")
    to_do = f"add a TXT record to _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:postmaster@{domain}"
    if not records:
        return Check("DMARC", Finding.BAD, "the domain has no DMARC record", to_do)
    if len(records) > 1:
        says = f"there are {len(records)} DMARC records, so none of them counts"
        return Check("DMARC", Finding.BAD, says, "leave one of them")
    policy = _tags(records[0]).get("p", "").lower()
    if policy not in {"none", "quarantine", "reject"}:
        return Check("DMARC", Finding.BAD, "it names no policy that there is", to_do)
    return Check("DMARC", Finding.GOOD, f"mail that is not the domain's own: {policy}")


def mx_check(takes_mail: bool | None) -> Check:  # noqa: FBT001 - an answer, not a switch
    """Whether answers and delivery reports can come back to the domain."""
    if takes_mail is None:
        return Check("MX", Finding.UNKNOWN, NOBODY, "try again later")
    if not takes_mail:
        says = "nothing can be sent back to the domain: answers and bounces are lost"
        return Check("MX", Finding.BAD, says, "give the domain an MX record")
    return Check("MX", Finding.GOOD, "answers can come back")


def _key_in(texts: tuple[str, ...]) -> str:
    """The public key of a DKIM record; empty where there is none or it was withdrawn."""
    keys = [_tags(one).get("p", "") for one in texts if "p=" in one.replace(" ", "")]
    return re.sub(r"\s", "", keys[0]) if keys else ""


def _tags(record: str) -> dict[str, str]:
    """The names and values of a record of DKIM or DMARC."""
    pairs = (part.partition("=") for part in record.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
