"""All that an audit is judged from, as tables and plain values that can be kept and read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from backlinkbot.logic.judge.anchors import AnchorWords
from backlinkbot.logic.judge.disavow.facts import DisavowFacts, Fame
from backlinkbot.logic.judge.disavow.lines import Severity
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

OF_SITES = ("pages", "out_links", "spread", "in_links", "domains", "footprints", "lives")
OF_LINKS = ("authority", "ranks")  # of `LinkInputs`; either may be missing


@dataclass(frozen=True, slots=True)
class Case:
    """One site's links on one day with all that is known beside them; judging it asks nobody else.

    `links`: rows of `core.columns.links()`; `protection`: who is never to be disavowed.
    """

    domain: str
    as_of: date
    snapshot: str
    links: pa.Table
    inputs: LinkInputs
    facts: SourceFacts
    protection: DisavowFacts

    def suspects(self) -> Suspects:
        """The links as the markers read them."""
        return Suspects(Evidence(self.links, self.inputs), self.facts, self.as_of)

    def tables(self) -> dict[str, pa.Table]:
        """What comes in rows, by name; `Case.of` takes it back."""
        import pyarrow as pa

        found = {"links": self.links}
        found |= {name: getattr(self.facts, name) for name in OF_SITES}
        found |= {
            name: table for name in OF_LINKS if (table := getattr(self.inputs, name)) is not None
        }
        if self.inputs.relevance is not None:
            column = pa.array(self.inputs.relevance, pa.float32())
            found["relevance"] = pa.table({"relevance": column})
        return found

    def values(self) -> dict[str, Any]:
        """The rest, as JSON takes it; `Case.of` takes it back."""
        words = self.inputs.words
        return {
            "domain": self.domain,
            "as_of": self.as_of.isoformat(),
            "snapshot": self.snapshot,
            "words": {
                "domain": words.domain,
                "brands": sorted(words.brands),
                "keywords": sorted(list(phrase) for phrase in words.keywords),
                "long_titles": [sorted(title) for title in words.long_titles],
                "short_brands": sorted(words.short_brands),
            },
            "ranked_sites": self.inputs.ranked_sites,
            "authority_gap": self.inputs.authority_gap,
            "authority_help": self.inputs.authority_help,
            "ours": sorted(self.facts.ours),
            "languages": sorted(self.facts.languages),
            "own": sorted(self.protection.own),
            "kept": sorted(self.protection.kept),
            "fame": {
                name: [fame.words, fame.severity.value]
                for name, fame in sorted(self.protection.fame.items())
            },
        }

    @classmethod
    def of(cls, tables: Mapping[str, pa.Table], values: Mapping[str, Any]) -> Case:
        """The case that `tables` and `values` were made of."""
        words = values["words"]
        relevance = tables.get("relevance")
        inputs = LinkInputs(
            words=AnchorWords(
                words["domain"],
                frozenset(words["brands"]),
                frozenset(tuple(phrase) for phrase in words["keywords"]),
                tuple(frozenset(title) for title in words["long_titles"]),
                frozenset(words.get("short_brands", ())),  # not in audits kept before
            ),
            ranked_sites=values["ranked_sites"],
            authority_gap=values["authority_gap"],
            authority_help=values["authority_help"],
            relevance=None if relevance is None else relevance["relevance"].to_numpy(),
            **{name: tables.get(name) for name in OF_LINKS},
        )
        facts = SourceFacts(
            **{name: tables[name] for name in OF_SITES},
            ours=frozenset(values["ours"]),
            languages=frozenset(values["languages"]),
        )
        fame = {
            name: Fame(text, Severity(severe)) for name, (text, severe) in values["fame"].items()
        }
        return cls(
            domain=values["domain"],
            as_of=date.fromisoformat(values["as_of"]),
            snapshot=values["snapshot"],
            links=tables["links"],
            inputs=inputs,
            facts=facts,
            protection=DisavowFacts(frozenset(values["own"]), frozenset(values["kept"]), fame),
        )
