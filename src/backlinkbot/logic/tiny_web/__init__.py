"""The little web: a made-up, seeded web of a few hundred sites with its table of truth."""
