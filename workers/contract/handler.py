"""A handler: one topic, one plain function, and everything that is derived from its types."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from workers.contract.variables import Variables

I = TypeVar("I", bound=Variables)  # noqa: E741 - input, as in the design's vocabulary
O = TypeVar("O", bound=Variables)  # noqa: E741 - output
D = TypeVar("D")

_INPUT_AND_CONTEXT = 2


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A BPMN error that a handler may raise; ``label`` is the Chinese text for designers."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Handler(Generic[I, O, D]):
    """The declaration of one topic.

    ``run`` takes the parsed input and the application's context (its services for this
    execution, of the type ``context``) and returns the output; it may raise ``BpmnError`` with
    a code from ``errors``, ``TransientFailure`` or ``PermanentFailure``.
    """

    topic: str
    label: str
    summary: str
    input: type[I]
    output: type[O]
    errors: tuple[ErrorCode, ...]
    context: type[D]
    run: Callable[[I, D], O]

    def declares(self, code: str) -> bool:
        """Whether it may raise this BPMN error."""
        return any(each.code == code for each in self.errors)


def handler(
    topic: str, *, label: str, errors: tuple[ErrorCode, ...] = ()
) -> Callable[[Callable[[I, D], O]], Handler[I, O, D]]:
    """Declare the function below as the handler of ``topic``.

    The input and output models are read from the annotations, the summary from the first
    line of the docstring. Without the models nothing could be fetched or sent; what is missing
    for people only is found by :func:`workers.runtime.handler_check.check_handlers`.

    Args:
        topic: external-task topic, ``noun.verb``.
        label: Chinese name that designers see in the element-template list.
        errors: BPMN errors that the function may raise.

    Raises:
        TypeError: the function is not ``(Variables, context) -> Variables``, or its annotations
            name what only exists inside a function.
    """

    def declare(function: Callable[[I, D], O]) -> Handler[I, O, D]:
        try:
            hints = typing.get_type_hints(function)
        except NameError as error:
            raise TypeError(
                f"handler of {topic}: {error.name} is not known where annotations are looked up; "
                "define it at the top of the module"
            ) from None
        parameters = list(inspect.signature(function).parameters)
        if len(parameters) != _INPUT_AND_CONTEXT or "return" not in hints:
            raise TypeError(f"handler of {topic}: expected (input, context) -> output")
        takes, gives = hints[parameters[0]], hints["return"]
        if not all(
            isinstance(each, type) and issubclass(each, Variables) for each in (takes, gives)
        ):
            raise TypeError(f"handler of {topic}: input and output must be Variables models")
        lines = (inspect.getdoc(function) or "").splitlines()
        return Handler(
            topic=topic,
            label=label,
            summary=lines[0] if lines else "",
            input=takes,
            output=gives,
            errors=errors,
            context=hints.get(parameters[1], object),
            run=function,
        )

    return declare
