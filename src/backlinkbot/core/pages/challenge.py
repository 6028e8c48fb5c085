"""Pages that a firewall shows instead of the page: "Just a moment …", "Checking your browser"."""

from __future__ import annotations

import re

MOST_CHARS = 1_500  # of visible text; a real page that speaks of firewalls has more to say
_SAYINGS = re.compile(
    r"just a moment\b|checking (?:if the site connection is secure|your browser)|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|attention required!|ddos protection by|"
    r"access denied|request unsuccessful\. incapsula|are you a robot|unusual traffic from your|"
    r"enable (?:javascript and cookies|cookies and javascript) to continue",
    re.IGNORECASE,
)


def is_challenge(text: str) -> bool:
    """Whether a page's visible text is that of a firewall's check rather than of a page."""
    return len(text) <= MOST_CHARS and _SAYINGS.search(text) is not None
