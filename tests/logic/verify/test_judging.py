"""One look: what is a wall, what is the page that was known, what leads by way of somebody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backlinkbot.core.crawl import Outcome
from backlinkbot.core.nouns import LostReason
from backlinkbot.core.pages.looked import Wanted, looked, passage_before, passage_behind, sketch
from backlinkbot.core.verifying import Answer, Finding, KnownLink, KnownPage, Look
from backlinkbot.logic.verify.judging import judge

PAGE = "https://blog.example/2024/spade-test"
TARGET = "https://client.example/guides/x"
BODY = " ".join(
    f"Spade number {name} dug through {soil} without bending, and its handle stayed {feel}."
    for name in ("one", "two", "three", "four", "five", "six", "seven", "eight")
    for soil in ("clay", "sand", "gravel", "roots")
    for feel in ("warm", "dry")
)
TITLE = "The great spade test | Blog"
LEFT, RIGHT = "before we dug we read in full", "and liked it all the same"
TEXT = KnownPage(TITLE, sketch(BODY), len(BODY.split()))
TITLED = KnownPage(TITLE)
NOTHING = KnownPage()


def look(
    html: str,
    about: KnownPage = TEXT,
    *,
    to: str = PAGE,
    status: int = 302,
    headers: tuple[tuple[str, str], ...] = (),
    sides: bool = True,
) -> Finding:
    """What one look at this source tells of the link that was known."""
    known = KnownLink(
        PAGE, TARGET, "client.example", 0, "the compost guide", nofollow=False, ugc=False,
        sponsored=False, followed=True,
        left=LEFT if sides else None, right=RIGHT if sides else None,
    )  # fmt: skip
    wanted = Wanted(
        (TARGET,),
        frozenset({"client.example"}),
        frozenset({"the compost guide"}),
        (passage_before(LEFT), passage_behind(RIGHT)) if sides else (),
        about.sample,
    )
    kind = (("content-type", "text/html; charset=utf-8"), *headers)
    page = looked(html.encode(), to, kind, wanted, is_cut=False)
    hops = ((PAGE, status),) if to != PAGE else ()
    at = datetime(2026, 11, 21, tzinfo=UTC)
    return judge(
        Answer(PAGE, to, Outcome.PAGE, at, 200, hops=hops, page=page), [known], about=about
    )[0]


def page(body: str, title: str = TITLE, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


NAMED = {
    "LiteSpeed": page("<p>Verifying that you are not a robot...</p>", "Bot Verification"),
    "Vercel": page("<p>We're verifying your browser</p>", "Vercel Security Checkpoint"),
    "Fastly": page("<p>Please enable JavaScript to proceed.</p>", "Client Challenge"),
    "AWS": page("<p>We need to verify that you're not a robot.</p>", "Human Verification"),
    "a shop": page("<p>Enter the characters you see below</p>", "Robot Check"),
    "German": page("<p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>", "Prüfung"),
    "Wordfence": page("<h1>Your access to this site has been limited</h1>", "Limited"),
    "Sucuri": page("Access Denied", "Sucuri WebSite Firewall"),
    "DataDome": page("<script src='https://geo.captcha-delivery.com/c.js'></script>", "blog"),
    "a long one": page(f"<p>{'This check is automatic. ' * 100}</p>", "Just a moment..."),
    "no Europeans": page("<h1>This website is not available in Europe.</h1>", "Sorry"),
    "consent": page("<h1>Mit Werbung weiterlesen</h1><p>Alle akzeptieren</p>", "Datenschutz"),
    "a German paywall": page(f"<p>{BODY[:900]}</p><p>Jetzt Abo abschließen.</p>"),
    "a long English paywall": page(f"<p>{BODY[:2400]}</p><p>Subscribe to continue reading.</p>"),
    "a paywall that marks itself": page(
        f"<p>{BODY[:900]}</p>", head='<script type="application/ld+json">'
        '{"isAccessibleForFree": false}</script>',
    ),
    "a password in no language": page("<form><input type='password'></form>", "Vstup"),
}  # fmt: skip


@pytest.mark.parametrize("about", [TEXT, TITLED, NOTHING], ids=["text", "title", "nothing"])
@pytest.mark.parametrize("name", NAMED)
def test_a_wall_is_a_refusal(name: str, about: KnownPage) -> None:
    found = look(NAMED[name], about)
    assert (found.look, found.reason) == (Look.BLOCKED, LostReason.BLOCKED_TO_US), found.sentence
    assert not found.loses


UNNAMED = {
    "Polish check": page("<h1>Chwileczkę</h1><p>Sprawdzamy połączenie.</p>", "Kontrola"),
    "Greek check": page("<p>Περιμένετε όσο ελέγχουμε τη σύνδεσή σας.</p>", "Έλεγχος"),
    "Thai members": page("<p>สำหรับสมาชิกเท่านั้น</p>", "สมาชิก"),
    "Hungarian choice": page("<p>Válassza ki, mit őrizhetünk meg.</p>", "Adatvédelem"),
    "a queue": page("<p>You are number 4,312 in line. Keep this tab open.</p>", "Waiting room"),
    "a puzzle": page("<p>Slide the piece into place.</p><canvas></canvas>", "blog.example"),
    "nothing but a script": page("<script>go()</script>", ""),
    "the site's name alone": page("<img src=logo.png>", "Blog"),
    "a survey": page("<p>Answer two questions from our sponsor, then read on.</p>", "A survey"),
    "a region": page("<ul><li>Asia<li>Africa<li>Americas</ul>", "Choose a region"),
    "an app": page("<h1>Reading is better in the app</h1><p>Open the app</p>", "Open the app"),
    "a hotel's network": page("<p>Welcome, guest of room service wifi. Accept terms.</p>", "WiFi"),
    "a filter": page("<p>Your network's keeper files this under hobbies.</p>", "Filtered"),
    "a Korean teaser": page(f"<p>{BODY[:700]}</p><p>전체 기사는 회원에게 제공됩니다.</p>"),
    "a Finnish teaser": page(f"<p>{BODY[:1000]}</p><p>Lue loppuun tilaajana.</p>"),
    "long terms": page(f"<p>{'Of what we keep, and of what our friends keep. ' * 90}</p>", "Blog"),
    "a wall with a menu": page(
        "<nav>" + "".join(f"<a href=/{n}>Part {n}</a> " for n in range(60)) + "</nav><p>Hm.</p>",
        "Blog",
    ),
    "a wall that sends on": page(
        "<p>Hold on</p>", "Hold on", "<meta http-equiv=refresh content='3; url=/x9/ok?k=1'>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("about", [TEXT, TITLED, NOTHING], ids=["text", "title", "nothing"])
@pytest.mark.parametrize("sides", [True, False])
@pytest.mark.parametrize("name", UNNAMED)
def test_what_does_not_look_like_the_known_page_loses_nothing(
    name: str, about: KnownPage, *, sides: bool
) -> None:
    found = look(UNNAMED[name], about, sides=sides)
    assert found.look is Look.UNTOLD, (found.reason, found.sentence)
    assert not found.loses


@pytest.mark.parametrize(
    "html",
    [
        page(f"<p>{BODY}</p>"),
        page(f"<p>{BODY}</p>", "Another title altogether"),
        page(f"<p>{BODY[: len(BODY) * 6 // 10]}</p>"),
        page(f"<nav>Home Shop Help</nav><p>{BODY}</p><footer>Terms</footer>"),
        page(f"<p>We {LEFT} {RIGHT}.</p>", "Spades of the year"),
    ],
    ids=["link out", "another title", "cut by four tenths", "another frame", "rewritten around it"],
)
def test_a_page_known_again_without_the_link_lost_it(html: str) -> None:
    found = look(html)
    assert (found.reason, found.loses) == (LostReason.REMOVED_FROM_HTML, True)


def test_a_page_of_which_a_vendor_told_the_title_alone_is_known_again_by_it() -> None:
    assert look(page(f"<p>{BODY}</p>"), TITLED, sides=False).loses
    assert look(page(f"<p>{BODY}</p>", "Spade test"), NOTHING, sides=False).loses
    assert not look(page(f"<p>{BODY}</p>", "Hats"), TITLED, sides=False).loses


@pytest.mark.parametrize(
    ("to", "status", "expected"),
    [
        ("https://blog.example/login?next=/2024/spade-test", 302, Look.BLOCKED),
        ("https://blog.example/wp-login.php", 302, Look.BLOCKED),
        ("https://sso.blog.example/", 302, Look.BLOCKED),
        ("https://consent.blog.example/?u=x", 302, Look.BLOCKED),
        ("https://blog.example/.well-known/sgcaptcha/?r=1", 302, Look.BLOCKED),
        ("https://blog.example/anmelden", 301, Look.BLOCKED),
        ("https://blog.example/vstup?zpet=%2F2024%2Fspade-test", 302, Look.UNTOLD),
        ("https://w.example/?b=aHR0cHM6Ly9ibG9nLmV4YW1wbGUvMjAyNC9zcGFkZS10ZXN0", 302, Look.UNTOLD),
        ("https://news.example/", 302, Look.UNTOLD),
        ("https://blog.example/", 301, Look.GONE),
        ("https://blog.example/2025/other", 301, Look.GONE),
    ],
)  # fmt: skip
def test_where_strangers_are_sent_is_told_from_where_readers_are(
    to: str, status: int, expected: Look
) -> None:
    assert look(page(f"<p>{BODY}</p>", "Elsewhere"), to=to, status=status).look is expected


def test_the_home_page_of_another_host_of_the_domain_is_not_the_home_page() -> None:
    html = page(f"<p>{BODY}</p>", "Elsewhere")
    found = look(html, to="https://www.blog.example/", status=301)
    assert found.reason is LostReason.PAGE_GONE
    found = look(html, to="https://news.blog.example/", status=301)
    assert found.reason is LostReason.REDIRECTED


def test_a_redirect_to_next_to_nothing_tells_nothing() -> None:
    assert look(page("<p>Hm.</p>"), to="https://blog.example/x9", status=301).look is Look.UNTOLD


def test_another_spelling_of_the_address_is_no_redirect_to_another_page() -> None:
    assert look(UNNAMED["a puzzle"], to=f"{PAGE}/", status=301).look is Look.UNTOLD
    assert look(page(f"<p>{BODY}</p>"), to=f"{PAGE}/").reason is LostReason.REMOVED_FROM_HTML


def test_a_number_in_a_title_is_a_missing_page_only_as_a_part_of_its_own() -> None:
    assert look(page("<p>Short page</p>", "404 ways to compost")).look is Look.UNTOLD
    for title in ("404", "404 | Blog", "Blog - 404", "Error 404: nothing"):
        assert look(page("<p>Short page</p>", title)).reason is LostReason.PAGE_GONE


@pytest.mark.parametrize(
    "href",
    [
        "https://out.example/?u=https%3A%2F%2Fclient.example%2Fguides%2Fx",
        "https://out.example/?u=https%253A%252F%252Fclient.example%252Fguides%252Fx",
        "https://out.example/to/aHR0cHM6Ly9jbGllbnQuZXhhbXBsZS9ndWlkZXMveA==",
        "https://web.archive.org/web/2020/https://client.example/guides/x",
        "https://bit.ly/3abc",
        "/go/client",
        "/out.php?id=7",
    ],
)
def test_a_link_that_may_lead_there_by_way_of_somebody_changed_no_target(href: str) -> None:
    link = f'<p>We {LEFT} <a href="{href}">the compost guide</a> {RIGHT}.</p>'
    found = look(page(f"<p>{BODY}</p>{link}"))
    assert (found.look, found.loses) == (Look.UNTOLD, False)


def test_a_link_to_a_rival_changed_its_target() -> None:
    link = f'<p>We {LEFT} <a href="https://rival.example/go/x">the compost guide</a> {RIGHT}.</p>'
    found = look(page(f"<p>{BODY}</p>{link}"))
    assert (found.reason, found.loses) == (LostReason.TARGET_CHANGED, True)


@pytest.mark.parametrize(
    "headers",
    [
        (("CF-Mitigated", "challenge"),),
        (("x-amzn-waf-action", "captcha"),),
        (("SG-Captcha", "challenge"),),
        (("Set-Cookie", "datadome=abc; Path=/"),),
    ],
)
def test_a_firewall_is_told_by_its_headers(headers: tuple[tuple[str, str], ...]) -> None:
    assert look(page("<p>Hm.</p>", "Hm"), headers=headers).look is Look.BLOCKED


def test_a_cookie_of_a_firewall_on_the_page_itself_is_no_refusal() -> None:
    assert look(page(f"<p>{BODY}</p>"), headers=(("set-cookie", "datadome=abc"),)).loses
