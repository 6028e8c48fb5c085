"""Hosts that behave in every way a crawler meets: rules, slowness, refusals, loops and traps."""

from __future__ import annotations

import gzip
from hashlib import blake2b
from itertools import count

from virtual_hosts import TEXT, Answer, Asked, Host, fixed, page, redirect

PLAIN = [f"plain{number}.example" for number in range(6)]
PLAIN_PAGES = 12
XML = (("Content-Type", "application/xml"),)
FORBIDS = b"User-agent: *\nDisallow: /no\n"
HUGE = "User-agent: *\nDisallow: /no\n" + "# nothing\n" * 60_000  # 600 KB


def hosts() -> dict[str, Host]:
    """All of them by name; `start.example` links to their home pages."""
    found: dict[str, Host] = {
        **{name: _plain(number) for number, name in enumerate(PLAIN)},
        "forbids.example": _rules("User-agent: *\nDisallow: /no\nAllow: /no/but\n"),
        "forbids-us.example": _rules("User-agent: backlinkbot\nDisallow: /\n"),
        "gone-rules.example": _rules(Answer(b"no", 404)),
        "closed-rules.example": _rules(Answer(b"no", 403)),
        "broken-rules.example": _rules(Answer(b"no", 500)),
        "moved-rules.example": _rules(redirect("http://keeper.example/rules/robots.txt", 301)),
        "keeper.example": fixed({"/rules/robots.txt": Answer(FORBIDS, 200, TEXT)}),
        "huge-rules.example": _rules(HUGE),
        "slow-rules.example": _rules(Answer(FORBIDS, 200, TEXT, 0.3)),
        "patient.example": _rules("User-agent: *\nCrawl-delay: 20\nDisallow: /no\n"),
        "slow.example": _slow,
        "busy.example": _busy,
        "overloaded.example": _overloaded,
        "loops.example": _loops,
        "tagged.example": _tagged,
        "mapped.example": _mapped(),
        "calendar.example": _calendar,
        "session.example": _session(),
        "repeats.example": _repeats,
        "shop.example": _shop,
        "random.example": _random,
        "*.endless.example": _endless,
        "drops.example": lambda _: Answer(b"", is_raw=True),
        "elsewhere.example": fixed({"/": page("http://10.0.0.1/", "http://127.0.0.1/")}),
    }  # fmt: skip
    names = [f"http://{name.replace('*', 'a')}/" for name in found]
    others = [
        "https://no-tls.example/",
        "http://nobody.example/",
        "http://private.example/",
        "http://half-private.example/",
        "http://rebinding.example/",
    ]
    found["rebinding.example"] = fixed({"/": page(*[f"/{n}" for n in range(5)])})
    found["no-tls.example"] = fixed({"/": page("/x")})
    found["start.example"] = fixed({"/": page(*names, *others)})
    return found


def _plain(number: int) -> Host:
    pages = {"/": page(*[f"/p{n}" for n in range(PLAIN_PAGES)])}
    for n in range(PLAIN_PAGES):
        other = f"http://{PLAIN[(number + 1) % len(PLAIN)]}/p{n}"
        pages[f"/p{n}"] = page("/", f"/deep{n}", other, f"{other}#part", "/file.pdf")
        pages[f"/deep{n}"] = page("/")
    return fixed(pages)


def _rules(robots: str | Answer) -> Host:
    """A host with pages that its rules forbid and others that they allow."""
    pages = {"/": page("/yes", "/no", "/no/x", "/no/but"), "/rules": page()}
    return fixed({**pages, **{f: page() for f in ("/yes", "/no", "/no/x", "/no/but")}}, robots)


def _slow(asked: Asked) -> Answer:
    hrefs = [f"/{n}" for n in range(4)] if asked.target == "/" else []
    return Answer(page(*hrefs).body, wait_s=0.15)


def _busy(asked: Asked) -> Answer:
    if asked.target == "/robots.txt":
        return Answer(b"", 404)
    if asked.times == 1 and asked.target in {"/1", "/3"}:
        status, wish = (429, "10") if asked.target == "/1" else (503, "5")
        return Answer(b"later", status, (("Retry-After", wish),))
    return page(*[f"/{n}" for n in range(5)])


def _overloaded(asked: Asked) -> Answer:
    return Answer(b"", 404) if asked.target == "/robots.txt" else Answer(b"never", 503)


def _loops(asked: Asked) -> Answer:
    if asked.target == "/":
        return page("/a", "/self", "/chain0", "/out")
    if asked.target.startswith("/chain"):
        return redirect(f"/chain{int(asked.target[6:]) + 1}")
    told = {"/a": "/b", "/b": "/a", "/self": "/self", "/out": "http://plain0.example/p1"}
    return redirect(told[asked.target]) if asked.target in told else Answer(b"", 404)


def _tagged(asked: Asked) -> Answer:
    bodies = {
        "/": '<a rel="nofollow" href="/not">1</a><a rel="ugc" href="/not">2</a>'
        '<a href="/quiet">3</a><a href="/hidden">4</a><a href="/by-header">5</a>',
        "/quiet": '<meta name="robots" content="nofollow"><a href="/not-either">1</a>',
        "/hidden": '<meta name="robots" content="noindex"><a href="/still">1</a>',
        "/by-header": '<a href="/nor-this">1</a>',
        "/still": "here",
    }
    if asked.target not in bodies:
        return Answer(b"", 404)
    more = (("X-Robots-Tag", "nofollow"),) if asked.target == "/by-header" else ()
    return Answer(bodies[asked.target].encode(), 200, (("Content-Type", "text/html"), *more))


def _mapped() -> Host:
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>'
        "<loc>http://mapped.example/map.xml.gz</loc></sitemap></sitemapindex>"
    )
    urls = "".join(f"<url><loc>http://mapped.example/only{n}</loc></url>" for n in range(5))
    strange = "<url><loc>http://stranger.example/</loc></url>"
    leaf = gzip.compress(f"<urlset>{urls}{strange}</urlset>".encode())
    return fixed(
        {
            "/": page(),
            "/index.xml": Answer(index.encode(), 200, XML),
            "/map.xml.gz": Answer(leaf, 200, (("Content-Type", "application/gzip"),)),
            **{f"/only{n}": page() for n in range(5)},
        },
        "User-agent: *\nDisallow:\nSitemap: /index.xml\n",
    )


def _calendar(asked: Asked) -> Answer:
    if asked.target == "/robots.txt":
        return Answer(b"", 404)
    _, _, rest = asked.target.partition("/calendar/")
    year, month = (int(part) for part in rest.split("/")) if rest else (2027, 6)
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return page(f"/calendar/{year}/{month:02}")


def _session() -> Host:
    numbers = count()

    def host(asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return Answer(b"", 404)
        session = blake2b(str(next(numbers)).encode(), digest_size=16).hexdigest()
        return page(*[f"/{name}?PHPSESSID={session}" for name in ("a", "b", "c")])

    return host


def _repeats(asked: Asked) -> Answer:
    return Answer(b"", 404) if asked.target == "/robots.txt" else page("x/", "y/x/y/x/")


def _shop(asked: Asked) -> Answer:
    """Every page links to more combinations of three properties, in any order."""
    if asked.target == "/robots.txt":
        return Answer(b"", 404)
    n = asked.times * 7 + len(asked.target)
    return page(*[f"/list?{a}&{b}&{c}" for k in range(20) for a, b, c in [_pick(n * 31 + k)]])


def _pick(n: int) -> tuple[str, str, str]:
    pairs = [f"size={n % 17}", f"colour={n % 23}", f"price={n % 29}"]
    return pairs[n % 3], pairs[(n + 1) % 3], pairs[(n + 2) % 3]


def _random(asked: Asked) -> Answer:
    if asked.target == "/robots.txt":
        return Answer(b"", 404)
    made = [blake2b(f"{asked.target}{n}".encode(), digest_size=6).hexdigest() for n in range(8)]
    return page(*[f"/{name}" for name in made])


def _endless(asked: Asked) -> Answer:
    if asked.target == "/robots.txt":
        return Answer(b"", 404)
    made = [blake2b(f"{asked.host}{n}".encode(), digest_size=4).hexdigest() for n in range(8)]
    return page(*[f"http://h{name}.endless.example/" for name in made])
