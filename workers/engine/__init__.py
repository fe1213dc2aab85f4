"""Speaks to a Camunda 7 engine by REST: client, typed errors, variable codec, deployment.

It knows REST and nothing else: no policy about retries, no business word.
"""

from workers.engine.address import EngineAddress
from workers.engine.client import Batch, ExternalTaskClient
from workers.engine.decoding import DecodeError, FileReference, decode, decode_all
from workers.engine.encoding import CodecError, EncodeError, encode, encode_all
from workers.engine.engine import Engine
from workers.engine.errors import (
    AmbiguousMessage,
    BadRequest,
    ClientRefused,
    Conflict,
    EngineBusy,
    EngineError,
    EngineUnreachable,
    LockNotHeld,
    NobodyWaits,
    NotFound,
    OptimisticLocking,
    ServerError,
    Suspended,
    Unauthorized,
    UnexpectedAnswer,
    ValueTooLong,
)
from workers.engine.fetch import FetchedTask, FetchRequest, TopicRequest, UnreadableTask
from workers.engine.oauth2 import ClientCredentials
from workers.engine.session import EngineSession, Timeouts
from workers.engine.tls import Tls
from workers.engine.topic_filter import TopicFilter

__all__ = [
    "AmbiguousMessage",
    "BadRequest",
    "Batch",
    "ClientCredentials",
    "ClientRefused",
    "CodecError",
    "Conflict",
    "DecodeError",
    "EncodeError",
    "Engine",
    "EngineAddress",
    "EngineBusy",
    "EngineError",
    "EngineSession",
    "EngineUnreachable",
    "ExternalTaskClient",
    "FetchRequest",
    "FetchedTask",
    "FileReference",
    "LockNotHeld",
    "NobodyWaits",
    "NotFound",
    "OptimisticLocking",
    "ServerError",
    "Suspended",
    "Timeouts",
    "Tls",
    "TopicFilter",
    "TopicRequest",
    "Unauthorized",
    "UnexpectedAnswer",
    "UnreadableTask",
    "ValueTooLong",
    "decode",
    "decode_all",
    "encode",
    "encode_all",
]
