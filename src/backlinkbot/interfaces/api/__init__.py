"""REST: every verb under /api/v1.

How a route is added: a file in `routes/` with a `router`, or a route in one that is there. A route
is a plain function that takes `asked: Reads` or `asked: Changes`, calls one verb and gives its
document; its `response_model` is a model of `interfaces/schemas`. Lists take `place: Paged` and
give `place.of(rows)`. Errors of the verbs become problems by themselves.
"""

from backlinkbot.interfaces.api.application import PREFIX, make_api
from backlinkbot.interfaces.api.problems import problem_of

__all__ = ["PREFIX", "make_api", "problem_of"]
