"""Jobs that can never run are told before they are queued, by the argument that is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.job_arguments import check, faults_of

TODAY = date(2026, 11, 21)
SITE = {"domain": "a.example"}
SOUND: list[tuple[str, dict[str, Any]]] = [
    ("measure", {}),
    ("audit", SITE),
    ("report", {**SITE, "month": "2026-10", "edition": "manager", "language": "de"}),
    ("report", {**SITE, "month": "", "since": "2026-10-01", "until": "", "forms": ["pdf"]}),
    ("ingest", {"places": ["/x.csv"], "options": {"target": "", "as_of": None, "again": False}}),
    ("results-import", {"places": ["x.csv"], "site": "a.example", "options": {"currency": "EUR"}}),
]
FAULTY: list[tuple[str, dict[str, Any], str]] = [
    ("audit", {}, "domain"),
    ("audit", {"domain": 5}, "domain"),
    ("audit", {"domain": ".."}, "domain"),
    ("audit", {**SITE, "colour": "red"}, "colour"),
    ("measure", SITE, "domain"),
    ("ingest", {"places": "x.csv"}, "places"),
    ("ingest", {"places": []}, "places"),
    ("ingest", {"places": ["x"], "options": {"as_of": "0001-01-01"}}, "options"),
    ("ingest", {"places": ["x"], "options": {"speed": 3}}, "options"),
    ("ingest", {"places": ["x"], "options": ["again"]}, "options"),
    ("report", {**SITE, "month": "2026-13"}, "month"),
    ("report", {**SITE, "month": "2030-01"}, "month"),
    ("report", {**SITE, "month": "1989-01"}, "month"),
    ("report", {**SITE, "month": "2026-1x"}, "month"),
    ("report", {**SITE, "month": "2026-10", "since": "2026-10-01"}, "month"),
    ("report", {**SITE, "until": "2026-10-01"}, "since"),
    ("report", {**SITE, "since": "2026-10-02", "until": "2026-10-01"}, "until"),
    ("report", {**SITE, "since": "2027-10-02"}, "since"),
    ("report", {**SITE, "edition": "child"}, "edition"),
    ("report", {**SITE, "language": "xx"}, "language"),
    ("report", {**SITE, "forms": ["exe"]}, "forms"),
    ("results-import", {"places": ["x"]}, "site"),
    ("results-import", {"places": ["x"], "site": "a.example", "options": {"until": 3}}, "options"),
]


@pytest.mark.parametrize(("kind", "arguments"), SOUND)
def test_what_can_run_is_taken(kind: str, arguments: dict[str, Any]) -> None:
    assert faults_of(kind, arguments, TODAY) == {}


@pytest.mark.parametrize(("kind", "arguments", "field"), FAULTY)
def test_what_can_never_run_is_told_by_its_argument(
    kind: str, arguments: dict[str, Any], field: str
) -> None:
    assert list(faults_of(kind, arguments, TODAY)) == [field]
    with pytest.raises(BadInput, match=f"^{field}: "):
        check(kind, arguments, TODAY)
