"""The verb prospect: whom to ask for links, how far each has come, and what came of it."""

from backlinkbot.app.prospects.adding import Kept, add_prospect, keep_opportunities
from backlinkbot.app.prospects.aiming import aim_prospects
from backlinkbot.app.prospects.asking import Listed, Shown, list_prospects, show_prospect
from backlinkbot.app.prospects.changing import (
    Changed,
    assign_prospects,
    move_prospects,
    note_prospects,
    set_contact,
    tag_prospects,
)
from backlinkbot.app.prospects.checking import Checked, refresh_prospects
from backlinkbot.app.prospects.exporting import prospects_table
from backlinkbot.app.prospects.importing import Imported, import_prospects
from backlinkbot.app.prospects.learning import niche_of, odds_of
from backlinkbot.app.prospects.undoing import undo_prospect, undo_step

__all__ = [
    "Changed",
    "Checked",
    "Imported",
    "Kept",
    "Listed",
    "Shown",
    "add_prospect",
    "aim_prospects",
    "assign_prospects",
    "import_prospects",
    "keep_opportunities",
    "list_prospects",
    "move_prospects",
    "niche_of",
    "note_prospects",
    "odds_of",
    "prospects_table",
    "refresh_prospects",
    "set_contact",
    "show_prospect",
    "tag_prospects",
    "undo_prospect",
    "undo_step",
]
