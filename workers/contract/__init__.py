"""What a handler declares and what it may say: the leaf that every other package may import.

A handler names its topic, its input and output variables and the BPMN errors it may raise.
Fetch filters, typed variables, lint and reference pages follow from that declaration.
This package knows neither HTTP nor any business word.
"""

from workers.contract.context import Context
from workers.contract.executor import Executor
from workers.contract.handler import ErrorCode, Handler, handler
from workers.contract.outcome import (
    BpmnError,
    Completion,
    Outcome,
    OwnershipLost,
    PermanentFailure,
    TransientFailure,
)
from workers.contract.task import ExternalTask
from workers.contract.variables import PARAMETER, Variables
from workers.values import File, Xml

__all__ = [
    "PARAMETER",
    "BpmnError",
    "Completion",
    "Context",
    "ErrorCode",
    "Executor",
    "ExternalTask",
    "File",
    "Handler",
    "Outcome",
    "OwnershipLost",
    "PermanentFailure",
    "TransientFailure",
    "Variables",
    "Xml",
    "handler",
]
