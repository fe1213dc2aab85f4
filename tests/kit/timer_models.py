"""Random models in which nothing happens but timers, written as BPMN."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from hypothesis import strategies as st

SLOT: Final = 8
"""Seconds: every date, duration and period is a multiple of it."""
SLOTS: Final = 5
"""How many of them are played."""


@dataclass(frozen=True)
class TimerSpec:
    """One timer. ``at``, ``every`` and ``then`` count slots; ``times`` as written behind the R."""

    kind: Literal["date", "duration", "cycle", "started cycle"]
    at: int
    every: int = 1
    times: int | None = None
    interrupting: bool = False
    then: int | None = None
    """An intermediate timer of this duration on the path behind it."""


@dataclass(frozen=True)
class TimerModel:
    """Perhaps an intermediate timer, then a task that waits, with timers on it and around it."""

    first: TimerSpec | None
    boundary: tuple[TimerSpec, ...]
    around: tuple[TimerSpec, ...]
    """Timer starts of event sub-processes."""

    @property
    def timers(self) -> Iterator[tuple[str, TimerSpec]]:
        """Every timer with the id of its element."""
        if self.first:
            yield "First", self.first
        yield from ((f"Boundary{n}", each) for n, each in enumerate(self.boundary))
        yield from ((f"Around{n}", each) for n, each in enumerate(self.around))

    def variables(self, begin: datetime) -> dict[str, object]:
        """The start variables of an instance that begins then: its absolute dates."""
        found: dict[str, object] = {}
        for name, each in self.timers:
            date = (begin + timedelta(seconds=SLOT * each.at)).isoformat(timespec="milliseconds")
            if each.kind == "date":
                found[f"when{name}"] = date
            elif each.kind == "started cycle":
                times = "" if each.times is None else each.times
                found[f"when{name}"] = f"R{times}/{date}/PT{SLOT * each.every}S"
        return found

    def bpmn(self, key: str) -> str:
        """The model under this key."""
        return (
            '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
            f'id="Definitions_{key}" targetNamespace="tests">'
            f'<process id="{key}" isExecutable="true" camunda:historyTimeToLive="P1D">'
            + "".join(self._elements())
            + "</process></definitions>"
        )

    def _elements(self) -> Iterator[str]:
        yield '<startEvent id="Start" />'
        if self.first:
            yield f'<intermediateCatchEvent id="First">{_event("First", self.first)}'
            yield "</intermediateCatchEvent>"
            yield _flow("Start", "First") + _flow("First", "Wait")
        else:
            yield _flow("Start", "Wait")
        yield '<userTask id="Wait" />'
        for number, each in enumerate(self.boundary):
            name = f"Boundary{number}"
            yield f'<boundaryEvent id="{name}" attachedToRef="Wait" '
            yield f'cancelActivity="{_yes(each.interrupting)}">{_event(name, each)}</boundaryEvent>'
            yield from _path(name, each.then)
        for number, each in enumerate(self.around):
            name = f"Around{number}"
            yield f'<subProcess id="Sub{name}" triggeredByEvent="true">'
            yield f'<startEvent id="{name}" isInterrupting="{_yes(each.interrupting)}">'
            yield f"{_event(name, each)}</startEvent>"
            yield from _path(name, each.then)
            yield "</subProcess>"


def _path(name: str, then: int | None) -> Iterator[str]:
    """What lies behind a timer: perhaps another one, then a task, so that the case stays open."""
    last = name
    if then is not None:
        last = f"After{name}"
        yield f'<intermediateCatchEvent id="{last}">'
        yield _event(last, TimerSpec("duration", then)) + "</intermediateCatchEvent>"
        yield _flow(name, last)
    yield f'<userTask id="Wait{name}" />{_flow(last, f"Wait{name}")}'


def _event(name: str, timer: TimerSpec) -> str:
    tag, text = {
        "date": ("timeDate", f"${{when{name}}}"),
        "duration": ("timeDuration", f"PT{SLOT * timer.at}S"),
        "cycle": (
            "timeCycle",
            f"R{'' if timer.times is None else timer.times}/PT{SLOT * timer.every}S",
        ),
        "started cycle": ("timeCycle", f"${{when{name}}}"),
    }[timer.kind]
    return (
        f'<timerEventDefinition><{tag} xsi:type="tFormalExpression">{text}</{tag}>'
        "</timerEventDefinition>"
    )


def _flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}" />'


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _may_be_refused(model: TimerModel) -> bool:
    """An engine makes no cycle all of whose repetitions have passed; nor does the kit."""
    late = model.boundary if model.first else ()
    return any(each.kind == "started cycle" and each.times is not None for each in late)


_SLOT = st.integers(1, SLOTS - 1)
_ONCE = st.builds(TimerSpec, st.sampled_from(["date", "duration"]), _SLOT)
_ANY = st.builds(
    TimerSpec,
    st.sampled_from(["date", "duration", "cycle", "started cycle"]),
    _SLOT,
    every=st.integers(1, 3),
    times=st.none() | st.integers(1, 3),
    interrupting=st.sampled_from([False, False, True]),
    then=st.none() | st.integers(1, 3),
)
MODELS = st.builds(
    TimerModel,
    st.none() | _ONCE,
    st.lists(_ANY, max_size=3).map(tuple),
    st.lists(_ANY, max_size=2).map(tuple),
).filter(lambda model: any(True for _ in model.timers) and not _may_be_refused(model))
