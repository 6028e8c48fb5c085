"""The verb pitch: what would be written to whom, its approval, what goes, and what came of it."""

from __future__ import annotations

import typer

from backlinkbot.interfaces.cli import pitch_answer, pitch_in, pitch_out, pitch_plan, pitch_targets

app = typer.Typer(no_args_is_help=True, help="Outreach: planned, approved, sent, answered, won.")
for part in (pitch_plan, pitch_targets, pitch_out, pitch_in, pitch_answer):
    part.register(app)
