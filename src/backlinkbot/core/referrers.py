"""What a referring domain is: a search engine, a social network, an assistant, spam, a link.

Also which user agents are no people. Short lists of well-known names and of words that tell one:
they are never complete, so what they leave in is said in docs/reference/results.md.
"""

from __future__ import annotations

import re
from functools import lru_cache

from backlinkbot.core.visits import Channel

NAMES_KEPT = 65_536

# First label of the registered domain: google.com and google.co.uk are one engine.
_SEARCH = frozenset(
    {"google", "bing", "duckduckgo", "yandex", "baidu", "ecosia", "qwant", "startpage", "yahoo",
     "sogou", "seznam", "naver", "daum", "aol", "ask", "dogpile", "swisscows", "mojeek", "kagi",
     "metager", "so", "petalsearch", "presearch", "rambler", "brave"}
)  # fmt: skip
_SEARCH_DOMAINS_ONLY = {"so": "so.com", "ask": "ask.com", "brave": "brave.com"}
_SOCIAL = frozenset(
    {"facebook.com", "fb.com", "fb.me", "instagram.com", "t.co", "twitter.com", "x.com",
     "linkedin.com", "lnkd.in", "pinterest.com", "pinterest.de", "pinterest.co.uk", "reddit.com",
     "redd.it", "youtube.com", "youtu.be", "tiktok.com", "snapchat.com", "threads.net",
     "threads.com", "bsky.app", "mastodon.social", "vk.com", "ok.ru", "weibo.com", "weibo.cn",
     "xing.com", "whatsapp.com", "telegram.org", "t.me", "messenger.com", "discord.com",
     "quora.com", "tumblr.com"}
)  # fmt: skip
_SOCIAL_NAMES = frozenset(
    {"facebook", "instagram", "twitter", "linkedin", "pinterest", "reddit", "youtube", "tiktok"}
)
_ASSISTANTS = re.compile(
    r"(?:(?:chat-?gpt|openai|you|phind|deepseek|poe)\.com|(?:perplexity|mistral)\.ai)\Z"
)
_ASSISTANT_HOSTS = frozenset({"gemini.google.com", "bard.google.com"})
_MAIL_HOSTS = re.compile(
    r"(?:^|\.)(?:mail\.google\.com|outlook\.(?:live|office|office365)\.com|mail\.[a-z0-9.-]+"
    r"|webmail\.[a-z0-9.-]+|deref-(?:gmx|web-02|mail)\.[a-z.]+)\Z"
)
# Visitors come back from there after paying; nobody linked.
_PAYMENT = frozenset(
    {"paypal.com", "stripe.com", "klarna.com", "mollie.com", "adyen.com", "worldpay.com",
     "2checkout.com", "authorize.net", "sagepay.com", "shopify.com", "afterpay.com", "sofort.com"}
)  # fmt: skip
# Names that were sent as referrers to make owners of sites look them up.
_SPAM = frozenset(
    {"semalt.com", "semaltmedia.com", "darodar.com", "ilovevitaly.com", "econom.co", "priceg.com",
     "blackhatworth.com", "hulfingtonpost.com", "o-o-6-o-o.com", "humanorightswatch.org",
     "sharebutton.net", "social-buttons.com", "event-tracking.com", "iskalko.ru", "cenoval.ru",
     "bestwebsitesawards.com", "savetubevideo.com", "kambasoft.com", "lomb.co",
     "trafficmonetize.org", "webmonetizer.net", "guardlink.org", "erot.co", "torture.ml",
     "domination.ml", "o-o-8-o-o.com", "googlsucks.com", "theguardlan.com", "aliexpress-market.net"}
)  # fmt: skip
_SPAM_WORDS = re.compile(
    r"semalt|(?:free|share|social|floating)-?(?:share|social)?-?buttons?(?:\b|-)|buttons-for-"
    r"|(?:free|get|buy|cheap|your|bot|website)-?traffic|traffic-?(?:bot|2cash|2money|cash)"
    r"|(?:best|free|cheap|dollars?|success|top\d*)-?seo-|seo-(?:offer|solution|service\d)"
    r"|make-?money-?online|monetize(?:r)?\.|rank-?checker\.online|(?:site|web)-?auditor\."
)
_BOTS = re.compile(
    r"(?<!cu)bot\b|robot|crawl|spider|slurp|scrap|fetch(?:er)?\b|archiver|headless|phantomjs"
    r"|puppeteer|playwright|selenium|lighthouse|pagespeed|pingdom|uptime|monitor|statuscake|gtmetrix"
    r"|facebookexternalhit|embedly|preview|validator|checker|scan(?:ner)?\b|nikto|sqlmap|nmap|zgrab"
    r"|masscan|nutch|heritrix|wget|curl|libwww|lwp-|python|httpx|aiohttp|okhttp|java/|go-http"
    r"|ruby/|\bperl|php/|guzzle|axios|node-fetch|undici|httpclient|winhttp|feed(?:ly|burner|fetcher)"
    r"|\brss|newsblur|mediapartners|ahrefs|semrush|majestic|moz\.com|screaming frog|sitebulb"
    r"|bytespider|dataforseo|censys|expanse|apache-http|http_request",
    re.IGNORECASE,
)
SHORTEST_AGENT = 12  # "Mozilla/5.0" alone is no browser


@lru_cache(maxsize=NAMES_KEPT)
def channel_of(domain: str, host: str = "") -> Channel:
    """How a visit came whose referrer has this registered domain (and host, where known)."""
    if host in _ASSISTANT_HOSTS or _ASSISTANTS.match(domain):
        return Channel.ASSISTANT
    if host and _MAIL_HOSTS.search(host):
        return Channel.MAIL
    label = domain.partition(".")[0]
    if label in _SEARCH and _SEARCH_DOMAINS_ONLY.get(label, domain) == domain:
        return Channel.SEARCH
    if domain in _SOCIAL or domain in _SOCIAL_NAMES:
        return Channel.SOCIAL
    return Channel.REFERRAL


@lru_cache(maxsize=NAMES_KEPT)
def is_spam_referrer(domain: str) -> bool:
    """Whether this name is known, or looks, as sent only to be looked up."""
    return domain in _SPAM or _SPAM_WORDS.search(domain) is not None


def is_payment(domain: str) -> bool:
    """Whether visitors come back from there after paying."""
    return domain in _PAYMENT


@lru_cache(maxsize=NAMES_KEPT)
def is_bot(agent: str) -> bool:
    """Whether a user agent is a program, or none that a browser sends."""
    return len(agent) < SHORTEST_AGENT or _BOTS.search(agent) is not None
