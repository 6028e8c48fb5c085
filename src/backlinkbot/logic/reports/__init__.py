"""Facts to words, tables, charts and pages."""
