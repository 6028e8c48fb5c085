"""What sites are about and of what kind: topics learnt from the index, relevance, site types."""

from __future__ import annotations

from backlinkbot.app.topics.learning import learn_topics
from backlinkbot.app.topics.niche import prospect_relevance, relevance
from backlinkbot.app.topics.told import SiteTopics, topics_of
from backlinkbot.app.topics.types import site_types

__all__ = [
    "SiteTopics",
    "learn_topics",
    "prospect_relevance",
    "relevance",
    "site_types",
    "topics_of",
]
