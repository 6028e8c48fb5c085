"""The verb results: what links brought a site, and whether its pages gained by them."""

from __future__ import annotations

from backlinkbot.app.results.asking import results_of
from backlinkbot.app.results.importing import (
    Imported,
    ImportedFile,
    ImportOptions,
    forget_import,
    import_results,
    run,
)

__all__ = [
    "ImportOptions",
    "Imported",
    "ImportedFile",
    "forget_import",
    "import_results",
    "results_of",
    "run",
]
