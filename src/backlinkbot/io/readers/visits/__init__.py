"""Visits out of analytics exports, search reports and server logs."""
