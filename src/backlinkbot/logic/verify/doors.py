"""Addresses where strangers are sent: logins, consent pages, captchas; and links that lead on."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from urllib.parse import parse_qsl, unquote, urlsplit

from backlinkbot.core.urls import domain_of, host_of
from backlinkbot.logic.verify.soft import page_name

_HOSTS = frozenset(
    (
        "account", "accounts", "auth", "captcha", "cas", "challenge", "checkpoint", "cmp",
        "consent", "gate", "geo", "id", "idp", "login", "myaccount", "oauth", "passport", "privacy",
        "secure", "signin", "sso", "validate", "verify",
    )
)  # fmt: skip
_PATH = re.compile(
    r"(?:wp-)?log-?_?in(?:-?page|-?form)?|sign-?_?(?:in|up|on)|auth(?:enticate|orize|wall)?|oauth2?|"
    r"sso|saml2?|session(?:s|/new)?|accounts?|register|registration|subscribe|subscriptions?|"
    r"paywall|abo|abonnement|members?(?:hip|-only)?|consent|cookie-?(?:s|consent|wall|check)?|"
    r"gdpr|privacy-?(?:gate|settings|manager)?|age-?(?:gate|check|verification)|verify(?:-age)?|"
    r"captcha|validatecaptcha|sgcaptcha|challenge|cdn-cgi|checkpoint|blocked|access-?denied|denied|"
    r"forbidden|geo-?block(?:ed)?|gate|human|robot|botcheck|bot-?(?:check|detection)|"
    r"anmeld(?:en|ung)|einloggen|registrieren|connexion|se-connecter|identification|"
    r"iniciar-?sesion|acceso|acceder|accedi|accesso|entrar|inloggen|aanmelden|logowanie|zaloguj|"
    r"logga-?in|logg-?inn|log-?ind|kirjaudu|prihlaseni|belepes|giris|vhod|войти|вход",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.(?:aspx?|do|html?|jsp|php)$", re.IGNORECASE)
_BACK = re.compile(
    r"next|continue(?:_?to)?|goto|destination|return(?:_?(?:to|url|path|uri))?|came_?from|"
    r"redirect(?:_?(?:to|url|uri|path))?|back_?url|original_?(?:url|path|uri)|callback_?url|service",
    re.IGNORECASE,
)
SHORTEST_PATH = 4  # characters of a path, for it to be known again inside an address

# Programs that send readers on to an address which they keep for themselves.
_SENDING = frozenset(
    (
        "amzn.to", "anrdoezrs.net", "archive.org", "archive.ph", "awin1.com", "bit.ly", "buff.ly",
        "cutt.ly", "dpbolvw.net", "dub.sh", "ebay.us", "feedburner.com", "feedproxy.google.com",
        "geni.us", "go.redirectingat.com", "go.skimresources.com", "goo.gl", "href.li", "is.gd",
        "jdoqocy.com", "kqzyfj.com", "l.facebook.com", "linksynergy.com", "lnk.to", "lnkd.in",
        "nullrefer.com", "ow.ly", "prf.hn", "pxf.io", "rb.gy", "rebrand.ly", "redirectingat.com",
        "safelinks.protection.outlook.com", "shareasale.com", "shorturl.at", "sjv.io",
        "skimresources.com", "t.co", "t.ly", "tinyurl.com", "tkqlhce.com", "tr.im",
        "translate.goog", "viglink.com", "web.archive.org", "wp.me", "youtu.be",
    )
)  # fmt: skip
_SENDING_PATH = re.compile(
    r"go|goto|out|outbound|external|ext|exit|leave|leaving|redir|redirect(?:or|ion|s)?|r|link|links|"
    r"jump|away|visit|recommends?|refer|ref|click|clk|track|aff|affiliate|partner|get|to|url|"
    r"linkout|linkfilter|interstitial",
    re.IGNORECASE,
)


def is_door(url: str) -> bool:
    """Whether an address is that of a login, a consent or age gate, or a captcha, by its words."""
    if host_of(url).split(".")[0] in _HOSTS:
        return True
    parts = [_ENDING.sub("", unquote(part)) for part in urlsplit(url).path.split("/") if part]
    return any(_PATH.fullmatch(part) for part in parts)


def comes_back(url: str, source_url: str) -> bool:
    """Whether an address keeps another one, to which the reader is to come back."""
    query = urlsplit(url).query
    if any(_BACK.fullmatch(name) and value for name, value in parse_qsl(query)):
        return True
    return carries(url, source_url)


def carries(url: str, carried_url: str) -> bool:
    """Whether an address stands within another one: as it is, quoted, or in base64."""
    query = urlsplit(url).query
    held = f"{query} {url.partition('://')[2].partition('/')[2]}" if "://" in _plain(url) else query
    path = urlsplit(carried_url).path.rstrip("/")
    if len(path) >= SHORTEST_PATH and path in _plain(query):
        return True
    if page_name(carried_url) in _plain(held).replace("www.", ""):
        return True
    coded = urlsafe_b64encode(carried_url.encode()).decode().rstrip("=")[:-2]
    return coded in url or coded.replace("-", "+").replace("_", "/") in unquote(url)


def leads_on(url: str, source_url: str, target_url: str) -> bool:
    """Whether a link on `source_url` may lead to the target by way of somebody who sends on."""
    if carries(url, target_url) or domain_of(target_url) in urlsplit(_plain(url)).query:
        return True
    host = host_of(url)
    if host in _SENDING or domain_of(url) in _SENDING:
        return True
    parts = [_ENDING.sub("", part) for part in urlsplit(url).path.split("/") if part]
    is_sender = any(_SENDING_PATH.fullmatch(part) for part in parts[:1])
    return is_sender and domain_of(url) == domain_of(source_url)


def _plain(url: str) -> str:
    """An address of which the quoting is taken off twice, as wrappers of wrappers do."""
    return unquote(unquote(url))
