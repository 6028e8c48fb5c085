"""The chart of the budget, for the interfaces."""

from backlinkbot.logic.reports.budget_chart import budget_chart

__all__ = ["budget_chart"]
