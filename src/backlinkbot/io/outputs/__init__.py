"""Files for people and their other tools: tables in four formats, rejects, pages."""
