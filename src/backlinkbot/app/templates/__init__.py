"""The verb template: the words of messages, kept in versions, checked, and looked at filled in."""

from backlinkbot.app.templates.keeping import (
    Shown,
    add_template,
    list_templates,
    preview_words,
    template_file,
    template_named,
    template_words,
    variables,
)
from backlinkbot.app.templates.previewing import preview_for, preview_template
from backlinkbot.app.templates.proofing import Proof, proof
from backlinkbot.logic.outreach.lint import Flaw

__all__ = [
    "Flaw",
    "Proof",
    "Shown",
    "add_template",
    "list_templates",
    "preview_for",
    "preview_template",
    "preview_words",
    "proof",
    "template_file",
    "template_named",
    "template_words",
    "variables",
]
