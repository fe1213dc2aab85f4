"""A rule: a name, a kind, and a function that looks through a project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from workers.lint.source import Source

if TYPE_CHECKING:
    from workers.lint.project import Project


class Kind(Enum):
    """What it means when a rule is broken; the value is the word that people read."""

    FAULT = "故障"
    """A case stops, hangs or takes a wrong way."""
    CONVENTION = "约定"
    """It runs, but not as the house writes its models."""
    UPKEEP = "维护"
    """Something is left over, mostly for a developer to clear away."""


class Needs(Enum):
    """What a rule cannot do without; the value says how the project names it."""

    HANDLERS = "lint.toml 没有写 handlers（工作者在哪里）"
    IDENTITY = "lint.toml 没有写 identity（岗位组名单在哪里）"
    ASKED = "lint.toml 没有写 [asked]（工作者自己查的决策表）"
    CALLED = "lint.toml 没有写 [called]（工作者用的消息名和升级代码）"
    LETTERS = "lint.toml 没有写 [letters]（通知及其模板在哪里）"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule found; the engine adds which rule it was and how severe that is."""

    source: Source
    element: str
    """Id of the element; empty for the whole file."""
    problem: str
    """One sentence: what is wrong."""
    remedy: str
    """One sentence: how to mend it."""


Look = Callable[["Project"], Iterator[Flaw]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its id is the name of its module with hyphens, and of its page and model pair."""

    id: str
    title: str
    """What must hold, in one Chinese sentence."""
    kind: Kind
    needs: tuple[Needs, ...]
    look: Look


def rule(title: str, kind: Kind, *needs: Needs) -> Callable[[Look], Rule]:
    """Declare the function below as the rule of its module.

    Args:
        title: what must hold, in one Chinese sentence.
        kind: what it means when it does not.
        needs: what must be known of the project; where it is not, the report says so.
    """

    def declare(look: Look) -> Rule:
        name = look.__module__.rpartition(".")[2].replace("_", "-")
        return Rule(name, title, kind, needs, look)

    return declare
