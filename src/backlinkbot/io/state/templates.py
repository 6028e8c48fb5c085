"""Questions to the templates that users wrote; every version stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    func,
    insert,
    select,
)

from backlinkbot.core.outreach import Template
from backlinkbot.io.state.access_tables import Moment
from backlinkbot.io.state.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

templates = Table(
    "template",
    metadata,
    Column("name", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    PrimaryKeyConstraint("name", "version"),
)


def keep_template(connection: Connection, template: Template) -> int:
    """Add the next version of a template; its number, the old one's where nothing differs."""
    last = newest_template(connection, template.name)
    if last and _words(last) == _words(template):
        return last.version
    version = last.version + 1 if last else 1
    connection.execute(
        insert(templates).values(
            name=template.name, version=version, subject=template.subject, body=template.body,
            language=template.language, made_at=template.made_at, by=template.by,
        )
    )  # fmt: skip
    return version


def newest_template(connection: Connection, name: str) -> Template | None:
    """The newest version of a template, None where there is none of that name."""
    asked = select(templates).where(templates.c.name == name)
    row = connection.execute(asked.order_by(templates.c.version.desc()).limit(1)).first()
    return None if row is None else _template(row)


def template_version(connection: Connection, name: str, version: int) -> Template | None:
    """One version of a template, as messages that were made of it name it."""
    wanted = (templates.c.name == name) & (templates.c.version == version)
    row = connection.execute(select(templates).where(wanted)).first()
    return None if row is None else _template(row)


def kept_templates(connection: Connection) -> list[Template]:
    """The newest version of each template, by name."""
    last = select(templates.c.name, func.max(templates.c.version).label("version"))
    newest = last.group_by(templates.c.name).subquery()
    same = (templates.c.name == newest.c.name) & (templates.c.version == newest.c.version)
    rows = connection.execute(select(templates).join(newest, same)).all()
    return sorted((_template(row) for row in rows), key=lambda one: one.name)


def _words(template: Template) -> tuple[str, str, str]:
    return template.subject, template.body, template.language


def _template(row: Any) -> Template:
    return Template(
        row.name, row.subject, row.body, row.language, row.version, row.made_at, row.by
    )  # fmt: skip
