"""Pages that a firewall shows instead of the page: "Just a moment …", "Checking your browser".

Told by what they say, by their titles, by the headers of the firewall and by its own scripts.
The list is never complete: who concludes from an absent link must also know the page again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CHARS = 1_500  # of visible text; a real page that speaks of firewalls has more to say
MOST_TITLED_CHARS = 8_000  # where the title is a firewall's: some explain themselves
_SAYINGS = re.compile(
    r"just a moment\b|checking (?:if )?(?:the site connection|your browser|your connection)|"
    r"verify(?:ing)? (?:that )?(?:you are|you\Wre) (?:a )?(?:human|not a (?:ro)?bot)|"
    r"attention required!|ddos protection by|access denied|request unsuccessful\. incapsula|"
    r"are you (?:a robot|human)\b|unusual traffic from your|unusual activity from your|"
    r"enable (?:javascript and cookies|cookies and javascript|js and cookies) to continue|"
    r"(?:sure|that|confirm) you(?: are|\Wre) not a (?:ro)?bot|you were a (?:ro)?bot|"
    r"pardon our interruption|request is being verified|verifying your (?:browser|connection)|"
    r"(?:robot|client|bot|browser|security) challenge\b|(?:human|bot|browser) verification\b|"
    r"prove (?:that )?you(?: are|\Wre) (?:a )?human|security check(?:point)? (?:to|before)|"
    r"access to this (?:page|site|website|service) has been (?:denied|blocked|limited|restricted)|"
    r"your access to this (?:page|site|website|service) has been|"
    r"(?:you|your ip(?: address)?) (?:have|has) been (?:temporarily )?blocked|"
    r"automated (?:access|requests|queries|traffic) (?:to|from|has)|web application firewall|"
    r"complete the (?:captcha|security check)|solve (?:the|this) captcha|"
    r"ke(?:in|ine) (?:roboter|maschine) (?:sind|bist)|ich bin kein roboter|"
    r"sicherheitsüberprüfung|überprüfung ihres browsers|pas un robot|"
    r"no (?:eres|soy|es) un robot|não (?:é|sou) um robô|non sei un robot|non sono un robot|"
    r"geen robot|nie jeste[śm]+ robotem|не робот|проверка браузера|robot olmad|"
    r"ロボットではありません|로봇이 아닙니다|不是机器人|人机验证|安全验证|完成验证",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"\s*(?:just a moment|one moment|please wait|attention required|access (?:denied|blocked)|"
    r"pardon our interruption|robot (?:check|challenge)|bot (?:check|verification|detection)|"
    r"human (?:check|verification)|client challenge|security (?:check|challenge|checkpoint)|"
    r"vercel security checkpoint|ddos-guard|checking your browser|making sure you|"
    r"are you (?:a robot|human)|you have been blocked|captcha\b|.{0,20}\bcaptcha$|"
    r"sucuri website firewall|sicherheitsüberprüfung|sicherheitsprüfung|"
    r"your access to this site has been limited)",
    re.IGNORECASE,
)
# A header and what it says; these firewalls set them on their own pages alone.
_HEADERS = (
    ("cf-mitigated", "challenge"),
    ("x-amzn-waf-action", ""),
    ("x-vercel-mitigated", ""),
    ("x-vercel-challenge-token", ""),
    ("sg-captcha", ""),
    ("x-sucuri-block", ""),
    ("x-datadome-cid", ""),
    ("x-dd-b", ""),
    ("x-kpsdk-ct", ""),
)
# Cookies and scripts that other pages may bear, too: they count where there is little to read.
_COOKIES = re.compile(
    r"\b(?:techaro\.lol-anubis|within\.website-x-cmd-anubis|wsidchk|sgcaptcha|_px_?captcha|"
    r"incap_ses_|nlbi_|datadome|ak_bmsc|kp_uidz|ddg_last_challenge|lsws_recaptcha)",
    re.IGNORECASE,
)
_SCRIPTS = re.compile(
    rb"_cf_chl_opt|/\.within\.website/|\bsgcaptcha\b|_incapsula_resource|px-captcha|"
    rb"captcha-delivery\.com|/\.well-known/(?:vercel/security|ddos-guard|sgcaptcha)|awswaf\.com|"
    rb"imunify360|lsrecaptcha|/_guard/|geo\.captcha|validatecaptcha|friendly-challenge|"
    rb"window\.kpsdk|ddos-guard/|haproxy_challenge|basedflare",
    re.IGNORECASE,
)
FEW_CHARS = 600  # of visible text, for a firewall's cookie or script to tell what the page is


def is_challenge(
    text: str, title: str = "", headers: Iterable[tuple[str, str]] = (), html: bytes = b""
) -> bool:
    """Whether a page is a firewall's check rather than a page.

    `text`: visible text; `headers`: of the answer; `html`: its source.
    """
    if len(text) <= MOST_CHARS and _SAYINGS.search(f"{title}\n{text}"):
        return True
    if title and len(text) <= MOST_TITLED_CHARS and _TITLES.match(title):
        return True
    told = [(name.lower(), value.lower()) for name, value in headers]
    if any(name == known and says in value for name, value in told for known, says in _HEADERS):
        return True
    if len(text) > FEW_CHARS:
        return False
    if any(name == "set-cookie" and _COOKIES.match(value) for name, value in told):
        return True
    return _SCRIPTS.search(html) is not None
