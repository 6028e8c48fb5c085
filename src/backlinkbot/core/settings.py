"""Settings: flags > environment BACKLINKBOT_* > backlinkbot.toml > defaults."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from backlinkbot.core.errors import BadInput

ENVIRONMENT_PREFIX = "BACKLINKBOT_"
FILE_NAME = "backlinkbot.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user may set; every field has a default that works.

    `workers`: processes for parsing, 0 = one per core. `page_cpu_s` and `page_memory_mb`: what one
    page may cost before it is refused (a batch of real pages needs 0.3 s at most; a page that takes
    more is tried once again alone, so that it costs twice this in all). `database_url`: empty =
    SQLite inside the workspace.
    `common_crawl_url`: base address of web graph releases. `user_agent`: sent with every fetch.
    `embeddings_folder`: a local folder of static token embeddings, empty = none.
    `contact_months`: how long contacts of other sites are kept.
    `contact_url`: a page that tells site owners who crawls here and how to be left alone.
    `public_url`: where the server is reached from everywhere, for links that recipients of messages
    follow to get no more of them; empty = it is not.
    """

    workspace: Path = Path("backlinkbot-workspace")
    workers: int = 0
    memory_mb: int = 2048
    page_cpu_s: float = 0.9
    page_memory_mb: int = 480
    page_size_mb: int = 16
    database_url: str = ""
    common_crawl_url: str = "https://data.commoncrawl.org/"
    user_agent: str = "BacklinkBot/0.1 (self-hosted link index; see the site of its operator)"
    contact_url: str = ""
    public_url: str = ""
    locale: str = "en"
    embeddings_folder: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)  # never in a log or an error
    smtp_from: str = ""
    contact_months: int = 12
    writer_url: str = ""
    writer_model: str = ""
    writer_key: str = field(default="", repr=False)

    @property
    def worker_count(self) -> int:
        """How many processes to use, at least 1."""
        return (
            self.workers or len(os.sched_getaffinity(0))
            if hasattr(os, "sched_getaffinity")
            else self.workers or os.cpu_count() or 1
        )

    @property
    def crawler_name(self) -> str:
        """The user agent with the contact page, where there is one: `Bot/1.0 (+https://…)`."""
        if not self.contact_url or self.contact_url in self.user_agent:
            return self.user_agent
        return f"{self.user_agent.partition(' (')[0]} (+{self.contact_url})"


def load_settings(workspace: Path | None = None, **flags: object) -> Settings:
    """Settings for a workspace from all four places; a flag that is None was not given.

    Raises:
        BadInput: a name that no setting has, or a value of the wrong type; says where.
    """
    settings = Settings()
    if folder := workspace or _from_environment("workspace"):
        settings = replace(settings, workspace=Path(folder))
    settings = _with(settings, _from_file(settings.workspace / FILE_NAME), str(FILE_NAME))
    in_environment = {
        f.name: os.environ[ENVIRONMENT_PREFIX + f.name.upper()]
        for f in fields(Settings)
        if f.name != "workspace" and ENVIRONMENT_PREFIX + f.name.upper() in os.environ
    }
    settings = _with(settings, in_environment, "the environment")
    given = {name: value for name, value in flags.items() if value is not None}
    return _with(settings, given, "the command line")


def program_set() -> str:
    """How the user starts the program, where what starts it says so; else empty."""
    return _from_environment("command")


def told_in_environment(name: str) -> str:
    """What a variable of the environment holds that the user has named; empty where nothing."""
    return os.environ.get(name, "")


def _from_environment(name: str) -> str:
    return os.environ.get(ENVIRONMENT_PREFIX + name.upper(), "")


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not valid TOML: {error}") from error


def _with(settings: Settings, values: dict[str, Any], where: str) -> Settings:
    for name, value in values.items():
        kind = {f.name: type(getattr(settings, f.name)) for f in fields(Settings)}.get(name)
        if kind is None:
            known = ", ".join(f.name for f in fields(Settings))
            raise BadInput(f"{where} sets {name!r}, which is no setting; known are: {known}")
        try:
            settings = replace(settings, **{name: kind(value)})
        except (TypeError, ValueError) as error:
            raise BadInput(
                f"{where} sets {name} to {value!r}, which is not {kind.__name__}"
            ) from error
    return settings
