"""Which log lines and spans belong together: a trace id that needs no propagation."""

from __future__ import annotations

import hashlib
import uuid

from workers.contract import ExternalTask


def trace_id(task: ExternalTask) -> str:
    """32 lower-case hex digits, the same for all tasks of a process instance.

    The form is that of W3C trace context, so a tracing system can take it as it is. An
    instance id that is a UUID gives its own digits, so that logs can be searched by either.
    """
    instance = task.process_instance_id
    try:
        return uuid.UUID(instance).hex
    except ValueError:
        return hashlib.sha256(instance.encode()).hexdigest()[:32]
