"""Whom, what, when: contacts, templates, sequences, pacing, the law, and what comes back."""
