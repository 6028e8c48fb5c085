"""The charts of pages about the links of a site, for the interfaces."""

from backlinkbot.logic.reports.page_charts import (
    course_chart,
    flow_chart,
    quality_chart,
    velocity_chart,
    weeks_chart,
)

__all__ = ["course_chart", "flow_chart", "quality_chart", "velocity_chart", "weeks_chart"]
