"""What each kind of play costs, whether search engines' rules allow it, and how to repeat it."""

from __future__ import annotations

from dataclasses import dataclass

from backlinkbot.core.plays import Advice, Allowed, Cost, PlayKind

MANY_SITES = 15  # of a kind whose every link is work: then the whole is dear
SOLD_SHARE = 0.5  # of sponsors' links that say so by their rel, that the rules are kept


@dataclass(frozen=True, slots=True)
class Size:
    """What the advice depends on beside the kind: sites, and how many links are sponsored."""

    sites: int
    marked_share: float
    asset: str


def advice(play: PlayKind, size: Size) -> Advice:
    """Cost class, rules and what it takes. The rules are Google's published spam policies."""
    return _ADVICE[play](size)


def _guest_posts(size: Size) -> Advice:
    is_large = size.sites >= MANY_SITES
    return Advice(
        cost=Cost.HIGH if is_large else Cost.MEDIUM,
        cost_reason=f"{size.sites} articles written to order, each after an e-mail or two",
        allowed=Allowed.LIMITED,
        rule=(
            "guest articles are fine for their readers; in large numbers with words that sell in "
            "the links they count as link spam"
        ),
        may_repeat=True,
        needs="somebody who writes well on the subject, and sites that take guests",
    )


def _digital_pr(size: Size) -> Advice:
    return Advice(
        cost=Cost.HIGH,
        cost_reason="a study or survey has to be made, and papers have to be told",
        allowed=Allowed.YES,
        rule="papers chose to print it and to link",
        may_repeat=True,
        needs=f"figures of our own that are news, on a page of their own like {size.asset}",
    )


def _asset(size: Size) -> Advice:
    return Advice(
        cost=Cost.HIGH,
        cost_reason="made once with effort and kept up; the links come by themselves after that",
        allowed=Allowed.YES,
        rule="whoever links to it found it useful",
        may_repeat=True,
        needs=f"a page that is used rather than read, better than {size.asset}",
    )


def _resources(size: Size) -> Advice:
    return Advice(
        cost=Cost.MEDIUM if size.sites < MANY_SITES else Cost.HIGH,
        cost_reason=f"a guide worth listing, and an e-mail to each keeper of {size.sites} lists",
        allowed=Allowed.YES,
        rule="the keepers of the lists decide, as long as nobody pays them",
        may_repeat=True,
        needs=f"a guide that fits such lists, like {size.asset}",
    )


def _giving(size: Size) -> Advice:
    is_marked = size.marked_share >= SOLD_SHARE
    return Advice(
        cost=Cost.HIGH if size.sites >= MANY_SITES else Cost.MEDIUM,
        cost_reason="money or goods for a good cause, year by year",
        allowed=Allowed.LIMITED,
        rule=(
            "most of these links are marked as sponsored, as the rules ask"
            if is_marked
            else "a link for money has to be marked as sponsored; most of these are not"
        ),
        may_repeat=True,
        needs="a cause that fits us, and a budget; a scholarship needs a page with its conditions",
    )


def _directories(size: Size) -> Advice:
    return Advice(
        cost=Cost.LOW,
        cost_reason=f"one text sent to {size.sites} lists that take everybody",
        allowed=Allowed.NO,
        rule="low-quality directory links are named in the spam policies",
        may_repeat=False,
        needs="such links count for nothing or do harm",
    )


def _network(size: Size) -> Advice:
    return Advice(
        cost=Cost.HIGH if size.sites >= MANY_SITES else Cost.MEDIUM,
        cost_reason=f"{size.sites} domains bought, hosted and filled, or rented by the link",
        allowed=Allowed.NO,
        rule="sites made to link are link spam; who is found out loses what they brought",
        may_repeat=False,
        needs="it is against the rules, and shows in an audit",
    )


def _trickle(size: Size) -> Advice:
    return Advice(
        cost=Cost.LOW,
        cost_reason="nobody worked for these single links, as far as can be seen",
        allowed=Allowed.YES,
        rule="whoever links does so of their own will, as far as can be seen",
        may_repeat=False,
        needs=f"being good for long enough; {size.sites} sites link without a pattern",
    )


_ADVICE = {
    PlayKind.GUEST_POSTS: _guest_posts,
    PlayKind.DIGITAL_PR: _digital_pr,
    PlayKind.ASSET: _asset,
    PlayKind.RESOURCES: _resources,
    PlayKind.GIVING: _giving,
    PlayKind.DIRECTORIES: _directories,
    PlayKind.NETWORK: _network,
    PlayKind.TRICKLE: _trickle,
}
