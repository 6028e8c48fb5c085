"""How sites build their pages: the mark-up around each region, from tidy to hopeless."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The mark-up of one kind of site.

    `parts`: in document order (region, opening, closing); a part without a region is plain
    mark-up. `item` wraps one link of a menu or blogroll, `comment` and `entry` one of theirs (`{}`
    is the inside); `heading` is put before sidebar, comments and author's note.
    """

    name: str
    parts: tuple[tuple[str, str, str], ...]
    item: str
    comment: str
    entry: str
    heading: str


SKELETONS: tuple[Skeleton, ...] = (
    Skeleton(
        "semantic",
        (
            ("header", '<header class="site-header"><strong>{site}</strong> ', "</header>"),
            ("navigation", '<nav aria-label="main"><ul>', "</ul></nav>"),
            ("", "<main><article><h1>{title}</h1>{byline}", ""),
            ("paragraphs", "", ""),
            ("entries", '<ul class="links">', "</ul>"),
            ("loose", "<div>", "</div>"),
            ("bio", '<div class="author-bio">', "</div>"),
            ("", "</article>", ""),
            ("comments", '<section id="comments">', "</section>"),
            ("", "</main>", ""),
            ("sidebar", '<aside class="sidebar"><ul>', "</ul></aside>"),
            ("widget", '<aside class="widget partner-badge">', "</aside>"),
            ("footer", "<footer>", "</footer>"),
        ),
        "<li>{}</li>",
        '<article class="comment" itemscope itemtype="https://schema.org/Comment">{}</article>',
        "<li>{}</li>",
        "<h3>{}</h3>",
    ),
    Skeleton(
        "press",
        (
            ("", '<div id="page" class="site">', ""),
            ("header", '<div id="masthead" class="site-branding">{site} ', "</div>"),
            ("navigation", '<div id="site-navigation"><ul class="menu">', "</ul></div>"),
            ("", '<div id="content"><div class="post hentry"><h1 class="entry-title">{title}', ""),
            ("", '</h1><div class="entry-meta">{byline}</div><div class="entry-content">', ""),
            ("paragraphs", "", ""),
            ("entries", '<ul class="resource-list">', "</ul>"),
            ("", "</div>", ""),
            ("loose", "<div>", "</div>"),
            ("bio", '<div class="about-author vcard">', "</div>"),
            ("", "</div>", ""),
            ("comments", '<div id="comments"><ol class="comment-list">', "</ol></div>"),
            ("", "</div>", ""),
            ("", '<div id="secondary" class="widget-area">', ""),
            ("sidebar", '<div class="widget widget_links"><ul class="blogroll">', "</ul></div>"),
            ("widget", '<div class="widget widget_text badge">', "</div>"),
            ("", "</div>", ""),
            ("footer", '<div id="colophon" class="site-footer">', "</div>"),
            ("", "</div>", ""),
        ),
        '<li class="menu-item">{}</li>',
        '<li class="comment byuser"><div class="comment-body">{}</div></li>',
        '<li class="entry">{}</li>',
        '<h3 class="widget-title">{}</h3>',
    ),
    Skeleton(
        "house-made",
        (
            ("", '<div id="wrap">', ""),
            ("header", '<div id="top">{site} ', "</div>"),
            ("navigation", '<div id="menu">', "</div>"),
            ("", '<div id="left">', ""),
            ("sidebar", '<div class="box">', "</div>"),
            ("widget", '<div class="box banner">', "</div>"),
            ("", '</div><div id="middle"><h2>{title}</h2><p class="small">{byline}</p>', ""),
            ("paragraphs", "", ""),
            ("entries", "<dl>", "</dl>"),
            ("loose", "<div>", "</div>"),
            ("bio", '<div class="who">', "</div>"),
            ("comments", '<div class="guestbook">', "</div>"),
            ("", "</div>", ""),
            ("footer", '<div id="bottom">', "</div></div>"),
        ),
        "{} | ",
        '<div class="reply">{}</div>',
        "<dt>{}</dt>",
        "<b>{}</b><br>",
    ),
    Skeleton(
        "tables",
        (
            ("", '<table width="900" align="center"><tr><td colspan="2">', ""),
            ("header", '<font size="5">{site}</font> ', "<hr>"),
            ("", '</td></tr><tr><td width="180" valign="top">', ""),
            ("navigation", '<table class="nav"><tr><td>', "</td></tr></table>"),
            ("sidebar", '<table class="links"><tr><td>', "</td></tr></table>"),
            ("widget", '<table class="counter"><tr><td>', "</td></tr></table>"),
            ("", '</td><td valign="top"><h1>{title}</h1><i>{byline}</i>', ""),
            ("paragraphs", "", ""),
            ("entries", "<table>", "</table>"),
            ("loose", "<div>", "</div>"),
            ("bio", '<table class="author"><tr><td>', "</td></tr></table>"),
            ("comments", '<a name="comments"></a><table class="comments">', "</table>"),
            ("", '</td></tr><tr><td colspan="2">', ""),
            ("footer", '<div align="center"><small>', "</small></div>"),
            ("", "</td></tr></table>", ""),
        ),
        "{}<br>",
        "<tr><td>{}</td></tr>",
        "<tr><td>{}</td></tr>",
        "<b>{}</b><br>",
    ),
    Skeleton(
        "machine-made",
        (
            ("", '<div id="__root"><div class="css-1q8x">', ""),
            ("header", '<div class="css-9ab1">{site} ', "</div>"),
            ("navigation", '<div role="navigation" class="css-77pd">', "</div>"),
            ("", '<div class="css-m0x2"><div class="css-4kk"><h1 class="css-t1">{title}</h1>', ""),
            ("", '<div class="css-by">{byline}</div>', ""),
            ("paragraphs", '<div class="css-rt">', "</div>"),
            ("entries", '<div class="css-gr1d">', "</div>"),
            ("loose", "<div>", "</div>"),
            ("bio", '<div class="css-au7h"><div class="css-pic"></div>', "</div>"),
            ("comments", '<div class="css-c0m" data-testid="comments">', "</div>"),
            ("", '</div><div class="css-s1d">', ""),
            ("sidebar", '<div class="css-b0x">', "</div>"),
            ("widget", '<div class="css-w1d" data-widget="badge">', "</div>"),
            ("", "</div></div>", ""),
            ("footer", '<div class="css-f00t" role="contentinfo">', "</div>"),
            ("", "</div></div>", ""),
        ),
        '<span class="css-it">{}</span>',
        '<div class="css-c1">{}</div>',
        '<div class="css-e1">{}</div>',
        '<div class="css-h">{}</div>',
    ),
)

# The network's own template: one skeleton that no honest site uses, so that it is a footprint.
NETWORK = Skeleton(
    "network",
    (
        ("", '<div class="nx-shell" data-nx="3"><div class="nx-bar"></div>', ""),
        ("header", '<div class="nx-head"><em>{site}</em> ', "</div>"),
        ("navigation", '<div class="nx-menu">', "</div>"),
        ("", '<div class="nx-post"><h1>{title}</h1><span class="nx-date">{byline}</span>', ""),
        ("paragraphs", '<div class="nx-text">', "</div>"),
        ("entries", '<div class="nx-list">', "</div>"),
        ("loose", "<div>", "</div>"),
        ("bio", '<div class="nx-author">', "</div>"),
        ("comments", '<div class="nx-comments">', "</div>"),
        ("", "</div>", ""),
        ("sidebar", '<div class="nx-side">', "</div>"),
        ("widget", '<div class="nx-widget">', "</div>"),
        ("footer", '<div class="nx-foot">', "</div></div>"),
    ),
    "<span>{}</span> ",
    "<div>{}</div>",
    "<div>{}</div>",
    "<h4>{}</h4>",
)
ALL = (*SKELETONS, NETWORK)
NETWORK_SKELETON = len(SKELETONS)
