"""The whole room against public test vectors; the pass rates are printed when the run ends."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "bench" / "quality" / "urls.py"

# Every pair of crawler-commons that comes out otherwise, by the rule of ours that is the cause.
# The reasons for these rules stand in docs/reference/urls.md.
KNOWN_DIFFERENCES = {
    "empty path segments stay": 6,
    "not http or https": 6,
    "empty parameters stay": 6,
    "parameters stay in order": 5,
    "no host": 2,
    "no scheme and no page: nothing to join it to": 1,
}


@pytest.fixture(scope="module")
def quality() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_quality_urls", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


def test_every_whatwg_vector_resolves_as_in_a_browser(
    quality: ModuleType, shared_data: Path
) -> None:
    score = quality.whatwg(shared_data)
    assert (score.passed, score.total) == (891, 891), score.examples


def test_canonical_never_leads_to_another_host(quality: ModuleType, shared_data: Path) -> None:
    score = quality.canonical_keeps_whatwg_hosts(shared_data)
    assert score.total >= 240
    assert score.passed == score.total, score.examples


@pytest.mark.parametrize(("name", "vectors"), [("toascii", 87), ("IdnaTestV2", 2670)])
def test_every_idna_vector_becomes_its_a_labels(
    quality: ModuleType, shared_data: Path, name: str, vectors: int
) -> None:
    score = quality.idna(shared_data, name)
    assert (score.passed, score.total) == (vectors, vectors), score.examples


@pytest.mark.parametrize("name", ["test_psl", "tests"])
def test_every_vector_of_the_suffix_list_has_its_domain(
    quality: ModuleType, shared_data: Path, name: str
) -> None:
    score = quality.public_suffixes(shared_data, name)
    assert (score.passed, score.total) == (78, 78), score.examples


def test_every_difference_to_the_normaliser_has_a_rule(
    quality: ModuleType, shared_data: Path
) -> None:
    score = quality.normaliser(shared_data)
    assert score.differences == KNOWN_DIFFERENCES, score.examples
    assert (score.passed, score.total) == (86, 112)


def test_what_the_normaliser_calls_invalid_is_refused(
    quality: ModuleType, shared_data: Path
) -> None:
    score = quality.invalid(shared_data)
    assert (score.passed, score.total) == (2, 2), score.examples


def test_every_pair_of_the_resolver_is_resolved(quality: ModuleType, shared_data: Path) -> None:
    score = quality.resolving(shared_data)
    assert (score.passed, score.total) == (22, 22), score.examples


def test_the_pass_rates_are_printed(
    quality: ModuleType, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = quality.report(shared_data)
    with capsys.disabled():
        sys.stdout.write(f"\n{table}\n")
    assert len(table.splitlines()) == 9
    assert "unexplained" not in table
