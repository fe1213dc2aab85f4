"""What the players do: how staff decide each example complaint, and what its customer supplies.

A casebook is a TOML file: ``[usual.<task>]`` holds the values of a form that all cases share,
``[cases."<file>".<task>]`` those of one example. A list of tables is one for each visit of the
task, the last one for all further visits.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workers.cli.errors import Fault

Values = dict[str, Any]  # Any: text, number or boolean, as the form takes it


class CaseNotes(BaseModel):
    """One example."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    supplies: dict[str, str] = Field(default_factory=dict)
    """What the customer answers when asked for missing data, in the names of F01."""
    tasks: dict[str, Values | list[Values]] = Field(default_factory=dict)


class Casebook(BaseModel):
    """All examples."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    usual: dict[str, Values]
    cases: dict[str, CaseNotes] = Field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a casebook.

        Raises:
            Fault: it is missing or malformed.
        """
        try:
            return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise Fault(f"the casebook {path} cannot be read ({error.strerror})") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Fault(f"the casebook {path} is not TOML: {error}") from None
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(step) for step in first["loc"])
            raise Fault(f"the casebook {path}: {place}: {first['msg']}") from None

    def decision(self, source: str, task: str, visit: int) -> Mapping[str, object]:
        """What is entered at the ``visit``-th visit (from 0) of a task in the case of a file."""
        own = self.cases.get(source, CaseNotes()).tasks.get(task, {})
        if isinstance(own, list):
            own = own[min(visit, len(own) - 1)] if own else {}
        return {**self.usual.get(task, {}), **own}

    def supplies(self, source: str) -> Mapping[str, str]:
        """What the customer of a file supplies when asked; empty if nothing."""
        return self.cases.get(source, CaseNotes()).supplies
