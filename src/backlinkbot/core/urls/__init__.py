"""URLs: one canonical form, who owns a host, and stable ids."""

from backlinkbot.core.urls.canonical import MAX_URL_CHARS, canonical, why_refused
from backlinkbot.core.urls.domain import (
    is_private_suffix,
    is_public_suffix,
    public_suffix,
    registered_domain,
    suffix_list_version,
)
from backlinkbot.core.urls.engine import MAX_HREF_CHARS, resolve
from backlinkbot.core.urls.hosts import (
    clean_host,
    is_ip_address,
    is_on_the_web,
    is_strict_hostname,
    reversed_name,
    unreversed_name,
)
from backlinkbot.core.urls.ids import bucket, domain_id, url_id
from backlinkbot.core.urls.links import Targets, canonical_links, targets
from backlinkbot.core.urls.parts import domain_of, host_of, scheme_of, split_url

__all__ = [
    "MAX_HREF_CHARS",
    "MAX_URL_CHARS",
    "Targets",
    "bucket",
    "canonical",
    "canonical_links",
    "clean_host",
    "domain_id",
    "domain_of",
    "host_of",
    "is_ip_address",
    "is_on_the_web",
    "is_private_suffix",
    "is_public_suffix",
    "is_strict_hostname",
    "public_suffix",
    "registered_domain",
    "resolve",
    "reversed_name",
    "scheme_of",
    "split_url",
    "suffix_list_version",
    "targets",
    "unreversed_name",
    "url_id",
    "why_refused",
]
