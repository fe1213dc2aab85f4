"""What somebody will do when the case gets somewhere, perhaps hours later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from workers.testing.clock import duration

Action = Callable[[], object]


@dataclass(slots=True)
class Play:
    """One thing that will be done once, after ``delay``, when the case waits at ``element``."""

    element: str
    delay: timedelta
    action: Action
    told: str
    """What is done, for messages: ``submit Task_LegalOpinion``."""
    due: datetime | None = None
    """When, once the case has got there."""
    done: bool = False


@dataclass(slots=True)
class PlayList:
    """The plays of one scenario."""

    plays: list[Play] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    @property
    def waiting(self) -> list[Play]:
        """Plays whose moment has not come."""
        return [play for play in self.plays if play.due is None]

    @property
    def upcoming(self) -> list[Play]:
        """Plays with a due instant, the next one first."""
        due = [play for play in self.plays if play.due is not None and not play.done]
        return sorted(due, key=lambda play: (play.due, self.plays.index(play)))

    @property
    def unplayed(self) -> list[Play]:
        """Plays that never happened."""
        return [play for play in self.plays if not play.done]

    def arrive(self, element: str, visit: str, now: datetime) -> None:
        """The case waits at an element; the first play for it takes this visit."""
        if visit in self._taken:
            return
        for play in self.waiting:
            if play.element == element:
                self._taken.add(visit)
                play.due = now + play.delay
                return


class When:
    """``scenario.when("Task_LegalOpinion").after("PT3H").submit(opinion="…")``."""

    def __init__(
        self,
        element: str,
        plays: PlayList,
        submit: Callable[..., object],
        message: Callable[..., object],
    ) -> None:
        self._element = element
        self._plays = plays
        self._submit = submit
        self._message = message
        self._delay = timedelta()

    def after(self, delay: str | timedelta) -> Self:
        """Only after this time, ISO 8601."""
        self._delay = duration(delay)
        return self

    def submit(self, by: str | None = None, **values: object) -> None:
        """Somebody completes this user task; see :meth:`Scenario.submit`."""
        element = self._element
        self._add(lambda: self._submit(element, by=by, **values), f"submit {element}")

    def message(self, name: str, **variables: object) -> None:
        """A message arrives; see :meth:`Scenario.message`."""
        self._add(lambda: self._message(name, **variables), f"message {name} at {self._element}")

    def do(self, action: Action) -> None:
        """Whatever else happens then."""
        self._add(action, f"{getattr(action, '__name__', 'an action')} at {self._element}")

    def _add(self, action: Action, told: str) -> None:
        self._plays.plays.append(Play(self._element, self._delay, action, told))
