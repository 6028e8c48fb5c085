"""The documents that the client gives, as REST describes them."""

from __future__ import annotations

from typing import Any, TypedDict


class Site(TypedDict):
    """A site and what belongs to its owner."""

    domain: str
    name: str
    is_ours: bool
    brand_words: list[str]
    topic_words: list[str]
    competitors: list[str]
    estate: list[str]


class Link(TypedDict):
    """One link of a list; moments as ISO texts, qualities and authority 0 to 100."""

    source_url: str
    source_domain: str
    target_url: str
    occurrence: int
    anchor: str | None
    anchor_class: str | None
    kind: str | None
    nofollow: bool | None
    ugc: bool | None
    sponsored: bool | None
    followed: bool | None
    placement: str | None
    sitewide: bool | None
    left: str | None
    right: str | None
    external_links: int | None
    source_title: str | None
    source_language: str | None
    first_seen: str | None
    last_seen: str | None
    started_on: str | None
    state: str
    lost_on: str | None
    lost_reason: str | None
    sources: list[str] | None
    vendor_scores: dict[str, float] | None
    authority: float | None
    quality: float | None
    strength: str
    is_backlink: bool
    similar: int | None


class ReferringDomain(TypedDict):
    """One linking site, with its best link."""

    source_domain: str
    backlinks: int | None
    followed_backlinks: int | None
    all_backlinks: int | None
    state: str
    authority: float | None
    first_seen: str | None
    last_seen: str | None
    started_on: str | None
    lost_on: str | None
    lost_reason: str | None
    basis: str
    quality: float | None
    strength: str | None
    placement: str | None
    source_url: str | None
    source_title: str | None
    source_language: str | None
    target_url: str | None
    anchor: str | None
    anchor_class: str | None


class Anchor(TypedDict):
    """One anchor text and its use."""

    anchor: str | None
    anchor_class: str | None
    backlinks: int
    followed_backlinks: int
    referring_domains: int
    all_backlinks: int
    state: str
    first_seen: str | None
    last_seen: str | None
    started_on: str | None
    quality: float | None
    strength: str | None


class Job(TypedDict):
    """One piece of work in the background."""

    id: str
    kind: str
    arguments: dict[str, Any]
    state: str
    by: str
    queued_at: str
    started_at: str | None
    ended_at: str | None
    stage: str | None
    reached: float
    total: float | None
    unit: str | None
    message: str | None
    result: dict[str, Any] | None
    attempts: int
    schedule: str | None


class Decision(TypedDict):
    """What somebody decided about the links of one unit to a site."""

    site: str
    unit: str
    decision: str
    by: str
    at: str
    note: str | None


class Opportunity(TypedDict):
    """One page that could link to the site, priced; odds with the ends of 90 % intervals."""

    prospect: str
    page: str
    tactic: str
    value_per_hour: float | None
    p_reply: float
    p_placement: float
    worth_points: float | None
    relevance: float | None
    minutes: float
    reasons: list[str]
    evidence: list[str]
    about: str
    authority: float | None
    site_type: str | None
    sells: bool | None
    fit: float
    also: list[str]
    id: str
    p_reply_low: float
    p_reply_high: float
    p_placement_low: float
    p_placement_high: float


class Prospect(TypedDict):
    """An organisation that could link to a site of ours, and how far it has come."""

    number: int
    site: str
    prospect: str
    stage: str
    owner: str
    tags: list[str]
    contact: str
    contact_kind: str
    target: str
    tactic: str
    page: str
    value_per_hour: float | None
    worth_points: float | None
    added_at: str
    changed_at: str
    names: list[str]
    openings: list[dict[str, Any]]
    outcome: dict[str, Any] | None


class Change(TypedDict):
    """One kind of change of the links of one referring domain."""

    change: str
    source_domain: str
    links: int
    pages: int
    sitewide: bool
    referring_domain: str | None
    followed: bool | None
    placement: str | None
    authority: float | None
    quality: float | None
    strength: str | None
    why: str | None
    on: str | None
    reason: str | None
    index_only: bool
    index_note: str | None
    sentence: str
    examples: list[dict[str, Any]]


class Alert(TypedDict):
    """One thing to tell of one site."""

    id: str
    site: str
    is_ours: bool
    kind: str
    importance: str
    change: str | None
    about: str
    sentence: str
    on: str | None
    raised_at: str
    told_at: str | None
    acknowledged_at: str | None
    acknowledged_by: str | None


class Contact(TypedDict):
    """One published way to reach who answers for a site."""

    domain: str
    address: str | None
    kind: str
    person: str | None
    role: str | None
    duty: str | None
    page: str | None
    found_on: str | None
    found_at: str | None
    how: str | None
    evidence: str | None
    quote: str | None
    language: str | None
    country: str | None
    confidence: float
    is_guessed: bool
    says_no: bool | None
    consent: str | None
    takes_mail: bool | None
    is_catch_all: bool | None
    expires_at: str | None
    barred: str | None


class Suppression(TypedDict):
    """Somebody, or some place, to whom nobody may write."""

    kind: str
    value: str | None
    reason: str
    at: str
    by: str
    note: str
    client: str


class Template(TypedDict):
    """The words of a message, in one version."""

    name: str
    version: int
    language: str
    subject: str
    body: str
    made_at: str | None
    by: str


class Campaign(TypedDict):
    """A campaign and how it stands."""

    number: int
    site: str
    name: str
    purpose: str
    target: str | None
    sequence: str
    mailbox: str | None
    sender: str | None
    organisation: str
    postal_address: str | None
    approves_follow_ups: bool
    is_paused: bool
    paused_why: str
    made_at: str
    by: str
    enrolled: int
    mailbox_is_gone: bool
    going: int
    held: int
    endings: dict[str, int]
    messages: dict[str, int]
    replied: int
    won: int
    next_at: str | None


class Message(TypedDict):
    """One step to one prospect, and how far it is."""

    message_id: str
    campaign: int
    prospect: int
    organisation: str
    step: int
    answers: int | None
    state: str
    mailbox: str
    recipient: str
    subject: str
    template: str | None
    version: int | None
    goes_at: str
    approved_at: str | None
    approved_by: str | None
    claimed_at: str | None
    sent_at: str | None
    tries: int
    said: str | None


class WonLink(TypedDict):
    """A link that was asked for and landed."""

    prospect: int
    site: str
    organisation: str
    page: str
    target: str
    landed_at: str
    checked_at: str
    campaign: int
    message_id: str
    tactic: str
    anchor: str
    anchor_class: str
    placement: str
    is_followed: bool
    quality: float | None
    strength: str
    authority: float | None
    worth_points: float | None
    lost_at: str | None
    lost_reason: str


class Mailbox(TypedDict):
    """An account that messages go from, and what it did of late."""

    address: str
    name: str
    smtp: dict[str, Any]
    imap: dict[str, Any] | None
    archive: str | None
    sent_folder: str | None
    daily_limit: int
    left_today: int
    started_on: str | None
    zone: str
    signs: bool
    dkim_selector: str | None
    is_paused: bool
    paused_why: str | None
    limit_today: int
    sent_today: int
    sent_7_days: int
    sent_30_days: int
    last_sent_at: str | None
    complaints_30_days: int
    warning: str | None
