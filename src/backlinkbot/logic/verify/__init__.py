"""Judges looks at backlinks: what one look tells, what several tell, when to look again."""
