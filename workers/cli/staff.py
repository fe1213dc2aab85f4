"""Players: members of staff who log in, take the tasks of their groups and submit the forms.

They see and do only what their own login may: what they cannot do here, no one in Tasklist can.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from workers.cli.casebook import Casebook
from workers.cli.errors import Fault
from workers.cli.identity import Directory, Person
from workers.engine import Conflict, Engine, EngineError, NotFound
from workers.engine.tasks import UserTask
from workers.models.form import Form, FormError

_THREADS: Final = 3
_PAUSE: Final = 0.05
_PATIENCE: Final = 40
"""Failed turns in a row before a player gives up."""
_OTHER_PERSON: Final = {"Task_RevisitCustomer"}
"""Tasks that whoever handled the case before may not do (four eyes)."""


@dataclass(frozen=True, slots=True)
class Script:
    """What the players go by.

    ``source_of`` names the file of a complaint number, ``visits`` tells how often a task of a
    case was finished before.
    """

    casebook: Casebook
    directory: Directory
    source_of: Callable[[str], str]
    visits: Callable[[str, str], int]


class Player:
    """One person at work. Used by one thread at a time."""

    def __init__(self, person: Person, engine: Engine, script: Script) -> None:
        self.person = person
        self.failures = 0
        self._engine = engine
        self._script = script
        self._cases: dict[str, str] = {}
        # Whether a task may be claimed and not yet submitted: after a fault or a killed run.
        self._unfinished = True

    def turn(self) -> int:
        """Do every task that is there for this person; answers how many.

        Raises:
            Fault: the casebook does not fit a form.
            EngineError: the engine failed; what was claimed is found again next time.
        """
        done = 0
        if self._unfinished:
            for task in self._engine.tasks.find(assignee=self.person.id):
                done += self._work(task)
            self._unfinished = False
        for group in self.person.groups:
            for task in self._engine.tasks.find(candidate_group=group):
                if self._is_mine(task, group):
                    done += self._take(task)
        return done

    def close(self) -> None:
        """Log out."""
        self._engine.close()

    def _is_mine(self, task: UserTask, group: str) -> bool:
        """Cases are shared out by number, so that everybody has work and a rerun agrees."""
        members = self._script.directory.members(group)
        number = int("".join(each for each in self._case_of(task) if each.isdigit())[-4:] or 0)
        shift = task.task_definition_key in _OTHER_PERSON
        return members[(number + shift) % len(members)] == self.person

    def _case_of(self, task: UserTask) -> str:
        instance = task.process_instance_id or ""
        if instance not in self._cases:
            known = self._engine.tasks.form_variables(task.id)
            self._cases[instance] = str(known.get("complaintNo", ""))
        return self._cases[instance]

    def _take(self, task: UserTask) -> int:
        try:
            self._engine.tasks.claim(task.id, self.person.id)
        except (NotFound, Conflict):
            return 0  # cancelled, or somebody was faster
        self._unfinished = True
        done = self._work(task)
        self._unfinished = False
        return done

    def _work(self, task: UserTask) -> int:
        key = task.task_definition_key
        source = self._script.source_of(self._case_of(task))
        visit = self._script.visits(self._case_of(task), key)
        try:
            form = Form(self._engine.tasks.deployed_form(task.id))
            values = form.fill(
                self._script.casebook.decision(source, key, visit),
                self._engine.tasks.form_variables(task.id),
            )
            self._engine.tasks.submit_form(task.id, values)
        except NotFound:
            return 0
        except FormError as error:
            raise Fault(
                f"{self.person.name} cannot submit {key} of {source}: {error}",
                "Correct the casebook.",
            ) from error
        return 1


class Cast:
    """All players, at work in a few threads until stopped."""

    def __init__(self, players: Sequence[Player]) -> None:
        self._players = players
        self._stopping = threading.Event()
        self._schedule: queue.SimpleQueue[Player] = queue.SimpleQueue()
        self._counting = threading.Lock()
        self._threads = [
            threading.Thread(target=self._play, name=f"staff-{number}", daemon=True)
            for number in range(_THREADS)
        ]
        self.played = 0
        self.failure: Exception | None = None

    def __enter__(self) -> Cast:
        for player in self._players:
            self._schedule.put(player)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        for player in self._players:
            player.close()

    def check(self) -> None:
        """Raise what stopped a player."""
        if self.failure is not None:
            raise self.failure

    def _play(self) -> None:
        while not self._stopping.is_set():
            player = self._schedule.get()
            done = self._turn(player)
            self._schedule.put(player)
            if done:
                with self._counting:
                    self.played += done
            else:
                self._stopping.wait(_PAUSE)

    def _turn(self, player: Player) -> int:
        try:
            done = player.turn()
        except EngineError as error:
            # A colleague may finish a task between our two calls; the engine then answers 400,
            # 403 or 404. Only what stays is a fault, or a refused login.
            player.failures += 1
            if error.status == HTTPStatus.UNAUTHORIZED or player.failures > _PATIENCE:
                self._fail(error)
            return 0
        except Exception as error:  # noqa: BLE001 - raised again in the main thread by check()
            self._fail(error)
            return 0
        player.failures = 0
        return done

    def _fail(self, error: Exception) -> None:
        self.failure = self.failure or error
        self._stopping.set()
