"""A page as HTML, with the table of its links in document order: what every reader must find."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from html import escape

from backlinkbot.core.nouns import LinkKind, Placement
from backlinkbot.core.urls import canonical, domain_of
from backlinkbot.logic.tiny_web.page import REGIONS, Comment, Hyper, Page, Paragraph, Piece
from backlinkbot.logic.tiny_web.skeletons import Skeleton
from backlinkbot.logic.tiny_web.truth import LinkTruth
from backlinkbot.logic.tiny_web.variants import skeleton_of
from backlinkbot.logic.tiny_web.vocabulary import LABELS

# How a WAT names the element that makes a link of each kind.
_PATHS = {
    LinkKind.TEXT: "A@/href",
    LinkKind.IMAGE: "A@/href",
    LinkKind.AREA: "AREA@/href",
    LinkKind.CANONICAL: "LINK@/href",
    LinkKind.REDIRECT: "META@/content",
    LinkKind.FRAME: "IFRAME@/src",
    LinkKind.FORM: "FORM@/action",
}


@dataclass
class Sheet:
    """HTML being written, and the links that were put into it so far."""

    page: Page
    skeleton: Skeleton
    out: list[str] = field(default_factory=list)
    links: list[LinkTruth] = field(default_factory=list)
    _seen: Counter[str] = field(default_factory=Counter)

    def html(self) -> bytes:
        return "".join(self.out).encode()

    def piece(self, piece: Piece, placement: Placement) -> str:
        """HTML of a text or a link; a link goes into the table at this moment."""
        if isinstance(piece, str):
            return escape(piece, quote=False)
        self.note(piece, placement)
        href, rel = escape(piece.href), f' rel="{escape(piece.rel)}"' if piece.rel else ""
        alt = escape(piece.anchor)
        if piece.kind is LinkKind.IMAGE:
            return f'<a href="{href}"{rel}><img src="/images/badge.png" alt="{alt}"></a>'
        if piece.kind is LinkKind.AREA:
            return (
                '<img src="/images/map.png" usemap="#m" alt=""><map name="m">'
                f'<area shape="rect" coords="0,0,90,40" href="{href}"{rel} alt="{alt}"></map>'
            )
        if piece.kind is LinkKind.FRAME:
            return f'<iframe src="{href}" width="300" height="120"></iframe>'
        return f'<a href="{href}"{rel}>{escape(piece.anchor, quote=False)}</a>'

    def paragraph(self, paragraph: Paragraph, placement: Placement) -> str:
        return "".join(self.piece(piece, placement) for piece in paragraph)

    def note(self, link: Hyper, placement: Placement) -> None:
        """Add a link to the table, counted among those to the same target."""
        source = canonical(self.page.url) or self.page.url
        target = canonical(link.target) or link.target
        rel = link.rel.split()
        page_nofollow = "nofollow" in self.page.robots
        facts = [token in rel for token in ("nofollow", "ugc", "sponsored")]
        own, other = domain_of(source), domain_of(target)
        self.links.append(
            LinkTruth(
                source_url=source,
                source_domain=own,
                target_url=target,
                target_domain=other,
                written=link.href,
                occurrence=self._seen[target],
                anchor=link.anchor,
                kind=link.kind,
                nofollow=facts[0],
                ugc=facts[1],
                sponsored=facts[2],
                followed=not (any(facts) or page_nofollow),
                placement=placement,
                path=_PATHS[link.kind],
                rel=link.rel,
                external=own != other,
            )
        )
        self._seen[target] += 1


def render(page: Page, skeleton: int) -> Sheet:
    """The page written with this skeleton, in the words of its site."""
    sheet = Sheet(page, skeleton_of(skeleton, domain_of(page.url)))
    _head(sheet)
    sheet.out.append("<body>\n")
    texts = {"site": escape(page.site_name), "title": escape(page.title), "byline": _byline(page)}
    for region, opening, closing in sheet.skeleton.parts:
        inside = _region(sheet, region) if region else ""
        if region and not inside:
            continue
        sheet.out.append(opening.format(**texts) + inside + closing + "\n")
    sheet.out.append("</body>\n</html>\n")
    return sheet


def _byline(page: Page) -> str:
    if page.published_on is None:
        return ""
    day = page.published_on.isoformat()
    by = f"{LABELS[page.language]['by']} {escape(page.author)} · " if page.author else ""
    return f'{by}<time datetime="{day}">{day}</time>'


def _head(sheet: Sheet) -> None:
    page = sheet.page
    lines = [
        f'<!doctype html>\n<html lang="{page.language}">\n<head>\n<meta charset="utf-8">',
        f"<title>{escape(page.title)} - {escape(page.site_name)}</title>",
        f'<meta name="description" content="{escape(page.title)}">',
    ]
    if page.robots:
        lines.append(f'<meta name="robots" content="{page.robots}">')
    if page.canonical_url:
        lines.append(f'<link rel="canonical" href="{escape(page.canonical_url)}">')
        sheet.note(
            Hyper(page.canonical_url, "", "canonical", LinkKind.CANONICAL), Placement.UNKNOWN
        )
    if page.refresh_to:
        lines.append(f'<meta http-equiv="refresh" content="0; url={escape(page.refresh_to)}">')
        sheet.note(Hyper(page.refresh_to, "", "", LinkKind.REDIRECT), Placement.UNKNOWN)
    if page.published_on is not None:
        day = page.published_on.isoformat()
        lines.append(f'<meta property="article:published_time" content="{day}T08:00:00+00:00">')
    lines.append(f'<script type="application/ld+json">{_json_ld(page)}</script>')
    if page.ga:
        lines.append(f"<script>ga('create', '{page.ga}', 'auto');</script>")
    sheet.out.append("\n".join([*lines, "</head>\n"]))


def _json_ld(page: Page) -> str:
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": page.schema_type,
        "headline": page.title,
        "inLanguage": page.language,
    }
    if page.published_on is not None:
        facts["datePublished"] = page.published_on.isoformat()
    if page.author:
        facts["author"] = {"@type": "Person", "name": page.author}
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")


def _region(sheet: Sheet, region: str) -> str:
    page, placement = sheet.page, REGIONS[region]
    labels = LABELS[page.language]
    if region == "paragraphs":
        return "\n".join(f"<p>{sheet.paragraph(p, placement)}</p>" for p in page.paragraphs)
    if region == "entries":
        return "\n".join(
            sheet.skeleton.entry.format(f"{sheet.piece(link, placement)} {escape(text)}")
            for link, text in page.entries
        )
    if region == "bio":
        inside = sheet.paragraph(page.bio, placement)
        return _headed(sheet, labels["author"], f"<p>{inside}</p>" if inside else "")
    if region == "comments":
        said = "".join(_comment(sheet, comment) for comment in page.comments)
        form = '<form action="/comment" method="post"><textarea name="comment"></textarea></form>'
        return _headed(sheet, labels["comments"], said + form) if page.takes_comments else ""
    menu: list[Hyper] = getattr(page, region)
    inside = "".join(sheet.skeleton.item.format(sheet.piece(link, placement)) for link in menu)
    title = {"sidebar": labels["friends"]}.get(region)
    if region == "header":
        return inside or " "
    return _headed(sheet, title, inside) if title else inside


def _headed(sheet: Sheet, title: str, inside: str) -> str:
    return sheet.skeleton.heading.format(escape(title)) + inside if inside else ""


def _comment(sheet: Sheet, comment: Comment) -> str:
    name = sheet.piece(comment.name, Placement.COMMENT)
    text = sheet.paragraph(comment.text, Placement.COMMENT)
    says = LABELS[sheet.page.language]["says"]
    return sheet.skeleton.comment.format(f"<b>{name}</b> {says}: <p>{text}</p>")
