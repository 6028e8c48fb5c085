"""The progress of a job as it happens, as server-sent events; holds no workspace while it waits."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from backlinkbot.app.jobs import job_of
from backlinkbot.core.errors import BacklinkBotError, NotFound
from backlinkbot.interfaces.gate.desk import gate_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from fastapi import Request, Response

    from backlinkbot.core.access import Principal
    from backlinkbot.core.jobs import Job

LOOK_EVERY_S = 0.5
LONGEST_S = 900  # of one stream; whoever listens asks again, a browser by itself


async def job_events(
    request: Request,
    principal: Principal,
    client: str,
    job: str,
    told: Callable[[Job], Mapping[str, Any]],
) -> Response:
    """`progress` whenever what is `told` of it has changed, and at last `over`.

    Raises:
        NotFound: the client has no such job, or is none that he may see.
    """
    root = gate_of(request).root
    if not principal.may_see(client):
        raise NotFound(f"there is no client {client}")
    await run_in_threadpool(job_of, root, job, client)  # NotFound before anything is sent

    async def said() -> AsyncIterator[str]:
        last, waited_s = "", 0.0
        while waited_s < LONGEST_S:
            try:
                found = await run_in_threadpool(job_of, root, job, client)
            except BacklinkBotError:
                return
            words = json.dumps(told(found))
            if found.state.is_over:
                yield f"event: over\ndata: {words}\n\n"
                return
            if words != last:
                yield f"event: progress\ndata: {words}\n\n"
                last = words
            await asyncio.sleep(LOOK_EVERY_S)
            waited_s += LOOK_EVERY_S

    return StreamingResponse(
        said(), media_type="text/event-stream", headers={"x-accel-buffering": "no"}
    )
