"""Groups of commands whose help says each command's sentence whole, on however many lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

LONGEST = 400  # characters of a command's first sentence; the library cuts it to one line


class Listed(TyperGroup):
    """A group that wraps what it says of its commands, where the library cuts it."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the commands with their sentences."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [
            (name, one.get_short_help_str(LONGEST)) for name, one in found if one and not one.hidden
        ]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
