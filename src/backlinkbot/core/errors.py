"""The five errors: what can go wrong, said for the person who has to act on it."""


class BacklinkBotError(Exception):
    """Any failure we expected; its text is one plain sentence for the user."""

    exit_code = 1


class BadInput(BacklinkBotError):
    """What was given cannot be used as it is; the text names the place and the reason."""

    exit_code = 2


class NotFound(BacklinkBotError):
    """Nothing of that name is known here."""

    exit_code = 3


class Refused(BacklinkBotError):
    """We could, but the law, robots.txt or a limit says no."""

    exit_code = 4


class Unreachable(BacklinkBotError):
    """Somebody else's machine did not answer as it should."""

    exit_code = 5


class Broken(BacklinkBotError):
    """Our own fault: something that must hold does not."""

    exit_code = 1
