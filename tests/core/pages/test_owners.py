"""Ids that belong to a page's owner."""

from __future__ import annotations

from backlinkbot.core.pages.owners import MOST_IDS, owner_ids

SOURCE = b"""<script async src="https://www.googletagmanager.com/gtag/js?id=G-ABCD123456"></script>
<script>ga('create', 'UA-1234567-2'); gtag('config', 'AW-123456789');
(function(w,d){})(window, 'GTM-K3LM9X'); fbq('init', '123456789012345');
ym(12345678, "init", {}); "mc.yandex.ru"
_paq.push(['setTrackerUrl', 'https://stats.owner.example/matomo.php']); var h={hjid: 55555,hjsv:6};
</script><ins data-ad-client="ca-pub-1234567890123456"></ins>
<a href="https://www.amazon.de/dp/B000?tag=mysite-21">buy</a>"""


def test_ids_of_analytics_ads_and_trackers_are_found() -> None:
    metas: list[dict[str, str | None]] = [
        {"name": "google-site-verification", "content": "abcdefghij1234567890_-xyz"},
        {"property": "fb:app_id", "content": "1234567890"},
        {"name": "msvalidate.01", "content": "not an id"},
    ]
    assert owner_ids(SOURCE, metas) == [
        "ads:1234567890123456",
        "adwords:123456789",
        "amazon:mysite-21",
        "fb-app:1234567890",
        "fb-pixel:123456789012345",
        "ga4:ABCD123456",
        "ga:1234567",
        "google-verification:abcdefghij1234567890_-xyz",
        "gtm:K3LM9X",
        "hotjar:55555",
        "matomo:stats.owner.example/matomo.php",
        "metrika:12345678",
    ]


def test_tails_of_longer_words_are_no_ids() -> None:
    assert owner_ids(b"QUA-1234567-1 IMG-ABCDEFGH12 xpub-1234567890123456 stag=mysite-21", []) == []


def test_the_ad_id_of_the_software_is_not_its_owners() -> None:
    page = (
        b'<meta name="google-adsense-platform-account" content="ca-host-pub-1556223355139109">'
        b'<script>google_ad_client = "ca-pub-1234567890123456"</script>'
    )
    assert owner_ids(page, []) == ["ads:1234567890123456"]


def test_a_directory_of_ids_is_cut() -> None:
    page = b" ".join(b"UA-%d-1" % (10_000 + number) for number in range(500))
    assert len(owner_ids(page, [])) == MOST_IDS
