"""The verb report: what a client is told of a site and a period, in words, as page or PDF."""

from __future__ import annotations

from backlinkbot.app.report.brands import brand_of_file, changed, keep_brand, kept_brand
from backlinkbot.app.report.keeping import (
    KeptReport,
    list_reports,
    remove_report,
    report_file,
)
from backlinkbot.app.report.making import FORMS, Reported, ReportOptions, report, write_report
from backlinkbot.app.report.periods import Period, period_of
from backlinkbot.app.report.running import edition_named, forms_named, keep_report, run
from backlinkbot.app.report.sharing import Shared, share_report, shared_report
from backlinkbot.logic.reports.client.telling import LANGUAGES

__all__ = [
    "FORMS",
    "LANGUAGES",
    "KeptReport",
    "Period",
    "ReportOptions",
    "Reported",
    "Shared",
    "brand_of_file",
    "changed",
    "edition_named",
    "forms_named",
    "keep_brand",
    "keep_report",
    "kept_brand",
    "list_reports",
    "period_of",
    "remove_report",
    "report",
    "report_file",
    "run",
    "share_report",
    "shared_report",
    "write_report",
]
