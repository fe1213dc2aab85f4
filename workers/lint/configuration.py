"""``lint.toml``: where things lie, what comes from outside, and which findings are accepted."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FILE: Final = "lint.toml"
_SHORTEST_REASON: Final = 8


class ConfigurationError(ValueError):
    """The file cannot be used; the message, for designers, says where and why."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Accepted(_Table):
    """Findings that are known and taken as they are; each is shown when asked for, none is lost."""

    rule: str
    file: str
    elements: tuple[str, ...] = ()
    """Ids; empty accepts what the rule says about the file as a whole."""
    saying: tuple[str, ...] = ()
    """Parts of the sentences that are meant; empty accepts all that the rule says of these."""
    reason: str = Field(min_length=_SHORTEST_REASON)


class Letters(_Table):
    """Where notices are declared and written."""

    notices: str
    """``module:NAME`` of a mapping from id to a notice with ``needs`` and ``may_have``."""
    templates: str
    """Folder of ``<id>.txt.j2``."""
    frames: str = ""
    """Folder of templates that the letters of every procedure may extend."""
    parameter: str = "notice"
    """Input parameter by which a step of a model names its notice."""
    sent_by: Mapping[str, tuple[str, ...]] = {}
    """Topic → notices that its worker sends by itself."""


class Called(_Table):
    """Names that stand in code as well as in models."""

    messages: tuple[str, ...] = ()
    """Messages that workers or other systems send, by name."""
    escalations: tuple[str, ...] = ()
    """Escalations that workers know, by code; ``LIMIT_*`` means every code that begins so."""


class Asked(_Table):
    """A table that a worker asks by itself."""

    inputs: tuple[str, ...]
    """What the worker gives."""
    outputs: tuple[str, ...]
    """What it takes."""


class Configuration(_Table):
    """The whole file. What is not named is not known, and rules that need it say so."""

    models: tuple[str, ...] = (".",)
    forms: tuple[str, ...] = (".",)
    handlers: str = ""
    """``module:NAME`` of the handlers that serve the models."""
    offered: str = ""
    """``module:NAME`` of those of them that any model may use: they need not all be used."""
    identity: str = ""
    """TOML file with ``groups``."""
    letters: Letters | None = None
    called: Called | None = None
    asked: Mapping[str, Asked] | None = None
    """Decisions that workers ask by themselves."""
    brought: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    """Process → element → variables that come from outside with a start or a message."""
    accepted: tuple[Accepted, ...] = ()

    @classmethod
    def read(cls, root: Path) -> Self:
        """Read the file of a project; a project without one has the defaults.

        Raises:
            ConfigurationError: it is no TOML, or says what nobody understands.
        """
        file = root / FILE
        if not file.is_file():
            return cls()
        try:
            return cls.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise ConfigurationError(f"{FILE} 的 {where} 有误：{first['msg']}") from None
        except ValueError as error:
            raise ConfigurationError(f"{FILE} 读不懂：{error}") from None
