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

__all__ = [
    "Shown",
    "add_template",
    "list_templates",
    "preview_for",
    "preview_template",
    "preview_words",
    "template_file",
    "template_named",
    "template_words",
    "variables",
]
