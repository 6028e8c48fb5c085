"""The verb site: which sites are ours or watched, and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.core.urls.named import domain_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backlinkbot.app.workspace import Workspace


LONGEST_WORD = 200  # characters; more is a text, and too long for a key of PostgreSQL


class Names(NamedTuple):
    """What belongs to a site by name."""

    brand_words: tuple[str, ...] = ()
    topic_words: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    estate: tuple[str, ...] = ()


IN_WORDS = Names(("brand word",), ("topic word",), ("competitor",), ("domain of the same owner",))
NONE = Names()


@dataclass(frozen=True, slots=True)
class SiteEdit:
    """What to change of a site: names to put to it, to take from it; `None` leaves a fact alone."""

    name: str | None = None
    is_ours: bool | None = None
    more: Names = NONE
    less: Names = NONE


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A site as it is now, and as it was before; `before` is None where it is new."""

    site: Site
    before: Site | None

    @property
    def in_words(self) -> list[str]:
        """A line for each thing that is new, changed or gone; one that says so for nothing."""
        if self.before is None:
            return [f"{self.site.domain} is known now."]
        changed = [*self._facts(self.before), *self._listed(self.before)]
        return changed or [f"{self.site.domain} was known like this already; nothing changed."]

    def _facts(self, before: Site) -> list[str]:
        said = []
        if self.site.name != before.name:
            said.append(f"name: {self.site.name or '(none)'}, before {before.name or '(none)'}")
        if self.site.is_ours != before.is_ours:
            said.append("it is ours now" if self.site.is_ours else "it is only watched now")
        return said

    def _listed(self, before: Site) -> list[str]:
        said: list[str] = []
        for (what,), now, then in zip(IN_WORDS, _names(self.site), _names(before), strict=True):
            said.extend(f"+ {what} {word}" for word in now if word not in then)
            said.extend(f"- {what} {word}" for word in then if word not in now)
        return said


def add_site(
    workspace: Workspace, site: Site, *, replacing: bool = False, whose_if_new: bool = False
) -> SiteChange:
    """Add a site, or put what is told to what is known of it; names become registered domains.

    `replacing`: what was known and is not told again goes. `whose_if_new`: `is_ours` counts for a
    new site only.

    Raises:
        BadInput: a name that no domain has, or a site among its own competitors.
    """
    told = _named(replace(site, domain=domain_named(site.domain)), _cleaned(_names(site)))
    told = replace(told, name=told.name.strip())

    def change(known: Site | None) -> Site:
        if known is None:
            return told
        is_ours = known.is_ours if whose_if_new else told.is_ours
        if replacing:
            return replace(told, is_ours=is_ours)
        merged = _named(known, _union(_names(known), _names(told)))
        return replace(merged, name=told.name or known.name, is_ours=is_ours)

    return _changed(workspace, told.domain, change)


def edit_site(workspace: Workspace, domain: str, edit: SiteEdit) -> SiteChange:
    """Change what is known of a site: all of the edit, or nothing.

    Raises:
        NotFound: the site, or a name to take away, is not known; says what is.
        BadInput: a name that no domain has, or a site among its own competitors.
    """
    domain = domain_named(domain)
    more, less = _cleaned(edit.more), _cleaned(edit.less)

    def change(known: Site | None) -> Site:
        if known is None:
            raise NotFound(f"{domain} is no site here; add it with: backlinkbot site add {domain}")
        names = _union(_difference(domain, _names(known), less), more)
        return replace(
            _named(known, names),
            name=known.name if edit.name is None else edit.name.strip(),
            is_ours=known.is_ours if edit.is_ours is None else edit.is_ours,
        )

    return _changed(workspace, domain, change)


def list_sites(workspace: Workspace) -> list[Site]:
    """All sites, ours first."""
    return workspace.state.sites()


def show_site(workspace: Workspace, domain: str) -> Site:
    """One site; raises NotFound for one that was not added."""
    return workspace.state.site(domain_named(domain))


def remove_site(workspace: Workspace, domain: str) -> Site:
    """Forget a site and give it back as it was known; its links stay in the index."""
    return workspace.state.remove_site(domain_named(domain))


def _changed(
    workspace: Workspace, domain: str, change: Callable[[Site | None], Site]
) -> SiteChange:
    def checked(known: Site | None) -> Site:
        site = change(known)
        if site.domain in site.competitors:
            raise BadInput(f"{site.domain} cannot be its own competitor")
        for word in (*site.brand_words, *site.topic_words):
            if len(word) > LONGEST_WORD:
                raise BadInput(
                    f"a brand or topic word has {LONGEST_WORD} characters at most; one begins with "
                    f"{word[:40]!r}"
                )
        return site

    workspace.write()
    before, site = workspace.state.change_site(domain, checked, workspace.clock.now())
    return SiteChange(site, before)


def _names(site: Site) -> Names:
    return Names(site.brand_words, site.topic_words, site.competitors, site.estate)


def _named(site: Site, names: Names) -> Site:
    return replace(
        site,
        brand_words=names.brand_words,
        topic_words=names.topic_words,
        competitors=names.competitors,
        estate=names.estate,
    )


def _cleaned(names: Names) -> Names:
    return Names(
        _once(word.strip() for word in names.brand_words),
        _once(word.strip() for word in names.topic_words),
        _once(domain_named(name) for name in names.competitors),
        _once(domain_named(name) for name in names.estate),
    )


def _union(known: Names, more: Names) -> Names:
    return Names(*(_once([*a, *b]) for a, b in zip(known, more, strict=True)))


def _difference(domain: str, known: Names, less: Names) -> Names:
    """What is left; raises NotFound for a name that is not there to be taken away."""
    left = []
    for (what,), here, going in zip(IN_WORDS, known, less, strict=True):
        gone = {word.casefold() for word in going}
        left.append(tuple(word for word in here if word.casefold() not in gone))
        missing = [w for w in going if w.casefold() not in {h.casefold() for h in here}]
        if missing:
            has = ", ".join(here) or "none"
            raise NotFound(f"{domain} has no {what} {', '.join(missing)}; it has: {has}")
    return Names(*left)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, as first written; what differs in case alone is the same name."""
    kept: dict[str, str] = {}
    for name in names:
        if name:
            kept.setdefault(name.casefold(), name)
    return tuple(kept.values())
