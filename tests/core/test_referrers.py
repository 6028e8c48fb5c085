"""What a referring domain is, and which user agents are no people."""

from __future__ import annotations

import pytest

from backlinkbot.core.referrers import channel_of, is_bot, is_spam_referrer
from backlinkbot.core.visits import Channel


@pytest.mark.parametrize(
    ("domain", "host", "channel"),
    [
        ("google.co.uk", "www.google.co.uk", Channel.SEARCH),
        ("google.com", "mail.google.com", Channel.MAIL),
        ("google.com", "gemini.google.com", Channel.ASSISTANT),
        ("perplexity.ai", "www.perplexity.ai", Channel.ASSISTANT),
        ("t.co", "t.co", Channel.SOCIAL),
        ("ask.example", "ask.example", Channel.REFERRAL),
        ("news.example", "news.example", Channel.REFERRAL),
    ],
)
def test_the_channel_of_a_referrer(domain: str, host: str, channel: Channel) -> None:
    assert channel_of(domain, host) is channel


@pytest.mark.parametrize(
    "domain",
    ["semalt.com", "buttons-for-website.com", "free-traffic.xyz", "best-seo-offer.com",
     "traffic2cash.org", "free-share-buttons.com"],
)  # fmt: skip
def test_names_that_are_sent_to_be_looked_up(domain: str) -> None:
    assert is_spam_referrer(domain)


@pytest.mark.parametrize(
    "domain",
    ["nytimes.com", "trafficengland.com", "seo.example", "buttons.example", "button-shop.example",
     "searchengineland.com", "seoprofy.com", "social-science.example", "traffic.example"],
)  # fmt: skip
def test_honest_names_are_no_spam(domain: str) -> None:
    assert not is_spam_referrer(domain)


@pytest.mark.parametrize(
    "agent",
    ["", "-", "Mozilla/5.0", "Googlebot/2.1 (+http://www.google.com/bot.html)",
     "curl/8.5.0 (x86_64)", "python-requests/2.31.0",
     "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
     "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0", "facebookexternalhit/1.1 (+x)"],
)  # fmt: skip
def test_programs_are_bots(agent: str) -> None:
    assert is_bot(agent)


@pytest.mark.parametrize(
    "agent",
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/120.0 Safari/537.36",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
     "Gecko) Version/17.1 Mobile/15E148 Safari/604.1",
     "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
     "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/120.0 Mobile"],
)  # fmt: skip
def test_browsers_are_people(agent: str) -> None:
    assert not is_bot(agent)
