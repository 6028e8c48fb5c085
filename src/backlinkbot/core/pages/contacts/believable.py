"""Whether a text is an address somebody may be reached at, and no example or file name."""

from __future__ import annotations

import re

from backlinkbot.core.errors import BadInput
from backlinkbot.core.mail_addresses import published_address
from backlinkbot.core.urls.domain import (
    has_listed_suffix,
    is_public_suffix,
    registered_domain,
)

# Hosts that stand in forms and manuals, and those of programs that put addresses into pages.
_EXAMPLES = """
    example.com example.org example.net example.de example.co.uk example.fr example.es beispiel.de
    exemple.fr exemple.com ejemplo.com esempio.it domain.com domain.tld domain.de domaine.fr
    dominio.com yourdomain.com your-domain.com mydomain.com yoursite.com yourwebsite.com
    yourcompany.com mysite.com site.com website.com email.tld mail.tld company.com test.com
    test.de acme.com musterfirma.de mustermann.de muster.de firma.de sentry.io wixpress.com
    sentry-next.wixpress.com 2x.png address.com emailaddress.com youremail.com yourmail.com
    someone.com somewhere.com nowhere.com provider.de anbieter.de xyz.com abc.com email.com
    correo.com w3.org schema.org
"""
# Endings for made-up sites (RFC 2606); whoever judges takes them for the site's own alone.
MADE_UP = (".example", ".test")
EXAMPLE_HOSTS = frozenset(_EXAMPLES.split())
_EXAMPLE_NAMES = re.compile(
    r"(?:your|my|ihre?|votre|tu|su|deine?)[-_.]?(?:e?-?mail|name|address|nom|nombre|correo|adresse)?"
    r"|(?:max|erika)[-_.]?mustermann|jo(?:hn|e)[-_.]?doe|jane[-_.]?doe|jean[-_.]?dupont|x{2,}"
    r"|e?-?mail[-_]?address|(?:user|first|last|vor|nach)[-_.]?name|someone|somebody|nobody|foo|bar"
    r"|example|beispiel|exemple|ejemplo|friend|recipient|abc|test|u003e.*",
    re.IGNORECASE,
)
_HEXADECIMAL = re.compile(r"[0-9a-f]{24,}", re.IGNORECASE)  # keys of error reporters


def believable(text: str) -> str | None:
    """The address as mail is sent to it, None where it is none or an example."""
    try:
        address = published_address(text)
    except BadInput:
        return None
    local, _, host = address.rpartition("@")
    if not (has_listed_suffix(host) or host.endswith(MADE_UP)) or is_public_suffix(host):
        return None
    if host in EXAMPLE_HOSTS or registered_domain(host) in EXAMPLE_HOSTS:
        return None
    if _EXAMPLE_NAMES.fullmatch(local) or _HEXADECIMAL.fullmatch(local):
        return None
    return f"{local}@{host}"
