"""Makes the facts of a client's report out of what the verbs answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.core.audit import Advice, Choice
from backlinkbot.core.client_report import ClientReport, Fact, FactKind, Flagged, Rival
from backlinkbot.core.goals import GoalKind, holding
from backlinkbot.logic.reports.client.asking import asked_by_tactic, landed_links, outreach_facts
from backlinkbot.logic.reports.client.market import next_links, rival_plays
from backlinkbot.logic.reports.client.reached import goals_reached, months_in, visits_of
from backlinkbot.logic.reports.client.sites_told import (
    MOST_LISTED,
    gap_sites,
    listed_won,
    lost_sites,
    reasons_of,
    won_sites,
)
from backlinkbot.logic.reports.client.timed import AuthorityLine, began_in, lost_in, standing_on

if TYPE_CHECKING:
    from backlinkbot.core.client_report import (
        LostSite,
        NextLink,
        RivalPlay,
        ToGoal,
        WonSite,
    )
    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.client.material import Material

COUNT, NUMBER, SHARE = FactKind.COUNT, FactKind.NUMBER, FactKind.SHARE
DAY, TEXT, WORD = FactKind.DAY, FactKind.TEXT, FactKind.WORD
GOOD = ("strong", "medium")  # links that a site is the better for
JUDGED = (*GOOD, "weak")


class Facts:
    """Facts by name, each with the call that told it."""

    def __init__(self) -> None:
        self.all: dict[str, Fact] = {}

    def add(self, name: str, value: float | str | date | None, kind: FactKind, source: str) -> None:
        """Keep a fact."""
        self.all[name] = Fact(name, value, kind, source)


def report_of(told: Material) -> ClientReport:
    """The report's facts and rows."""
    line = AuthorityLine(told.authority)
    won, lost = won_sites(told, line), lost_sites(told, line)
    goals = goals_reached(told, won, line)
    rivals = _rivals(told, line)
    gap = gap_sites(told, line)
    facts = Facts()
    _period(facts, told)
    _levels(facts, told)
    _authority(facts, told, line)
    _gained(facts, told, won, lost)
    _goals(facts, told, goals)
    _field(facts, told, rivals, gap)
    plays, chances = rival_plays(told), next_links(told)
    _plays(facts, plays)
    _chances(facts, told, chances)
    asked, landed = asked_by_tactic(told), landed_links(told)
    for fact in outreach_facts(told, asked, landed):
        facts.add(*fact)
    _risks(facts, told)
    _visits(facts, told)
    return ClientReport(
        domain=told.site.domain,
        name=told.site.name,
        since=told.since,
        until=told.until,
        as_of=told.as_of,
        snapshot=told.now.snapshot,
        facts=facts.all,
        goals=goals,
        won=won,
        lost=lost,
        lost_reasons=reasons_of(lost),
        weeks=told.now.weeks,
        level=told.now.referring_domains,
        quality_now=told.now.quality,
        quality_then=told.then.quality if told.then else None,
        rivals=rivals,
        gap=gap,
        flagged=_flagged(told),
        results=told.results,
        plays=plays,
        chances=chances,
        asked=asked,
        landed=landed,
    )


def _period(facts: Facts, told: Material) -> None:
    facts.add("site.name", told.site.name or told.site.domain, TEXT, f"site({told.site.domain})")
    facts.add("site.domain", told.site.domain, TEXT, f"site({told.site.domain})")
    for name, day in (("since", told.since), ("until", told.until), ("as-of", told.as_of)):
        facts.add(f"period.{name}", day, DAY, "the period that was asked for")
    facts.add("index.known-until", told.known_until, DAY, "the newest day that the index tells of")


def _levels(facts: Facts, told: Material) -> None:
    before = told.since - timedelta(days=1)
    for when, found, day in (("now", told.now, told.as_of), ("then", told.then, before)):
        call = f"profile({told.site.domain}, as_of={day.isoformat()})"
        _level(facts, when, found, call)
    if told.then:
        step = told.now.referring_domains - told.then.referring_domains
        source = f"{facts.all['now.referring-domains'].source} less the one before"
        facts.add("change.referring-domains", step, FactKind.CHANGE, source)


def _level(facts: Facts, when: str, found: Profile | None, call: str) -> None:
    split = found.quality if found else None
    judged = split.judged if split else 0
    numbers: tuple[tuple[str, Any, FactKind, str], ...] = (
        ("referring-domains", found and found.referring_domains, COUNT, "referring_domains"),
        ("backlinks", found and found.backlinks, COUNT, "backlinks"),
        ("followed-share", found and found.followed_share, SHARE, "followed_share"),
        ("strong", split and split.strong, COUNT, "quality.strong"),
        ("medium", split and split.medium, COUNT, "quality.medium"),
        ("weak", split and split.weak, COUNT, "quality.weak"),
        ("judged", split and judged, COUNT, "quality, strong and medium and weak"),
        ("strong-share", split.strong / judged if split and judged else None, SHARE,
         "quality.strong of those judged"),
        ("weak-share", split.weak / judged if split and judged else None, SHARE,
         "quality.weak of those judged"),
        ("start-unknown", found and found.start_unknown, COUNT, "start_unknown"),
        ("only-domains", found and found.only_domains, COUNT, "only_domains"),
    )  # fmt: skip
    for name, value, kind, path in numbers:
        facts.add(f"{when}.{name}", value, kind, f"{call}.{path}")


def _authority(facts: Facts, told: Material, line: AuthorityLine) -> None:
    domain = told.site.domain
    now = line.at(domain, told.as_of)
    call = f"history({domain})"
    where = f"{call}, release {now.release}" if now else call
    facts.add("authority.now", now.points if now else None, NUMBER, f"{where}.authority")
    facts.add("authority.low", now.low if now else None, NUMBER, f"{where}.authority_low")
    facts.add("authority.high", now.high if now else None, NUMBER, f"{where}.authority_high")
    facts.add(
        "authority.measured-on", _day(now.measured_on) if now else None, DAY, f"{where}.measured_on"
    )
    change, verdict = line.change(domain, told.since, told.as_of)
    facts.add("authority.change", change, NUMBER, f"{call}, releases of the period, change")
    facts.add("authority.rise", None if change is None else abs(change), NUMBER,
              f"{call}, releases of the period, size of the change")  # fmt: skip
    facts.add("authority.verdict", verdict or None, WORD, f"{call}.verdict")


def _gained(
    facts: Facts, told: Material, won: tuple[WonSite, ...], lost: tuple[LostSite, ...]
) -> None:
    call = f"domain_rows({told.site.domain})"
    days = f"{told.since.isoformat()}..{told.as_of.isoformat()}"
    began, ended = f"{call}, started_on {days}", f"{call}, lost_on {days}"
    doubtful = [one for one in won if one.advice != Advice.KEEP]
    earned = [one for one in won if one.advice == Advice.KEEP]
    judged = f"{began}, and audit({told.site.domain}).domains.verdict"
    facts.add("won.all", len(won), COUNT, began)
    facts.add("won.doubtful", len(doubtful), COUNT, f"{judged} review or disavow")
    facts.add("won.earned", len(earned), COUNT, f"{judged} keep")
    strong = sum(one.strength == "strong" for one in earned)
    facts.add("won.strong", strong, COUNT, f"{began}.strength, of those earned")
    known = [one for one in earned if one.strength in JUDGED]
    good = [one for one in earned if one.strength in GOOD]
    facts.add("won.judged", len(known), COUNT, f"{began}.strength known, of those earned")
    facts.add("won.good", len(good), COUNT, f"{began}.strength strong or medium, of those earned")
    facts.add("won.followed", sum(one.is_followed for one in earned), COUNT, f"{began}.followed")
    facts.add("won.listed", len(listed_won(won)), COUNT, "the best of won.all")
    facts.add("lost.listed", min(len(lost), MOST_LISTED), COUNT, "the best of lost.all")
    facts.add("lost.all", len(lost), COUNT, ended)
    facts.add("lost.strong", sum(one.strength == "strong" for one in lost), COUNT,
              f"{ended}.strength")  # fmt: skip
    may_return = sum(one.may_return for one in lost)
    facts.add(
        "lost.may-return", may_return, COUNT, f"{ended}.lost_reason, of one that can be undone"
    )
    facts.add("net.earned", len(earned) - len(lost), COUNT, "won.earned less lost.all")
    facts.add("net.size", abs(len(earned) - len(lost)), COUNT, "net.earned without its sign")
    for number, (reason, count) in enumerate(reasons_of(lost), 1):
        facts.add(f"reason.{number}.word", reason, WORD, f"{ended}.lost_reason")
        facts.add(f"reason.{number}.count", count, COUNT, f"{ended}.lost_reason")
    for number, one in enumerate(earned[:3], 1):
        at = f"{began}, {one.domain}"
        facts.add(f"best.{number}.domain", one.domain, TEXT, at)
        facts.add(f"best.{number}.began-on", one.began_on, DAY, f"{at}.started_on")
        facts.add(f"best.{number}.quality", one.quality, NUMBER, f"{at}.quality")
        facts.add(f"best.{number}.authority", one.authority_then, NUMBER,
                  f"history({one.domain}) measured on {one.measured_on or 'no day'}")  # fmt: skip
    for number, site in enumerate(lost[:3], 1):
        at = f"{ended}, {site.domain}"
        facts.add(f"gone.{number}.domain", site.domain, TEXT, at)
        facts.add(f"gone.{number}.reason", site.reason, WORD, f"{at}.lost_reason")
        facts.add(f"gone.{number}.lost-on", site.lost_on, DAY, f"{at}.lost_on")


def _goals(facts: Facts, told: Material, goals: tuple[ToGoal, ...]) -> None:
    call = f"list_goals({told.site.domain})"
    held = holding(told.goals, told.until)
    for one in goals:
        kind = NUMBER if one.kind is GoalKind.AUTHORITY else COUNT
        name = f"goal.{one.kind}"
        agreed = f"{call}, {one.kind} from {held[one.kind].since:%Y-%m}"
        facts.add(f"{name}.word", f"goal-{one.kind}", WORD, call)
        facts.add(f"{name}.wanted", one.wanted, kind,
                  agreed if one.kind is GoalKind.AUTHORITY
                  else f"{agreed} x {months_in(told.since, told.until):g} months")  # fmt: skip
        facts.add(f"{name}.actual", one.actual, kind, _actual_source(one.kind))
        missing = None if one.actual is None else max(0.0, one.wanted - one.actual)
        facts.add(f"{name}.missing", missing, kind, f"{name}.wanted less {name}.actual")
    known = [one for one in goals if one.is_met is not None]
    facts.add("goals.all", len(known), COUNT, f"{call}, those that can be told")
    facts.add("goals.met", sum(bool(one.is_met) for one in known), COUNT, f"{call}, reached")


def _actual_source(kind: GoalKind) -> str:
    return {
        GoalKind.REFERRING_DOMAINS: "won.earned",
        GoalKind.AUTHORITY: "authority.now",
        GoalKind.VISITS: "results.visits",
    }[kind]


def _field(facts: Facts, told: Material, rivals: tuple[Rival, ...], gap: tuple[Any, ...]) -> None:
    others = [one for one in rivals if not one.is_own]
    own = next((one for one in rivals if one.is_own), None)
    facts.add("rivals.count", len(others), COUNT, f"site({told.site.domain}).competitors")
    if others and own:
        place = 1 + sum(one.referring_domains > own.referring_domains for one in others)
        facts.add("rivals.place", place, COUNT, "referring_domains of the site and its competitors")
        facts.add("rivals.of", len(rivals), COUNT, "the site and its competitors")
        most = max(others, key=lambda one: (one.won, one.domain))
        facts.add("rivals.most-won", most.won, COUNT, f"referring_domains({most.domain})")
        facts.add("rivals.most-won-by", most.domain, TEXT, f"referring_domains({most.domain})")
        facts.add("rivals.own-won", own.won, COUNT, f"referring_domains({own.domain})")
    facts.add("gap.count", told.gap_total, COUNT, f"gap({told.site.domain}).total")
    facts.add("gap.shown", len(gap), COUNT, "the strongest of gap.count")


def _plays(facts: Facts, plays: tuple[RivalPlay, ...]) -> None:
    facts.add("plays.count", len(plays), COUNT, "plays of the competitors, in the period")
    for number, one in enumerate(plays[:1], 1):
        call, name = f"plays({one.rival})", f"play.{number}"
        facts.add(f"{name}.rival", one.rival, TEXT, call)
        facts.add(f"{name}.kind", f"play-{one.kind}", WORD, f"{call}.play")
        facts.add(f"{name}.won", one.won, COUNT, f"{call}.links in the period, by domain")
        facts.add(f"{name}.cost", f"cost-{one.cost}", WORD, f"{call}.cost")
        facts.add(f"{name}.allowed", f"rules-{one.allowed}", WORD, f"{call}.allowed")
        facts.add(f"{name}.open", one.open_to_us, COUNT, f"{call}.open_to_us")


def _chances(facts: Facts, told: Material, chances: tuple[NextLink, ...]) -> None:
    call = f"find({told.site.domain})"
    facts.add("chances.count", len(told.chances), COUNT, call)
    facts.add("chances.shown", len(chances), COUNT, f"the best of {call}")
    facts.add("chances.on", told.chances_on, DAY, f"{call}, when it was made")
    for number, one in enumerate(chances, 1):
        name = f"chance.{number}"
        facts.add(f"{name}.prospect", one.prospect, TEXT, call)
        facts.add(f"{name}.tactic", f"tactic-{one.tactic}", WORD, f"{call}.tactic")
        facts.add(f"{name}.why", f"why-{one.tactic}", WORD, f"{call}.tactic")
        facts.add(f"{name}.worth", one.worth_points, NUMBER, f"{call}.worth_points")
        facts.add(f"{name}.relevance", one.relevance, SHARE, f"{call}.relevance")
        facts.add(f"{name}.reply", one.p_reply, SHARE, f"{call}.p_reply")
        facts.add(f"{name}.minutes", one.minutes, COUNT, f"{call}.minutes")


def _risks(facts: Facts, told: Material) -> None:
    call = f"audit({told.site.domain})"
    found = told.audit
    flagged = [one for one in found.domains if one.standing is Advice.DISAVOW] if found else []
    review = [one for one in found.domains if one.standing is Advice.REVIEW] if found else []
    facts.add("audit.links", found.backlinks if found else None, COUNT, f"{call}.summary.links")
    facts.add("audit.sites", len(found.domains) if found else None, COUNT, f"{call}.domains")
    facts.add("audit.disavow", len(flagged) if found else None, COUNT,
              f"{call}.domains, verdict or decision disavow")  # fmt: skip
    facts.add("audit.review", len(review) if found else None, COUNT,
              f"{call}.domains, verdict or decision review")  # fmt: skip
    facts.add("audit.groups", len(found.groups) if found else None, COUNT, f"{call}.groups")
    undecided = sum(not one.decision for one in (*flagged, *review)) if found else None
    facts.add("audit.undecided", undecided, COUNT, f"{call}.domains, not decided on")
    for one_error in told.errors:
        name, measured = f"error.{one_error.verdict}", f"{call}.error, verdict {one_error.verdict}"
        facts.add(f"{name}.word", f"verdict-{one_error.verdict}", WORD, measured)
        facts.add(f"{name}.given", one_error.given, COUNT, measured)
        facts.add(f"{name}.wrong", one_error.wrong, COUNT, measured)
        facts.add(f"{name}.on", one_error.on, TEXT, measured)
    for choice in (Choice.KEEP, Choice.REMOVE, Choice.DISAVOW):
        count = sum(one.choice is choice for one in told.decided)
        facts.add(f"decided.{choice}", count, COUNT, f"decisions({told.site.domain}).in_force")
    facts.add("decided.all", len(told.decided), COUNT, f"decisions({told.site.domain}).in_force")
    alarms = [
        one
        for one in (told.velocity.alarms if told.velocity else ())
        if told.since <= one.last and one.first <= told.as_of
    ]
    pace = f"velocity({told.site.domain})"
    facts.add("pace.alarms", len(alarms) if told.velocity else None, COUNT, f"{pace}.alarms")
    if alarms:
        worst = max(alarms, key=lambda one: one.new - one.expected)
        facts.add("pace.new", worst.new, COUNT, f"{pace}.alarms.new")
        facts.add("pace.expected", worst.expected, NUMBER, f"{pace}.alarms.expected")
        facts.add("pace.first", worst.first, DAY, f"{pace}.alarms.from")
        facts.add("pace.kind", f"spike-{worst.kind}", WORD, f"{pace}.alarms.kind")


def _visits(facts: Facts, told: Material) -> None:
    found, visits = told.results, visits_of(told.results)
    days = f"{told.since.isoformat()}..{told.as_of.isoformat()}"
    call = f"results_of({told.site.domain}, {days})"
    facts.add("results.visits", _rounded(visits), COUNT, f"{call}.total.visits")
    if found is None or visits is None:
        return
    facts.add("results.goals", _rounded(found.total.goals), COUNT, f"{call}.total.goals")
    before = found.before.visits if found.before else None
    facts.add("results.before", _rounded(before), COUNT, f"{call}.before.visits")
    for number, (money, amount) in enumerate(sorted(found.total.revenue.items()), 1):
        facts.add(f"revenue.{number}.amount", amount, FactKind.MONEY, f"{call}.total.revenue")
        facts.add(
            f"revenue.{number}.currency", money or "currency-unknown", WORD, f"{call}.total.revenue"
        )
    for number, one in enumerate(found.by_domain[:1], 1):
        facts.add(f"sender.{number}.domain", one.domain, TEXT, f"{call}.by_domain")
        facts.add(f"sender.{number}.visits", _rounded(one.sums.visits), COUNT, f"{call}.by_domain")
    facts.add("search.clicks", _rounded(found.search_clicks), COUNT, f"{call}.search_clicks")
    effect = found.effect
    facts.add("effect.word", f"effect-{effect.word}", WORD, f"{call}.effect.word")
    for name in ("change", "low", "high"):
        facts.add(f"effect.{name}", getattr(effect, name), FactKind.GROWTH, f"{call}.effect.{name}")
    facts.add("effect.pages", effect.gained, COUNT, f"{call}.effect.pages_that_gained")


def _rivals(told: Material, line: AuthorityLine) -> tuple[Rival, ...]:
    """The site and its competitors, most referring domains first."""
    found = []
    for domain, table in told.field.items():
        measured = line.at(domain, told.as_of)
        found.append(
            Rival(
                domain=domain,
                is_own=domain == told.site.domain,
                referring_domains=standing_on(table, told.as_of),
                won=began_in(table, told.since, told.as_of).num_rows,
                lost=lost_in(table, told.since, told.as_of).num_rows,
                authority=measured.points if measured else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.referring_domains, one.domain)))


def _flagged(told: Material) -> tuple[Flagged, ...]:
    groups = told.audit.groups if told.audit else ()
    return tuple(
        Flagged(one.name, one.kind.value, len(one.members), one.probability) for one in groups
    )


def _rounded(number: float | None) -> int | None:
    return None if number is None else round(number)


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
