"""operaton-tasks as a peer."""

from __future__ import annotations

import asyncio
import base64
import os
import sys
import time
from collections.abc import Sequence

from protocol import LOCK_SECONDS, LONG_POLL_SECONDS, PASSWORD, SLOW, SLOW_SECONDS, URL, USER, serve

os.environ |= {
    "ENGINE_REST_BASE_URL": URL,
    "ENGINE_REST_AUTHORIZATION": "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode(),
    "ENGINE_REST_POLL_TTL_SECONDS": str(LONG_POLL_SECONDS),
    "ENGINE_REST_LOCK_TTL_SECONDS": str(LOCK_SECONDS),
    "LOG_LEVEL": "ERROR",
}
import aiohttp
from operaton.tasks.runtime import ExternalTaskComplete, ExternalTaskTopic
from operaton.tasks.types import CompleteExternalTaskDto, LockedExternalTaskDto, VariableValueDto
from operaton.tasks.worker import LimitReached, fetch_and_lock_and_complete


async def work(task):
    if task.topicName.endswith(SLOW):
        await asyncio.sleep(SLOW_SECONDS)
    return ExternalTaskComplete(task=task, response=CompleteExternalTaskDto(
        workerId=task.workerId, variables={"result": VariableValueDto(value="done", type="String")}))


async def _drain(count, topics):
    stamps = {t: [] for t in topics}
    topic_of = {}
    handlers = {}
    sweep = [3]
    async def handle(task):
        topic_of[task.id] = task.topicName
        return await work(task)
    def register():
        for t in topics:
            handlers[t] = ExternalTaskTopic(handler=handle, localVariables=False)
    if os.environ.get("TRY_SWEEP"):
        sweep[0] = 0; register()

    async def on_end(session, ctx, params):
        if params.response.status >= 300:
            print(params.url, params.response.status, file=sys.stderr); os._exit(1)
        if sweep[0]:
            sweep[0] -= 1
            if not sweep[0]: register()
        if params.url.name == "complete":
            stamps[topic_of.pop(params.url.parts[-2])].append(time.monotonic_ns())
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(on_end)
    async with aiohttp.ClientSession(headers={"Content-Type": "application/json", "Accept": "application/json"},
            trust_env=True, timeout=aiohttp.ClientTimeout(total=20), trace_configs=[trace]) as http:
        try:
            await fetch_and_lock_and_complete(http, handlers, limit=count)
        except LimitReached:
            pass
        for t in asyncio.all_tasks():
            if t.get_name() == "fetchAndLock":
                await t
    return stamps

if __name__ == "__main__":
    if os.environ.get("TRY_UVLOOP"):
        import uvloop
        run = uvloop.run
    else: run = asyncio.run
    serve(lambda c, t: run(_drain(c, t)))
