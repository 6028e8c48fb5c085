"""The shapes of sites: ours and watched ones, and what belongs to them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Answer, Document

MOST_NAMES = 1_000
LONGEST_NAME = 200


def _names(said: str) -> list[str]:
    found: list[str] = Field(default_factory=list, max_length=MOST_NAMES, description=said)
    return found


class SiteOut(Document):
    """A site and what belongs to its owner."""

    domain: str = Field(description="Its registrable domain.", examples=["fernhill.example"])
    name: str = Field(description="What people call it; may be empty.")
    is_ours: bool = Field(description="Ours; else it is only watched.")
    brand_words: list[str] = Field(description="Words that are its brand.")
    topic_words: list[str] = Field(description="Words of its trade.")
    competitors: list[str] = Field(description="Domains it competes with.")
    estate: list[str] = Field(description="Other domains of the same owner.")


class SiteAnswer(SiteOut, Answer):
    """One site, and the state of the index that it is told beside."""


class SiteChanged(Answer):
    """A site as it is now, and what changed."""

    site: SiteOut
    changes: list[str] = Field(description="What changed, a line each.")


class SiteIn(BaseModel):
    """A site as somebody tells it; lists that are left out are empty."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "domain": "fernhill.example",
                    "name": "Fernhill",
                    "brand_words": ["Fernhill"],
                    "competitors": ["rival.example"],
                }
            ]
        },
    )

    domain: str = Field(
        min_length=1, max_length=2_000, description="A domain, or an address on it."
    )
    name: str = Field(default="", max_length=LONGEST_NAME)
    is_ours: bool = Field(default=True, description="False: it is only watched.")
    brand_words: list[str] = _names("Words that are its brand.")
    topic_words: list[str] = _names("Words of its trade.")
    competitors: list[str] = _names("Domains it competes with.")
    estate: list[str] = _names("Other domains of the same owner.")


class SiteEditIn(BaseModel):
    """What to change of a site; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"competitors": ["rival.example"]}]}
    )

    name: str | None = Field(default=None, max_length=LONGEST_NAME)
    is_ours: bool | None = None
    brand_words: list[str] | None = Field(default=None, max_length=MOST_NAMES)
    topic_words: list[str] | None = Field(default=None, max_length=MOST_NAMES)
    competitors: list[str] | None = Field(default=None, max_length=MOST_NAMES)
    estate: list[str] | None = Field(default=None, max_length=MOST_NAMES)
